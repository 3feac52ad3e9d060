"""`grade verify --mutants` and `--only` on a course of two exercises."""

import json
import shutil
from pathlib import Path

import pytest
from e2e.conftest import REPOSITORY, grade

COURSE = REPOSITORY / "tests" / "course"
FALSE_ENTRIES = """
[[equivalent]]
at = "double"
was = "return x * 2"
now = "return x / 2"
reason = "It is not."

[[equivalent]]
at = "double"
was = "return x * 7"
now = "return x * 8"
reason = "This line is gone."
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The miniature course, with two entries that are not true."""
    root = shutil.copytree(COURSE, tmp_path_factory.mktemp("mutants") / "course")
    (root / "solutions" / "double" / "equivalent.toml").write_text(FALSE_ENTRIES)
    return root


def test_a_fault_that_no_check_sees_is_listed(course: Path) -> None:
    """Mutants are killed, named equivalent with a reason, or listed as survivors; what is named wrongly is broken."""
    ended = grade("verify", "--mutants", "-j", "1", "--course", course, cwd=course)
    assert ended.returncode == 1, ended.stderr
    lines = ended.stdout.splitlines()
    (double,) = [line for line in lines if line.startswith("double")]
    (running,) = [line for line in lines if line.startswith("running_total")]
    assert "0 survived   2 broken" in double
    assert "1 equivalent     1 survived" in running
    # What was returned before changes with the next call, and no check of this course looks at it again.
    assert "    line 29, Total.add: self.value = self.value + x   ->   self.value += x" in lines
    assert "double: `return x * 2` -> `return x / 2` loses some" in ended.stdout
    assert "equivalent.toml names one that is not made (any more): double: `return x * 7`" in ended.stdout
    assert "2 references" in ended.stdout
    assert "importing torch" in ended.stderr


def test_only_the_families_asked_for_are_graded() -> None:
    """`--only reference --only right` grades no other answers."""
    ended = grade(
        "verify", "--only", "reference", "--only", "right", "--json", "-j", "1", "--course", COURSE, cwd=COURSE
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert [each["tried"] for each in json.loads(ended.stdout)] == [{"reference": 1, "right": 1}] * 2


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--only", "rihgt"), "There are: reference, stub, right"),
        (("--only", "right", "--mutants"), "--mutants grades none of them"),
    ],
)
def test_what_makes_no_sense_together_is_refused(words: tuple[str, ...], told: str) -> None:
    """A family that does not exist, and a choice among answers that are not graded, exit 2."""
    ended = grade("verify", *words, "--course", COURSE, cwd=COURSE)
    assert ended.returncode == 2
    assert told in " ".join(ended.stderr.split())


@pytest.mark.parametrize("option", ["--mutants", "--json"])
def test_a_course_without_solutions_proves_nothing(option: str, tmp_path: Path) -> None:
    """What students receive holds no reference: `grade verify` says so, instead of keeping promises about nothing."""
    shutil.copytree(COURSE / "exercises", tmp_path / "exercises")
    ended = grade("verify", option, "--course", tmp_path, cwd=tmp_path)
    assert ended.returncode == 2
    assert "there are no solutions to verify with" in ended.stderr


def test_a_reason_is_asked_for(course: Path, tmp_path: Path) -> None:
    """An equivalent mutant without a reason is a fault of the course, with file and remedy."""
    root = shutil.copytree(course, tmp_path / "course")
    path = root / "solutions" / "double" / "equivalent.toml"
    path.write_text(FALSE_ENTRIES.replace('"It is not."', '""'))
    ended = grade("verify", "--mutants", "--course", root, cwd=root)
    assert ended.returncode == 2
    assert "solutions/double/equivalent.toml" in ended.stderr
    assert "reason" in ended.stderr
