"""Public checks of `losses_for_sets_and_sequences`: the examples of the task."""

import math

import torch

from grader.checks import check, expect_close


@check(points=0.5)
def test_example_of_multilabel_margin(student):
    x, y = torch.tensor([[0.1, 0.2, 0.4, 0.8]]), torch.tensor([[3, 0, -1, -1]])
    expect_close(student.multilabel_margin(x, y), 0.85)


@check(points=0.5)
def test_example_of_triplets(student):
    positive, negative = torch.tensor([[1.0, 2.0], [3.0, 0.0]]), torch.tensor([[2.0, 2.0], [1.0, 1.0]])
    expect_close(student.run(manhattan_loss, torch.zeros(2, 2), positive, negative), 1.0)


@check(points=0.5)
def test_examples_of_ctc(student):
    log_probs = torch.tensor([[[0.6, 0.4]], [[0.5, 0.5]], [[0.2, 0.8]]]).log()
    got = student.ctc(log_probs, torch.tensor([[1, 1]]), torch.tensor([2]), torch.tensor([1]))
    expect_close(got, -math.log(0.7))
    got = student.ctc(log_probs, torch.tensor([[1, 1]]), torch.tensor([3]), torch.tensor([2]))
    expect_close(got, -math.log(0.16) / 2, instead={"mean-without-the-lengths": -math.log(0.16)})


def manhattan_loss(student, anchor, positive, negative):
    """Return the loss of triplets by sums of absolute differences (a probe)."""
    return student.triplet_margin_with_distance(anchor, positive, negative, lambda a, b: (a - b).abs().sum(dim=1))
