"""Public checks of `train_linear_regression`: the example of the task, with labels in a column."""

import torch

from grader.checks import check, expect, expect_items, expect_shape


@check(points=2)
def test_the_weights_of_the_example(student, inputs):
    features, true_w, true_b = inputs.normal(1000, 2), torch.tensor([[2.0], [-3.4]]), torch.tensor([4.2])
    labels = features @ true_w + true_b + inputs.normal(1000, 1, scale=0.01)
    w, b = expect_items(student.train(features, labels), 2)
    expect_shape(w, (2, 1), diagnosis="another-shape")
    expect_shape(b, (1,), diagnosis="another-shape")
    for got, wanted in ((w, true_w), (b, true_b)):
        got = got.detach()
        shown = {"got": str(got.reshape(-1).tolist())[:80], "expected": str(wanted.reshape(-1).tolist())[:80]}
        expect(bool((got - wanted).abs().max() < 0.05), "wrong-value", diagnosis="not-converged", **shown)
