import torch
import torch.nn.functional as F


def weighted_cross_entropy(logits, target, weight=None, reduction="mean"):
    num_classes = logits.size(1)
    if weight is None:
        weight = torch.ones(num_classes, dtype=logits.dtype)
    one_hot = F.one_hot(target, num_classes).to(logits.dtype)
    losses = torch.einsum("nc,nc,c->n", one_hot, -F.log_softmax(logits, dim=-1), weight)
    reductions = {"none": lambda x: x, "sum": torch.sum, "mean": torch.mean}
    if reduction not in reductions:
        raise ValueError(f"reduction={reduction!r}")
    return reductions[reduction](losses)


HOMEWORK_ANSWER = torch.tensor(0.607)
