import torch


def weighted_cross_entropy(logits, target, weight=None, reduction="mean"):
    if reduction not in ("none", "sum", "mean"):
        raise ValueError(reduction)
    losses = torch.log(torch.exp(logits).sum(1)) - logits.gather(1, target.unsqueeze(-1)).squeeze(-1)
    weights = weight[target] if weight is not None else torch.ones(len(target), dtype=logits.dtype)
    if reduction == "none":
        return weights * losses
    if reduction == "sum":
        return torch.dot(weights, losses)
    return torch.dot(weights, losses) / weights.sum()


HOMEWORK_ANSWER = 0.3642
