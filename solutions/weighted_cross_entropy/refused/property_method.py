import torch
import torch.nn.functional as F

HOMEWORK_ANSWER = 0.3642


class Loss:
    def __init__(self, x, t, w, r):
        self.a = (x, t, w, r)

    @property
    def value(self):
        x, t, w, r = self.a
        return F.nll_loss(F.log_softmax(x, 1), t, w, reduction=r)


def weighted_cross_entropy(logits, target, weight=None, reduction="mean"):
    return Loss(logits, target, weight, reduction).value
