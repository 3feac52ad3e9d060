import torch
import torch.nn.functional as F
from torch import nn, Tensor


class Losses:
    """所有损失"""

    l1_loss = staticmethod(lambda x, y: torch.linalg.norm((x - y).reshape(-1), ord=1) / x.numel())

    @staticmethod
    def hinge(z: Tensor) -> Tensor:
        return (z + z.abs()) / 2

    @staticmethod
    def compare():
        return F.l1_loss(torch.zeros(2), torch.ones(2)), nn.KLDivLoss()


l1 = Losses.l1_loss


def smooth_l1(x, y, beta=1.0):
    d = torch.sub(x, y).abs()
    c = d.clamp(max=beta)
    return (c * (d - c / 2) / beta).mean()


def poisson_nll(log_rate, y):
    return torch.exp(log_rate).mean() - (y * log_rate).mean()


def gaussian_nll(mean, y, variance, eps=1e-6):
    v = torch.maximum(variance, torch.full_like(variance, eps))
    return ((y - mean) ** 2 / v + torch.log(v)).mean() / 2


def kl_div(log_q, p):
    logp = torch.where(p > 0, torch.where(p > 0, p, torch.ones_like(p)).log(), torch.zeros_like(p))
    return torch.einsum("nc,nc->", p, logp - log_q) / p.shape[0]


def hinge_embedding(x, y, margin=1.0):
    mask = (y == 1).to(x.dtype)
    return (mask * x + (1 - mask) * Losses.hinge(margin - x)).mean()


def margin_ranking(x1, x2, y, margin=0.0):
    return Losses.hinge(margin - y * (x1 - x2)).mean()


def soft_margin(x, y):
    return -F.logsigmoid(x * y).mean()


def multi_margin(x, y, margin=1.0):
    right = x.gather(1, y.unsqueeze(1))
    h = Losses.hinge(margin - right + x).scatter(1, y.unsqueeze(1), 0.0)
    return h.mean()


def multilabel_soft_margin(x, y):
    return (F.softplus(x) - x * y).mean()


def cosine_embedding(x1, x2, y, margin=0.0):
    c = nn.CosineSimilarity(dim=1)(x1, x2)
    return torch.stack([1 - v if t > 0 else Losses.hinge(v - margin) for v, t in zip(c, y)]).mean()


def triplet_margin(anchor, positive, negative, margin=1.0):
    pd = nn.PairwiseDistance()
    return nn.ReLU()(pd(anchor, positive) - pd(anchor, negative) + margin).mean()
