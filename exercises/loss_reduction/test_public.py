"""Public checks of `loss_reduction`: one learning rate, and the example of the task."""

import torch

from grader.checks import check, expect_close, expect_items, expect_type
from grader.verdicts import Raised

W, B = torch.tensor([[1.0]]), torch.tensor([1.0])
X, Y = torch.tensor([[1.0], [2.0], [0.0], [1.0]]), torch.ones(4, 1)


@check(points=1)
def test_the_rate_for_a_batch_of_ten(student):
    got = student.sum_learning_rate(0.3, 10)
    instead = {
        "multiplies-by-the-batch-size": 3.0,
        "divides-by-the-root-of-the-batch-size": 0.3 / 10**0.5,
        "keeps-the-rate": 0.3,
    }
    expect_close(got, 0.03, instead=instead, number=True)


@check(points=1)
def test_both_steps_of_the_example(student):
    for reduction, weight, bias in (("mean", 0.85, 0.9), ("sum", 0.4, 0.6)):
        new_weight, new_bias = step(student, reduction)
        instead = {
            "halves-the-loss": (W + weight) / 2,
            "climbs": 2 * W - weight,
            "returns-the-gradients": (W - weight) / 0.05,
            "step-of-the-other-reduction": torch.full((1, 1), 1.25 - weight),
        }
        expect_close(new_weight, torch.full((1, 1), weight), instead=instead)
        expect_close(new_bias, torch.full((1,), bias), instead={"leaves-the-bias": B})


def step(student, reduction):
    """Return the new weight and the new bias; who counts on tensors that require gradients gets them."""
    try:
        result = student.step(W, B, X, Y, 0.05, reduction)
    except Raised as error:
        if "does not require grad" not in error.message:
            raise
        result = student.step(W.clone().requires_grad_(), B.clone().requires_grad_(), X, Y, 0.05, reduction)
    new_weight, new_bias = expect_items(result, 2)
    expect_type(new_weight, torch.Tensor)
    expect_type(new_bias, torch.Tensor)
    return new_weight, new_bias
