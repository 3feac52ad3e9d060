"""What is strikingly alike -> a page for each exercise, which shows the programs side by side, and links to it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from markupsafe import Markup

from grader.course import Course
from grader.model import Record
from grader.reports.alike import EqualWork, Program
from grader.reports.attention import Attention
from grader.reports.codeview import Colours, coloured_lines, is_cut, shown
from grader.reports.equalwork import Pair
from grader.reports.pagewriter import PageWriter
from grader.wording import named, phrase, visible

FOLDER = "equal"
MAX_NAME = 40
MAX_NAMES = 4
MAX_COMPARISONS = 20


class Line(Record, frozen=True):
    """A line of a program; `block` is 0 where nothing opposite is like it.

    The first line of a block says where it ends and which lines are like it.
    """

    number: int
    html: Markup
    block: int = 0
    is_first: bool = False
    last: int = 0
    other: tuple[int, int] = (0, 0)


class Side(Record, frozen=True):
    """A program as it is shown beside another one."""

    students: tuple[str, ...]
    lines: tuple[Line, ...]
    is_cut: bool


class Comparison(Record, frozen=True):
    """Two programs side by side."""

    first: Side
    second: Side
    percent: int


class GroupView(Record, frozen=True):
    """A group on the page: who, and the comparisons that lead from each program to another one of the group.

    `same` is the program where all handed in one file.
    """

    students: tuple[str, ...]
    comparisons: tuple[Comparison, ...]
    same: Side | None
    left_out: int


class EqualPage(Record, frozen=True):
    """All groups of an exercise."""

    slug: str
    title: str
    groups: tuple[GroupView, ...]


def write_equal_pages(
    course: Course,
    equal: Sequence[EqualWork],
    folder: Path,
    language: str,
    colours: Colours,
    writer: PageWriter,
) -> None:
    """Write the pages of the exercises in which anything is alike into a new folder."""
    if not equal:
        return
    folder.mkdir()
    for slug, groups in groupby(equal, key=lambda each: each.exercise):
        title = named(course.exercises[slug].title, language, slug)
        page = EqualPage(slug=slug, title=title, groups=tuple(_view(each, colours) for each in groups))
        writer.write(folder / f"{slug}.html", "equal.html", page=page, root="../")


def equal_links(equal: Iterable[EqualWork]) -> dict[str, dict[str, str]]:
    """Return, by student and exercise, the address of what is alike, from the report's top."""
    links: dict[str, dict[str, str]] = {}
    for each, href in _with_addresses(equal):
        for student in each.students:
            links.setdefault(student, {})[each.exercise] = href
    return links


def equal_matters(equal: Iterable[EqualWork], language: str) -> Iterator[Attention]:
    """Yield a thing to look at for each group."""
    for each, href in _with_addresses(equal):
        percent = _percent(each.pairs[0]) if each.pairs else 0
        yield Attention(
            student=_names(each.students, language),
            exercise=each.exercise,
            path="",
            kind="equal",
            sentence=phrase("equal_share", language, percent=percent) if percent else phrase("equal_file", language),
            href=href,
        )


def _with_addresses(equal: Iterable[EqualWork]) -> Iterator[tuple[EqualWork, str]]:
    for slug, groups in groupby(equal, key=lambda each: each.exercise):
        for number, each in enumerate(groups, 1):
            yield each, f"{FOLDER}/{slug}.html#group-{number}"


def _names(students: Sequence[str], language: str) -> str:
    shown = [visible(student, MAX_NAME) for student in students[:MAX_NAMES]]
    more = len(students) - len(shown)
    return phrase("equal_names", language, names=shown, more=more or None)


def _view(equal: EqualWork, colours: Colours) -> GroupView:
    pairs = list(_leading(equal.pairs))
    comparisons = tuple(_comparison(equal.programs, pair, colours) for pair in pairs[:MAX_COMPARISONS])
    same = None if pairs else _side(next(iter(equal.programs.values())), [], colours)
    return GroupView(
        students=equal.students,
        comparisons=comparisons,
        same=same,
        left_out=len(pairs) - len(comparisons),
    )


def _leading(pairs: Iterable[Pair]) -> Iterator[Pair]:
    """Yield the pairs that bring in a program which is not shown yet, beside one that is; the rest says nothing new."""
    shown: set[str] = set()
    for pair in pairs:
        if not {pair.first, pair.second} <= shown:
            turned = pair.second in shown
            shown |= {pair.first, pair.second}
            yield pair.turned() if turned else pair


def _comparison(programs: Mapping[str, Program], pair: Pair, colours: Colours) -> Comparison:
    there = [(block.first, block.second) for block in pair.blocks]
    back = [(block.first, block.second) for block in pair.turned().blocks]
    return Comparison(
        first=_side(programs[pair.first], there, colours),
        second=_side(programs[pair.second], back, colours),
        percent=_percent(pair),
    )


def _side(program: Program, blocks: Sequence[tuple[tuple[int, int], tuple[int, int]]], colours: Colours) -> Side:
    text = shown(program.source)
    begins = {own[0]: (number, own, other) for number, (own, other) in enumerate(blocks, 1)}
    of_line = {
        line: number for number, (own, _) in reversed([*enumerate(blocks, 1)]) for line in range(own[0], own[1] + 1)
    }
    lines = []
    for at, (_, html) in enumerate(coloured_lines(text, colours.runs(text)), 1):
        block, own, other = begins.get(at, (of_line.get(at, 0), (0, 0), (0, 0)))
        lines.append(Line(number=at, html=html, block=block, is_first=at in begins, last=own[1], other=other))
    return Side(students=program.students, lines=tuple(lines), is_cut=is_cut(text))


def _percent(pair: Pair) -> int:
    return int(100 * pair.share)
