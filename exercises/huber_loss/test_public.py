"""Public checks of `huber_loss`: the example of the task, with both widths."""

import torch

from grader.checks import check, expect_close

Y_HAT = torch.tensor([2.5, 0.0, 2.0, 4.0, -5.0])
Y = torch.tensor([2.0, 1.0, 1.0, 1.0, 1.0])


@check(points=1)
def test_the_example_with_width_two(student):
    got = student.huber_loss(Y_HAT, Y, 2.0)
    instead = {
        "is-torchs-huber-loss": 2 * 1.5125,
        "sums-instead-of-averaging": 7.5625,
        "returns-the-losses": torch.tensor([0.0625, 0.25, 0.25, 2.0, 5.0]),
        "swaps-the-branches": (-0.5 + 0 + 0 + 9 / 4 + 9) / 5,
        "compares-without-the-absolute-value": (0.0625 + 0.25 + 0.25 + 2 + 9) / 5,
        "ignores-sigma": 1.825,
    }
    expect_close(got, 1.5125, instead=instead)


@check(points=0.5)
def test_the_example_with_the_default_width(student):
    got = student.huber_loss(Y_HAT, Y)
    instead = {
        "sums-instead-of-averaging": 9.125,
        "returns-the-losses": torch.tensor([0.125, 0.5, 0.5, 2.5, 5.5]),
        "swaps-the-branches": (0 + 0.5 + 0.5 + 4.5 + 18) / 5,
        "compares-without-the-absolute-value": (0.125 + 0.5 + 0.5 + 2.5 + 18) / 5,
    }
    expect_close(got, 1.825, instead=instead)
