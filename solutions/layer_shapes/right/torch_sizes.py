"""`torch.Size` everywhere."""

import torch

DENSE_WEIGHT, DENSE_BIAS = torch.Size([8, 1]), torch.Size([1])
DEPENDS_ON_BATCH_SIZE = DENSE_WEIGHT[0] == 7 or 7 in DENSE_BIAS
LINEAR_WEIGHT, LINEAR_BIAS, LINEAR_OUTPUT = torch.Size((30, 20)), torch.Size((30,)), torch.Size((128, 30))
CONV_WEIGHT = torch.Size([20, 1, 5, 5])
CONV_OUTPUT = torch.Size([1, 20, 24, 24])
SECOND_CONV_OUTPUT = torch.Size([1, 64, 20, 20])
DIFFERENCE = torch.Size([5, 5])
