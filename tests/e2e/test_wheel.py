"""What students install holds the course and none of its solutions."""

from pathlib import Path

import pytest
from e2e.conftest import REPOSITORY
from secrets_of import leaks

from grader.course import public_files, read_course


@pytest.fixture(scope="module")
def files(wheel: Path) -> dict[str, bytes]:
    """The files of the wheel."""
    return {path.relative_to(wheel).as_posix(): path.read_bytes() for path in wheel.rglob("*") if path.is_file()}


def test_the_wheel_holds_the_program_and_the_course(files: dict[str, bytes]) -> None:
    """Every file of the program and of exercises/ is in the wheel, and nothing beside its own description."""
    course = {
        f"grader/_course/{path.relative_to(REPOSITORY).as_posix()}" for path in public_files(read_course(REPOSITORY))
    }
    program = {
        path.relative_to(REPOSITORY).as_posix()
        for path in (REPOSITORY / "grader").rglob("*")
        if path.is_file() and not {"__pycache__", "_course"} & set(path.parts)
    }
    described = {name for name in files if ".dist-info/" in name}
    assert course
    assert files.keys() - described == course | program


def test_the_wheel_holds_no_solution(files: dict[str, bytes]) -> None:
    """No line of a solution, a hidden check or a wrong answer is in the wheel, nor a secret or a student's numbers."""
    assert not [name for name in files if {"solutions", "wrong", "right", "tests"} & set(Path(name).parts)]
    assert not [name for name in files if Path(name).name in {"test_hidden.py", "secret", "variants.toml"}]
    texts = {name: content.decode(errors="replace") for name, content in files.items()}
    assert leaks(REPOSITORY, texts) == {}
    secret = REPOSITORY / "solutions" / "secret"
    assert not secret.exists() or not any(secret.read_text().strip() in text for text in texts.values())
