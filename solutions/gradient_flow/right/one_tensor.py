"""The weights in one tensor, the norms in one, too."""

import torch


def gradient_norms(weights, x, activation):
    stack = torch.stack([W.detach() for W in weights]).requires_grad_()
    f = dict(sigmoid=torch.sigmoid, tanh=torch.tanh, relu=torch.relu, identity=torch.nn.Identity())[activation]
    y = x
    for index in range(len(weights)):
        y = f(y.mm(stack[index]))
    (gradient,) = torch.autograd.grad(y, stack, torch.ones_like(y))
    return gradient.flatten(1).norm(dim=1).tolist()


def diagnose(norms):
    r = float(torch.tensor(norms[0], dtype=torch.float64) / norms[-1])
    return ["stable", "vanishing", "exploding"][(r < 1e-3) + 2 * (r > 1e3)]
