"""What `grade` alone shows: the units and exercises, how far they are, and the one next thing.

PyTorch by hand                             ████░░░░░░░░░░░░  2 of 33 done

Linear regression                           due 2026-10-01 23:59
  ✓ minibatches       Minibatches                            handed in
  ✗ linear_model      The linear model            1 of 4 checks passed
  · broadcasting_bug  The broadcasting bug                 not started

Next: mend 3 checks: grade check linear_model
"""

from collections.abc import Iterator, Mapping, Sequence

from rich.cells import cell_len, set_cell_size

from grader.layout import BOLD, DIM, GREEN, RED, YELLOW, Look, indented, row, wrapped
from grader.progress import Part, Stage, Step, is_done, next_thing
from grader.translation import message
from grader.wording import named

BAR_CELLS = 16
MIN_NAME_CELLS = 8
MARKS = {
    Stage.NOT_STARTED: ("·", ".", DIM),
    Stage.STUB: ("•", "o", DIM),
    Stage.UNCHECKED: ("•", "o", YELLOW),
    Stage.FAILING: ("✗", "x", RED),
    Stage.PASSED: ("✓", "+", GREEN),
    Stage.HANDED_IN: ("✓", "+", GREEN),
}


def lines_of_overview(title: Mapping[str, str], parts: Sequence[Part], look: Look) -> Iterator[str]:
    """Yield all lines: the course, its units, and what to do next."""
    steps = [step for part in parts for step in part.steps]
    done = sum(map(is_done, steps))
    count = message("overview.done", look.language, done=done, of=len(steps))
    filled = round(BAR_CELLS * done / max(1, len(steps)))
    full, empty = "#-" if look.plain_marks else "█░"
    bar = full * filled + empty * (BAR_CELLS - filled)
    yield from row(named(title, look.language), f"{bar}  {count}" if look.width >= 60 else count, 0, look)
    width = max((cell_len(step.slug) for step in steps), default=0)
    for part in parts:
        yield ""
        due = message("overview.due", look.language, due=f"{part.due.astimezone():%Y-%m-%d %H:%M}") if part.due else ""
        first, *more = row(named(part.title, look.language), due, 0, look)
        yield look.paint(first, BOLD)
        yield from more
        for step in part.steps:
            yield from _lines_of_step(step, width, look)
    yield ""
    yield from wrapped(next_line(parts, look.language), look.width)


def next_line(parts: Sequence[Part], language: str) -> str:
    """Return the one next thing in words."""
    step = next_thing(parts)
    return message(f"overview.{step.what}", language, slug=step.slug, count=step.count)


def stage_in_words(step: Step, language: str) -> str:
    """Return how far an exercise is."""
    key = "packed_before" if step.stage is Stage.PASSED and step.packed_before else step.stage
    return message(f"overview.{key}", language, passed=step.passed, of=step.of)


def _lines_of_step(step: Step, width: int, look: Look) -> Iterator[str]:
    fancy, plain, colour = MARKS[step.stage]
    mark = look.paint(plain if look.plain_marks else fancy, colour)
    words = stage_in_words(step, look.language)
    room = look.width - 4 - width - 2 - cell_len(words) - 2
    if room < 0:
        yield from _narrow(f"{mark} ", step.slug, words, look)
        return
    name = step.slug + " " * (width - cell_len(step.slug))
    yield f"  {mark} {name}  {_fitted(named(step.title, look.language), room)}  {look.paint(words, colour)}"


def _narrow(mark: str, slug: str, words: str, look: Look) -> Iterator[str]:
    first, *more = indented(slug, 4, look)
    yield f"  {mark}{first[4:]}"
    yield from more
    yield from indented(words, 4, look, DIM)


def _fitted(text: str, cells: int) -> str:
    """Return a text in exactly so many cells; one that is cut ends with a mark that says so, one without room is left out."""
    if cell_len(text) <= cells:
        return text + " " * (cells - cell_len(text))
    return set_cell_size(text, cells - 1) + "…" if cells >= MIN_NAME_CELLS else " " * cells
