"""What `grade check --watch` shows: on a terminal one page that is drawn over the last one, elsewhere one after the other."""

import os
import shutil
import sys
from collections.abc import Callable, Sequence

from grader.layout import DIM, Look, wrapped

HOME, CLEAR_LINE, CLEAR_BELOW, CLEAR_PAGE = "\x1b[H", "\x1b[K", "\x1b[J", "\x1b[2J\x1b[H"
MIN_ROWS = 6


class Board:
    """Draws pages of lines. `look` is asked anew for each, as a terminal changes its size."""

    def __init__(self, look: Callable[[], Look], *, drawn_over: bool) -> None:
        self._look, self._drawn_over = look, drawn_over
        self._first = True

    @property
    def look(self) -> Look:
        """How lines are to look now."""
        return self._look()

    @property
    def rows(self) -> int:
        """How many lines fit on the page; more than anyone needs where pages follow each other."""
        return max(MIN_ROWS, shutil.get_terminal_size().lines) if self._drawn_over else 1 << 20

    def draw(self, lines: Sequence[str], footer: str) -> None:
        """Show a page; the footer stands below it on a terminal, and has no place elsewhere."""
        if not self._drawn_over:
            # A program reads a line each time; between pages for people there is an empty one.
            self._write("\n".join([*lines, *([""] if footer else []), ""]))
            return
        below = [self.look.paint(line, DIM) for line in wrapped(footer, self.look.width)]
        room = self.rows - len(below) - 1
        page = [*lines[: room - 1], "…"] if len(lines) > room else list(lines)
        start = CLEAR_PAGE if self._first else HOME
        self._first = False
        body = "".join(f"{line}{CLEAR_LINE}\n" for line in [*page, ""])
        self._write(start + body + f"{CLEAR_LINE}\n".join(below) + CLEAR_LINE + CLEAR_BELOW)

    def end(self) -> None:
        """Leave the page as it is, with the cursor below it."""
        if self._drawn_over and not self._first:
            self._write("\n")

    def _write(self, text: str) -> None:
        sys.stdout.write(text)
        sys.stdout.flush()


def can_draw_over() -> bool:
    """Return whether stdout is a terminal that knows how to move its cursor."""
    return sys.stdout.isatty() and os.environ.get("TERM", "dumb") != "dumb"
