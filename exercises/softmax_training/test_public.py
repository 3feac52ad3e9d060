"""Public checks of `softmax_training`: the example of the task, and the shapes of the result."""

import torch

from grader.checks import check, expect, expect_close, expect_items, expect_shape, fail, is_close

X = torch.tensor([[1.0], [2.0], [3.0], [-2.0]])
Y = torch.tensor([0, 0, 0, 1])
RIGHT = torch.tensor([0.5, -0.5, 0.125, -0.125])
OTHERS = {
    "sums-the-loss": 4 * RIGHT,
    "climbs": -RIGHT,
    "softmax-over-the-batch": torch.tensor([0.375, -0.375, 0.0, 0.0]),
}


@check(points=1)
def test_one_step_of_the_example(student):
    W, b = expect_items(student.train(X, Y, 2, lr=0.5, num_epochs=1, batch_size=4), 2)
    expect_shape(W, (1, 2), diagnosis="weight-transposed" if getattr(W, "shape", None) == (2, 1) else None)
    expect_shape(b, (2,))
    got = torch.cat([W.detach().reshape(-1), b.detach()])
    for name, other in OTHERS.items():
        if is_close(got, other, 1e-4):
            fail("wrong-value", diagnosis=name)
    expect_close(got, RIGHT, rtol=1e-4)


@check(points=0.5)
def test_shapes_for_three_features_and_five_classes(student):
    features = torch.tensor([[1.0, 0.0, 0.0], [0.0, 2.0, 0.0], [0.0, 0.0, 3.0], [1.0, 1.0, 1.0]])
    W, b = expect_items(student.train(features, torch.tensor([0, 3, 1, 3]), 5, batch_size=2), 2)
    transposed = getattr(W, "shape", None) == (5, 3)
    expect_shape(W, (3, 5), diagnosis="weight-transposed" if transposed else None)
    expect_shape(b, (5,))
    # Class 2 and class 4 never occur: what is learned about them is the same, and not nothing.
    expect(bool((W[:, 2] != 0).any()) and is_close(W[:, 2], W[:, 4]), "wrong-value")
