"""Hidden checks of running totals."""

import torch

from grader.checks import check, expect, expect_close, expect_equal


def final_total(student, tensors):
    total = student.Total()
    for tensor in tensors:
        total.add(tensor)
    return total.value


@check(points=4)
def test_each_total_holds_all_numbers_before_it(student, inputs):
    numbers = inputs.integers(1, 100, 6).tolist()
    totals = [sum(numbers[: end + 1]) for end in range(6)]
    expect_equal(list(student.running_totals(numbers)), totals, instead={"yields-the-numbers": numbers})


@check(points=3)
def test_add_returns_the_new_value(student, inputs):
    first, second = inputs.normal(3), inputs.normal(3)
    total = student.Total()
    expect_close(total.add(first), first)
    expect_close(total.add(second), first + second, instead={"yields-the-numbers": second})


@check(points=2)
def test_the_value_is_kept(student, inputs):
    tensors = [inputs.normal(2, 2) for _ in range(3)]
    value = student.run(final_total, tensors)
    expect(isinstance(value, torch.Tensor), "wrong-value", got=value, expected="a tensor")
    expect_close(value, torch.stack(tensors).sum(0))
