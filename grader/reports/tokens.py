"""Students' code as tokens and as coloured lines, read by a process with limits: this one never looks into it.

How it works: `CodeReader` starts `lexer.py` as a program of its own, with limits on memory and on computing time, and gives
it one source after the other over its input. What comes back is taken as a claim: kinds and pieces of text, decoded into
records; the lines are shown only if their pieces are the source that was sent, and are escaped here. A source that is too
long, runs into a limit or takes the process down is answered with None, and costs no other one anything: the next source
gets a new process. For the pages that means: show the code without colours.
"""

import os
import queue
import re
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, Self, TypeVar

import msgspec
from markupsafe import Markup, escape

from grader.errors import WorkerFault
from grader.wording import visible

PROGRAM = Path(__file__).with_name("lexer.py")
HEADER_BYTES = 4
MAX_SOURCE_CHARACTERS = 200_000
MAX_REPLY_BYTES = 64 << 20
MEMORY_BYTES = 256 << 20
CPU_SECONDS = 2
WALL_SECONDS = 10.0
SECONDS_TO_START = 60.0
# Names, spaces and brackets stand in the colour of the text.
_PLAIN = frozenset(("", "n", "w", "p"))
_CLASS = re.compile(r"[a-z][a-z0-9]{0,2}")

T = TypeVar("T")


class Token(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A piece of a program: `kind` is name, builtin, keyword, number, string or operator; lines count from 1."""

    kind: str
    text: str
    line: int


class CodeReader:
    """A process that reads one source after the other; closed with the `with` block that it is made for."""

    def __init__(
        self, *, memory_bytes: int = MEMORY_BYTES, cpu_seconds: int = CPU_SECONDS, wall_seconds: float = WALL_SECONDS
    ) -> None:
        self._settings = (str(cpu_seconds), str(memory_bytes))
        self._wall_seconds = wall_seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._replies: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            process, self._process = self._process, None
            process.kill()
            process.wait()
            assert process.stdin is not None
            try:
                process.stdin.close()
            except BrokenPipeError:
                # Part of a frame was still to be written.
                pass

    def tokens(self, source: str) -> list[Token] | None:
        """Return what a program says to Python, without comments, docstrings and layout; None if it can't be read."""
        return self._ask("tokens", source, list[Token])

    def highlighted(self, source: str) -> list[Markup] | None:
        """Return the lines of a source with spans of Pygments' classes, safe to show; None if it can't be read."""
        found = self._ask("lines", source, list[list[tuple[str, str]]])
        if found is None or "\n".join("".join(text for _, text in line) for line in found) != source:
            return None
        return [Markup("").join(_piece(name, text) for name, text in line) for line in found]

    def runs(self, sources: Sequence[str]) -> list[list[int]] | None:
        """Return the runs of colour of several sources, as `lexer.py` gives them; None if any can't be read.

        One question for many sources: the answer to a single one takes less time than waiting for it.
        """
        found = self._ask("runs", list(sources), list[list[int]])
        return found if found is not None and len(found) == len(sources) else None

    @property
    def pid(self) -> int | None:
        """The number of the process, None before the first source and after a lost one."""
        return self._process.pid if self._process else None

    def _ask(self, task: str, source: str | list[str], expected: type[T]) -> T | None:
        if sum(map(len, source)) > MAX_SOURCE_CHARACTERS * (1 if isinstance(source, str) else len(source)):
            return None
        try:
            frame = msgspec.msgpack.encode((task, source))
        except UnicodeEncodeError:  # half a surrogate pair is no text
            return None
        process = self._process or self._start()
        assert process.stdin is not None
        try:
            process.stdin.write(len(frame).to_bytes(HEADER_BYTES, "big") + frame)
            process.stdin.flush()
            return msgspec.msgpack.decode(self._replies.get(timeout=self._wall_seconds), type=expected)
        except (OSError, queue.Empty, msgspec.MsgspecError):
            # It died, missed its deadline or talks nonsense.
            self.close()
            return None

    def _start(self) -> subprocess.Popen[bytes]:
        # A new queue: a reply of the process before would be taken for one of this.
        self._replies = queue.SimpleQueue()
        self._process = subprocess.Popen(
            [sys.executable, "-I", str(PROGRAM), *self._settings],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PYTHONHASHSEED": "0"} | {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ},
            # An interrupt at the terminal is for us.
            start_new_session=True,
        )
        threading.Thread(target=_pass_on, args=(self._process.stdout, self._replies), daemon=True).start()
        try:
            ready = self._replies.get(timeout=SECONDS_TO_START) == b"ready"
        except queue.Empty:
            ready = False
        if not ready:
            self.close()
            remedy = "Is Pygments installed? `python -m pip install pygments`."
            raise WorkerFault("the process that reads students' code can't be started", remedy=remedy)
        return self._process


def plain_lines(source: str) -> list[Markup]:
    """Return the lines of a source without colours, safe to show."""
    return [_piece("", line) for line in source.split("\n")]


def _pass_on(stream: BinaryIO, replies: "queue.SimpleQueue[bytes]") -> None:
    """Put each frame of a stream into a queue; an empty one stands for its end."""
    with stream:
        while length := int.from_bytes(stream.read(HEADER_BYTES), "big"):
            if length > MAX_REPLY_BYTES:
                break
            replies.put(stream.read(length))
    replies.put(b"")


def _piece(name: str, text: str) -> Markup:
    shown = escape(visible(text, None, keep="\t"))
    if name in _PLAIN or not _CLASS.fullmatch(name):
        return shown
    return Markup('<span class="{}">{}</span>').format(name, shown)
