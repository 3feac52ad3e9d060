import torch
from torch.distributions import Normal, Categorical, kl_divergence, Poisson
import torch.nn.functional as F
import math
from functools import partial

_mean = partial(torch.mean)


def l1(x, y):
    return torch.cdist(x.reshape(1, -1, 1), y.reshape(1, -1, 1), p=1).diagonal(dim1=1, dim2=2).mean()


def smooth_l1(x, y, beta=1.0):
    d = x - y
    small = d.abs() < beta
    return _mean(torch.where(small, 0.5 * d.square() / beta, d.abs() - 0.5 * beta))


def poisson_nll(log_rate, y):
    lam = torch.exp(log_rate)
    return _mean(-(Poisson(lam, validate_args=False).log_prob(y) + torch.lgamma(y + 1)))


def gaussian_nll(mean, y, variance, eps=1e-6):
    v = variance.clamp(min=eps)
    return _mean(-Normal(mean, v.sqrt()).log_prob(y)) - 0.5 * math.log(2 * math.pi)


def kl_div(log_q, p):
    t = p * (p.log() - log_q)
    return torch.where(p == 0, torch.zeros_like(t), t).sum() / len(p)


def hinge_embedding(x, y, margin=1.0):
    return (torch.sum(x[y == 1]) + torch.sum(F.relu(margin - x[y == -1]))) / x.numel()


def margin_ranking(x1, x2, y, margin=0.0):
    return F.relu(margin + y * (x2 - x1)).sum() / y.numel()


def soft_margin(x, y):
    return torch.log1p(torch.exp(-x * y)).mean()


def multi_margin(x, y, margin=1.0):
    z = margin - x[torch.arange(len(y)), y][:, None] + x
    z = F.relu(z)
    return ((z.sum(1) - F.relu(torch.tensor(margin, dtype=x.dtype))) / x.size(1)).mean()


def multilabel_soft_margin(x, y):
    return torch.stack([F.softplus(-x[:, c] * (2 * y[:, c] - 1)).mean() for c in range(x.shape[1])]).mean()


def cosine_embedding(x1, x2, y, margin=0.0):
    cos = (F.normalize(x1, dim=1) * F.normalize(x2, dim=1)).sum(1)
    return ((1 + y) / 2 * (1 - cos) + (1 - y) / 2 * F.relu(cos - margin)).mean()


def triplet_margin(anchor, positive, negative, margin=1.0):
    ap = (anchor - positive).pow(2).sum(1).sqrt()
    an = (anchor - negative).pow(2).sum(1).sqrt()
    return F.relu(ap - an + margin).mean()
