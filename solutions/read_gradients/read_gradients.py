"""Read the gradients of a network's first layer after one backward pass, the same ones however often it is asked."""

from torch import nn


def gradients(net, X, y):
    """Return `(weight_grad, bias_grad)` of `net[0]`: the gradients of `MSELoss()` of `net(X)` against `y`.

    A second call gives the same. The parameters of `net` keep their values; what is left in `.grad` does not matter.
    """
    # BEGIN SOLUTION
    # `backward` adds to what it finds: what an earlier call left behind has to go first.
    net.zero_grad()
    nn.MSELoss()(net(X), y).backward()
    # Copies: the next call may clear or overwrite the tensors in `.grad`.
    return net[0].weight.grad.clone(), net[0].bias.grad.clone()
    # END SOLUTION
