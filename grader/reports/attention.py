"""What needs a teacher's eye first: files that no check could run on, and results that a person should judge."""

from collections.abc import Iterable, Iterator, Sequence

from grader.course import Course
from grader.model import Finding, Outcome, Record, Result, Standing, Submission
from grader.scoring import UNREADABLE
from grader.wording import sentence

# The kinds in the order in which they are looked at: what is ours, what got no points without being wrong, the rest.
KINDS = tuple("fault not-graded unreadable wrong-name load refused equal crashed timed-out untouched note".split())
_OUTCOMES = {
    Outcome.GRADER_FAULT: "fault",
    Outcome.REFUSED: "refused",
    Outcome.CRASHED: "crashed",
    Outcome.TIMED_OUT: "timed-out",
}
# The code ran, or nothing is lost: no reason to look.
_HARMLESS = {"stub-ignored"}


class Attention(Record, frozen=True):
    """Why a teacher should look at something; `exercise` is "" where the file belongs to none, `kind` is one of `KINDS`.

    `href` leads to what there is to see, from the report's top, where that is not the student's page.
    """

    student: str
    exercise: str
    path: str
    kind: str
    sentence: str
    href: str = ""


def may_need_a_look(standing: Standing) -> bool:
    """Return whether `attention` may find something in a standing: a cheap question, asked of thousands."""
    submission = standing.submission
    return standing.result is not None or (submission is not None and bool(submission.problem or submission.notes))


def attention(
    course: Course, standings: Iterable[Standing], misnamed: Sequence[Submission], language: str
) -> Iterator[Attention]:
    """Yield what needs a look, the most urgent kinds first, then by student."""
    found = [each for standing in standings for each in _of_standing(course, standing, language)]
    found += [_of_file(submission, language) for submission in misnamed]
    seen: set[tuple[str, str]] = set()
    for each in sorted(found, key=lambda each: (KINDS.index(each.kind), each.student)):
        # A note on an archive stands with each of the exercises in it, and who hands in a whole folder has many untouched
        # stubs: once is enough.
        if each.kind not in ("note", "untouched") or (each.student, each.sentence) not in seen:
            seen.add((each.student, each.sentence))
            yield each


def _of_standing(course: Course, standing: Standing, language: str) -> Iterator[Attention]:
    submission, exercise = standing.submission, course.exercises.get(standing.exercise)
    if submission is None or exercise is None:
        return
    for kind, finding in _findings(standing, submission):
        yield Attention(
            student=standing.student,
            exercise=standing.exercise,
            path=submission.path,
            kind=kind,
            sentence=sentence(finding, exercise.feedback.get(language), language),
        )


def _findings(standing: Standing, submission: Submission) -> Iterator[tuple[str, Finding]]:
    """Yield one reason to look at the result, and the notes on the file."""
    if standing.status == UNREADABLE and submission.problem is not None:
        kind = "wrong-name" if submission.problem.kind == "wrong-name" else "unreadable"
        yield kind, submission.problem
    elif standing.result is not None:
        yield from _worst(standing.result, full=standing.score >= standing.max_score)
    for note in submission.notes:
        if note.kind not in _HARMLESS:
            yield ("untouched" if note.kind == "untouched-stub" else "note"), note


def _worst(result: Result, *, full: bool) -> Iterator[tuple[str, Finding]]:
    faults = [check for check in result.checks if check.outcome is Outcome.GRADER_FAULT]
    if faults:
        finding = faults[0].finding or Finding(kind="fault")
        yield ("not-graded" if finding.kind == "not-graded" else "fault"), finding
        return
    if result.problem is not None:
        # A notebook with a failed cell is graded all the same: of interest only where points are missing.
        if result.problem.kind != "cells-failed":
            yield "load", result.problem
            return
        if not full:
            yield "note", result.problem
    for outcome, kind in _OUTCOMES.items():
        found = next((check for check in result.checks if check.outcome is outcome), None)
        if found is not None:
            yield kind, found.finding or Finding(kind=kind)
            return


def _of_file(submission: Submission, language: str) -> Attention:
    problem = submission.problem or Finding(kind="wrong-name", parameters={"name": submission.path})
    return Attention(
        student=submission.student,
        exercise=submission.exercise,
        path=submission.path,
        kind="wrong-name" if problem.kind == "wrong-name" else "unreadable",
        sentence=sentence(problem, None, language),
    )
