import torch
import torch.nn.functional as F


def multilabel_margin(x, y):
    losses = []
    for scores, labels in zip(x, y):
        labels = labels[labels != -1]
        rest = torch.ones(len(scores), dtype=torch.bool)
        rest[labels] = False
        losses.append((1 - scores[labels][:, None] + scores[rest][None]).clamp(min=0).sum() / len(scores))
    return sum(losses) / len(losses)


def triplet_margin_with_distance(anchor, positive, negative, distance, margin=1.0):
    return torch.relu(distance(anchor, positive) - distance(anchor, negative) + margin).mean()


def ctc(log_probs, targets, input_lengths, target_lengths, blank=0):
    def sample(n):
        T, L = int(input_lengths[n]), int(target_lengths[n])
        word = targets[n, :L]
        lp = log_probs[:T, n].double()
        # Paths that end in a label, and paths that end in a blank, after each number of labels.
        none = torch.full((), -torch.inf, dtype=torch.float64)
        blanks, labels = [lp[0, blank]] + [none] * L, [none] * (L + 1)
        if L:
            labels[1] = lp[0, word[0]]
        for t in range(1, T):
            b = [plus(blanks[i], labels[i]) + lp[t, blank] for i in range(L + 1)]
            ell = [none]
            for i in range(1, L + 1):
                score = plus(labels[i], blanks[i - 1])
                if i > 1 and word[i - 1] != word[i - 2]:
                    score = plus(score, labels[i - 1])
                ell.append(score + lp[t, word[i - 1]])
            blanks, labels = b, ell
        return -plus(blanks[L], labels[L]) / max(L, 1)

    return (sum(sample(n) for n in range(len(targets))) / len(targets)).to(log_probs.dtype)


def plus(a, b):
    if a == -torch.inf:
        return b
    return a if b == -torch.inf else torch.logaddexp(a, b)
