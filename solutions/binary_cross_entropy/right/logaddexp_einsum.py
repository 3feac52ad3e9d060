import torch
import torch.nn.functional as F


def bce(probabilities, target):
    lp = torch.maximum(probabilities.log(), torch.tensor(-100.0, dtype=probabilities.dtype))
    lq = torch.maximum((1 - probabilities).log(), torch.tensor(-100.0, dtype=probabilities.dtype))
    return -torch.lerp(lq, lp, target).mean()


def bce_with_logits(logits, target, pos_weight=None):
    """按照公式"""
    zero = torch.zeros_like(logits)
    pos = torch.logaddexp(zero, -logits)
    neg = torch.logaddexp(zero, logits)
    pw = 1 if pos_weight is None else pos_weight
    return (pw * target * pos + (1 - target) * neg).mean()


def nll(log_probabilities, target):
    oh = F.one_hot(target, log_probabilities.shape[-1]).type_as(log_probabilities)
    return -torch.einsum("nc,nc->", oh, log_probabilities) / log_probabilities.shape[0]
