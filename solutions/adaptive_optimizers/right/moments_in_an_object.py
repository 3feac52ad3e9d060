import torch, math, dataclasses
from torch import *


@dataclasses.dataclass
class Moments:
    """动量"""

    step: int = 0
    first: object = 0.0
    second: object = 0.0

    def update(self, g, b1, b2):
        self.step += 1
        self.first = b1 * self.first + (1 - b1) * g
        self.second = b2 * self.second + (1 - b2) * g.square()


def rmsprop_step(param, grad, state, lr=0.01, alpha=0.99, eps=1e-8):
    m = state.setdefault("moments", Moments())
    m.update(grad.detach(), 0, alpha)
    param.detach().sub_(lr * grad / (torch.sqrt(m.second) + eps))
    return param


def adam_step(param, grad, state, lr=0.001, betas=(0.9, 0.999), eps=1e-8):
    m = state.setdefault(0, Moments())
    m.update(grad.detach(), *betas)
    c1, c2 = (1 - math.pow(b, m.step) for b in betas)
    with torch.no_grad():
        param.copy_(param - lr * (m.first / c1) / (torch.sqrt(m.second / c2) + eps))
