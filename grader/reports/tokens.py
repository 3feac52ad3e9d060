"""Students' code as tokens and as runs of one colour, read by a process with limits: this one never looks into it.

How it works: `CodeReader` starts `lexer.py` as a program of its own, with limits on memory and on computing time, and gives
it sources over its input, several at once. What comes back is taken as a claim: kinds and pieces of text, decoded into
records, and lengths, which count only where they are those of the source that was sent. A source that is too long, runs into
a limit or takes the process down is answered with None, and costs no other one anything: those beside it are asked for again,
and the next question gets a new process. For the pages that means: show the code without colours.
"""

import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, Self, TypeVar

import msgspec

from grader.errors import WorkerFault

PROGRAM = Path(__file__).with_name("lexer.py")
HEADER_BYTES = 4
MAX_SOURCE_CHARACTERS = 200_000
CHARACTERS_AT_ONCE = 60_000
MAX_REPLY_BYTES = 64 << 20
MEMORY_BYTES = 256 << 20
CPU_SECONDS = 2
WALL_SECONDS = 10.0
SECONDS_TO_START = 60.0
# So many sources that can't be read are no accident: the others are not read either.
MAX_LOST = 20

T = TypeVar("T")
Key = TypeVar("Key")


class Token(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A piece of a program: `kind` is name, builtin, keyword, number, string or operator; lines count from 1."""

    kind: str
    text: str
    line: int


class CodeReader:
    """A process that reads sources; closed with the `with` block that it is made for."""

    def __init__(
        self, *, memory_bytes: int = MEMORY_BYTES, cpu_seconds: int = CPU_SECONDS, wall_seconds: float = WALL_SECONDS
    ) -> None:
        self._settings = (str(cpu_seconds), str(memory_bytes))
        self._wall_seconds = wall_seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._replies: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._lost = 0

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

    def tokens(self, sources: Sequence[str]) -> list[list[Token] | None]:
        """Return what each program says to Python, without comments, docstrings and layout; None if it can't be read."""
        return self._read("tokens", sources, list[Token])

    def runs(self, sources: Sequence[str]) -> list[list[int] | None]:
        """Return the runs of colour of each source, as `lexer.py` gives them; None if it can't be read."""
        return self._read("runs", sources, list[int])

    @property
    def pid(self) -> int | None:
        """The number of the process, None before the first source and after a lost one."""
        return self._process.pid if self._process else None

    def _read(self, task: str, sources: Sequence[str], expected: type[T]) -> list[T | None]:
        found: dict[str, T | None] = dict.fromkeys(sources)
        for batch in batches(filter(_can_be_sent, found), len):
            answer = self._ask(task, batch, expected) if len(batch) > 1 else None
            if answer is None:
                # One of them may have cost the others their answer.
                found |= {source: self._read_alone(task, source, expected) for source in batch}
            else:
                found |= zip(batch, answer, strict=True)
        return [found[source] for source in sources]

    def _read_alone(self, task: str, source: str, expected: type[T]) -> T | None:
        if self._lost >= MAX_LOST:
            return None
        found = self._ask(task, [source], expected)
        self._lost += found is None
        return found[0] if found else None

    def _ask(self, task: str, sources: Sequence[str], expected: type[T]) -> list[T] | None:
        """Return an answer for each source, or None for all of them."""
        frame = msgspec.msgpack.encode((task, sources))
        process = self._process or self._start()
        assert process.stdin is not None
        try:
            process.stdin.write(len(frame).to_bytes(HEADER_BYTES, "big") + frame)
            process.stdin.flush()
            reply = self._replies.get(timeout=self._wall_seconds)
            answer: list[T] = msgspec.msgpack.decode(reply, type=list[expected])  # type: ignore[valid-type]
        except (OSError, queue.Empty, msgspec.MsgspecError):
            # It died, missed its deadline or talks nonsense.
            self.close()
            return None
        return answer if len(answer) == len(sources) else None

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
            remedy = "Is tree-sitter installed? `python -m pip install tree-sitter tree-sitter-python`."
            raise WorkerFault("the process that reads students' code can't be started", remedy=remedy)
        return self._process


def batches(items: Iterable[Key], characters: Callable[[Key], int]) -> Iterator[list[Key]]:
    """Yield items in lists that are read well within the limits of one answer; `characters` is the length of an item."""
    batch: list[Key] = []
    length = 0
    for item in items:
        if batch and length + characters(item) > CHARACTERS_AT_ONCE:
            yield batch
            batch, length = [], 0
        batch.append(item)
        length += characters(item)
    if batch:
        yield batch


def _can_be_sent(source: str) -> bool:
    if len(source) > MAX_SOURCE_CHARACTERS:
        return False
    try:
        source.encode()
    except UnicodeEncodeError:  # half a surrogate pair is no text
        return False
    return True


def _pass_on(stream: BinaryIO, replies: "queue.SimpleQueue[bytes]") -> None:
    """Put each frame of a stream into a queue; an empty one stands for its end."""
    with stream:
        while length := int.from_bytes(stream.read(HEADER_BYTES), "big"):
            if length > MAX_REPLY_BYTES:
                break
            replies.put(stream.read(length))
    replies.put(b"")
