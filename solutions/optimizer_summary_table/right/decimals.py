from decimal import Decimal
from fractions import Fraction
import numpy as np

_r = {
    "SGD": (Decimal("0.001"), False),
    "ASGD": (Fraction(1, 100), False),
    "Rprop": (np.float64(0.01), True),
    "Adagrad": (1e-2, True),
    "Adadelta": (1, True),
    "RMSprop": (1e-2, np.True_),
    "Adam": (0.001, True),
    "Adamax": (2e-3, True),
    "SparseAdam": (1e-3, True),
    "LBFGS": (1, True),
}
SUMMARY = {k: {"default_lr": a, "adaptive": b, "needs": "nothing", "extra": object()} for k, (a, b) in _r.items()}
SUMMARY["LBFGS"]["needs"] = "closure"
SUMMARY["SparseAdam"]["needs"] = "sparse gradients"
