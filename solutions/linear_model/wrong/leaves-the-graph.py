"""New tensors from numbers."""

import torch


def linreg(X, w, b):
    return X @ w + b


def augment(X, w, b):
    X1 = torch.tensor([[*row, 1.0] for row in X.tolist()], dtype=X.dtype)
    return X1, torch.tensor([[v] for v in [*w.flatten().tolist(), b.item()]], dtype=w.dtype)
