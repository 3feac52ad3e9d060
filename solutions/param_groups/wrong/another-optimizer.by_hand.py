"""A class written by hand, which is no `torch.optim.SGD`."""

import torch


class ThreeRates:
    def __init__(self, params, rates, momenta):
        self.param_groups = [
            {"params": [param], "lr": lr, "momentum": momentum} for param, lr, momentum in zip(params, rates, momenta)
        ]
        self.velocities = [torch.zeros_like(param) for param in params]

    @torch.no_grad()
    def step(self):
        for index, group in enumerate(self.param_groups):
            for param in group["params"]:
                self.velocities[index] = group["momentum"] * self.velocities[index] + param.grad
                param -= group["lr"] * self.velocities[index]


def build_optimizer(w1, w2, w3):
    return ThreeRates([w1, w2, w3], [0.01, 0.02, 0.03], [0.9, 0.8, 0.7])


def describe(optimizer):
    return [{key: value for key, value in group.items() if key != "params"} for group in optimizer.param_groups]
