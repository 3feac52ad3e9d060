"""What was handed in -> `Submission` records, one student after the other.

Nothing here parses or runs a student's source. What can't be read is a `Submission` with a problem: it is reported, not
dropped, and it costs no other submission anything.
"""

import difflib
import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from grader import ipynb
from grader.archives import ARCHIVES, MAX_ARCHIVE_BYTES, read_archive
from grader.errors import UsageError
from grader.files import Unreadable, printable, read_regular_file, source_text
from grader.model import Exercise, Finding, Limits, Submission

ENDINGS = frozenset((".py", ".ipynb"))
# Files that lie beside submissions and are none.
IGNORED_NAMES = frozenset(("test_public.py", "test_hidden.py", "conftest.py", "setup.py", "__init__.py"))
IGNORED_FOLDERS = frozenset(("__MACOSX", "__pycache__", ".ipynb_checkpoints", ".git", ".vscode", ".idea"))
MAX_FOLDER_DEPTH = 2
MAX_FILES = 5_000
EXAMPLE = """\
Lay it out like this:
    submissions/
      ada/weighted_cross_entropy.py
      ada/param_groups.ipynb
      grace.zip"""


class _Found(NamedTuple):
    """A file that may be a submission: where it lies for people, its bytes (or why there are none), its time."""

    name: str
    path: str
    content: bytes
    received_at: float
    problem: Finding | None = None


class _Handed(NamedTuple):
    """A file and the exercise that it answers; `exact` if it is named as it should be."""

    slug: str
    exact: bool
    file: _Found


def find_students(folder: Path) -> list[str]:
    """Return the ids of those who handed something in, sorted; a `UsageError` if there is nobody."""
    return sorted({_student_of(path) for path in _entries(folder)})


def read_submissions(
    folder: Path, exercises: Mapping[str, Exercise], stub_digests: Mapping[str, frozenset[str]]
) -> Iterator[Submission]:
    """Yield the submissions in a folder, student by student in the order of their ids."""
    by_student: dict[str, list[Path]] = {}
    for path in _entries(folder):
        by_student.setdefault(_student_of(path), []).append(path)
    for student in sorted(by_student):
        yield from _read_student(student, by_student[student], exercises, stub_digests)


def read_file(path: Path, student: str, slug: str, limits: Limits) -> Submission:
    """Return one file as a submission of an exercise, whatever its name is."""
    limit = _limit(path.name, limits)
    try:
        content, received_at = read_regular_file(path, limit)
        found = _Found(printable(path.name), str(path), content, received_at)
    except Unreadable as problem:
        found = _Found(printable(path.name), str(path), b"", 0.0, problem.finding)
    return _submission(student, slug, found, limits)


def _entries(folder: Path) -> list[Path]:
    """Return what lies in the folder of a class and may be a student."""
    if not folder.is_dir():
        what = "is a file, not a folder" if folder.exists() else "there is no such folder"
        raise UsageError(what, where=str(folder), remedy=EXAMPLE)
    entries = [path for path in sorted(folder.iterdir()) if not path.name.startswith(".")]
    entries = [path for path in entries if path.name not in IGNORED_FOLDERS and _may_be_a_student(path)]
    if not entries:
        raise UsageError("the folder holds no student's folder or zip", where=str(folder), remedy=EXAMPLE)
    return entries


def _may_be_a_student(path: Path) -> bool:
    return path.is_symlink() or path.is_dir() or _is_archive(path.name)


def _is_archive(name: str) -> bool:
    return name.lower().endswith(ARCHIVES)


def _student_of(path: Path) -> str:
    name = path.name
    while not path.is_dir() and name.lower().endswith(ARCHIVES):
        name = name.rpartition(".")[0]
    return printable(name) or printable(path.name)


def _read_student(
    student: str, paths: list[Path], exercises: Mapping[str, Exercise], stub_digests: Mapping[str, frozenset[str]]
) -> Iterator[Submission]:
    files: list[_Found] = []
    notes: list[Finding] = []
    for path in paths:
        try:
            files += (
                _read_archive(path, exercises, notes)
                if _is_archive(path.name) and not path.is_dir()
                else _walk(path, exercises)
            )
        except Unreadable as problem:
            yield Submission(student=student, exercise="", path=printable(path.name), problem=problem.finding)
    handed = [_Handed(*_slug_of(file.name, exercises), file) for file in files]
    for slug in sorted({each.slug for each in handed if each.slug}):
        yield _choose(student, [each for each in handed if each.slug == slug], exercises[slug], stub_digests, notes)
    for each in handed:
        if not each.slug:
            yield _misnamed(student, each.file, None)


def _walk(home: Path, exercises: Mapping[str, Exercise]) -> Iterator[_Found]:
    """Yield a student's files; a link or another oddity in place of a submission is a file with a problem."""
    if home.is_symlink():
        raise Unreadable("link", name=printable(home.name))
    pending, count = [(home, 0)], 0
    while pending:
        folder, depth = pending.pop()
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            raise Unreadable("unreadable", name=printable(folder.name), reason=os.strerror(error.errno or 0)) from None
        for entry in entries:
            count += 1
            if count > MAX_FILES:
                raise Unreadable("too-large", name=printable(home.name), size=count, limit=MAX_FILES)
            is_folder = entry.is_dir(follow_symlinks=False)
            if is_folder and not _may_be_a_submission(entry.name):
                if depth < MAX_FOLDER_DEPTH and entry.name not in IGNORED_FOLDERS and not entry.name.startswith("."):
                    pending.append((Path(entry.path), depth + 1))
            elif _may_be_a_submission(entry.name):
                path = Path(entry.path)
                yield _read(path, str(PurePosixPath(home.name) / path.relative_to(home)), exercises)


def _read(path: Path, shown: str, exercises: Mapping[str, Exercise]) -> _Found:
    name = path.name
    slug, _ = _slug_of(name, exercises)
    limits = exercises[slug].limits if slug else Limits()
    try:
        content, received_at = read_regular_file(path, _limit(name, limits))
    except Unreadable as problem:
        return _Found(name, printable(shown), b"", 0.0, problem.finding)
    return _Found(name, printable(shown), content, received_at)


def _read_archive(path: Path, exercises: Mapping[str, Exercise], notes: list[Finding]) -> list[_Found]:
    name = printable(path.name)
    if not path.name.lower().endswith(".zip"):
        raise Unreadable("other-archive", name=name)
    content, received_at = read_regular_file(path, MAX_ARCHIVE_BYTES)
    entries, nested = read_archive(content, name, ENDINGS, Limits().notebook_bytes)
    notes += [Finding(kind="nested-archive-ignored", parameters={"ignored": each}) for each in nested]
    found = []
    for entry in entries:
        hidden = any(part in IGNORED_FOLDERS or part.startswith(".") for part in entry.path.parts)
        if hidden or not _may_be_a_submission(entry.path.name):
            continue
        shown = printable(f"{path.name}/{entry.path}")
        slug, _ = _slug_of(entry.path.name, exercises)
        limit = _limit(entry.path.name, exercises[slug].limits if slug else Limits())
        problem = None
        if len(entry.content) > limit:
            parameters = {"name": printable(entry.path.name), "size": len(entry.content), "limit": limit}
            problem = Finding(kind="too-large", parameters=parameters)
        found.append(_Found(entry.path.name, shown, entry.content, entry.received_at or received_at, problem))
    return found


def _may_be_a_submission(name: str) -> bool:
    lower = name.lower()
    return lower.endswith(tuple(ENDINGS)) and name not in IGNORED_NAMES and not name.startswith(".")


def _limit(name: str, limits: Limits) -> int:
    return limits.notebook_bytes if name.lower().endswith(".ipynb") else limits.source_bytes


def _slug_of(name: str, exercises: Mapping[str, Exercise]) -> tuple[str, bool]:
    """Return the exercise that a file's name means, "" for none, and whether the name is exact."""
    stem, _, ending = name.rpartition(".")
    if stem in exercises and ending in ("py", "ipynb"):
        return stem, True
    # What browsers, learning platforms and people do to names: copies, spaces, dashes, capitals.
    plain = re.sub(r"\s*(\(\d+\)|copy|副本)$", "", stem.strip(), flags=re.IGNORECASE)
    plain = re.sub(r"[\s-]+", "_", plain).lower()
    if plain in exercises:
        return plain, False
    near = difflib.get_close_matches(plain, list(exercises), n=1, cutoff=0.8)
    return (near[0] if near else ""), False


def _choose(
    student: str,
    handed: list[_Handed],
    exercise: Exercise,
    stub_digests: Mapping[str, frozenset[str]],
    notes: list[Finding],
) -> Submission:
    """Return the one file that counts of all that a student handed in for an exercise."""
    stubs = stub_digests.get(exercise.slug, frozenset())

    def rank(each: _Handed) -> tuple[bool, bool, bool, float]:
        worked_on = hashlib.sha256(each.file.content).hexdigest() not in stubs
        return each.exact, each.file.problem is None, worked_on, each.file.received_at

    ranked = sorted(handed, key=rank, reverse=True)
    chosen = ranked[0]
    if not chosen.exact:
        return _misnamed(student, chosen.file, exercise.slug)
    submission = _submission(student, exercise.slug, chosen.file, exercise.limits)
    remarks = [*notes]
    for other in ranked[1:]:
        untouched = hashlib.sha256(other.file.content).hexdigest() in stubs
        kind = "misnamed-ignored" if not other.exact else "stub-ignored" if untouched else "newer-counts"
        parameters = {"kept": chosen.file.path, "ignored": other.file.path}
        remarks.append(Finding(kind=kind, parameters=parameters))
    return Submission(
        **{field: getattr(submission, field) for field in Submission.__struct_fields__ if field != "notes"},
        notes=tuple(remarks),
    )


def _submission(student: str, slug: str, found: _Found, limits: Limits) -> Submission:
    """Return a file as a submission; what is wrong with its bytes is its problem."""
    notebook = found.name.lower().endswith(".ipynb")
    problem = found.problem
    cells: tuple[str, ...] = ()
    if problem is None:
        try:
            cells = _cells(found, limits, notebook=notebook)
        except Unreadable as unreadable:
            problem = unreadable.finding
    return Submission(
        student=student,
        exercise=slug,
        cells=cells,
        notebook=notebook,
        digest=hashlib.sha256(found.content).hexdigest() if found.content else "",
        received_at=found.received_at,
        path=found.path,
        problem=problem,
    )


def _cells(found: _Found, limits: Limits, *, notebook: bool) -> tuple[str, ...]:
    name = printable(found.name)
    if not notebook:
        if ipynb.looks_like_a_notebook(found.content):
            raise Unreadable("broken-notebook", name=name, reason="it is a notebook that is named .py")
        return (source_text(found.content, name),)
    if not found.content.strip():
        raise Unreadable("empty", name=name)
    try:
        cells = ipynb.code_cells(found.content)
    except ipynb.BrokenNotebook as broken:
        raise Unreadable("broken-notebook", name=name, reason=printable(str(broken))) from None
    if not any(cell.strip() for cell in cells):
        raise Unreadable("no-code-cells", name=name)
    if any("\0" in cell for cell in cells):
        raise Unreadable("nul-bytes", name=name)
    size = sum(map(len, cells))
    if size > limits.source_bytes:
        raise Unreadable("too-large", name=name, size=size, limit=limits.source_bytes)
    return tuple(cells)


def _misnamed(student: str, found: _Found, nearest: str | None) -> Submission:
    if found.problem is not None and nearest is None:
        return Submission(student=student, exercise="", path=found.path, problem=found.problem)
    finding = Finding(kind="wrong-name", parameters={"name": printable(found.name), "nearest": nearest})
    return Submission(
        student=student,
        exercise=nearest or "",
        path=found.path,
        received_at=found.received_at,
        digest=hashlib.sha256(found.content).hexdigest(),
        problem=finding,
    )
