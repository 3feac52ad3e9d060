import torch
import torch.nn.functional as F


def bce(probabilities, target):
    floor = torch.tensor(-100.0, dtype=probabilities.dtype)
    yes, no = (torch.maximum(p.log(), floor) for p in (probabilities, 1 - probabilities))
    return torch.mean(-no - target * (yes - no))


def bce_with_logits(logits, target, pos_weight=None):
    """max(x, 0) and a logarithm that stays between 0 and log 2."""
    small = torch.log1p(torch.exp(-logits.abs()))
    positive, negative = torch.relu(-logits) + small, torch.relu(logits) + small
    if pos_weight is not None:
        positive = positive * pos_weight
    return torch.lerp(negative, positive, target).mean()


def nll(log_probabilities, target):
    return -log_probabilities[torch.arange(len(target)), target].mean()
