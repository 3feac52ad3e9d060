"""Where the course lies, and its secret."""

import os
import tempfile
from pathlib import Path

import grader
from grader.errors import CourseError, UsageError

SECRET_BYTES = 32


def find_course(option: Path | None, start: Path) -> Path:
    """Return the folder of the course: `option`, else the nearest parent of `start`, else the one shipped with us."""
    if option is not None:
        if _is_course(option):
            return option.resolve()
        remedy = "Name the folder that holds exercises/course.toml."
        raise UsageError("there is no course in this folder", where=str(option), remedy=remedy)
    start = start.resolve()
    package = Path(grader.__file__).resolve().parent
    for folder in (start, *start.parents, package.parent, package / "_course"):
        if _is_course(folder):
            return folder
    raise UsageError("no course found", where=str(start), remedy="Name one with --course DIR.")


def course_around(start: Path) -> Path | None:
    """Return the nearest folder from `start` upwards that holds a course."""
    start = start.resolve()
    return next((folder for folder in (start, *start.parents) if _is_course(folder)), None)


def read_secret(root: Path) -> bytes:
    """Return the secret of the course in `root`, made on first use; empty where there is no solutions folder."""
    folder = root / "solutions"
    if not folder.is_dir():
        return b""
    path = folder / "secret"
    try:
        if not path.exists():
            _make_secret(path)
        content = path.read_bytes().strip()
    except OSError as error:
        remedy = "Put a long random text into it, and let the file be readable."
        what = f"the course's secret can't be made or read ({error.strerror})"
        raise CourseError(what, where="solutions/secret", remedy=remedy) from None
    if len(content) < SECRET_BYTES:
        remedy = "Delete the file: the next run makes a new one."
        raise CourseError("the course's secret is too short", where="solutions/secret", remedy=remedy)
    return content


def _make_secret(path: Path) -> None:
    """Make the file whole or not at all: of two runs at once, both read what the first one linked there."""
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=".secret-")  # mode 0600
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(os.urandom(SECRET_BYTES).hex() + "\n")
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        os.unlink(draft)


def _is_course(folder: Path) -> bool:
    return (folder / "exercises" / "course.toml").is_file()
