from types import MappingProxyType

RATES = dict(
    SGD=1e-3, ASGD=1e-2, Rprop=1e-2, Adagrad=1e-2, Adadelta=1, RMSprop=1e-2, Adam=1e-3, Adamax=2e-3, SparseAdam=1e-3, LBFGS=1
)


def row(name, rate):
    needs = "closure" if name == "LBFGS" else "sparse gradients" if name.startswith("Sparse") else "nothing"
    return MappingProxyType({"default_lr": rate, "adaptive": not name.endswith("SGD"), "needs": needs})


SUMMARY = {name: row(name, rate) for name, rate in RATES.items()}
