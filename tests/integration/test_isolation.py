"""Which layers hold is found by attack, what is missing is named, and nothing hangs on the way there."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.course import read_course
from grader.errors import WorkerFault
from grader.model import Exercise, Outcome, Submission
from grader.sandbox import folders, isolation, launch, surroundings, wire
from grader.sandbox.connection import Connection
from grader.sandbox.launch import Zygote
from grader.session import Session

COURSE = Path(__file__).parents[1] / "course"
WITHOUT_BUBBLEWRAP = ("landlock", "seccomp")
LEAVES_THINGS = """
import os

def leave():
    for folder in (".", os.environ.get("TMPDIR", "."), "/scratch", "/dev/shm", "/tmp"):
        try:
            open(f"{folder}/attack-was-here", "w").close()
        except OSError:
            pass
    return find()

def find():
    found = []
    for folder in ("/scratch", "/dev/shm", "/tmp"):
        try:
            found += [f"{folder}/{name}" for name in os.listdir(folder)]
        except OSError:
            continue
    return "\\n".join(found)

def read():
    return open("data.txt").read()
"""

pytestmark = pytest.mark.xdist_group("isolation")


@pytest.fixture(scope="module")
def exercise() -> Exercise:
    """An exercise of the miniature course."""
    return read_course(COURSE).exercises["double"]


@pytest.fixture(scope="module")
def opened() -> Iterator[Callable[..., Zygote]]:
    """Opens zygotes, one for each set of layers."""
    kept: dict[tuple[str, ...], Zygote] = {}

    def open_one(layers: tuple[str, ...]) -> Zygote:
        if layers not in kept:
            kept[layers] = Zygote(layers, preload=False)
        return kept[layers]

    yield open_one
    for zygote in kept.values():
        zygote.close()


def call(zygote: Zygote, function: str, files: dict[str, bytes] | None = None) -> str:
    """Return what a function of `LEAVES_THINGS` returns in a child of its own."""
    connection = Connection(zygote)
    try:
        connection.send(wire.Prepare(256 << 20, 10, files or {}))
        connection.ask(wire.Load([LEAVES_THINGS], False, "leaves.py", [], []), 10)
        reply, _ = connection.ask(wire.Request("call", None, function), 10)
    finally:
        connection.close()
    assert isinstance(reply, wire.Returned), reply
    assert isinstance(reply.value, str)
    return reply.value


@pytest.mark.parametrize("layers", [launch.LAYERS, WITHOUT_BUBBLEWRAP, ("bubblewrap", "seccomp")], ids=len)
def test_an_attack_finds_the_layers_that_hold(opened: Callable[..., Zygote], layers: tuple[str, ...]) -> None:
    """With two layers or three, each that is claimed is felt, and every promise is kept."""
    zygote = opened(layers)
    trial = isolation.try_layers(zygote)
    assert trial.layers == zygote.layers
    assert set(trial.broken) <= {"root"}
    assert isolation.level_of(trial.layers, trial.broken)[0] == ("full" if trial.layers == launch.LAYERS else "reduced")


def test_an_attack_finds_that_nothing_holds(opened: Callable[..., Zygote]) -> None:
    """Without layers the attacks go through, and the level is none, whatever calls would have succeeded."""
    trial = isolation.try_layers(opened(()))
    assert trial.layers == ()
    assert {"network", "files", "writing", "processes", "other processes"} <= set(trial.broken)
    assert isolation.level_of(trial.layers, trial.broken)[0] == "none"


def test_files_that_must_not_be_read_are_tried(opened: Callable[..., Zygote]) -> None:
    """A file that a child can read counts as a broken promise, and the level says so."""
    trial = isolation.try_layers(opened(WITHOUT_BUBBLEWRAP), [os.__file__])
    assert "files" in trial.broken
    level, missing = isolation.level_of(trial.layers, trial.broken)
    assert level == "none"
    assert "files" in missing
    assert "an attack went through" in isolation.ways_to_get(["files"], {})


def test_packages_are_imported_where_submissions_import_them(opened: Callable[..., Zygote]) -> None:
    """What submissions may import is tried inside the jail, and a missing package is named."""
    found = isolation.try_imports(opened(WITHOUT_BUBBLEWRAP), ["torch", "no_such_package"])
    assert found["torch"][0].startswith("2.")
    assert "no_such_package" in found["no_such_package"][1]


@pytest.mark.parametrize(
    ("layers", "broken", "level", "missing"),
    [
        (launch.LAYERS, (), "full", ()),
        (WITHOUT_BUBBLEWRAP, (), "reduced", ("bubblewrap",)),
        (("bubblewrap", "seccomp"), (), "reduced", ("landlock",)),
        (("bubblewrap", "landlock"), (), "none", ("seccomp",)),
        (("seccomp",), (), "none", ("bubblewrap", "landlock")),
        (WITHOUT_BUBBLEWRAP, ("root",), "reduced", ("bubblewrap", "unprivileged user")),
        (launch.LAYERS, ("memory",), "none", ("limits",)),
        (launch.LAYERS, ("network",), "none", ("network",)),
        ((), tuple(isolation.PROMISES), "none", (*launch.LAYERS, "limits", "unprivileged user")),
    ],
)
def test_the_level_names_what_is_missing(
    layers: tuple[str, ...], broken: tuple[str, ...], level: str, missing: tuple[str, ...]
) -> None:
    """A missing layer makes the level reduced, an attack that went through makes it none, and both have a name."""
    assert isolation.level_of(layers, broken) == (level, missing)


def fake_bubblewrap(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a program in the place of bubblewrap."""
    folder.mkdir(exist_ok=True)
    (folder / "bwrap").write_text(f"#!/bin/sh\n{script}\n")
    (folder / "bwrap").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


def test_a_bubblewrap_that_fails_is_left_out_with_its_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where bubblewrap is installed and may do nothing, the other layers are used, and its words are kept."""
    fake_bubblewrap(tmp_path / "fails", "echo 'bwrap: setting up uid map: Permission denied' >&2; exit 1", monkeypatch)
    zygote = Zygote(preload=False)
    try:
        assert zygote.layers == WITHOUT_BUBBLEWRAP
        assert zygote.reasons == {"bubblewrap": "bwrap: setting up uid map: Permission denied"}
        trial = isolation.try_layers(zygote)
        way = isolation.ways_to_get(["bubblewrap"], trial.reasons)
        assert "(here: bwrap: setting up uid map: Permission denied)" in way
    finally:
        zygote.close()


def test_a_bubblewrap_that_hangs_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where bubblewrap never gets anywhere, the run goes on without it after a moment."""
    fake_bubblewrap(tmp_path / "hangs", "exec sleep 1000", monkeypatch)
    monkeypatch.setattr(launch, "SECONDS_TO_START", 1.0)
    monkeypatch.setattr(launch, "SECONDS_TO_END", 0.2)
    monkeypatch.setattr(surroundings, "SECONDS_FOR_HELP", 0.2)
    ways = iter([[surroundings.Way(True, None), surroundings.Way(True, 7), surroundings.Way(False, None)]])
    monkeypatch.setattr(launch, "ways_to_start", lambda layers: next(ways))
    zygote = Zygote(preload=False)
    started = zygote._process.pid
    # The next way gets the time that it needs.
    threading.Timer(2.0, lambda: monkeypatch.setattr(launch, "SECONDS_TO_START", 30.0)).start()
    try:
        assert zygote.layers == WITHOUT_BUBBLEWRAP
        assert zygote.reasons == {"bubblewrap": "it did not answer"}
        assert not Path(f"/proc/{started}").exists()
    finally:
        zygote.close()


def test_no_bubblewrap_at_all_is_one_layer_less(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where bubblewrap is not installed, only the bare way is tried."""
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert all(not way.wrapped for way in surroundings.ways_to_start(launch.LAYERS))
    assert surroundings.ways_to_start(()) == [surroundings.Way(False, None)]


def test_roots_zygote_tries_another_user_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Root's zygote runs as a user that owns nothing, wherever that user can read Python."""
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    ways = surroundings.ways_to_start(launch.LAYERS)
    assert ways[0].user in surroundings.SHORT_LIVED_UIDS
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert all(way.user is None for way in surroundings.ways_to_start(launch.LAYERS))


@pytest.mark.parametrize("layers", [launch.LAYERS, WITHOUT_BUBBLEWRAP, ("bubblewrap", "seccomp")], ids=len)
def test_nothing_survives_from_one_submission_to_the_next(
    opened: Callable[..., Zygote], layers: tuple[str, ...]
) -> None:
    """What a submission leaves in any folder is not there for the next one, and its own files are read-only."""
    zygote = opened(layers)
    assert call(zygote, "read", {"data.txt": b"of the exercise"}) == "of the exercise"
    call(zygote, "leave", {"data.txt": b"of the exercise"})
    for path in call(zygote, "find").splitlines():
        assert "attack-was-here" not in path
    if zygote.layers != launch.LAYERS:
        return
    # Nothing at all is in sight where everything holds.
    assert call(zygote, "find", {"data.txt": b""}) == ""


def test_a_killed_zygote_is_noticed_at_once_and_replaced(exercise: Exercise) -> None:
    """A zygote that dies costs nobody a point: what it held is graded again by the next one, at once."""
    session = Session(b"secret", lambda: Zygote(preload=False))
    right = "ANSWER = 28\n\n\ndef double(x):\n    return x * 2  # {}\n"
    slow = "import time\n\nANSWER = 28\n\n\ndef double(x):\n    time.sleep(0.6)\n    return x * 2\n"
    try:
        session.zygote.wait()
        victim = session.zygote
        batch = [
            Submission(student=name, exercise="double", cells=(text,))
            for name, text in (("a", right.format(1)), ("b", slow), ("c", right.format(2)))
        ]
        threading.Timer(0.5, lambda: os.kill(victim._process.pid, signal.SIGKILL)).start()
        started = time.monotonic()
        results = session.grade(exercise, batch)
        assert not victim.alive
        assert session.zygote is not victim
        assert [sum(check.points for check in result.checks) for result in results] == [10, 10, 10]
        # Two imports of torch at most: nobody waited for a deadline.
        assert time.monotonic() - started < 40
    finally:
        session.close()


def test_a_submission_whose_zygote_died_has_crashed(exercise: Exercise, monkeypatch: pytest.MonkeyPatch) -> None:
    """A call that waits when the zygote dies ends within two seconds, as crashed."""
    session = Session(b"secret", lambda: Zygote(preload=False))
    sleeper = "ANSWER = 28\n\n\ndef double(x):\n    import time\n    time.sleep(100)\n"
    try:
        session.zygote.wait()
        # The first result is the one that we look at, not its repetition.
        batch = Submission(student="a", exercise="double", cells=(sleeper,))
        pid = session.zygote._process.pid
        killed_at: list[float] = []

        def kill() -> None:
            killed_at.append(time.monotonic())
            os.kill(pid, signal.SIGKILL)

        threading.Timer(0.3, kill).start()
        result = session._run(exercise, [batch]).results[0]
        assert time.monotonic() - killed_at[0] < 2
        assert result.checks[0].outcome is Outcome.CRASHED
    finally:
        session.close()


def test_another_zygote_with_fewer_layers_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A zygote that takes the place of a dead one must have its layers; nothing is graded behind fewer."""
    layers = iter([WITHOUT_BUBBLEWRAP, ("landlock",)])
    session = Session(b"", lambda: Zygote(next(layers), preload=False))
    try:
        first = session.zygote
        first.wait()
        os.kill(first._process.pid, signal.SIGKILL)
        first._process.wait()
        with pytest.raises(WorkerFault, match="other layers"):
            _ = session.zygote
    finally:
        session.close()


def test_folders_of_killed_owners_are_removed(tmp_path: Path) -> None:
    """A later run removes what a killed one left, and nothing that is in use, young, or somebody else's."""
    program = "from grader.sandbox.folders import PrivateFolder; import os; print(PrivateFolder('x').path, flush=True); os.kill(os.getpid(), 9)"
    environment = os.environ | {"TMPDIR": str(tmp_path), "PYTHONPATH": str(COURSE.parents[1])}
    left = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False)
    stale = Path(left.stdout.strip())
    (stale / "inner").mkdir()
    (stale / "inner" / "file").touch()
    young = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False
    )
    old = time.time() - 2 * folders.MIN_AGE_SECONDS
    foreign = tmp_path / f"{folders.PREFIX}of-a-teacher"
    foreign.mkdir()
    link = tmp_path / f"{folders.PREFIX}link"
    link.symlink_to(foreign)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tempfile.tempdir", str(tmp_path))
        kept = folders.PrivateFolder("kept")
    for path in (stale, foreign, Path(kept.path)):
        os.utime(path, (old, old))
    assert folders.remove_stale(str(tmp_path)) == [str(stale)]
    assert not stale.exists()
    assert all(path.exists() for path in (Path(young.stdout.strip()), foreign, link, Path(kept.path)))
    kept.close()
    kept.close()
    assert not Path(kept.path).exists()


def test_what_is_readable_holds_no_course(tmp_path: Path) -> None:
    """Of /usr and of Python's own folder no more is in sight than libraries: courses may lie beside them."""
    readable = [Path(path) for path in surroundings.readable_folders()]
    for place in (
        "/usr/src/course",
        "/usr/local/course",
        f"{sys.prefix}/course",
        f"{sys.base_prefix}/course",
        "/opt/course",
    ):
        assert not any(Path(place).is_relative_to(folder) for folder in readable), place
    assert not any(folder.is_relative_to(other) for folder in readable for other in readable if folder != other)


def test_the_worker_hangs_up_on_a_zygote_that_talks_nonsense(monkeypatch: pytest.MonkeyPatch) -> None:
    """A zygote that answers with another message, or with none, is a fault and no answer."""
    zygote = Zygote((), preload=False)
    try:
        zygote.wait()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        before, zygote._control = zygote._control, ours
        before.close()
        with theirs:
            theirs.sendall(wire.pack_control(wire.Fork()))
            with pytest.raises(WorkerFault):
                zygote.reap(1)
            assert not zygote.alive
            theirs.sendall(b"\xc1noise")
            with pytest.raises(WorkerFault):
                zygote.reap(1)
    finally:
        zygote.close()
