"""Public checks of `gradient_clipping`: the example of the task."""

import torch

from grader.checks import check, expect, expect_close, is_close, misconception

BEFORE = [torch.tensor([2.0, 4.0]), torch.tensor([4.0])]
HALF = torch.tensor([1.0, 2.0, 2.0])


@check(points=1)
def test_the_example_is_halved(student):
    after, result = student.run(clip_the_example, BEFORE, 3.0)
    others = {
        "clips-each-parameter-alone": torch.tensor([6 / 20**0.5, 12 / 20**0.5, 3.0]),
        "clamps-values": torch.tensor([2.0, 3.0, 3.0]),
        "l1-norm": torch.tensor([0.6, 1.2, 1.2]),
    }
    expect_close(after, HALF, instead=others, rtol=1e-4)
    expect(result is not None, "returned-nothing", name="clip_gradients")
    expect_close(result, 6.0, instead={"returns-the-norm-after": 3.0, "l1-norm": 10.0}, number=True)


@check(points=0.5)
def test_below_the_bound_nothing_changes(student):
    # Who never clips at all would pass by doing nothing.
    clipped, _ = student.run(clip_the_example, BEFORE, 3.0)
    expect(not is_close(clipped, torch.cat(BEFORE)), "wrong-value", got="[2, 4, 4]", expected="[1, 2, 2]")
    after, result = student.run(clip_the_example, BEFORE, 10.0)
    misconception("scales-up-small-gradients", when=is_close(after, torch.cat(BEFORE) * 10 / 6, 1e-4))
    expect_close(after, torch.cat(BEFORE))


def clip_the_example(student, gradients, max_norm):
    import torch

    params = [torch.zeros_like(gradient).requires_grad_() for gradient in gradients]
    for param, gradient in zip(params, gradients):
        param.grad = gradient.clone()
    result = student.clip_gradients(params, max_norm)
    return torch.cat([param.grad for param in params]), result
