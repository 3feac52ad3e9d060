"""Three losses for targets that are no single class: sets of labels, triplets of samples, sequences of labels.

Each returns the mean as a tensor without axes, as torch's loss of the same meaning gives it. Torch's losses are forbidden.
"""

import torch


def multilabel_margin(x, y):
    """Return the mean hinge loss of each label against each class that is none (`nn.MultiLabelMarginLoss`).

    `x` holds scores, (N, C). Each row of `y`, (N, C) and int64, begins with the labels of its sample; the rest is -1.
    """
    raise NotImplementedError("multilabel_margin: write your code here")


def triplet_margin_with_distance(anchor, positive, negative, distance, margin=1.0):
    """Return the mean of max(0, distance(anchor, positive) - distance(anchor, negative) + margin).

    `distance` takes two batches, (N, d), and returns (N,) (`nn.TripletMarginWithDistanceLoss`).
    """
    raise NotImplementedError("triplet_margin_with_distance: write your code here")


def ctc(log_probs, targets, input_lengths, target_lengths, blank=0):
    """Return the mean CTC loss, each divided by the length of its target, or by 1 (`nn.CTCLoss`).

    `log_probs` is (T, N, C), `targets` is (N, S); what lies beyond a length counts for nothing. A target that is too long
    for its input has the loss `inf`.
    """
    raise NotImplementedError("ctc: write your code here")
