"""What isolation costs: from the fork to the first answer, without layers and with them.

    python tests/benchmarks/layers.py [--times 100]

Each figure is the median of many children of one warm zygote: fork, jail, load a small submission, one call. The last
column is a whole submission of the miniature course (load, six checks). Times are noisy: compare, don't quote.
"""

import argparse
import os
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("OMP_NUM_THREADS", "1")

from grader.course import read_course  # noqa: E402 - after the path is set
from grader.model import Submission  # noqa: E402
from grader.sandbox import wire  # noqa: E402
from grader.sandbox.connection import Connection  # noqa: E402
from grader.sandbox.launch import LAYERS, Zygote  # noqa: E402
from grader.session import Session  # noqa: E402

KINDS = {
    "no layers": (),
    "seccomp": ("seccomp",),
    "landlock": ("landlock",),
    "landlock + seccomp (reduced)": ("landlock", "seccomp"),
    "all (full)": LAYERS,
}
SOURCE = "ANSWER = 28\n\n\ndef double(x):\n    return x * 2\n"


def first_answer(zygote: Zygote) -> float:
    """Return the seconds from the fork of a child to its first answer."""
    started = time.perf_counter()
    connection = Connection(zygote)
    connection.send(wire.Prepare(2 << 30, 20))
    connection.ask(wire.Load([SOURCE], False, "double.py", [], ["double"]), 5)
    connection.ask(wire.Request("call", None, "double", [3]), 5)
    seconds = time.perf_counter() - started
    connection.close()
    return seconds


def main() -> None:
    """Measure the kinds in turns, so that a noisy machine is noisy for all."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--times", type=int, default=100)
    times = parser.parse_args().times
    exercise = read_course(ROOT / "tests" / "course").exercises["double"]
    sessions = {name: Session(b"", lambda layers=layers: Zygote(layers)) for name, layers in KINDS.items()}
    answers: dict[str, list[float]] = {name: [] for name in KINDS}
    wholes: dict[str, list[float]] = {name: [] for name in KINDS}
    try:
        for session in sessions.values():
            session.zygote.wait()
        for number in range(times):
            for name, session in sessions.items():
                answers[name].append(first_answer(session.zygote))
                if number % 10 == 0:
                    batch = [
                        Submission(student="a", exercise="double", cells=(f"# {number}{each}\n{SOURCE}",))
                        for each in range(10)
                    ]
                    started = time.perf_counter()
                    session.grade(exercise, batch)
                    wholes[name].append((time.perf_counter() - started) / 10)
    finally:
        for session in sessions.values():
            session.close()
    base = statistics.median(answers["no layers"])
    print(f"{'layers':<32}{'first answer':>14}{'more':>10}{'best':>10}{'whole submission':>20}")
    for name in KINDS:
        median, best = statistics.median(answers[name]), min(answers[name])
        more, whole = median - base, statistics.median(wholes[name])
        print(f"{name:<32}{median * 1e3:>11.1f} ms{more * 1e3:>7.1f} ms{best * 1e3:>7.1f} ms{whole * 1e3:>17.1f} ms")


if __name__ == "__main__":
    main()
