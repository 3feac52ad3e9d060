import torch


def weighted_cross_entropy(logits, target, weight=None, reduction="mean"):
    """Go through the samples one by one."""
    if reduction not in ["none", "sum", "mean"]:
        raise ValueError("unknown reduction: %s" % reduction)
    losses = []
    total_weight = 0.0
    for i in range(logits.shape[0]):
        scores = logits[i]
        highest = scores.max()
        log_sum_exp = highest + torch.log(torch.sum(torch.exp(scores - highest)))
        w = 1.0 if weight is None else weight[target[i]]
        losses.append(w * (log_sum_exp - scores[target[i]]))
        total_weight = total_weight + w
    if reduction == "none":
        return torch.stack(losses)
    total = losses[0]
    for loss in losses[1:]:
        total = total + loss
    if reduction == "sum":
        return total
    return total / total_weight


HOMEWORK_ANSWER = 0.364
