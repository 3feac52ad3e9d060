"""Notebook bytes -> the sources of its code cells. Nothing here looks into the code."""

import msgspec

SCRATCH_TAG = "scratch"


class BrokenNotebook(Exception):
    """The bytes are no notebook; the text says why."""


class _Metadata(msgspec.Struct):
    tags: list[str] = []


class _Cell(msgspec.Struct):
    cell_type: str
    source: str | list[str]
    metadata: _Metadata = msgspec.field(default_factory=_Metadata)


class _Notebook(msgspec.Struct):
    nbformat: int
    cells: list[_Cell]


_decoder = msgspec.json.Decoder(_Notebook)


def code_cells(content: bytes) -> list[str]:
    """Return the sources of the code cells in order, without those tagged `scratch`.

    Raises `BrokenNotebook` for what is no notebook. Old formats are converted by nbformat.
    """
    try:
        notebook = _decoder.decode(content)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        notebook = _convert(content, str(error) or "nested too deeply")
    if notebook.nbformat < 4:
        notebook = _convert(content, f"format {notebook.nbformat}")
    cells = [cell for cell in notebook.cells if cell.cell_type == "code" and SCRATCH_TAG not in cell.metadata.tags]
    return [_plain("".join(cell.source)) for cell in cells]


def looks_like_a_notebook(content: bytes) -> bool:
    """Return whether a file's first bytes are those of a notebook, whatever its name."""
    return content[:2000].lstrip().startswith(b"{") and b'"cells"' in content


def _convert(content: bytes, reason: str) -> _Notebook:
    """Read a notebook of an old format, or one that is odd but readable, by way of nbformat."""
    try:
        major = msgspec.json.decode(content, type=dict[str, msgspec.Raw])
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        raise BrokenNotebook(reason) from None
    if "nbformat" not in major or not {"cells", "worksheets"} & set(major):
        raise BrokenNotebook("it has no cells")
    # nbformat takes 0.3 s to import: only for notebooks that need it.
    import warnings

    import nbformat

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            read = nbformat.reads(content.decode("utf-8"), as_version=4)
        return msgspec.convert(read, _Notebook)
    # nbformat raises whatever the malformed part leads to; all of it means that the notebook can't be read.
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, nbformat.ValidationError) as error:
        raise BrokenNotebook(str(error).splitlines()[0][:200] if str(error) else reason) from None


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
