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


class Unreadable(Exception):
    """What was handed in can't be read; `finding` says what is wrong with it."""

    def __init__(self, kind: str, **parameters: object) -> None:
        super().__init__(kind)
        self.finding = Finding(kind=kind, parameters=dict(parameters))


def read_regular_file(path: Path, limit: int) -> tuple[bytes, float]:
    """Return a file's bytes and its time of change; `Unreadable` if it is a link, no file, or larger than `limit`."""
    name = printable(path.name)
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
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
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            content = file.read(limit + 1)
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
    text = _decoded(content.removeprefix(codecs.BOM_UTF8), name)
    if not text.strip():
        raise Unreadable("empty", name=name)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def printable(text: str) -> str:
    """Return a name with everything that could disturb a terminal, a page or a database escaped."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


def _decoded(content: bytes, name: str) -> str:
    declared = next((match[1] for line in content.splitlines()[:2] if (match := _COOKIE.match(line))), b"utf-8")
    try:
        encoding = codecs.lookup(declared.decode("ascii")).name
    except (LookupError, UnicodeDecodeError):
        encoding = ""
    if encoding not in ENCODINGS:
        encoding = "utf-8"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Unreadable("not-utf8", name=name, line=line) from None
