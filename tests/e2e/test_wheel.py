"""What students install holds the course and none of its solutions."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from e2e.conftest import REPOSITORY
from secrets_of import leaks

from grader.course import public_files, read_course


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of the wheel, built from this checkout."""
    pytest.importorskip("hatchling", reason="the extra [dev] is not installed")
    place = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", place]
    subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True)
    (built,) = place.glob("*.whl")
    with zipfile.ZipFile(built) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_wheel_holds_the_program_and_the_course(wheel: dict[str, bytes]) -> None:
    """Every file of the program and of exercises/ is in the wheel, and nothing beside its own description."""
    course = {
        f"grader/_course/{path.relative_to(REPOSITORY).as_posix()}" for path in public_files(read_course(REPOSITORY))
    }
    program = {
        path.relative_to(REPOSITORY).as_posix()
        for path in (REPOSITORY / "grader").rglob("*")
        if path.is_file() and not {"__pycache__", "_course"} & set(path.parts)
    }
    described = {name for name in wheel if ".dist-info/" in name}
    assert course
    assert wheel.keys() - described == course | program


def test_the_wheel_holds_no_solution(wheel: dict[str, bytes]) -> None:
    """No line of a solution, a hidden check or a wrong answer is in the wheel, nor a secret or a student's numbers."""
    assert not [name for name in wheel if {"solutions", "wrong", "right", "tests"} & set(Path(name).parts)]
    assert not [name for name in wheel if Path(name).name in {"test_hidden.py", "secret", "variants.toml"}]
    texts = {name: content.decode(errors="replace") for name, content in wheel.items()}
    assert leaks(REPOSITORY, texts) == {}
    secret = REPOSITORY / "solutions" / "secret"
    assert not secret.exists() or not any(secret.read_text().strip() in text for text in texts.values())
