"""One sample after the other, in NumPy."""

import numpy as np
import torch


def sum_learning_rate(mean_lr, batch_size):
    return np.float64(mean_lr) / batch_size


def step(w, b, X, y, lr, reduction):
    if reduction not in ("mean", "sum"):
        raise ValueError(reduction)
    x, t = X.numpy(), y.numpy()
    new_w, new_b = w.detach().numpy().copy(), b.detach().numpy().copy()
    for i in range(len(x)):
        error = float(x[i] @ w.detach().numpy()[:, 0] + b.item() - t[i, 0])
        scale = 2 * lr * error / (len(x) if reduction == "mean" else 1)
        new_w[:, 0] -= scale * x[i]
        new_b -= scale
    return torch.from_numpy(new_w), torch.from_numpy(new_b)
