"""Weighted cross-entropy: the loss of a classifier whose classes do not all count the same.

Compute it from logits and class indices, with each of PyTorch's three reductions. PyTorch's own cross-entropy and
negative log-likelihood losses are forbidden here; their building blocks, such as `log_softmax`, are not.
"""

import torch


def weighted_cross_entropy(logits, target, weight=None, reduction="mean"):
    """Return the cross-entropy of each sample times the weight of its class, reduced as PyTorch does.

    `logits` is (N, C), `target` holds the class of each sample, (N,) and int64, `weight` the weight of each class,
    (C,); without it every class counts 1. With `reduction="none"` the result is the N weighted losses, with `"sum"`
    their sum, with `"mean"` that sum divided by the sum of the weights of the targets; these two are 0-d tensors.
    Any other reduction is a ValueError. Right for logits of ±1,000, and differentiable with respect to `logits`.
    """
    if reduction not in ("none", "sum", "mean"):
        raise ValueError(f"reduction must be 'none', 'sum' or 'mean', not {reduction!r}")
    # logsumexp takes the largest logit out before it takes exponentials: exp(1000) would be infinite.
    log_probabilities = logits - logits.logsumexp(dim=1, keepdim=True)
    losses = -log_probabilities.gather(1, target.unsqueeze(1)).squeeze(1)
    # Indexing with the targets looks up one weight for each sample: that of its class.
    weights = torch.ones_like(losses) if weight is None else weight[target]
    weighted = weights * losses
    if reduction == "none":
        return weighted
    if reduction == "sum":
        return weighted.sum()
    # A weighted average: a sample of weight 2 counts as two samples, above the line and below it.
    return weighted.sum() / weights.sum()


# The mean for logits [[1, 2], [1, 3], [1, 3]], target [0, 1, 1] and weight [1, 2], to three decimals or more.
# Losses 1.3133, 0.1269, 0.1269; times 1, 2, 2 they add up to 1.8210; the weights of the targets add up to 5.
HOMEWORK_ANSWER = 0.3642


def weighted_cross_entropy(logits, target, weight=None, reduction="mean"):
    if reduction not in ("mean", "sum", "none"):
        raise ValueError
    l = -torch.log_softmax(logits, 1).gather(1, target[:, None]).squeeze()
    w = torch.ones_like(l) if weight is None else weight[target].squeeze()
    if reduction == "none":
        return l * w
    return (l * w).sum() if reduction == "sum" else (l * w).sum() / w.sum()
