"""The real command line on a miniature course."""

import json
import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).parents[2]


def grade(*words: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `grade` as a user would, without a terminal."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GRADE_", "LC_", "LANG"))}
    return subprocess.run(
        [sys.executable, "-m", "grader", *map(str, words)],
        cwd=cwd,
        env=kept | {"PYTHONPATH": str(REPOSITORY), "LC_ALL": "C.UTF-8"} | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=240,
    )


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
