"""A sum, divided by `batch_size` in the update, as in the book."""

import torch
import torch.nn.functional as F


def train(features, labels, num_classes, lr=0.1, num_epochs=5, batch_size=32, seed=0):
    generator = torch.Generator().manual_seed(seed)
    W = torch.zeros(features.shape[1], num_classes)
    b = torch.zeros(num_classes)
    Y = F.one_hot(labels, num_classes).float()
    for epoch in range(num_epochs):
        order = torch.randperm(len(labels), generator=generator)
        for batch in torch.split(order, batch_size):
            X = features[batch]
            probabilities = torch.softmax(X @ W + b, dim=1)
            error = (probabilities - Y[batch]) / batch_size
            W -= lr * X.T @ error
            b -= lr * error.sum(dim=0)
    return W, b
