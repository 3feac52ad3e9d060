"""The same class on a Dask cluster of this machine."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from e2e.conftest import REPOSITORY, GradedClass, grade, wait_for_results

pytest.importorskip("distributed", reason="the extra [cluster] is not installed")
ENVIRONMENT = os.environ | {"PYTHONPATH": str(REPOSITORY), "OMP_NUM_THREADS": "1"}


def start(*words: str, told: str) -> tuple["subprocess.Popen[str]", str]:
    """Start a part of the cluster and return it with the line in which it says that it is there."""
    process = subprocess.Popen([sys.executable, "-m", *words], env=ENVIRONMENT, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    for line in process.stderr:
        if told in line:
            return process, line
    raise AssertionError(f"{words} ended")


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """A scheduler of this machine."""
    process, line = start(
        "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", told="Scheduler at:"
    )
    found = re.search(r"tcp://\S+", line)
    assert found is not None
    yield found[0]
    process.kill()
    process.communicate()


def worker(scheduler: str, folder: Path, *words: str) -> "subprocess.Popen[str]":
    """Start a worker with one thread."""
    command = ["distributed.cli.dask_worker", scheduler, "--host", "127.0.0.1", "--no-dashboard", "--no-nanny"]
    command += ["--local-directory", str(folder)]
    process, _ = start(*command, *(words or ("--nthreads", "1")), told="Registered to")
    return process


@pytest.fixture
def workers(scheduler: str, tmp_path: Path) -> Iterator[list["subprocess.Popen[str]"]]:
    """Two workers."""
    started = [worker(scheduler, tmp_path / "dask") for _ in range(2)]
    yield started
    for process in started:
        process.kill()
        process.communicate()


def hand_in(folder: Path, students: int, seconds: float) -> None:
    for number in range(students):
        home = folder / f"s{number:02}"
        home.mkdir(parents=True)
        letter = "B" if number % 3 else "A"
        (home / "quiz.py").write_text(f"# {number}\nimport time\ntime.sleep({seconds})\nANSWER = '{letter}'\n")


def scores(graded: GradedClass) -> list[float]:
    return [student["score"] for student in graded.export["students"]]


def test_a_cluster_gives_the_results_of_the_pool(
    scheduler: str, workers: list[object], mini_course: Path, tmp_path: Path
) -> None:
    """Batches that travel to Dask workers come back with the results that this machine's own workers give."""
    hand_in(tmp_path / "submissions", 9, 0.0)
    exports = []
    for name, words in (("near.db", ()), ("far.db", ("--cluster", scheduler))):
        run = grade("run", "submissions", "--course", mini_course, "--gradebook", name, *words, cwd=tmp_path)
        assert run.returncode == 0, run.stderr
        assert " 9 graded" in run.stdout
        exported = grade("export", "csv", "--course", mini_course, "--gradebook", name, cwd=tmp_path)
        exports.append(exported.stdout)
    assert exports[0] == exports[1]


def test_what_a_dead_worker_had_is_done_elsewhere(
    scheduler: str, workers: list["subprocess.Popen[str]"], mini_course: Path, tmp_path: Path
) -> None:
    """A worker that dies in the middle of a run loses nobody's result."""
    hand_in(tmp_path / "submissions", 16, 0.3)
    command = [
        sys.executable,
        "-m",
        "grader",
        "run",
        "submissions",
        "--course",
        str(mini_course),
        "--cluster",
        scheduler,
    ]
    run = subprocess.Popen(
        command, cwd=tmp_path, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    wait_for_results(tmp_path, run)
    workers[0].kill()
    _, told = run.communicate(timeout=120)
    assert run.returncode == 0, told
    assert scores(GradedClass(tmp_path, mini_course, run)) == [0.0 if number % 3 == 0 else 10.0 for number in range(16)]


def test_a_worker_that_dies_while_it_is_prepared_is_left_out(scheduler: str, mini_course: Path, tmp_path: Path) -> None:
    """Of two workers one ends as soon as it shall open a session: the other grades the class; with none left, that is said."""
    deadly = tmp_path / "deadly.py"
    deadly.write_text(
        "import os\n\nimport grader.workers\n\ngrader.workers.open_session = lambda *given: os._exit(1)\n"
    )
    hand_in(tmp_path / "submissions", 3, 0.0)
    words = ("run", "submissions", "--course", mini_course, "--cluster", scheduler)
    dying = ("--nthreads", "1", "--preload", str(deadly))
    processes = [worker(scheduler, tmp_path / "dask", *dying)]
    try:
        alone = grade(*words, cwd=tmp_path)
        processes += [worker(scheduler, tmp_path / "dask", *dying), worker(scheduler, tmp_path / "dask")]
        run = grade(*words, cwd=tmp_path)
    finally:
        for process in processes:
            process.kill()
            process.communicate()
    assert (alone.returncode, "all Dask workers ended" in alone.stderr) == (3, True)
    assert run.returncode == 0, run.stderr
    assert " 3 graded" in run.stdout


def test_a_worker_with_threads_is_refused(scheduler: str, mini_course: Path, tmp_path: Path) -> None:
    """Pytest is not thread-safe: a worker with several threads is named, with what to do."""
    hand_in(tmp_path / "submissions", 1, 0.0)
    process = worker(scheduler, tmp_path / "dask", "--nthreads", "2")
    try:
        run = grade("run", "submissions", "--course", mini_course, "--cluster", scheduler, cwd=tmp_path)
    finally:
        process.kill()
        process.communicate()
    assert run.returncode == 2
    assert "--nthreads 1" in run.stderr


def test_no_scheduler_is_said_so(mini_course: Path, tmp_path: Path) -> None:
    """Where no scheduler answers, the command says how to start one."""
    hand_in(tmp_path / "submissions", 1, 0.0)
    run = grade("run", "submissions", "--course", mini_course, "--cluster", "tcp://127.0.0.1:1", cwd=tmp_path)
    assert run.returncode == 2
    assert "dask scheduler" in run.stderr
