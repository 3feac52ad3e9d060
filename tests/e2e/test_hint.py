"""A student asks for hints through the command line."""

import shutil
import subprocess
from pathlib import Path

import pytest
from e2e.conftest import grade


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory, mini_course: Path) -> Path:
    """A homework of which one check has failed, so that its first hint has been read."""
    home = tmp_path_factory.mktemp("homework")
    (home / "double").mkdir()
    (home / "double" / "double.py").write_text("FACTOR = 2\n\ndef double(x):\n    return x + 4\n")
    done = grade("check", "--course", mini_course, cwd=home)
    assert "hint: What is twice one?" in done.stdout, done.stderr
    assert "A further hint: grade hint double" in done.stdout
    return home


@pytest.fixture
def home(checked: Path, tmp_path: Path) -> Path:
    """A copy of that homework."""
    return shutil.copytree(checked, tmp_path / "home")


def hint(home: Path, course: Path, *words: str) -> subprocess.CompletedProcess[str]:
    done = grade("hint", *words, "--course", course, cwd=home)
    assert done.returncode == 0, done.stderr
    return done


def test_hints_come_one_by_one(mini_course: Path, tmp_path: Path) -> None:
    """Each call gives the next hint, name after name, until there are no more."""
    told = [hint(tmp_path, mini_course, "double").stdout for _ in range(4)]
    assert told[0].splitlines() == ["double: hint 1 of 2", "  What is twice one?", "The next one: grade hint double"]
    assert told[1].splitlines()[1:] == ["  Add it to itself.", "That was the last hint for `double`."]
    assert "How many times?" in told[2]
    assert "There is no further hint for `double`, `FACTOR`." in told[3]
    assert "grade hint double --again" in told[3]


def test_the_hint_is_for_what_fails_now(home: Path, mini_course: Path) -> None:
    """After a check the hints are those of the failed function, beginning with the one that was not shown yet."""
    assert "double: hint 2 of 2\n  Add it to itself.\n" in hint(home, mini_course).stdout
    told = hint(home, mini_course).stdout
    assert "There is no further hint for `double`." in told
    assert "grade hint double FACTOR" in told
    assert "How many times?" in hint(home, mini_course, "double", "FACTOR").stdout


def test_what_was_read_can_be_read_again(home: Path, mini_course: Path) -> None:
    """`--again` shows all hints so far and counts none; in another language they are the same ones."""
    assert hint(home, mini_course, "--again").stdout == "double: hint 1 of 2\n  What is twice one?\n"
    assert (
        "double：第 1 条提示，共 2 条\n  一的两倍是多少？\n"
        in hint(home, mini_course, "--again", "--lang", "zh").stdout
    )
    assert "hint 2 of 2" in hint(home, mini_course).stdout


def test_without_a_failure_no_hint_is_needed(mini_course: Path, tmp_path: Path) -> None:
    """When the last check passed, a hint is given only for a name that is asked for."""
    (tmp_path / "quiz").mkdir()
    (tmp_path / "quiz" / "quiz.py").write_text("ANSWER = 'B'\n")
    assert grade("check", "--course", mini_course, cwd=tmp_path / "quiz").returncode == 0
    told = hint(tmp_path / "quiz", mini_course).stdout
    assert "All public checks of `quiz` passed last time" in told
    assert "Look at the first letter." not in told
    assert "grade hint quiz ANSWER" in told
    assert (tmp_path / ".grade").is_dir()


def test_where_nothing_can_be_remembered_a_hint_comes_all_the_same(mini_course: Path, tmp_path: Path) -> None:
    """In a folder that can't be written to, the hint is followed by why the next call will repeat it."""
    (tmp_path / ".grade").write_text("a file in its place")
    told = hint(tmp_path, mini_course, "double").stdout
    assert "What is twice one?" in told
    assert "can't be remembered here" in told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "for which exercise?\n  Name it: grade hint double"),
        (["doubel"], "no exercise `doubel`\n  Did you mean `double`?"),
        (["double", "FACTER"], "no hints for `FACTER`\n  There are hints for: double, FACTOR."),
        (["doubel", "--lang", "zh"], "没有名为 `doubel` 的练习"),
    ],
)
def test_a_name_that_is_none_is_answered_with_those_there_are(
    mini_course: Path, tmp_path: Path, words: list[str], told: str
) -> None:
    """A mistyped exercise or name exits 2 with the right one."""
    done = grade("hint", *words, "--course", mini_course, cwd=tmp_path)
    assert done.returncode == 2
    assert told in done.stderr
