"""A model object, tried out in the main block."""

import torch


class Model:
    def __init__(self, w, b):
        self.w, self.b = w, b

    def __call__(self, X):
        y = X.mm(self.w)
        y += self.b
        return y

    def inputs(self, X):
        X1 = torch.ones(X.size(0), X.size(1) + 1).to(X)
        X1[:, :-1] = X
        return X1

    def weights(self):
        return torch.concat([self.w, self.b[None]])


if __name__ == "__main__":
    model = Model(torch.randn(2, 1), torch.zeros(1))
    assert model(torch.ones(3, 2)).shape == (3, 1)


def linreg(X, w, b):
    return Model(w, b)(X)


def augment(X, w, b):
    model = Model(w, b)
    return model.inputs(X), model.weights()
