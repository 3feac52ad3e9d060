"""Public checks of `softmax_regression`: the examples of the task."""

import torch

from grader.checks import check, expect_close, is_close, misconception

LOGITS = torch.tensor([[0.0, 0.6931472, 1.0986123], [0.6931472, 0.0, 0.0]])
PROBABILITIES = torch.tensor([[1 / 6, 1 / 3, 1 / 2], [1 / 2, 1 / 4, 1 / 4]])
TARGET = torch.tensor([2, 1])
LOSSES = torch.tensor([0.6931472, 1.3862944])


@check(points=0.5)
def test_probabilities_of_two_samples(student):
    got = student.softmax(LOGITS)
    over_the_batch = torch.tensor([[1 / 3, 2 / 3, 3 / 4], [2 / 3, 1 / 3, 1 / 4]])
    for columns in (over_the_batch, torch.tensor([[1 / 4, 4 / 7, 2 / 3], [3 / 4, 3 / 7, 1 / 3]])):
        # The sums are those of the columns; the second time the maxima are still those of the rows.
        misconception("softmax-over-the-batch", when=is_close(got, columns))
    expect_close(got, PROBABILITIES)


@check(points=0.5)
def test_losses_of_two_samples(student):
    got = student.cross_entropy(PROBABILITIES, TARGET)
    instead = {"averages-the-loss": LOSSES.mean(), "adds-up-the-loss": LOSSES.sum(), "forgets-the-minus": -LOSSES}
    expect_close(got, LOSSES, instead=instead)


@check(points=0.5)
def test_accuracy_of_three_samples(student):
    got = student.accuracy(torch.tensor([[1.0, 3.0], [2.0, 0.0], [0.0, 5.0]]), torch.tensor([1, 1, 1]))
    instead = {"counts-instead-of-dividing": 2.0, "counts-the-errors": 1 / 3, "returns-percent": 200 / 3}
    expect_close(got, 2 / 3, instead=instead, number=True)
