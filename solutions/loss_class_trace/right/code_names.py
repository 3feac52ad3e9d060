import inspect
import re

import torch
from torch import nn


CLASS_CHAIN = [each.__name__ for each in nn.CrossEntropyLoss.mro()][:-1]


def class_chain(loss):
    return tuple(each.__name__ for each in type(loss).mro() if issubclass(each, nn.Module))


def functional_name(loss):
    names = type(loss).forward.__code__.co_names
    return names[names.index("F") + 1]
