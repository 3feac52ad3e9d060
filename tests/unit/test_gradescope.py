"""`grade export gradescope` writes results as Gradescope's autograders do."""

import json
from datetime import UTC, datetime

import pytest
from classroom import COURSE, HIDDEN, LAST, PUBLIC, find, grade, make_class
from msgspec.structs import replace

from grader.model import Visibility
from grader.reports.gradescope import file_name, results_json

# What the specification of results.json allows, and what must stand there.
TOP = {
    "score": float,
    "execution_time": float,
    "output": str,
    "output_format": str,
    "test_output_format": str,
    "test_name_format": str,
    "visibility": str,
    "stdout_visibility": str,
    "extra_data": dict,
    "tests": list,
}
TEST = {
    "score": float,
    "max_score": float,
    "status": str,
    "name": str,
    "name_format": str,
    "number": str,
    "output": str,
    "output_format": str,
    "tags": list,
    "visibility": str,
    "extra_data": dict,
}
FORMATS = {"text", "html", "simple_format", "md", "ansi"}
VISIBILITIES = {"hidden", "after_due_date", "after_published", "visible"}
WRONG = grade(
    "double",
    "failed",
    "failed",
    "errored",
    findings={
        PUBLIC: find("wrong-value", got="0.5000", expected="0.7500"),
        HIDDEN: find("wrong-value", "divides-by-n", got="SECRET-GOT", expected="SECRET-EXPECTED"),
        LAST: find("raised", type="ValueError", message="SECRET-INPUT"),
    },
    printed={PUBLIC: "printed in public", HIDDEN: "SECRET-PRINTED", LAST: "SECRET-PRINTED"},
)


def results(work, course=COURSE, when=0.0, scale=None, language="en"):
    document = json.loads(results_json(course, make_class({"ada": work}), language, when, scale))
    assert {name: type(value) for name, value in document.items()}.items() <= TOP.items()
    assert {document["visibility"], document["stdout_visibility"]} <= VISIBILITIES
    for test in document["tests"]:
        assert {name: type(value) for name, value in test.items()} == TEST
        assert test["visibility"] in VISIBILITIES
        assert {test["output_format"], test["name_format"]} <= FORMATS
        assert test["status"] in {"passed", "failed"}
        assert all(isinstance(tag, str) for tag in test["tags"])
    numbers = [test["number"] for test in document["tests"]]
    assert len(set(numbers)) == len(numbers)
    assert document["score"] == pytest.approx(sum(test["score"] for test in document["tests"]), abs=0.05)
    return document


def seen(visibility):
    """Return the course with hidden checks that show then."""
    exercises = {
        slug: replace(
            each,
            checks=tuple(
                replace(check, visibility=visibility if check.hidden else check.visibility) for check in each.checks
            ),
        )
        for slug, each in COURSE.exercises.items()
    }
    due = datetime(2026, 10, 1, tzinfo=UTC)
    return replace(COURSE, exercises=exercises, units=tuple(replace(unit, due=due) for unit in COURSE.units))


def test_each_check_is_a_test():
    """A check has its points, its number and its title; what it is to the course stands beside it."""
    tests = results({"double": grade("double", "passed", "failed"), "quiz": grade("quiz")})["tests"]
    assert [test["number"] for test in tests] == ["1.1", "1.2", "1.3", "2.1", "2.2", "2.3", "3"]
    assert tests[1] == {
        "number": "1.2",
        "name": "Twice · any `values`",
        "name_format": "text",
        "score": 0.0,
        "max_score": 5.0,
        "status": "failed",
        "output": "",
        "output_format": "text",
        "tags": ["double", "hidden"],
        "visibility": "hidden",
        "extra_data": {"exercise": "double", "check": HIDDEN, "outcome": "failed", "diagnosis": None, "seconds": 0.25},
    }
    assert [test["visibility"] for test in tests] == ["visible", "hidden", "hidden"] * 2 + ["visible"]


def test_what_was_not_handed_in_or_read_is_one_test():
    """Missing and unreadable work has all its points in one test that says so."""
    tests = results({"double": find("not-utf8", name="double.py", line=3)})["tests"]
    assert [(test["score"], test["max_score"]) for test in tests] == [(0.0, 10.0)] * 3
    assert "UTF-8" in tests[0]["output"]
    assert tests[1]["output"] == "not handed in"


@pytest.mark.parametrize("visibility", [Visibility.HIDDEN, Visibility.AFTER_DUE])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_hidden_checks_values_stand_nowhere(visibility, language):
    """No value of a hidden check is in the file, whatever Gradescope shows of it; a known misconception is told."""
    document = results({"double": WRONG}, seen(visibility), when=0.0, language=language)
    assert "SECRET" not in json.dumps(document)
    public, hidden, _ = document["tests"][:3]
    assert "0.7500" in public["output"]
    assert "printed in public" in public["output"]
    assert ("divided by N" if language == "en" else "除以 N") in hidden["output"]


def test_a_check_that_shows_after_the_due_date_shows_its_values_then():
    """After the due date such a check says what a public one says; Gradescope is told to wait for its own."""
    test = results({"double": WRONG}, seen(Visibility.AFTER_DUE), when=datetime(2026, 10, 2, tzinfo=UTC).timestamp())
    assert test["tests"][2]["visibility"] == "after_due_date"
    assert "SECRET-INPUT" in test["tests"][2]["output"]
    assert results({"double": WRONG}, seen(Visibility.VISIBLE))["tests"][1]["visibility"] == "visible"


def test_hidden_checks_can_show_with_the_grades():
    """With --after-published a hidden check shows how it ended, and no more, once the grades are published."""
    rows = make_class({"ada": {"double": WRONG}})
    document = json.loads(results_json(COURSE, rows, "en", 0.0, after_published=True))
    assert [test["visibility"] for test in document["tests"]][:3] == ["visible", "after_published", "after_published"]
    assert "SECRET" not in json.dumps(document)


def test_scores_can_be_rescaled():
    """With a scale the tests are worth so many points together."""
    document = results({"double": grade("double")}, scale=60.0)
    assert (document["score"], sum(test["max_score"] for test in document["tests"])) == (20.0, 60.0)


@pytest.mark.parametrize(
    "student", ["ada", "张伟", "Ada", "../../etc/passwd", "con", "a/b", "x" * 300, "\x1b[31m", "", ".", "ada.json"]
)
def test_a_file_name_is_safe_and_nobody_elses(student):
    """Whatever an id holds, its file has a name of its own on every system."""
    name = file_name(student)
    assert name.endswith(".json")
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-_.@+")
    assert not name.startswith((".", "con.", "-"))
    assert len(name) < 110
    assert (name == f"{student}.json") == (student in {"ada", "ada.json"})
