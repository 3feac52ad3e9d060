"""What the page of an exercise shows: which checks were hard, which ones to look at, and which mistakes were made.

It names nobody, and code is shown without comments: it can be shown in class.
"""

import re
import statistics as averages
from collections.abc import Iterator, Sequence
from pathlib import Path

from markupsafe import Markup

from grader.model import Outcome, Record
from grader.reports.codeview import COMMENT, Colours, Runs, coloured, coloured_lines, shown
from grader.reports.heat import Bin, histogram
from grader.reports.material import Cells, Material
from grader.reports.tally import Example, ExerciseTally, Seen, Tally
from grader.scoring import UNREADABLE, points
from grader.statistics import ItemStatistics, alpha_meaning, cronbach_alpha, quantile
from grader.wording import named, title, visible

MAX_MISCONCEPTIONS, MAX_EXCEPTIONS = 12, 8
MAX_EXAMPLE_LINES = 14
# What stands around the lines that a student wrote.
CONTEXT = 1


class CheckLine(Record, frozen=True):
    """A check, how many passed it, and what its scores say about it."""

    title: str
    hidden: bool
    max_points: float
    passed: int
    reached: int
    statistics: ItemStatistics
    seconds: float | None
    others: tuple[tuple[Outcome, int], ...]


class Excerpt(Record, frozen=True):
    """Lines of somebody's code, without comments; `cell` is 0 for a file."""

    cell: int
    gutter: Markup
    code: Markup
    is_cut: bool


class MisconceptionLine(Record, frozen=True):
    """A mistake that was recognised: what is said about it, how many made it, on which checks, and examples."""

    name: str
    says: str
    count: int
    checks: tuple[str, ...]
    examples: tuple[tuple[Excerpt, ...], ...]


class ExceptionLine(Record, frozen=True):
    """A type of exception, how many submissions raised it, and what it most often said."""

    name: str
    count: int
    message: str


class ExercisePage(Record, frozen=True):
    """Everything on the page of an exercise."""

    slug: str
    title: str
    unit: str
    students: int
    handed_in: int
    not_loaded: int
    analysed: int
    mean: float
    median: float
    max_score: float
    share: float
    bins: tuple[Bin, ...]
    alpha: float | None
    alpha_meaning: str
    checks: tuple[CheckLine, ...]
    misconceptions: tuple[MisconceptionLine, ...]
    exceptions: tuple[ExceptionLine, ...]
    seconds: float | None
    seconds_of_most: float | None
    seconds_at_most: float | None


def exercise_page(tally: Tally, slug: str, material: Material, colours: Colours) -> ExercisePage:
    """Return what the page of an exercise shows."""
    each, language = tally.exercises[slug], tally.language
    exercise = each.exercise
    most = points(exercise.max_score)
    mean = averages.fmean(each.scores) if each.scores else 0.0
    alpha = _alpha(each)
    analysed = len(each.shares[exercise.checks[0].name]) if exercise.checks else 0
    return ExercisePage(
        slug=slug,
        title=named(exercise.title, language, slug),
        unit=next((named(unit.title, language) for unit in tally.course.units if slug in unit.exercises), ""),
        students=len(tally.rows),
        handed_in=len(each.scores),
        not_loaded=each.not_loaded + each.statuses[UNREADABLE],
        analysed=analysed,
        mean=round(mean, 1),
        median=points(averages.median(each.scores)) if each.scores else 0.0,
        max_score=most,
        share=mean / most if most else 0.0,
        bins=histogram(score / most if most else 0.0 for score in each.scores),
        alpha=alpha,
        alpha_meaning=alpha_meaning(alpha, analysed),
        checks=tuple(_checks(each, language)),
        misconceptions=tuple(_misconceptions(tally, each, material, colours)),
        exceptions=tuple(_exceptions(each)),
        seconds=quantile(each.seconds, 0.5),
        seconds_of_most=quantile(each.seconds, 0.95),
        seconds_at_most=quantile(each.seconds, 1.0),
    )


def _alpha(tally: ExerciseTally) -> float | None:
    weights = {check.name: check.points for check in tally.exercise.checks}
    # A check that was not reached earned nothing.
    return cronbach_alpha(
        [[(share or 0.0) * weights[name] for share in shares] for name, shares in tally.shares.items() if weights[name]]
    )


def _checks(tally: ExerciseTally, language: str) -> Iterator[CheckLine]:
    exercise = tally.exercise
    for check, statistics in zip(exercise.checks, tally.statistics, strict=True):
        outcomes = tally.outcomes[check.name]
        yield CheckLine(
            title=title(exercise, check.name, language),
            hidden=check.hidden,
            max_points=points(check.points),
            passed=tally.passed(check.name),
            reached=tally.reached(check.name),
            statistics=statistics,
            seconds=quantile(tally.check_seconds[check.name], 0.5),
            others=tuple((outcome, n) for outcome, n in outcomes.most_common() if outcome is not Outcome.PASSED),
        )


def _misconceptions(
    tally: Tally, each: ExerciseTally, material: Material, colours: Colours
) -> Iterator[MisconceptionLine]:
    exercise = each.exercise
    feedback = exercise.feedback.get(tally.language)
    frequent = sorted(each.misconceptions.items(), key=lambda item: (-len(item[1].students), item[0]))
    shown_here: list[tuple[str, Seen]] = frequent[:MAX_MISCONCEPTIONS]
    sources = material.sources(example.digest for _, seen in shown_here for example in seen.examples)
    given = stub_lines(tally.course.root, exercise.slug)
    for name, seen in shown_here:
        examples = (
            excerpts(sources[one.digest], one, given, colours) for one in seen.examples if one.digest in sources
        )
        yield MisconceptionLine(
            name=visible(name),
            says=feedback.misconceptions.get(name, "") if feedback else "",
            count=len(seen.students),
            checks=tuple(
                title(exercise, check.name, tally.language) for check in exercise.checks if check.name in seen.checks
            ),
            examples=tuple(example for example in examples if example),
        )


def _exceptions(tally: ExerciseTally) -> Iterator[ExceptionLine]:
    for name, messages in sorted(tally.exceptions.items(), key=lambda item: (-item[1].total(), item[0]))[
        :MAX_EXCEPTIONS
    ]:
        yield ExceptionLine(
            name=visible(name, 80),
            count=messages.total(),
            message=visible(min(messages, key=lambda text: (-messages[text], text))),
        )


def stub_lines(root: str, slug: str) -> frozenset[str]:
    """Return the lines that students were given, without the space around them."""
    path = Path(root, "exercises", slug, f"{slug}.py")
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    return frozenset(line.strip() for line in text.split("\n"))


def excerpts(cells: Cells, example: Example, given: frozenset[str], colours: Colours) -> tuple[Excerpt, ...]:
    """Return what a student wrote: the line that the finding names, or else the lines that are not of the stub."""
    found = []
    for number, cell in enumerate(cells, 1):
        text = shown(cell)
        lines = without_comments(text, colours.runs(text))
        if example.line is not None and example.cell in (None, number):
            wanted = {example.line - 1} & set(range(len(lines)))
        elif example.line is not None:
            continue
        else:
            wanted = {index for index, (plain, _) in enumerate(lines) if plain.strip() and plain.strip() not in given}
        if wanted:
            found.append(_excerpt(number if len(cells) > 1 else 0, lines, wanted, example.line))
    return tuple(found)


def without_comments(text: str, runs: Runs | None) -> list[tuple[str, Markup]]:
    """Return the lines of a source as text and as coloured text; comments may tell who wrote it, and are left out."""
    if runs is None:
        bare = [re.sub(r"#.*", "", line).rstrip() for line in text.split("\n")]
        return [(line, coloured(line, None)) for line in bare]
    return coloured_lines(text, runs, without=COMMENT)


def _excerpt(cell: int, lines: Sequence[tuple[str, Markup]], wanted: set[int], marked: int | None) -> Excerpt:
    near = {index + step for index in wanted for step in range(-CONTEXT, CONTEXT + 1)}
    kept = [index for index in sorted(near) if 0 <= index < len(lines) and (lines[index][0].strip() or index in wanted)]
    numbers: list[str] = []
    pieces: list[Markup] = []
    before = kept[0] - 1
    for index in kept[:MAX_EXAMPLE_LINES]:
        if any(lines[skipped][0].strip() for skipped in range(before + 1, index)):
            numbers.append("")
            pieces.append(Markup("⋮"))
        numbers.append(f"<b>{index + 1}</b>" if index + 1 == marked else str(index + 1))
        pieces.append(lines[index][1])
        before = index
    return Excerpt(
        cell=cell,
        gutter=Markup("\n".join(numbers)),  # noqa: S704 - numbers
        code=Markup("\n").join(pieces),
        is_cut=len(kept) > MAX_EXAMPLE_LINES,
    )
