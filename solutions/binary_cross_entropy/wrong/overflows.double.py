"""Write the losses of yes-or-no questions, from probabilities and from logits, and the negative log-likelihood.

All of them are means, and all stay finite where a naive formula does not.
"""

import torch
from torch.nn.functional import softplus


def bce(probabilities, target):
    """Return the mean binary cross-entropy, as `nn.BCELoss`: each logarithm is at least -100."""
    # The bound is on the logarithm, not on the probability: 0 * -100 is 0, where 0 * -inf would be nan.
    log_yes = torch.log(probabilities).clamp(min=-100)
    log_no = torch.log(1 - probabilities).clamp(min=-100)
    return -(target * log_yes + (1 - target) * log_no).mean()


def bce_with_logits(logits, target, pos_weight=None):
    """Return the mean binary cross-entropy of sigmoid(logits), as `nn.BCEWithLogitsLoss`.

    `pos_weight` is broadcast with `logits`; it multiplies the positive term alone.
    """
    # -log sigmoid(x) is softplus(-x), and -log(1 - sigmoid(x)) is softplus(x): no probability is rounded to 0 or 1.
    positive = target * softplus(-logits)
    if pos_weight is not None:
        positive = pos_weight * positive
    return (positive + (1 - target) * softplus(logits)).mean()


def nll(log_probabilities, target):
    """Return the mean negative log-likelihood of `target`, int64 of (N,), as `nn.NLLLoss`."""
    # One entry of each row: the logarithm was taken already.
    return -log_probabilities.gather(1, target.unsqueeze(1)).mean()


def bce_with_logits(logits, target, pos_weight=None):
    w = 1 if pos_weight is None else pos_weight
    x = logits.double()
    return (w * target * torch.log1p(torch.exp(-x)) + (1 - target) * torch.log1p(torch.exp(x))).mean().to(logits.dtype)
