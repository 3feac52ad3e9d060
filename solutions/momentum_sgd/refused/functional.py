import torch


class SGD:
    def __init__(self, params, lr, momentum=0, dampening=0, weight_decay=0, nesterov=False):
        if nesterov and (momentum <= 0 or dampening):
            raise ValueError
        self.params = list(params)
        self.lr = lr
        self.o = (momentum, dampening, weight_decay, nesterov)
        self.b = [None] * len(self.params)

    @torch.no_grad()
    def step(self, closure=None):
        from torch.optim.sgd import sgd

        loss = None
        if closure:
            with torch.enable_grad():
                loss = closure()
        i = [k for k, p in enumerate(self.params) if p.grad is not None]
        b = [self.b[k] for k in i]
        sgd(
            [self.params[k] for k in i],
            [self.params[k].grad for k in i],
            b,
            weight_decay=self.o[2],
            momentum=self.o[0],
            lr=self.lr,
            dampening=self.o[1],
            nesterov=self.o[3],
            maximize=False,
        )
        for k, v in zip(i, b):
            self.b[k] = v
        return loss

    def zero_grad(self):
        for p in self.params:
            p.grad = None
