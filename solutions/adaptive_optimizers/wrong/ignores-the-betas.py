import torch


def rmsprop_step(param, grad, state, lr=0.01, alpha=0.99, eps=1e-8):
    with torch.no_grad():
        s = state.get("s", torch.zeros_like(param))
        s = alpha * s + (1 - alpha) * grad * grad
        state["s"] = s
        param -= lr * grad / (s.sqrt() + eps)


def adam_step(param, grad, state, lr=0.001, betas=(0.9, 0.999), eps=1e-8):
    with torch.no_grad():
        b1, b2 = 0.9, 0.999
        state["t"] = t = state.get("t", 0) + 1
        state["m"] = m = b1 * state.get("m", torch.zeros_like(param)) + (1 - b1) * grad
        state["v"] = v = b2 * state.get("v", torch.zeros_like(param)) + (1 - b2) * grad**2
        mh, vh = m / (1 - b1**t), v / (1 - b2**t)
        param -= lr * mh / (vh.sqrt() + eps)
