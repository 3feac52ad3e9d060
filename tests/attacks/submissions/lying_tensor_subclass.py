"""Returns a tensor whose every operation says yes, by __torch_function__ and by __torch_dispatch__.

Must come of it: failed or errored, 0 points.
"""

import torch


class Yes(torch.Tensor):
    @classmethod
    def __torch_function__(cls, function, types, arguments=(), keywords=None):
        return True

    @classmethod
    def __torch_dispatch__(cls, function, types, arguments=(), keywords=None):
        return True

    shape = property(lambda self: torch.Size((3, 4)))
    detach = lambda self: self
    requires_grad = property(lambda self: "maybe")


ANSWER = 0


def double(x):
    return torch.Tensor._make_subclass(Yes, x.detach())
