"""Synthetic classes of distinct submissions, and what a command and all that it starts use."""

import os
import platform
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

REPOSITORY = Path(__file__).parents[2]
JOBS = 2
SECONDS_BETWEEN_LOOKS = 0.1
LOOKS_PER_LOOK_AT_MEMORY = 10
TICKS = os.sysconf("SC_CLK_TCK")
ENVIRONMENT = os.environ | {"PYTHONPATH": str(REPOSITORY)}


class Used(NamedTuple):
    """What a command used, with all processes that it started: seconds, seconds of processors, peak bytes of memory."""

    wall_seconds: float
    cpu_seconds: float
    peak_bytes: int


def answers(slug: str) -> list[str]:
    """Return the texts of an exercise's known answers: right ones twice as often as wrong ones."""
    folder = REPOSITORY / "solutions" / slug
    right = [folder / f"{slug}.py", *sorted((folder / "right").glob("*.py"))]
    wrong = sorted((folder / "wrong").glob("*.py"))
    mixed = [each for pair in zip(wrong, right * len(wrong), right[::-1] * len(wrong)) for each in pair]
    return [path.read_text(encoding="utf-8") for path in mixed]


def write_class(folder: Path, slugs: Sequence[str], students: int, first: int = 0) -> int:
    """Write a class in which no two files are equal, and return the number of files."""
    texts = {slug: answers(slug) for slug in slugs}
    for number in range(first, first + students):
        home = folder / f"s{number:05}"
        home.mkdir(parents=True)
        for slug, several in texts.items():
            (home / f"{slug}.py").write_text(f"{several[number % len(several)]}\n# {number}\n", encoding="utf-8")
    return students * len(slugs)


def grade(*words: object, cwd: Path) -> Used:
    """Run `grade` and return what it used; its output is shown where it fails."""
    command = [sys.executable, "-m", "grader", *map(str, words)]
    before, started = os.times(), time.perf_counter()
    process = subprocess.Popen(command, cwd=cwd, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    watch = _Watch(process.pid)
    watch.start()
    told, _ = process.communicate()
    seconds, after = time.perf_counter() - started, os.times()
    watch.ended.set()
    watch.join()
    if process.returncode != 0:
        raise SystemExit(f"{' '.join(command)}\n{told.decode()}")
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Used(seconds, max(cpu, watch.cpu_seconds), watch.peak_bytes)


def machine() -> str:
    """Return what the figures are of."""
    import importlib.metadata

    torch = importlib.metadata.version("torch")
    return f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, torch {torch}"


def descendants(pid: int) -> list[int]:
    """Return the processes that a process started, and theirs."""
    found: list[int] = []
    try:
        for children in Path(f"/proc/{pid}/task").glob("*/children"):
            for child in children.read_text().split():
                found += [int(child), *descendants(int(child))]
    except (FileNotFoundError, ProcessLookupError):
        pass
    return found


class _Watch(threading.Thread):
    """Looks at a process and all it started: the most memory held at once, and the seconds of processors used in all.

    What several processes share is divided among them. bubblewrap does not pass on what was computed inside it, so the
    seconds are read while the processes live.
    """

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid = pid
        self.ended = threading.Event()
        self.peak_bytes, self.cpu_seconds = 0, 0.0

    def run(self) -> None:
        """Look until it has ended."""
        looks = 0
        while not self.ended.wait(SECONDS_BETWEEN_LOOKS):
            processes = [self._pid, *descendants(self._pid)]
            self.cpu_seconds = max(self.cpu_seconds, sum(map(_cpu_seconds, processes)))
            if looks % LOOKS_PER_LOOK_AT_MEMORY == 0:
                self.peak_bytes = max(self.peak_bytes, sum(map(_proportional_bytes, processes)))
            looks += 1


def _cpu_seconds(pid: int) -> float:
    """Return what a process and those that it has waited for have computed."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / TICKS


def _proportional_bytes(pid: int) -> int:
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) << 10
    except OSError:
        pass
    return 0
