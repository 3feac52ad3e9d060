"""Does a class in which every second submission never ends take as long as its deadlines, and no longer?

    python tests/benchmarks/endless_loops.py [--loops 200] [--jobs 2]

Grades `--loops` endless loops among as many honest submissions (with the call limit of the miniature course) and compares
with loops x two call limits / workers + 20%. The import of torch, which every run pays once, is shown apart.
"""

import argparse
import hashlib
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))
os.environ["PYTHONPATH"] = str(ROOT)

from grader.course import read_course  # noqa: E402 - after the path is set
from grader.gradebook import Gradebook  # noqa: E402
from grader.grading import Options, Progress, grade_class  # noqa: E402
from grader.model import Outcome, Submission  # noqa: E402
from grader.reports.standings import standings  # noqa: E402

HONEST = "ANSWER = 28\n\n\ndef double(x):\n    return x * 2  # {}\n"
ENDLESS = "ANSWER = 28\n\n\ndef double(x):\n    while True:\n        pass  # {}\n"


class Clock(Progress):
    """Notes when the first codes have been graded: until then torch is imported."""

    def __init__(self) -> None:
        self.started = 0.0
        self.first = 0

    def graded(self, count: int) -> None:
        """Start with the first batch, which does not count."""
        if not self.started:
            self.started, self.first = time.monotonic(), count


def main() -> int:
    """Grade the class; return 1 if it took too long or an honest submission lost a point."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--loops", type=int, default=200)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "tests" / "course", f"{folder}/course")
        course = read_course(Path(folder, "course"))
        # Students are graded in the order of their names: honest ones first is the worst case, since then all
        # that hangs comes at the end.
        texts = [kind.format(number) for kind in (HONEST, ENDLESS) for number in range(options.loops)]
        handed_in = [
            Submission(
                student=f"{n:06}", exercise="double", cells=(text,), digest=hashlib.sha256(text.encode()).hexdigest()
            )
            for n, text in enumerate(texts)
        ]
        book, clock = Gradebook(f"{folder}/book.db", create=True), Clock()
        book.add_students([submission.student for submission in handed_in])
        grade_class(course, handed_in, book, Options(jobs=options.jobs), clock)
        seconds = time.monotonic() - clock.started
        results = {each.student: each for each in standings(course, book) if each.exercise == "double"}
        book.close()
    honest = [results[each.student].score == 10 for each in handed_in if "while" not in each.cells[0]]
    loops = [results[each.student].result for each in handed_in if "while" in each.cells[0]]
    timed_out = sum(any(check.outcome is Outcome.TIMED_OUT for check in result.checks) for result in loops)
    limit = course.exercises["double"].limits.seconds_per_call
    bound = 1.2 * options.loops * 2 * limit / options.jobs
    print(f"{len(results)} submissions on {options.jobs} workers; {timed_out} of {options.loops} loops timed out")
    print(f"honest submissions with all points: {sum(honest)} of {len(honest)}")
    print(f"{seconds:.1f} s; {options.loops} x 2 x {limit:g} s / {options.jobs} + 20% = {bound:.1f} s")
    return int(seconds > bound or not all(honest) or timed_out != options.loops)


if __name__ == "__main__":
    sys.exit(main())
