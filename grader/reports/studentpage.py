"""What the page of a student shows: every exercise, every check, what was found, and the code."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache

from grader.course import Course
from grader.model import (
    AttemptScore,
    Check,
    CheckResult,
    Exercise,
    Finding,
    Outcome,
    Record,
    Result,
    Standing,
    Visibility,
)
from grader.reports.codeview import Block, Colours, blocks
from grader.reports.heat import heat
from grader.reports.material import Work
from grader.scoring import GRADED, MISSING, is_provisional, points
from grader.wording import named, outcome_word, phrase, plain_number, sentence, status_word, title, visible

MAX_OUTPUT = 8_000
MAX_ATTEMPTS = 20
# What a hidden check may say to a student beside a known misconception: nothing in it comes from the student's code.
SAID_OF_HIDDEN = frozenset(("skipped", "timed-out", "not-graded", "fault"))


class Cell(Record, frozen=True):
    """A score as text; `heat` is the step of the colour scale, `note` what a reader can't see in the number."""

    text: str
    heat: str
    note: str = ""


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


class AttemptLine(Record, frozen=True):
    """One attempt: when it was handed in and its score; `height` is its share of the points."""

    number: int
    received: str
    text: str
    height: float


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
    attempts: tuple[AttemptLine, ...] = ()
    code: tuple[Block, ...] = ()

    @property
    def code_lines(self) -> int:
        """How many lines of code there are."""
        return sum(block.lines for block in self.code)

    @property
    def is_right(self) -> bool:
        """Whether every point was earned."""
        return self.status == GRADED and all(check.points == check.max_points for check in self.checks)


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
    course: Course, work: Work, language: str, *, for_students: bool, when: float, colours: Colours | None = None
) -> StudentPage:
    """Return what a student's page shows of their work; code only where there are `colours` for it.

    With `for_students` it may be handed out: of what is hidden at the time `when` it tells title, outcome, points and the
    words of a known misconception, and nothing that comes from the code's run.
    """
    due = {slug: unit.due for unit in course.units for slug in unit.exercises}
    row = work.standings
    sections = []
    for standing in row:
        if standing.status != MISSING:
            exercise = course.exercises[standing.exercise]
            open_checks = {each.name for each in exercise.checks if is_open(each, due.get(exercise.slug), when)}
            sections.append(
                _section(exercise, standing, work, open_checks, language, for_students=for_students, colours=colours)
            )
    missing = [each.exercise for each in row if each.status == MISSING]
    return StudentPage(
        student=visible(work.student),
        score=points(sum(each.score for each in row)),
        max_score=points(sum(each.max_score for each in row)),
        sections=tuple(sections),
        missing=tuple(named(course.exercises[slug].title, language, slug) for slug in missing),
        other_files=tuple(
            OtherFile(path=visible(each.path), problem=sentence(each.problem, None, language) if each.problem else "")
            for each in work.misnamed
        ),
        for_students=for_students,
    )


def score_cell(standing: Standing, language: str) -> Cell:
    """Return a score as a cell."""
    if standing.status != GRADED:
        text = "–" if standing.status == MISSING else "!"
        return Cell(text=text, heat=standing.status, note=status_word(standing.status, language))
    note = phrase("provisional_short", language) if is_provisional(standing) else ""
    share = standing.score / standing.max_score if standing.max_score else 0.0
    return Cell(text=plain_number(standing.score), heat=heat(share), note=note)


def shown_output(text: str) -> str:
    """Return what a program printed as visible text that keeps its lines."""
    return visible(text.rstrip(), MAX_OUTPUT, keep="\n\t")


def _section(
    exercise: Exercise,
    standing: Standing,
    work: Work,
    open_checks: set[str],
    language: str,
    *,
    for_students: bool,
    colours: Colours | None,
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
        cell=score_cell(standing, language),
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
        attempts=tuple(_attempts(work.attempts.get(exercise.slug, ()), standing.max_score)),
        code=tuple(blocks(work.cells.get(exercise.slug, ()), colours, _marked(result))) if colours else (),
    )


def _check_line(
    exercise: Exercise, check: Check, result: CheckResult, language: str, *, reveal: bool, quote: bool
) -> CheckLine:
    if result.finding is None and not result.output:
        return _silent_line(title(exercise, check.name, language), check, result.outcome, result.points, language)
    feedback = exercise.feedback.get(language)
    finding = result.finding if quote or result.finding is None else _tellable(result.finding, exercise, language)
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


@lru_cache(4_000)
def _silent_line(name: str, check: Check, outcome: Outcome, earned: float, language: str) -> CheckLine:
    """Return the line of a check that found and printed nothing; a class has the same ones again and again."""
    return CheckLine(
        title=name,
        hidden=check.hidden,
        outcome=outcome.value,
        word=outcome_word(outcome, language),
        points=points(earned),
        max_points=points(check.points),
        sentence="",
        output="",
    )


def _tellable(finding: Finding, exercise: Exercise, language: str) -> Finding | None:
    """Return what a student may read of a hidden check's finding.

    Even the type of an exception or the shape of a result is made by the student's code, which can write its input there.
    """
    if finding.kind in SAID_OF_HIDDEN:
        return finding
    feedback = exercise.feedback.get(language)
    if feedback and finding.diagnosis in feedback.misconceptions:
        return Finding(kind="misconception", diagnosis=finding.diagnosis)
    return None


def _attempts(attempts: Sequence[AttemptScore], max_score: float) -> list[AttemptLine]:
    lines = [
        AttemptLine(
            number=number,
            received=_local_time(each.received_at),
            text="–" if each.score is None else plain_number(points(each.score)),
            height=(each.score or 0.0) / max_score if max_score else 0.0,
        )
        for number, each in enumerate(attempts, 1)
    ]
    return lines[-MAX_ATTEMPTS:]


def _marked(result: Result | None) -> set[tuple[int | None, int]]:
    """Return the cells and lines of the code that findings name."""
    findings = [result.problem, *(check.finding for check in result.checks)] if result else []
    places = [(each.parameters.get("cell"), each.parameters.get("line")) for each in findings if each is not None]
    return {(cell if isinstance(cell, int) else None, line) for cell, line in places if isinstance(line, int)}


def is_open(check: Check, due: datetime | None, when: float) -> bool:
    """Return whether students may see what a check found, with its values."""
    if not check.hidden or check.visibility is Visibility.VISIBLE:
        return True
    return check.visibility is Visibility.AFTER_DUE and due is not None and due.timestamp() <= when


def _local_time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds).astimezone().strftime("%Y-%m-%d %H:%M") if seconds else ""
