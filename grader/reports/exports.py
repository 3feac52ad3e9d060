"""Standings -> JSON and CSV, for other programs. The same standings always give the same bytes."""

import itertools
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from grader.course import Course
from grader.model import CheckResult, Exercise, Finding, Outcome, Standing
from grader.reports.cells import text_cell
from grader.reports.sheet import csv_lines
from grader.scoring import points
from grader.wording import named, plain_number, sentence, title

SCHEMA = 1


def to_json(course: Course, standings: Iterable[Standing], language: str, isolation: str) -> Iterator[bytes]:
    """Yield every student's scores, checks and messages as JSON; fields may be added to it, never removed."""
    head = {"schema": SCHEMA, "course": named(course.title, language), "isolation": isolation}
    yield msgspec.json.format(msgspec.json.encode(head), indent=2).removesuffix(b"\n}") + b',\n  "students": ['
    before = b""
    for student, group in itertools.groupby(standings, key=lambda each: each.student):
        record = msgspec.json.format(msgspec.json.encode(_student(course, student, group, language)), indent=2)
        # No text of JSON holds a line break: each one is between its parts.
        yield before + b"\n    " + record.replace(b"\n", b"\n    ")
        before = b","
    yield (b"\n  ]" if before else b"]") + b"\n}\n"


def to_csv(course: Course, standings: Iterable[Standing]) -> Iterator[bytes]:
    """Yield a row a student as UTF-8: the id, the score of each exercise, the total and the most that can be had.

    Cells that a spreadsheet would take for a formula begin with an apostrophe; control characters are left out.
    """
    yield from csv_lines([["student", *map(text_cell, course.exercises), "total", "max"]])
    groups = itertools.groupby(standings, key=lambda each: each.student)
    yield from csv_lines(_row(course, student, group) for student, group in groups)


def _row(course: Course, student: str, standings: Iterable[Standing]) -> list[str]:
    row = {each.exercise: each for each in standings}
    scores = [plain_number(row[slug].score) if slug in row else "" for slug in course.exercises]
    total, most = sum(each.score for each in row.values()), sum(each.max_score for each in row.values())
    return [text_cell(student), *scores, plain_number(total), plain_number(most)]


def _student(course: Course, student: str, standings: Iterable[Standing], language: str) -> dict[str, Any]:
    exercises = [_exercise(course.exercises[each.exercise], each, language) for each in standings]
    return {
        "student": _storable(student),
        "score": points(sum(each["score"] for each in exercises)),
        "max_score": points(sum(each["max_score"] for each in exercises)),
        "exercises": exercises,
    }


def _exercise(exercise: Exercise, standing: Standing, language: str) -> dict[str, Any]:
    feedback = exercise.feedback.get(language)
    submission, result = standing.submission, standing.result
    problem = (submission.problem if submission else None) or (result.problem if result else None)
    notes = submission.notes if submission else ()
    return {
        "exercise": standing.exercise,
        "status": standing.status,
        "score": standing.score,
        "max_score": standing.max_score,
        "problem": sentence(problem, feedback, language) if problem else None,
        "problem_kind": problem.kind if problem else None,
        "provisional": result.provisional if result else False,
        "notes": [sentence(note, feedback, language) for note in notes],
        "checks": [_check(exercise, check, problem, language) for check in result.checks] if result else [],
    }


def _check(exercise: Exercise, result: CheckResult, problem: Finding | None, language: str) -> dict[str, Any]:
    hidden = all(check.hidden for check in exercise.checks if check.name == result.check)
    # Where the code could not be loaded, no check has a finding of its own: the reason is that of all of them.
    finding = result.finding or (problem if result.outcome is not Outcome.PASSED else None)
    message = sentence(finding, exercise.feedback.get(language), language, reveal=not hidden) if finding else None
    return {
        "check": result.check,
        "title": title(exercise, result.check, language),
        "hidden": hidden,
        "outcome": result.outcome.value,
        "points": points(result.points),
        "max_points": points(result.max_points),
        "diagnosis": result.finding.diagnosis if result.finding else None,
        "message": message,
        "seconds": result.seconds,
    }


def _storable(text: str) -> str:
    """Return `text` with lone surrogates, of file names in no encoding, spelled out: JSON has no place for them."""
    return text.encode("utf-8", "backslashreplace").decode()
