"""Public checks of `linear_model`: the example of the task, in both forms."""

import torch

from grader.checks import check, expect_close, expect_items

X = torch.tensor([[1.0, 2.0], [3.0, 4.0], [0.0, 1.0]])
W = torch.tensor([[2.0], [-1.0]])
B = torch.tensor([0.5])
ONES = torch.ones(3, 1)


@check(points=1)
def test_the_predictions_of_the_example(student):
    got = student.linreg(X, W, B)
    predictions = torch.tensor([[0.5], [2.5], [-0.5]])
    instead = {
        "multiplies-elementwise": X * W.T + B,
        "forgets-the-bias": predictions - 0.5,
        "returns-a-vector": predictions.view(3),
        "returns-a-row": predictions.view(1, 3),
    }
    expect_close(got, predictions, instead=instead)


@check(points=1)
def test_the_bias_as_a_weight_in_the_example(student):
    inputs, weights = expect_items(student.augment(X, W, B), 2)
    instead = {"ones-first": torch.cat([ONES, X], dim=1), "ones-as-a-row": torch.cat([X, torch.ones(1, 2)])}
    expect_close(inputs, torch.cat([X, ONES], dim=1), instead=instead)
    instead = {"bias-first": torch.cat([B.view(1, 1), W]), "weights-as-a-vector": torch.tensor([2.0, -1.0, 0.5])}
    expect_close(weights, torch.tensor([[2.0], [-1.0], [0.5]]), instead=instead)
