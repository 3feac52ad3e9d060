"""Public checks of `mlp`: the example of the task, and the shapes of the parameters of `build`."""

import torch

from grader.checks import check, expect, expect_close, expect_equal, misconception

X = torch.tensor([[1.0, 2.0]])
PARAMS = [torch.tensor([[1.0, -1.0], [0.0, 1.0]]), torch.tensor([0.0, -3.0]), torch.tensor([[2.0], [5.0]])]
PARAMS += [torch.tensor([-3.0])]


@check(points=0.5)
def test_relu_of_four_numbers(student):
    x = torch.tensor([1.0, -2.0, 0.0, 3.5])
    expect_close(student.relu(x), torch.tensor([1.0, 0.0, 0.0, 3.5]), instead={"abs-for-relu": x.abs()})


@check(points=0.5)
def test_the_example_of_the_task(student):
    got = student.mlp(X, PARAMS)
    instead = {
        "no-activation": torch.tensor([[-11.0]]),
        "abs-for-relu": torch.tensor([[9.0]]),
        "activation-on-the-output": torch.tensor([[0.0]]),
    }
    expect_close(got, torch.tensor([[-1.0]]), instead=instead)


@check(points=0.5)
def test_the_parameters_of_build(student):
    kind, shapes = student.run(parameters_of_build, 6, 4, 3)
    misconception("returns-no-sequential", when=kind != "Sequential")
    expect(len(shapes) == 4, "wrong-length", got=len(shapes), expected=4)
    expect_equal(shapes, [(4, 6), (4,), (3, 4), (3,)])


def parameters_of_build(student, num_inputs, num_hidden, num_outputs):
    import torch

    net = student.build(num_inputs, num_hidden, num_outputs)
    if not isinstance(net, torch.nn.Sequential):
        return type(net).__name__, []
    net(torch.zeros(2, num_inputs))  # lazy layers learn their sizes here
    return "Sequential", [tuple(parameter.shape) for parameter in net.parameters()]
