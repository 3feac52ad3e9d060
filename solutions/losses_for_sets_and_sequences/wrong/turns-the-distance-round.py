"""Three losses for targets that are no single class: sets of labels, triplets of samples, sequences of labels.

Each returns the mean as a tensor without axes, as torch's loss of the same meaning gives it. Torch's losses are forbidden.
"""

import torch


def multilabel_margin(x, y):
    """Return the mean hinge loss of each label against each class that is none (`nn.MultiLabelMarginLoss`).

    `x` holds scores, (N, C). Each row of `y`, (N, C) and int64, begins with the labels of its sample; the rest is -1.
    """
    # Padding is sent to an extra column, which is then dropped: -1 as an index would mean the last class.
    marks = torch.zeros(len(x), x.shape[1] + 1, dtype=torch.bool)
    columns = torch.where(y >= 0, y, x.shape[1])
    is_label = marks.scatter(1, columns, True)[:, :-1]
    # Every label (axis 1) against every class that is none (axis 2).
    losses = (1 - x.unsqueeze(2) + x.unsqueeze(1)).clamp(min=0)
    pairs = is_label.unsqueeze(2) & ~is_label.unsqueeze(1)
    return (losses * pairs).sum() / x.numel()


def triplet_margin_with_distance(anchor, positive, negative, distance, margin=1.0):
    """Return the mean of max(0, distance(anchor, positive) - distance(anchor, negative) + margin).

    `distance` takes two batches, (N, d), and returns (N,) (`nn.TripletMarginWithDistanceLoss`).
    """
    return (distance(anchor, positive) - distance(anchor, negative) + margin).clamp(min=0).mean()


def ctc(log_probs, targets, input_lengths, target_lengths, blank=0):
    """Return the mean CTC loss, each divided by the length of its target, or by 1 (`nn.CTCLoss`).

    `log_probs` is (T, N, C), `targets` is (N, S); what lies beyond a length counts for nothing. A target that is too long
    for its input has the loss `inf`.
    """
    losses = []
    for n, (steps, length) in enumerate(zip(input_lengths.tolist(), target_lengths.tolist(), strict=True)):
        # A blank before, between and after the labels.
        states = torch.full((2 * length + 1,), blank)
        states[1::2] = targets[n, :length]
        emissions = log_probs[:steps, n, :].index_select(1, states)
        # A blank may be skipped between two different labels: without it equal ones would be read as one.
        may_skip = torch.zeros(len(states), dtype=torch.bool)
        may_skip[3::2] = states[3::2] != states[1:-2:2]
        # A large negative number stands for log 0 inside: the gradient of logsumexp over infinities alone is NaN.
        nothing = torch.full((2,), -1e30, dtype=log_probs.dtype)
        alpha = torch.cat([emissions[0, :2], nothing.new_full((max(len(states) - 2, 0),), -1e30)])
        for emission in emissions[1:]:
            padded = torch.cat([nothing, alpha])
            skipped = padded[:-2].masked_fill(~may_skip, -1e30)
            # The paths that stay, those that go on, and those that skip a blank, added as probabilities.
            alpha = torch.stack([alpha, padded[1:-1], skipped]).logsumexp(0) + emission
        # A path ends in the last label or in the blank after it.
        likelihood = alpha[-2:].logsumexp(0)
        if likelihood < -1e29:
            likelihood = likelihood - torch.inf
        losses.append(-likelihood / max(length, 1))
    return torch.stack(losses).mean()


def triplet_margin_with_distance(anchor, positive, negative, distance, margin=1.0):
    return (distance(positive, anchor) - distance(negative, anchor) + margin).clamp(min=0).mean()
