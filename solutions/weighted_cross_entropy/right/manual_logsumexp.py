import torch


def logsumexp(x):
    """log(sum(exp(x))) of each row, safe for large x."""
    c = x.max(dim=1, keepdim=True)[0]
    return c.squeeze(1) + (x - c).exp().sum(1).log()


def weighted_cross_entropy(logits, target, weight=None, reduction="mean"):
    class UnknownReduction(ValueError):
        pass

    if not (reduction == "none" or reduction == "sum" or reduction == "mean"):
        raise UnknownReduction(reduction)
    picked = torch.gather(logits, 1, target.unsqueeze(1)).squeeze(1)
    result = logsumexp(logits) - picked
    weights = None
    if weight is not None:
        weights = torch.take(weight, target)
        result = result * weights
    if reduction == "mean":
        return result.mean() if weights is None else result.sum().div(weights.sum())
    return result.sum() if reduction == "sum" else result


HOMEWORK_ANSWER = 0.36419
