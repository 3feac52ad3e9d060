"""Reading what strangers hand in: regular files of a bounded size, nothing followed, nothing waited for."""

import codecs
import errno
import os
import re
import stat
from pathlib import Path

from grader.model import Finding

# Text encodings that a file may declare; codecs that compress or transform are none of them.
ENCODINGS = frozenset(
    "utf-8 ascii iso8859-1 cp1252 gbk gb2312 gb18030 big5 shift_jis euc_jp euc_kr cp949 cp1251 koi8-r".split()
)
_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_NO_CODE = re.compile(rb"^[ \t\f]*(?:#.*)?$")
# Windows has the last of these alone, and none of the others.
CHUNK_BYTES = 1 << 20
_OPEN = os.O_RDONLY | sum(getattr(os, flag, 0) for flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"))


class Unreadable(Exception):
    """What was handed in can't be read; `finding` says what is wrong with it."""

    def __init__(self, kind: str, **parameters: object) -> None:
        super().__init__(kind)
        self.finding = Finding(kind=kind, parameters=dict(parameters))


def read_regular_file(path: Path, limit: int) -> tuple[bytes, float]:
    """Return a file's bytes and its time of change; `Unreadable` if it is a link, no file, or larger than `limit`."""
    name = printable(path.name)
    try:
        descriptor = os.open(path, _OPEN)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise Unreadable("link", name=name) from None
        if error.errno == errno.ENXIO:
            raise Unreadable("not-a-file", name=name) from None
        raise Unreadable("unreadable", name=name, reason=os.strerror(error.errno or 0)) from None
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise Unreadable("not-a-file", name=name)
        if status.st_nlink > 1:
            raise Unreadable("link", name=name)
        if status.st_size > limit:
            raise Unreadable("too-large", name=name, size=status.st_size, limit=limit)
        parts: list[bytes] = []
        # One byte more than the limit shows a file that grew meanwhile.
        while (left := limit + 1 - sum(map(len, parts))) and (part := os.read(descriptor, min(left, CHUNK_BYTES))):
            parts.append(part)
        content = b"".join(parts)
    except OSError as error:
        raise Unreadable("unreadable", name=name, reason=os.strerror(error.errno or 0)) from None
    finally:
        os.close(descriptor)
    if len(content) > limit:
        raise Unreadable("too-large", name=name, size=len(content), limit=limit)
    return content, status.st_mtime


def source_text(content: bytes, name: str) -> str:
    """Return the text of a Python file, with line ends as LF; `Unreadable` if it is in no encoding that we take."""
    if b"\0" in content and not content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise Unreadable("nul-bytes", name=name)
    if content.startswith(codecs.BOM_UTF8):
        text = decoded(content.removeprefix(codecs.BOM_UTF8), "utf-8", name)
    else:
        text = decoded(content, _declared(content), name)
    if not text.strip():
        raise Unreadable("empty", name=name)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def printable(text: str) -> str:
    """Return a name with everything that could disturb a terminal, a page or a database escaped."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


def decoded(content: bytes, encoding: str, name: str) -> str:
    """Return bytes as text; `Unreadable` with the line of the first wrong byte if they are none."""
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Unreadable("not-utf8", name=name, line=line) from None


def _declared(content: bytes) -> str:
    """Return the encoding that a source declares, by Python's rule: on line one, or on line two if one has no code."""
    first, *rest = [*content[:2000].splitlines()[:2], b""]
    match = _COOKIE.match(first) or (_COOKIE.match(rest[0]) if rest and _NO_CODE.match(first) else None)
    try:
        encoding = codecs.lookup(match[1].decode("ascii")).name if match else "utf-8"
    except LookupError:
        return "utf-8"
    return encoding if encoding in ENCODINGS else "utf-8"
