import torch
import torch.nn.functional as F


def multilabel_margin(x, y):
    n, c = x.shape
    total = 0.0
    for row, labels in zip(x, y.tolist()):
        own = [j for j in labels if j >= 0]
        for j in own:
            for i in range(c):
                if i not in own:
                    total = total + torch.relu(1 - row[j] + row[i])
    return total / (n * c)


def triplet_margin_with_distance(anchor, positive, negative, distance, margin=1.0):
    return torch.relu(distance(anchor, positive) - distance(anchor, negative) + margin).mean()


def ctc(log_probs, targets, input_lengths, target_lengths, blank=0):
    return F.ctc_loss(log_probs, targets, input_lengths, target_lengths, blank=blank)
