import inspect
import re

import torch
from torch import nn


CLASS_CHAIN = ["CrossEntropyLoss", "_WeightedLoss", "_Loss", "Module"]


def class_chain(loss):
    return [each for each in type(loss).__mro__ if each is not object]


def functional_name(loss):
    return re.search(r"F\.(\w+)", inspect.getsource(type(loss).forward)).group(1)
