import torch


def rmsprop_step(param, grad, state, lr=0.01, alpha=0.99, eps=1e-8):
    with torch.no_grad():
        s = state.get("s", torch.zeros_like(param))
        s = alpha * s + (1 - alpha) * grad ** 2
        state["s"] = s
        param -= lr * grad / (s.sqrt() + eps)


def adam_step(param, grad, state, lr=0.001, betas=(0.9, 0.999), eps=1e-8):
    b1, b2 = betas
    with torch.no_grad():
        t = state.get("t", 0)
        state["m"] = b1 * state.get("m", torch.zeros_like(param)) + (1 - b1) * grad
        state["v"] = b2 * state.get("v", torch.zeros_like(param)) + (1 - b2) * grad ** 2
        m = state["m"] / (1 - b1 ** t + 1e-12)
        v = state["v"] / (1 - b2 ** t + 1e-12)
        state["t"] = t + 1
        param -= lr * m / (torch.sqrt(v) + eps)

