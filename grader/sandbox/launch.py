"""Starts a zygote and owns it: the trusted end of what `zygote.py` answers.

How it works: the zygote's few files are copied into a folder of their own, so that no checkout (where `solutions/` lies
beside `grader/`) is ever in its sight. It is started before any hidden file is opened, gets a fixed environment, and is
surrounded as well as this machine allows (`surroundings.ways_to_start`): each way is tried until one of them comes to
life, and why a better one did not is kept.
"""

import json
import os
import select
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from grader.errors import WorkerFault
from grader.sandbox import syscalls, wire
from grader.sandbox.folders import PrivateFolder
from grader.sandbox.surroundings import (
    ROOT_FOLDERS,
    Way,
    bubblewrap,
    package_folders,
    python_program,
    readable_folders,
    ways_to_start,
)

ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
# A fork copies the tables of all memory pages. With glibc's allocator for everything, in pages of 2 MiB where Linux has
# them, there are five hundred times fewer: a fork and its end take 3 ms instead of 10.
HUGE_PAGES = {"PYTHONMALLOC": "malloc", "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}
ENVIRONMENT = ONE_THREAD | HUGE_PAGES | {"PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C.UTF-8"}
PROGRAM_FILES = (
    "errors.py",
    "sandbox/wire.py",
    "sandbox/values.py",
    "sandbox/jail.py",
    "sandbox/source.py",
    "sandbox/forbidden.py",
    "sandbox/namesearch.py",
    "sandbox/callwatch.py",
    "sandbox/standins.py",
    "sandbox/child.py",
    "sandbox/zygote.py",
)
LAYERS = ("bubblewrap", "landlock", "seccomp")
# Python starts in a hundredth of this; a bubblewrap that hangs must not hold up the run.
SECONDS_TO_START = 10.0
SECONDS_TO_IMPORT = 60.0
SECONDS_TO_ANSWER = 30.0
SECONDS_TO_END = 2.0


class Process(Protocol):
    """The part of a started or forked process that its owner needs."""

    @property
    def pid(self) -> int:
        """Its number, which is also that of its session and group."""

    def poll(self) -> int | None:
        """Return its exit code, None while it runs."""

    def wait(self, timeout: float | None = None) -> int:
        """Return its exit code when it ended; `subprocess.TimeoutExpired` if it does not in time."""


class Zygote:
    """A running zygote. `layers` names what its children are locked behind, `reasons` why another layer is missing."""

    def __init__(self, layers: Sequence[str] = LAYERS, *, preload: bool = True) -> None:
        self._folder = PrivateFolder("zygote")
        self._home = self._folder.path
        self._layers, self._preload = tuple(layers), preload
        self._ways = ways_to_start(self._layers)
        self._failures: dict[Way, str] = {}
        try:
            self._open()
        except BaseException:  # Ctrl-C while torch is imported
            self._folder.close()
            raise

    @property
    def layers(self) -> tuple[str, ...]:
        """The layers that hold the children; waits until the zygote is ready."""
        inner = self.wait().layers
        return ("bubblewrap", *inner) if self._way.wrapped else inner

    @property
    def reasons(self) -> dict[str, str]:
        """Why layers are missing that were tried, in the words of what failed."""
        self.wait()
        if self._way.wrapped:
            return {}
        failures = [words for way, words in self._failures.items() if way.wrapped]
        return {"bubblewrap": failures[-1]} if failures else {}

    def wait(self) -> wire.Hello:
        """Return the zygote's greeting; a `WorkerFault` with its last words if it comes in no way."""
        while self._hello is None:
            try:
                self._greet()
            except WorkerFault:
                if not self._ways:
                    raise
                self._give_up()
                self._open()
        return self._hello

    @property
    def alive(self) -> bool:
        """Whether the zygote may be asked; one that is being started still has other ways."""
        return self._hello is None or not (self._broken or self._process.poll() is not None)

    def fork(self, channel: socket.socket, output: int, forbidden: Sequence[str] = ()) -> int:
        """Fork a child on the socket and output pipe given, to which names are `forbidden`; return its number for `reap`."""
        self.wait()
        request = wire.pack_control(wire.Fork(tuple(forbidden)))
        try:
            socket.send_fds(self._control, [request], [channel.fileno(), output])
        except OSError:
            raise self._fault() from None
        forked: wire.Forked = self._receive(wire.Forked, SECONDS_TO_ANSWER)
        return forked.pid

    def reap(self, pid: int) -> wire.Reaped:
        """Kill a child with all that it started, and return how it ended."""
        try:
            self._control.sendall(wire.pack_control(wire.Reap(pid)))
        except OSError:
            raise self._fault() from None
        reaped: wire.Reaped = self._receive(wire.Reaped, SECONDS_TO_ANSWER)
        return reaped

    def close(self) -> None:
        """End the zygote and its children, and remove its folder."""
        self._end()
        self._folder.close()

    def _open(self) -> None:
        """Start the process in the next way that is left."""
        self._way = self._ways.pop(0)
        self._hello: wire.Hello | None = None
        self._broken = False
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._errors = tempfile.TemporaryFile()
        with theirs:
            self._process = self._start(theirs)

    def _greet(self) -> None:
        """Wait until torch is imported."""
        first = self._receive((wire.Started, wire.Hello), SECONDS_TO_START)
        self._hello = first if isinstance(first, wire.Hello) else self._receive(wire.Hello, SECONDS_TO_IMPORT)

    def _give_up(self) -> None:
        """Remember why the present way failed; one that hangs hangs for every user."""
        try:
            self._process.wait(timeout=SECONDS_TO_END)
            self._failures[self._way] = self._last_words()
        except subprocess.TimeoutExpired:
            self._failures[self._way] = "it did not answer"
            if self._way.wrapped:
                self._ways = [way for way in self._ways if not way.wrapped]
        self._end()

    def _end(self) -> None:
        self._control.close()
        try:
            # One that has not greeted may hang for ever.
            self._process.wait(timeout=SECONDS_TO_END if self._hello else 0)
        except subprocess.TimeoutExpired:
            _kill_group(self._process)
        self._errors.close()

    def _start(self, theirs: socket.socket) -> Process:
        """Start the process that serves the other end of our socket."""
        try:
            return self._popen(theirs)
        except OSError as error:
            # Another user may not exist here, or not even see this Python.
            return _NotStarted(str(error))

    def _popen(self, theirs: socket.socket) -> Process:
        wrapped, user = self._way
        runtime = _copy_program(Path(self._home))
        scratch = "/scratch" if wrapped else _scratch_folder(self._home, user)
        packages, readable = package_folders(), readable_folders()
        inside = [*readable, runtime, *ROOT_FOLDERS, "/etc/ld.so.cache"]
        system_calls = syscalls.filter_for(self._layers).hex()
        settings = [theirs.fileno(), scratch, inside, list(self._layers), system_calls, self._preload]
        command = [python_program(), "-S", "-s", "-P", "-c", _START, json.dumps([runtime, packages, settings])]
        # torch asks for a temporary folder and a user's name when it is imported.
        environment = ENVIRONMENT | {"TMPDIR": scratch, "USER": "student", "HOME": scratch}
        if wrapped:
            command = [*bubblewrap([*readable, runtime], environment), *command]
        return subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=self._errors,
            stderr=self._errors,
            pass_fds=[theirs.fileno()],
            cwd="/",
            start_new_session=True,
            user=user,
            group=user,
            extra_groups=None if user is None else [],
        )

    def _receive(self, kind: type | tuple[type, ...], seconds: float) -> Any:
        deadline = time.monotonic() + seconds
        try:
            while not select.select([self._control], [], [], min(1.0, max(0.0, deadline - time.monotonic())))[0]:
                if time.monotonic() >= deadline or self._process.poll() is not None:
                    raise self._fault()
            datagram = self._control.recv(65536)
            message = wire.unpack_control(datagram) if datagram else None
        except (OSError, wire.WireError):
            raise self._fault() from None
        if not isinstance(message, kind):
            raise self._fault()
        return message

    def _fault(self) -> WorkerFault:
        # Whoever comes next must not ask it again, though its process may take a moment to end.
        self._broken = True
        return WorkerFault(
            f"the warm torch process ended or stopped answering: {self._last_words() or 'it left no message'}",
            remedy="`grade doctor` shows what this machine offers",
        )

    def _last_words(self) -> str:
        if isinstance(self._process, _NotStarted):
            return self._process.words
        self._errors.seek(0)
        return self._errors.read(4000).decode("utf-8", "replace").strip()


class _NotStarted:
    """Stands for a process that could not be started."""

    pid = 0

    def __init__(self, words: str) -> None:
        self.words = words

    def poll(self) -> int | None:
        """Return its exit code."""
        return 1

    def wait(self, timeout: float | None = None) -> int:
        """Return its exit code."""
        return 1


_START = """
import json, sys
runtime, packages, settings = json.loads(sys.argv[1])
sys.path[:0] = [runtime]
sys.path += packages
from grader.sandbox.zygote import main
main(*settings)
"""


def _copy_program(home: Path) -> str:
    """Return a folder with the zygote's program, which any user may read: it holds nothing of a course."""
    package, runtime = Path(__file__).parent.parent, home / "runtime"
    if not runtime.exists():
        home.chmod(0o711)
        (runtime / "grader" / "sandbox").mkdir(parents=True)
        for name in ("__init__.py", "sandbox/__init__.py"):
            (runtime / "grader" / name).touch()
        for name in PROGRAM_FILES:
            shutil.copyfile(package / name, runtime / "grader" / name)
        for path in (runtime, *runtime.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)
    return str(runtime)


def _scratch_folder(home: str, user: int | None) -> str:
    scratch = os.path.join(home, "scratch")
    shutil.rmtree(scratch, ignore_errors=True)
    os.mkdir(scratch, 0o700)
    if user is not None:
        os.chown(scratch, user, user)
    return scratch


def _kill_group(process: Process) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()
