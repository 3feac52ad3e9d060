"""Rosters of all kinds are read, and what is wrong with one is told."""

import codecs
from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.roster import read_roster


def roster(tmp_path: Path, content: str | bytes):
    path = tmp_path / "roster.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_roster(path)


@pytest.mark.parametrize(
    ("content", "students", "column"),
    [
        ("ada\nbob\n", ["ada", "bob"], ""),
        ("ada\r\n\r\n  bob  \r\n \r\n", ["ada", "bob"], ""),
        ("\ufeffstudent\nada\n", ["ada"], "student"),
        ("ada,Ada Lovelace\nbob,Bob\n", ["ada", "bob"], ""),
        ("Name;Student_ID;Group\nAda;s1;A\nBob;s2;B\n", ["s1", "s2"], "Student_ID"),
        ("姓名\t学号\n张三\t2026001\n", ["2026001"], "学号"),
        ("张三\n李四\n", ["张三", "李四"], ""),
        # Canvas: a line of points below the heading; Moodle: quoted headings.
        (
            'Student,ID,SIS User ID,SIS Login ID,Section\n    Points Possible,,,,\n"Lovelace, Ada",7,u7,ada@x,One\n',
            ["u7"],
            "SIS User ID",
        ),
        (
            '"First name","Last name","ID number","Email address"\n"Ada","Lovelace","0042","ada@x"\n',
            ["0042"],
            "ID number",
        ),
        ("Name,Email\nAda,ada@example.org\n", ["ada@example.org"], "Email"),
    ],
)
def test_ids_are_found(tmp_path: Path, content: str, students: list[str], column: str) -> None:
    """The ids of a list or a platform's export are found, without headings, blank lines and spaces."""
    found = roster(tmp_path, content)
    assert (found.students, found.column) == (students, column)


def test_what_excel_saves_as_unicode_text_is_read(tmp_path: Path) -> None:
    """UTF-16 with a mark is a table as well."""
    found = roster(tmp_path, codecs.BOM_UTF16_LE + "学号\t姓名\n7\t张三\n".encode("utf-16-le"))
    assert found.students == ["7"]


def test_repeated_and_missing_ids_are_counted(tmp_path: Path) -> None:
    """Who stands there twice is one student; lines of a table without an id are counted, and both are told."""
    found = roster(tmp_path, "name,id\nAda,ada\nBob,bob\nAda,ada\nCy,\nDee\n")
    assert found.students == ["ada", "bob"]
    assert (found.repeated, found.without_id) == (("ada",), 2)
    assert [entry.line for entry in found.entries] == [2, 3]


def test_accents_are_those_of_a_folder(tmp_path: Path) -> None:
    """An accent written apart is the same student, and what disturbs a terminal is escaped."""
    assert roster(tmp_path, "Zoe\u0301\nZo\u00e9\na\x1bb\n").students == ["Zo\u00e9", "a\\x1bb"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "lists no student"),
        (b"\n \n", "lists no student"),
        (b"student_id\n", "lists no student"),
        (b"ada\n\xd5\xc5\xc8\xfd\n", "not UTF-8 (line 2)"),
        (b"PK\x03\x04\x00\x00", "is no text"),
        (b'id\n"ada\nbob\n', "no valid table"),
    ],
)
def test_what_is_no_roster_is_told(tmp_path: Path, content: bytes, told: str) -> None:
    """An empty file, another encoding, a spreadsheet and a broken table are answered with what to give."""
    with pytest.raises(UsageError) as caught:
        roster(tmp_path, content)
    assert told in caught.value.what
    assert caught.value.remedy


def test_a_roster_that_is_not_there_is_told(tmp_path: Path) -> None:
    """A mistyped name, or a folder, is answered with the place."""
    for path in (tmp_path / "nobody.csv", tmp_path):
        with pytest.raises(UsageError, match="can't be read"):
            read_roster(path)
