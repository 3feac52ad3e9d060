import torch


def train(features, labels, lr=0.03, num_epochs=5, batch_size=10, seed=0):
    torch.manual_seed(seed)
    n, d = features.shape
    w = torch.zeros(d, 1, requires_grad=True)
    b = torch.zeros(1, requires_grad=True)
    y = labels.reshape(-1, 1)
    for _ in range(num_epochs):
        for k in torch.randperm(n).split(batch_size):
            (features[k] @ w + b - y[k]).square().mean().backward()
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad = None
        b.grad = None
    return w, b
