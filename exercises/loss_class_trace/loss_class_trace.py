"""Step into the losses of `torch.nn`: which classes they are made of, and which function does their work."""

import inspect
import re

from torch import nn

# The names of the classes from CrossEntropyLoss, which comes first, up to Module, which comes last, in a list:
CLASS_CHAIN = None  # your answer


def class_chain(loss):
    """Return the names of the classes from that of the instance `loss` up to `Module`, as a list of strings."""
    raise NotImplementedError("class_chain: write your code here")


def functional_name(loss):
    """Return the name of the function in `torch.nn.functional` that the `forward` of `loss` calls, as a string."""
    raise NotImplementedError("functional_name: write your code here")
