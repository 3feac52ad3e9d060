"""What a homework folder remembers, and that nothing hangs on it."""

import multiprocessing
import os
from pathlib import Path

import msgspec
import pytest
from courses import build_course

from grader.course import read_course, unlisted_files
from grader.homework import FOLDER, STATE, Homework, Memory, count_hint, find_homework

SLUGS = ["double", "quiz"]


def named(student: str):
    return lambda memory: msgspec.structs.replace(memory, student=student)


def test_what_was_remembered_is_there_for_the_next_command(tmp_path: Path) -> None:
    """A second command recalls what the first one remembered."""
    assert Homework(tmp_path).remember(named("ada")) == ""
    assert Homework(tmp_path).recall().student == "ada"


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b'{"student": 3}', b"[]", b"null"])
def test_a_damaged_file_is_begun_anew(tmp_path: Path, content: bytes) -> None:
    """A state file that can't be read counts as none, and the next command writes a good one."""
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / STATE).write_bytes(content)
    assert Homework(tmp_path).recall() == Memory()
    assert Homework(tmp_path).remember(named("ada")) == ""
    assert Homework(tmp_path).recall().student == "ada"


def test_a_field_of_a_later_version_does_no_harm(tmp_path: Path) -> None:
    """A file with a field that this version does not know is read all the same."""
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / STATE).write_text('{"student": "ada", "mood": "fine"}')
    assert Homework(tmp_path).recall().student == "ada"


def read_hints(root: str, name: str) -> None:
    for number in range(1, 21):
        Homework(Path(root)).remember(lambda memory: count_hint(memory, "double", name, number))  # noqa: B023


def test_commands_at_once_lose_nothing(tmp_path: Path) -> None:
    """Two commands that write at the same time both find all that they wrote."""
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=read_hints, args=(str(tmp_path), name)) for name in ("one", "two")]
    for each in writers:
        each.start()
    for each in writers:
        each.join(30)
    assert Homework(tmp_path).recall().hints == {"double": {"one": 20, "two": 20}}
    assert sorted(os.listdir(tmp_path / FOLDER)) == [".gitignore", "lock", STATE]


def test_where_nothing_can_be_written_the_reason_is_told(tmp_path: Path) -> None:
    """A folder that can't be written to costs the memory and nothing else."""
    (tmp_path / FOLDER).write_text("a file in its place")
    assert Homework(tmp_path).remember(named("ada"))
    assert Homework(tmp_path).recall() == Memory()


def test_the_homework_is_found_from_any_folder_below(tmp_path: Path) -> None:
    """The nearest folder upwards that was begun is the homework; before that, the one that holds the exercise's folder."""
    below = tmp_path / "double" / "notes"
    below.mkdir(parents=True)
    course = tmp_path / "course"
    assert find_homework(tmp_path / "double", course, SLUGS).root == tmp_path.resolve()
    assert find_homework(course / "exercises" / "quiz", course, SLUGS).root == course / "exercises"
    Homework(tmp_path).remember(named("ada"))
    assert find_homework(below, course, SLUGS).root == tmp_path.resolve()


def test_what_is_remembered_is_no_file_of_the_course(tmp_path: Path) -> None:
    """A teacher who tries an exercise in the course itself leaves nothing that `grade verify` would complain of."""
    course = build_course(tmp_path)
    Homework(course / "exercises").remember(named("ada"))
    assert not list(unlisted_files(read_course(course)))
