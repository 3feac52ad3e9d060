import torch


def multilabel_margin(x, y):
    losses = []
    for scores, labels in zip(x, y):
        labels = labels[labels != -1]
        others = torch.ones(len(scores), dtype=torch.bool)
        others[labels] = False
        losses.append((1 - scores[labels][:, None] + scores[others][None]).clamp(min=0).sum() / len(scores))
    return sum(losses) / len(losses)


def triplet_margin_with_distance(anchor, positive, negative, distance, margin=1.0):
    d = [distance(anchor, other) for other in (positive, negative)]
    return torch.relu(d[0].sub(d[1]).add(margin)).mean()


def ctc(log_probs, targets, input_lengths, target_lengths, blank=0):
    losses = []
    for n, (T, S) in enumerate(zip(input_lengths.tolist(), target_lengths.tolist())):
        z = [blank] + [c for l in targets[n][:S].tolist() for c in (l, blank)]
        K = len(z)
        A = torch.eye(K, dtype=torch.float64)
        for s in range(1, K):
            A[s - 1, s] = 1
            if s >= 2 and z[s] != blank and z[s] != z[s - 2]:
                A[s - 2, s] = 1
        p = log_probs[:T, n].double().exp()[:, z]
        start = torch.zeros(K, dtype=torch.float64)
        start[:2] = 1
        alpha = p[0] * start
        logl = 0
        for t in range(1, T):
            c = alpha.sum()
            logl = logl + c.log()
            alpha = (alpha / c) @ A * p[t]
        logl = logl + alpha[-2:].sum().log()
        losses.append(-logl / (S or 1))
    return torch.stack(losses).mean().to(log_probs.dtype)
