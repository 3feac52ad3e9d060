"""Fit a linear classifier by minibatch SGD: random batches, the mean cross-entropy, its gradient, the update.

Weights and biases begin at zero, so that everything but the order of the samples is fixed.
"""

import torch
from torch.nn import functional


def train(features, labels, num_classes, lr=0.1, num_epochs=5, batch_size=32, seed=0):
    """Return `(W, b)`, of (d, C) and (C,), fitted by shuffled minibatch SGD on the mean cross-entropy, from zero.

    `features` is (N, d), `labels` int64 of (N,). The order of the samples depends on `seed` alone.
    """
    # BEGIN SOLUTION
    W = torch.zeros(features.shape[1], num_classes, requires_grad=True)
    b = torch.zeros(num_classes, requires_grad=True)
    # A generator of its own: no other random numbers change the order, and no others are changed.
    generator = torch.Generator().manual_seed(seed)
    for _ in range(num_epochs):
        # A new order in each epoch; features and labels are picked by the same indices, so they stay paired.
        for batch in torch.randperm(len(features), generator=generator).split(batch_size):
            loss = functional.cross_entropy(features[batch] @ W + b, labels[batch])
            # `grad` returns the gradients of this batch alone; `backward` would add them to those of the last one.
            gradients = torch.autograd.grad(loss, (W, b))
            with torch.no_grad():
                for param, gradient in zip((W, b), gradients):
                    param -= lr * gradient
    return W.detach(), b.detach()
    # END SOLUTION
