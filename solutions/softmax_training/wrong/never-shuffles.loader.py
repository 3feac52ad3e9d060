"""A loader with `shuffle=False`."""

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def train(features, labels, num_classes, lr=0.1, num_epochs=5, batch_size=32, seed=0):
    net = nn.Linear(features.shape[1], num_classes)
    nn.init.zeros_(net.weight)
    nn.init.zeros_(net.bias)
    optimizer = torch.optim.SGD(net.parameters(), lr=lr)
    loss_function = nn.CrossEntropyLoss()
    loader = DataLoader(TensorDataset(features, labels), batch_size, shuffle=False)
    for _ in range(num_epochs):
        for X, y in loader:
            optimizer.zero_grad()
            loss_function(net(X), y).backward()
            optimizer.step()
    return net.weight.T.detach(), net.bias.detach()
