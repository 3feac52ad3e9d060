"""`torch.autograd.grad`, results as a list of leaves."""

import torch
import torch.nn.functional as F
from torch import nn


def sum_learning_rate(mean_lr, batch_size):
    return torch.tensor(mean_lr) / torch.tensor(batch_size)


def step(w, b, X, y, lr, reduction):
    if reduction not in ("mean", "sum"):
        raise ValueError(reduction)
    w1 = nn.Parameter(w.data.clone())
    b1 = nn.Parameter(b.data.clone())
    loss = F.mse_loss(torch.addmm(b1, X, w1), y, reduction=reduction)
    gw, gb = torch.autograd.grad(loss, (w1, b1))
    return [w1 - gw * lr, b1 - gb * lr]
