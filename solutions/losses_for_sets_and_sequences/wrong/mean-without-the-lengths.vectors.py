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
    T, N, C = log_probs.shape
    S = targets.shape[1]
    tiny = -1e30
    states = torch.full((N, 2 * S + 1), blank)
    states[:, 1::2] = targets.clamp(0, C - 1)
    emit = log_probs.permute(1, 0, 2).gather(2, states[:, None].expand(N, T, -1))
    skip = torch.zeros_like(states, dtype=torch.bool)
    skip[:, 2:] = (states[:, 2:] != blank) & (states[:, 2:] != states[:, :-2])
    alpha = torch.full((N, 2 * S + 1), tiny, dtype=log_probs.dtype)
    alpha = torch.cat([emit[:, 0, :2], alpha[:, 2:]], 1)
    pad = torch.full((N, 2), tiny, dtype=log_probs.dtype)
    for t in range(1, T):
        p = torch.cat([pad, alpha], 1)
        two = torch.where(skip, p[:, :-2], torch.full_like(alpha, tiny))
        new = torch.logsumexp(torch.stack([alpha, p[:, 1:-1], two]), 0) + emit[:, t]
        alpha = torch.where((t < input_lengths)[:, None], new, alpha)
    last = 2 * target_lengths
    a = alpha.gather(1, last[:, None])[:, 0]
    b = torch.where(last > 0, alpha.gather(1, (last - 1).clamp(min=0)[:, None])[:, 0], torch.full_like(a, tiny))
    log_p = torch.logaddexp(a, b)
    log_p = torch.where(log_p < -1e29, torch.full_like(log_p, -torch.inf), log_p)
    return (-log_p / 1).mean()
