"""Train a linear regression by minibatch stochastic gradient descent, from scratch, so that it finds the weights that
made the data.
"""

import torch


def train(features, labels, lr=0.03, num_epochs=5, batch_size=10, seed=0):
    """Return `(w, b)`, of shapes (d, 1) and (1,), after `num_epochs` epochs of minibatch SGD on the mean squared loss.

    `labels` is of shape (N,) or (N, 1). The same seed gives the same result, another seed another one.
    """
    # BEGIN SOLUTION
    generator = torch.Generator().manual_seed(seed)
    labels = labels.reshape(-1, 1)  # the shape of the predictions: (N, 1) minus (N,) would be (N, N)
    w = torch.normal(0.0, 0.01, (features.shape[1], 1), generator=generator).requires_grad_()
    b = torch.zeros(1, requires_grad=True)
    for _ in range(num_epochs):
        for batch in torch.randperm(len(features), generator=generator).split(batch_size):
            loss = ((features[batch] @ w + b - labels[batch]) ** 2 / 2).mean()
            # These are gradients of this minibatch alone; nothing is left in `.grad` that could add up.
            gradients = torch.autograd.grad(loss, (w, b))
            with torch.no_grad():
                for param, gradient in zip((w, b), gradients, strict=True):
                    param -= lr * gradient
    return w.detach(), b.detach()
    # END SOLUTION
