import torch


def weighted_cross_entropy(logits, target, weight=None, reduction="mean"):
    if reduction not in ("none", "sum", "mean"):
        raise ValueError("unknown reduction: " + str(reduction))
    N, C = logits.shape
    losses = []
    for i in range(N):
        row = logits[i]
        m = row.max()
        log_sum = m + torch.log(torch.exp(row - m).sum())
        loss = log_sum - row[target[i]]
        if weight is not None:
            loss = loss * weight[target[i]]
        losses.append(loss)
    if reduction == "none":
        return torch.stack(losses)
    total = 0
    for loss in losses:
        total = total + loss
    if reduction == "sum":
        return total
    return total / N


HOMEWORK_ANSWER = weighted_cross_entropy(
    torch.tensor([[1.0, 2.0], [1.0, 3.0], [1.0, 3.0]]), torch.tensor([0, 1, 1]), torch.tensor([1.0, 2.0])
)
