"""Kills a run again and again at random moments: the gradebook must come out as if nothing had happened.

    python tests/benchmarks/kills.py [--kills 50] [--seed 1]

Each time one process of a run is killed with SIGKILL: the command, a worker, a zygote or a child. Then the run is repeated,
and the gradebook is compared row for row with that of an undisturbed run, times and numbers of runs aside.
"""

import argparse
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from synthetic import ENVIRONMENT, REPOSITORY, descendants, grade, write_class

SLUGS = ("linear_model", "broadcasting_bug")
STUDENTS = 40
# What must be equal: everything but when it happened and in which order.
ROWS = {
    "students": "student",
    "submissions": "student, exercise, code_digest, variant, notebook, problem, notes",
    "sources": "code_digest, notebook, cells",
    "results": "exercise, code_digest, exercise_digest, variant, provisional, problem, output, fault",
    "checks": "code_digest, position, name, outcome, points, max_points, finding, checks.output",
}


def rows_of(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows of a gradebook, sorted."""
    joined = {"checks": "checks JOIN results ON checks.result = results.id"}
    with sqlite3.connect(path) as book:
        return {
            table: sorted(book.execute(f"SELECT {columns} FROM {joined.get(table, table)}"), key=repr)
            for table, columns in ROWS.items()
        }


def role_of(pid: int, command: int) -> str:
    """Return what a process of a run is."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_text()
        parent = Path(
            f"/proc/{int(Path(f'/proc/{pid}/stat').read_text().rpartition(')')[2].split()[1])}/cmdline"
        ).read_text()
    except (OSError, ValueError):
        return "gone"
    if pid == command:
        return "the command"
    if "grader.sandbox.zygote" not in words:
        return "a worker" if "spawn_main" in words else "another"
    if "bwrap" in words.split("\0")[0]:
        return "bubblewrap"
    # A zygote's parent is bubblewrap or a worker, a child's parent the zygote; their words are the same.
    return "a child" if parent == words else "a zygote"


def main() -> int:
    """Kill and compare; return 1 if a gradebook differs."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    killed: Counter[str] = Counter()
    different = 0
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        write_class(home / "class", SLUGS, STUDENTS)
        words = ("run", "class", "--course", REPOSITORY, "--jobs", 2, "--gradebook")
        seconds = grade(*words, "whole.db", cwd=home).wall_seconds
        wanted = rows_of(home / "whole.db")
        for number in range(options.kills):
            command = [sys.executable, "-m", "grader", *map(str, words), "killed.db"]
            run = subprocess.Popen(
                command, cwd=home, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            time.sleep(rng.uniform(0.2, seconds))
            by_role: dict[str, list[int]] = {}
            for pid in [run.pid, *descendants(run.pid)]:
                by_role.setdefault(role_of(pid, run.pid), []).append(pid)
            role = rng.choice(sorted(by_role.keys() - {"gone", "another"}) or ["the command"])
            try:
                os.kill(rng.choice(by_role.get(role, [run.pid])), signal.SIGKILL)
            except ProcessLookupError:
                role = "nobody: it had ended"
            killed[role] += 1
            run.wait()
            grade(*words, "killed.db", cwd=home)
            found = rows_of(home / "killed.db")
            if found != wanted:
                different += 1
                tables = [table for table in ROWS if found[table] != wanted[table]]
                print(f"kill {number} ({role}): {', '.join(tables)} differ", flush=True)
                shutil.copy(home / "killed.db", f"different-{number}.db")
            for path in home.glob("killed.db*"):
                path.unlink()
    print(", ".join(f"{role}: {count}" for role, count in sorted(killed.items())))
    print(f"{options.kills - different} of {options.kills} gradebooks are equal to that of an undisturbed run")
    return int(different > 0)


if __name__ == "__main__":
    sys.exit(main())
