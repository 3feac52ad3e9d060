"""What a child says beside values (names, exceptions, reasons), cut to a length and to characters that do no harm.

All of it ends in reports, on terminals and in a database, and each comparison of names costs time: so the bounds hold
from the first moment on, whoever reads it later.
"""

import re

from grader.sandbox.wire import HandleData, Loaded, LoadFailed, Raised, Refused, Reply, Unsendable

MAX_NAMES, MAX_NAME, MAX_TYPES = 500, 100, 20
MAX_TEXT, MAX_SOURCE = 2_000, 200
MAX_FAILED_CELLS = 50
MAX_LINE = 10_000_000

# Control characters but line feed and tab, and what turns the direction of text around or can't be seen in it.
_HARMFUL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)


def plain_text(text: str) -> str:
    """Return a text of several lines with what could disturb whatever shows it escaped."""
    return _HARMFUL.sub(_escaped, text.replace("\r\n", "\n").replace("\r", "\n"))


def plain_line(text: str, length: int) -> str:
    """Return the beginning of a text, on one line."""
    return plain_text(text[:length]).replace("\n", " ").replace("\t", " ")


def within_bounds(reply: Reply) -> Reply:
    """Return a reply that says what this one says, within bounds; values are looked at when they are decoded."""
    match reply:
        case Loaded(names=names, folder=folder, failed=failed):
            kept = {plain_line(name, MAX_NAME): _handle(value) for name, value in list(names.items())[:MAX_NAMES]}
            return Loaded(kept, folder[:MAX_TEXT], [_raised(error) for error in failed[:MAX_FAILED_CELLS]])
        case LoadFailed(kind=kind, error=error):
            return LoadFailed(kind, _raised(error))
        case Raised():
            return _raised(reply)
        case Refused(names=names):
            return Refused(_names(names))
        case Unsendable(reason=reason):
            return Unsendable(plain_line(reason, MAX_SOURCE))
    return reply


def handle(data: HandleData) -> HandleData:
    """Return a handle whose type has few, short names."""
    return HandleData(data.number, _names(data.types), data.callable)


def _escaped(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode()


def _handle(data: HandleData | None) -> HandleData | None:
    return None if data is None else handle(data)


def _raised(error: Raised) -> Raised:
    return Raised(
        _names(error.bases),
        plain_text(error.message[:MAX_TEXT]),
        min(max(error.cell, 0), MAX_LINE),
        min(max(error.line, 0), MAX_LINE),
        plain_line(error.source, MAX_SOURCE),
    )


def _names(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(plain_line(name, MAX_NAME) for name in names[:MAX_TYPES])
