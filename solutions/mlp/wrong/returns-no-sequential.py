"""A class of its own."""

import torch
from torch import nn


def relu(x):
    return torch.max(x, torch.zeros_like(x))


def mlp(X, params):
    W1, b1, W2, b2 = params
    X = X.reshape(X.shape[0], -1)
    H = relu(X @ W1 + b1)
    return H @ W2 + b2


def build(num_inputs, num_hidden, num_outputs):
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.hidden = nn.Linear(num_inputs, num_hidden)
            self.out = nn.Linear(num_hidden, num_outputs)

        def forward(self, X):
            return self.out(torch.relu(self.hidden(X.flatten(1))))

    return Net()
