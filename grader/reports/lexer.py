"""The program that reads students' code: frames with sources come in, frames with their tokens go out.

It runs as a process of its own, by its path (`grader.reports.tokens` starts it), and imports nothing of the project. What it
sends back is text and the names of kinds; whoever asked makes pages of it. Code is parsed by tree-sitter, which reads what is
no Python too: a parser in C, with error recovery, an eighth of the time of a lexer of regular expressions. Should code
overwhelm it, the process has nothing left to do harm with: it can read questions, write answers, and compute.
"""

import builtins
import errno
import itertools
import re
import sys
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

import msgspec
import tree_sitter_python
from tree_sitter import Language, Node, Parser

# Windows has no such limits; the deadline of whoever asks holds everywhere.
if sys.platform != "win32":
    import resource

HEADER_BYTES = 4
# A longer string counts as what it begins with.
MAX_TEXT = 100
# The numbers of the colours; whoever asked gives them their names.
TEXT, KEYWORD, COMMENT, STRING, NUMBER, DEFINITION, BUILTIN = range(7)
_LEAVES = {
    "comment": ("", COMMENT),
    "docstring": ("", COMMENT),
    "line_continuation": ("", TEXT),
    "string": ("string", STRING),
    "string_start": ("string", STRING),
    "string_content": ("string", STRING),
    "string_end": ("string", STRING),
    "integer": ("number", NUMBER),
    "float": ("number", NUMBER),
    "true": ("keyword", KEYWORD),
    "false": ("keyword", KEYWORD),
    "none": ("keyword", KEYWORD),
}
_BUILTINS = frozenset(name for name in vars(builtins) if not name.startswith("_"))
_SELF = frozenset(("self", "cls"))
_DEFINITIONS = ("function_definition", "class_definition")
_STRINGS = ("string", "concatenated_string")
_SPACES_OR_NOT = re.compile(r"\s+|\S+")
# What is left to the process once it reads what students wrote.
_CALLS = (
    "read write brk mmap munmap mremap mprotect madvise futex sched_yield clock_gettime getrusage getrandom"
    " rt_sigreturn restart_syscall exit exit_group"
)
_parser = Parser(Language(tree_sitter_python.language()))


def main() -> None:
    """Answer until the input ends; the settings are seconds of computing an answer, and bytes of memory."""
    cpu_seconds, memory_bytes = (int(text) for text in sys.argv[1:])
    tasks: dict[str, Callable[[str], Any]] = {"tokens": tokens, "runs": runs}
    filtered = _filter()
    _limit_memory(memory_bytes)
    filtered()
    _send(b"ready")
    while question := _receive(sys.stdin.buffer):
        task, sources = msgspec.msgpack.decode(question, type=tuple[str, list[str]])
        _limit_computing(cpu_seconds)
        _send(msgspec.msgpack.encode([tasks[task](source) for source in sources]))


def tokens(source: str) -> list[tuple[str, str, int]]:
    """Return what a program says to Python, as kind, text and line: no comment, docstring, space or line break."""
    found: list[tuple[str, str, int]] = []
    line, begun, string = 1, 1, ""
    for kind, _, text in _pieces(source):
        # What stands between the braces of an f-string parts it; what is glued together is one string.
        if kind == "string":
            begun, string = (begun if string else line), string + text
        elif string:
            found.append(("string", _content(string), begun))
            string = ""
        if kind and kind != "string":
            found.append((kind, text[:MAX_TEXT], line))
        line += text.count("\n")
    if string:
        found.append(("string", _content(string), begun))
    return found


def runs(source: str) -> list[int]:
    """Return the runs of one colour: the number of the colour and the length, one after the other."""
    found = [TEXT, 0]
    for _, colour, text in _pieces(source):
        # A space between two keywords is no reason for another span.
        if colour == found[-2] or (found[-2] and not colour and text.isspace() and "\n" not in text):
            found[-1] += len(text)
        else:
            found += (colour, len(text))
    return found


def _pieces(source: str) -> Iterator[tuple[str, int, str]]:
    """Yield kind, colour and text of the pieces of a source, which together are the source; a kind of "" says nothing."""
    encoded, end = source.encode(), 0
    is_ascii = len(encoded) == len(source)
    end_of_source = ("", TEXT, len(encoded), len(encoded))
    for kind, colour, start, stop in itertools.chain(_leaves(encoded), [end_of_source]):
        if start > end:
            between = source[end:start] if is_ascii else encoded[end:start].decode()
            if between.isspace():
                yield "", TEXT, between
            else:
                yield from _unparsed(between)
        # What the parser missed has a leaf without text.
        if stop > start:
            yield kind, colour, source[start:stop] if is_ascii else encoded[start:stop].decode()
        end = stop


def _unparsed(text: str) -> Iterator[tuple[str, int, str]]:
    # What the parser could make nothing of.
    for piece in _SPACES_OR_NOT.findall(text):
        yield "" if piece.isspace() else "operator", TEXT, piece


def _leaves(encoded: bytes) -> Iterator[tuple[str, int, int, int]]:
    """Yield kind, colour and place of the leaves of the tree; strings without braces, and docstrings, are one each."""
    cursor = _parser.parse(encoded).walk()
    around: list[str] = []
    while True:
        node = cursor.node
        assert node is not None
        name = node.type
        if name == "expression_statement" and _speaks_to_people(node):
            name = "docstring"
        elif name != "string_content" and not (name == "string" and _is_plain(node)) and cursor.goto_first_child():
            around.append(name)
            continue
        start, stop = node.start_byte, node.end_byte
        kind, colour = _LEAVES.get(name) or _kind(node, name, cursor.field_name, around)
        yield kind, colour, start, stop
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return
            around.pop()


def _kind(node: Node, name: str, field: str | None, around: list[str]) -> tuple[str, int]:
    """Return the kind and the colour of a leaf; `field` is what it is to the node around it."""
    if name != "identifier":
        is_word = not node.is_named and name.isalpha()
        colour = DEFINITION if name == "@" and around[-1] == "decorator" else TEXT
        return ("keyword", KEYWORD) if is_word else ("operator", colour)
    assert node.text is not None
    text = node.text.decode()
    is_builtin = text in _BUILTINS and field != "attribute"
    is_decorator = "decorator" in around[-3:] and "argument_list" not in around[-3:]
    if is_decorator or (field == "name" and around[-1] in _DEFINITIONS):
        colour = DEFINITION
    else:
        colour = BUILTIN if is_builtin or text in _SELF else TEXT
    return "builtin" if is_builtin else "name", colour


def _speaks_to_people(statement: Node) -> bool:
    """Return whether a statement is a string and nothing else."""
    only = statement.child(0) if statement.child_count == 1 else None
    return only is not None and only.type in _STRINGS


def _is_plain(string: Node) -> bool:
    # The prefix tells most: without an f there are no braces.
    text = string.text or b""
    return b"f" not in text[:2].lower() or all(child.type != "interpolation" for child in string.children)


def _content(text: str) -> str:
    """Return what stands in a string, however it is quoted."""
    return text.lstrip("rRbBfFuU").strip("\"'")[:MAX_TEXT]


def _filter() -> Callable[[], None]:
    """Return what puts the filter of system calls into force; nothing where libseccomp is not to be had."""
    try:
        import pyseccomp
    except (ImportError, OSError, RuntimeError):
        return lambda: None
    rules = pyseccomp.SyscallFilter(pyseccomp.ERRNO(errno.EPERM))
    for name in _CALLS.split():
        rules.add_rule(pyseccomp.ALLOW, name)
    # Its own limits alone: computing is limited anew for each question.
    rules.add_rule(pyseccomp.ALLOW, "prlimit64", pyseccomp.Arg(0, pyseccomp.EQ, 0))
    load: Callable[[], None] = rules.load
    return load


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
