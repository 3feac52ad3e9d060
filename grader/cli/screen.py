"""How a student's commands write to the terminal: its width, its colours, and what it can print."""

from __future__ import annotations

import io
import os
import shutil
import sys

from grader.layout import Look

MIN_COLUMNS, MAX_COLUMNS = 18, 79


def look_of_terminal(language: str, max_columns: int = MAX_COLUMNS) -> Look:
    """Return how lines are to look where they go: a terminal's width and colours, or plain."""
    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    columns = shutil.get_terminal_size((MAX_COLUMNS + 1, 24)).columns - 1
    width = min(max_columns, max(MIN_COLUMNS, columns))
    return Look(width, language, colour=colour, plain_marks=not can_print("✓✗█░"))


def can_print(text: str) -> bool:
    """Return whether the terminal's encoding has these characters."""
    try:
        text.encode(sys.stdout.encoding)
    except UnicodeEncodeError:
        return False
    return True


def show(text: str) -> None:
    """Print; better a question mark than a traceback on a terminal of another encoding."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    print(text, flush=True)  # noqa: T201
