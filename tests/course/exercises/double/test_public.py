"""Public checks of doubling: the example of the task."""

import torch

from grader.checks import check, expect_close, expect_type


@check(points=1)
def test_the_example(student):
    expect_close(student.double(torch.tensor([1.0, 3.0])), torch.tensor([2.0, 6.0]))


@check(points=0)
def test_the_answer_is_a_number(student):
    expect_type(student.ANSWER, int, name="ANSWER")
