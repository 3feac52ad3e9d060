"""A table that a learning platform wrote: read with its own delimiter, line ends and byte order mark, written with them."""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from grader.errors import UsageError
from grader.model import Record

DELIMITERS = ",;\t"
MAX_BYTES = 64 << 20
_SAVE_ANEW = "Save it as `CSV UTF-8`, or name its encoding, for instance --encoding gb18030."


class Sheet(Record, frozen=True):
    """A heading and rows of the same length. `path` is for messages; what it is written with is what it was read with."""

    path: str
    heading: list[str]
    rows: list[list[str]]
    delimiter: str = ","
    line_end: str = "\r\n"
    byte_order_mark: bool = False

    def column(self, *names: str) -> int | None:
        """Return the index of the first column with one of these names, in whatever case."""
        wanted = {name.casefold() for name in names}
        return next((index for index, each in enumerate(self.heading) if each.strip().casefold() in wanted), None)


def read_sheet(path: Path, encoding: str | None = None) -> Sheet:
    """Return the table in a file; a `UsageError` with place and remedy if there is none."""
    try:
        content = path.read_bytes()
    except OSError as error:
        remedy = "Give the file as you downloaded it."
        raise UsageError(f"it can't be read: {error.strerror or error}", where=str(path), remedy=remedy) from None
    if len(content) > MAX_BYTES:
        remedy = "Give the CSV file that the learning platform exports."
        raise UsageError(f"it has more than {MAX_BYTES >> 20} MiB", where=str(path), remedy=remedy)
    text = _text(content, path, encoding)
    delimiter = max(DELIMITERS, key=lambda each: len(next(csv.reader(io.StringIO(text), delimiter=each), [])))
    # What students typed into a text field may be longer than the module's default.
    csv.field_size_limit(MAX_BYTES)
    try:
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if any(row)]
    except csv.Error as error:
        raise UsageError(f"it is no CSV: {error}", where=str(path), remedy=_SAVE_ANEW) from None
    if not rows:
        remedy = "Export it again from the learning platform."
        raise UsageError("there is nothing in it", where=str(path), remedy=remedy)
    width = max(map(len, rows))
    padded = [row + [""] * (width - len(row)) for row in rows]
    return Sheet(
        path=str(path),
        heading=padded[0],
        rows=padded[1:],
        delimiter=delimiter,
        line_end="\r\n" if "\r\n" in text else "\n",
        byte_order_mark=content.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)),
    )


def written(sheet: Sheet) -> Iterator[bytes]:
    """Yield the table row by row, as UTF-8."""
    if sheet.byte_order_mark:
        yield codecs.BOM_UTF8
    yield from csv_lines((sheet.heading, *sheet.rows), sheet.delimiter, sheet.line_end)


def csv_lines(rows: Iterable[Iterable[str]], delimiter: str = ",", line_end: str = "\n") -> Iterator[bytes]:
    """Yield rows as lines of CSV in UTF-8, one by one."""
    line = io.StringIO()
    # The module quotes only the characters of its own line end: with both, neither breaks a row.
    writer = csv.writer(line, delimiter=delimiter, lineterminator="\r\n")
    for row in rows:
        writer.writerow(row)
        text = line.getvalue().removesuffix("\r\n") + line_end
        yield text.encode("utf-8", "backslashreplace")
        line.seek(0)
        line.truncate()


def _text(content: bytes, path: Path, encoding: str | None) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    elif content.startswith(codecs.BOM_UTF8):
        encoding = "utf-8-sig"
    try:
        return content.decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        what = f"line {line} is not in the encoding {encoding or 'UTF-8'}"
        raise UsageError(what, where=str(path), remedy=_SAVE_ANEW) from None
    except LookupError:
        remedy = "Name one that Python knows: utf-8, gb18030, big5, cp1252, ..."
        raise UsageError(f"there is no encoding `{encoding}`", remedy=remedy) from None
