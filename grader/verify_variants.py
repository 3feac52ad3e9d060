"""Do own numbers keep their promises? Right answers of some variants are graded, and answers of others under them.

The answers come from `solutions/<slug>/any_variant.py`, which computes them from the names of the numbers.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from grader.coursefiles import read_text
from grader.model import Exercise, Numbers, Result, Submission
from grader.translation import LANGUAGES
from grader.variantfiles import ANY_VARIANT, names_in, read_rules
from grader.variants import drawn_variants, encode, stands_in, with_numbers

TRIED = 3
ANOTHER = "another-variant"
VARIANT, COPIED = "variant", "neighbour"


class Tried(NamedTuple):
    """An answer under a variant: of the family `variant` if it is right there, `neighbour` if it is another's."""

    family: str
    name: str
    submission: Submission


def variant_answers(root: Path, exercise: Exercise, seed: bytes) -> Iterator[Tried]:
    """Yield the right answers of a few variants, a neighbour's and the default's under each, and each under the default."""
    path = root / "solutions" / exercise.slug / ANY_VARIANT
    if not exercise.choices or not path.is_file():
        return
    formulas = read_text(root, path)
    drawn = drawn_variants(exercise, seed)
    for index, own in enumerate(drawn[:TRIED]):
        neighbour = drawn[(index + 1) % len(drawn)]
        for family, name, source, asked in (
            (VARIANT, "right", _answer(formulas, own), encode(own)),
            (COPIED, "of_a_neighbour", _answer(formulas, neighbour), encode(own)),
            (COPIED, "of_the_default", exercise.reference, encode(own)),
            (COPIED, "under_the_default", _answer(formulas, own), ""),
        ):
            student = f"{family}/{name}_{index}"
            submission = Submission(
                student=student, exercise=exercise.slug, cells=(source,), digest=student, variant=asked
            )
            yield Tried(family, f"{name}_{index}", submission)


def copied_points(root: Path, exercise: Exercise, results: Iterable[tuple[str, Result]]) -> Iterator[str]:
    """Yield the checks that a neighbour's answers earn points in, or that don't tell whose answers they are."""
    shared = read_rules(root, root / "solutions" / exercise.slug, exercise.numbers).shared
    for name, result in results:
        for check in result.checks:
            if not check.max_points or check.check in shared:
                continue
            diagnosis = check.finding.diagnosis if check.finding else None
            if check.points:
                yield f"{name} earns {check.points:g} in {check.check}"
            elif diagnosis != ANOTHER:
                yield f"{name} is diagnosed as `{diagnosis}` in {check.check}, not as `{ANOTHER}`"


def broken_texts(root: Path, exercise: Exercise) -> Iterator[str]:
    """Yield where own numbers would not reach the task, and what is missing to try them."""
    private, public = root / "solutions" / exercise.slug, root / "exercises" / exercise.slug
    rules = read_rules(root, private, exercise.numbers)
    if not rules.choices:
        return
    if not (private / ANY_VARIANT).is_file():
        yield f"solutions/{exercise.slug}/{ANY_VARIANT} is missing"
    default, own = exercise.numbers, drawn_variants(exercise, b"")[0]
    files = [path for path in sorted(public.iterdir()) if path.suffix in (".md", ".py", ".toml", ".ipynb")]
    texts = {path.name: read_text(root, path) for path in files}
    for phrase in rules.phrases:
        words = phrase.format(**default)
        if not any(stands_in(text, phrase, default) for text in texts.values()):
            yield f"the phrase {phrase!r} stands nowhere: no text has {words!r}"
        if words != phrase.format(**own):
            released = {name: with_numbers(text, rules.phrases, default, own) for name, text in texts.items()}
            left = re.compile(rf"(?<![0-9]){re.escape(words)}(?![0-9])")
            yield from (f"{name} keeps {words!r} in a copy" for name, text in released.items() if left.search(text))
    for readme in ("README.md", *(f"README.{language}.md" for language in LANGUAGES[1:])):
        told = {
            name for phrase in rules.phrases if stands_in(texts[readme], phrase, default) for name in names_in(phrase)
        }
        for name in sorted(rules.choices.keys() - told):
            yield f"{readme} has no phrase with `{name}`: a student would not learn their own"


def _answer(formulas: str, numbers: Numbers) -> str:
    return "".join(f"{name} = {number}\n" for name, number in numbers.items()) + formulas
