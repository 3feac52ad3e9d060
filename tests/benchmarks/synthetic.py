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
SECONDS_BETWEEN_LOOKS = 1.0
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
    peak, ended = [0], threading.Event()
    watch = threading.Thread(target=_watch, args=(process.pid, peak, ended))
    watch.start()
    told, _ = process.communicate()
    seconds, after = time.perf_counter() - started, os.times()
    ended.set()
    watch.join()
    if process.returncode != 0:
        raise SystemExit(f"{' '.join(command)}\n{told.decode()}")
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Used(seconds, cpu, peak[0])


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


def _watch(pid: int, peak: list[int], ended: threading.Event) -> None:
    """Keep the most memory that a process and all it started held at once; what several share is divided among them."""
    while not ended.wait(SECONDS_BETWEEN_LOOKS):
        peak[0] = max(peak[0], sum(map(_proportional_bytes, [pid, *descendants(pid)])))


def _proportional_bytes(pid: int) -> int:
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) << 10
    except OSError:
        pass
    return 0
