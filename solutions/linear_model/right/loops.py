"""One sample after the other."""

import torch


def linreg(X, w, b):
    rows = []
    for x in X:
        total = b
        for j in range(len(w)):
            total = total + x[j] * w[j]
        rows.append(total)
    return torch.stack(rows)


def augment(X, w, b):
    rows = [torch.cat([x, x.new_tensor([1.0])]) for x in X]
    return torch.stack(rows), torch.stack([*w.unbind(), b])
