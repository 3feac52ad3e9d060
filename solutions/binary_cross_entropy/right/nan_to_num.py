import torch


def bce(probabilities, target):
    a = torch.nan_to_num(torch.log(probabilities), neginf=-100.0)
    b = torch.nan_to_num(torch.log(1 - probabilities), neginf=-100.0)
    return torch.mean(-(target * a) - (1 - target) * b)


def bce_with_logits(logits, target, pos_weight=None):
    if pos_weight is None:
        pos_weight = torch.ones((), dtype=logits.dtype)
    m = torch.clamp(-logits, min=0)
    lw = 1 + (pos_weight - 1) * target
    return ((1 - target) * logits + lw * (((-m).exp() + (-logits - m).exp()).log() + m)).mean()


def nll(log_probabilities, target):
    n = log_probabilities.size(0)
    return -log_probabilities[torch.arange(n), target].sum().div(n)
