import torch


class SGD:
    def __init__(self, params, lr, momentum=0, dampening=0, weight_decay=0, nesterov=False):
        assert_nesterov(momentum, dampening, nesterov)
        self.__dict__.update(locals())
        self.params = tuple(params)
        self.buffers = {}

    @torch.no_grad()
    def step(self, closure=None):
        with torch.enable_grad():
            loss = closure() if closure is not None else None
        live = [p for p in self.params if p.grad is not None]
        if not live:
            return loss
        grads = torch._foreach_add([p.grad for p in live], list(live), alpha=float(self.weight_decay))
        if self.momentum:
            for p, g in zip(live, grads):
                old = self.buffers.get(p)
                # lerp and foreach would do as well
                self.buffers[p] = g.clone() if old is None else old * self.momentum + g - self.dampening * g
            buffers = [self.buffers[p] for p in live]
            grads = torch._foreach_add(grads, buffers, alpha=float(self.momentum)) if self.nesterov else buffers
        torch._foreach_add_(list(live), grads, alpha=-float(self.lr))
        return loss

    def zero_grad(self):
        for p in self.params:
            p.grad = None


def assert_nesterov(momentum, dampening, nesterov):
    if nesterov and (not momentum or dampening):
        raise ValueError("needs momentum and no dampening")
