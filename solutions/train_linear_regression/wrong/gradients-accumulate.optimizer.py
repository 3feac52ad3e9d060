"""An optimizer whose gradients are never zeroed."""

import torch


def train(features, labels, lr=0.03, num_epochs=5, batch_size=10, seed=0):
    torch.manual_seed(seed)
    net = torch.nn.Linear(features.shape[1], 1)
    optimizer = torch.optim.SGD(net.parameters(), lr=lr)
    data = torch.utils.data.TensorDataset(features, labels.view(-1, 1))
    for _ in range(num_epochs):
        for X, y in torch.utils.data.DataLoader(data, batch_size, shuffle=True):
            torch.nn.functional.mse_loss(net(X), y).backward()
            optimizer.step()
    return net.weight.detach().T.clone(), net.bias.detach().clone()
