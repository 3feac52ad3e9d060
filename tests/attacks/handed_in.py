"""Hostile archives, notebooks and files, made when they are needed: most are too large or too odd to be kept.

Each function writes what one student hands in: `home` is the path of the student's folder, which does not exist yet (an
archive takes its place). The docstring says what it tries and what must come of it.
"""

import io
import json
import os
import socket
import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

RIGHT = "ANSWER = 28\n\n\ndef double(x):\n    return x * 2  # {}\n"
WRONG = "ANSWER = 0\n\n\ndef double(x):\n    return x  # {}\n"
BUILDERS: dict[str, Callable[[Path], None]] = {}


def handed_in(builder: Callable[[Path], None]) -> Callable[[Path], None]:
    """Register a builder under its own name."""
    BUILDERS[builder.__name__] = builder
    return builder


def write(home: Path, content: str | bytes, name: str = "double.py") -> None:
    home.mkdir(exist_ok=True)
    (home / name).write_bytes(content.encode() if isinstance(content, str) else content)


def notebook(*sources: object, **more: object) -> dict[str, object]:
    cells = [
        {"cell_type": "code", "source": source, "metadata": {}, "outputs": [], "execution_count": None}
        for source in sources
    ]
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells} | more


def pack(home: Path, entries: list[tuple[str | zipfile.ZipInfo, bytes]], method: int = zipfile.ZIP_DEFLATED) -> Path:
    path = home.with_name(home.name + ".zip")
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in entries:
            archive.writestr(name, content, compress_type=method)
    return path


# Sources that are bombs for whoever parses them.


@handed_in
def parser_parentheses(home: Path) -> None:
    """Nests parentheses until the parser gives up or dies.

    Must come of it: errored or crashed or timed_out, 0 points.
    """
    write(home, f"ANSWER = {'(' * 5000}1{')' * 5000}\n")


@handed_in
def parser_unary(home: Path) -> None:
    """Stacks a hundred thousand signs before a number.

    Must come of it: errored or crashed or timed_out, 0 points.
    """
    write(home, f"ANSWER = {'-' * 100_000}1\n")


@handed_in
def parser_attributes(home: Path) -> None:
    """Chains a hundred thousand attributes.

    Must come of it: errored or crashed or timed_out, 0 points.
    """
    write(home, f"ANSWER = x{'.a' * 100_000}\n")


@handed_in
def parser_digits(home: Path) -> None:
    """Writes a number of half a million digits.

    Must come of it: errored or crashed or timed_out, 0 points.
    """
    write(home, f"ANSWER = {'9' * 500_000}\n")


@handed_in
def parser_long(home: Path) -> None:
    """Is as long as a file may be: one list of half a million elements.

    Must come of it: failed or errored or crashed or timed_out, 0 points.
    """
    write(home, f"ANSWER = [{'0,' * 500_000}]\n\n\ndef double(x):\n    return x\n")


@handed_in
def parser_sum(home: Path) -> None:
    """Adds a quarter of a million terms, each inside the one before it.

    Must come of it: errored or crashed or timed_out, 0 points.
    """
    write(home, f"ANSWER = {'1+' * 250_000}1\n")


@handed_in
def parser_blocks(home: Path) -> None:
    """Nests ninety-nine blocks and a thousand functions.

    Must come of it: errored or crashed or timed_out, 0 points.
    """
    lines = [" " * depth + ("if 1:" if depth < 90 else f"def f{depth}():") for depth in range(1_000)]
    write(home, "\n".join([*lines, " " * 1_000 + "pass", ""]))


@handed_in
def syntax_error_hostile(home: Path) -> None:
    """Has a syntax error in a line full of markup and control characters.

    Must come of it: errored, 0 points.
    """
    write(home, "ANSWER = \"<script>alert(1)</script>\" \u202e \x1b[2J =cmd|'/c calc'!A0\n")


@handed_in
def nul_bytes(home: Path) -> None:
    """Hides code behind a NUL byte.

    Must come of it: unreadable, 0 points.
    """
    write(home, WRONG.format("nul").encode() + b"\0" + RIGHT.format("nul").encode())


@handed_in
def odd_encoding(home: Path) -> None:
    """Declares an encoding that runs code of its own or that nobody expects.

    Must come of it: unreadable or errored or failed, 0 points.
    """
    write(home, b"# coding: utf-7\n" + WRONG.format("+AGEAYg-").encode())


@handed_in
def not_utf8(home: Path) -> None:
    """Is no text in any encoding.

    Must come of it: unreadable, 0 points.
    """
    write(home, bytes(range(128, 256)) * 100)


@handed_in
def too_large(home: Path) -> None:
    """Is larger than a source may be.

    Must come of it: unreadable, 0 points.
    """
    write(home, WRONG.format("x" * (2 << 20)))


# Files that are none.


@handed_in
def sparse_file(home: Path) -> None:
    """Is a terabyte long and holds nothing.

    Must come of it: unreadable, 0 points.
    """
    home.mkdir()
    with (home / "double.py").open("wb") as file:
        file.truncate(1 << 40)


@handed_in
def fifo(home: Path) -> None:
    """Is a pipe, so that whoever opens it waits for ever.

    Must come of it: unreadable, 0 points.
    """
    home.mkdir()
    os.mkfifo(home / "double.py")


@handed_in
def unix_socket(home: Path) -> None:
    """Is a socket.

    Must come of it: unreadable, 0 points.
    """
    home.mkdir()
    opened = socket.socket(socket.AF_UNIX)
    here = os.getcwd()
    os.chdir(home)
    try:
        opened.bind("double.py")
    finally:
        os.chdir(here)
        opened.close()


@handed_in
def link_to_the_reference(home: Path) -> None:
    """Is a link to the reference.

    Must come of it: unreadable, 0 points.
    """
    home.mkdir()
    (home / "double.py").symlink_to(home.parents[1] / "course/solutions/double/double.py")


@handed_in
def hard_link(home: Path) -> None:
    """Is a second name of the reference.

    Must come of it: unreadable, 0 points.
    """
    home.mkdir()
    (home / "double.py").hardlink_to(home.parents[1] / "course/solutions/double/double.py")


@handed_in
def linked_folder(home: Path) -> None:
    """Is a link in the place of a student's folder, to the solutions.

    Must come of it: missing, 0 points.
    """
    home.symlink_to(home.parents[1] / "course/solutions/double")


@handed_in
def folder_named_like_a_file(home: Path) -> None:
    """Is a folder with the name of the file.

    Must come of it: unreadable or missing, 0 points.
    """
    (home / "double.py").mkdir(parents=True)


@handed_in
def deep_folders(home: Path) -> None:
    """Hides the file at the bottom of three hundred folders, beside loops of links.

    Must come of it: missing, 0 points.
    """
    deep = home
    for _ in range(300):
        deep = deep / "d"
        deep.mkdir(parents=True)
        (deep / "loop").symlink_to(home)
    write(deep, RIGHT.format("deep"))


# Notebooks.


@handed_in
def notebook_deep_json(home: Path) -> None:
    """Is a notebook nested two hundred thousand deep.

    Must come of it: unreadable, 0 points.
    """
    write(home, '{"cells": ' + "[" * 200_000 + "]" * 200_000 + ', "nbformat": 4}', "double.ipynb")


@handed_in
def notebook_many_cells(home: Path) -> None:
    """Is a notebook of a hundred thousand cells.

    Must come of it: unreadable, 0 points.
    """
    write(home, json.dumps(notebook(*["ANSWER = 0"] * 100_000)), "double.ipynb")


@handed_in
def notebook_large_outputs(home: Path) -> None:
    """Is a right notebook beside twenty megabytes of outputs: that costs no point.

    Must come of it: passed, 10 points.
    """
    book = notebook(RIGHT.format("outputs"))
    book["cells"][0]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ["x" * 1000] * 20_000}]  # type: ignore[index]
    write(home, json.dumps(book), "double.ipynb")


@handed_in
def notebook_magics(home: Path) -> None:
    """Is a notebook that runs shells and downloads by its magics, and breaks off in some cells.

    Must come of it: failed, 0 points.
    """
    cells = [
        "!touch /tmp/attack-was-here; echo BREACH",
        "%%bash\ntouch /tmp/attack-was-here\necho BREACH",
        "%run /etc/passwd\n%load_ext attack\n%%javascript\nalert(1)",
        "x = !cat /etc/passwd\nprint('BREACH', x)",
        "get_ipython().system('echo BREACH')",
        "1 / 0",
        WRONG.format("magics"),
    ]
    write(home, json.dumps(notebook(*cells)), "double.ipynb")


@handed_in
def notebook_wrong_types(home: Path) -> None:
    """Is a notebook whose cells and sources have every type but the right one.

    Must come of it: unreadable, 0 points.
    """
    cells: list[object] = [None, 1, [], {"cell_type": ["code"], "source": {"a": 1}}, {"source": 1e999}]
    write(home, json.dumps(notebook() | {"cells": cells}), "double.ipynb")


@handed_in
def notebook_half_characters(home: Path) -> None:
    """Is a notebook with halves of characters, NUL and marks of direction in its source.

    Must come of it: unreadable or errored or failed, 0 points.
    """
    source = "\"ANSWER = '\\ud800\\u0000\\u202e'\\n\""
    write(home, json.dumps(notebook("@")).replace('"@"', source), "double.ipynb")


@handed_in
def notebook_of_no_format(home: Path) -> None:
    """Is a notebook of format minus one, whose version is a number beyond all words.

    Must come of it: unreadable or failed, 0 points.
    """
    write(home, json.dumps(notebook(WRONG.format("format")) | {"nbformat": 10**30}), "double.ipynb")


@handed_in
def notebook_all_cells_fail(home: Path) -> None:
    """Is a notebook of thousands of cells each of which raises an exception of thousands of letters.

    Must come of it: crashed or failed or errored, 0 points.
    """
    cells = ["raise ValueError('\u202e' * 3_000)"] * 4_000
    write(home, json.dumps(notebook(f"# {home.name}", *cells)), "double.ipynb")


@handed_in
def notebook_large_numbers(home: Path) -> None:
    """Is a notebook that counted its runs in a number of a hundred thousand digits.

    Must come of it: failed, 0 points.
    """
    text = json.dumps(notebook(WRONG.format(home.name))).replace("null", "9" * 100_000)
    write(home, text, "double.ipynb")


@handed_in
def notebook_repeated_keys(home: Path) -> None:
    """Is a notebook that says "cells" twice.

    Must come of it: failed or unreadable, 0 points.
    """
    book = json.dumps(notebook(WRONG.format("one")))
    write(home, book[:-1] + ', "cells": ' + json.dumps(notebook(WRONG.format("two"))["cells"]) + "}", "double.ipynb")


# Archives.


@handed_in
def archive_bomb(home: Path) -> None:
    """Unpacks from a few kilobytes to gigabytes.

    Must come of it: missing, 0 points.
    """
    block = b"0" * (16 << 20)
    pack(home, [(f"{number}/double.py", block) for number in range(64)])


@handed_in
def archive_upwards(home: Path) -> None:
    """Names files above its folder, by every spelling of upwards.

    Must come of it: missing, 0 points.
    """
    names = ["../attack-was-here.py", "a/../../attack-was-here.py", "..\\attack-was-here.py", "double.py"]
    pack(home, [(name, RIGHT.format("up").encode()) for name in names])


@handed_in
def archive_absolute(home: Path) -> None:
    """Names files by absolute paths.

    Must come of it: missing, 0 points.
    """
    pack(home, [(name, RIGHT.format("abs").encode()) for name in ("/tmp/attack-was-here.py", "C:\\double.py")])


@handed_in
def archive_link(home: Path) -> None:
    """Holds a link to the reference.

    Must come of it: missing, 0 points.
    """
    info = zipfile.ZipInfo("double.py")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    pack(home, [(info, str(home.parents[1] / "course/solutions/double/double.py").encode())])


@handed_in
def archive_device(home: Path) -> None:
    """Holds a device.

    Must come of it: missing, 0 points.
    """
    info = zipfile.ZipInfo("double.py")
    info.external_attr = (stat.S_IFCHR | 0o666) << 16
    pack(home, [(info, b"")])


@handed_in
def archive_twice_the_same(home: Path) -> None:
    """Holds two files of one name: one for the eye, one for the grade.

    Must come of it: missing, 0 points.
    """
    with zipfile.ZipFile(home.with_name(home.name + ".zip"), "w") as archive:
        archive.writestr("double.py", WRONG.format("first"))
        # zipfile warns of a second one, and writes it.
        archive.NameToInfo.clear()
        archive.writestr("double.py", RIGHT.format("second"))


@handed_in
def archive_nested(home: Path) -> None:
    """Holds archives that hold archives.

    Must come of it: missing, 0 points.
    """
    content = RIGHT.format("nested").encode()
    for depth in range(20):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("double.py" if not depth else "inner.zip", content)
        content = buffer.getvalue()
    pack(home, [("inner.zip", content)])


@handed_in
def archive_many_files(home: Path) -> None:
    """Holds ten thousand files.

    Must come of it: missing, 0 points.
    """
    pack(home, [(f"{number}.py", b"") for number in range(10_000)], zipfile.ZIP_STORED)


@handed_in
def archive_lying_sizes(home: Path) -> None:
    """Says of its files that they are small, and of itself that it ends elsewhere.

    Must come of it: missing, 0 points.
    """
    path = pack(home, [("double.py", b"#" * (8 << 20))])
    content = bytearray(path.read_bytes())
    entry = content.find(b"PK\x01\x02")
    struct.pack_into("<I", content, entry + 24, 10)
    path.write_bytes(content)


@handed_in
def archive_overlapping(home: Path) -> None:
    """Holds a thousand names of one and the same compressed bomb.

    Must come of it: missing, 0 points.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("double.py", b"#" * (16 << 20))
        for number in range(1_000):
            info = zipfile.ZipInfo(f"d{number:04}/double.py")
            first = archive.infolist()[0]
            info.CRC, info.compress_size, info.file_size = first.CRC, first.compress_size, first.file_size
            info.compress_type, info.header_offset = first.compress_type, first.header_offset
            archive.filelist.append(info)
        archive._didModify = True  # type: ignore[attr-defined]
    home.with_name(home.name + ".zip").write_bytes(buffer.getvalue())


@handed_in
def archive_hostile_manifest(home: Path) -> None:
    """Says by its manifest that it is somebody else's, with markup and control characters, and has another manifest.

    Must come of it: failed, 0 points.
    """
    student = "`\x1b[2J\u202e=1+1\n<script>alert(1)</script>" * 50
    manifest = {"schema": 1, "student": student, "packed_at": "", "files": []}
    entries = [("manifest.json", json.dumps(manifest).encode()), ("a/manifest.json", b"[" * 900_000)]
    pack(home, [*entries, ("double.py", WRONG.format(home.name).encode())])


@handed_in
def archive_odd_times(home: Path) -> None:
    """Was packed in the month 15 of a year to come, beside a right answer of an earlier time.

    Must come of it: failed, 0 points.
    """
    path = pack(
        home, [("double.py", WRONG.format(home.name).encode()), ("a/double.py", RIGHT.format(home.name).encode())]
    )
    content = bytearray(path.read_bytes())
    struct.pack_into("<I", content, content.find(b"PK\x01\x02") + 12, 2**32 - 1)
    path.write_bytes(content)


@handed_in
def archive_of_noise(home: Path) -> None:
    """Is called an archive and is noise.

    Must come of it: missing, 0 points.
    """
    home.with_name(home.name + ".zip").write_bytes(b"PK\x03\x04" + bytes(range(256)) * 100)


@handed_in
def archive_of_another_kind(home: Path) -> None:
    """Is an archive of a kind that nobody opens.

    Must come of it: missing, 0 points.
    """
    home.with_name(home.name + ".tar.gz").write_bytes(b"\x1f\x8b" + b"\0" * 1000)
