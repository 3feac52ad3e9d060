"""Item analysis, against numbers worked out by hand, NumPy and the definitions."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.statistics import (
    FEWEST_STUDENTS,
    alpha_meaning,
    cronbach_alpha,
    item_rest_correlation,
    item_statistics,
    quantile,
)

shares = st.floats(0, 1).map(lambda value: round(value, 3))


def advice_of(first, *others):
    return item_statistics([first, *others], [1.0] * (1 + len(others)))[0].advice


def test_the_correlation_is_pearsons():
    """An item's correlation with the rest is the one that NumPy computes."""
    rng = np.random.default_rng(0)
    item = rng.integers(0, 2, 50).astype(float)
    rest = item + rng.normal(size=50)
    assert item_rest_correlation(list(item), list(rest)) == pytest.approx(np.corrcoef(item, rest)[0, 1])


def test_alpha_is_the_one_of_the_definition():
    """Alpha of three items, worked out by hand: k/(k-1) times one minus the items' share of the variance."""
    items = [[1.0, 0.0, 1.0, 1.0], [1.0, 0.0, 0.0, 1.0], [1.0, 0.0, 1.0, 0.0]]
    # Variances 1/4, 1/3, 1/3; the sums are 3, 0, 2, 2 with variance 19/12.
    assert cronbach_alpha(items) == pytest.approx(1.5 * (1 - (1 / 4 + 1 / 3 + 1 / 3) / (19 / 12)))


def test_items_that_say_the_same_have_the_highest_alpha():
    """Equal items give alpha 1; items that contradict each other a negative one."""
    assert cronbach_alpha([[0.0, 1.0, 0.5], [0.0, 1.0, 0.5]]) == pytest.approx(1)
    assert cronbach_alpha([[0.0, 1.0, 0.5], [0.9, 0.0, 0.5]]) < 0


@pytest.mark.parametrize(
    "items",
    [
        [],
        [[]],
        [[1.0]],
        [[1.0, 0.0]],
        [[], []],
        [[1.0], [0.0]],
        [[1.0, 1.0], [0.3, 0.3]],
        [[1.0, 0.0], [0.0, 1.0]],
    ],
    ids=["nothing", "nobody", "one of both", "one check", "no student", "one student", "all equal", "equal sums"],
)
def test_alpha_of_too_little_is_none(items):
    """One student, one check, or sums that do not vary give no number."""
    assert cronbach_alpha(items) is None


def test_a_correlation_needs_two_things_that_vary():
    """One student, or an item or a rest that is the same for all, has no correlation."""
    assert item_rest_correlation([1.0], [2.0]) is None
    assert item_rest_correlation([], []) is None
    assert item_rest_correlation([0.1] * 9, list(map(float, range(9)))) is None
    assert item_rest_correlation([0.0, 1.0, 0.0], [0.7, 0.7, 0.7]) is None
    with pytest.raises(ValueError):
        item_rest_correlation([1.0], [])


def test_only_who_reached_an_item_is_counted():
    """A check that was not reached counts neither as wrong there nor against the others."""
    [first, second] = item_statistics([[1.0, 0.0, 1.0], [1.0, None, 0.5]], [1.0, 4.0])
    assert (first.reached, second.reached) == (3, 2)
    assert first.difficulty == pytest.approx(2 / 3)
    assert second.difficulty == pytest.approx(0.75)
    assert second.rest == pytest.approx(1.0)


def test_one_check_alone_is_described_without_a_rest():
    """An exercise with one check has a difficulty, and nothing to compare it with."""
    [only] = item_statistics([[1.0, 0.0] * FEWEST_STUDENTS], [10.0])
    assert (only.difficulty, only.discrimination, only.rest) == (0.5, None, None)
    assert only.advice == "fine"


def test_the_advice_says_what_to_do():
    """Each pattern of a class's scores has its own advice."""
    half = [0.0] * 10 + [1.0] * 10
    assert advice_of(half[:5], half[:5]) == "few"
    assert advice_of([0.0] * 19 + [1.0], [1.0] * 20) == "failed-alone"
    assert advice_of([1.0] * 20, half) == "all-pass"
    assert advice_of(half, half[::-1]) == "upside-down"
    assert advice_of([0.0, 1.0] * 10, half) == "unrelated"
    assert advice_of([0.0] * 13 + [1.0] * 7, half) == "hard"
    assert advice_of([0.0] * 7 + [1.0] * 13, half) == "fine"
    # Nearly everybody fails everything: the check is not alone.
    assert advice_of([0.0] * 19 + [1.0], [0.0] * 19 + [1.0]) == "hard"


def test_alpha_of_a_few_students_means_nothing():
    """Below a handful of students even a high alpha is not interpreted."""
    assert alpha_meaning(0.9, FEWEST_STUDENTS - 1) == alpha_meaning(None, 100) == "few"
    assert [alpha_meaning(alpha, 100) for alpha in (0.9, 0.6, 0.1, -1.0)] == ["coherent", "mixed", "loose", "loose"]


def test_a_quantile_is_one_of_the_numbers():
    """The median of an even count is the lower one of the middle: a time that a submission really took."""
    assert quantile([3.0, 1.0, 2.0, 4.0], 0.5) == 2.0
    assert quantile([3.0, 1.0, 2.0], 0.95) == 3.0
    assert quantile([5.0], 0.0) == 5.0
    assert quantile([], 0.5) is None


@given(
    st.integers(0, 6).flatmap(
        lambda students: st.lists(st.lists(shares | st.none(), min_size=students, max_size=students), max_size=5)
    )
)
def test_any_scores_give_finite_statistics(items):
    """Whatever the scores are, a statistic is a number in its range or None."""
    for each in item_statistics(items, [1.0] * len(items)):
        assert each.difficulty is None or 0 <= each.difficulty <= 1
        assert each.discrimination is None or -1 <= each.discrimination <= 1
    complete = [[score or 0.0 for score in item] for item in items]
    alpha = cronbach_alpha(complete)
    assert alpha is None or (math.isfinite(alpha) and alpha <= 1 + 1e-9)
