SUMMARY = {
    "SGD": {"default_lr": 0.001, "adaptive": False, "needs": "nothing"},
    "ASGD": {"default_lr": 0.01, "adaptive": False, "needs": "nothing"},
    "Rprop": {"default_lr": 0.01, "adaptive": True, "needs": "nothing"},
    "Adagrad": {"default_lr": 0.01, "adaptive": True, "needs": "nothing"},
    "Adadelta": {"default_lr": 0.1, "adaptive": True, "needs": "nothing"},
    "RMSprop": {"default_lr": 0.01, "adaptive": True, "needs": "nothing"},
    "Adam": {"default_lr": 0.001, "adaptive": True, "needs": "nothing"},
    "Adamax": {"default_lr": 0.002, "adaptive": True, "needs": "nothing"},
    "SparseAdam": {"default_lr": 0.001, "adaptive": True, "needs": "sparse gradients"},
    "LBFGS": {"default_lr": 1, "adaptive": False, "needs": "closure"},
}
