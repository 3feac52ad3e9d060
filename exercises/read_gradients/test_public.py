"""Public checks of `read_gradients`: the example of the task, once and once more."""

import torch

from grader.checks import check, expect_close, expect_items, is_close, misconception

WEIGHT, BIAS = torch.tensor([[1.0, -1.0]]), torch.tensor([0.5])
X = torch.tensor([[1.0, 2.0], [3.0, 1.0], [0.0, 1.0], [2.0, 2.0]])
Y = torch.tensor([[0.0], [1.0], [-1.0], [0.0]])
BY_WEIGHT, BY_BIAS = torch.tensor([[2.5, 1.0]]), torch.tensor([1.0])


@check(points=1)
def test_the_gradients_of_the_example(student):
    first, _ = student.run(two_calls, WEIGHT, BIAS, X, Y)
    by_weight, by_bias = expect_items(first, 2)
    misconception("no-gradient-in-the-result", when=by_weight is None)
    instead = {"uses-the-summed-loss": 4 * BY_WEIGHT, "returns-the-weights": WEIGHT, "halves-the-loss": BY_WEIGHT / 2}
    expect_close(by_weight, BY_WEIGHT, instead=instead)
    expect_close(by_bias, BY_BIAS)


@check(points=1)
def test_a_second_call_gives_the_same(student):
    first, second = (expect_items(each, 2) for each in student.run(two_calls, WEIGHT, BIAS, X, Y))
    misconception("no-gradient-in-the-result", when=first[0] is None)
    # Whether the first answer is right is the other check's question, but it has to be a gradient.
    misconception("returns-the-weights", when=is_close(first[0], WEIGHT))
    misconception("gradients-accumulate", when=is_close(second[0], 2 * first[0]) and bool(first[0].any()))
    direction = first[0] / first[0].sum()
    expect_close(direction, BY_WEIGHT / BY_WEIGHT.sum())
    for once, again in zip(first, second, strict=True):
        expect_close(again, once)


def two_calls(student, weight, bias, features, targets):
    import torch

    net = torch.nn.Sequential(torch.nn.Linear(2, 1))
    with torch.no_grad():
        net[0].weight.copy_(weight)
        net[0].bias.copy_(bias)
    results = []
    for _ in range(2):
        result = student.gradients(net, features, targets)
        if isinstance(result, (tuple, list)):
            # The very tensors in `.grad` may be returned, and a later call may change them.
            result = [each.detach().clone() if isinstance(each, torch.Tensor) else each for each in result]
        results.append(result)
    return results
