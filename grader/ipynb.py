"""Notebook bytes -> the sources of its code cells. Nothing here looks into the code."""

import re

import msgspec

SCRATCH_TAG = "scratch"
MAX_CELLS = 10_000
# nbformat builds the whole notebook in memory, outputs too: about twenty-four times a hostile file's size.
MAX_OLD_BYTES = 8 << 20
_PYTHON = re.compile(rb"^(?:#|(?:import|from|def|class) )", re.MULTILINE)


class BrokenNotebook(Exception):
    """The bytes are no notebook; the text says why."""


class _Metadata(msgspec.Struct):
    tags: list[str] = []


class _Cell(msgspec.Struct, gc=False):
    """A cell as far as it matters; what stays raw is only looked at in code cells, and outputs are never built."""

    cell_type: str
    source: msgspec.Raw = msgspec.Raw(b'""')
    metadata: msgspec.Raw = msgspec.Raw(b"{}")


class _Notebook(msgspec.Struct):
    cells: list[_Cell]
    nbformat: int = 4


class _Format(msgspec.Struct):
    nbformat: int = 4


_decoder = msgspec.json.Decoder(_Notebook)


def code_cells(content: bytes) -> list[str]:
    """Return the sources of the code cells in order, without those tagged `scratch`.

    Raises `BrokenNotebook` for what is no notebook. Old formats are converted by nbformat.
    """
    try:
        if msgspec.json.decode(content, type=_Format).nbformat < 4:
            content = _converted(content)
        code = [cell for cell in _decoder.decode(content).cells if cell.cell_type == "code" and not _is_scratch(cell)]
        if len(code) > MAX_CELLS:
            raise BrokenNotebook(f"it has more than {MAX_CELLS} code cells")
        return [_source(cell) for cell in code]
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        raise BrokenNotebook(_reason(content, error)) from None


def looks_like_a_notebook(content: bytes) -> bool:
    """Return whether a file's first bytes are those of a notebook, whatever its name."""
    return content[:2000].lstrip().startswith(b"{") and b'"cells"' in content


def _is_scratch(cell: _Cell) -> bool:
    try:
        return SCRATCH_TAG in msgspec.json.decode(cell.metadata, type=_Metadata).tags
    except msgspec.MsgspecError:
        # Odd metadata is no reason to lose the code.
        return False


def _source(cell: _Cell) -> str:
    text = "".join(msgspec.json.decode(cell.source, type=str | list[str]))
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _converted(content: bytes) -> bytes:
    """Return a notebook of an old format as one of format 4, by way of nbformat."""
    if len(content) > MAX_OLD_BYTES:
        raise BrokenNotebook(f"it is of an old format and larger than {MAX_OLD_BYTES >> 20} MiB")
    import warnings

    # nbformat takes 0.3 s to import: only for notebooks that need it.
    import nbformat

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return msgspec.json.encode(nbformat.reads(content.decode("utf-8"), as_version=4))
    # nbformat was written for notebooks, not for what only claims to be one: a malformed part may lead to any
    # exception, UnboundLocalError and AssertionError among them. All of it means that the notebook can't be read.
    except Exception as error:  # noqa: BLE001
        raise BrokenNotebook(f"it can't be converted from its old format ({type(error).__name__})") from None


def _reason(content: bytes, error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    if not content.lstrip().startswith(b"{") and _PYTHON.search(content):
        return "it looks like Python code in a file that is named .ipynb"
    return str(error).splitlines()[0][:200] if str(error) else type(error).__name__
