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
    losses, log_probs = [], log_probs.detach()
    zero = torch.tensor(float("-inf"), dtype=log_probs.dtype)

    def add(values):
        values = [v for v in values if v > float("-inf")]
        return torch.logsumexp(torch.stack(values), 0) if values else zero

    for n in range(log_probs.shape[1]):
        labels = targets[n, : target_lengths[n]].tolist()
        states = [blank]
        for label in labels:
            states += [label, blank]
        alpha = [log_probs[0, n, s] if i < 2 else zero for i, s in enumerate(states)]
        for t in range(1, int(input_lengths[n])):
            new = []
            for i, s in enumerate(states):
                ways = [alpha[i]]
                if i > 0:
                    ways.append(alpha[i - 1])
                if i > 1 and s != blank and s != states[i - 2]:
                    ways.append(alpha[i - 2])
                new.append(add(ways) + log_probs[t, n, s])
            alpha = new
        losses.append(-add(alpha[-2:]) / max(len(labels), 1))
    return torch.stack(losses).mean()
