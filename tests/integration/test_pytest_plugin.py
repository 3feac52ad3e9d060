"""Plain `pytest` in a student's folder, and in folders that are none of ours."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from courses import build_course

REPOSITORY = Path(__file__).parents[2]
CHECKS = """
from grader.checks import check, expect_close, expect_raises

@check(points=1)
def test_first(student, inputs):
    x = inputs.normal(3)
    expect_close(student.shift(x), x + 1)

@check(points=1, after="test_first")
def test_second(student):
    expect_raises("ValueError", lambda: student.shift("text"))

def test_of_my_own(student):
    assert float(student.shift(1.0)) == 2.5
"""


def run_pytest(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `pytest` with our plugin alone, whether or not the package is installed."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "LC_", "LANG"))}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "grader.pytest_plugin", "-p", "no:cacheprovider", *words],
        cwd=folder,
        env=kept
        | {"PYTHONPATH": str(REPOSITORY), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "LC_ALL": "C.UTF-8"}
        | environment,
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> subprocess.CompletedProcess[str]:
    """A run over a course's released folders and two loose ones, with right, wrong and broken answers."""
    home = build_course(tmp_path_factory.mktemp("desk"))
    (home / "exercises/double/double.py").write_text("def double(x):\n    print('half', 'way')\n    return x + 2\n")
    (home / "exercises/quiz/quiz.py").write_text("ANSWER = 'A'\n")
    for name, answer in (("loose", "def shift(x):\n    return x\n"), ("broken", "def shift(x:\n")):
        (home / name).mkdir()
        (home / name / f"{name}.py").write_text(answer)
        (home / name / "test_public.py").write_text(CHECKS)
    return run_pytest(home, "--import-mode=importlib", "-v", "-rs", "exercises", "loose", "broken")


def outcome(run: subprocess.CompletedProcess[str], test: str) -> str:
    """Return how a test ended, as pytest says."""
    found = re.search(rf"{test} (\w+)", run.stdout)
    assert found, run.stdout + run.stderr
    return found[1]


def test_a_right_answer_passes(desk: subprocess.CompletedProcess[str]) -> None:
    """A public check that passes in `grade check` passes under pytest."""
    assert outcome(desk, "quiz/test_public.py::test_answer_is_a_text") == "PASSED"


def test_a_wrong_answer_is_told_in_words(desk: subprocess.CompletedProcess[str]) -> None:
    """A failed check shows its diagnosis, what was expected, a hint and what was printed, and no traceback."""
    assert outcome(desk, "double/test_public.py::test_doubles_ones") == "FAILED"
    section = desk.stdout.partition("test_doubles_ones ___")[2].partition("\n___")[0]
    assert "You got [3.0000, 3.0000]: that adds two." in section
    assert "expected: [2.0000, 2.0000]" in section
    assert "hint: What is twice one?" in section
    assert "half way" in section
    assert "grader/" not in section
    assert ">" not in section


def test_a_check_is_skipped_where_an_earlier_one_failed(desk: subprocess.CompletedProcess[str]) -> None:
    """`after` holds under pytest too, also in a folder that no course knows."""
    assert outcome(desk, "loose/test_public.py::test_first") == "FAILED"
    assert outcome(desk, "loose/test_public.py::test_second") == "SKIPPED"


def test_a_students_own_test_keeps_its_traceback(desk: subprocess.CompletedProcess[str]) -> None:
    """What a student adds to the file is an ordinary test that may use `student`."""
    assert outcome(desk, "loose/test_public.py::test_of_my_own") == "FAILED"
    assert "assert 1.0 == 2.5" in desk.stdout


def test_an_answer_that_can_not_be_loaded_says_where(desk: subprocess.CompletedProcess[str]) -> None:
    """A syntax error is told with its line for each check."""
    assert outcome(desk, "broken/test_public.py::test_first") == "FAILED"
    assert "broken/broken.py, line 1: def shift(x:" in desk.stdout


def test_other_peoples_tests_do_not_notice(tmp_path: Path) -> None:
    """In another project the plugin imports nothing, and its fixtures give way to those of the project."""
    (tmp_path / "api").mkdir()
    (tmp_path / "api" / "api.py").write_text("")
    (tmp_path / "api" / "test_public.py").write_text(
        "import sys, pytest\n"
        "@pytest.fixture\n"
        "def student(): return 'ada'\n"
        "def test_student(student): assert student == 'ada'\n"
        "def test_light(): assert not {'torch', 'numpy', 'msgspec', 'grader.model'} & set(sys.modules)\n"
    )
    run = run_pytest(tmp_path, "-q")
    assert "2 passed" in run.stdout, run.stdout


def test_the_fixture_far_from_an_answer_explains_itself(tmp_path: Path) -> None:
    """A test that asks for `student` where no answer lies is told which file is missing."""
    (tmp_path / "hw").mkdir()
    (tmp_path / "hw" / "test_public.py").write_text("def test_it(student): pass\n")
    run = run_pytest(tmp_path, "-q")
    assert "no answer lies beside test_public.py: hw.py or hw.ipynb" in run.stdout


def test_the_package_registers_the_plugin() -> None:
    """Installing the package is enough: pytest finds the plugin by its entry point."""
    settings = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    assert settings["project"]["entry-points"]["pytest11"] == {"torch_grader": "grader.pytest_plugin"}
