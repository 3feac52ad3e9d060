"""PyTorch's own SGD; a tensor."""

import torch


def descend(curvature, x0, lr, momentum, num_steps):
    x = torch.tensor(float(x0), requires_grad=True)
    optimizer = torch.optim.SGD([x], lr=lr, momentum=momentum)
    path = [x.item()]
    for _ in range(num_steps):
        optimizer.zero_grad()
        (curvature * x**2 / 2).backward()
        optimizer.step()
        path.append(x.item())
    return torch.tensor(path)


def max_stable_lr(curvature, momentum=0.0):
    return torch.tensor(2.0) * (1 + momentum) / curvature


def regime(curvature, lr):
    ratio = lr * curvature
    return "monotone" if ratio <= 1 else "oscillates" if ratio < 2 else "diverges"
