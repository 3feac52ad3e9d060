"""A Dask cluster of this machine against this machine's own workers, with one worker and with two.

    python tests/benchmarks/cluster.py [--students 300]

At the end two Dask workers grade, one is killed in the middle, and what they found is compared.
"""

import argparse
import re
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from kills import rows_of
from synthetic import ENVIRONMENT, REPOSITORY, grade, machine, write_class

SLUGS = ("linear_model", "broadcasting_bug")
SMALL = 8


def start(*words: str, told: str) -> tuple["subprocess.Popen[str]", str]:
    """Start a part of the cluster and return it with the line in which it says that it is there."""
    process = subprocess.Popen(
        [sys.executable, "-m", *words], env=ENVIRONMENT | {"OMP_NUM_THREADS": "1"}, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    for line in process.stderr:
        if told in line:
            # Nobody reads on; a full pipe would stop it.
            threading.Thread(target=process.stderr.read, daemon=True).start()
            return process, line
    raise SystemExit(f"{' '.join(words)} ended")


def rate(home: Path, counts: dict[str, int], name: str, *words: object) -> tuple[float, float]:
    """Return the attempts a second beyond what a run needs once, and the seconds of the large run."""
    seconds = {}
    for folder in counts:
        book = f"{name}-{folder}.db"
        seconds[folder] = grade(
            "run", folder, "--course", REPOSITORY, "--gradebook", book, *words, cwd=home
        ).wall_seconds
    return (counts["large"] - counts["small"]) / (seconds["large"] - seconds["small"]), seconds["large"]


def main() -> int:
    """Measure and print a table; return 1 if a killed worker lost something."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--students", type=int, default=300)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        counts = {
            "small": write_class(home / "small", SLUGS, SMALL, first=10_000),
            "large": write_class(home / "large", SLUGS, options.students),
        }
        common = ("--host", "127.0.0.1", "--no-dashboard")
        scheduler, line = start("distributed.cli.dask_scheduler", "--port", "0", *common, told="Scheduler at:")
        address = re.search(r"tcp://\S+", line)
        assert address is not None
        place = ("--local-directory", str(home / "dask"), "--nthreads", "1", "--no-nanny")
        workers = []
        print(machine())
        print("| workers | own, attempts a second | Dask, attempts a second | ratio |\n|---|---|---|---|", flush=True)
        try:
            for count in (1, 2):
                words = ("distributed.cli.dask_worker", address[0], *common, *place)
                workers.append(start(*words, told="Registered to")[0])
                own, _ = rate(home, counts, f"own{count}", "--jobs", count)
                far, whole_seconds = rate(home, counts, f"far{count}", "--cluster", address[0])
                print(f"| {count} | {own:.1f} | {far:.1f} | {far / own:.2f} |", flush=True)
            # Late enough that it grades, early enough that much is left.
            threading.Timer(0.7 * whole_seconds, workers[0].kill).start()
            started = time.perf_counter()
            words = ("run", "large", "--course", REPOSITORY, "--gradebook", "killed.db", "--cluster", address[0])
            grade(*words, cwd=home)
            seconds = time.perf_counter() - started
        finally:
            for process in (*workers, scheduler):
                process.kill()
                process.wait()
        equal = rows_of(home / "killed.db") == rows_of(home / "own2-large.db")
    print(f"\none of two killed in the middle: {seconds:.1f} s, gradebook {'equal' if equal else 'DIFFERENT'}")
    return int(not equal)


if __name__ == "__main__":
    sys.exit(main())
