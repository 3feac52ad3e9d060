"""Public checks of `broadcasting_bug`: the example of the task, and the form of the two answers."""

import torch

from grader.checks import as_plain, check, expect, expect_close, expect_type

TARGET = torch.tensor([2.0, 2.0, 1.0])
PREDICTION = torch.tensor([1.0, 2.0, 4.0])
LOSSES = torch.tensor([0.5, 0.0, 4.5])


@check(points=0.5)
def test_two_vectors(student):
    got = student.squared_loss(PREDICTION, TARGET)
    expect_close(got, LOSSES, instead={"forgets-the-half": 2 * LOSSES, "returns-the-mean": LOSSES.mean()})


@check(points=0.5)
def test_a_column_and_a_vector(student):
    column = PREDICTION.view(3, 1)
    got = student.squared_loss(column, TARGET)
    instead = {
        "broadcasts": (column - TARGET) ** 2 / 2,
        "forgets-the-half": 2 * LOSSES.view(3, 1),
        "returns-the-mean": LOSSES.mean(),
        "flattens-the-prediction": LOSSES,
    }
    expect_close(got, LOSSES.view(3, 1), instead=instead)


@check(points=0)
def test_the_variant_is_one_letter(student):
    letter = student.BROKEN_VARIANT
    expect_type(letter, str, name="BROKEN_VARIANT")
    expect(letter.strip().upper() in set("ABCD"), diagnosis="not-a-letter-of-the-list")


@check(points=0)
def test_the_shape_is_a_tuple_of_numbers(student):
    shape = as_plain(student.broken_loss_shape(3))
    expect_type(shape, tuple, name="broken_loss_shape")
    for size in shape:
        expect_type(size, int, name="broken_loss_shape")
