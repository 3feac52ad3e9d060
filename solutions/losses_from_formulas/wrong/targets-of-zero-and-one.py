import torch
import torch.nn.functional as F
from torch.nn.functional import cosine_similarity, logsigmoid, pairwise_distance, softplus


def l1(x, y):
    return (x - y).abs().mean()


def smooth_l1(x, y, beta=1.0):
    distance = (x - y).abs()
    return torch.where(distance < beta, distance**2 / (2 * beta), distance - beta / 2).mean()


def poisson_nll(log_rate, y):
    return (log_rate.exp() - y * log_rate).mean()


def gaussian_nll(mean, y, variance, eps=1e-06):
    variance = variance.clamp(min=eps)
    return ((variance.log() + (y - mean) ** 2 / variance) / 2).mean()


def kl_div(log_q, p):
    return (torch.xlogy(p, p) - p * log_q).sum(dim=1).mean()


def hinge_embedding(x, y, margin=1.0):
    return torch.where(y == 1, x, (margin - x).clamp(min=0)).mean()


def margin_ranking(x1, x2, y, margin=0.0):
    return (margin - y * (x1 - x2)).clamp(min=0).mean()


def soft_margin(x, y):
    p = torch.sigmoid(x)
    return -(y * p.log() + (1 - y) * (1 - p).log()).mean()


def multi_margin(x, y, margin=1.0):
    right = x.gather(1, y.unsqueeze(1))
    losses = (margin - right + x).clamp(min=0)
    others = torch.ones_like(x).scatter(1, y.unsqueeze(1), 0.0)
    return (losses * others).mean()


def multilabel_soft_margin(x, y):
    return -(y * logsigmoid(x) + (1 - y) * logsigmoid(-x)).mean()


def cosine_embedding(x1, x2, y, margin=0.0):
    cosine = cosine_similarity(x1, x2, dim=1)
    return torch.where(y == 1, 1 - cosine, (cosine - margin).clamp(min=0)).mean()


def triplet_margin(anchor, positive, negative, margin=1.0):
    near, far = (pairwise_distance(anchor, positive), pairwise_distance(anchor, negative))
    return (near - far + margin).clamp(min=0).mean()
