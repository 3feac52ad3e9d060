"""Public checks of `regularization`: the examples of the task, and the form of the quiz answer."""

import torch

from grader.checks import check, expect_close, expect_type, fail


@check(points=1)
def test_penalty_of_one_parameter(student):
    w = torch.tensor([3.0, -4.0])
    instead = {"root-of-the-squares": 0.75, "mean-for-sum": 0.475, "forgets-the-absolute-value": 0.15}
    instead |= {"halves-the-squares": 0.825, "swaps-the-penalties": 2.57}
    expect_close(student.penalty([w], l1=0.1, l2=0.01), torch.tensor(0.95), number=True, instead=instead)


@check(points=1)
def test_soft_threshold_of_four_weights(student):
    w = torch.tensor([2.0, -1.5, 0.3, -0.4])
    instead = {
        "threshold-crosses-zero": torch.tensor([1.5, -1.0, -0.2, 0.1]),
        "hard-threshold": torch.tensor([2.0, -1.5, 0.0, 0.0]),
        "forgets-negative-weights": torch.tensor([1.5, 0.0, 0.0, 0.0]),
    }
    expect_close(student.soft_threshold(w, 0.5), torch.tensor([1.5, -1.0, 0.0, 0.0]), instead=instead)


@check(points=0)
def test_form_of_the_answer(student):
    answer = student.SPARSER
    expect_type(answer, str, name="SPARSER")
    if answer.strip().lower() not in ("l1", "l2"):
        fail("not-equal", got=answer, expected="l1 / l2", name="SPARSER")
