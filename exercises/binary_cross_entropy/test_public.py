"""Public checks of `binary_cross_entropy`: the example of the task."""

import torch

from grader.checks import check, expect_close

PROBABILITIES = torch.tensor([0.5, 0.8, 0.1])
TARGET = torch.tensor([1.0, 1.0, 0.0])
LOSSES = -torch.log(torch.tensor([0.5, 0.8, 0.9]))


@check(points=0.5)
def test_probabilities_of_the_example(student):
    got = student.bce(PROBABILITIES, TARGET)
    instead = {
        "only-the-positive-term": LOSSES[:2].sum() / 3,
        "wrong-sign": -LOSSES.mean(),
        "sums-instead-of-averaging": LOSSES.sum(),
        "returns-the-losses": LOSSES,
    }
    expect_close(got, LOSSES.mean(), instead=instead)


@check(points=0.5)
def test_logits_of_the_example(student):
    logits = torch.log(PROBABILITIES / (1 - PROBABILITIES))
    instead = {"only-the-positive-term": LOSSES[:2].sum() / 3, "wrong-sign": -LOSSES.mean()}
    instead |= {"sums-instead-of-averaging": LOSSES.sum(), "returns-the-losses": LOSSES}
    expect_close(student.bce_with_logits(logits, TARGET), LOSSES.mean(), instead=instead)
    weighted = (3 * LOSSES[0] + 3 * LOSSES[1] + LOSSES[2]) / 3
    instead = {"pos-weight-on-both-terms": 3 * LOSSES.mean(), "ignores-pos-weight": LOSSES.mean()}
    expect_close(student.bce_with_logits(logits, TARGET, torch.tensor([3.0])), weighted, instead=instead)


@check(points=0.5)
def test_log_probabilities_of_the_example(student):
    table = torch.log(torch.tensor([[0.5, 0.25, 0.25], [0.1, 0.2, 0.7]]))
    wanted = -(table[0, 1] + table[1, 2]) / 2
    instead = {
        "wrong-sign": -wanted,
        "sums-instead-of-averaging": 2 * wanted,
        "returns-the-losses": -table[[0, 1], [1, 2]],
    }
    expect_close(student.nll(table, torch.tensor([1, 2])), wanted, instead=instead)
