"""Torch's own function."""

import torch


def clip_gradients(params, max_norm):
    return torch.nn.utils.clip_grad_norm_(params, max_norm)
