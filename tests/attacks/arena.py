"""A class of attackers and honest neighbours, graded once through the command line, and what it left behind."""

import ast
import csv
import ctypes
import io
import json
import os
import re
import secrets
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from attacks.handed_in import BUILDERS

HERE = Path(__file__).parent
REPOSITORY = HERE.parents[1]
SUBMISSIONS = HERE / "submissions"
COURSE = HERE.parent / "course"
EXPECTATION = re.compile(r"Must come of it: ([\w ]+), ([\d.]+) points\.")
ELSEWHERE = re.compile(r"Exercise: (\w+)\.")
MARK = "attack-was-here"
# Folders to which everybody may write on most machines.
OPEN_FOLDERS = ("/tmp", "/dev/shm", "/var/tmp", "/run/lock")
PR_SET_CHILD_SUBREAPER = 36

HONEST = {
    "right": "ANSWER = 28\n\n\ndef double(x):\n    return x * 2\n",
    "half": "ANSWER = 7\n\n\ndef double(x):\n    return x + 2\n",
    "raises": "ANSWER = 28\n\n\ndef double(x):\n    return x[100]\n",
}
HOSTILE_NAMES = (
    "=1+1",
    "+cmd|' C calc'!A0",
    "-2+3",
    "@SUM(1)",
    "\tTAB",
    "<script>alert(1)<script>",
    '"onmouseover="alert(1)',
    "\x1b[2J\x1b]0;owned\x07",
    "\u202eevil",
    "{{ 7 * 7 }}",
    "line\nbreak",
    "'; DROP TABLE results; --",
    "%s%n{0}",
)


@dataclass
class Attack:
    """One hostile submission: what its docstring promises."""

    name: str
    exercise: str
    outcomes: frozenset[str]
    points: float
    text: str = ""


def attacks() -> list[Attack]:
    """Return all attacks, in the order of their names."""
    found = []
    for path in sorted(SUBMISSIONS.glob("*.py")):
        text = path.read_text(encoding="utf-8")
        found.append(_attack(path.stem, text.split('"""')[1], text))
    found += [_attack(name, builder.__doc__ or "", "") for name, builder in BUILDERS.items()]
    return sorted(found, key=lambda attack: attack.name)


def _attack(name: str, doc: str, text: str) -> Attack:
    promise, exercise = EXPECTATION.search(doc), ELSEWHERE.search(doc)
    assert promise, f"{name} does not say what must come of it"
    outcomes = frozenset(promise[1].split(" or "))
    return Attack(name, exercise[1] if exercise else "double", outcomes, float(promise[2]), text)


@dataclass
class Arena:
    """The graded class. `secrets` must be nowhere in what the run wrote; `callers` counts who reached our sockets."""

    home: Path
    run: subprocess.CompletedProcess[str]
    export: dict[str, Any]
    seconds: float
    secrets: dict[str, str]
    orphans: list[str]
    left_over: list[str]
    changed: list[str]
    callers: int
    calm: dict[str, Any] = field(default_factory=dict)

    def exercise(self, student: str, slug: str = "double") -> dict[str, Any]:
        """Return what the export says of a student's exercise."""
        (found,) = [each for each in self.export["students"] if each["student"] == student]
        (exercise,) = [each for each in found["exercises"] if each["exercise"] == slug]
        return exercise

    def printed(self) -> dict[str, str]:
        """Return all that submissions printed, by code, as the gradebook keeps it."""
        with sqlite3.connect(self.home / "gradebook.db") as book:
            rows = book.execute("select id, code_digest, output from results").fetchall()
            texts = {digest: text for _, digest, text in rows}
            digests = {number: digest for number, digest, _ in rows}
            for number, text in book.execute("select result, output from checks"):
                texts[digests[number]] += text
        return texts


def neighbour(kind: str, number: int) -> str:
    """Return an honest submission that is nobody else's, so that it is really graded."""
    return f"# {number}\n{HONEST[kind]}"


def fight(home: Path, *, jobs: int = 2, layers_path: str | None = None) -> Arena:
    """Grade the class and look at what it left behind."""
    everything = attacks()
    course = home / "course"
    shutil.copytree(COURSE, course)
    found = {name: f"{name}-{secrets.token_hex(12)}" for name in ("checks", "environment", "home", "gradebook")}
    _hide_secrets(home, course, found)
    calm_class, hostile_class = home / "calm", home / "submissions"
    _write_neighbours(calm_class, len(HONEST))
    _write_neighbours(hostile_class, len(everything))
    # The calm class tells what neighbours get; grading it also makes the course's secret.
    calm = _grade(home, calm_class, "calm.db", found, jobs, layers_path)
    assert calm.returncode == 0, calm.stderr
    with _Listener(home) as listener:
        paths = {
            "COURSE": str(course),
            "SUBMISSIONS": str(hostile_class),
            "HOME": str(home),
            "PORT": str(listener.port),
            "SOCKET": str(listener.path),
            "NAME": listener.name,
        }
        _write_attacks(hostile_class, everything, paths)
        before, trees = _open_folders(), _digest(course) | _digest(hostile_class)
        _adopt_orphans()
        started = time.monotonic()
        run = _grade(home, hostile_class, "gradebook.db", found, jobs, layers_path)
        seconds = time.monotonic() - started
        orphans = _orphans()
        changed = sorted(
            set((trees | (after := _digest(course) | _digest(hostile_class))).items()) ^ set(after.items())
        )
        left_over = sorted(_open_folders() - before) + sorted(map(str, (home / "tmp").iterdir()))
        callers = listener.callers()
    assert run.returncode == 0, run.stdout + run.stderr
    export = json.loads(_command(home, found, "export", "json", "--gradebook", "gradebook.db").stdout)
    arena = Arena(home, run, export, seconds, found, orphans, left_over, list(map(str, changed)), callers)
    arena.calm = json.loads(_command(home, found, "export", "json", "--gradebook", "calm.db").stdout)
    return arena


def _hide_secrets(home: Path, course: Path, found: dict[str, str]) -> None:
    for path in (*course.glob("solutions/*/test_hidden.py"), *course.glob("solutions/*/*.py")):
        path.write_text(path.read_text(encoding="utf-8") + f"\n# {found['checks']}\n", encoding="utf-8")
    (home / "private").write_text(found["home"])
    (home / "tmp").mkdir()


def _write_neighbours(folder: Path, count: int) -> None:
    kinds = list(HONEST)
    for number in range(count + 1):
        student = folder / f"n{number:03}"
        student.mkdir(parents=True)
        (student / "double.py").write_text(neighbour(kinds[number % len(kinds)], number))


def _write_attacks(folder: Path, everything: list[Attack], paths: dict[str, str]) -> None:
    """Put each attacker between two neighbours: students are graded in the order of their names."""
    for number, attack in enumerate(everything):
        home = folder / student_of(number, attack)
        if attack.name in BUILDERS:
            BUILDERS[attack.name](home)
            continue
        text = attack.text
        for word, value in paths.items():
            text = text.replace(f"@{word}@", value)
        home.mkdir()
        (home / f"{attack.exercise}.py").write_text(text, encoding="utf-8")
    for number, name in enumerate(HOSTILE_NAMES):
        (folder / name).mkdir()
        (folder / name / "double.py").write_text(neighbour("half", 10_000 + number))


def student_of(number: int, attack: Attack) -> str:
    """Return the id of an attacker."""
    return f"n{number:03}x_{attack.name}"


def _grade(
    home: Path, folder: Path, book: str, found: dict[str, str], jobs: int, layers_path: str | None
) -> subprocess.CompletedProcess[str]:
    more = {"PATH": layers_path} if layers_path else {}
    return _command(home, found, "run", str(folder), "--gradebook", book, "--jobs", str(jobs), **more)


def _command(home: Path, found: dict[str, str], *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join([str(REPOSITORY), os.environ.get("PYTHONPATH", "")]),
        "PYTHONDONTWRITEBYTECODE": "1",
        "LC_ALL": "C.UTF-8",
        "HOME": str(home),
        "TMPDIR": str(home / "tmp"),
        "ATTACK_CANARY": found["environment"],
    }
    return subprocess.run(
        [sys.executable, "-m", "grader", *words, "--course", str(home / "course")],
        cwd=home,
        env=environment | more,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=600,
    )


class _Listener:
    """Sockets that no submission may reach: by port, by path and by name."""

    def __init__(self, home: Path) -> None:
        self.path, self.name = home / "socket", f"torch-grader-arena-{secrets.token_hex(8)}"
        self._port = socket.create_server(("127.0.0.1", 0))
        self.port = self._port.getsockname()[1]
        self._datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._datagrams.bind(("127.0.0.1", self.port))
        self._sockets = [self._port]
        for address in (str(self.path), f"\0{self.name}"):
            opened = socket.socket(socket.AF_UNIX)
            opened.bind(address)
            opened.listen()
            self._sockets.append(opened)

    def __enter__(self) -> "_Listener":
        return self

    def __exit__(self, *error: object) -> None:
        for each in (*self._sockets, self._datagrams):
            each.close()
        self.path.unlink()

    def callers(self) -> int:
        """Return how many reached one of the sockets."""
        count = 0
        for each in (*self._sockets, self._datagrams):
            each.setblocking(False)
            try:
                each.recv(100) if each is self._datagrams else each.accept()
                count += 1
            except BlockingIOError:
                continue
        return count


def _open_folders() -> set[str]:
    """Return what lies in folders open to all, as far as an attack may have put it there."""
    places = [Path(folder) for folder in OPEN_FOLDERS if Path(folder).is_dir()]
    return {str(path) for place in places for path in place.glob(f"*{MARK}*")}


def _digest(folder: Path) -> dict[str, str]:
    found = {}
    for path in folder.rglob("*"):
        status = path.lstat()
        found[str(path)] = f"{status.st_mode} {status.st_size} {status.st_mtime_ns} {status.st_uid}"
    return found


def _adopt_orphans() -> None:
    """Become the parent of whatever outlives the run, so that it can be seen."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _orphans() -> list[str]:
    """Return the commands of processes that outlived the run by more than a moment."""
    deadline = time.monotonic() + 3
    while True:
        found = []
        for pid in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split():
            try:
                # Processes that the test runner started carry no name of ours.
                command = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
                state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
            except OSError:
                continue
            if state == "Z":
                os.waitpid(int(pid), os.WNOHANG)
            elif "grader" in command or "bwrap" in command or "spawn_main" in command or not command:
                found.append(command[:200])
        if not found or time.monotonic() > deadline:
            return found
        time.sleep(0.05)


def csv_cells(home: Path, found: dict[str, str]) -> list[str]:
    """Return the cells of the table of grades."""
    text = _command(home, found, "export", "csv", "--gradebook", "gradebook.db").stdout
    return [cell for row in csv.reader(io.StringIO(text)) for cell in row]


def report_pages(home: Path, found: dict[str, str]) -> dict[str, str]:
    """Return the pages of the report, by name."""
    ended = _command(home, found, "report", "--gradebook", "gradebook.db", "--out", "report")
    assert ended.returncode == 0, ended.stderr
    return {path.name: path.read_text(encoding="utf-8") for path in (home / "report").rglob("*.html")}


def handed_back(home: Path, found: dict[str, str]) -> dict[str, str]:
    """Return all that students may read, by name: pages, Markdown, and what Gradescope shows."""
    book = ("--gradebook", "gradebook.db")
    for words in (
        ("report", "--feedback", *book, "--out", "feedback"),
        ("export", "gradescope", *book, "--out", "results"),
    ):
        ended = _command(home, found, *words)
        assert ended.returncode == 0, ended.stderr
    files = [path for name in ("feedback", "results") for path in (home / name).iterdir()]
    return {path.name: path.read_text(encoding="utf-8") for path in files}


def docstring_of(path: Path) -> str:
    """Return a module's docstring without running the module."""
    return ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
