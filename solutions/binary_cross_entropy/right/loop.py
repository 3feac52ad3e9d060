import torch


def bce(probabilities, target):
    losses = []
    for p, y in zip(probabilities.flatten(), target.flatten()):
        loss = torch.zeros((), dtype=p.dtype)
        if y > 0:
            loss = loss - y * torch.clamp(torch.log(p), min=-100)
        if y < 1:
            loss = loss - (1 - y) * torch.clamp(torch.log1p(-p), min=-100)
        losses.append(loss)
    return torch.stack(losses).mean()


def bce_with_logits(logits, target, pos_weight=None):
    zero = torch.zeros((), dtype=logits.dtype)
    losses = target * torch.logaddexp(zero, -logits) * (1 if pos_weight is None else pos_weight)
    losses = losses + (1 - target) * torch.logaddexp(zero, logits)
    return losses.sum() / losses.numel()


def nll(log_probabilities, target):
    return sum(-row[int(t)] for row, t in zip(log_probabilities, target)) / len(target)
