import math

import torch


@torch.no_grad()
def rmsprop_step(param, grad, state, lr=0.01, alpha=0.99, eps=1e-8):
    state.setdefault("square_avg", torch.zeros_like(param)).mul_(alpha).addcmul_(grad, grad, value=1 - alpha)
    param.addcdiv_(grad, state["square_avg"].sqrt().add_(eps), value=-lr)


@torch.no_grad()
def adam_step(param, grad, state, lr=0.001, betas=(0.9, 0.999), eps=1e-8):
    b1, b2 = betas
    state["t"] = t = state.get("t", 0) + 1
    m = state.setdefault("m", torch.zeros_like(param))
    v = state.setdefault("v", torch.zeros_like(param))
    m.lerp_(grad, 1 - b1)
    v.mul_(b2).addcmul_(grad, grad.conj(), value=1 - b2)
    denominator = (v.sqrt() / math.sqrt(1 - b2**t)).add_(eps)
    param.addcdiv_(m, denominator, value=-lr / (1 - b1**t))
