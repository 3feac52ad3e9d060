"""Public checks of `information_theory`: the example of the task."""

import math

import torch

from grader.checks import check, expect_close, misconception

P = torch.tensor([0.5, 0.5, 0.0])
Q = torch.tensor([0.25, 0.25, 0.5])
LOG_2 = math.log(2)


@check(points=0.5)
def test_self_information_of_the_example(student):
    wanted = torch.tensor([2.0, 2.0, 1.0]) * LOG_2
    expect_close(student.self_information(Q), wanted, instead={"bits": wanted / LOG_2, "wrong-sign": -wanted})


@check(points=0.5)
def test_entropy_of_the_example(student):
    got = student.entropy(P)
    misconception("nan-at-zero", when=has_nan(got))
    expect_close(got, LOG_2, instead={"bits": 1.0, "wrong-sign": -LOG_2})


@check(points=0.5)
def test_relative_entropy_of_the_example(student):
    got = student.relative_entropy(P, Q)
    misconception("nan-at-zero", when=has_nan(got))
    expect_close(got, LOG_2, instead={"bits": 1.0, "wrong-sign": -LOG_2, "swaps-p-and-q": math.inf})


@check(points=0.5)
def test_cross_entropy_of_the_example(student):
    got = student.cross_entropy(P, Q)
    misconception("nan-at-zero", when=has_nan(got))
    expect_close(got, 2 * LOG_2, instead={"bits": 2.0, "wrong-sign": -2 * LOG_2, "swaps-p-and-q": math.inf})


def has_nan(got):
    """Return whether `got` is a tensor with a NaN in it, beside the one that would be no answer at all."""
    return isinstance(got, torch.Tensor) and bool(torch.isnan(got).any())
