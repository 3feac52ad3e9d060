"""Write twelve of torch's losses from their formulas.

Each returns the mean as a tensor without axes, for the numbers that torch's loss of the same meaning gives. Torch's own
losses are forbidden, what they are made of is not.
"""

import torch
from torch.nn.functional import cosine_similarity, logsigmoid, pairwise_distance, softplus


def l1(x, y):
    """Return the mean of |x - y|, `x` and `y` of one shape (`nn.L1Loss`)."""
    raise NotImplementedError("l1: write your code here")


def smooth_l1(x, y, beta=1.0):
    """Return the mean of a square near zero and a line farther out, the border at `beta` (`nn.SmoothL1Loss`)."""
    raise NotImplementedError("smooth_l1: write your code here")


def poisson_nll(log_rate, y):
    """Return the mean negative log-likelihood of counts `y` under Poisson rates, given by their logarithms.

    The term that holds `y` alone, log(y!), is left out (`nn.PoissonNLLLoss`).
    """
    raise NotImplementedError("poisson_nll: write your code here")


def gaussian_nll(mean, y, variance, eps=1e-6):
    """Return the mean negative log-likelihood of `y` under normal distributions, without log(2π) / 2.

    All three are of one shape; variances below `eps`, which are not asked, count as `eps` (`nn.GaussianNLLLoss`).
    """
    raise NotImplementedError("gaussian_nll: write your code here")


def kl_div(log_q, p):
    """Return the divergence of `q` from `p`, summed over the classes and averaged over the batch, for (N, C).

    `log_q` holds log-probabilities, `p` probabilities, among them zeros (`nn.KLDivLoss(reduction="batchmean")`).
    """
    raise NotImplementedError("kl_div: write your code here")


def hinge_embedding(x, y, margin=1.0):
    """Return the mean loss of distances `x`: small ones for `y` = 1, large ones for -1 (`nn.HingeEmbeddingLoss`)."""
    raise NotImplementedError("hinge_embedding: write your code here")


def margin_ranking(x1, x2, y, margin=0.0):
    """Return the mean loss of pairs of scores: `x1` higher for `y` = 1, `x2` for -1 (`nn.MarginRankingLoss`)."""
    raise NotImplementedError("margin_ranking: write your code here")


def soft_margin(x, y):
    """Return the mean logistic loss of scores `x` for targets `y` of -1 and 1 (`nn.SoftMarginLoss`)."""
    raise NotImplementedError("soft_margin: write your code here")


def multi_margin(x, y, margin=1.0):
    """Return the mean hinge loss of scores `x`, (N, C), for class indices `y`, (N,) (`nn.MultiMarginLoss`)."""
    raise NotImplementedError("multi_margin: write your code here")


def multilabel_soft_margin(x, y):
    """Return the mean of C binary losses for each sample, `x` logits, `y` 0 or 1, (N, C) (`nn.MultiLabelSoftMarginLoss`)."""
    raise NotImplementedError("multilabel_soft_margin: write your code here")


def cosine_embedding(x1, x2, y, margin=0.0):
    """Return the mean loss of pairs of vectors, (N, d): alike for `y` = 1, not for -1 (`nn.CosineEmbeddingLoss`)."""
    raise NotImplementedError("cosine_embedding: write your code here")


def triplet_margin(anchor, positive, negative, margin=1.0):
    """Return the mean loss of triplets of vectors, (N, d), by Euclidean distances (`nn.TripletMarginLoss`)."""
    raise NotImplementedError("triplet_margin: write your code here")
