"""The program that reads students' code: frames with sources come in, frames with their tokens go out.

It runs as a process of its own, by its path (`grader.reports.tokens` starts it), and imports nothing of the project. What it
sends back is text and the names of kinds; whoever asked makes pages of it.
"""

import functools
import sys
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

import msgspec
from pygments.lexers.python import PythonLexer
from pygments.token import STANDARD_TYPES, Comment, Keyword, Name, Number, Operator, String, Text

# Windows has no such limits; the deadline of whoever asks holds everywhere.
if sys.platform != "win32":
    import resource

HEADER_BYTES = 4
# A longer string counts as what it begins with.
MAX_TEXT = 100
_KINDS = (
    (Name.Builtin.Pseudo, "name"),
    (Name.Builtin, "builtin"),
    (Name.Exception, "builtin"),
    (Name, "name"),
    (Keyword, "keyword"),
    (Operator.Word, "keyword"),
    (Number, "number"),
    (String.Interpol, "operator"),
    (String, "string"),
)
_COLOURS = (
    (Keyword, Operator.Word),
    (Comment, String.Doc),
    (String,),
    (Number,),
    (Name.Function, Name.Class, Name.Decorator),
    (Name.Builtin, Name.Exception),
)
_lexer = PythonLexer()


def main() -> None:
    """Answer until the input ends; the settings are seconds of computing a source, and bytes of memory."""
    cpu_seconds, memory_bytes = (int(text) for text in sys.argv[1:])
    tasks: dict[str, Callable[[Any], Any]] = {"tokens": tokens, "lines": lines, "runs": runs}
    # What the lexer imports and compiles when it first runs comes before the limits hold.
    tokens("def f(x):\n    return f'{x}' + 1\n")
    _limit_memory(memory_bytes)
    _send(b"ready")
    while source := _receive(sys.stdin.buffer):
        task, text = msgspec.msgpack.decode(source, type=tuple[str, str | list[str]])
        _limit_computing(cpu_seconds)
        _send(msgspec.msgpack.encode(tasks[task](text)))


def tokens(source: str) -> list[tuple[str, str, int]]:
    """Return what a program says to Python, as kind, text and line: no comment, docstring, space or line break."""
    found: list[tuple[str, str, int]] = []
    line, depth, start = 1, 0, 0
    for kind, text in _with_whole_strings(source):
        if kind:
            depth = max(0, depth + (kind == "operator") * ((text in "([{") - (text in ")]}")))
            found.append((kind, _content(text) if kind == "string" else text[:MAX_TEXT], line))
        if not depth and (text == ";" if kind else "\n" in text and text[0] != "\\"):
            _drop_docstring(found, start)
            start = len(found)
        line += text.count("\n")
    _drop_docstring(found, start)
    return found


def lines(source: str) -> list[list[tuple[str, str]]]:
    """Return, for each line, its pieces: the short name of their kind, and their text."""
    found: list[list[tuple[str, str]]] = [[]]
    for _, kind, text in _lexer.get_tokens_unprocessed(source):
        for index, part in enumerate(text.split("\n")):
            if index:
                found.append([])
            name = STANDARD_TYPES.get(kind, "")
            if part and found[-1] and found[-1][-1][0] == name:
                found[-1][-1] = (name, found[-1][-1][1] + part)
            elif part:
                found[-1].append((name, part))
    return found


def runs(sources: list[str]) -> list[list[int]]:
    """Return, for each source, its runs of one colour: the number of the colour and the length, one after the other.

    0 is the colour of the text; the others count from 1 in the order of `_COLOURS`.
    """
    return [_runs(source) for source in sources]


def _runs(source: str) -> list[int]:
    found = [0, 0]
    for _, kind, text in _lexer.get_tokens_unprocessed(source):
        colour = _colour(kind)
        # A space between two keywords is no reason for another span.
        if colour == found[-2] or (found[-2] and not colour and text.isspace() and "\n" not in text):
            found[-1] += len(text)
        else:
            found += (colour, len(text))
    return found


@functools.cache
def _colour(kind: Any) -> int:
    return next((number for number, families in enumerate(_COLOURS, 1) if any(kind in each for each in families)), 0)


def _with_whole_strings(source: str) -> Iterator[tuple[str, str]]:
    """Yield the kind and text of every token, pieces of a string put together; what says nothing has no kind."""
    pending = ""
    for _, found, text in _lexer.get_tokens_unprocessed(source):
        kind = _kind(found, text)
        if kind == "string":
            pending += text
            continue
        if pending:
            yield "string", pending
            pending = ""
        yield kind, text
    if pending:
        yield "string", pending


def _kind(found: Any, text: str) -> str:
    if found in Text or found in Comment or text.isspace():
        return ""
    return next((name for family, name in _KINDS if found in family), "operator")


def _content(text: str) -> str:
    """Return what stands in a string, however it is quoted."""
    return text.lstrip("rRbBfFuU").strip("\"'")[:MAX_TEXT]


def _drop_docstring(found: list[tuple[str, str, int]], start: int) -> None:
    # A statement that is a string speaks to people alone.
    if all(kind == "string" or text == ";" for kind, text, _ in found[start:]):
        del found[start:]


def _limit_memory(more_bytes: int) -> None:
    if sys.platform == "win32":
        return
    if sys.platform == "linux":
        with open("/proc/self/statm", encoding="ascii") as file:
            more_bytes += int(file.read().split()[0]) * resource.getpagesize()
    for what, limit in (
        (resource.RLIMIT_AS, more_bytes),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 16),
    ):
        hard = resource.getrlimit(what)[1]
        lowered = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(what, (lowered, lowered))


def _limit_computing(seconds: int) -> None:
    """Let the next source have so many seconds; the process is killed when they are used up."""
    if sys.platform != "win32":
        used = resource.getrusage(resource.RUSAGE_SELF)
        soft = int(used.ru_utime + used.ru_stime) + 1 + seconds
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def _receive(stream: BinaryIO) -> bytes:
    return stream.read(int.from_bytes(stream.read(HEADER_BYTES), "big"))


def _send(frame: bytes) -> None:
    sys.stdout.buffer.write(len(frame).to_bytes(HEADER_BYTES, "big") + frame)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
