"""What students hand in becomes submissions, whatever it is."""

import io
import json
import os
import stat
import time
import tracemalloc
import zipfile
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader import ipynb
from grader.archives import read_archive
from grader.errors import UsageError
from grader.files import Unreadable, source_text
from grader.intake import find_students, read_file, read_submissions
from grader.model import Exercise, Limits, Submission

ADD = "def add(x, y):\n    return x + y\n"


def exercise(slug: str) -> Exercise:
    return Exercise(slug=slug, title={}, checks=(), contract=("add",), check_files={}, reference="", digest=slug)


EXERCISES = {slug: exercise(slug) for slug in ("adding", "weighted_cross_entropy")}


def read(folder: Path, stubs: dict[str, frozenset[str]] | None = None) -> list[Submission]:
    return list(read_submissions(folder, EXERCISES, stubs or {}))


def hand_in(folder: Path, name: str, content: bytes | str = ADD) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def notebook(*cells: object, **more: object) -> bytes:
    listed = [
        cell if isinstance(cell, dict) else {"cell_type": "code", "metadata": {}, "source": cell} for cell in cells
    ]
    return json.dumps({"cells": listed, "metadata": {}, "nbformat": 4, "nbformat_minor": 5} | more).encode()


def packed(entries: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED, **attributes: int) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, data in entries.items():
            info = zipfile.ZipInfo(name, (2026, 9, 1, 12, 0, 0))
            info.external_attr = attributes.get("external_attr", 0)
            archive.writestr(info, data, compress_type=method)
    return content.getvalue()


def problem_of(submissions: list[Submission]) -> str:
    assert len(submissions) == 1
    assert submissions[0].problem is not None
    return submissions[0].problem.kind


def test_a_folder_a_deeper_folder_and_a_zip_are_read(tmp_path: Path) -> None:
    """A student's file may lie in a folder, one folder deeper, or in a zip."""
    hand_in(tmp_path, "ada/adding.py")
    hand_in(tmp_path, "bob/homework 1/adding.py")
    hand_in(tmp_path, "cy.zip", packed({"cy/adding.py": ADD.encode()}))
    found = read(tmp_path)
    assert [(each.student, each.exercise, each.cells, each.problem) for each in found] == [
        (student, "adding", (ADD,), None) for student in ("ada", "bob", "cy")
    ]
    assert find_students(tmp_path) == ["ada", "bob", "cy"]


def test_what_is_no_submission_is_left_alone(tmp_path: Path) -> None:
    """Tasks, public checks, data and hidden files are no submissions."""
    for name in ("README.md", "test_public.py", "adding.txt", ".adding.py", "__pycache__/adding.py", "pytest.ini"):
        hand_in(tmp_path, f"ada/{name}")
    hand_in(tmp_path, "ada/adding.py")
    assert [each.path for each in read(tmp_path)] == ["ada/adding.py"]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "empty"),
        (b"  \n\n", "empty"),
        (b"x = 1\0\n", "nul-bytes"),
        (b"# \xc7\xf3\xbd\xe2\n", "not-utf8"),
        ("x = 1".encode("utf-16"), "not-utf8"),
        (b"x" * (2 << 20), "too-large"),
        (notebook("x = 1"), "broken-notebook"),
    ],
)
def test_an_unreadable_file_is_reported_with_its_kind(tmp_path: Path, content: bytes, kind: str) -> None:
    """A file that can't be read is a submission with a problem, and its neighbour keeps its own."""
    hand_in(tmp_path, "ada/adding.py", content)
    hand_in(tmp_path, "bob/adding.py")
    first, second = read(tmp_path)
    assert first.problem is not None
    assert first.problem.kind == kind
    assert first.exercise == "adding"
    assert (second.problem, second.cells) == (None, (ADD,))


def test_the_line_of_a_wrong_byte_is_named(tmp_path: Path) -> None:
    """A file in another encoding is told with the line of its first wrong byte."""
    hand_in(tmp_path, "ada/adding.py", b"x = 1\ny = 2\n# \xff\n")
    (only,) = read(tmp_path)
    assert only.problem is not None
    assert only.problem.parameters["line"] == 3


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("\ufeffx = 1\n".encode(), "x = 1\n"),
        (b"x = 1\r\ny = 2\rz = 3", "x = 1\ny = 2\nz = 3"),
        ("# -*- coding: gbk -*-\nx = '求'\n".encode("gbk"), "# -*- coding: gbk -*-\nx = '求'\n"),
        (b"# coding: latin-1\nx = '\xe9'\n", "# coding: latin-1\nx = 'é'\n"),
    ],
)
def test_byte_order_marks_line_ends_and_declared_encodings_are_understood(content: bytes, text: str) -> None:
    """A byte order mark, foreign line ends and a declared encoding cost nothing."""
    assert source_text(content, "adding.py") == text


def test_a_codec_that_unpacks_is_no_encoding() -> None:
    """A declared codec that is no text encoding is not used."""
    with pytest.raises(Unreadable) as caught:
        source_text(b"# coding: unicode_escape\n\xff", "adding.py")
    assert caught.value.finding.kind == "not-utf8"


def test_links_are_not_followed(tmp_path: Path) -> None:
    """A link, dangling or out of the folder, a hard link, or a linked folder is a problem."""
    secret = hand_in(tmp_path, "outside/adding.py", "SECRET = 1\n")
    (tmp_path / "class").mkdir()
    for student, target in (("ada", secret), ("bob", tmp_path / "nowhere.py")):
        (tmp_path / "class" / student).mkdir()
        (tmp_path / "class" / student / "adding.py").symlink_to(target)
    (tmp_path / "class" / "cy").symlink_to(secret.parent)
    (tmp_path / "class" / "dee").mkdir()
    os.link(secret, tmp_path / "class" / "dee" / "adding.py")
    kinds = {each.student: each.problem.kind for each in read(tmp_path / "class") if each.problem}
    assert kinds == dict.fromkeys(("ada", "bob", "cy", "dee"), "link")


def test_a_folder_or_a_pipe_in_place_of_a_file_is_a_problem(tmp_path: Path) -> None:
    """A folder or a named pipe where a file should be blocks nothing."""
    (tmp_path / "ada" / "adding.py").mkdir(parents=True)
    (tmp_path / "bob").mkdir()
    os.mkfifo(tmp_path / "bob" / "adding.py")
    started = time.monotonic()
    assert {each.student: each.problem and each.problem.kind for each in read(tmp_path)} == {
        "ada": "not-a-file",
        "bob": "not-a-file",
    }
    assert time.monotonic() - started < 5


def test_a_huge_sparse_file_is_not_read(tmp_path: Path) -> None:
    """A file of a terabyte that holds nothing is refused by its size."""
    path = hand_in(tmp_path, "ada/adding.py")
    os.truncate(path, 1 << 40)
    assert problem_of(read(tmp_path)) == "too-large"


def test_a_file_that_may_not_be_read_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file without read permission is reported with the system's reason."""
    hand_in(tmp_path, "ada/adding.py")
    monkeypatch.setattr("grader.files.os.open", lambda *_: (_ for _ in ()).throw(PermissionError(13, "no")))
    (only,) = read(tmp_path)
    assert only.problem is not None
    assert only.problem.kind == "unreadable"
    assert only.problem.parameters["reason"] == "Permission denied"


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("addign.py", "adding"),
        ("weighted-cross-entropy.py", "weighted_cross_entropy"),
        ("weighted_cross_entropy (1).py", "weighted_cross_entropy"),
        ("Adding.PY", "adding"),
        ("holiday_photos.py", None),
    ],
)
def test_a_misspelt_name_is_reported_with_the_nearest_exercise(tmp_path: Path, name: str, nearest: str | None) -> None:
    """A file of a misspelt name is not graded, and the exercise that it may mean is named."""
    hand_in(tmp_path, f"ada/{name}")
    (only,) = read(tmp_path)
    assert only.problem is not None
    assert (only.problem.kind, only.problem.parameters["nearest"]) == ("wrong-name", nearest)
    assert only.exercise == (nearest or "")
    assert only.cells == ()


def test_a_rightly_named_file_counts_before_a_misnamed_one(tmp_path: Path) -> None:
    """Beside the rightly named file a misnamed copy is a note."""
    hand_in(tmp_path, "ada/adding.py")
    hand_in(tmp_path, "ada/adding (1).py", "x = 1\n")
    (only,) = read(tmp_path)
    assert (only.problem, only.cells) == (None, (ADD,))
    assert [note.kind for note in only.notes] == ["misnamed-ignored"]


def test_of_two_files_the_newer_counts_and_a_stub_never_does(tmp_path: Path) -> None:
    """The newer of two files counts with a note, but an untouched stub is ignored however new it is."""
    os.utime(hand_in(tmp_path, "ada/adding.py", "old = 1\n"), (1_000, 1_000))
    os.utime(hand_in(tmp_path, "ada/adding.ipynb", notebook("new = 1")), (2_000, 2_000))
    (only,) = read(tmp_path)
    assert only.cells == ("new = 1",)
    assert [note.kind for note in only.notes] == ["newer-counts"]
    (only,) = read(tmp_path, {"adding": frozenset([only.digest])})
    assert only.cells == ("old = 1\n",)
    assert [note.kind for note in only.notes] == ["stub-ignored"]


def test_an_untouched_stub_is_graded_with_a_note(tmp_path: Path) -> None:
    """Who hands in the stub as it was given out may have meant another file, and is told."""
    hand_in(tmp_path, "ada/adding.py")
    (only,) = read(tmp_path)
    (noted,) = read(tmp_path, {"adding": frozenset([only.digest])})
    assert (noted.problem, noted.cells) == (None, (ADD,))
    assert [note.kind for note in noted.notes] == ["untouched-stub"]


@pytest.mark.parametrize("name", ["empty", "nowhere", "file.txt", "files"])
def test_an_empty_or_missing_folder_shows_what_is_expected(tmp_path: Path, name: str) -> None:
    """No folder, an empty one, a file in its place, or loose files are answered with an example of the layout."""
    (tmp_path / "empty").mkdir()
    hand_in(tmp_path, "file.txt")
    hand_in(tmp_path, "files/adding.py")
    with pytest.raises(UsageError) as caught:
        find_students(tmp_path / name)
    assert "ada/weighted_cross_entropy.py" in caught.value.remedy


def test_a_student_id_is_printable(tmp_path: Path) -> None:
    """Control characters, escape codes and bytes that are no text are escaped in a student's id."""
    os.makedirs(os.fsencode(tmp_path) + b"/ev\x1b[31mil\xff")
    hand_in(tmp_path, "ada/adding.py")
    assert all(student.isprintable() for student in find_students(tmp_path))


def test_a_nameless_entry_is_refused(tmp_path: Path) -> None:
    """An archive whose entry has no name is refused."""
    hand_in(tmp_path, "ada.zip", packed({"x": b""}).replace(b"x", b"\0"))
    assert problem_of(read(tmp_path)) == "unsafe-archive"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (packed({"../adding.py": b"x = 1"}), "unsafe-archive"),
        (packed({"/etc/adding.py": b"x = 1"}), "unsafe-archive"),
        (packed({"..\\adding.py": b"x = 1"}), "unsafe-archive"),
        (packed({"adding.py": b"/etc/passwd"}, external_attr=(stat.S_IFLNK | 0o777) << 16), "unsafe-archive"),
        (packed({f"{number}.py": b"" for number in range(3_000)}), "archive-too-large"),
        (packed({f"{number}/adding.py": b"\0" * (32 << 20) for number in range(3)}), "archive-too-large"),
        (b"PK\x03\x04 this is no zip", "broken-archive"),
        (b"", "broken-archive"),
        (packed({"adding.py": ADD.encode()})[:-30], "broken-archive"),
    ],
)
def test_a_hostile_archive_is_refused_and_its_neighbour_is_not(tmp_path: Path, content: bytes, kind: str) -> None:
    """An archive with unsafe names, links, a bomb or nothing readable is one problem, and the others go on."""
    hand_in(tmp_path, "ada.zip", content)
    hand_in(tmp_path, "bob/adding.py")
    first, second = read(tmp_path)
    assert first.problem is not None
    assert (first.student, first.problem.kind) == ("ada", kind)
    assert second.problem is None


def test_other_archives_are_told_what_to_be(tmp_path: Path) -> None:
    """A tar or rar is answered with a problem of its own."""
    hand_in(tmp_path, "ada.tar.gz", b"\x1f\x8b")
    (only,) = read(tmp_path)
    assert (only.student, problem_of([only])) == ("ada", "other-archive")


def test_data_that_was_given_out_is_no_archive(tmp_path: Path) -> None:
    """Who hands in the whole folder has the exercises' data in it, too: nothing is said of it, in a zip or a folder."""
    given_out = {"adding": msgspec.structs.replace(EXERCISES["adding"], data_files={"images.gz": b"..."})}
    hand_in(tmp_path, "ada.zip", packed({"hw/adding/adding.py": ADD.encode(), "hw/adding/images.gz": b"..."}))
    for name in ("adding.py", "images.gz"):
        hand_in(tmp_path, f"bob/hw/adding/{name}")
    handed_in = list(read_submissions(tmp_path, given_out, {}))
    assert [(each.student, each.problem, each.notes) for each in handed_in] == [("ada", None, ()), ("bob", None, ())]


def test_an_archive_in_an_archive_is_left_alone(tmp_path: Path) -> None:
    """A nested archive is not opened; the files beside it count, with a note."""
    hand_in(tmp_path, "ada.zip", packed({"adding.py": ADD.encode(), "more.zip": packed({"adding.py": b""})}))
    (only,) = read(tmp_path)
    assert only.problem is None
    assert [note.kind for note in only.notes] == ["nested-archive-ignored"]


def test_code_cells_come_in_order_without_scratch_cells(tmp_path: Path) -> None:
    """Of a notebook the code cells are taken, in order, without those tagged scratch."""
    scratch = {"cell_type": "code", "metadata": {"tags": ["scratch"]}, "source": "check()"}
    prose = {"cell_type": "markdown", "metadata": {}, "source": "# Title"}
    hand_in(tmp_path, "ada/adding.ipynb", notebook(prose, ["a = 1\n", "b = 2"], "c = 3", scratch))
    (only,) = read(tmp_path)
    assert only.notebook
    assert only.cells == ("a = 1\nb = 2", "c = 3")


def test_an_old_notebook_is_converted() -> None:
    """A notebook of format 3 is read by way of nbformat."""
    old = {"worksheets": [{"cells": [{"cell_type": "code", "language": "python", "input": "x = 1", "outputs": []}]}]}
    content = json.dumps(old | {"metadata": {}, "nbformat": 3, "nbformat_minor": 0}).encode()
    assert ipynb.code_cells(content) == ["x = 1"]


@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b"[]",
        b'{"cells": 3, "nbformat": 4}',
        notebook("x = 1")[:-20],
        b'{"cells": [{"cell_type": "code", "source": 3}], "nbformat": 4}',
        b"[" * 200_000,
        b'{"nbformat": 4, "cells": ' + b"[" * 100_000,
        ADD.encode(),
    ],
)
def test_a_broken_notebook_is_a_problem(tmp_path: Path, content: bytes) -> None:
    """A notebook that is cut off, nested without end or no notebook at all is reported."""
    hand_in(tmp_path, "ada/adding.ipynb", content)
    assert problem_of(read(tmp_path)) == "broken-notebook"


def test_a_notebook_without_code_is_a_problem(tmp_path: Path) -> None:
    """A notebook that holds only text has nothing to grade."""
    hand_in(tmp_path, "ada/adding.ipynb", notebook({"cell_type": "markdown", "metadata": {}, "source": "x"}))
    assert problem_of(read(tmp_path)) == "no-code-cells"


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reading_of_a_notebook(content: bytes) -> None:
    """Whatever the bytes, the answer is cells or a broken notebook."""
    try:
        assert all(isinstance(cell, str) for cell in ipynb.code_cells(content))
    except ipynb.BrokenNotebook as broken:
        assert str(broken)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["cells", "nbformat", "source", "x"]), inner, max_size=4)
    ),
    max_leaves=8,
)


@given(json_values, json_values)
def test_no_json_breaks_the_reading_of_a_notebook(cells: object, version: object) -> None:
    """Whatever JSON stands in a notebook's place, the answer is cells or a broken notebook."""
    try:
        ipynb.code_cells(json.dumps({"cells": cells, "nbformat": version, "metadata": {}}).encode())
    except ipynb.BrokenNotebook as broken:
        assert str(broken)


@given(st.text(max_size=30), st.binary(max_size=100))
def test_no_name_in_an_archive_breaks_the_reading(
    tmp_path_factory: pytest.TempPathFactory, name: str, content: bytes
) -> None:
    """Whatever an archive's entry is called, every submission has a printable path."""
    folder = tmp_path_factory.mktemp("class")
    try:
        data = packed({name or "x": content, "adding.py": ADD.encode()})
    except (ValueError, UnicodeEncodeError, IndexError):
        # Python's own zipfile can't write such a name.
        return
    hand_in(folder, "ada.zip", data)
    assert all(each.path.isprintable() for each in read(folder))


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_an_archive_that_could_unpack_without_bound_is_refused(tmp_path: Path, method: int) -> None:
    """An archive of a kind whose unpacking has no bound is not unpacked."""
    hand_in(tmp_path, "ada.zip", packed({"adding.py": bytes(1 << 20)}, method=method))
    assert problem_of(read(tmp_path)) == "broken-archive"


def test_a_directory_of_millions_of_entries_is_not_built() -> None:
    """An archive with a huge directory is refused before its entries are built."""
    entry = b"PK\1\2" + bytes(24) + b"\1" + bytes(17) + b"a"
    directory = entry * 100_000
    end = b"PK\5\6" + bytes(4) + b"\xff\xff\xff\xff" + len(directory).to_bytes(4, "little") + bytes(6)
    tracemalloc.start()
    try:
        with pytest.raises(Unreadable) as caught:
            read_archive(directory + end, "ada.zip", (".py",), 1 << 20)
        assert tracemalloc.get_traced_memory()[1] < 3 * len(directory)
    finally:
        tracemalloc.stop()
    assert caught.value.finding.kind == "archive-too-large"


def test_folders_in_an_archive_may_be_separated_as_windows_does(tmp_path: Path) -> None:
    """An archive made by Windows PowerShell, with backslashes in its names, is read."""
    hand_in(tmp_path, "ada.zip", packed({"ada\\adding.py": ADD.encode()}))
    (only,) = read(tmp_path)
    assert (only.problem, only.cells, only.path) == (None, (ADD,), "ada.zip/ada/adding.py")


@pytest.mark.parametrize("entries", [{"homework.zip": b""}, {"answers.docx": b""}, {}])
def test_an_archive_without_a_submission_is_reported(tmp_path: Path, entries: dict[str, bytes]) -> None:
    """An archive that holds no exercise's file is a problem, not silence."""
    hand_in(tmp_path, "ada.zip", packed(entries))
    assert problem_of(read(tmp_path)) == "broken-archive"


def test_an_archive_in_a_students_folder_is_read(tmp_path: Path) -> None:
    """A zip may lie in the student's folder, as learning platforms put it."""
    hand_in(tmp_path, "ada/homework.zip", packed({"adding.py": ADD.encode()}))
    (only,) = read(tmp_path)
    assert (only.student, only.cells, only.path) == ("ada", (ADD,), "ada/homework.zip/adding.py")


def test_a_file_in_an_archive_was_received_when_the_archive_was(tmp_path: Path) -> None:
    """The times inside an archive are what a student claims: they make no late submission early."""
    os.utime(hand_in(tmp_path, "ada.zip", packed({"adding.py": ADD.encode()})), (1_800_000_000, 1_800_000_000))
    (only,) = read(tmp_path)
    assert only.received_at == 1_800_000_000


def test_a_linked_folder_is_reported(tmp_path: Path) -> None:
    """A link in place of a folder is not followed, and is reported."""
    hand_in(tmp_path, "outside/adding.py")
    (tmp_path / "class" / "ada").mkdir(parents=True)
    (tmp_path / "class" / "ada" / "homework").symlink_to(tmp_path / "outside")
    assert problem_of(read(tmp_path / "class")) == "link"


def test_a_folder_that_may_not_be_read_costs_its_neighbours_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder without read permission is reported, and the student's other folders are read."""
    hand_in(tmp_path, "ada/a/adding.py")
    hand_in(tmp_path, "ada/b/weighted_cross_entropy.py")
    scan = os.scandir

    def refuse(path: Path) -> object:
        if path.name == "b":
            raise PermissionError(13, "no")
        return scan(path)

    monkeypatch.setattr("grader.intake.os.scandir", refuse)
    assert [(each.exercise, each.problem and each.problem.kind) for each in read(tmp_path)] == [
        ("adding", None),
        ("", "unreadable"),
    ]


def test_data_beside_a_submission_does_not_hide_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many data files lie in a student's folder, the submission counts."""
    monkeypatch.setattr("grader.intake.MAX_FILES", 5)
    for number in range(9):
        hand_in(tmp_path, f"ada/data/{number}.png", b"")
    hand_in(tmp_path, "ada/a/adding.py")
    (only,) = read(tmp_path)
    assert only.cells == (ADD,)


def test_a_folder_of_very_many_submissions_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A student's folder with very many files of code is read up to a limit, and that is reported."""
    monkeypatch.setattr("grader.intake.MAX_FILES", 5)
    for number in range(9):
        hand_in(tmp_path, f"ada/{number}/adding.py")
    assert [each.problem.kind for each in read(tmp_path) if each.problem] == ["archive-too-large"]


def test_a_malformed_old_notebook_does_not_end_the_run(tmp_path: Path) -> None:
    """A notebook on which nbformat itself breaks is one student's problem."""
    hand_in(tmp_path, "ada/adding.ipynb", b'{"nbformat": 1, "cells": [{"cell_type": "x"}]}')
    hand_in(tmp_path, "bob/adding.py")
    first, second = read(tmp_path)
    assert first.problem is not None
    assert (first.problem.kind, second.problem) == ("broken-notebook", None)


def test_a_hidden_ending_is_a_wrong_name(tmp_path: Path) -> None:
    """A file whose true ending Windows hid is reported with the exercise that it means."""
    hand_in(tmp_path, "ada/adding.py.txt")
    (only,) = read(tmp_path)
    assert (only.exercise, problem_of([only])) == ("adding", "wrong-name")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (notebook("x = 1").replace(b"x = 1", b"\xff"), "not-utf8"),
        (notebook("x = 1").decode().encode("utf-16"), "not-utf8"),
        (b"\xef\xbb\xbf \n", "empty"),
        (notebook("x = '\0'"), "nul-bytes"),
        (notebook("#" * (2 << 20)), "too-large"),
    ],
)
def test_an_unreadable_notebook_is_reported_with_its_kind(tmp_path: Path, content: bytes, kind: str) -> None:
    """A notebook's bytes are held to the same rules as those of a Python file."""
    hand_in(tmp_path, "ada/adding.ipynb", content)
    assert problem_of(read(tmp_path)) == kind


def test_a_byte_order_mark_costs_a_notebook_nothing(tmp_path: Path) -> None:
    """A notebook that an editor saved with a byte order mark is read."""
    hand_in(tmp_path, "ada/adding.ipynb", b"\xef\xbb\xbf" + notebook("x = 1"))
    (only,) = read(tmp_path)
    assert only.cells == ("x = 1",)


@pytest.mark.parametrize(
    "content",
    [
        "import torch\n# one-hot encoding: ascii letters\nx = '求'\n".encode(),
        b"\xef\xbb\xbf" + "# coding: gbk\nx = '求'\n".encode(),
        "# coding: no_such_codec\nx = '求'\n".encode(),
    ],
)
def test_an_encoding_counts_only_where_python_looks_for_it(content: bytes) -> None:
    """A comment below code, beside a byte order mark, or of an unknown codec declares no encoding."""
    assert "求" in source_text(content, "adding.py")


def test_accents_apart_and_together_are_one_student(tmp_path: Path) -> None:
    """A name whose accents are written apart, as macOS does, is the same student as in a roster."""
    hand_in(tmp_path, "zoe\u0301/adding.py")
    assert find_students(tmp_path) == ["zo\u00e9"]


def test_a_folder_that_may_not_be_read_is_a_wrong_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A class's folder without read permission is answered with the system's reason."""
    monkeypatch.setattr(Path, "iterdir", lambda _: (_ for _ in ()).throw(PermissionError(13, "no")))
    with pytest.raises(UsageError, match="Permission denied"):
        find_students(tmp_path)


def test_a_packed_class_is_to_be_unpacked(tmp_path: Path) -> None:
    """A zip in place of the class's folder is answered with what to do."""
    with pytest.raises(UsageError) as caught:
        find_students(hand_in(tmp_path, "class.zip", packed({"ada/adding.py": ADD.encode()})))
    assert "Unpack" in caught.value.remedy


def test_read_file_takes_any_name(tmp_path: Path) -> None:
    """A single file is read as the exercise that the caller names."""
    submission = read_file(hand_in(tmp_path, "my answer.py"), "ada", "adding", Limits())
    assert (submission.exercise, submission.problem, submission.cells) == ("adding", None, (ADD,))
