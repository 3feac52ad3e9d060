import torch
import torch.nn.functional as F


def bce(probabilities, target):
    yes = probabilities.log().clamp(min=-100)
    no = (1 - probabilities).log().clamp(min=-100)
    return -(target * yes + (1 - target) * no).mean()


def bce_with_logits(logits, target, pos_weight=None):
    both = torch.stack([torch.zeros_like(logits), logits], dim=-1).log_softmax(-1)
    weights = torch.ones_like(logits) if pos_weight is None else pos_weight.expand_as(logits)
    answers = torch.stack([1 - target, weights * target], dim=-1)
    return -(both * answers).sum() / logits.numel()


def nll(log_probabilities, target):
    return (
        -(F.one_hot(target, log_probabilities.shape[1]).to(log_probabilities.dtype) * log_probabilities).sum(1).mean()
    )
