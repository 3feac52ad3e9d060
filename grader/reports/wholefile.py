"""A file that is written whole or not at all: whoever reads it never sees half of it."""

import contextlib
import os
import stat
import tempfile
from collections.abc import Iterable
from pathlib import Path

from grader.errors import UsageError


def write_whole(path: Path, parts: Iterable[bytes]) -> None:
    """Write the parts into a file beside `path`, then put it in its place; until then the old one stays."""
    place = path.resolve()
    try:
        if place.exists() and not place.is_file():
            _write_into(place, parts)
            return
        mode = stat.S_IMODE(place.stat().st_mode) if place.exists() else 0o666 & ~_umask()
        descriptor, name = tempfile.mkstemp(prefix=f".{place.name}-", dir=place.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.writelines(parts)
            Path(name).chmod(mode)
            Path(name).replace(place)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(name).unlink()
            raise
    except OSError as error:
        remedy = "Name a file that you may write, in a folder that exists, with --out."
        raise UsageError(f"it can't be written: {error.strerror or error}", where=str(path), remedy=remedy) from error


def _write_into(place: Path, parts: Iterable[bytes]) -> None:
    """Write to what is no file and can't be replaced: a terminal, a pipe, /dev/null."""
    with place.open("wb") as file:
        file.writelines(parts)


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
