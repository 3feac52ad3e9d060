"""A subclass of SGD with named groups, and ordered dicts."""

from collections import OrderedDict

from torch import optim


class NamedSGD(optim.SGD):
    """SGD whose groups have names."""

    def add(self, name, params, **options):
        self.add_param_group({"name": name, "params": params, **options})
        return self


def build_optimizer(w1, w2, w3):
    optimizer = NamedSGD([{"params": [w1], "name": "first"}], lr=1e-2, momentum=9e-1)
    return optimizer.add("second", [w2], lr=2e-2, momentum=8e-1).add("third", [w3], lr=3e-2, momentum=7e-1)


def describe(optimizer):
    return list(
        map(lambda group: OrderedDict((k, v) for k, v in group.items() if k != "params"), optimizer.param_groups)
    )
