"""What the page of the class shows: how many are done, how it went, what was hard, what to look at, and every score."""

import statistics
from collections import defaultdict
from collections.abc import Iterable, Iterator

from grader.course import Course
from grader.model import Check, Exercise, Outcome, Record, Standing
from grader.reports.attention import KINDS, Attention, attention
from grader.reports.table import Table, page_name
from grader.scoring import GRADED, MISSING, ClassSummary, is_provisional, points, summarize_class
from grader.wording import named, phrase, status_word, title, visible

BINS = 10
MAX_NAME = 60
MAX_HARD = 5
HARD_BELOW = 0.75
HELP_BELOW = 0.5
HEAT_STEPS = ((1.0, "full"), (0.8, "high"), (0.6, "good"), (0.4, "half"), (0.2, "low"), (-1.0, "none"))


class Link(Record, frozen=True):
    """A text that leads to a student's page."""

    text: str
    href: str


class Cell(Record, frozen=True):
    """A score in the table; `heat` is the step of the colour scale, `note` what a reader can't see in the number."""

    text: str
    value: float
    heat: str
    href: str
    note: str = ""


class Row(Record, frozen=True):
    """A student's line of the table."""

    student: Link
    total: Cell
    cells: tuple[Cell, ...]


class Column(Record, frozen=True):
    """An exercise's column: its unit, its title and how the class did."""

    slug: str
    title: str
    unit: str
    max_score: float
    mean: Cell


class Bin(Record, frozen=True):
    """A bar of the histogram: students with `low` to `high` percent of the points."""

    low: int
    high: int
    count: int
    height: float


class CheckShare(Record, frozen=True):
    """How many passed a check, of those who reached it."""

    exercise: str
    title: str
    hidden: bool
    passed: int
    reached: int


class ExerciseChecks(Record, frozen=True):
    """The checks of an exercise, those that the fewest passed first."""

    title: str
    checks: tuple[CheckShare, ...]


class Misconception(Record, frozen=True):
    """A mistake that was recognised, what is said about it, and who made it."""

    exercise: str
    name: str
    says: str
    students: tuple[Link, ...]


class Matter(Record, frozen=True):
    """Something to look at: whose, in which exercise or file, and what was found."""

    student: Link
    where: str
    sentence: str


class MatterGroup(Record, frozen=True):
    """Things to look at for one reason, with what to do about them."""

    key: str
    title: str
    fix: str
    matters: tuple[Matter, ...]


class ClassPage(Record, frozen=True):
    """Everything on the page of the class."""

    summary: ClassSummary
    max_score: float
    handed_in: int
    expected: int
    mean_share: float
    bins: tuple[Bin, ...]
    hard_checks: tuple[CheckShare, ...]
    misconceptions: tuple[Misconception, ...]
    groups: tuple[MatterGroup, ...]
    to_look_at: int
    columns: tuple[Column, ...]
    units: tuple[tuple[str, int], ...]
    rows: tuple[Row, ...]
    not_played: tuple[str, ...]
    every_check: tuple[ExerciseChecks, ...]


def class_page(course: Course, table: Table, language: str) -> ClassPage:
    """Return what the page of the class shows; exercises that nobody has handed in are named, and otherwise left out."""
    every = list(table.standings.values())
    summary = summarize_class(every)
    played = summary.played
    max_score = points(sum(course.exercises[slug].max_score for slug in played))
    rows = {student: [table.standings[student, slug] for slug in played] for student in table.students}
    shares = {student: _share(*_total(row)) for student, row in rows.items() if _is_active(row)}
    columns = tuple(_columns(course, table, played, language))
    submissions = [submission for several in table.misnamed.values() for submission in several]
    matters = list(attention(course, every, submissions, language))
    checks = _check_shares(course, every, language)
    hard = [each for several in checks for each in several.checks if each.passed < HARD_BELOW * each.reached]
    return ClassPage(
        summary=summary,
        max_score=max_score,
        handed_in=sum(each.status != MISSING for row in rows.values() for each in row),
        expected=len(rows) * len(played),
        mean_share=_share(summary.mean, max_score),
        bins=_histogram(shares.values()),
        hard_checks=tuple(sorted(hard, key=_hardness)[:MAX_HARD]),
        misconceptions=tuple(_misconceptions(course, every, language)[:MAX_HARD]),
        groups=(*_groups(course, matters, language), *_help_groups(rows, shares, language)),
        to_look_at=sum(each.kind != "note" for each in matters),
        columns=columns,
        units=tuple(_runs(column.unit for column in columns)),
        rows=tuple(_row(student, row, language) for student, row in rows.items()),
        not_played=tuple(
            named(exercise.title, language, slug) for slug, exercise in course.exercises.items() if slug not in played
        ),
        every_check=checks,
    )


def heat(share: float) -> str:
    """Return the step of the colour scale for a share of the points."""
    return next(name for least, name in HEAT_STEPS if share >= least)


def student_link(student: str, anchor: str = "") -> Link:
    """Return the link from the class's page to a student's, or to an exercise on it."""
    return Link(
        text=visible(student, MAX_NAME), href=f"students/{page_name(student)}" + (f"#{anchor}" if anchor else "")
    )


def score_cell(standing: Standing, language: str, href: str) -> Cell:
    """Return a score as a cell of the table."""
    if standing.status != GRADED:
        text = "–" if standing.status == MISSING else "!"
        note = status_word(standing.status, language)
        return Cell(text=text, value=-1.0, heat=standing.status, href=href, note=note)
    note = phrase("provisional_short", language) if is_provisional(standing) else ""
    return _cell(standing.score, standing.max_score, href, note)


def _row(student: str, row: list[Standing], language: str) -> Row:
    cells = tuple(score_cell(each, language, student_link(student, each.exercise).href) for each in row)
    score, max_score = _total(row)
    missing = "" if _is_active(row) else status_word(MISSING, language)
    whole = Cell(text="–", value=-1.0, heat=MISSING, href="", note=missing) if missing else _cell(score, max_score, "")
    return Row(student=student_link(student), total=whole, cells=cells)


def _cell(score: float, max_score: float, href: str, note: str = "") -> Cell:
    return Cell(text=f"{score:g}", value=score, heat=heat(_share(score, max_score)), href=href, note=note)


def _columns(course: Course, table: Table, played: Iterable[str], language: str) -> Iterator[Column]:
    units = {slug: named(unit.title, language) for unit in course.units for slug in unit.exercises}
    for slug in played:
        exercise = course.exercises[slug]
        scores = [
            each.score for student in table.students if (each := table.standings[student, slug]).status != MISSING
        ]
        yield Column(
            slug=slug,
            title=named(exercise.title, language, slug),
            unit=units.get(slug, ""),
            max_score=points(exercise.max_score),
            mean=_cell(round(statistics.fmean(scores), 1), exercise.max_score, ""),
        )


def _histogram(shares: Iterable[float]) -> tuple[Bin, ...]:
    counts = [0] * BINS
    for share in shares:
        counts[min(int(share * BINS + 1e-9), BINS - 1)] += 1
    most = max(*counts, 1)
    width = 100 // BINS
    return tuple(
        Bin(low=index * width, high=(index + 1) * width, count=count, height=count / most)
        for index, count in enumerate(counts)
    )


def _check_shares(course: Course, standings: Iterable[Standing], language: str) -> tuple[ExerciseChecks, ...]:
    """Return how many passed each check of those who reached it: their code was loaded, the check ran, no fault of ours."""
    passed: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for each in standings:
        if each.result is None or _could_not_load(each):
            continue
        for result in each.result.checks:
            if result.outcome not in (Outcome.SKIPPED, Outcome.GRADER_FAULT):
                passed[each.exercise, result.check].append(result.outcome is Outcome.PASSED)
    found = []
    for slug, exercise in course.exercises.items():
        reached = [(check, did) for check in exercise.checks if (did := passed.get((slug, check.name)))]
        shares = [_check_share(exercise, check, did, language) for check, did in reached]
        if shares:
            name = named(exercise.title, language, slug)
            found.append(ExerciseChecks(title=name, checks=tuple(sorted(shares, key=_hardness))))
    return tuple(found)


def _check_share(exercise: Exercise, check: Check, passed: list[bool], language: str) -> CheckShare:
    return CheckShare(
        exercise=named(exercise.title, language, exercise.slug),
        title=title(exercise, check.name, language),
        hidden=check.hidden,
        passed=sum(passed),
        reached=len(passed),
    )


def _hardness(check: CheckShare) -> tuple[float, int]:
    return check.passed / check.reached, -check.reached


def _misconceptions(course: Course, standings: Iterable[Standing], language: str) -> list[Misconception]:
    made: dict[tuple[str, str], list[str]] = defaultdict(list)
    for each in standings:
        results = each.result.checks if each.result else ()
        for name in sorted({result.finding.diagnosis or "" for result in results if result.finding} - {""}):
            made[each.exercise, name].append(each.student)
    most = sorted(made.items(), key=lambda item: (-len(item[1]), item[0]))
    return [
        Misconception(
            exercise=named(course.exercises[slug].title, language, slug),
            name=visible(name),
            says=_says(course, slug, name, language),
            students=tuple(student_link(student, slug) for student in students),
        )
        for (slug, name), students in most
    ]


def _says(course: Course, slug: str, name: str, language: str) -> str:
    feedback = course.exercises[slug].feedback.get(language)
    return feedback.misconceptions.get(name, "") if feedback else ""


def _groups(course: Course, matters: Iterable[Attention], language: str) -> Iterator[MatterGroup]:
    grouped: dict[str, list[Matter]] = defaultdict(list)
    for each in matters:
        exercise = course.exercises.get(each.exercise)
        where = named(exercise.title, language, each.exercise) if exercise else visible(each.path)
        link = student_link(each.student, each.exercise or "other")
        grouped[each.kind].append(Matter(student=link, where=where, sentence=each.sentence))
    for kind in KINDS:
        if kind in grouped:
            yield _group(kind.replace("-", "_"), tuple(grouped[kind]), language)


def _help_groups(rows: dict[str, list[Standing]], shares: dict[str, float], language: str) -> Iterator[MatterGroup]:
    """Yield who may need help: the lowest scores first, then who handed in nothing."""
    low = sorted((share, student) for student, share in shares.items() if share < HELP_BELOW)
    if low:
        matters = (
            Matter(student=student_link(student), where=f"{int(100 * share)}%", sentence="") for share, student in low
        )
        yield _group("help", tuple(matters), language)
    nothing = tuple(Matter(student=student_link(each), where="", sentence="") for each in rows if each not in shares)
    if nothing:
        yield _group("nothing", nothing, language)


def _group(key: str, matters: tuple[Matter, ...], language: str) -> MatterGroup:
    heading, fix = phrase(f"group_{key}", language), phrase(f"fix_{key}", language)
    return MatterGroup(key=key, title=heading, fix=fix, matters=matters)


def _could_not_load(standing: Standing) -> bool:
    result = standing.result
    return bool(result and result.problem) and not any(each.outcome is Outcome.PASSED for each in result.checks)  # type: ignore[union-attr]


def _total(row: list[Standing]) -> tuple[float, float]:
    return points(sum(each.score for each in row)), points(sum(each.max_score for each in row))


def _is_active(row: list[Standing]) -> bool:
    return any(each.status != MISSING for each in row)


def _share(score: float, max_score: float) -> float:
    return score / max_score if max_score else 0.0


def _runs(names: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Yield each run of equal names with its length."""
    last, length = None, 0
    for name in names:
        if name != last and last is not None:
            yield last, length
            length = 0
        last, length = name, length + 1
    if last is not None:
        yield last, length
