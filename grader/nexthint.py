"""The next hint for an exercise as lines; that it was read is remembered.

First come the hints for what failed in the last check, else those for each name of the contract in turn.
"""

from collections.abc import Iterator, Mapping, Sequence

from grader.hints import Hint, hints_of, hints_read, names_that_fail, next_hint
from grader.homework import Homework, count_hint
from grader.layout import BOLD, DIM, Look, indented, wrapped
from grader.model import Exercise
from grader.translation import message


def lines_of_next_hint(exercise: Exercise, homework: Homework, look: Look, name: str = "") -> Iterator[str]:
    """Yield the next hint, for `name` or for what fails now, and how to get the one after it."""
    memory = homework.recall()
    hints, read, last = hints_of(exercise, look.language), memory.hints.get(exercise.slug, {}), None
    if not name:
        last = memory.checked.get(exercise.slug)
    names = (name,) if name else names_that_fail(exercise, last.failed) if last else tuple(hints)
    given = next_hint(hints, names, read)
    if given is None:
        yield from _lines_without_one(exercise.slug, names, hints, read, look)
        return
    problem = homework.remember(lambda memory: count_hint(memory, exercise.slug, given.name, given.number))
    yield from _lines_of(given, look)
    if given.number < given.of:
        command = f"grade hint {exercise.slug} {name}".rstrip()
        yield from indented(message("hint.next", look.language, command=command), 0, look, DIM)
    else:
        yield from indented(message("hint.last", look.language, name=given.name), 0, look, DIM)
    if problem:
        yield from wrapped(message("hint.not_remembered", look.language, reason=problem), look.width)


def lines_of_hints_read(exercise: Exercise, homework: Homework, look: Look, name: str = "") -> Iterator[str]:
    """Yield all hints that were read so far, the plainest last."""
    hints = hints_of(exercise, look.language)
    read = homework.recall().hints.get(exercise.slug, {})
    told = hints_read(hints, (name,) if name else tuple(hints), read)
    if not told:
        command = f"grade hint {exercise.slug} {name}".rstrip()
        yield from wrapped(message("hint.none_read", look.language, slug=exercise.slug, command=command), look.width)
    for number, each in enumerate(told):
        if number:
            yield ""
        yield from _lines_of(each, look)


def _lines_of(hint: Hint, look: Look) -> Iterator[str]:
    title = message("hint.title", look.language, name=hint.name, number=hint.number, of=hint.of)
    yield from indented(title, 0, look, BOLD)
    yield from indented(" ".join(hint.text.split()), 2, look)


def _lines_without_one(
    slug: str, names: Sequence[str], hints: Mapping[str, Sequence[str]], read: Mapping[str, int], look: Look
) -> Iterator[str]:
    """Yield what there still is to read when there is no further hint for what fails."""
    left = [each for each, texts in hints.items() if read.get(each, 0) < len(texts) and each not in names]
    commands = ", ".join(f"grade hint {slug} {each}" for each in left)
    if not names:
        yield from wrapped(message("hint.all_pass", look.language, slug=slug), look.width)
    else:
        quoted = ", ".join(f"`{each}`" for each in names)
        yield from wrapped(message("hint.no_more", look.language, names=quoted), look.width)
    if left:
        yield from wrapped(message("hint.other_names", look.language, commands=commands), look.width)
    if read:
        again = message("hint.again", look.language, command=f"grade hint {slug} --again")
        yield from wrapped(again, look.width)
