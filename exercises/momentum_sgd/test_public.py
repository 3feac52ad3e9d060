"""Public checks of `momentum_sgd`: the example of the task, and what `zero_grad` leaves behind."""

import torch

from grader.checks import check, expect, expect_close, fail, misconception
from grader.verdicts import Raised


@check(points=1)
def test_the_example_of_the_task(student):
    path = walk(student)["path"]
    misconception("moves-nothing", when=path == [1.0, 1.0, 1.0])
    instead = {
        "ignores-momentum": torch.tensor([0.8, 0.6, 0.7]),
        "climbs": torch.tensor([1.2, 1.5, 1.55]),
        # The other weight has the same gradients, and pushes the same velocity between the steps.
        "one-velocity-for-all": torch.tensor([0.8, 0.45, 0.3625]),
    }
    expect_close(torch.tensor(path), torch.tensor([0.8, 0.5, 0.45]), instead=instead)


@check(points=1)
def test_gradients_are_cleared(student):
    seen = walk(student)
    expect(seen["path"][0] not in (1.0, 0.0), "wrong-value", got=f"{seen['path'][0]:.4f}", expected="0.8000")
    misconception("does-not-clear-the-gradients", when=any(seen["gradients"]))


def walk(student):
    try:
        return student.run(three_steps)
    except Raised as error:
        graph = "leaf Variable that requires grad" in error.message
        name = "leaves-the-update-in-the-graph" if graph else error.finding.diagnosis
        fail(error.finding.kind, diagnosis=name, **error.finding.parameters)


def three_steps(student):
    import torch

    torch.set_grad_enabled(True)
    weight, other = (torch.tensor([1.0], requires_grad=True) for _ in range(2))
    optimizer = student.SGD([weight, other], 0.1, 0.5)
    path = []
    for gradient in (2.0, 2.0, -1.0):
        weight.grad, other.grad = torch.tensor([gradient]), torch.tensor([gradient])
        optimizer.step()
        path.append(float(weight.detach()))
    optimizer.zero_grad()
    left = [0.0 if each.grad is None else float(each.grad) for each in (weight, other)]
    return {"path": path, "gradients": left}
