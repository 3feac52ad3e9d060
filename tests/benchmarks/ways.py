"""The same submissions graded in five ways, in one run on the same cores.

    python tests/benchmarks/ways.py [--exercise broadcasting_bug] [--submissions 240]

The checks alone in one process, nothing isolated (the floor) · a bare fork for each · `grade run` with one worker and
with two, everything isolated · one plain `pytest` process each, two at a time, nothing isolated. What a run needs once
(torch is imported) is shown apart: two classes are graded, and the difference counts.
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from synthetic import ENVIRONMENT, JOBS, REPOSITORY, Used, grade, machine, write_class

SMALL = 16
SAMPLE = 12


def floor(folder: Path, slug: str, way: str, submissions: int) -> Used:
    """Return what the checks alone use for each submission."""
    command = [sys.executable, str(Path(__file__).with_name("floor.py")), str(folder), slug, way]
    told = subprocess.run(command, env=ENVIRONMENT, check=True, capture_output=True, text=True).stdout
    seconds, cpu = map(float, told.split())
    return Used(seconds / submissions, cpu / submissions, 0)


def graded(folders: list[Path], counts: list[int], jobs: int, home: Path) -> tuple[Used, float]:
    """Return what `grade run` uses for each submission, and the seconds that a run needs once."""
    used = []
    for folder in folders:
        book = home / f"{folder.name}-{jobs}.db"
        words = ("run", folder, "--course", REPOSITORY, "--jobs", jobs, "--gradebook", book)
        used.append(grade(*words, cwd=home))
    more = counts[1] - counts[0]
    wall = (used[1].wall_seconds - used[0].wall_seconds) / more
    cpu = (used[1].cpu_seconds - used[0].cpu_seconds) / more
    return Used(wall, cpu, used[1].peak_bytes), used[0].wall_seconds - wall * counts[0]


def plain(folder: Path, slug: str, home: Path) -> Used:
    """Return what a plain pytest process uses for a submission, `JOBS` at a time."""
    checks = home / "plain" / slug
    checks.mkdir(parents=True)
    shutil.copy(Path(__file__).with_name("plain_conftest.py"), checks / "conftest.py")
    for top, name in (("exercises", "test_public.py"), ("solutions", "test_hidden.py")):
        shutil.copy(REPOSITORY / top / slug / name, checks / name)

    def run(path: Path) -> None:
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:torch_grader"]
        command += ["--import-mode=importlib", f"--rootdir={home}", "-c", os.devnull, str(checks)]
        environment = ENVIRONMENT | {"SUBMISSION": str(path), "OMP_NUM_THREADS": "1"}
        ended = subprocess.run(command, cwd=home, env=environment, capture_output=True, text=True)
        if "passed" not in ended.stdout and "failed" not in ended.stdout:
            raise SystemExit(f"plain pytest did not run {path}:\n{ended.stdout}{ended.stderr}")

    sample = random.Random(1).sample(sorted(folder.rglob(f"{slug}.py")), SAMPLE)
    before, started = os.times(), time.perf_counter()
    with ThreadPoolExecutor(JOBS) as pool:
        list(pool.map(run, sample))
    seconds, after = time.perf_counter() - started, os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Used(seconds / SAMPLE, cpu / SAMPLE, 0)


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--exercise", default="broadcasting_bug")
    parser.add_argument("--submissions", type=int, default=240)
    options = parser.parse_args()
    slug = options.exercise
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        folders, counts = [home / "small", home / "large"], [SMALL, options.submissions]
        for folder, count in zip(folders, counts, strict=True):
            write_class(folder, [slug], count, first=10_000 if folder.name == "small" else 0)
        rows = {
            "the checks alone, one process": floor(folders[1], slug, "none", counts[1]),
            "a bare fork for each": floor(folders[1], slug, "fork", counts[1]),
        }
        rows["grade run, 1 worker"], once = graded(folders, counts, 1, home)
        rows["grade run, 2 workers"], once_two = graded(folders, counts, 2, home)
        rows["one plain pytest process each"] = plain(folders[1], slug, home)
    one, two, fork = rows["grade run, 1 worker"], rows["grade run, 2 workers"], rows["a bare fork for each"]
    print(f"{slug}, {counts[1]} submissions; {machine()}")
    print(f"| {'way':<30} | ms an attempt | ms of processor | x grade run |\n|---|---|---|---|")
    for way, used in rows.items():
        ratio = used.wall_seconds / two.wall_seconds
        print(f"| {way:<30} | {1e3 * used.wall_seconds:.1f} | {1e3 * used.cpu_seconds:.1f} | {ratio:.2f} |")
    print(f"\ntwo workers are {one.wall_seconds / two.wall_seconds:.2f} times one")
    print(f"processor: {two.cpu_seconds / fork.cpu_seconds:.2f} times a bare fork")
    print(f"once a run: {once:.1f} s (1 worker), {once_two:.1f} s (2 workers)")


if __name__ == "__main__":
    main()
