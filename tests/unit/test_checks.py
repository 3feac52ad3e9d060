"""The words of checks tell right from wrong, and one wrong from another."""

import math
import sys
from collections.abc import Callable

import numpy as np
import pytest
import torch

from grader.checks import (
    as_plain,
    award,
    brief,
    expect_close,
    expect_equal,
    expect_items,
    expect_raises,
    expect_unchanged,
    identical,
    is_close,
    misconception,
    note,
)
from grader.inputs import Inputs, strided
from grader.model import Finding, Outcome
from grader.verdicts import CheckFailed, Noted, Raised

ONES = torch.ones(3)


def finding_of(call: Callable[[], object]) -> Finding:
    with pytest.raises(CheckFailed) as caught:
        call()
    return caught.value.finding


@pytest.mark.parametrize(
    ("got", "kind"),
    [
        (None, "returned-nothing"),
        (1.0, "wrong-type"),
        ([1.0, 1.0, 1.0], "wrong-type"),
        (np.ones(3), "wrong-type"),
        (torch.ones(1), "wrong-shape"),
        (torch.ones(3, 1), "wrong-shape"),
        (torch.ones(0), "wrong-shape"),
        (torch.ones(3, dtype=torch.float64), "wrong-dtype"),
        (torch.tensor([1.0, 1.0, math.nan]), "not-finite"),
        (torch.tensor([1.0, 1.0, math.inf]), "not-finite"),
        (torch.tensor([1.0, 1.0, 1.01]), "wrong-value"),
    ],
)
def test_the_first_thing_that_is_off_is_named(got: object, kind: str) -> None:
    """Type, shape, dtype, finiteness and value are looked at in this order, and broadcasting forgives nothing."""
    assert finding_of(lambda: expect_close(got, ONES)).kind == kind


@pytest.mark.parametrize("got", [ONES, ONES + 1e-6, ONES.clone().requires_grad_(), strided(ONES)])
def test_a_right_answer_passes(got: torch.Tensor) -> None:
    """Rounding, a graph or another layout in memory is no mistake."""
    expect_close(got, ONES)


@pytest.mark.parametrize(
    "got", [2, 2.0, np.float64(2), torch.tensor(2.0), torch.tensor([[2.0]]), np.array([2.0]), True + 1]
)
def test_a_number_may_be_whatever_float_accepts(got: object) -> None:
    """Where a number is asked for, anything that `float()` accepts counts."""
    expect_close(got, 2.0, number=True)


@pytest.mark.parametrize("got", ["2.0", None, [2.0], math.nan])
def test_what_is_no_number_fails(got: object) -> None:
    """A text, a list, nothing, or NaN is no number."""
    with pytest.raises(CheckFailed):
        expect_close(got, 2.0, number=True)


def test_infinity_is_expected_only_where_it_is_right() -> None:
    """Infinities must stand where they are expected, with their sign."""
    wanted = torch.tensor([1.0, math.inf])
    expect_close(wanted.clone(), wanted)
    for wrong in ([1.0, 1.0], [1.0, -math.inf], [math.inf, 1.0], [1.0, math.nan]):
        with pytest.raises(CheckFailed):
            expect_close(torch.tensor(wrong), wanted)


def test_a_misconception_is_named_when_its_value_is_met() -> None:
    """An answer that equals what a misconception gives is diagnosed, of whatever shape or dtype that is."""
    rivals = {"sums": torch.tensor(3.0), "doubles": ONES * 2}
    assert finding_of(lambda: expect_close(ONES * 2, ONES, instead=rivals)).diagnosis == "doubles"
    assert finding_of(lambda: expect_close(3.0, ONES, instead=rivals)).diagnosis == "sums"
    assert finding_of(lambda: expect_close(ONES.double() * 2, ONES, instead=rivals)).diagnosis == "doubles"
    assert finding_of(lambda: expect_close(ONES * 5, ONES, instead=rivals)).diagnosis is None


def test_a_misconception_that_gives_the_right_value_is_not_named() -> None:
    """Where an input does not separate a misconception from the right answer, nobody is accused of it."""
    assert finding_of(lambda: expect_close(ONES.double(), ONES, instead={"same": ONES})).diagnosis is None


@pytest.mark.parametrize(
    ("got", "expected", "same"),
    [
        ([1, 2], (1, 2), True),
        (torch.Size([1, 2]), (1, 2), True),
        ((torch.tensor(1), np.int64(2)), (1, 2), True),
        (0.1 + 0.2, 0.3, True),
        (True, 1, True),
        ("b", "B", False),
        ((1,), 1, False),
        (None, False, False),
        ({"a": [1]}, {"a": (1,)}, True),
        ({"a": 1, "b": 2}, {"a": 1}, False),
        (math.nan, math.nan, False),
    ],
)
def test_constants_are_compared_with_equality(got: object, expected: object, same: bool) -> None:
    """Lists and tuples are the same, floats within 1e-9, and nothing else is bent."""
    if same:
        expect_equal(got, expected)
    else:
        with pytest.raises(CheckFailed):
            expect_equal(got, expected)


def test_other_right_constants_count() -> None:
    """A constant may have more than one right value, and a wrong one may be told apart."""
    expect_equal((1,), (1, 1), accept=[(1,)])
    assert finding_of(lambda: expect_equal((2,), (1,), instead={"twice": (2,)})).diagnosis == "twice"


class Calls:
    """A student who raises what the test says."""

    def __init__(self, *bases: str) -> None:
        self.bases = bases

    def __call__(self) -> None:
        if self.bases:
            raise Raised(Finding(kind="exception"), self.bases, "why")


def test_an_exception_is_expected_by_its_name_or_a_base() -> None:
    """A subclass of the exception counts; another exception, or none, does not."""
    expect_raises("ValueError", Calls("ShapeError", "ValueError", "Exception"))
    assert finding_of(lambda: expect_raises("ValueError", Calls("TypeError", "Exception"))).kind == "raised-other"
    assert finding_of(lambda: expect_raises("ValueError", Calls())).kind == "did-not-raise"


class Student:
    """Arguments before and after a call."""

    def __init__(self, before: list[object], after: list[object]) -> None:
        self.arguments_before, self.arguments = before, after


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        (ONES, ONES.clone(), True),
        (torch.tensor(math.nan), torch.tensor(math.nan), True),
        (ONES, ONES + 1e-7, False),
        (ONES, ONES.double(), False),
        (ONES, ONES[None], False),
        ([1, ONES], [1, ONES.clone()], True),
        ([1], (1,), False),
        ({"a": ONES}, {"a": ONES + 1}, False),
        (np.ones(2), np.ones(2), True),
        (1, 1.0, False),
    ],
)
def test_changed_arguments_are_noticed(before: object, after: object, same: bool) -> None:
    """Values, shapes and dtypes of arguments must be exactly what they were."""
    assert identical(before, after) is same
    if same:
        expect_unchanged(Student([before], [after]))
    else:
        found = finding_of(lambda: expect_unchanged(Student([0, before], [0, after])))
        assert (found.diagnosis, found.parameters) == ("changes-its-arguments", {"argument": 2})


def test_partial_credit_keeps_a_share() -> None:
    """A check may end with a share of its points, and all of them end nothing."""
    award(1.0)
    with pytest.raises(CheckFailed) as caught:
        award(0.25, diagnosis="half-done")
    assert (caught.value.fraction, caught.value.finding.diagnosis) == (0.25, "half-done")


def test_a_share_that_is_no_number_is_no_credit() -> None:
    """A fraction that a submission turned into NaN keeps no points."""
    with pytest.raises(CheckFailed) as caught:
        award(float("nan"))
    assert caught.value.fraction == 0.0


@pytest.mark.parametrize(("got", "expected"), [(math.pi, math.nan), (sys.float_info.max, math.inf), (0.0, math.nan)])
def test_no_number_stands_for_nan_or_infinity(got: float, expected: float) -> None:
    """Where NaN or infinity is right, no finite number is."""
    pair = torch.tensor([got], dtype=torch.float64), torch.tensor([expected], dtype=torch.float64)
    assert not is_close(*pair)
    assert is_close(pair[1], pair[1])


def test_a_note_keeps_all_points() -> None:
    """A remark about a right answer costs nothing."""
    with pytest.raises(Noted) as caught:
        note("another-way")
    assert (caught.value.fraction, caught.value.outcome) == (1.0, Outcome.PASSED)


def test_misconceptions_without_a_value_are_named() -> None:
    """A mistake that no single value tells is named by a condition."""
    misconception("never", when=False)
    assert finding_of(lambda: misconception("always", when=True)).diagnosis == "always"


def test_items_are_counted() -> None:
    """A tuple or list of the right length is taken apart."""
    assert expect_items((1, 2), 2) == [1, 2]
    assert finding_of(lambda: expect_items((1,), 2)).kind == "wrong-length"
    assert finding_of(lambda: expect_items(ONES, 2)).kind == "wrong-type"


def test_inputs_depend_on_every_part_of_the_seed() -> None:
    """The same seed draws the same inputs; another exercise, check, variant or secret draws others."""
    draws = [Inputs(*seed).normal(4) for seed in (("a", "b", "", b""), ("a", "b", "", b"s"), ("a", "bc", "", b""))]
    assert torch.equal(Inputs("a", "b", "", b"").normal(4), draws[0])
    assert len({tuple(draw.tolist()) for draw in draws}) == 3


def test_values_are_shown_short() -> None:
    """A value in a message is short, whatever it is."""
    assert brief(torch.tensor(0.60704)) == "0.6070"
    assert brief((5,)) == "(5,)"
    assert len(brief("x" * 500)) <= 120
    assert brief(torch.zeros(100, 2)).startswith("tensor of shape (100, 2)")
    assert as_plain(torch.Size([2])) == (2,)


def test_two_values_that_differ_are_shown_so_that_they_differ() -> None:
    """A message never says that the same number was expected and given."""
    with pytest.raises(CheckFailed) as caught:
        expect_close(torch.tensor([1.0, 0.3406]), torch.tensor([1.0, 0.340561]), rtol=1e-5)
    told = caught.value.finding.parameters
    assert told["got"] == "[1.000000, 0.340600]"
    assert told["expected"] == "[1.000000, 0.340561]"
