"""Changes torch's defaults, generators, threads and modes for whoever computes after it.

Must come of it: failed or errored, 0 points.
"""

import random

import numpy
import torch

ANSWER = 0
torch.set_default_dtype(torch.float16)
torch.set_default_device("meta")
torch.set_grad_enabled(False)
torch.manual_seed(0)
torch.set_num_threads(8)
torch.use_deterministic_algorithms(True)
torch.set_printoptions(precision=0)
numpy.seterr(all="raise")
random.seed(0)
torch.Tensor.requires_grad_ = lambda self, on=True: self


def double(x):
    torch.manual_seed(0)
    return torch.randn(x.shape)
