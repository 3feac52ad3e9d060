import warnings

import torch
from torch.nn import _reduction


def reduction_of(size_average=None, reduce=None):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return _reduction.legacy_get_string(size_average, reduce)


def buffers(loss):
    return tuple(sorted(vars(loss)["_buffers"]))


def cost(losses):
    return losses.mean()


def objective(losses, params, l2):
    return cost(losses) + l2 * torch.nn.utils.parameters_to_vector(params).square().sum()


LEVELS = {"loss": "one sample", "cost": "the whole set", "objective": "the whole set and a penalty"}
