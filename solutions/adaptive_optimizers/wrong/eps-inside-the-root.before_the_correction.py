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
        t = state["t"] = state.get("t", 0) + 1
        state["m"] = b1 * state.get("m", 0) + (1 - b1) * grad
        state["v"] = b2 * state.get("v", 0) + (1 - b2) * grad ** 2
        m = state["m"] / (1 - b1 ** t)
        v = (state["v"] + eps) / (1 - b2 ** t)
        param -= lr * m / torch.sqrt(v)

