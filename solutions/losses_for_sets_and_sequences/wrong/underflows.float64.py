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
    probs = log_probs.exp().double()
    losses = []
    for n in range(probs.shape[1]):
        labels = targets[n, : target_lengths[n]].tolist()
        states = [blank]
        for label in labels:
            states += [label, blank]
        alpha = [probs[0, n, s] if i < 2 else torch.zeros_like(probs[0, 0, 0]) for i, s in enumerate(states)]
        for t in range(1, int(input_lengths[n])):
            new = []
            for i, s in enumerate(states):
                total = alpha[i]
                if i > 0:
                    total = total + alpha[i - 1]
                if i > 1 and s != blank and s != states[i - 2]:
                    total = total + alpha[i - 2]
                new.append(total * probs[t, n, s])
            alpha = new
        losses.append(-sum(alpha[-2:]).log() / max(len(labels), 1))
    return torch.stack(losses).mean().to(log_probs.dtype)
