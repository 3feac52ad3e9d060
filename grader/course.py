"""Folders -> `Course`, `Exercise`; a fault in them is a `CourseError` with file, line and remedy.

    <root>/exercises/course.toml            title, units, packages
    <root>/exercises/<slug>/                what students receive
    <root>/solutions/<slug>/                what only the teacher holds; a student's copy of the course has none

Nothing of the course runs here: check files and references are read as syntax trees.
"""

import hashlib
import importlib.metadata
import re
from collections.abc import Collection, Iterator
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Annotated, Any

import msgspec

from grader.checkfiles import read_checks, read_contract, read_words, read_wrong_answers
from grader.coursefiles import missing_file, place, read_bytes, read_text, read_toml
from grader.errors import CourseError
from grader.feedback import expect_hints, expect_words, merge, read_feedback
from grader.findcourse import find_course, read_secret
from grader.model import Check, Exercise, Feedback, Limits, Record
from grader.translation import LANGUAGES
from grader.variantfiles import ANY_VARIANT, NUMBERS, RULES, Rules, read_numbers, read_rules

__all__ = [
    "GRADING_VERSION",
    "Course",
    "Unit",
    "find_course",
    "public_files",
    "read_course",
    "read_titles",
    "secret",
    "unlisted_files",
]

# Raise it when a submission would be graded differently than before: stored results are then made anew.
GRADING_VERSION = 1

Seconds = Annotated[float, msgspec.Meta(gt=0)]
Bytes = Annotated[int, msgspec.Meta(gt=0)]


class Unit(Record, frozen=True, forbid_unknown_fields=True):
    """A part of the course: exercises with one due date.

    `week` is a suggestion: the week of a term, counted from 1, at whose end they are due. Only `due` decides anything.
    """

    title: dict[str, str]
    exercises: tuple[str, ...]
    week: Annotated[int, msgspec.Meta(ge=1)] | None = None
    due: Annotated[datetime, msgspec.Meta(tz=True)] | None = None


class Course(Record, frozen=True):
    """All exercises in the order of the course; `root` is the folder that holds `exercises/` and maybe `solutions/`."""

    root: str
    title: dict[str, str]
    units: tuple[Unit, ...]
    exercises: dict[str, Exercise]
    packages: tuple[str, ...]


class _CourseFile(Record, frozen=True, forbid_unknown_fields=True):
    title: dict[str, str]
    units: tuple[Unit, ...]
    packages: tuple[str, ...] = ("torch", "numpy")


class _ExerciseFile(Record, frozen=True, forbid_unknown_fields=True):
    title: dict[str, str]
    points: float | None = None
    forbidden: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    seconds_per_call: Seconds | None = None
    seconds_to_load: Seconds | None = None
    seconds_per_submission: Seconds | None = None
    extra_cpu_seconds: Seconds | None = None
    memory_bytes: Bytes | None = None
    source_bytes: Bytes | None = None
    notebook_bytes: Bytes | None = None


def read_course(root: Path, only: Collection[str] | None = None) -> Course:
    """Return the course in a folder; with `only`, of the exercises no more than these."""
    path = root / "exercises" / "course.toml"
    file = read_toml(root, path, _CourseFile)
    for title in (file.title, *(unit.title for unit in file.units)):
        _expect_languages(title, place(root, path))
    slugs = [slug for unit in file.units for slug in unit.exercises]
    for slug in slugs:
        if not re.fullmatch(r"[a-z][a-z0-9_]*", slug):
            remedy = "Use lower-case letters, digits and underscores, a letter first."
            raise CourseError(f"{slug!r} can't name an exercise", where=place(root, path), remedy=remedy)
        if slugs.count(slug) > 1:
            remedy = "Leave it in one place."
            raise CourseError(f"the exercise `{slug}` stands there twice", where=place(root, path), remedy=remedy)
    wanted = [slug for slug in slugs if only is None or slug in only]
    exercises = {slug: _read_exercise(root, slug, file.packages) for slug in wanted}
    return Course(root=str(root), title=file.title, units=file.units, exercises=exercises, packages=file.packages)


def read_titles(root: Path, slugs: Collection[str]) -> dict[str, dict[str, str]]:
    """Return the titles of exercises, and read no more of them than that."""
    files = {slug: root / "exercises" / slug / "exercise.toml" for slug in slugs}
    return {slug: read_toml(root, path, _ExerciseFile).title for slug, path in files.items()}


def secret(course: Course) -> bytes:
    """Return the course's secret, made on first use; empty where there is no solutions folder."""
    return read_secret(Path(course.root))


def unlisted_files(course: Course) -> Iterator[Path]:
    """Yield the files in the folders of a whole course that have no place there, in order."""
    root = Path(course.root)
    slugs = {slug for unit in course.units for slug in unit.exercises}
    data_files = {slug: set(exercise.data_files) for slug, exercise in course.exercises.items()}
    for top in ("exercises", "solutions"):
        for path in sorted((root / top).rglob("*")):
            relative = PurePosixPath(path.relative_to(root).as_posix())
            passing = {"__pycache__", ".grade"} & set(relative.parts)  # of Python, and of who tried the exercise here
            if not path.is_dir() and not passing and not _belongs(relative, slugs, data_files):
                yield path


def public_files(course: Course) -> Iterator[Path]:
    """Yield the files that students receive: those that have a place in exercises/; a `CourseError` at a link."""
    root = Path(course.root)
    slugs, data_files = set(course.exercises), {slug: set(each.data_files) for slug, each in course.exercises.items()}
    for path in sorted((root / "exercises").rglob("*")):
        relative = PurePosixPath(path.relative_to(root).as_posix())
        if path.is_dir() or not _belongs(relative, slugs, data_files):
            continue
        if path.is_symlink():
            remedy = "Put the file itself there: a link may lead to what only teachers hold."
            raise CourseError("this is a link", where=place(root, path), remedy=remedy)
        yield path


def _read_exercise(root: Path, slug: str, packages: tuple[str, ...]) -> Exercise:
    folder, private = root / "exercises" / slug, root / "solutions" / slug
    file = read_toml(root, folder / "exercise.toml", _ExerciseFile)
    _expect_languages(file.title, place(root, folder / "exercise.toml"))
    for name in ("README.md", "README.zh.md"):
        if not (folder / name).is_file():
            raise missing_file(root, folder / name)
    feedback = read_feedback(root, folder)
    sources, checks = _read_check_file(root, folder, feedback, hidden=False)
    numbers, rules = read_numbers(root, folder), Rules()
    reference = ""
    # A student's own answer may lie where the stub was, so without a reference the hints say what the contract is:
    # a course with solutions has hints for exactly the names of its contract.
    contract = tuple(feedback[LANGUAGES[0]].hints)
    if private.parent.is_dir():
        reference = read_text(root, private / f"{slug}.py")
        contract = read_contract(root, private / f"{slug}.py", reference)
        expect_hints(feedback, contract, root=root, folder=folder)
        feedback = merge(feedback, read_feedback(root, private))
        hidden_sources, hidden_checks = _read_check_file(root, private, feedback, hidden=True, earlier=checks)
        wrong_answers = read_wrong_answers(root, private / "wrong")
        expect_words(feedback, (), wrong_answers, root=root, folder=private)
        sources, checks = sources | hidden_sources, checks + hidden_checks
        _expect_points(file.points, checks, place(root, folder / "exercise.toml"))
        rules = read_rules(root, private, numbers)
    exercise = Exercise(
        slug=slug,
        title=file.title,
        checks=checks,
        contract=contract,
        check_files=sources,
        reference=reference,
        digest="",
        limits=_limits(file),
        forbidden=file.forbidden,
        packages=packages,
        data_files={name: _read_data(root, folder, name) for name in file.files},
        numbers=numbers,
        choices=rules.choices,
        feedback=feedback,
    )
    return msgspec.structs.replace(exercise, digest=_digest(exercise))


def _read_check_file(
    root: Path, folder: Path, feedback: dict[str, Feedback], *, hidden: bool, earlier: tuple[Check, ...] = ()
) -> tuple[dict[str, str], tuple[Check, ...]]:
    path = folder / ("test_hidden.py" if hidden else "test_public.py")
    source = read_text(root, path)
    checks = tuple(read_checks(root, path, source, hidden=hidden, earlier=earlier))
    words = read_words(root, path, source)
    expect_words(feedback, checks, words, root=root, folder=folder)
    return {path.name: source}, checks


def _read_data(root: Path, folder: Path, name: str) -> bytes:
    relative = PurePosixPath(name)
    if relative.is_absolute() or ".." in relative.parts or "\\" in name or str(relative) != name:
        remedy = "Name files by their path inside the exercise's folder."
        raise CourseError(
            f"files: {name!r} leads elsewhere", where=place(root, folder / "exercise.toml"), remedy=remedy
        )
    return read_bytes(root, folder / relative)


def _limits(file: _ExerciseFile) -> Limits:
    stated = {field: getattr(file, field) for field in Limits.__struct_fields__}
    return Limits(**{field: value for field, value in stated.items() if value is not None})


def _digest(exercise: Exercise) -> str:
    """Return the digest of everything that can change a result: no titles, no feedback."""
    fields = (
        "slug", "checks", "check_files", "reference", "data_files", "limits", "forbidden", "packages", "contract"
    )  # fmt: skip
    covered: list[Any] = [GRADING_VERSION, _torch_version(), *(getattr(exercise, field) for field in fields)]
    if exercise.numbers:
        covered += [exercise.numbers, exercise.choices]
    return hashlib.sha256(msgspec.msgpack.encode(covered)).hexdigest()


def _torch_version() -> str:
    try:
        return importlib.metadata.version("torch")
    except importlib.metadata.PackageNotFoundError:
        return ""


def _expect_languages(title: dict[str, str], where: str) -> None:
    for language in LANGUAGES:
        if not title.get(language, "").strip():
            raise CourseError(
                f"a title is missing in `{language}`", where=where, remedy=f'Add {language} = "..." to it.'
            )


def _expect_points(points: float | None, checks: tuple[Check, ...], where: str) -> None:
    total = sum(check.points for check in checks)
    if points is not None and abs(total - points) > 1e-9:
        remedy = "Change the points of the checks, or this key."
        raise CourseError(f"the checks add up to {total:g} points, not {points:g}", where=where, remedy=remedy)


def _belongs(path: PurePosixPath, slugs: set[str], data_files: dict[str, set[str]]) -> bool:
    """Return whether a file has a place in a course; the path begins with exercises/ or solutions/."""
    top, *rest = path.parts
    if len(rest) == 1:
        return rest[0] in ({"course.toml"} if top == "exercises" else {"secret", "variants.toml"})
    slug, *inner = rest
    if slug not in slugs:
        return False
    name = "/".join(inner)
    both = {f"{slug}.py", *(f"feedback.{language}.toml" for language in LANGUAGES)}
    if top == "exercises":
        here = {"exercise.toml", "README.md", "README.zh.md", f"{slug}.ipynb", "test_public.py", NUMBERS}
        return name in both | here | data_files.get(slug, set())
    answer = re.fullmatch(r"wrong/[a-z0-9-]+(\.[\w-]+)?\.py|(right|refused)/[\w-]+\.py", name)
    return name in both | {"test_hidden.py", "equivalent.toml", RULES, ANY_VARIANT} or answer is not None
