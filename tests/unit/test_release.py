"""Which ids can be the names of folders."""

import pytest

from grader.errors import UsageError
from grader.release import expect_file_names
from grader.roster import Entry, Roster


def roster(*students: str) -> Roster:
    return Roster(entries=tuple(Entry(student=each, line=line) for line, each in enumerate(students, start=1)))


@pytest.mark.parametrize(
    "student", ["ada", "张三", "2026001", "Zoé O'Neil", "ada@example.org", "a_b-c", "x.y", "con man"]
)
def test_ids_as_people_have_them_are_taken(student: str) -> None:
    """Numbers, names of all alphabets and addresses can be folders."""
    expect_file_names(roster("first", student))


@pytest.mark.parametrize(
    "student",
    [
        "../eve",
        "a/b",
        "..",
        ".hidden",
        "~root",
        "-rf",
        "a:b",
        "a\\b",
        "a*",
        "a|b",
        'a"b',
        "x.",
        "con",
        "NUL.txt",
        "\u5b66" * 70,
    ],
)
def test_ids_that_some_system_can_not_store_are_refused(student: str) -> None:
    """An id that leads elsewhere, is an option, a device, or too long is refused with its line."""
    with pytest.raises(UsageError, match="can't be the name of a folder") as caught:
        expect_file_names(roster("first", student))
    assert caught.value.where == "line 2 of the roster"


def test_ids_that_differ_in_capitals_are_refused() -> None:
    """On many disks Ada and ada are one folder: one of them would overwrite the other."""
    with pytest.raises(UsageError, match="capitals"):
        expect_file_names(roster("Ada", "bob", "ada"))
