"""The folder of a student's homework, and what is remembered in it: `.grade/state-1.json`.

How it works: the folder is the nearest one upwards that holds `.grade/`. The file is small, and nothing depends on it: it
spares a check that was made before, and knows which hints were read and what was packed. It is read whole and written
whole, under a lock, so that two commands at once lose nothing; one that is damaged or deleted is begun anew. The number in
its name is that of its format: a later version of the program begins a file of its own.
"""

import hashlib
import os
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec

from grader.errors import UsageError
from grader.givenstubs import is_release
from grader.model import Record
from grader.translation import message

FOLDER = ".grade"
STATE = "state-1.json"
MAX_STATE_BYTES = 1 << 20
SECONDS_FOR_LOCK = 1.0
SECONDS_BETWEEN_TRIES = 0.01
MAX_ID_LENGTH = 80


class LastCheck(Record, frozen=True):
    """How the public checks ended: `code` and `checks` are the digests of the answer and of the check file."""

    code: str
    checks: str
    passed: int
    of: int
    failed: tuple[str, ...] = ()


class Memory(Record, frozen=True):
    """All that is remembered, by exercise: hints read by name, digests of what was packed."""

    student: str = ""
    recent: str = ""
    checked: dict[str, LastCheck] = {}
    hints: dict[str, dict[str, int]] = {}
    packed: dict[str, str] = {}


def begun(memory: Memory, slug: str, student: str | None) -> Memory:
    """Return the memory with an exercise begun, and with the student's id where one was given."""
    return msgspec.structs.replace(memory, recent=slug or memory.recent, student=student or memory.student)


def count_hint(memory: Memory, slug: str, name: str, number: int) -> Memory:
    """Return the memory with the hints for a name read up to `number`."""
    read = memory.hints.get(slug, {})
    counted = read | {name: max(number, read.get(name, 0))}
    return msgspec.structs.replace(memory, recent=slug, hints=memory.hints | {slug: counted})


class Homework:
    """A folder in which a student works."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def recall(self) -> Memory:
        """Return what is remembered; nothing where there is no file, or a damaged one."""
        try:
            with open(self.root / FOLDER / STATE, "rb") as file:
                return msgspec.json.decode(file.read(MAX_STATE_BYTES), type=Memory)
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            return Memory()

    def remember(self, change: Callable[[Memory], Memory]) -> str:
        """Change what is remembered; return why that was not possible, "" if it was."""
        folder = self.root / FOLDER
        try:
            _make(folder)
            with _lock(folder / "lock"):
                before = self.recall()
                after = change(before)
                if after != before or not (folder / STATE).exists():
                    _write(folder / STATE, msgspec.json.format(msgspec.json.encode(after)))
        except OSError as error:
            return os.strerror(error.errno or 0)
        return ""


def find_homework(here: Path, course: Path, slugs: Sequence[str]) -> Homework:
    """Return the homework that a folder belongs to: the nearest one upwards, else the one that would begin here."""
    here = here.resolve()
    for folder in (here, *here.parents):
        if (folder / FOLDER).is_dir():
            return Homework(folder)
    exercises = course / "exercises"
    if here == exercises or exercises in here.parents:
        return Homework(course if is_release(course) else exercises)
    return Homework(here.parent if here.name in slugs else here)


def student_id(given: str, language: str) -> str:
    """Return a student's id as it will name a zip; a `UsageError` if it can't name one on every system."""
    plain = unicodedata.normalize("NFC", given.strip())
    unfit = not plain.isprintable() or any(each in '/\\:*?"<>|' for each in plain) or plain.startswith((".", "-"))
    if not plain or unfit or plain.endswith(".") or len(plain) > MAX_ID_LENGTH:
        remedy = message("errors.unfit_id_remedy", language)
        raise UsageError(message("errors.unfit_id", language, id=ascii(given)[1:-1] if unfit else plain), remedy=remedy)
    return plain


def digest_of(content: bytes) -> str:
    """Return the digest by which the bytes of a file are known again."""
    return hashlib.sha256(content).hexdigest()


def digest_of_checks(source: str) -> str:
    """Return the digest of a check file; line ends make no difference to it."""
    return digest_of(source.replace("\r\n", "\n").encode())


def _make(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    # A student who keeps the homework in git need not know of it.
    if not (ignore := folder / ".gitignore").exists():
        ignore.write_text("*\n")


@contextmanager
def _lock(path: Path) -> Iterator[None]:
    """Hold the lock; where there are none, or somebody keeps it for ever, go on without."""
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    with open(path, "a") as file:
        deadline = time.monotonic() + SECONDS_FOR_LOCK
        while time.monotonic() < deadline:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                time.sleep(SECONDS_BETWEEN_TRIES)
            except OSError:  # a network drive without locks
                break
        yield


def _write(path: Path, content: bytes) -> None:
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix="draft-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        Path(draft).replace(path)
    except BaseException:
        os.unlink(draft)
        raise
