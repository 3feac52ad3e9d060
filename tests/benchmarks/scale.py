"""Classes of three sizes: time, memory and gradebook, and how long it takes to see that nothing has changed.

    python tests/benchmarks/scale.py [--students 100 1000 10000] [--jobs 2]

Every student hands in five exercises, no two files are equal, everything is isolated as well as this machine allows.
Memory is that of all processes at once. The largest class takes half an hour and more.
"""

import argparse
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from synthetic import REPOSITORY, grade, machine, write_class

SLUGS = ("linear_model", "broadcasting_bug", "layer_shapes", "loss_anatomy", "bias_variance")


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--students", type=int, nargs="+", default=[100, 1_000, 10_000])
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    print(f"{len(SLUGS)} exercises, {options.jobs} workers; {machine()}")
    print("| students | attempts | seconds | attempts a second | MiB of memory | MiB of gradebook | seconds again |")
    print("|---|---|---|---|---|---|---|", flush=True)
    for students in options.students:
        with tempfile.TemporaryDirectory() as name:
            home = Path(name)
            attempts = write_class(home / "class", SLUGS, students)
            words = ("run", "class", "--course", REPOSITORY, "--jobs", options.jobs)
            first, again = grade(*words, cwd=home), grade(*words, cwd=home)
            size = (home / "gradebook.db").stat().st_size
        figures = (
            f"{students} | {attempts} | {first.wall_seconds:.1f} | {attempts / first.wall_seconds:.1f} |"
            f" {first.peak_bytes >> 20} | {size / 2**20:.1f} | {again.wall_seconds:.1f}"
        )
        print(f"| {figures} |", flush=True)


if __name__ == "__main__":
    main()
