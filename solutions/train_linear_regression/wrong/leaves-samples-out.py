"""Draws with replacement."""

import torch

def train(features, labels, lr=0.03, num_epochs=5, batch_size=10, seed=0):
    g = torch.Generator().manual_seed(seed)
    X_all, y_all = features, labels.view(-1, 1)
    w, b = torch.zeros(X_all.size(1), 1), torch.zeros(1)
    for _ in range(num_epochs):
        for idx in torch.randint(len(X_all), (len(X_all),), generator=g).split(batch_size):
            e = X_all[idx] @ w + b - y_all[idx]
            w = w - lr * X_all[idx].T @ e / len(idx)
            b = b - lr * e.mean(0)
    return [w, b]
