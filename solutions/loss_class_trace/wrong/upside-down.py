import inspect
import re

import torch
from torch import nn


CLASS_CHAIN = ["Module", "_Loss", "_WeightedLoss", "CrossEntropyLoss"]


def class_chain(loss):
    names = [each.__name__ for each in type(loss).__mro__]
    return names[: names.index("Module") + 1]


def functional_name(loss):
    return re.search(r"F\.(\w+)", inspect.getsource(type(loss).forward)).group(1)
