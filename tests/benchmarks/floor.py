"""The floor that grading is compared with: an exercise's checks with nothing isolated, in one process or a fork for each.

    python tests/benchmarks/floor.py FOLDER SLUG fork|none

Prints the seconds of wall clock and of processors for all the submissions in FOLDER, without the import of torch.
"""

import contextlib
import gc
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]
os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1"))

from plain_conftest import PlainStudent  # noqa: E402 - after the path is set

from grader.course import read_course  # noqa: E402
from grader.inputs import Inputs  # noqa: E402
from grader.sandbox.zygote import PRELOADED, import_all  # noqa: E402


def checks_of(slug: str) -> Callable[[Path], None]:
    """Return a function that runs all checks of an exercise on a submission."""
    exercise = read_course(ROOT, only={slug}).exercises[slug]
    found = {}
    for name, text in exercise.check_files.items():
        module = ModuleType(name.removesuffix(".py"))
        top = "solutions" if name == "test_hidden.py" else "exercises"
        module.__file__ = str(ROOT / top / slug / name)
        exec(compile(text, module.__file__, "exec"), vars(module))
        found |= vars(module)

    def run_all(path: Path) -> None:
        student = PlainStudent(path)
        for check in exercise.checks:
            function = found[check.name]
            offered = {"student": student, "inputs": Inputs(exercise.digest, check.name, "", b"")}
            wanted = function.__code__.co_varnames[: function.__code__.co_argcount]
            # A check that fails ends with an exception, whatever it is; so does a wrong answer that can't be loaded.
            with contextlib.suppress(BaseException):
                function(**{name: offered[name] for name in wanted})

    return run_all


def main() -> None:
    """Run the checks on every submission and print what that took."""
    folder, slug, way = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    import_all(PRELOADED)
    run_all = checks_of(slug)
    paths = sorted(folder.rglob(f"{slug}.py"))
    null = os.open(os.devnull, os.O_WRONLY)
    out = os.dup(1)
    os.dup2(null, 1)
    os.dup2(null, 2)
    gc.collect()
    gc.freeze()
    before, started = os.times(), time.perf_counter()
    for path in paths:
        if way == "none":
            with contextlib.suppress(BaseException):
                run_all(path)
        elif (pid := os.fork()) == 0:
            try:
                run_all(path)
            finally:
                os._exit(0)
        else:
            os.waitpid(pid, 0)
    seconds, after = time.perf_counter() - started, os.times()
    os.write(out, f"{seconds} {sum(after[:4]) - sum(before[:4])}\n".encode())


if __name__ == "__main__":
    main()
