"""A student's own numbers: drawn from the choices of an exercise, and written into its texts.

An exercise with a `variant.toml` asks about numbers; what stands there is the default variant. Of the lists in
`variants.toml` (`Choices`) come as many variants as the longest list has numbers. Each list is shuffled by the course's
secret, and a variant takes its place in each of them: two variants differ in every number whose list is that long.
A variant travels as JSON, so that a submission says by itself what it is to be compared with.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping

import msgspec

from grader.model import Exercise, Numbers


def encode(numbers: Numbers) -> str:
    """Return the text by which a submission and the gradebook name a variant."""
    return msgspec.json.encode(dict(sorted(numbers.items()))).decode()


def own_numbers(exercise: Exercise, variant: str) -> Numbers:
    """Return the numbers of a variant; "" is the default."""
    return exercise.numbers | (msgspec.json.decode(variant, type=Numbers) if variant else {})


def drawn_variants(exercise: Exercise, secret: bytes) -> list[Numbers]:
    """Return the variants that students can get; the default is none of them."""
    shuffled = {
        name: sorted(numbers, key=lambda number: _lot(secret, exercise.slug, name, number))
        for name, numbers in exercise.choices.items()
    }
    count = max(map(len, shuffled.values()), default=0)
    return [
        exercise.numbers | {name: numbers[index % len(numbers)] for name, numbers in shuffled.items()}
        for index in range(count)
    ]


def other_variants(exercise: Exercise, own: Numbers, secret: bytes) -> list[Numbers]:
    """Return every variant but one's own, the default first."""
    return [each for each in (exercise.numbers, *drawn_variants(exercise, secret)) if each != own]


def assign(
    exercise: Exercise, students: Iterable[str], known: Mapping[str, Numbers], secret: bytes
) -> dict[str, Numbers]:
    """Return the numbers of students: those that are known stay, a new student gets a variant that few have.

    As long as there are variants that nobody has, no two students share one.
    """
    variants = drawn_variants(exercise, secret)
    taken = Counter(map(encode, known.values()))
    assigned = {}
    for student in students:
        if student not in known:

            def rank(numbers: Numbers, student: str = student) -> tuple[int, bytes]:
                return taken[encode(numbers)], _lot(secret, exercise.slug, student, encode(numbers))

            assigned[student] = min(variants, key=rank)
            taken[encode(assigned[student])] += 1
        else:
            assigned[student] = known[student]
    return assigned


def with_numbers(text: str, phrases: Iterable[str], default: Numbers, own: Numbers) -> str:
    """Return a text in which each phrase has the `own` numbers in place of the `default` ones."""
    written = {phrase.format(**default): phrase.format(**own) for phrase in phrases}
    if not written:
        return text
    # The longest first: `(7, 8)` is not to be found in `(7, 8, 9)` as something else.
    pattern = "|".join(map(_as_words, sorted(written, key=len, reverse=True)))
    return re.sub(pattern, lambda found: written[found[0]], text)


def stands_in(text: str, phrase: str, numbers: Numbers) -> bool:
    """Return whether a text has a phrase with these numbers."""
    return re.search(_as_words(phrase.format(**numbers)), text) is not None


def _as_words(phrase: str) -> str:
    """Return a pattern for a phrase that is not the end or beginning of a longer number or word."""
    before = r"(?<![A-Za-z0-9_])" if re.match(r"[A-Za-z0-9_]", phrase) else ""
    before += r"(?<!\.)" if re.match(r"[0-9]", phrase) else ""
    after = r"(?![A-Za-z0-9_]|\.[0-9])" if re.search(r"[A-Za-z0-9_]$", phrase) else ""
    return before + re.escape(phrase) + after


def _lot(secret: bytes, *parts: object) -> bytes:
    return hashlib.sha256(b"\0".join([secret, *(str(part).encode() for part in parts)])).digest()
