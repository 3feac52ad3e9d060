"""Say of ten optimizers of `torch.optim` which rate they start with, whether they are adaptive, and what they need."""

# One row for each of the ten optimizers:
#   "default_lr"  a number: the learning rate of the constructor when none is given
#   "adaptive"    True or False: has each weight a rate of its own, computed from its gradients?
#   "needs"       "closure" where `step` can't do without one, "sparse gradients" where dense ones are refused,
#                 else "nothing"
SUMMARY = {
    "SGD": {},
    "ASGD": {},
    "Rprop": {},
    "Adagrad": {},
    "Adadelta": {},
    "RMSprop": {},
    "Adam": {},
    "Adamax": {},
    "SparseAdam": {},
    "LBFGS": {},
}
