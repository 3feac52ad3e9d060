import torch


def train(features, labels, lr=0.03, num_epochs=5, batch_size=10, seed=0):
    torch.manual_seed(seed)
    w = torch.zeros(features.shape[1], 1, requires_grad=True)
    b = torch.zeros(1, requires_grad=True)
    for e in range(num_epochs):
        for j in torch.randperm(len(features)).split(batch_size):
            (((features[j] @ w + b - labels.reshape(-1, 1)[j]) ** 2) / 2).mean().backward()
            with torch.no_grad():
                for p in (w, b):
                    p -= lr * p.grad
            w.grad.zero_()
    return w, b
