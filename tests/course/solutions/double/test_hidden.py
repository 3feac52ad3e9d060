"""Hidden checks of doubling."""

import torch

from grader.checks import check, expect_close, expect_equal, expect_gradients, expect_unchanged


@check(points=4)
def test_every_element_is_doubled(student, inputs):
    x = inputs.normal(3, 4)
    expect_close(student.double(x), x * 2, instead={"adds-two": x + 2, "squares": x * x})


@check(points=1)
def test_the_argument_stays_as_it_is(student, inputs):
    x = inputs.normal(5, dtype=torch.float64)
    expect_close(student.double(x), x * 2)
    expect_unchanged(student)


@check(points=2)
def test_the_gradient_is_two(student, inputs):
    x = inputs.normal(4, 2)
    expect_close(student.double(x), x * 2)
    expect_gradients(student, "double", x, like=lambda x: x * 2)


@check(points=2)
def test_the_answer(student):
    expect_equal(student.ANSWER, 28, name="ANSWER")
