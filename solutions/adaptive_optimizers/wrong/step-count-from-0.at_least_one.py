import torch
def _step(update):
    def step(param, grad, state, *args, **kwargs):
        with torch.no_grad():
            state.setdefault("t", 0)
            state["t"] = state["t"] + 1
            delta = update(grad.clone(), state, *args, **kwargs)
            param.subtract_(delta)
    return step
@_step
def rmsprop_step(g, state, lr=0.01, alpha=0.99, eps=1e-8):
    state["v"] = torch.lerp(g.pow(2), state.get("v", torch.zeros_like(g)), alpha)
    return lr * g / state["v"].sqrt().add(eps)
@_step
def adam_step(g, state, lr=0.001, betas=(0.9, 0.999), eps=1e-8):
    b1, b2 = betas
    m = state["m"] = torch.lerp(g, state.get("m", torch.zeros_like(g)), b1)
    v = state["v"] = torch.lerp(g ** 2, state.get("v", torch.zeros_like(g)), b2)
    t = max(state["t"] - 1, 1)
    return lr * (m / (1 - b1 ** t)) / ((v / (1 - b2 ** t)).sqrt() + eps)

