"""Works on the memory that a NumPy array shares with the parameter."""

import numpy as np
import torch


class Descent:
    def __init__(self, rate):
        self.rate = rate

    def __call__(self, parameter):
        memory = parameter.detach().numpy()
        np.subtract(memory, self.rate * parameter.grad.numpy(), out=memory)
        parameter.grad.fill_(0)


def sgd(params, lr, batch_size):
    step = Descent(lr / batch_size)
    list(map(step, filter(lambda parameter: parameter.grad is not None, params)))


if __name__ == "__main__":
    w = torch.ones(3, requires_grad=True)
    (w**2).sum().backward()
    sgd([w], lr=0.1, batch_size=1)
    print(w, w.grad)
