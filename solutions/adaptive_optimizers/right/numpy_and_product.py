import numpy as np
import torch


def rmsprop_step(param, grad, state, lr=0.01, alpha=0.99, eps=1e-8):
    g = grad.detach().numpy()
    s = alpha * state.get(0, np.zeros_like(g)) + (1 - alpha) * g**2
    state[0] = s
    with torch.no_grad():
        param.copy_(param - lr * torch.as_tensor(g / (np.sqrt(s) + eps)))
    return param


def adam_step(param, grad, state, lr=0.001, betas=(0.9, 0.999), eps=1e-8):
    # The powers of the betas are kept instead of a count.
    g = grad.detach().numpy()
    m, v, p1, p2 = state.get("all", (0, 0, 1, 1))
    m, v = betas[0] * m + (1 - betas[0]) * g, betas[1] * v + (1 - betas[1]) * g**2
    p1, p2 = p1 * betas[0], p2 * betas[1]
    state["all"] = m, v, p1, p2
    with torch.no_grad():
        param.copy_(param - lr * torch.as_tensor(m / (1 - p1) / (np.sqrt(v / (1 - p2)) + eps)))
    return param
