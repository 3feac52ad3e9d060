"""Public checks of `adaptive_optimizers`: the two examples of the task."""

import torch

from grader.checks import check, expect_close, fail, misconception
from grader.verdicts import Raised


@check(points=1)
def test_two_steps_of_rmsprop(student):
    path = walk(student, "rmsprop_step", [2.0, 1.0], {"lr": 0.1, "alpha": 0.75, "eps": 0.0})
    instead = {"climbs": torch.tensor([1.2, 1.3])}
    expect_close(path, torch.tensor([0.8, 0.7]), instead=instead)


@check(points=1)
def test_two_steps_of_adam(student):
    path = walk(student, "adam_step", [2.0, 0.0], {"lr": 0.1, "betas": (0.5, 0.96), "eps": 0.0})
    instead = {
        "no-bias-correction": torch.tensor([0.75, 0.75 - 0.05 / 0.1536**0.5]),
        "climbs": torch.tensor([1.1, 1.14763]),
    }
    expect_close(path, torch.tensor([0.9, 0.85237]), instead=instead)


def walk(student, function, gradients, options):
    try:
        path = student.run(two_steps, function, gradients, options)
    except Raised as error:
        graph = "leaf Variable that requires grad" in error.message
        name = "leaves-the-update-in-the-graph" if graph else error.finding.diagnosis
        fail(error.finding.kind, diagnosis=name, **error.finding.parameters)
    misconception("moves-nothing", when=path == [1.0, 1.0])
    return torch.tensor(path)


def two_steps(student, function, gradients, options):
    import torch

    torch.set_grad_enabled(True)
    weight, state, path = torch.tensor([1.0], requires_grad=True), {}, []
    for gradient in gradients:
        getattr(student, function)(weight, torch.tensor([gradient]), state, **options)
        path.append(float(weight.detach()))
    return path
