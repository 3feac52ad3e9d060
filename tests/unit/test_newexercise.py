"""A new exercise is added to a course without disturbing it."""

import tomllib
from pathlib import Path

import pytest
from courses import build_course

from grader.course import read_course, unlisted_files
from grader.errors import CourseError, UsageError
from grader.newexercise import make_exercise, with_exercise
from grader.stubs import out_of_date

HEAD = 'title = { en = "Course", zh = "课程" }\n'
UNIT = '[[units]]\ntitle = { en = "One", zh = "一" }\n'
OTHER = '[[units]]\ntitle = { en = "Two", zh = "二" }\nexercises = ["x"]\n'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('exercises = ["a"]\n', 'exercises = ["a", "new"]\n'),
        ('exercises = ["a", "b",]  # both\n', 'exercises = ["a", "b", "new"]  # both\n'),
        ("exercises = []\n", 'exercises = ["new"]\n'),
        ('exercises = [\n    "a",\n    "b",\n]\n', 'exercises = [\n    "a",\n    "b",\n    "new",\n]\n'),
        ('exercises = [\n    "a",\n    "b"\n]\n', 'exercises = [\n    "a",\n    "b",\n    "new",\n]\n'),
        (
            'exercises = [\n    "a",  # the first\n    "b",  # the last\n]\n',
            'exercises = [\n    "a",  # the first\n    "b",  # the last\n    "new",\n]\n',
        ),
    ],
)
def test_an_exercise_ends_the_list_of_its_unit(before: str, after: str) -> None:
    """The new name comes last in its unit, in the layout that the list has; all else stays."""
    text = f"# mine\n{HEAD}{UNIT}{before}due = 2026-10-01T23:59:00+08:00\n{OTHER}"
    changed = with_exercise(text, "new", "One", "course.toml")
    assert changed == text.replace(before, after)
    assert tomllib.loads(changed)["units"][0]["exercises"][-1] == "new"


def test_a_list_that_can_not_be_extended_is_left_to_a_person() -> None:
    """Where the text is laid out in a way that we might break, nothing is changed and the teacher is told."""
    inline = HEAD + 'units = [{ title = { en = "One", zh = "一" }, exercises = ["a"] }]\n'
    bracket = HEAD + UNIT + 'exercises = [\n    "a",  # not [b]\n]\n'
    for text in (inline, bracket):
        with pytest.raises(CourseError) as caught:
            with_exercise(text, "new", None, "course.toml")
        assert "by hand" in caught.value.remedy


@pytest.mark.parametrize(
    ("unit", "told"),
    [(None, "Name one with --unit: `One`, `Two`."), ("Tow", "Did you mean `Two`?"), ("zzz", "There are: `One`, `Two`")],
)
def test_a_unit_must_be_one_of_the_course(unit: str | None, told: str) -> None:
    """Of several units one must be named, in either language; a mistyped one gets the nearest."""
    text = HEAD + UNIT + 'exercises = ["a"]\n' + OTHER
    with pytest.raises(UsageError) as caught:
        with_exercise(text, "new", unit, "course.toml")
    assert told in caught.value.remedy
    for name in ("二", "two"):
        assert tomllib.loads(with_exercise(text, "new", name, ""))["units"][1]["exercises"] == ["x", "new"]


def test_a_new_exercise_is_a_whole_one(tmp_path: Path) -> None:
    """In a course, and in an empty folder, what is made can be read, has its stubs, and no file too many."""
    for root in (build_course(tmp_path / "old"), tmp_path / "empty"):
        written = make_exercise(root, "weighted_mean", None)
        course = read_course(root)
        assert course.units[0].exercises[-1] == "weighted_mean"
        exercise = course.exercises["weighted_mean"]
        assert (exercise.max_score, exercise.contract) == (10.0, ("weighted_mean",))
        assert list(unlisted_files(course)) == []
        assert not [path for path in out_of_date(course) if "weighted_mean" in path.parts]
        assert {path.suffix for path in written} >= {".toml", ".md", ".py", ".ipynb"}
        assert not [path for path in written if "SLUG" in path.read_text() or "TITLE" in path.read_text()]
    assert "solutions/secret" in (tmp_path / "empty/.gitignore").read_text()


@pytest.mark.parametrize("slug", ["double", "Mean", "two words", "../x", "", "1st", "class", "random", "torch"])
def test_names_that_can_not_be_are_refused(tmp_path: Path, slug: str) -> None:
    """A name that is taken, leads elsewhere or hides a module is refused, and nothing is written."""
    root = build_course(tmp_path / "course")
    before = sorted(root.rglob("*"))
    with pytest.raises(UsageError):
        make_exercise(root, slug, None)
    assert sorted(root.rglob("*")) == before


def test_a_students_copy_gets_no_exercise(tmp_path: Path) -> None:
    """Where the solutions are missing nothing is begun: with one the others would be asked for."""
    root = build_course(tmp_path / "course")
    (root / "solutions").rename(tmp_path / "elsewhere")
    with pytest.raises(UsageError, match="student's copy"):
        make_exercise(root, "weighted_mean", None)


def test_a_broken_course_is_told(tmp_path: Path) -> None:
    """A course.toml that can't be read is answered with its line, before anything is written."""
    root = build_course(tmp_path / "course")
    (root / "exercises/course.toml").write_text("title = {\n")
    with pytest.raises(CourseError, match="no valid TOML"):
        make_exercise(root, "weighted_mean", None)
    assert not (root / "exercises/weighted_mean").exists()


def test_what_can_not_be_written_leaves_nothing(tmp_path: Path) -> None:
    """A folder where a file is in the way is told, and no half exercise stays."""
    root = build_course(tmp_path / "course")
    (root / "exercises/.course.toml.new").mkdir()
    with pytest.raises(UsageError, match="can't be written"):
        make_exercise(root, "weighted_mean", None)
    assert not (root / "exercises/weighted_mean").exists()
    assert not (root / "solutions/weighted_mean").exists()
