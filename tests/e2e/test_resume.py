"""Whatever is killed in the middle of a run, the next run completes to the same gradebook."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from e2e.conftest import REPOSITORY, grade

STUDENTS = 30
ROLES = {"a worker": "spawn_main", "a zygote": "grader.sandbox.zygote"}


def hand_in(folder: Path) -> None:
    """Write a class whose answers take a moment each, all different, right and wrong."""
    for number in range(STUDENTS):
        home = folder / f"s{number:02}"
        home.mkdir(parents=True)
        by = "x + x" if number % 3 else "x + 2"
        head = f"# {number}\nimport time\ntime.sleep(0.1)\n"
        (home / "double.py").write_text(f"{head}FACTOR = 2\ndef double(x):\n    return {by}\n")
        (home / "quiz.py").write_text(f"{head}ANSWER = 'B'\n")


def descendants(pid: int) -> list[int]:
    """Return the processes that a process started, and theirs."""
    found: list[int] = []
    try:
        for children in Path(f"/proc/{pid}/task").glob("*/children"):
            for child in children.read_text().split():
                found += [int(child), *descendants(int(child))]
    except (FileNotFoundError, ProcessLookupError):
        pass
    return found


def command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except (FileNotFoundError, ProcessLookupError):
        return ""


def export(home: Path, course: Path) -> str:
    exported = grade("export", "csv", "--course", course, cwd=home)
    assert exported.returncode == 0, exported.stderr
    return exported.stdout


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory, mini_course: Path) -> str:
    """What a run that nobody disturbs comes to."""
    home = tmp_path_factory.mktemp("undisturbed")
    hand_in(home / "submissions")
    assert grade("run", "submissions", "--course", mini_course, cwd=home).returncode == 0
    return export(home, mini_course)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="processes are found by way of /proc")
@pytest.mark.parametrize("whom", ["the command", *ROLES])
def test_a_kill_at_any_moment_loses_nothing(whom: str, undisturbed: str, mini_course: Path, tmp_path: Path) -> None:
    """After `kill -9` of the command, a worker or a zygote, the next run leads to the results of an undisturbed one."""
    hand_in(tmp_path / "submissions")
    command = [sys.executable, "-m", "grader", "run", "submissions", "--course", str(mini_course)]
    run = subprocess.Popen(
        command,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(REPOSITORY)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    started = []
    deadline = time.monotonic() + 60
    while not started and run.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
        marked = ROLES.get(whom)
        started = [pid for pid in descendants(run.pid) if marked is None or marked in command_of(pid)]
    # Any moment will do: while torch is imported, in the first batch, in the last.
    time.sleep(random.Random(whom).uniform(0.5, 6))
    survivors = descendants(run.pid)
    victim = run.pid if whom == "the command" else started[0]
    try:
        os.kill(victim, signal.SIGKILL)
    except ProcessLookupError:
        assert whom != "the command"
    run.wait(timeout=120)
    # A worker sees that nobody listens when it has imported torch, which takes its time on a busy machine.
    for _ in range(600):
        if not any(command_of(pid) for pid in survivors):
            break
        time.sleep(0.1)
    assert not [command_of(pid) for pid in survivors if command_of(pid)], "something runs on"
    again = grade("run", "submissions", "--course", mini_course, cwd=tmp_path)
    assert again.returncode == 0, again.stderr
    assert export(tmp_path, mini_course) == undisturbed


def test_two_runs_at_once_share_a_gradebook(undisturbed: str, mini_course: Path, tmp_path: Path) -> None:
    """Two runs into one gradebook at the same time end well, with the same results."""
    hand_in(tmp_path / "submissions")
    command = [sys.executable, "-m", "grader", "run", "submissions", "--course", str(mini_course), "--jobs", "1"]
    environment = os.environ | {"PYTHONPATH": str(REPOSITORY)}
    runs = [
        subprocess.Popen(
            command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        for _ in range(2)
    ]
    told = [run.communicate(timeout=200)[0] for run in runs]
    assert [run.returncode for run in runs] == [0, 0], told
    assert export(tmp_path, mini_course) == undisturbed
