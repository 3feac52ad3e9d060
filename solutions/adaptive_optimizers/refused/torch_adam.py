import torch


def rmsprop_step(param, grad, state, lr=0.01, alpha=0.99, eps=1e-8):
    if "optimizer" not in state:
        state["optimizer"] = torch.optim.RMSprop([param], lr=lr, alpha=alpha, eps=eps)
    param.grad = grad
    state["optimizer"].step()


def adam_step(param, grad, state, lr=0.001, betas=(0.9, 0.999), eps=1e-8):
    if not state:
        state.update(m=torch.zeros_like(param), v=torch.zeros_like(param), t=torch.tensor(0.0))
    state["t"] += 1
    torch._fused_adam_([param.data], [grad], [state["m"]], [state["v"]], [], [state["t"]], lr=lr, beta1=betas[0],
                       beta2=betas[1], weight_decay=0.0, eps=eps, amsgrad=False, maximize=False)
