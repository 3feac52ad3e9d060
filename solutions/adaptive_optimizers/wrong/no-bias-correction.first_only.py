import torch


def rmsprop_step(param, grad, state, lr=0.01, alpha=0.99, eps=1e-8):
    with torch.no_grad():
        if "s" not in state:
            state["s"] = torch.zeros_like(param)
        s = state["s"]
        s.mul_(alpha).add_((1 - alpha) * grad * grad)
        param -= lr * grad / (torch.sqrt(s) + eps)


def adam_step(param, grad, state, lr=0.001, betas=(0.9, 0.999), eps=1e-8):
    with torch.no_grad():
        m = state.get("m", 0.0)
        v = state.get("v", 0.0)
        t = state.get("t", 0) + 1
        m = betas[0] * m + (1 - betas[0]) * grad
        v = betas[1] * v + (1 - betas[1]) * grad * grad
        state["m"], state["v"], state["t"] = m, v, t
        m_hat = m / (1 - betas[0] ** t)
        v_hat = v
        param -= lr * m_hat / (torch.sqrt(v_hat) + eps)
