import torch
import torch.nn.functional as F

HOMEWORK_ANSWER = torch.tensor([0.3642]).item()


def weighted_cross_entropy(logits, target, weight=None, reduction="mean", debug=False):
    if reduction not in ("mean", "sum", "none"):
        raise ValueError("reduction")
    lse = torch.logsumexp(logits, dim=1)
    losses = lse - logits.take_along_dim(target.unsqueeze(1), 1).squeeze(1)
    w = torch.index_select(weight, 0, target) if weight is not None else torch.ones_like(losses)
    out = losses * w
    if debug:
        assert torch.allclose(out.sum() / w.sum(), F.cross_entropy(logits, target, weight))
    return {"none": lambda: out, "sum": out.sum, "mean": lambda: out.sum() / w.sum()}[reduction]()
