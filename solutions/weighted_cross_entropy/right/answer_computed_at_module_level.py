import torch


def weighted_cross_entropy(logits, target, weight=None, reduction="mean"):
    if reduction not in ("none", "sum", "mean"):
        raise ValueError(reduction)
    losses = -torch.log_softmax(logits, dim=1).gather(dim=1, index=target[:, None])[:, 0]
    if weight is None:
        weights = torch.full_like(losses, 1)
    else:
        weights = weight[target]
    losses = losses * weights
    if reduction == "none":
        return losses
    elif reduction == "sum":
        return losses.sum()
    return losses.sum() / weights.sum()


X = torch.tensor([[1, 2], [1, 3], [1, 3]], dtype=torch.float64, requires_grad=True)
HOMEWORK_ANSWER = weighted_cross_entropy(X, torch.tensor([0, 1, 1]), torch.tensor([1, 2], dtype=torch.float64))
print(HOMEWORK_ANSWER)
