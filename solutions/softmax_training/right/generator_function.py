"""Batches from a generator, parameters that require gradients, losses of each sample averaged."""

import torch
import torch.nn.functional as F


def data_iter(batch_size, features, labels, rng):
    indices = torch.randperm(len(features), generator=rng).tolist()
    for i in range(0, len(indices), batch_size):
        j = torch.tensor(indices[i : min(i + batch_size, len(indices))])
        yield features[j], labels[j]


class SoftmaxRegression:
    def __init__(self, num_features, num_classes):
        self.W = torch.zeros((num_features, num_classes), requires_grad=True)
        self.b = torch.zeros(num_classes, requires_grad=True)

    def loss(self, X, y):
        log_probabilities = (X @ self.W + self.b).log_softmax(-1)
        return -log_probabilities.gather(1, y.unsqueeze(1)).squeeze(1)

    def step(self, lr):
        for param in (self.W, self.b):
            param.data.sub_(lr * param.grad)
            param.grad = None


def train(features, labels, num_classes, lr=0.1, num_epochs=5, batch_size=32, seed=0):
    rng = torch.Generator()
    rng.manual_seed(seed)
    model = SoftmaxRegression(features.size(1), num_classes)
    for epoch in range(num_epochs):
        for X, y in data_iter(batch_size, features, labels, rng):
            l = model.loss(X, y)
            (l.sum() / len(y)).backward()
            model.step(lr)
    return model.W, model.b
