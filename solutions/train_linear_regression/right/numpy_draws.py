import numpy as np, torch
import matplotlib.pyplot as plt


def train(features, labels, lr=0.03, num_epochs=5, batch_size=10, seed=0):
    rng = np.random.default_rng(seed)
    X, y = features.numpy(), labels.numpy().reshape(-1)
    w, b = np.zeros(X.shape[1], dtype=np.float32), np.float32(0)
    for _ in range(num_epochs):
        p = rng.permutation(len(X))
        for s in range(0, len(X), batch_size):
            k = p[s : s + batch_size]
            e = X[k] @ w + b - y[k]
            w = w - lr * (X[k].T @ e) / len(k)
            b = b - lr * e.mean()
    return torch.tensor(w, dtype=torch.float32).reshape(-1, 1), torch.tensor([b], dtype=torch.float32)


import torch

X = torch.randn(100, 2)
w, b = train(X, X.sum(1))
plt.plot([1, 2])
plt.show()
print(w, b)
