"""Clears a copy of the gradients."""



def gradients(net, X, y):
    for p in net.parameters():
        g = p.grad
        g = None
    ((net(X) - y) ** 2).mean().backward()
    return [net[0].weight.grad, net[0].bias.grad]
