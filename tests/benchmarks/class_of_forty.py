"""`grade run` on a class against one plain pytest process for each submission, on the same cores in one run.

    make bench

The class is that of `grade demo` without its broken files: forty students, all exercises. Plain pytest has nothing
isolated; it runs on a sample, two processes at a time, since the whole class would take most of an hour.
"""

import os
import platform
import random
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from grader import demo
from grader.course import read_course

REPOSITORY = Path(__file__).parents[2]
JOBS = 2
SAMPLE = 24


def build(folder: Path) -> int:
    """Write the class and return the number of its `.py` submissions."""
    demo.BROKEN.clear()
    demo.build_class(read_course(REPOSITORY), folder)
    for path in [*folder.glob("*.zip"), *folder.rglob("*.ipynb")]:
        path.unlink()
    # All distinct: identical files would be graded once.
    paths = sorted(folder.rglob("*.py"))
    for number, path in enumerate(paths):
        path.write_text(f"{path.read_text()}\n# {number}\n")
    return len(paths)


def time_run(folder: Path, home: Path) -> float:
    """Return the seconds that `grade run` takes over the class."""
    command = [sys.executable, "-m", "grader", "run", str(folder), "--course", str(REPOSITORY), "--jobs", str(JOBS)]
    started = time.perf_counter()
    subprocess.run([*command, "--gradebook", str(home / "bench.db")], check=True, cwd=home, capture_output=True)
    return time.perf_counter() - started


def time_plain(paths: list[Path], home: Path) -> float:
    """Return the seconds a submission that plain pytest processes take, `JOBS` at a time."""
    for slug in {path.stem for path in paths}:
        checks = home / "plain" / slug
        checks.mkdir(parents=True)
        shutil.copy(Path(__file__).with_name("plain_conftest.py"), checks / "conftest.py")
        for top, name in (("exercises", "test_public.py"), ("solutions", "test_hidden.py")):
            shutil.copy(REPOSITORY / top / slug / name, checks / name)

    def run(path: Path) -> None:
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:torch_grader"]
        command += ["--import-mode=importlib", f"--rootdir={home}", "-c", os.devnull, str(home / "plain" / path.stem)]
        environment = os.environ | {"SUBMISSION": str(path), "OMP_NUM_THREADS": "1", "PYTHONPATH": str(REPOSITORY)}
        ended = subprocess.run(command, cwd=home, env=environment, capture_output=True, text=True)
        if "passed" not in ended.stdout and "failed" not in ended.stdout:
            raise SystemExit(f"plain pytest did not run {path}:\n{ended.stdout}{ended.stderr}")

    started = time.perf_counter()
    with ThreadPoolExecutor(JOBS) as pool:
        list(pool.map(run, paths))
    return (time.perf_counter() - started) / len(paths)


def main() -> None:
    """Measure and print a table."""
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        submissions = build(home / "class")
        seconds = time_run(home / "class", home)
        again = time_run(home / "class", home)
        sample = random.Random(1).sample(sorted((home / "class").rglob("*.py")), SAMPLE)
        plain = time_plain(sample, home)
    each = seconds / submissions
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {JOBS} at a time")
    print(f"grade run, {submissions} submissions, start-up included   {seconds:8.1f} s   {each:8.4f} s each")
    print(f"grade run again                                        {again:8.1f} s")
    print(f"one plain pytest process each (sample of {SAMPLE})                   {plain:8.4f} s each")
    print(f"ratio                                                  {plain / each:8.1f}")


if __name__ == "__main__":
    main()
