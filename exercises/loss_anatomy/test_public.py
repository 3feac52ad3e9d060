"""Public checks of `loss_anatomy`: the examples of the task, and the form of the dict."""

import torch

from grader.checks import check, expect, expect_close, expect_equal, expect_type

LOSSES = torch.tensor([1.0, 2.0, 6.0])
PARAMETERS = [torch.tensor([1.0, -2.0]), torch.tensor([3.0, 0.0])]
TEXTS = ("the whole set and a penalty", "the whole set", "one sample")


@check(points=0)
def test_no_flag_means_the_mean(student):
    expect_equal(student.reduction_of(), "mean", instead={"none-counts-as-false": "none"}, name="reduction_of")


@check(points=0.5)
def test_the_buffers_of_the_example(student):
    for name, wanted in (("NLLLoss", ["weight"]), ("L1Loss", [])):
        instead = {"leaves-out-empty-buffers": []}
        expect_equal(student.run(names_of_buffers, name), wanted, instead=instead, name="buffers")


@check(points=0.5)
def test_the_cost_of_the_example(student):
    expect_close(student.cost(LOSSES), 3.0, instead={"cost-sums": 9.0, "returns-the-losses": LOSSES})


@check(points=0.5)
def test_the_objective_of_the_example(student):
    # Four parameters, three samples: a mean of the squares is another mistake.
    instead = {"penalty-divided-by-the-samples": 3 + 7 / 3, "cost-sums": 16.0, "halves-the-penalty": 6.5}
    expect_close(student.objective(LOSSES, PARAMETERS, 0.5), 10.0, instead=instead)


@check(points=0)
def test_the_levels_are_three_texts(student):
    levels = student.LEVELS
    expect_type(levels, dict, name="LEVELS")
    for name in ("loss", "cost", "objective"):
        expect(levels.get(name) in TEXTS, diagnosis="not-one-of-the-texts")


def names_of_buffers(student, name):
    from torch import nn

    got = student.buffers(getattr(nn, name)())
    return [each if isinstance(each, str) else str(each) for each in got] if isinstance(got, (list, tuple)) else got
