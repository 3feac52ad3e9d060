"""A student lays out an exercise through the command line."""

from pathlib import Path

import pytest
from courses import build_course, replace
from e2e.conftest import grade

from grader.course import read_course
from grader.stubs import write_stubs


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The miniature course with its stubs."""
    root = build_course(tmp_path_factory.mktemp("course"))
    write_stubs(read_course(root))
    return root


def files_in(folder: Path) -> set[str]:
    """Return all files but what is remembered."""
    paths = {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}
    return {str(path) for path in paths if path.parts[0] != ".grade"}


def test_an_exercise_is_laid_out_in_its_own_folder(course: Path, tmp_path: Path) -> None:
    """`grade start` gives the stub, the task, the public checks, the data, and the settings that pytest needs."""
    done = grade("start", "double", "--course", course, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    names = {"double.py", "README.md", "test_public.py", "data/numbers.txt"}
    assert files_in(tmp_path) == {f"double/{name}" for name in names} | {"pytest.ini"}
    for name in names:
        assert (tmp_path / "double" / name).read_bytes() == (course / "exercises/double" / name).read_bytes()
    assert "importlib" in (tmp_path / "pytest.ini").read_text()
    assert "Next: read double/README.md, fill in double/double.py, and then: grade check double" in done.stdout


def test_nothing_is_overwritten(course: Path, tmp_path: Path) -> None:
    """Starting again leaves every file as it is, and says so."""
    (tmp_path / "double").mkdir()
    (tmp_path / "double" / "double.py").write_text("mine")
    (tmp_path / "pytest.ini").write_text("# mine\n")
    done = grade("start", "double", "--course", course, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "double" / "double.py").read_text() == "mine"
    assert (tmp_path / "pytest.ini").read_text() == "# mine\n"
    assert done.stdout.count("was there already, left as it is") == 2
    assert done.stdout.count("  + ") == 3


def test_reset_keeps_the_earlier_answer(course: Path, tmp_path: Path) -> None:
    """`--reset` puts a new stub in place, with each earlier answer beside it under a number."""
    home = tmp_path / "double"
    for answer in ("first", "second"):
        home.mkdir(exist_ok=True)
        (home / "double.py").write_text(answer)
        assert grade("start", "double", "--reset", "--course", course, cwd=tmp_path).returncode == 0
    assert (home / "double.old-1.py").read_text() == "first"
    assert (home / "double.old-2.py").read_text() == "second"
    assert (home / "double.py").read_bytes() == (course / "exercises/double/double.py").read_bytes()
    done = grade("start", "double", "--reset", "--course", course, cwd=tmp_path)
    assert "is the stub as it was given out" in done.stdout
    assert not (home / "double.old-3.py").exists()


def test_a_notebook_and_the_task_in_chinese(course: Path, tmp_path: Path) -> None:
    """`--notebook` gives a notebook instead of a file, and `--lang zh` the task in Chinese."""
    done = grade("start", "double", "--notebook", "--lang", "zh", "--course", course, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "double/double.py").exists()
    assert (tmp_path / "double/double.ipynb").is_file()
    assert (tmp_path / "double/README.md").read_text(encoding="utf-8").startswith("# 两倍")
    assert "接下来：阅读 double/README.md" in done.stdout


def test_a_second_kind_of_answer_is_announced(course: Path, tmp_path: Path) -> None:
    """Whoever begins a notebook beside a file learns which of the two is checked."""
    grade("start", "double", "--course", course, cwd=tmp_path)
    done = grade("start", "double", "--notebook", "--course", course, cwd=tmp_path)
    assert "double/double.py lies there too" in done.stdout


def test_from_inside_the_folder_nothing_is_nested(course: Path, tmp_path: Path) -> None:
    """Starting an exercise again from inside its folder finds it there."""
    grade("start", "double", "--course", course, cwd=tmp_path)
    before = files_in(tmp_path)
    done = grade("start", "double", "--course", course, cwd=tmp_path / "double")
    assert done.returncode == 0, done.stderr
    assert files_in(tmp_path) == before


def test_the_next_exercise_is_laid_out_beside_the_first(course: Path, tmp_path: Path) -> None:
    """Started from inside another exercise's folder, an exercise still gets its own folder in the homework."""
    grade("start", "double", "--course", course, cwd=tmp_path)
    done = grade("start", "quiz", "--course", course, cwd=tmp_path / "double")
    assert "fill in ../quiz/quiz.py" in done.stdout
    assert (tmp_path / "quiz" / "quiz.py").is_file()


@pytest.mark.parametrize("given", ["a/b", "", "..", "x" * 81, "-rf", "a\x1b[2J"])
def test_an_id_that_can_not_name_a_file_is_refused(course: Path, tmp_path: Path, given: str) -> None:
    """A student's id names a zip, so that path separators and control characters are told at once."""
    done = grade("start", "--student", given, "--course", course, cwd=tmp_path)
    assert done.returncode == 2
    assert "can't be a student's id" in done.stderr
    assert "\x1b" not in done.stderr
    assert not (tmp_path / ".grade").exists()


def test_without_an_exercise_all_are_listed(course: Path, tmp_path: Path) -> None:
    """`grade start` alone shows the units with their exercises, and which are begun."""
    (tmp_path / "double.py").write_text("mine")
    done = grade("start", "--course", course, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    lines = [line.strip() for line in done.stdout.splitlines()]
    assert lines[:3] == ["Only unit", "double  Twice  (started)", "quiz    Quiz"]
    assert lines[-1] == "Begin with one of them: grade start quiz"


def test_a_suggested_week_is_told(tmp_path: Path) -> None:
    """A unit without a due date tells in which week its exercises should be done, in the reader's language."""
    root = build_course(tmp_path / "course")
    replace(root, "exercises/course.toml", "due = 2026-10-01T23:59:00+08:00\n", "")
    for language, first in (("en", "Only unit  (by the end of week 3)"), ("zh", "唯一的单元  (第 3 周结束前完成)")):
        done = grade("start", "--course", root, "--lang", language, cwd=tmp_path)
        assert done.stdout.splitlines()[0] == first, done.stderr


def test_what_can_not_be_started_is_told(course: Path, tmp_path: Path) -> None:
    """A mistyped exercise gets the nearest name, and a folder that can't be written to its reason."""
    typo = grade("start", "dobule", "--course", course, cwd=tmp_path)
    assert (typo.returncode, "Did you mean `double`?" in typo.stderr) == (2, True)
    (tmp_path / "double").write_text("a file where the folder should be")
    blocked = grade("start", "double", "--course", course, cwd=tmp_path)
    assert blocked.returncode == 2
    assert "can't be written" in blocked.stderr


def test_a_course_without_its_stub_says_so(tmp_path: Path) -> None:
    """A course whose stubs were never made names the command that makes them."""
    root = build_course(tmp_path / "course")
    done = grade("start", "double", "--course", root, cwd=tmp_path)
    assert done.returncode == 2
    assert "grade stubs" in done.stderr


def test_inside_the_course_the_only_stub_is_kept(course: Path) -> None:
    """`--reset` in the course's own folder refuses, since there is nothing to reset to."""
    stub = course / "exercises/double/double.py"
    before = stub.read_bytes()
    done = grade("start", "double", "--reset", cwd=course / "exercises")
    assert done.returncode == 2
    assert "only copy" in done.stderr
    assert stub.read_bytes() == before
