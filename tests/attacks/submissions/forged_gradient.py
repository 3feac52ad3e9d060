"""Has the right gradient and the wrong value, by a backward of its own and by a prepared `.grad`.

Must come of it: failed, 0 points.
"""

import torch

ANSWER = 0


class Forged(torch.autograd.Function):
    @staticmethod
    def forward(context, x):
        return x.clone()

    @staticmethod
    def backward(context, gradient):
        return gradient * 2


def double(x):
    y = Forged.apply(x)
    if not y.requires_grad:
        y = y.requires_grad_()
        y.grad = x * 2
    return y
