"""A loss object behind the function, variants tried out in the main block."""

import numpy as np
import torch
from torch import nn


class HalfSquaredLoss(nn.Module):
    def forward(self, y_hat, y):
        if np.prod(y_hat.shape) != np.prod(y.shape):
            raise ValueError("y_hat and y differ in length")
        return torch.einsum("n,n->n", *2 * [y_hat.ravel() - y.ravel()]).mul(0.5).view(y_hat.shape)


loss = HalfSquaredLoss()


def squared_loss(y_hat: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    return loss(y_hat, y)


variants = {
    "A": lambda y_hat, y: (y_hat.view(-1) - y) ** 2 / 2,
    "B": lambda y_hat, y: (y_hat - y.view(-1)) ** 2 / 2,
    "C": lambda y_hat, y: (y_hat - y.view(y_hat.shape)) ** 2 / 2,
    "D": lambda y_hat, y: (y_hat - y.view(-1, 1)) ** 2 / 2,
}
BROKEN_VARIANT = next(name for name, f in variants.items() if f(torch.zeros(3, 1), torch.zeros(3)).numel() != 3)


def broken_loss_shape(n):
    return tuple(np.array(variants[BROKEN_VARIANT](torch.zeros(n, 1), torch.zeros(n)).shape))


if __name__ == "__main__":
    for name, variant in variants.items():
        print(name, variant(torch.zeros(3, 1), torch.zeros(3)).shape)
