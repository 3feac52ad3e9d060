"""Results become scores."""

import pytest
from classroom import EXERCISES, HIDDEN, find, grade, hand_in, make_class, stand

from grader.model import Outcome
from grader.scoring import is_provisional, points, standing, summarize_class


def test_a_score_is_the_sum_of_the_points_of_the_checks():
    """Passed checks give their points, failed ones give none."""
    standing = stand("ada", "double", grade("double", "passed", "failed"))
    assert (standing.status, standing.score, standing.max_score) == ("graded", 5.0, 10.0)


def test_partial_credit_counts():
    """A check that awards a share of its points adds that share."""
    standing = stand("ada", "double", grade("double", "passed", "failed", share={HIDDEN: 1 / 3}))
    assert standing.score == 6.67


def test_nothing_handed_in_is_missing():
    """Without a submission the score is 0 of all points."""
    missing = stand("ada", "double", missing=True)
    assert (missing.status, missing.score, missing.max_score) == ("missing", 0.0, 10.0)


def test_what_can_not_be_read_is_unreadable():
    """A file with a problem has 0 points and no result, whatever else is known of it."""
    submission = hand_in("ada", "double", problem=find("empty"))
    unreadable = standing(EXERCISES["double"], "ada", submission, grade("double"))
    assert (unreadable.status, unreadable.score, unreadable.result) == ("unreadable", 0.0, None)


def test_code_that_can_not_be_loaded_is_graded_with_no_points():
    """A syntax error is a result: graded, 0 points."""
    result = grade("double", "errored", "errored", "errored", problem=find("syntax-error"))
    assert stand("ada", "double", result).status == "graded"
    assert stand("ada", "double", result).score == 0


def test_a_fault_of_ours_makes_a_score_provisional():
    """Points that a grader fault left open stay in the maximum, and the score says so."""
    standing = stand("ada", "double", grade("double", "passed", "grader_fault"))
    assert is_provisional(standing)
    assert standing.max_score == 10


def test_what_has_no_result_yet_is_open_and_not_wrong():
    """A submission that no run has graded yet has open points in every check."""
    waiting = stand("ada", "double")
    assert waiting.status == "graded"
    assert is_provisional(waiting)
    assert {check.outcome for check in waiting.result.checks} == {Outcome.GRADER_FAULT}


def test_points_have_at_most_two_decimals():
    """Sums of thirds show no noise of floating point, and there is no -0."""
    assert points(0.1 + 0.2) == 0.3
    assert points(10 / 3) == 3.33
    assert str(points(-0.0)) == "0.0"


def test_a_class_has_a_mean_and_a_median_of_its_students_totals():
    """Students who handed in nothing count with 0 points."""
    summary = summarize_class(
        make_class(
            {
                "ada": {"double": grade("double"), "quiz": grade("quiz")},
                "ben": {"double": grade("double", "failed"), "quiz": find("empty")},
                "cem": {},
            }
        )
    )
    assert (summary.students, summary.active, summary.complete) == (3, 2, 2)
    assert summary.mean == pytest.approx(9.0)
    assert summary.median == 7.0
    assert summary.max_score == 30.0
    assert summary.counts == {"graded": 3, "missing": 5, "unreadable": 1}
    assert summary.played == ("double", "quiz")


def test_a_class_of_nobody_has_zeros():
    """No student, no division by zero."""
    summary = summarize_class([])
    assert (summary.students, summary.mean, summary.median, summary.max_score) == (0, 0.0, 0.0, 0.0)
