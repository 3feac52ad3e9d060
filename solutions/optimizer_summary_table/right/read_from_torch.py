import inspect

import torch

NAMES = "SGD ASGD Rprop Adagrad Adadelta RMSprop Adam Adamax SparseAdam LBFGS".split()
SUMMARY = {}
for name in NAMES:
    cls = getattr(torch.optim, name)
    lr = inspect.signature(cls.__init__).parameters["lr"].default
    SUMMARY[name] = {
        "default_lr": torch.tensor(float(lr), dtype=torch.float64),
        "adaptive": name not in {"SGD", "ASGD", "LBFGS"},
        "needs": {"SparseAdam": "sparse gradients", "LBFGS": "closure"}.get(name, "nothing"),
        "where": cls.__module__,
    }
