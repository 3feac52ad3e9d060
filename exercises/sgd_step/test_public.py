"""Public checks of `sgd_step`: the example of the task, and what becomes of its gradient."""

import torch

from grader.checks import check, expect, expect_close, fail, misconception
from grader.verdicts import Raised

WEIGHT = torch.tensor([1.0, 2.0])
STEP = torch.tensor([0.2, -0.1])


@check(points=1)
def test_the_example_of_the_task(student):
    weight, _ = after_the_step(student)
    misconception("moves-nothing", when=torch.equal(weight, WEIGHT))
    instead = {
        "does-not-divide-by-the-batch-size": WEIGHT - 2 * STEP,
        "multiplies-by-the-batch-size": WEIGHT - 4 * STEP,
        "climbs": WEIGHT + STEP,
    }
    expect_close(weight, WEIGHT - STEP, instead=instead)


@check(points=1)
def test_the_gradient_is_gone_afterwards(student):
    weight, gradient = after_the_step(student)
    misconception("does-not-zero-the-gradients", when=gradient is not None and bool(gradient.any()))
    misconception("moves-nothing", when=torch.equal(weight, WEIGHT))
    expect(not torch.equal(weight, torch.zeros(2)), "wrong-value", got="[0, 0]", expected="[0.8, 2.1]")


def after_the_step(student):
    try:
        return student.run(take_the_step)
    except Raised as error:
        graph = "leaf Variable that requires grad" in error.message
        rebound = "AttributeError" in error.bases and "NoneType" in error.message
        name = "leaves-the-update-in-the-graph" if graph else "rebinds-instead-of-updating" if rebound else None
        fail(error.finding.kind, diagnosis=name or error.finding.diagnosis, **error.finding.parameters)


def take_the_step(student):
    import torch

    torch.set_grad_enabled(True)
    weight = torch.tensor([1.0, 2.0], requires_grad=True)
    weight.grad = torch.tensor([4.0, -2.0])
    student.sgd([weight], 0.1, 2)
    torch.set_grad_enabled(True)
    return weight.detach().clone(), None if weight.grad is None else weight.grad.detach().clone()
