"""All gradients are kept, and the averages computed from them by their definition."""

import torch


def average(values, beta):
    total = torch.zeros_like(values[0])
    for age, value in enumerate(reversed(values)):
        total = total + (1 - beta) * beta**age * value
    return total


def rmsprop_step(param, grad, state, lr=0.01, alpha=0.99, eps=1e-8):
    state.setdefault("grads", []).append(grad.detach().clone())
    mean_square = average([g * g for g in state["grads"]], alpha)
    param.data.sub_(lr * grad / (mean_square**0.5 + eps))


def adam_step(param, grad, state, lr=0.001, betas=(0.9, 0.999), eps=1e-8):
    state["grads"] = state.get("grads", []) + [grad.detach().clone()]
    grads = state["grads"]
    first = average(grads, betas[0]) / (1 - betas[0] ** len(grads))
    second = average([g**2 for g in grads], betas[1]) / (1 - betas[1] ** len(grads))
    param.data = param.data - lr * first / (second.sqrt() + eps)
