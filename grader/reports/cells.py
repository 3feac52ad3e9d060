"""Texts as cells of a spreadsheet: none becomes a formula, and numbers stay numbers."""

import re

# What spreadsheets take for the beginning of a formula, full-width forms included.
FORMULA_STARTS = "=+-@＝＋－＠"
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)*%?")


def text_cell(text: str) -> str:
    """Return a text of ours without control characters, behind an apostrophe where it would begin a formula."""
    plain = "".join(each if each.isprintable() else " " * each.isspace() for each in text).strip()
    return f"'{plain}" if plain[:1] in FORMULA_STARTS and plain else plain


def harmless(text: str) -> str:
    """Return a cell of somebody else's table as it is, behind an apostrophe where it would begin a formula.

    Numbers, and a lone dash, are none.
    """
    if text[:1] not in ("\t", "\r") and text.strip()[:1] not in (*FORMULA_STARTS, "\t", "\r"):
        return text
    return text if text.strip() == "-" or _NUMBER.fullmatch(text.strip()) else f"'{text}"
