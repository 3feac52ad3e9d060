"""Step into the losses of `torch.nn`: which classes they are made of, and which function does their work."""

import inspect
import re

from torch import nn

# The names of the classes from CrossEntropyLoss, which comes first, up to Module, which comes last, in a list:
# BEGIN SOLUTION
# _Loss keeps the reduction, _WeightedLoss adds the weights of the classes; Module is what every layer starts from.
CLASS_CHAIN = ["CrossEntropyLoss", "_WeightedLoss", "_Loss", "Module"]
# END SOLUTION


def class_chain(loss):
    """Return the names of the classes from that of the instance `loss` up to `Module`, as a list of strings."""
    # BEGIN SOLUTION
    # Python looks an attribute up along this order; the first class is that of the instance, the last one `object`.
    order = type(loss).__mro__
    return [each.__name__ for each in order[: order.index(nn.Module) + 1]]
    # END SOLUTION


def functional_name(loss):
    """Return the name of the function in `torch.nn.functional` that the `forward` of `loss` calls, as a string."""
    # BEGIN SOLUTION
    # torch's losses import the module as F; the names of the classes do not tell (kl_div, binary_cross_entropy).
    return re.search(r"\bF\.(\w+)\(", inspect.getsource(type(loss).forward)).group(1)
    # END SOLUTION
