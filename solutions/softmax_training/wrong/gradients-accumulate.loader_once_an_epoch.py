"""Sets the gradients to zero once an epoch, with an optimizer."""

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

def train(features, labels, num_classes, lr=0.1, num_epochs=5, batch_size=32, seed=0):
    net = nn.Linear(features.shape[1], num_classes)
    nn.init.zeros_(net.weight)
    nn.init.zeros_(net.bias)
    opt = torch.optim.SGD(net.parameters(), lr=lr)
    gen = torch.Generator().manual_seed(seed)
    loader = DataLoader(TensorDataset(features, labels), batch_size=batch_size, shuffle=True, generator=gen)
    criterion = nn.CrossEntropyLoss()
    for epoch in range(num_epochs):
        total = 0.0
        opt.zero_grad()
        for X, y in loader:
            loss = criterion(net(X), y)
            loss.backward()
            opt.step()
            total += loss.item()
        print(epoch, total)
    return net.weight.T, net.bias
