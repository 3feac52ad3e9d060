"""One student's results as Gradescope's autograders report them: a `results.json`.

A student reads there whatever its test's `visibility` shows, so the text of a test says of a hidden check no more than the
pages that are handed out: how it ended, and the words of a known misconception; never a value that was expected, returned
or printed there, not even behind `"visibility": "hidden"`, which a teacher may change with a click.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from grader.course import Course
from grader.model import CheckResult, Exercise, Finding, Outcome, Standing, Visibility
from grader.reports.names import page_name
from grader.reports.studentpage import is_open, shown_output
from grader.scoring import points
from grader.wording import named, phrase, sentence, status_word, title, visible

VISIBILITIES = {Visibility.HIDDEN: "hidden", Visibility.AFTER_DUE: "after_due_date", Visibility.VISIBLE: "visible"}
# Ids that are file names on every system, and no two of which are one where case does not count.
_PLAIN_NAME = re.compile(r"(?!(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$))[a-z0-9][a-z0-9_.@+-]{0,100}")


def results_json(
    course: Course,
    row: Iterable[Standing],
    language: str,
    when: float,
    scale: float | None = None,
    *,
    after_published: bool = False,
) -> bytes:
    """Return the results of one student; at the time `when`, checks that show after their due date are open or not.

    With `after_published`, hidden checks show how they ended once the grades are published, instead of never.
    """
    standings = list(row)
    most = sum(each.max_score for each in standings)
    factor = scale / most if scale is not None and most else 1.0
    due = {slug: unit.due for unit in course.units for slug in unit.exercises}
    tests: list[dict[str, Any]] = []
    for number, standing in enumerate(standings, 1):
        exercise = course.exercises[standing.exercise]
        opened = {check.name for check in exercise.checks if is_open(check, due.get(exercise.slug), when)}
        tests += _tests(exercise, standing, f"{number}", opened, language, factor)
    for test in tests:
        if after_published and test["visibility"] == "hidden":
            test["visibility"] = "after_published"
    document = {
        "score": points(sum(each.score for each in standings) * factor),
        "execution_time": round(sum((each.result.seconds for each in standings if each.result), 0.0), 3),
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "extra_data": {"student": visible(standings[0].student, None), "course": named(course.title, language)},
        "tests": tests,
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


def file_name(student: str) -> str:
    """Return a file name for a student's results: the id where every system takes it, else one made of it."""
    return f"{student}.json" if _PLAIN_NAME.fullmatch(student) else page_name(student).replace(".html", ".json")


def _tests(
    exercise: Exercise, standing: Standing, number: str, opened: set[str], language: str, factor: float
) -> Iterator[dict[str, Any]]:
    """Yield a test for each check, or one that says why there are none."""
    submission, result = standing.submission, standing.result
    feedback = exercise.feedback.get(language)
    problem = (submission.problem if submission else None) or (result.problem if result else None)
    heading = named(exercise.title, language, exercise.slug)
    if result is None:
        yield {
            "number": number,
            "name": visible(heading),
            "name_format": "text",
            "score": 0.0,
            "max_score": points(standing.max_score * factor),
            "status": "failed",
            "output": sentence(problem, feedback, language) if problem else status_word(standing.status, language),
            "output_format": "text",
            "tags": [exercise.slug],
            "visibility": "visible",
            "extra_data": {"exercise": exercise.slug, "status": standing.status},
        }
        return
    found = {each.check: each for each in result.checks}
    for place, check in enumerate(exercise.checks, 1):
        if check.name not in found:
            continue
        given = found[check.name]
        yield {
            "number": f"{number}.{place}",
            "name": visible(f"{heading} · {title(exercise, check.name, language)}"),
            "name_format": "text",
            "score": points(given.points * factor),
            "max_score": points(check.points * factor),
            "status": "passed" if given.outcome is Outcome.PASSED else "failed",
            "output": _said(exercise, given, problem, language, is_open=check.name in opened),
            "output_format": "text",
            "tags": [exercise.slug, "hidden" if check.hidden else "public"],
            "visibility": VISIBILITIES[check.visibility] if check.hidden else "visible",
            "extra_data": {
                "exercise": exercise.slug,
                "check": check.name,
                "outcome": given.outcome.value,
                "diagnosis": given.finding.diagnosis if given.finding else None,
                "seconds": round(given.seconds, 3),
            },
        }


def _said(exercise: Exercise, given: CheckResult, problem: Finding | None, language: str, *, is_open: bool) -> str:
    """Return what was found and, where a student may see it, what the code printed meanwhile."""
    finding = given.finding or (problem if given.outcome is not Outcome.PASSED else None)
    feedback = exercise.feedback.get(language)
    said = sentence(finding, feedback, language, reveal=is_open, quote=is_open or finding is problem) if finding else ""
    printed = shown_output(given.output) if is_open else ""
    if printed:
        printed = f"{phrase('output', language)}:\n{printed}"
    return "\n\n".join(part for part in (said, printed) if part)
