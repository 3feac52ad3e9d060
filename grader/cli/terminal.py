"""What commands show on the terminal: data to stdout, progress and remarks to stderr."""

from __future__ import annotations

import sys
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, TypeVar

from grader.grading import Progress

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import TracebackType

    from rich.progress import Progress as Bar

SECONDS_BETWEEN_LINES = 5.0
SECONDS_BEFORE_A_BAR = 1.0

T = TypeVar("T")


def remark(text: str = "") -> None:
    """Print a line that is not data."""
    print(text, file=sys.stderr)  # noqa: T201


def output(text: str) -> None:
    """Print a line of data."""
    print(text)  # noqa: T201


def number_of(count: int, what: str) -> str:
    """Return a number and what it counts: `1 student`, `2 students`."""
    return f"{count} {what}{'' if count == 1 else 's'}"


def counted(items: Sequence[T], doing: str) -> Iterator[T]:
    """Pass items through: with a bar where stderr is a terminal, else with a line every few seconds."""
    if sys.stderr.isatty():
        with _bar() as bar:
            yield from bar.track(items, description=doing)
        return
    told = time.monotonic()
    for done, item in enumerate(items):
        if time.monotonic() - told >= SECONDS_BETWEEN_LINES:
            told = time.monotonic()
            remark(f"{doing}: {done} of {len(items)}")
        yield item


class ProgressBar(Progress):
    """A bar where stderr is a terminal, else a line every few seconds."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._bar: Any = None
        self._task: Any = None
        self._read = self._done = self._total = 0
        self._last_line = time.monotonic()

    def __enter__(self) -> ProgressBar:
        if sys.stderr.isatty():
            self._bar = self._stack.enter_context(_bar())
            self._task = self._bar.add_task("reading", total=None)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def reading(self, student: str) -> None:
        """Count a submission that has been read."""
        self._read += 1
        if self._bar is not None:
            self._bar.update(self._task, completed=self._read)

    def starting(self, total: int) -> None:
        """Begin to count what is graded."""
        self._total = total
        if self._bar is None:
            read = f"{number_of(self._read, 'submission')} read, " if self._read else ""
            remark(f"{read}{total} to grade; importing torch ...")
        else:
            self._bar.reset(self._task, total=total, description="importing torch")

    def graded(self, count: int) -> None:
        """Show what is done."""
        self._done += count
        if self._bar is not None:
            self._bar.update(self._task, completed=self._done, description="grading")
        elif time.monotonic() - self._last_line >= SECONDS_BETWEEN_LINES:
            self._last_line = time.monotonic()
            remark(f"{self._done} of {self._total} graded")


class CountBar:
    """A bar for what is known to take so many steps, once it has taken a moment; without a terminal, a line at times."""

    def __init__(self, what: str, total: int) -> None:
        self._what, self._total = what, total
        self._stack = ExitStack()
        self._bar: Any = None
        self._task: Any = None
        self._started = self._last_line = time.monotonic()

    def __enter__(self) -> CountBar:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def show(self, done: int) -> None:
        """Show how many steps are done."""
        now = time.monotonic()
        if not sys.stderr.isatty():
            if now - self._last_line >= SECONDS_BETWEEN_LINES:
                self._last_line = now
                remark(f"{done} of {self._total} {self._what}")
        elif self._bar is not None:
            self._bar.update(self._task, completed=done)
        elif now - self._started >= SECONDS_BEFORE_A_BAR:
            self._bar = self._stack.enter_context(_bar())
            self._task = self._bar.add_task(self._what, total=self._total, completed=done)


def _bar() -> Bar:
    """Return a bar on stderr that leaves nothing behind."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True)
