"""What the page of a student shows: every exercise, every check, and what was found."""

from collections.abc import Mapping
from datetime import datetime

from grader.course import Course
from grader.model import Check, CheckResult, Exercise, Finding, Record, Standing, Visibility
from grader.reports.classpage import Cell, score_cell
from grader.reports.table import Table
from grader.scoring import GRADED, MISSING, is_provisional, points
from grader.wording import named, outcome_word, sentence, status_word, title, visible

MAX_OUTPUT = 8_000


class CheckLine(Record, frozen=True):
    """One check: how it ended, what was found, and what the code printed meanwhile."""

    title: str
    hidden: bool
    outcome: str
    word: str
    points: float
    max_points: float
    sentence: str
    output: str


class Section(Record, frozen=True):
    """One exercise on a student's page."""

    slug: str
    title: str
    status: str
    status_word: str
    provisional: bool
    cell: Cell
    max_score: float
    problem: str
    notes: tuple[str, ...]
    path: str
    received: str
    output: str
    fault: str
    checks: tuple[CheckLine, ...]


class OtherFile(Record, frozen=True):
    """A file that fits no exercise."""

    path: str
    problem: str


class StudentPage(Record, frozen=True):
    """Everything on a student's page; `cut_at` is the length that output is cut to."""

    student: str
    score: float
    max_score: float
    sections: tuple[Section, ...]
    missing: tuple[str, ...]
    other_files: tuple[OtherFile, ...]
    for_students: bool
    cut_at: int = MAX_OUTPUT


def student_page(
    course: Course,
    table: Table,
    student: str,
    played: tuple[str, ...],
    language: str,
    *,
    for_students: bool,
    when: float,
) -> StudentPage:
    """Return what a student's page shows of the exercises that are `played`.

    With `for_students` it may be handed out: of what is hidden at the time `when` it tells the outcome and the words of
    a known misconception, and nothing that the code printed, raised or returned there.
    """
    row = [table.standings[student, slug] for slug in played]
    due = {slug: unit.due for unit in course.units for slug in unit.exercises}
    score, max_score = points(sum(each.score for each in row)), points(sum(each.max_score for each in row))
    sections = []
    for standing in row:
        if standing.status != MISSING:
            exercise = course.exercises[standing.exercise]
            open_checks = {each.name for each in exercise.checks if is_open(each, due.get(exercise.slug), when)}
            sections.append(_section(exercise, standing, open_checks, language, for_students=for_students))
    missing = [each.exercise for each in row if each.status == MISSING]
    return StudentPage(
        student=visible(student),
        score=score,
        max_score=max_score,
        sections=tuple(sections),
        missing=tuple(named(course.exercises[slug].title, language, slug) for slug in missing),
        other_files=tuple(
            OtherFile(path=visible(each.path), problem=sentence(each.problem, None, language) if each.problem else "")
            for each in table.misnamed.get(student, ())
        ),
        for_students=for_students,
    )


def shown_output(text: str) -> str:
    """Return what a program printed as visible text that keeps its lines."""
    return visible(text.rstrip(), MAX_OUTPUT, keep="\n\t")


def _section(
    exercise: Exercise, standing: Standing, open_checks: set[str], language: str, *, for_students: bool
) -> Section:
    submission, result = standing.submission, standing.result
    feedback = exercise.feedback.get(language)
    problem: Finding | None = (submission.problem if submission else None) or (result.problem if result else None)
    results: Mapping[str, CheckResult] = {each.check: each for each in result.checks} if result else {}
    return Section(
        slug=exercise.slug,
        title=named(exercise.title, language, exercise.slug),
        status=standing.status,
        status_word=status_word(standing.status, language),
        provisional=is_provisional(standing),
        cell=score_cell(standing, language, ""),
        max_score=standing.max_score,
        problem=sentence(problem, feedback, language) if problem else "",
        notes=tuple(sentence(note, feedback, language) for note in submission.notes) if submission else (),
        path=visible(submission.path) if submission else "",
        received=_local_time(submission.received_at) if submission else "",
        output=shown_output(result.output) if result else "",
        fault=shown_output(result.fault) if result and not for_students else "",
        checks=tuple(
            _check_line(
                exercise,
                check,
                results[check.name],
                language,
                reveal=check.name in open_checks,
                quote=check.name in open_checks or not for_students,
            )
            for check in exercise.checks
            if standing.status == GRADED and check.name in results
        ),
    )


def _check_line(
    exercise: Exercise, check: Check, result: CheckResult, language: str, *, reveal: bool, quote: bool
) -> CheckLine:
    feedback = exercise.feedback.get(language)
    finding = result.finding
    return CheckLine(
        title=title(exercise, check.name, language),
        hidden=check.hidden,
        outcome=result.outcome.value,
        word=outcome_word(result.outcome, language),
        points=points(result.points),
        max_points=points(check.points),
        sentence=sentence(finding, feedback, language, reveal=reveal, quote=quote) if finding else "",
        output=shown_output(result.output) if quote else "",
    )


def is_open(check: Check, due: datetime | None, when: float) -> bool:
    """Return whether students may see what a check found, with its values."""
    if not check.hidden or check.visibility is Visibility.VISIBLE:
        return True
    return check.visibility is Visibility.AFTER_DUE and due is not None and due.timestamp() <= when


def _local_time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds).astimezone().strftime("%Y-%m-%d %H:%M") if seconds else ""
