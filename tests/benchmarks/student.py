"""What a student waits for: from a save to the answer under `grade check --watch`, and commands against their floors.

    python tests/benchmarks/student.py [--times 20]

Commands alternate with what they are compared with, so that a noisy machine is noisy for both. The watch runs on a
terminal of its own; a save counts from the moment the file is renamed into place to the moment its answer is drawn.
"""

import argparse
import os
import pty
import select
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
SLUG = "weighted_cross_entropy"
GRADE = [sys.executable, "-m", "grader"]
ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT), "TERM": "xterm", "LC_ALL": "C.UTF-8", "COLUMNS": "80"}


def seconds_of(command: list[str], home: Path) -> float:
    """Return how long a command takes."""
    started = time.perf_counter()
    subprocess.run(
        command, cwd=home, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
    )
    return time.perf_counter() - started


def compare(names: dict[str, list[str]], home: Path, times: int) -> dict[str, float]:
    """Return the median of each command, run in turns."""
    taken: dict[str, list[float]] = {name: [] for name in names}
    for _ in range(times + 1):
        for name, command in names.items():
            taken[name].append(seconds_of(command, home))
    return {name: statistics.median(seconds[1:]) for name, seconds in taken.items()}


def saves_to_answers(home: Path, times: int) -> list[float]:
    """Return the seconds from each save to its answer."""
    answer = home / SLUG / f"{SLUG}.py"
    folder = ROOT / "solutions" / SLUG
    reference, wrong = (folder / f"{SLUG}.py").read_text(), (folder / "wrong" / "divides-by-n.py").read_text()
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*GRADE, "check", "--watch"], cwd=home, env=ENVIRONMENT, stdin=theirs, stdout=theirs, stderr=theirs
    )

    def wait_for(words: bytes) -> None:
        shown = b""
        while words not in shown:
            if not select.select([ours], [], [], 60)[0]:
                raise TimeoutError(shown.decode())
            shown += os.read(ours, 1 << 16)

    wait_for(b"waiting for a save")
    seconds = []
    for number in range(times):
        right = number % 2 == 0
        draft = answer.with_suffix(".draft")
        draft.write_text(f"{reference if right else wrong}\n# {number}\n")
        time.sleep(0.3)
        started = time.perf_counter()
        draft.replace(answer)
        wait_for(b"All public checks passed" if right else b"to mend")
        seconds.append(time.perf_counter() - started)
    process.terminate()
    process.wait()
    return seconds


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=20)
    times = parser.parse_args().times
    home = Path(tempfile.mkdtemp(prefix="grade-bench-"))
    try:
        subprocess.run([*GRADE, "start", SLUG], cwd=home, env=ENVIRONMENT, stdout=subprocess.DEVNULL, check=True)
        saves = sorted(saves_to_answers(home, times))
        python = [sys.executable, "-c"]
        heavy = compare({"torch": [*python, "import torch"], "check": [*GRADE, "check"]}, home, max(3, times // 4))
        light = {"pass": [*python, "pass"], "help": [*GRADE, "--help"], "bare": GRADE}
        quick = compare(light, home, times)
    finally:
        shutil.rmtree(home)
    print("| what | seconds | against |")
    print("|---|---|---|")
    print(
        f"| save to answer under `--watch`, median of {times} | {statistics.median(saves):.3f} | worst {saves[-1]:.3f} |"
    )
    ratio = heavy["check"] / heavy["torch"]
    print(f"| `grade check` | {heavy['check']:.2f} | {ratio:.2f} × `import torch` ({heavy['torch']:.2f}) |")
    print(f"| `grade` | {quick['bare']:.3f} | `python -c pass` {quick['pass']:.3f} |")
    print(f"| `grade --help` | {quick['help']:.3f} | `python -c pass` {quick['pass']:.3f} |")


if __name__ == "__main__":
    main()
