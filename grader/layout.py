"""Lines for a terminal: as wide as it is, coloured where it can show colours, whole words, wide characters counted as two."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from rich.cells import cell_len, chop_cells

# Beside points that take more of a narrow line than this leaves, a title gets lines of its own.
MIN_TITLE_CELLS = 14
BOLD, DIM, RED, GREEN, YELLOW = "1", "2", "31", "32", "33"
CLOSING = "，。：；！？、）》」』】…"
OPENING = "（《「『【"


class Look(NamedTuple):
    """How lines are to look: their width in cells, the language, and what the terminal can show."""

    width: int = 80
    language: str = "en"
    colour: bool = False
    plain_marks: bool = False

    def paint(self, text: str, *codes: str) -> str:
        """Return `text` in a colour, where there are colours."""
        return f"\x1b[{';'.join(codes)}m{text}\x1b[0m" if self.colour and codes and text.strip() else text


def wrapped(text: str, width: int) -> list[str]:
    """Return a text in lines of at most `width` cells, broken between words or wide characters."""
    lines, line = [], ""
    for piece in _pieces(text):
        if cell_len(line + piece.rstrip()) <= width:
            line += piece
            continue
        if line.strip():
            lines.append(line.rstrip())
        *full, line = chop_cells(piece, width) if cell_len(piece.rstrip()) > width else [piece]
        lines += full
    return [*lines, line.rstrip()] if line.strip() else lines


def row(left: str, right: str, indent: int, look: Look) -> Iterator[str]:
    """Yield lines with `right` at the right margin of the first, or below where that leaves too little room."""
    room = look.width - indent - cell_len(right) - 2
    beside = right and room >= MIN_TITLE_CELLS
    lines = wrapped(left, room if beside or not right else look.width - indent)
    for number, line in enumerate(lines):
        text = " " * indent + line
        yield text + " " * (look.width - cell_len(text) - cell_len(right)) + right if beside and not number else text
    if right and not beside:
        yield " " * (look.width - cell_len(right)) + right


def indented(text: str, indent: int, look: Look, *codes: str) -> Iterator[str]:
    """Yield a text wrapped behind a margin."""
    for line in wrapped(text, look.width - indent):
        yield " " * indent + look.paint(line, *codes)


def _pieces(text: str) -> list[str]:
    """Return the pieces between which a line may be broken: words with the space after them, wide characters.

    A closing mark stays with what is before it, an opening one with what comes after it.
    """
    pieces = []
    for run in re.findall(r"\S+\s*|\s+", text):
        start = 0
        for index in range(1, len(run)):
            before, after = run[index - 1], run[index]
            if after.isspace() or after in CLOSING or before in OPENING:
                continue
            if cell_len(before) > 1 or cell_len(after) > 1:
                pieces.append(run[start:index])
                start = index
        pieces.append(run[start:])
    return pieces
