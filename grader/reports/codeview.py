"""What students handed in, as lines with numbers and colours.

Colours come from processes with limits (`grader.reports.tokens`), in batches, while this one writes pages. What they answer
is lengths alone; the text is our own copy, escaped here. Code that they can't read stands without colours.
"""

import queue
import re
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Self

from markupsafe import Markup

from grader.model import Record
from grader.reports.material import Cells
from grader.reports.tokens import CodeReader, batches
from grader.wording import visible

# Longer code is data pasted in, or meant to be a burden.
MAX_LINES = 1_500
MAX_CHARACTERS = 60_000
# Identical code is coloured once as long as it is not too far apart in the class.
KEPT_SOURCES = 4_000
# The classes of the style sheet, in the order of the numbers that `lexer.py` gives; 0 is the colour of the text.
CLASSES = ("", "k", "c", "s", "n", "f", "b")
COMMENT = CLASSES.index("c")

Runs = Sequence[tuple[int, int]]

# Quick to see: whether a source has anything to spell out. Chinese is as visible as ASCII.
_ODD = re.compile(r"[^\n\t\x20-\x7e\u3001-\u303f\u4e00-\u9fff\uff01-\uff60]")


class Block(Record, frozen=True):
    """A piece of code as a page shows it: a file, or a cell of a notebook with its `number`."""

    number: int
    gutter: Markup
    code: Markup
    lines: int
    is_cut: bool


class Colours:
    """Colours sources in processes beside this one until it is closed."""

    def __init__(self, processes: int) -> None:
        self._readers: queue.SimpleQueue[CodeReader] = queue.SimpleQueue()
        self._all = [CodeReader() for _ in range(processes)]
        for reader in self._all:
            self._readers.put(reader)
        self._threads = ThreadPoolExecutor(processes)
        self._kept: OrderedDict[str, tuple[Future[list[Runs | None]], int]] = OrderedDict()
        self._begun_before = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._threads.shutdown(cancel_futures=True)
        for reader in self._all:
            reader.close()

    def begin(self, sources: Iterable[str]) -> None:
        """Begin to colour these sources, which will be asked for soon."""
        wanted = dict.fromkeys(sources)
        for batch in batches((source for source in wanted if source not in self._kept), len):
            future = self._threads.submit(self._read, batch)
            self._kept |= {source: (future, index) for index, source in enumerate(batch)}
        for source in wanted:
            self._kept.move_to_end(source)
        # Those that were begun before are still to be asked for.
        while len(self._kept) > max(KEPT_SOURCES, len(wanted) + self._begun_before):
            self._kept.popitem(last=False)
        self._begun_before = len(wanted)

    def runs(self, source: str) -> Runs | None:
        """Return the runs of colour of a source that is shown, None where it has none."""
        if source not in self._kept:
            self._kept[source] = self._threads.submit(self._read, [source]), 0
        future, index = self._kept[source]
        return future.result()[index]

    def _read(self, batch: list[str]) -> list[Runs | None]:
        reader = self._readers.get()
        try:
            answers = reader.runs(batch)
        finally:
            self._readers.put(reader)
        return [_claimed(source, answer or ()) for source, answer in zip(batch, answers, strict=True)]


def shown(cell: str) -> str:
    """Return a cell as it is shown: line breaks of one kind, and what can't be seen spelled out."""
    text = cell.replace("\r\n", "\n").replace("\r", "\n").rstrip()[:MAX_CHARACTERS]
    text = "\n".join(text.split("\n", MAX_LINES)[:MAX_LINES])
    return _ODD.sub(lambda match: visible(match[0]), text)


def is_cut(text: str) -> bool:
    """Return whether more was handed in than is shown."""
    return len(text) == MAX_CHARACTERS or text.count("\n") + 1 == MAX_LINES


def blocks(cells: Cells, colours: Colours, marked: Iterable[tuple[int | None, int]] = ()) -> Iterator[Block]:
    """Yield the cells that hold anything; `marked` are the cells (None: the only one) and lines that findings name."""
    lines = set(marked)
    for number, cell in enumerate(cells, 1):
        text = shown(cell)
        if text:
            count = text.count("\n") + 1
            here = {line for at, line in lines if at in (None, number)}
            yield Block(
                number=number,
                gutter=gutter(range(1, count + 1), here),
                code=coloured(text, colours.runs(text)),
                lines=count,
                is_cut=is_cut(text),
            )


def gutter(numbers: Iterable[int], marked: set[int]) -> Markup:
    """Return line numbers under each other, those `marked` in bold."""
    return Markup("\n".join(f"<b>{each}</b>" if each in marked else str(each) for each in numbers))  # noqa: S704 - numbers


def coloured(text: str, runs: Runs | None) -> Markup:
    """Return a text with its colours, safe to show."""
    if runs is None:
        return Markup(_escaped(text))  # noqa: S704 - escaped there
    pieces, start = [], 0
    for colour, length in runs:
        piece = text[start : start + length]
        start += length
        if not piece.isalnum():
            piece = _escaped(piece)
        pieces.append(f"<i class={CLASSES[colour]}>{piece}</i>" if colour else piece)
    return Markup("".join(pieces))  # noqa: S704 - escaped just here


def coloured_lines(text: str, runs: Runs | None, without: int | None = None) -> list[tuple[str, Markup]]:
    """Return the lines of a text, plain and with their colours; what has the colour `without` is left out."""
    lines: list[list[tuple[int, str]]] = [[]]
    start = 0
    for colour, length in runs or [(0, len(text))]:
        for index, part in enumerate(text[start : start + length].split("\n")):
            if index:
                lines.append([])
            if part and colour != without:
                lines[-1].append((colour, part))
        start += length
    plain = ["".join(part for _, part in line) for line in lines]
    return [
        (whole, coloured(whole, [(colour, len(part)) for colour, part in line])) for whole, line in zip(plain, lines)
    ]


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _claimed(source: str, answer: Sequence[int]) -> Runs | None:
    """Return what was answered as runs, if they can be those of the source."""
    colours, lengths = answer[::2], answer[1::2]
    fits = len(colours) == len(lengths) and sum(lengths) == len(source) and min(lengths, default=0) >= 0
    return list(zip(colours, lengths)) if fits and all(0 <= each < len(CLASSES) for each in colours) else None
