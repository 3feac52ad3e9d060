"""The sum of the squares, and nothing cleared."""



def gradients(net, X, y):
    ((net(X) - y) ** 2).sum().backward()
    return net[0].weight.grad.clone(), net[0].bias.grad.clone()
