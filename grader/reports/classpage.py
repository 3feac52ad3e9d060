"""What the page of the class shows: how many are done, how it went, what was hard, and what to look at."""

import statistics
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from grader.model import Record
from grader.reports.attention import KINDS, Attention
from grader.reports.heat import Bin, heat, histogram
from grader.reports.names import Link, page_stem, student_link
from grader.reports.tally import ExerciseTally, MarkRow, Tally
from grader.scoring import MISSING, UNREADABLE, points
from grader.statistics import LOOK_AT, alpha_meaning, cronbach_alpha
from grader.wording import named, phrase, title, visible

MAX_HARD, MAX_MISCONCEPTIONS = 5, 6
HARD_BELOW = 0.75
HELP_BELOW = 0.5
# A list of a thousand names is no list of what comes first; the table finds the others.
MAX_LISTED = 100
TABLE_WORDS = ("student", "total", "mean", "missing", "unreadable", "open", "count", "label", "none")


class CheckShare(Record, frozen=True):
    """How many passed a check, of those who reached it."""

    slug: str
    exercise: str
    title: str
    hidden: bool
    passed: int
    reached: int


class Misconception(Record, frozen=True):
    """A mistake that was recognised, what is said about it, and who made it."""

    slug: str
    exercise: str
    name: str
    says: str
    count: int
    students: tuple[Link, ...]


class Matter(Record, frozen=True):
    """Something to look at: whose, in which exercise or file, and what was found."""

    student: Link
    where: str
    sentence: str


class MatterGroup(Record, frozen=True):
    """Things to look at for one reason, with what to do about them; `count` of them, the first ones in full."""

    key: str
    title: str
    fix: str
    count: int
    matters: tuple[Matter, ...]


class ExerciseLine(Record, frozen=True):
    """An exercise in the list of exercises: how many handed it in, how it went, and its hardest check."""

    slug: str
    title: str
    unit: str
    handed_in: int
    mean: float
    max_score: float
    share: float
    heat: str
    hardest: CheckShare | None


class ClassPage(Record, frozen=True):
    """Everything on the page of the class but the table, which is data of its own."""

    students: int
    exercises: int
    complete: int
    handed_in: int
    expected: int
    mean: float
    median: float
    max_score: float
    mean_share: float
    bins: tuple[Bin, ...]
    hard_checks: tuple[CheckShare, ...]
    misconceptions: tuple[Misconception, ...]
    groups: tuple[MatterGroup, ...]
    to_look_at: int
    lines: tuple[ExerciseLine, ...]
    alpha: float | None
    alpha_meaning: str
    alpha_of: int
    not_played: tuple[str, ...]


def class_page(tally: Tally, more: Iterable[Attention] = ()) -> ClassPage:
    """Return what the page of the class shows; exercises that nobody has handed in are named, and otherwise left out.

    `more` is what else needs a look, found by other means.
    """
    course, language = tally.course, tally.language
    totals = [row.total for row in tally.rows]
    mean = points(statistics.fmean(totals)) if totals else 0.0
    shares = {row.student: _share(row.total, tally.max_score) for row in tally.rows if row.is_active}
    matters = sorted([*tally.matters(), *more], key=lambda each: KINDS.index(each.kind))
    scores = tally.complete_scores
    alpha, alpha_of = cronbach_alpha(scores), len(scores[0]) if scores else 0
    checks = sorted((share for each in tally.exercises.values() for share in _shares(each, language)), key=_hardness)
    return ClassPage(
        students=len(tally.rows),
        exercises=len(tally.played),
        complete=tally.complete,
        handed_in=tally.handed_in,
        expected=len(tally.rows) * len(tally.played),
        mean=mean,
        median=points(statistics.median(totals)) if totals else 0.0,
        max_score=tally.max_score,
        mean_share=_share(mean, tally.max_score),
        bins=histogram(shares.values()),
        hard_checks=tuple(each for each in checks if each.passed < HARD_BELOW * each.reached)[:MAX_HARD],
        misconceptions=tuple(_misconceptions(tally)),
        groups=(*_groups(tally, matters), *_odd_checks(tally), *_help_groups(tally, shares)),
        to_look_at=sum(each.kind != "note" for each in matters),
        lines=tuple(_lines(tally)),
        alpha=alpha,
        alpha_meaning=alpha_meaning(alpha, alpha_of),
        alpha_of=alpha_of,
        not_played=tuple(
            named(exercise.title, language, slug)
            for slug, exercise in course.exercises.items()
            if slug not in tally.played
        ),
    )


def class_table(tally: Tally) -> dict[str, Any]:
    """Return the data of the table of students and exercises, as plain values.

    A row is the student's name, the name of the page, and a mark for each exercise: the score, null where nothing was
    handed in, "!" where it can't be read, and the score in a list where points are still open.
    """
    course, language = tally.course, tally.language
    units = [unit for unit in course.units if set(unit.exercises) & set(tally.played)]
    place = {slug: index for index, unit in enumerate(units) for slug in unit.exercises}
    return {
        "units": [named(unit.title, language) for unit in units],
        "exercises": [
            {
                "slug": slug,
                "title": named(each.exercise.title, language, slug),
                "unit": place.get(slug, -1),
                "max": points(each.exercise.max_score),
            }
            for slug, each in tally.exercises.items()
        ],
        "rows": [_row(row) for row in sorted(tally.rows, key=lambda row: tally.place(row.student))],
        "words": {key: phrase(f"table_{key}", language, shown="{shown}", all="{all}") for key in TABLE_WORDS},
    }


def _row(row: MarkRow) -> list[Any]:
    return [visible(row.student, 60), page_stem(row.student), *map(_plain_mark, row.marks)]


def _plain_mark(mark: Any) -> Any:
    if mark.status == MISSING:
        return None
    if mark.status == UNREADABLE:
        return "!"
    return [mark.score] if mark.is_open else mark.score


def _shares(tally: ExerciseTally, language: str) -> list[CheckShare]:
    """Return how many passed each check of an exercise that anybody reached, those that the fewest passed first."""
    exercise = tally.exercise
    shares = [
        CheckShare(
            slug=exercise.slug,
            exercise=named(exercise.title, language, exercise.slug),
            title=title(exercise, check.name, language),
            hidden=check.hidden,
            passed=tally.passed(check.name),
            reached=tally.reached(check.name),
        )
        for check in exercise.checks
        if tally.reached(check.name)
    ]
    return sorted(shares, key=_hardness)


def _hardness(check: CheckShare) -> tuple[float, int]:
    return check.passed / check.reached, -check.reached


def _lines(tally: Tally) -> Iterator[ExerciseLine]:
    language = tally.language
    units = {slug: named(unit.title, language) for unit in tally.course.units for slug in unit.exercises}
    for slug, each in tally.exercises.items():
        mean = round(statistics.fmean(each.scores), 1) if each.scores else 0.0
        share = _share(mean, each.exercise.max_score)
        yield ExerciseLine(
            slug=slug,
            title=named(each.exercise.title, language, slug),
            unit=units.get(slug, ""),
            handed_in=len(each.scores),
            mean=mean,
            max_score=points(each.exercise.max_score),
            share=share,
            heat=heat(share),
            hardest=next(iter(_shares(each, language)), None),
        )


def _misconceptions(tally: Tally) -> Iterator[Misconception]:
    made = [(slug, name, seen) for slug, each in tally.exercises.items() for name, seen in each.misconceptions.items()]
    for slug, name, seen in sorted(made, key=lambda item: (-len(item[2].students), *item[:2]))[:MAX_MISCONCEPTIONS]:
        exercise = tally.course.exercises[slug]
        feedback = exercise.feedback.get(tally.language)
        yield Misconception(
            slug=slug,
            exercise=named(exercise.title, tally.language, slug),
            name=visible(name),
            says=feedback.misconceptions.get(name, "") if feedback else "",
            count=len(seen.students),
            students=tuple(student_link(each, slug) for each in sorted(seen.students, key=tally.place)[:MAX_LISTED]),
        )


def _groups(tally: Tally, matters: Iterable[Attention]) -> Iterator[MatterGroup]:
    grouped: dict[str, list[Attention]] = defaultdict(list)
    for each in matters:
        grouped[each.kind].append(each)
    for kind in KINDS:
        if kind in grouped:
            listed = tuple(_matter(tally, each) for each in grouped[kind][:MAX_LISTED])
            yield _group(kind.replace("-", "_"), len(grouped[kind]), listed, tally.language)


def _matter(tally: Tally, each: Attention) -> Matter:
    exercise = tally.course.exercises.get(each.exercise)
    where = named(exercise.title, tally.language, each.exercise) if exercise else visible(each.path)
    link = (
        Link(text=each.student, href=each.href) if each.href else student_link(each.student, each.exercise or "other")
    )
    return Matter(student=link, where=where, sentence=each.sentence)


def _odd_checks(tally: Tally) -> Iterator[MatterGroup]:
    """Yield the checks that may be wrong themselves, as item analysis sees it."""
    odd = []
    for slug, each in tally.exercises.items():
        for check, found in zip(each.exercise.checks, each.statistics, strict=True):
            if found.advice in LOOK_AT:
                link = Link(text=title(each.exercise, check.name, tally.language), href=f"exercises/{slug}.html#checks")
                where = named(each.exercise.title, tally.language, slug)
                odd.append(Matter(student=link, where=where, sentence=phrase(f"advice_{found.advice}", tally.language)))
    if odd:
        yield _group("checks", len(odd), tuple(odd[:MAX_LISTED]), tally.language)


def _help_groups(tally: Tally, shares: dict[str, float]) -> Iterator[MatterGroup]:
    """Yield who may need help: the lowest scores first, then who handed in nothing."""
    low = sorted((share, student) for student, share in shares.items() if share < HELP_BELOW)
    if low:
        matters = (
            Matter(student=student_link(student), where=f"{int(100 * share)}%", sentence="")
            for share, student in low[:MAX_LISTED]
        )
        yield _group("help", len(low), tuple(matters), tally.language)
    nothing = [student for student in tally.students if student not in shares]
    if nothing:
        matters = (Matter(student=student_link(student), where="", sentence="") for student in nothing[:MAX_LISTED])
        yield _group("nothing", len(nothing), tuple(matters), tally.language)


def _group(key: str, count: int, matters: tuple[Matter, ...], language: str) -> MatterGroup:
    heading, fix = phrase(f"group_{key}", language), phrase(f"fix_{key}", language)
    return MatterGroup(key=key, title=heading, fix=fix, count=count, matters=matters)


def _share(score: float, max_score: float) -> float:
    return score / max_score if max_score else 0.0
