"""Train a linear regression by minibatch stochastic gradient descent, from scratch, so that it finds the weights that
made the data.
"""

import torch


def train(features, labels, lr=0.03, num_epochs=5, batch_size=10, seed=0):
    """Return `(w, b)`, of shapes (d, 1) and (1,), after `num_epochs` epochs of minibatch SGD on the mean squared loss.

    `labels` is of shape (N,) or (N, 1). The same seed gives the same result, another seed another one.
    """
    raise NotImplementedError("train: write your code here")
