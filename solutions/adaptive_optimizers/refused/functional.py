import torch
from torch.optim.adam import adam


def rmsprop_step(param, grad, state, lr=0.01, alpha=0.99, eps=1e-8):
    with torch.no_grad():
        s = state.get("s", torch.zeros_like(param))
        s = alpha * s + (1 - alpha) * grad * grad
        state["s"] = s
        param -= lr * grad / (s.sqrt() + eps)


def adam_step(param, grad, state, lr=0.001, betas=(0.9, 0.999), eps=1e-8):
    if not state:
        state.update(m=torch.zeros_like(param), v=torch.zeros_like(param), t=torch.tensor(0.0))
    with torch.no_grad():
        adam(
            [param],
            [grad],
            [state["m"]],
            [state["v"]],
            [],
            [state["t"]],
            amsgrad=False,
            beta1=betas[0],
            beta2=betas[1],
            lr=lr,
            weight_decay=0,
            eps=eps,
            maximize=False,
        )
