"""What was handed in -> `Submission` records, one student after the other.

Nothing here parses or runs a student's source. What can't be read is a `Submission` with a problem: it is reported, not
dropped, and it costs no other submission anything.
"""

import codecs
import difflib
import hashlib
import os
import re
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from msgspec.structs import replace

from grader import ipynb
from grader.archives import ARCHIVES, MAX_ARCHIVE_BYTES, read_archive
from grader.errors import UsageError
from grader.files import Unreadable, decoded, printable, read_regular_file, source_text
from grader.manifest import NAME, read_manifest
from grader.model import Exercise, Finding, Limits, Submission

# Windows hides the endings that it knows: `answer.py` becomes `answer.py.txt` unseen.
ENDINGS = (".py", ".ipynb", ".py.txt", ".ipynb.txt", ".ipynb.json")
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


class _Handed(NamedTuple):
    """A file that was handed in, already read; `exact` if it is named as it should be, `changed_at` as it claims."""

    name: str
    exact: bool
    changed_at: float
    submission: Submission


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


def student_id(name: str) -> str:
    """Return a name, of a folder or in a roster, as a student's id: visible, and one id however it is composed."""
    # macOS takes letters and their accents apart, a roster doesn't.
    return printable(unicodedata.normalize("NFC", name))


def read_file(path: Path, student: str, slug: str, limits: Limits, shown: str = "") -> Submission:
    """Return one file as a submission of an exercise, whatever its name is; `shown` is its path as people see it."""
    shown = printable(shown or str(path))
    try:
        content, received_at = read_regular_file(path, _limit(path.name, limits))
    except Unreadable as problem:
        return Submission(student=student, exercise=slug, path=shown, problem=problem.finding)
    blank = Submission(student=student, exercise=slug, path=shown, received_at=received_at)
    return _submission(blank, path.name, content, limits)


def _entries(folder: Path) -> list[Path]:
    """Return what lies in the folder of a class and may be a student."""
    try:
        entries = [path for path in sorted(folder.iterdir()) if not path.name.startswith(".")]
    except NotADirectoryError:
        remedy = f"Unpack it into a folder first.\n{EXAMPLE}" if _is_archive(folder.name) else EXAMPLE
        raise UsageError("is a file, not a folder", where=str(folder), remedy=remedy) from None
    except FileNotFoundError:
        raise UsageError("there is no such folder", where=str(folder), remedy=EXAMPLE) from None
    except OSError as error:
        raise UsageError(f"can't be read: {os.strerror(error.errno or 0)}", where=str(folder)) from None
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
    return student_id(name or path.name)


def _read_student(
    student: str, paths: list[Path], exercises: Mapping[str, Exercise], stub_digests: Mapping[str, frozenset[str]]
) -> Iterator[Submission]:
    handed: list[_Handed] = []
    notes: list[Finding] = []
    for path in paths:
        if path.is_dir() or path.is_symlink():
            handed += _walk(student, path, exercises, notes)
        else:
            handed += _read_archive(student, path, path.name, exercises, notes)
    by_slug: dict[str, list[_Handed]] = {}
    for each in handed:
        by_slug.setdefault(each.submission.exercise, []).append(each)
    for slug, candidates in sorted(by_slug.items()):
        if not slug:
            continue
        submission = _choose(candidates, stub_digests.get(slug, frozenset()))
        # What concerns a student's archive is said once, not with each exercise.
        yield replace(submission, notes=(*notes, *submission.notes)) if notes else submission
        notes = []
    for each in by_slug.get("", ()):
        yield _misnamed(each)


def _walk(student: str, home: Path, exercises: Mapping[str, Exercise], notes: list[Finding]) -> Iterator[_Handed]:
    """Yield a student's files; a link or another oddity in place of a submission is one with a problem."""
    if home.is_symlink():
        yield _nameless(student, home.name, Unreadable("link", name=printable(home.name)))
        return
    pending, count = [(home, 0)], 0
    while pending:
        folder, depth = pending.pop()
        shown = str(PurePosixPath(home.name) / folder.relative_to(home))
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            reason = os.strerror(error.errno or 0)
            yield _nameless(student, shown, Unreadable("unreadable", name=printable(folder.name), reason=reason))
            continue
        for entry in entries:
            if entry.name in IGNORED_FOLDERS or entry.name.startswith("."):
                continue
            path, inside = Path(entry.path), f"{shown}/{entry.name}"
            is_folder = entry.is_dir(follow_symlinks=False)
            # A link without an ending stands where a folder would.
            is_linked_folder = entry.is_symlink() and not path.suffix
            is_archive = _is_archive(entry.name) and not _was_given_out(entry.name, exercises)
            if not (is_folder or is_linked_folder or is_archive or _may_be_a_submission(entry.name)):
                continue
            count += 1
            if count > MAX_FILES:
                yield _nameless(student, shown, Unreadable("archive-too-large", name=student, limit=MAX_FILES))
                return
            if _may_be_a_submission(entry.name):
                yield _read(student, path, inside, exercises)
            elif is_linked_folder:
                yield _nameless(student, inside, Unreadable("link", name=printable(entry.name)))
            elif is_folder and depth < MAX_FOLDER_DEPTH:
                pending.append((path, depth + 1))
            elif not is_folder:
                yield from _read_archive(student, path, inside, exercises, notes)


def _read(student: str, path: Path, shown: str, exercises: Mapping[str, Exercise]) -> _Handed:
    slug, exact = _slug_of(path.name, exercises)
    limits = exercises[slug].limits if slug else Limits()
    submission = read_file(path, student, slug, limits, shown)
    return _Handed(path.name, exact, submission.received_at, submission)


def _read_archive(
    student: str, path: Path, shown: str, exercises: Mapping[str, Exercise], notes: list[Finding]
) -> Iterator[_Handed]:
    """Yield the files of a zip. They were received when the zip was: the times inside are what a student claims."""
    name = printable(path.name)
    try:
        if not path.name.lower().endswith(".zip"):
            raise Unreadable("other-archive", name=name)
        content, received_at = read_regular_file(path, MAX_ARCHIVE_BYTES)
        entries, nested = read_archive(content, name, (*ENDINGS, NAME), Limits().notebook_bytes)
        nested = [each for each in nested if not _was_given_out(each, exercises)]
        manifest = next((read_manifest(entry.content) for entry in entries if str(entry.path) == NAME), None)
        entries = [entry for entry in entries if _is_visible(entry.path) and _may_be_a_submission(entry.path.name)]
        if not entries:
            reason = f"it holds {nested[0]}, an archive in an archive" if nested else "it holds no exercise's file"
            raise Unreadable("broken-archive", name=name, reason=reason)
    except Unreadable as problem:
        yield _nameless(student, shown, problem)
        return
    notes += [Finding(kind="nested-archive-ignored", parameters={"ignored": each}) for each in nested]
    if manifest and printable(manifest.student) != student:
        parameters = {"name": name, "student": printable(manifest.student)[:200]}
        notes.append(Finding(kind="packed-by-another", parameters=parameters))
    for entry in entries:
        slug, exact = _slug_of(entry.path.name, exercises)
        blank = Submission(
            student=student, exercise=slug, received_at=received_at, path=printable(f"{shown}/{entry.path}")
        )
        submission = _submission(blank, entry.path.name, entry.content, exercises[slug].limits if slug else Limits())
        yield _Handed(entry.path.name, exact, entry.changed_at or received_at, submission)


def _nameless(student: str, shown: str, problem: Unreadable) -> _Handed:
    """Return what can't be read and answers no exercise that we know of."""
    submission = Submission(student=student, exercise="", path=printable(shown), problem=problem.finding)
    return _Handed("", False, 0.0, submission)


def _is_visible(path: PurePosixPath) -> bool:
    return not any(part in IGNORED_FOLDERS or part.startswith(".") for part in path.parts)


def _may_be_a_submission(name: str) -> bool:
    lower = name.lower()
    return lower.endswith(ENDINGS) and name not in IGNORED_NAMES and not name.startswith(".")


def _was_given_out(name: str, exercises: Mapping[str, Exercise]) -> bool:
    """Return whether a file is named like data of an exercise: those who hand in their whole folder have it, too."""
    return any(name == PurePosixPath(data).name for exercise in exercises.values() for data in exercise.data_files)


def _limit(name: str, limits: Limits) -> int:
    return limits.notebook_bytes if _is_notebook(name) else limits.source_bytes


def _is_notebook(name: str) -> bool:
    return ".ipynb" in name.lower()


def _slug_of(name: str, exercises: Mapping[str, Exercise]) -> tuple[str, bool]:
    """Return the exercise that a file's name means, "" for none, and whether the name is exact."""
    stem, _, ending = name.rpartition(".")
    if ending.lower() in ("txt", "json"):
        stem = stem.rpartition(".")[0]
    elif stem in exercises and ending in ("py", "ipynb"):
        return stem, True
    # What browsers, learning platforms and people do to names: copies, spaces, dashes, capitals.
    plain = re.sub(r"\s*(\(\d+\)|copy|副本)$", "", stem.strip(), flags=re.IGNORECASE)
    plain = re.sub(r"[\s-]+", "_", plain).lower()
    if plain in exercises:
        return plain, False
    near = difflib.get_close_matches(plain, list(exercises), n=1, cutoff=0.8)
    return (near[0] if near else ""), False


def _choose(candidates: list[_Handed], stubs: frozenset[str]) -> Submission:
    """Return the one file that counts of all that a student handed in for an exercise."""

    def rank(each: _Handed) -> tuple[bool, bool, bool, float, float]:
        submission = each.submission
        was_read, worked_on = bool(submission.digest), submission.digest not in stubs
        return each.exact, was_read, worked_on, submission.received_at, each.changed_at

    chosen, *others = sorted(candidates, key=rank, reverse=True)
    if not chosen.exact:
        return _misnamed(chosen)
    remarks = []
    for other in others:
        untouched = other.submission.digest in stubs
        kind = "misnamed-ignored" if not other.exact else "stub-ignored" if untouched else "newer-counts"
        parameters = {"kept": chosen.submission.path, "ignored": other.submission.path}
        remarks.append(Finding(kind=kind, parameters=parameters))
    if chosen.submission.digest in stubs:
        remarks.append(Finding(kind="untouched-stub"))
    return replace(chosen.submission, notes=tuple(remarks)) if remarks else chosen.submission


def _submission(blank: Submission, name: str, content: bytes, limits: Limits) -> Submission:
    """Return a submission with the cells of a file; what is wrong with its bytes is its problem."""
    notebook, digest = _is_notebook(name), hashlib.sha256(content).hexdigest()
    try:
        cells = _cells(printable(name), content, limits, notebook=notebook)
    except Unreadable as unreadable:
        return replace(blank, notebook=notebook, digest=digest, problem=unreadable.finding)
    return replace(blank, notebook=notebook, digest=digest, cells=cells)


def _cells(name: str, content: bytes, limits: Limits, *, notebook: bool) -> tuple[str, ...]:
    limit = _limit(name, limits)
    if len(content) > limit:
        raise Unreadable("too-large", name=name, size=len(content), limit=limit)
    if not notebook:
        if ipynb.looks_like_a_notebook(content):
            raise Unreadable("broken-notebook", name=name, reason="it is a notebook that is named .py")
        return (source_text(content, name),)
    content = content.removeprefix(codecs.BOM_UTF8)
    if not content.strip():
        raise Unreadable("empty", name=name)
    decoded(content, "utf-8", name)
    try:
        cells = ipynb.code_cells(content)
    except ipynb.BrokenNotebook as broken:
        raise Unreadable("broken-notebook", name=name, reason=printable(str(broken))) from None
    if not any(cell.strip() for cell in cells):
        raise Unreadable("no-code-cells", name=name)
    if any("\0" in cell for cell in cells):
        raise Unreadable("nul-bytes", name=name)
    size = sum(len(cell.encode()) for cell in cells)
    if size > limits.source_bytes:
        raise Unreadable("too-large", name=name, size=size, limit=limits.source_bytes)
    return tuple(cells)


def _misnamed(handed: _Handed) -> Submission:
    """Return a file under a wrong name as a problem: it is not graded, even where its exercise can be guessed."""
    submission = replace(handed.submission, cells=(), notebook=False)
    nearest = submission.exercise or None
    if submission.problem is not None and nearest is None:
        return submission
    parameters = {"name": printable(handed.name), "nearest": nearest}
    return replace(submission, problem=Finding(kind="wrong-name", parameters=parameters))
