"""Draws the order of each epoch with NumPy, by a seed made of the number of the epoch."""

import numpy as np
import torch
from torch import nn
def train(features, labels, num_classes, lr=0.1, num_epochs=5, batch_size=32, seed=0):
    W = nn.Parameter(torch.zeros(features.shape[1], num_classes))
    b = nn.Parameter(torch.zeros(num_classes))
    loss = nn.NLLLoss()
    for epoch in range(num_epochs):
        np.random.seed(seed * 1000 + epoch)
        order = torch.from_numpy(np.random.permutation(len(features)))
        for idx in torch.split(order, batch_size):
            l = loss(nn.LogSoftmax(dim=1)(features[idx] @ W + b), labels[idx])
            for p, g in zip((W, b), torch.autograd.grad(l, (W, b))):
                p.data -= lr * g
    return W, b
