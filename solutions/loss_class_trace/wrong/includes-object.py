import inspect
import re

import torch
from torch import nn


CLASS_CHAIN = ["CrossEntropyLoss", "_WeightedLoss", "_Loss", "Module", "object"]


def class_chain(loss):
    return [each.__name__ for each in type(loss).__mro__]


def functional_name(loss):
    return re.search(r"F\.(\w+)", inspect.getsource(type(loss).forward)).group(1)
