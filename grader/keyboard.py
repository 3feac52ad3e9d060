"""Single keys from a terminal, and the terminal as it was before when they are no longer wanted.

Keys arrive at once and are not echoed; Ctrl-C stays Ctrl-C. Whatever ends the program gently (an exception, Ctrl-C,
SIGTERM, a closed window) restores the terminal; after Ctrl-Z and `fg` keys are single again.
"""

import os
import select
import signal
import sys
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Any

try:
    import termios
    import tty
except ImportError:  # Windows
    termios = tty = None  # type: ignore[assignment]


class Keys:
    """Reads keys in a thread of its own and hands each to `take`, for as long as the `with` block lasts."""

    def __init__(self, take: Callable[[str], None]) -> None:
        self._take = take
        self._before: list[Any] | None = None
        self._wake, self._waker = os.pipe()
        self._thread = threading.Thread(target=self._read, daemon=True)

    def __enter__(self) -> "Keys":
        if keys_can_be_read():
            self._descriptor = sys.stdin.fileno()
            self._before = termios.tcgetattr(self._descriptor)
            tty.setcbreak(self._descriptor)
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._waker)
        if self._before is not None:
            self._thread.join()
            termios.tcsetattr(self._descriptor, termios.TCSADRAIN, self._before)
        os.close(self._wake)

    @property
    def readable(self) -> bool:
        """Whether there is a keyboard."""
        return self._before is not None

    def again(self) -> None:
        """Ask for single keys again: a shell sets its own way while the program is stopped."""
        if self._before is not None:
            tty.setcbreak(self._descriptor)

    def _read(self) -> None:
        while True:
            ready, _, _ = select.select([self._descriptor, self._wake], [], [])
            if self._wake in ready:
                return
            try:
                key = os.read(self._descriptor, 32)
            except OSError:  # the terminal was closed
                return
            if not key:
                return
            # Arrows and their like come as a sequence that ends with an ordinary letter.
            for each in "" if key.startswith(b"\x1b") else key.decode("utf-8", "replace"):
                self._take(each)


def keys_can_be_read() -> bool:
    """Return whether a person may press keys: stdin is a terminal, and this program is in its foreground."""
    if termios is None or not sys.stdin or not sys.stdin.isatty():
        return False
    try:
        return os.tcgetpgrp(sys.stdin.fileno()) == os.getpgrp()
    except OSError:
        return False


def on_signals(resized: Callable[[], None]) -> Callable[[], None]:
    """Let a closed window or SIGTERM end the program gently, and tell of a new size; return what undoes it."""
    names = {"SIGTERM": _end, "SIGHUP": _end, "SIGWINCH": lambda *_: resized(), "SIGCONT": lambda *_: resized()}
    numbers = {getattr(signal, name): handler for name, handler in names.items() if hasattr(signal, name)}
    before = {number: signal.signal(number, handler) for number, handler in numbers.items()}

    def undo() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    return undo


def _end(number: int, frame: object) -> None:
    sys.exit(128 + number)
