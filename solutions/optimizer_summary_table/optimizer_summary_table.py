"""Say of ten optimizers of `torch.optim` which rate they start with, whether they are adaptive, and what they need."""

# One row for each of the ten optimizers:
#   "default_lr"  a number: the learning rate of the constructor when none is given
#   "adaptive"    True or False: has each weight a rate of its own, computed from its gradients?
#   "needs"       "closure" where `step` can't do without one, "sparse gradients" where dense ones are refused,
#                 else "nothing"
# BEGIN SOLUTION
# STUB: SUMMARY = {
# STUB:     "SGD": {},
# STUB:     "ASGD": {},
# STUB:     "Rprop": {},
# STUB:     "Adagrad": {},
# STUB:     "Adadelta": {},
# STUB:     "RMSprop": {},
# STUB:     "Adam": {},
# STUB:     "Adamax": {},
# STUB:     "SparseAdam": {},
# STUB:     "LBFGS": {},
# STUB: }
SUMMARY = {
    # Momentum is a direction, not a rate; ASGD averages the weights.
    "SGD": {"default_lr": 0.001, "adaptive": False, "needs": "nothing"},
    "ASGD": {"default_lr": 0.01, "adaptive": False, "needs": "nothing"},
    # The step of each weight grows while its gradient keeps the sign, and shrinks when it changes.
    "Rprop": {"default_lr": 0.01, "adaptive": True, "needs": "nothing"},
    "Adagrad": {"default_lr": 0.01, "adaptive": True, "needs": "nothing"},
    # It was meant to need no rate: a factor of 1 leaves its own step as it is.
    "Adadelta": {"default_lr": 1.0, "adaptive": True, "needs": "nothing"},
    "RMSprop": {"default_lr": 0.01, "adaptive": True, "needs": "nothing"},
    "Adam": {"default_lr": 0.001, "adaptive": True, "needs": "nothing"},
    "Adamax": {"default_lr": 0.002, "adaptive": True, "needs": "nothing"},
    "SparseAdam": {"default_lr": 0.001, "adaptive": True, "needs": "sparse gradients"},
    # One step tries several points, and computes the loss anew at each.
    "LBFGS": {"default_lr": 1, "adaptive": False, "needs": "closure"},
}
# END SOLUTION
