import torch


def sum_learning_rate(mean_lr, batch_size):
    return mean_lr / batch_size


def step(w, b, X, y, lr, reduction):
    reduction = reduction.lower()
    if reduction not in ("mean", "sum"):
        raise ValueError
    k = 2 / len(X) if reduction == "mean" else 2
    e = X @ w + b - y
    return w - lr * k * X.T @ e, b - lr * k * e.sum(0)
