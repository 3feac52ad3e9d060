"""`grade` alone: where one stands, and what to do next."""

from pathlib import Path

import pytest
from courses import build_course
from e2e.conftest import grade

from grader.course import read_course
from grader.stubs import write_stubs

RIGHT = "FACTOR = 2\n\ndef double(x):\n    return x + x\n"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The miniature course with its stubs."""
    root = build_course(tmp_path_factory.mktemp("course"))
    write_stubs(read_course(root))
    return root


def overview(home: Path, course: Path, *words: str, **environment: str) -> str:
    done = grade("--course", course, *words, cwd=home, **environment)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_day_from_the_first_start_to_the_last_check(course: Path, tmp_path: Path) -> None:
    """The overview follows a student from the first exercise on, from any folder of the homework."""
    told = overview(tmp_path, course)
    assert "0 of 2 done" in told
    assert told.splitlines()[-1] == "Next: begin `double`: grade start double"
    assert not (tmp_path / ".grade").exists()
    assert grade("start", "double", "--course", course, cwd=tmp_path).returncode == 0
    told = overview(tmp_path / "double" / "data", course)
    assert "started, still the stub" in told
    assert told.splitlines()[-1] == "Next: fill in `double`, and then: grade check double"
    (tmp_path / "double" / "double.py").write_text("def double(x):\n    return x\n")
    assert "in progress, not checked" in overview(tmp_path, course)
    grade("check", "double", "--course", course, cwd=tmp_path / "double" / "data")
    told = overview(tmp_path / "double", course)
    assert "0 of 1 checks passed" in told
    assert "Next: 1 check to mend in `double`: grade check double" in told
    (tmp_path / "double" / "double.py").write_text(RIGHT)
    grade("check", "--course", course, cwd=tmp_path)
    told = overview(tmp_path, course, "--lang", "zh")
    assert "完成 1 / 2" in told
    assert "公开检查已通过" in told
    assert told.splitlines()[-1] == "下一步：开始 `quiz`：grade start quiz"


def test_a_teacher_is_told_what_a_teacher_does_next(course: Path, tmp_path: Path) -> None:
    """Where a gradebook lies and no exercise is begun, the next thing is to grade or to report."""
    assert "Next: grade run SUBMISSIONS" in overview(course, course)
    (tmp_path / "submissions").mkdir()
    (tmp_path / "gradebook.db").write_bytes(b"")
    told = overview(tmp_path, course)
    assert "Next: grade report --out report" in told
    assert "grade run submissions/" in told
    (tmp_path / "report").mkdir()
    (tmp_path / "report" / "index.html").write_bytes(b"")
    assert "Next: grade run submissions/" in overview(tmp_path, course)


def test_options_may_stand_before_the_command(course: Path, tmp_path: Path) -> None:
    """`grade --course DIR --lang zh start` means the same as `grade start --course DIR --lang zh`."""
    done = grade("--course", course, "--lang", "zh", "start", "doubel", cwd=tmp_path)
    assert done.returncode == 2
    assert "没有名为 `doubel` 的练习" in done.stderr


def test_the_overview_imports_neither_torch_nor_a_database(course: Path, tmp_path: Path) -> None:
    """`grade` alone answers without torch, pytest, NumPy or SQLAlchemy."""
    done = grade("--course", course, cwd=tmp_path, PYTHONPROFILEIMPORTTIME="1")
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert imported
    assert not imported & {"torch", "pytest", "numpy", "sqlalchemy", "nbformat", "jinja2"}
