"""One sample after the other, in plain Python where no gradient is needed."""

import math

import torch


def softmax(logits):

    rows = []
    for row in logits:
        exponentials = [torch.exp(logit - max(row.tolist())) for logit in row]
        total = sum(exponentials)
        rows.append(torch.stack([each / total for each in exponentials]))
    return torch.stack(rows)


def cross_entropy(probabilities, target):

    losses = []
    for i in range(len(target)):
        losses.append(-probabilities[i, target[i]].log())
    return torch.stack(losses)


def accuracy(scores, target):

    hits = [max(range(len(row)), key=row.__getitem__) == label for row, label in zip(scores.tolist(), target.tolist())]
    return math.fsum(hits) / len(hits)
