"""Turn scores into probabilities, probabilities into losses, and count how often the largest score is right.

Each sample is a row: what happens in one row depends on no other row.
"""

import torch


def softmax(logits):
    """Return the probabilities of the classes for `logits` of shape (N, C): softmax over the last axis, (N, C).

    Right also for logits of ±1,000.
    """
    # BEGIN SOLUTION
    # Every row is shifted by its own largest logit: the quotient stays the same, no exponential exceeds 1, and one of
    # them is 1, so that the sum is never 0. The largest logit of the whole batch would leave small rows with 0 / 0.
    shifted = logits - logits.max(dim=-1, keepdim=True).values
    exponentials = torch.exp(shifted)
    # `keepdim` keeps the sums a column, (N, 1), so that each row is divided by its own.
    return exponentials / exponentials.sum(dim=-1, keepdim=True)
    # END SOLUTION


def cross_entropy(probabilities, target):
    """Return the loss of each sample, (N,): minus the logarithm of the probability of its true class.

    `probabilities` is (N, C), `target` int64 of (N,).
    """
    # BEGIN SOLUTION
    # Two index tensors of one length are paired: row 0 with target[0], row 1 with target[1], ...
    rows = torch.arange(len(target))
    return -torch.log(probabilities[rows, target])
    # END SOLUTION


def accuracy(scores, target):
    """Return the share of rows of `scores`, (N, C), whose largest score is that of the class in `target`, (N,).

    A float between 0 and 1, or a tensor with no axes.
    """
    # BEGIN SOLUTION
    # The predictions are compared as classes, so it does not matter whether the scores are logits or probabilities.
    return (scores.argmax(dim=-1) == target).float().mean()
    # END SOLUTION
