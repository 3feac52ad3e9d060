"""Write twelve of torch's losses from their formulas.

Each returns the mean as a tensor without axes, for the numbers that torch's loss of the same meaning gives. Torch's own
losses are forbidden, what they are made of is not.
"""

import torch
from torch.nn.functional import cosine_similarity, logsigmoid, pairwise_distance, softplus


def l1(x, y):
    """Return the mean of |x - y|, `x` and `y` of one shape (`nn.L1Loss`)."""
    return (x - y).abs().mean()


def smooth_l1(x, y, beta=1.0):
    """Return the mean of a square near zero and a line farther out, the border at `beta` (`nn.SmoothL1Loss`)."""
    distance = (x - y).abs()
    # At the border both branches are beta / 2 and have the slope 1, so that nothing jumps.
    return torch.where(distance < beta, distance**2 / (2 * beta), distance - beta / 2).mean()


def poisson_nll(log_rate, y):
    """Return the mean negative log-likelihood of counts `y` under Poisson rates, given by their logarithms.

    The term that holds `y` alone, log(y!), is left out (`nn.PoissonNLLLoss`).
    """
    return (log_rate.exp() - y * log_rate).mean()


def gaussian_nll(mean, y, variance, eps=1e-6):
    """Return the mean negative log-likelihood of `y` under normal distributions, without log(2π) / 2.

    All three are of one shape; variances below `eps`, which are not asked, count as `eps` (`nn.GaussianNLLLoss`).
    """
    variance = variance.clamp(min=eps)
    return ((variance.log() + (y - mean) ** 2 / variance) / 2).mean()


def kl_div(log_q, p):
    """Return the divergence of `q` from `p`, summed over the classes and averaged over the batch, for (N, C).

    `log_q` holds log-probabilities, `p` probabilities, among them zeros (`nn.KLDivLoss(reduction="batchmean")`).
    """
    # xlogy(p, p) is p log p, and 0 where p is 0.
    return (torch.xlogy(p, p) - p * log_q).sum(dim=1).mean()


def hinge_embedding(x, y, margin=1.0):
    """Return the mean loss of distances `x`: small ones for `y` = 1, large ones for -1 (`nn.HingeEmbeddingLoss`)."""
    # A dissimilar pair is pushed apart up to the margin and no farther.
    return torch.where(y == 1, x, (margin - x).clamp(min=0)).mean()


def margin_ranking(x1, x2, y, margin=0.0):
    """Return the mean loss of pairs of scores: `x1` higher for `y` = 1, `x2` for -1 (`nn.MarginRankingLoss`)."""
    return (margin - y * (x1 - x2)).clamp(min=0).mean()


def soft_margin(x, y):
    """Return the mean logistic loss of scores `x` for targets `y` of -1 and 1 (`nn.SoftMarginLoss`)."""
    # softplus(z) is log(1 + exp(z)), without its overflow.
    return softplus(-y * x).mean()


def multi_margin(x, y, margin=1.0):
    """Return the mean hinge loss of scores `x`, (N, C), for class indices `y`, (N,) (`nn.MultiMarginLoss`)."""
    right = x.gather(1, y.unsqueeze(1))
    losses = (margin - right + x).clamp(min=0)
    # The right class does not compete with itself: it would count `margin` for each sample.
    others = torch.ones_like(x).scatter(1, y.unsqueeze(1), 0.0)
    # Divided by the number of all classes, C, although there are C - 1 terms.
    return (losses * others).mean()


def multilabel_soft_margin(x, y):
    """Return the mean of C binary losses for each sample, `x` logits, `y` 0 or 1, (N, C) (`nn.MultiLabelSoftMarginLoss`)."""
    # 1 - sigmoid(x) is sigmoid(-x).
    return -(y * logsigmoid(x) + (1 - y) * logsigmoid(-x)).mean()


def cosine_embedding(x1, x2, y, margin=0.0):
    """Return the mean loss of pairs of vectors, (N, d): alike for `y` = 1, not for -1 (`nn.CosineEmbeddingLoss`)."""
    cosine = cosine_similarity(x1, x2, dim=1)
    return torch.where(y == 1, 1 - cosine, (cosine - margin).clamp(min=0)).mean()


def triplet_margin(anchor, positive, negative, margin=1.0):
    """Return the mean loss of triplets of vectors, (N, d), by Euclidean distances (`nn.TripletMarginLoss`)."""
    near, far = pairwise_distance(anchor, positive), pairwise_distance(anchor, negative)
    # Each triplet is clamped by itself: one that is well solved does not make up for one that is not.
    return (near - far + margin).clamp(min=0).mean()


def hinge_embedding(x, y, margin=1.0):
    return torch.where(y == 1, x, torch.where(y == 0, torch.relu(margin - x), 0.0)).mean()
