"""Results as JUnit XML, for what reads test reports: a suite for each student, a test case for each check.

The dialects differ, so only what all of them take is written: the attributes that Ant's schema requires, properties at the
head of a suite (Jenkins' schema allows none in a test case), one outcome a case, why one is skipped as text (an older
schema of Jenkins knows no message there), and empty outputs at the end. Reports
are shown to students too: of a hidden check no expected, returned or printed value stands in one.
"""

import itertools
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

from grader.course import Course
from grader.model import Exercise, Outcome, Record, Standing
from grader.scoring import points
from grader.wording import plain_number, sentence, status_word, title, visible

FAILURES = (Outcome.FAILED, Outcome.REFUSED)
REPLACEMENT = "\ufffd"
# What XML 1.0 can't hold, escaped or not.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Case(Record, frozen=True):
    """One check of one student: `kind` is `failure`, `error`, `skipped`, or "" where it passed."""

    exercise: str
    name: str
    kind: str
    why: str
    message: str
    points: float
    max_points: float
    seconds: float = 0.0


def to_junit(course: Course, standings: Iterable[Standing], language: str, when: float) -> Iterator[bytes]:
    """Yield the report, one suite at a time; `when` is the time of the run, in seconds since 1970."""
    yield b'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n'
    stamp = datetime.fromtimestamp(when, UTC).strftime("%Y-%m-%dT%H:%M:%S")
    for number, (student, row) in enumerate(itertools.groupby(standings, key=lambda each: each.student)):
        cases = [case for each in row for case in _cases(course.exercises[each.exercise], each, language)]
        yield "".join(f"{line}\n" for line in _suite(student, number, stamp, cases)).encode()
    yield b"</testsuites>\n"


def _suite(student: str, number: int, stamp: str, cases: list[Case]) -> Iterator[str]:
    counts = {kind: str(sum(case.kind == kind for case in cases)) for kind in ("failure", "error", "skipped")}
    yield (
        "  <testsuite"
        + _attributes(
            name=visible(student, None),
            package="grade",
            id=str(number),
            timestamp=stamp,
            hostname="localhost",
            tests=str(len(cases)),
            failures=counts["failure"],
            errors=counts["error"],
            skipped=counts["skipped"],
            time=f"{sum(case.seconds for case in cases):.3f}",
        )
        + ">"
    )
    yield "    <properties>"
    yield _property("score", sum(case.points for case in cases))
    yield _property("max_score", sum(case.max_points for case in cases))
    for case in cases:
        yield _property(f"{case.exercise}.{case.name}.points", case.points)
        yield _property(f"{case.exercise}.{case.name}.max_points", case.max_points)
    yield "    </properties>"
    for case in cases:
        head = "    <testcase" + _attributes(classname=case.exercise, name=case.name, time=f"{case.seconds:.3f}")
        if case.kind:
            yield head + ">"
            if case.kind == "skipped":
                yield f"      <skipped>{escape(_ILLEGAL.sub(REPLACEMENT, case.message))}</skipped>"
            else:
                yield f"      <{case.kind}" + _attributes(message=case.message, type=case.why) + "/>"
            yield "    </testcase>"
        else:
            yield head + "/>"
    yield "    <system-out/>"
    yield "    <system-err/>"
    yield "  </testsuite>"


def _cases(exercise: Exercise, standing: Standing, language: str) -> Iterator[Case]:
    submission, result = standing.submission, standing.result
    feedback = exercise.feedback.get(language)
    problem = (submission.problem if submission else None) or (result.problem if result else None)
    found = {each.check: each for each in result.checks} if result else {}
    for check in exercise.checks:
        given = found.get(check.name)
        if given is None:
            message = sentence(problem, feedback, language) if problem else status_word(standing.status, language)
            kind, why, earned, seconds = "error" if problem else "skipped", standing.status, 0.0, 0.0
        else:
            finding = given.finding or problem
            quote = not check.hidden or finding is problem
            message = sentence(finding, feedback, language, reveal=not check.hidden, quote=quote) if finding else ""
            kind, why, earned, seconds = _kind(given.outcome), given.outcome.value, given.points, given.seconds
        yield Case(
            exercise=exercise.slug,
            name=check.name,
            kind=kind,
            why=why,
            message=f"{title(exercise, check.name, language)} · {message}".removesuffix(" · "),
            points=points(earned),
            max_points=points(check.points),
            seconds=seconds,
        )


def _kind(outcome: Outcome) -> str:
    if outcome is Outcome.PASSED:
        return ""
    if outcome is Outcome.SKIPPED:
        return "skipped"
    return "failure" if outcome in FAILURES else "error"


def _property(name: str, value: float) -> str:
    return "      <property" + _attributes(name=name, value=plain_number(value)) + "/>"


def _attributes(**values: str) -> str:
    return "".join(f" {name}={quoteattr(_ILLEGAL.sub(REPLACEMENT, value))}" for name, value in values.items())
