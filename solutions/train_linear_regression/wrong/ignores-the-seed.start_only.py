"""The start is seeded, the order is not."""

import torch


def train(features, labels, lr=0.03, num_epochs=5, batch_size=10, seed=0):
    generator = torch.Generator().manual_seed(seed)
    w = torch.randn(features.shape[1], 1, generator=generator).mul_(0.01).requires_grad_()
    b = torch.zeros(1, requires_grad=True)
    for epoch in range(num_epochs):
        order = torch.randperm(len(features))
        for start in range(0, len(features), batch_size):
            index = order[start : start + batch_size]
            X, y = features[index], labels[index].reshape(-1, 1)
            loss = ((X @ w + b - y) ** 2 / 2).mean()
            loss.backward()
            with torch.no_grad():
                w -= lr * w.grad
                b -= lr * b.grad
                w.grad.zero_()
                b.grad.zero_()
    return w.detach(), b.detach()
