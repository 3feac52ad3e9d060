"""A student works with `grade check --watch` open beside the editor."""

import json
import os
import shutil
import signal
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from courses import build_course
from e2e.conftest import SECONDS_TO_WAIT, Terminal, environment_of

from grader.course import read_course
from grader.stubs import write_stubs

RIGHT = "FACTOR = 2\n\ndef double(x):\n    return x + x\n"
WRONG = "def double(x):\n    return x + 2\n"
ENDLESS = "def double(x):\n    while True: pass\n"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The miniature course with its stubs."""
    root = build_course(tmp_path_factory.mktemp("course"))
    write_stubs(read_course(root))
    return root


class Watch(Terminal):
    """`grade check --watch` on a terminal of its own, or with pipes."""

    def __init__(self, home: Path, course: Path, *words: str, columns: int = 80, terminal: bool = True) -> None:
        self.home = home
        self.file = home / "double" / "double.py"
        command = [sys.executable, "-m", "grader", "check", "--watch", "--course", str(course), *words]
        environment = environment_of(TERM="xterm", GRADE_TEST=str(home))
        super().__init__(command, home, environment, columns, terminal=terminal)

    def wait_for_page(self, words: str, seconds: float = SECONDS_TO_WAIT) -> str:
        """Wait for a page with these words, to its end."""
        return self.wait_for(words, seconds) + self.wait_for("q quit")

    def save(self, text: str) -> None:
        """Save the answer as many editors do: written beside, then renamed into place."""
        draft = self.file.with_name(".double.py.swp")
        draft.write_text(text, encoding="utf-8")
        draft.replace(self.file)


def homework(folder: Path, text: str) -> Path:
    home = folder / "my homework 作业"
    (home / "double").mkdir(parents=True)
    (home / "double" / "double.py").write_text(text)
    return home


@pytest.fixture
def open_watch(course: Path, tmp_path: Path) -> Iterator[Callable[..., Watch]]:
    """Begin a watch in a homework with a wrong answer; it is ended after the test."""
    opened = []

    def begin(*words: str, **more) -> Watch:
        opened.append(Watch(homework(tmp_path, WRONG), course, *words, **more))
        return opened[-1]

    yield begin
    for each in opened:
        each.close()


@pytest.fixture(scope="module")
def watch(course: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watch]:
    """One open watch, for all tests that leave it open."""
    opened = Watch(homework(tmp_path_factory.mktemp("watched"), WRONG), course)
    opened.wait_for_page("that adds two")
    yield opened
    opened.close()


@pytest.fixture
def calm(watch: Watch) -> Watch:
    """The open watch with a right answer and nothing left to read."""
    watch.file.parent.mkdir(exist_ok=True)
    watch.save(f"{RIGHT}# {time.monotonic()}\n")
    watch.wait_for_page("All public checks passed")
    return watch


def test_each_save_is_answered(calm: Watch) -> None:
    """A file that an editor renames into place, or writes over, is checked again at once."""
    calm.save(WRONG)
    assert "double/double.py" in calm.wait_for_page("1 check to mend")
    calm.file.write_text(RIGHT)
    assert "ones become twos" in calm.wait_for_page("All public checks passed")


def test_a_syntax_error_is_told_and_over_with_the_next_save(calm: Watch) -> None:
    """A file that can't be read by Python is told with its line, and the watch goes on."""
    calm.save(RIGHT + "def (:\n")
    assert "line 5: def (:" in calm.wait_for_page("Mend that first")
    calm.save(RIGHT)
    calm.wait_for_page("All public checks passed")


def test_an_endless_loop_is_given_up_with_the_next_save(calm: Watch) -> None:
    """Who saves while a loop still runs does not wait for its end."""
    calm.save(ENDLESS)
    calm.wait_for("checking ...")
    started = time.monotonic()
    calm.save(RIGHT)
    calm.wait_for_page("All public checks passed")
    assert time.monotonic() - started < 2.5, "one call alone may take 3 s"


def test_an_endless_loop_is_told(calm: Watch) -> None:
    """A loop that is left to run is told as what it is."""
    calm.save(ENDLESS)
    assert "The call did not end within 3 s." in calm.wait_for_page("1 check to mend")


def test_a_deleted_file_is_awaited(calm: Watch) -> None:
    """A file that is gone is told, and checked when it is back, also with its folder."""
    text = calm.file.read_text()
    calm.file.unlink()
    calm.wait_for_page("There is no file for `double` any more.")
    calm.file.write_text(text)
    calm.wait_for_page("All public checks passed")
    shutil.rmtree(calm.file.parent)
    calm.wait_for_page("There is no file for `double` any more.")
    calm.file.parent.mkdir()
    calm.file.write_text(WRONG)
    calm.wait_for_page("1 check to mend")


def test_a_half_written_file_is_not_judged(calm: Watch) -> None:
    """An editor that empties a file before it writes it is not answered in between."""
    calm.file.write_text("")
    time.sleep(0.2)
    calm.file.write_text(WRONG)
    assert "The file has no code" not in calm.wait_for_page("1 check to mend")


def test_keys_give_hints_and_the_next_exercise(calm: Watch) -> None:
    """`h` shows hint after hint below the checks; `n` begins the next exercise that is open, and turns to it."""
    calm.save(WRONG)
    calm.wait_for_page("1 check to mend")
    calm.press("h")
    calm.wait_for_page("Add it to itself.")
    calm.press("h")
    calm.wait_for_page("There is no further hint")
    calm.press("n")
    assert "quiz/README.md" in calm.wait_for_page("quiz/quiz.py")
    (calm.home / "quiz" / "quiz.py").write_text("ANSWER = 'B'\n")
    calm.wait_for_page("All public checks passed")
    calm.save(WRONG + "\n")
    calm.wait_for_page("1 check to mend")


def test_a_narrow_terminal_and_a_new_size(calm: Watch) -> None:
    """The page is drawn anew when the terminal gets another size."""
    calm.resize(30)
    told = calm.wait_for("n next") + calm.wait_for("q quit")
    assert "double/double.py" in told
    calm.resize(80)
    calm.wait_for_page("waiting for a save   h hint")


def test_a_stopped_watch_goes_on(calm: Watch) -> None:
    """After Ctrl-Z and `fg`, when a shell has set the terminal its own way, the page is there and keys are single again."""
    single = termios.tcgetattr(calm.theirs)
    calm.process.send_signal(signal.SIGSTOP)
    os.waitid(os.P_PID, calm.process.pid, os.WSTOPPED | os.WNOWAIT)
    termios.tcsetattr(calm.theirs, termios.TCSANOW, calm.before)
    calm.process.send_signal(signal.SIGCONT)
    calm.wait_for_page("All public checks passed")
    assert termios.tcgetattr(calm.theirs) == single


def test_a_warm_process_that_dies_is_replaced(calm: Watch) -> None:
    """A watch outlives the death of the process that holds torch."""
    children = Path(f"/proc/{calm.process.pid}/task/{calm.process.pid}/children").read_text().split()
    os.kill(int(children[0]), signal.SIGKILL)
    calm.save(WRONG)
    calm.wait_for_page("1 check to mend")


def test_quitting_restores_the_terminal(open_watch: Callable[..., Watch]) -> None:
    """After `q` the terminal echoes and reads lines as before, and no process is left."""
    opened = open_watch("--lang", "zh")
    opened.wait_for("还有 1 项要修改")
    opened.wait_for("q 退出")
    assert termios.tcgetattr(opened.theirs) != opened.before
    opened.press("q")
    assert opened.end() == 0
    assert termios.tcgetattr(opened.theirs) == opened.before
    assert not processes_with(f"GRADE_TEST={opened.home}")


@pytest.mark.parametrize("way", ["ctrl-c", "SIGTERM"])
def test_being_stopped_restores_the_terminal(open_watch: Callable[..., Watch], way: str) -> None:
    """Ctrl-C and SIGTERM end the watch during an endless loop, without a traceback, and leave the terminal as it was."""
    opened = open_watch("double")
    opened.wait_for_page("1 check to mend")
    opened.save(ENDLESS)
    opened.wait_for("checking ...")
    if way == "ctrl-c":
        opened.press("\x03")
    else:
        opened.process.send_signal(signal.SIGTERM)
    assert opened.end() == (130 if way == "ctrl-c" else 143)
    assert termios.tcgetattr(opened.theirs) == opened.before
    assert b"Traceback" not in opened._shown
    assert not processes_with(f"GRADE_TEST={opened.home}")


def test_without_a_terminal_results_follow_each_other(open_watch: Callable[..., Watch]) -> None:
    """In CI each change gives a result below the last one: no keys, no colours, no cursor that moves."""
    opened = open_watch("double/double.py", terminal=False)
    told = opened.wait_for("1 check to mend")
    opened.save(RIGHT)
    told += opened.wait_for("All public checks passed")
    assert "\x1b" not in told
    assert "q quit" not in told
    opened.process.send_signal(signal.SIGINT)
    assert opened.end() == 130
    assert not processes_with(f"GRADE_TEST={opened.home}")


def test_a_program_reads_a_line_for_each_save(open_watch: Callable[..., Watch]) -> None:
    """With `--json` each check gives one line with the document that `grade check --json` prints."""
    opened = open_watch("--json", terminal=False)
    (document,) = json.loads(opened.wait_for("}]}\n"))["exercises"]
    assert (document["exercise"], document["passed"]) == ("double", False)
    opened.save(RIGHT)
    (document,) = json.loads(opened.wait_for("}]}\n"))["exercises"]
    assert document["passed"]


def processes_with(marker: str) -> list[str]:
    """Return the processes that were started with a variable in their environment, once all had a moment to end."""
    for _ in range(40):
        found = []
        for path in Path("/proc").glob("[0-9]*/environ"):
            try:
                if marker.encode() in path.read_bytes().split(b"\0"):
                    found.append(path.parent.name)
            except OSError:  # it has ended, or belongs to somebody else
                continue
        if not found:
            break
        time.sleep(0.05)
    return found
