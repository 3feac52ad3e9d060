"""Replaces a folder of ours by a new one, whole or not at all."""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from grader.errors import UsageError
from grader.wording import visible

# Lists the files of ours, `.grade-report` or another kind: a folder that holds nothing else may be replaced.
MARK = ".grade-"
# What file browsers leave in any folder.
LITTER = frozenset((".DS_Store", "Thumbs.db", "desktop.ini"))


@contextlib.contextmanager
def replaced_folder(folder: Path, kind: str = "report") -> Iterator[Path]:
    """Give an empty folder to write to, which takes the place of `folder` at the end; until then the old one stays.

    A folder that holds something else than earlier files of this kind is never touched.
    """
    place = folder.resolve()
    _expect_ours(place, kind)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=f".{place.name}-", dir=place.parent))
    except OSError as error:
        raise _unwritable(place, kind, error) from error
    try:
        new = work / "new"
        new.mkdir()
        yield new
        (new / f"{MARK}{kind}").write_text(
            "".join(f"{name}\n" for name in sorted(_files_of(new, kind))), encoding="utf-8"
        )
        _swap(new, place, work / "old")
    except OSError as error:
        raise _unwritable(place, kind, error) from error
    finally:
        if place.exists() or not (work / "old").exists():
            shutil.rmtree(work, ignore_errors=True)


def _expect_ours(place: Path, kind: str) -> None:
    remedy = f"Name a folder that is not there yet, or that an earlier {kind} is in."
    if place.exists() and not place.is_dir():
        raise UsageError(f"the {kind} needs a folder, and this is a file", where=str(place), remedy=remedy)
    if place.is_dir() and (strange := next(_strangers(place, kind), "")):
        what = f"this folder holds something else than an earlier {kind}: {visible(strange)}"
        raise UsageError(what, where=str(place), remedy=remedy)


def _strangers(place: Path, kind: str) -> Iterator[str]:
    """Yield what lies in a folder and is of no earlier report; where there was none, without looking deeper."""
    try:
        ours = set((place / f"{MARK}{kind}").read_text(encoding="utf-8").splitlines())
    except (OSError, UnicodeDecodeError):
        yield from (path.name for path in sorted(place.iterdir()) if path.name not in LITTER)
        return
    yield from (name for name in sorted(_files_of(place, kind)) if name not in ours)


def _files_of(folder: Path, kind: str) -> Iterator[str]:
    """Yield the paths of a folder's files as texts, without our mark and what file browsers leave."""
    for path in folder.rglob("*"):
        if path.name not in LITTER | {f"{MARK}{kind}"} and (path.is_symlink() or not path.is_dir()):
            yield path.relative_to(folder).as_posix()


def _swap(new: Path, place: Path, old: Path) -> None:
    if place.exists():
        place.rename(old)
    try:
        new.rename(place)
    except OSError:
        if old.exists():
            old.rename(place)
        raise


def _unwritable(place: Path, kind: str, error: OSError) -> UsageError:
    remedy = "Free some space, or name another folder with --out."
    return UsageError(f"the {kind} can't be written: {error.strerror or error}", where=str(place), remedy=remedy)
