import math

import torch


def l1(x, y):
    return sum(abs(a - b) for a, b in zip(x.reshape(-1), y.reshape(-1))) / x.numel()


def smooth_l1(x, y, beta=1.0):
    total = 0
    for a, b in zip(x.flatten(), y.flatten()):
        d = abs(a - b)
        total = total + (0.5 * d * d / beta if d < beta else d - 0.5 * beta)
    return total / x.numel()


def poisson_nll(log_rate, y):
    return sum(math.e**r - t * r for r, t in zip(log_rate.flatten(), y.flatten())) / y.numel()


def gaussian_nll(mean, y, variance, eps=1e-6):
    total = 0
    for m, t, v in zip(mean.flatten(), y.flatten(), variance.flatten()):
        total = total + 0.5 * (torch.log(v) + (m - t) ** 2 / v)
    return total / mean.numel()


def kl_div(log_q, p):
    total = 0
    for row_q, row_p in zip(log_q, p):
        for a, b in zip(row_q, row_p):
            if b > 0:
                total = total + b * (torch.log(b) - a)
    return total / len(p)


def hinge_embedding(x, y, margin=1.0):
    losses = [a if b == 1 else torch.clamp(margin - a, min=0) for a, b in zip(x.flatten(), y.flatten())]
    return torch.stack(losses).mean()


def margin_ranking(x1, x2, y, margin=0.0):
    zero = torch.zeros((), dtype=x1.dtype)
    losses = [max(-t * (a - b) + margin, zero) for a, b, t in zip(x1.flatten(), x2.flatten(), y.flatten())]
    return sum(losses) / len(losses)


def soft_margin(x, y):
    return sum(torch.log(1 + torch.exp(-a * b)) for a, b in zip(x.flatten(), y.flatten())) / x.numel()


def multi_margin(x, y, margin=1.0):
    n, c = x.shape
    total = 0
    for i in range(n):
        for j in range(c):
            if j != y[i]:
                total = total + torch.relu(margin - x[i, y[i]] + x[i, j])
    return total / (n * c)


def multilabel_soft_margin(x, y):
    n, c = x.shape
    total = 0
    for i in range(n):
        for j in range(c):
            total = total + torch.log(1 + torch.exp(x[i, j] if y[i, j] == 0 else -x[i, j]))
    return total / c / n


def cosine_embedding(x1, x2, y, margin=0.0):
    total = 0
    for a, b, t in zip(x1, x2, y):
        c = a @ b / (a.norm() * b.norm())
        total = total + (1 - c if t == 1 else torch.relu(c - margin))
    return total / len(y)


def triplet_margin(anchor, positive, negative, margin=1.0):
    total = 0
    for a, p, n in zip(anchor, positive, negative):
        total = total + torch.relu(torch.dist(a, p) - torch.dist(a, n) + margin)
    return total / len(anchor)
