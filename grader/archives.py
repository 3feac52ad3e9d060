"""A student's zip -> its files. Headers are claims: sizes are counted while reading, names are never used as paths."""

import io
import stat
import struct
import time
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import NamedTuple

from grader.files import Unreadable, printable

MAX_ARCHIVE_BYTES = 128 << 20
MAX_ENTRIES = 2_000
MAX_TOTAL_BYTES = 64 << 20
# A directory of 2,000 entries with long names takes less; zipfile builds all of it before anyone can count.
MAX_DIRECTORY_BYTES = 2 << 20
CHUNK_BYTES = 1 << 20
ARCHIVES = (".zip", ".tar", ".gz", ".tgz", ".rar", ".7z", ".bz2", ".xz")
# zipfile unpacks bzip2 and LZMA without a bound: 1 KiB becomes gigabytes in one read.
METHODS = frozenset((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))


class Entry(NamedTuple):
    """A file in an archive; `changed_at` (seconds since 1970) is what the archive claims."""

    path: PurePosixPath
    content: bytes
    changed_at: float


class _Bounded(io.BytesIO):
    """An archive whose directory is not read if it is larger than 2,000 entries need."""

    def read(self, size: int | None = -1) -> bytes:
        if size is not None and size > MAX_DIRECTORY_BYTES:
            raise OverflowError
        return super().read(size)


def read_archive(content: bytes, name: str, wanted: tuple[str, ...], limit: int) -> tuple[list[Entry], list[str]]:
    """Return the files whose endings are `wanted`, and the names of nested archives that were left alone.

    Raises `Unreadable` for what is no zip, is encrypted, is too large when unpacked, or names what it may not.
    """
    try:
        with zipfile.ZipFile(_Bounded(content)) as archive:
            return _read(archive, name, wanted, limit)
    except OverflowError:
        raise Unreadable("archive-too-large", name=name, limit=MAX_ENTRIES) from None
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, ValueError) as error:
        raise Unreadable("broken-archive", name=name, reason=printable(str(error))[:200]) from None
    except (zlib.error, struct.error, OSError, RuntimeError) as error:
        raise Unreadable("broken-archive", name=name, reason=printable(str(error))[:200]) from None


def _read(archive: zipfile.ZipFile, name: str, wanted: tuple[str, ...], limit: int) -> tuple[list[Entry], list[str]]:
    infos = archive.infolist()
    if len(infos) > MAX_ENTRIES:
        raise Unreadable("archive-too-large", name=name, limit=MAX_ENTRIES)
    seen: set[str] = set()
    for info in infos:
        _expect_safe(info, name, seen)
    entries, nested, total = [], [], 0
    for info in infos:
        path = _path(info)
        if info.is_dir():
            continue
        if path.suffix.lower() in ARCHIVES:
            nested.append(printable(path.name))
        elif path.name.lower().endswith(wanted):
            unpacked = _unpack(archive, info, min(limit, MAX_TOTAL_BYTES - total) + 1)
            total += len(unpacked)
            if total > MAX_TOTAL_BYTES:
                raise Unreadable("archive-too-large", name=name, limit=MAX_TOTAL_BYTES)
            entries.append(Entry(path, unpacked, _time(info)))
    return entries, nested


def _unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limit: int) -> bytes:
    """Return at most `limit` bytes of an entry, whatever its header says."""
    if info.compress_type not in METHODS:
        raise zipfile.BadZipFile(f"{info.filename} is compressed in another way than zip's usual one")
    parts, count = [], 0
    with archive.open(info) as file:
        while count < limit and (part := file.read(min(CHUNK_BYTES, limit - count))):
            parts.append(part)
            count += len(part)
    return b"".join(parts)


def _path(info: zipfile.ZipInfo) -> PurePosixPath:
    # Windows PowerShell 5 separates folders by backslashes.
    return PurePosixPath(info.filename.replace("\\", "/"))


def _expect_safe(info: zipfile.ZipInfo, name: str, seen: set[str]) -> None:
    path = _path(info)
    mode = info.external_attr >> 16
    # An empty name would break `is_dir` below.
    if not info.filename or path.is_absolute() or ".." in path.parts or ":" in info.filename[:3]:
        reason = "path"
    elif mode and stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        reason = "link"
    elif str(path) in seen and not info.is_dir():
        reason = "duplicate"
    elif info.flag_bits & 1:
        reason = "encrypted"
    else:
        seen.add(str(path))
        return
    raise Unreadable("unsafe-archive", name=name, entry=printable(info.filename)[:200], reason=reason)


def _time(info: zipfile.ZipInfo) -> float:
    try:
        return time.mktime((*info.date_time, 0, 0, -1))
    except (ValueError, OverflowError):
        return 0.0
