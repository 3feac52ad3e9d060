"""A synthetic class, put together from a course's own right, wrong and unfinished answers, and from broken files.

The same course always gives the same class. The students are named after trees.
"""

import io
import json
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

from grader.course import Course
from grader.errors import UsageError

STUDENTS = (
    "acacia alder apple ash aspen balsa beech birch bonsai cedar cherry chestnut cypress ebony elder elm fig fir ginkgo"
    " hazel hemlock hickory holly juniper larch laurel lime linden magnolia maple oak olive palm pear pine plum poplar"
    " rowan spruce willow"
).split()
SEED = 20
# A look at the program should take a minute, however long the course is.
MAX_EXERCISES = 5
SHARE_MISSING, SHARE_STUBS = 0.06, 0.05
# Two of the class try their answers in the same way: one wrote this, the other one gave it other names.
COPIED = {
    "palm": '''

def describe(values, width=8):
    """Lines with a number, a value and a bar as long as it."""
    largest = max(abs(value) for value in values) or 1.0
    lines = []
    for number, value in enumerate(values, start=1):
        bar = "=" * round(width * abs(value) / largest)
        lines.append(f"{number:>3} {value:+.4f} {bar:<{width}}")
    return "\\n".join(lines)


if __name__ == "__main__":
    tries = [0.5 ** power - 0.125 * power for power in range(2, 9)]
    print(describe(sorted(tries, reverse=True)[:5]))
''',
    "spruce": """

# shows some numbers
def show_them(xs, w=8):
    m = max(abs(x) for x in xs) or 1.0
    out = []
    for k, x in enumerate(xs, start=1):
        stars = "=" * round(w * abs(x) / m)
        out.append(f"{k:>3} {x:+.4f} {stars:<{w}}")
    return "\\n".join(out)

if __name__ == "__main__":
    data = [0.5 ** p - 0.125 * p for p in range(2, 9)]
    print(show_them(sorted(data, reverse=True)[:5]))
""",
}


def build_class(course: Course, folder: Path) -> int:
    """Write submissions of forty students into `folder` (which must not exist) and return their number.

    Raises a `UsageError` where the course has no right and wrong answers to build from.
    """
    answers = {slug: _answers(course, slug) for slug in _spread(list(course.exercises), MAX_EXERCISES)}
    if not any(answers.values()):
        remedy = "Clone the repository: what students install holds no solutions."
        raise UsageError("a demo class is built from solutions/, and this course has none", remedy=remedy)
    rng = random.Random(SEED)
    folder.mkdir(parents=True)
    for student in STUDENTS:
        (folder / student).mkdir()
        # How often this student is right; a class has all kinds.
        skill = rng.betavariate(3, 2)
        for slug in answers:
            answer = _choose(course, slug, answers[slug], skill, rng)
            if answer is not None:
                (folder / student / answer.name.replace(answer.stem, slug)).write_bytes(answer.read_bytes())
    slugs = list(answers)
    for index, (student, break_it) in enumerate(BROKEN.items()):
        slug = slugs[index % len(slugs)]
        break_it(folder / student, slug, _reference(course, slug))
    for student, trials in COPIED.items():
        (folder / student / f"{slugs[0]}.ipynb").unlink(missing_ok=True)
        (folder / student / f"{slugs[0]}.py").write_text(_reference(course, slugs[0]) + trials)
    _zip(folder, "willow")
    return len(STUDENTS)


def _spread(slugs: list[str], count: int) -> list[str]:
    """Return at most `count` of them, from the first to the last unit."""
    return [slugs[index * len(slugs) // count] for index in range(count)] if len(slugs) > count else slugs


def _answers(course: Course, slug: str) -> dict[str, list[Path]]:
    private = Path(course.root, "solutions", slug)
    return (
        {family: sorted((private / family).glob("*.py")) for family in ("right", "wrong")} if private.is_dir() else {}
    )


def _choose(course: Course, slug: str, answers: dict[str, list[Path]], skill: float, rng: random.Random) -> Path | None:
    lot = rng.random()
    if lot < SHARE_MISSING:
        return None
    if lot < SHARE_MISSING + SHARE_STUBS:
        return Path(course.root, "exercises", slug, slug + rng.choice([".py", ".ipynb"]))
    return rng.choice(answers["right" if rng.random() < skill else "wrong"])


def _reference(course: Course, slug: str) -> str:
    return course.exercises[slug].reference


def _zip(folder: Path, student: str) -> None:
    """Turn a student's folder into the zip that a learning platform would hand over."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted((folder / student).iterdir()):
            archive.writestr(path.name, path.read_bytes())
            path.unlink()
    (folder / student).rmdir()
    (folder / f"{student}.zip").write_bytes(packed.getvalue())


def _syntax_error(home: Path, slug: str, reference: str) -> None:
    (home / f"{slug}.py").write_text(reference + "\n\ndef unfinished(:\n    return\n")


def _endless_loop(home: Path, slug: str, reference: str) -> None:
    (home / f"{slug}.py").write_text(reference + "\n\nwhile True:\n    pass\n")


def _exits(home: Path, slug: str, reference: str) -> None:
    (home / f"{slug}.py").write_text(reference + "\n\nimport os\n\nos._exit(0)\n")


def _broken_notebook(home: Path, slug: str, reference: str) -> None:
    (home / f"{slug}.py").unlink(missing_ok=True)
    (home / f"{slug}.ipynb").write_text(json.dumps({"cells": [{"cell_type": "code", "source": reference}]})[:-20])


def _typo(home: Path, slug: str, reference: str) -> None:
    for path in home.glob(f"{slug}.*"):
        path.unlink()
    (home / f"{slug[:-2]}{slug[-1]}{slug[-2]}.py").write_text(reference)


def _empty(home: Path, slug: str, reference: str) -> None:
    (home / f"{slug}.py").write_text("")


def _magics(home: Path, slug: str, reference: str) -> None:
    """A notebook as students write them: magics, a plot, a cell that fails, the answer."""
    cells = [
        "%matplotlib inline\nimport matplotlib.pyplot as plt\n!pip install torch",
        reference,
        "plt.plot([1, 2])\n1 / 0",
    ]
    notebook = {
        "cells": [
            {"cell_type": "code", "metadata": {}, "source": cell, "outputs": [], "execution_count": None}
            for cell in cells
        ],
        "metadata": {},
        "nbformat": 4,
        "nbformat_minor": 4,
    }
    (home / f"{slug}.py").unlink(missing_ok=True)
    (home / f"{slug}.ipynb").write_text(json.dumps(notebook))


def _wrong_encoding(home: Path, slug: str, reference: str) -> None:
    (home / f"{slug}.py").write_bytes(b"# \xc7\xf3\xbd\xe2\n" + reference.encode())


def _missing_import(home: Path, slug: str, reference: str) -> None:
    (home / f"{slug}.py").write_text("import d2l\n" + reference)


BROKEN: dict[str, Callable[[Path, str, str], None]] = {
    "balsa": _syntax_error,
    "bonsai": _endless_loop,
    "ebony": _exits,
    "elder": _broken_notebook,
    "fig": _typo,
    "hemlock": _empty,
    "holly": _magics,
    "lime": _wrong_encoding,
    "olive": _missing_import,
}
