"""The difference that the pass makes, hooks and all."""

from torch import nn


def gradients(net, X, y):
    caught = {}
    handles = [p.register_hook(lambda g, name=name: caught.__setitem__(name, g.clone())) for name, p in net[0].named_parameters()]
    nn.MSELoss()(net(X), y).backward()
    for handle in handles:
        handle.remove()
    return caught["weight"], caught["bias"]
