"""The real command line on a miniature course."""

import fcntl
import json
import os
import pty
import select
import signal
import sqlite3
import struct
import subprocess
import sys
import termios
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).parents[2]
SECONDS_TO_WAIT = 60.0


def environment_of(**changed: str) -> dict[str, str]:
    """Return the environment of a user of this checkout who has set nothing, and changes some of it."""
    unset = ("GRADE_", "LC_", "LANG", "COL")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(unset)}
    return kept | {"PYTHONPATH": str(REPOSITORY), "LC_ALL": "C.UTF-8"} | changed


def grade(*words: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `grade` as a user would, without a terminal."""
    return subprocess.run(
        [sys.executable, "-m", "grader", *map(str, words)],
        cwd=cwd,
        env=environment_of(**environment),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=240,
    )


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this checkout and unpacked: what a student has installed."""
    pytest.importorskip("hatchling", reason="the extra [dev] is not installed")
    place = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", place]
    subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True)
    (built,) = place.glob("*.whl")
    with zipfile.ZipFile(built) as archive:
        archive.extractall(place / "unpacked")
    return place / "unpacked"


def wait_for_results(home: Path, process: "subprocess.Popen[str]") -> None:
    """Return as soon as the first batch is stored."""
    for _ in range(600):
        time.sleep(0.1)
        assert process.poll() is None, process.communicate()
        try:
            with sqlite3.connect(f"file:{home / 'gradebook.db'}?mode=ro", uri=True) as book:
                if book.execute("SELECT count(*) FROM results").fetchone()[0]:
                    return
        except sqlite3.OperationalError:
            continue
    raise AssertionError("no result in a minute")


class GradedClass:
    """A class that has been graded: what the command said, and what the gradebook exports."""

    def __init__(self, home: Path, course: Path, run: subprocess.CompletedProcess[str]) -> None:
        self.home, self.course, self.run = home, course, run
        exported = grade("export", "json", "--course", course, cwd=home)
        assert exported.returncode == 0, exported.stderr
        self.export: dict[str, Any] = json.loads(exported.stdout)

    def exercise(self, student: str, slug: str) -> dict[str, Any]:
        """Return what the export says of a student's exercise."""
        (found,) = [each for each in self.export["students"] if each["student"] == student]
        (exercise,) = [each for each in found["exercises"] if each["exercise"] == slug]
        return exercise


class Terminal:
    """A command on a terminal of its own, or with pipes."""

    def __init__(
        self, command: list[str], cwd: Path, environment: dict[str, str], columns: int = 80, *, terminal: bool = True
    ) -> None:
        self._shown = b""
        if terminal:
            self._out, theirs = pty.openpty()
            fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
            self.theirs = theirs
            streams = {"stdin": theirs, "stdout": theirs, "stderr": theirs, "preexec_fn": _take_terminal}
        else:
            self._out, theirs = os.pipe()
            streams = {"stdin": subprocess.DEVNULL, "stdout": theirs, "stderr": subprocess.STDOUT}
        self.before = termios.tcgetattr(theirs) if terminal else None
        self.process = subprocess.Popen(command, cwd=cwd, env=environment, start_new_session=True, **streams)
        if not terminal:
            os.close(theirs)

    def wait_for(self, words: str, seconds: float = SECONDS_TO_WAIT) -> str:
        """Return what was shown until these words; what came before them is not looked at again."""
        deadline = time.monotonic() + seconds
        while words.encode() not in self._shown:
            left = deadline - time.monotonic()
            assert left > 0, f"{words!r} is not in:\n{self._shown.decode()}"
            if select.select([self._out], [], [], left)[0]:
                part = os.read(self._out, 1 << 16)
                assert part, f"ended without {words!r}:\n{self._shown.decode()}"
                self._shown += part
        told, _, self._shown = self._shown.partition(words.encode())
        return told.decode() + words

    def press(self, key: str) -> None:
        os.write(self._out, key.encode())

    def resize(self, columns: int) -> None:
        fcntl.ioctl(self._out, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))

    def end(self) -> int:
        """Return the exit code; what is still shown is read, so that nothing waits for it."""
        deadline = time.monotonic() + SECONDS_TO_WAIT
        while self.process.poll() is None and time.monotonic() < deadline:
            if select.select([self._out], [], [], 0.05)[0]:
                try:
                    self._shown += os.read(self._out, 1 << 16)
                except OSError:
                    break
        return self.process.wait(SECONDS_TO_WAIT)

    def close(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def _take_terminal() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
