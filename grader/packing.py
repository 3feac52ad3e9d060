"""A student's answers -> one zip to hand in, named by the student's id, as `grade run` takes it.

    ada.zip
      manifest.json              whose it is, when it was packed, the digest of each file
      weighted_cross_entropy.py
      param_groups.ipynb

Stubs that nobody has touched stay out, as do files that `grade run` could not read at all.
"""

import io
import os
import stat
import tempfile
import time
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

import msgspec

from grader.archives import MAX_TOTAL_BYTES
from grader.errors import UsageError
from grader.files import Unreadable, read_regular_file
from grader.homework import Homework, Memory, digest_of
from grader.intake import read_file
from grader.manifest import MAX_BYTES, NAME, SCHEMA, Manifest, PackedFile, read_manifest, write_manifest
from grader.model import Exercise, Finding, Record
from grader.progress import Stage, stage_of
from grader.translation import message
from grader.workfolder import work_for

FIRST_YEAR = 1980  # zip knows none before


class Item(Record, frozen=True):
    """An exercise on its way into the zip.

    It has `content` if it goes in; `problem` says what is wrong with the file, `beside` names one that was left alone.
    """

    slug: str
    stage: Stage
    path: str = ""
    content: bytes | None = None
    changed_at: float = 0.0
    passed: int = 0
    of: int = 0
    problem: Finding | None = None
    beside: str = ""

    @property
    def name(self) -> str:
        """The file's name in the zip."""
        return Path(self.path).name


def gather(exercises: Mapping[str, Exercise], memory: Memory, root: Path, folders: Sequence[Path]) -> Iterator[Item]:
    """Yield each exercise with the answer that lies in the first of the folders that has one."""
    for slug, exercise in exercises.items():
        work = next((found for folder in folders if (found := work_for(slug, root, folder))), None)
        stage, passed, of = stage_of(work, memory, root)
        item = Item(slug=slug, stage=stage, path=str(work.path) if work else "", passed=passed, of=of)
        if work is None or stage in (Stage.NOT_STARTED, Stage.STUB):
            yield item
            continue
        limit = exercise.limits.notebook_bytes if work.path.suffix == ".ipynb" else exercise.limits.source_bytes
        try:
            content, changed_at = read_regular_file(work.path, limit)
        except Unreadable as unreadable:
            yield msgspec.structs.replace(item, problem=unreadable.finding)
            continue
        problem = read_file(work.path, "", slug, exercise.limits).problem
        yield msgspec.structs.replace(
            item, content=content, changed_at=changed_at, problem=problem, beside=work.other_name
        )


def pack(items: Sequence[Item], student: str, homework: Homework, language: str, *, force: bool = False) -> Path:
    """Write the zip whole or not at all, remember what is in it, and return its path.

    Only a zip that was packed for the same student before is replaced unasked.
    """
    path = homework.root / f"{student}.zip"
    if os.path.lexists(path) and not force and packed_at(path, student) is None:
        remedy = message("errors.zip_there_remedy", language)
        raise UsageError(message("errors.zip_there", language, student=student), where=path.name, remedy=remedy)
    if sum(len(item.content or b"") for item in items) > MAX_TOTAL_BYTES:
        what = message("errors.zip_too_large", language, limit=MAX_TOTAL_BYTES >> 20)
        raise UsageError(what, where=path.name, remedy=message("errors.zip_too_large_remedy", language))
    try:
        _write(path, _zip(items, student))
    except OSError as error:
        remedy = message("errors.cannot_write_remedy", language)
        what = message("errors.cannot_write", language, reason=os.strerror(error.errno or 0))
        raise UsageError(what, where=str(path), remedy=remedy) from None
    packed = {item.slug: digest_of(item.content) for item in items if item.content is not None}
    homework.remember(
        lambda memory: msgspec.structs.replace(memory, student=student, packed=memory.packed | packed),
    )
    return path


def packed_at(path: Path, student: str) -> str | None:
    """Return when a zip was packed for a student; None if it is something else."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open(NAME) as file:
            manifest = read_manifest(file.read(MAX_BYTES + 1))
    # zipfile raises more than its own errors on what is no zip.
    except (zipfile.BadZipFile, OSError, KeyError, ValueError, NotImplementedError, RuntimeError, EOFError):
        return None
    return manifest.packed_at if manifest and manifest.student == student else None


def _zip(items: Sequence[Item], student: str) -> bytes:
    files = tuple(
        PackedFile(exercise=item.slug, file=item.name, sha256=digest_of(item.content), bytes=len(item.content))
        for item in items
        if item.content is not None
    )
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    manifest = Manifest(schema=SCHEMA, student=student, packed_at=now, files=files)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_entry(NAME, time.time()), write_manifest(manifest))
        for item in items:
            if item.content is not None:
                archive.writestr(_entry(item.name, item.changed_at), item.content)
    return buffer.getvalue()


def _entry(name: str, changed_at: float) -> zipfile.ZipInfo:
    year, *rest = time.localtime(changed_at)[:6]
    date = (year, *rest) if year >= FIRST_YEAR else (FIRST_YEAR, 1, 1, 0, 0, 0)
    entry = zipfile.ZipInfo(name, date)  # type: ignore[arg-type]
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = (stat.S_IFREG | 0o644) << 16
    return entry


def _write(path: Path, content: bytes) -> None:
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=".pack-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        # mkstemp lets only its owner read; a zip to hand in is an ordinary file.
        os.chmod(draft, 0o666 & ~_umask())
        Path(draft).replace(path)
    except BaseException:
        os.unlink(draft)
        raise


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
