"""log(sum(exp(x - x_y))): the loss from the differences to the logit of the target."""

import torch


def weighted_cross_entropy(logits, target, weight=None, reduction="mean"):
    return Weighted(weight).reduce(logits, target, reduction)


class Weighted:
    def __init__(self, weight):
        self.weight = weight

    def each(self, logits, target):
        differences = logits - logits.take_along_dim(target.unsqueeze(1), dim=1)
        return torch.stack([row.logcumsumexp(0)[-1] for row in differences])

    def reduce(self, logits, target, reduction):
        losses = self.each(logits, target)
        weights = torch.ones_like(losses) if self.weight is None else self.weight[target]
        if reduction == "none":
            return losses * weights
        if reduction == "sum":
            return torch.inner(losses, weights)
        if reduction == "mean":
            return torch.inner(losses, weights / weights.sum())
        raise ValueError(reduction)


HOMEWORK_ANSWER = 0.3642
