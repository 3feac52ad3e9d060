"""Half of the sum, as in the book."""



def gradients(net, X, y):
    net.zero_grad()
    loss = ((net(X) - y) ** 2 / 2).sum()
    loss.backward()
    return net[0].weight.grad.clone(), net[0].bias.grad.clone()
