"""Starts a zygote and owns it: the trusted end of what `zygote.py` answers.

How it works: the zygote's few files are copied into a folder of their own, so that no checkout (where `solutions/` lies
beside `grader/`) is ever in its sight. With bubblewrap it starts in its own user, mount, process, network and ipc
namespaces, where only Python, its packages and /usr exist, read-only; without, its children have the layers of
`grader.sandbox.jail` alone. It is started before any hidden file is opened and gets a fixed environment.
"""

import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from grader.errors import WorkerFault
from grader.sandbox import wire

ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
ENVIRONMENT = ONE_THREAD | {"PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C.UTF-8"}
PROGRAM_FILES = (
    "errors.py",
    "sandbox/wire.py",
    "sandbox/values.py",
    "sandbox/jail.py",
    "sandbox/syscalls.py",
    "sandbox/source.py",
    "sandbox/forbidden.py",
    "sandbox/standins.py",
    "sandbox/child.py",
    "sandbox/zygote.py",
)
LAYERS = ("bubblewrap", "landlock", "seccomp")
SECONDS_TO_START = 60.0
SCRATCH_BYTES = 256 << 20


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
    """A running zygote. `layers` names what its children are locked behind."""

    def __init__(self, layers: Sequence[str] = LAYERS, *, preload: bool = True) -> None:
        self._home = tempfile.mkdtemp(prefix="grade-")
        self._layers, self._preload = layers, preload
        self._wrapped = "bubblewrap" in layers and shutil.which("bwrap") is not None
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._errors = tempfile.TemporaryFile()
        self._hello: wire.Hello | None = None
        with theirs:
            self._process = self._start(theirs)

    @property
    def layers(self) -> tuple[str, ...]:
        """The layers that hold the children; waits until the zygote is ready."""
        return (("bubblewrap",) if self._wrapped else ()) + self.wait().layers

    def wait(self) -> wire.Hello:
        """Return the zygote's greeting; a `WorkerFault` with its last words if it does not come."""
        if self._hello is None:
            self._hello = self._receive(wire.Hello, SECONDS_TO_START)
        return self._hello

    @property
    def alive(self) -> bool:
        """Whether the zygote's process runs."""
        return self._process.poll() is None

    def fork(self, channel: socket.socket, output: int) -> int:
        """Fork a child on the socket and output pipe given; return its number for `reap`."""
        self.wait()
        try:
            socket.send_fds(self._control, [wire.pack_control(wire.Fork())], [channel.fileno(), output])
        except OSError:
            raise self._fault() from None
        forked: wire.Forked = self._receive(wire.Forked, SECONDS_TO_START)
        return forked.pid

    def reap(self, pid: int) -> wire.Reaped:
        """Kill a child with all that it started, and return how it ended."""
        try:
            self._control.sendall(wire.pack_control(wire.Reap(pid)))
        except OSError:
            raise self._fault() from None
        reaped: wire.Reaped = self._receive(wire.Reaped, SECONDS_TO_START)
        return reaped

    def close(self) -> None:
        """End the zygote and its children, and remove its folder."""
        self._control.close()
        try:
            self._process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            _kill_group(self._process)
        self._errors.close()
        shutil.rmtree(self._home, ignore_errors=True)

    def _start(self, theirs: socket.socket) -> Process:
        """Start the process that serves the other end of our socket."""
        runtime = _copy_program(Path(self._home))
        scratch = "/scratch" if self._wrapped else os.path.join(self._home, "scratch")
        if not self._wrapped:
            os.mkdir(scratch, 0o700)
        packages = package_folders()
        # bubblewrap shows these folders where they are; the program's own lies beside no course either way.
        readable = [path for path in (*python_folders(), *packages, "/usr", "/lib", "/lib64", "/etc/ld.so.cache")]
        settings = [theirs.fileno(), scratch, readable, list(self._layers), self._preload]
        python = [sys.executable, "-S", "-s", "-P", "-c", _START, json.dumps([runtime, packages, settings])]
        # torch asks for a temporary folder and a user's name when it is imported.
        environment = ENVIRONMENT | {"TMPDIR": scratch, "USER": "student", "HOME": scratch}
        command = _bubblewrap(runtime, packages, environment) + python if self._wrapped else python
        return subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=self._errors,
            stderr=self._errors,
            pass_fds=[theirs.fileno()],
            cwd="/",
            start_new_session=True,
        )

    def _receive(self, kind: type, seconds: float) -> Any:
        deadline = time.monotonic() + seconds
        while not select.select([self._control], [], [], min(1.0, max(0.0, deadline - time.monotonic())))[0]:
            if time.monotonic() >= deadline or not self.alive:
                raise self._fault()
        datagram = self._control.recv(65536)
        if not datagram:
            raise self._fault()
        message = wire.unpack_control(datagram)
        if not isinstance(message, kind):
            raise self._fault()
        return message

    def _fault(self) -> WorkerFault:
        self._errors.seek(0)
        words = self._errors.read(4000).decode("utf-8", "replace").strip()
        return WorkerFault(
            f"the warm torch process ended or stopped answering: {words or 'it left no message'}",
            remedy="`grade doctor` shows what this machine offers",
        )


_START = """
import json, sys
runtime, packages, settings = json.loads(sys.argv[1])
sys.path[:0] = [runtime]
sys.path += packages
from grader.sandbox.zygote import main
main(*settings)
"""


def package_folders() -> list[str]:
    """Return the folders in which installed packages lie (a checkout on the path is not one of them)."""
    names = ("site-packages", "dist-packages")
    return [path for path in dict.fromkeys(sys.path) if os.path.basename(path) in names and os.path.isdir(path)]


def python_folders() -> list[str]:
    """Return the folders in which Python itself lies."""
    folders = (sys.prefix, sys.base_prefix, os.path.dirname(os.path.realpath(sys.executable)))
    return [path for path in dict.fromkeys(folders) if path != "/usr"]


def _copy_program(home: Path) -> str:
    package = Path(__file__).parent.parent
    runtime = home / "runtime"
    (runtime / "grader" / "sandbox").mkdir(parents=True)
    for name in ("__init__.py", "sandbox/__init__.py"):
        (runtime / "grader" / name).touch()
    for name in PROGRAM_FILES:
        shutil.copyfile(package / name, runtime / "grader" / name)
    return str(runtime)


def _bubblewrap(runtime: str, packages: Sequence[str], environment: Mapping[str, str]) -> list[str]:
    """Return the words that start a program where nothing of this machine is in sight but Python and /usr."""
    command = ["bwrap", "--unshare-all", "--unshare-user", "--disable-userns", "--die-with-parent", "--new-session"]
    command += ["--uid", "1000", "--gid", "1000", "--cap-drop", "ALL", "--clearenv"]
    for name, value in environment.items():
        command += ["--setenv", name, value]
    command += ["--ro-bind", "/usr", "/usr"]
    for path in ("/lib", "/lib64", "/lib32", "/bin", "/sbin"):
        if os.path.islink(path):
            command += ["--symlink", os.readlink(path), path]
        elif os.path.isdir(path):
            command += ["--ro-bind", path, path]
    for path in (*python_folders(), *packages, runtime):
        if not path.startswith("/usr/"):
            command += ["--ro-bind", path, path]
    command += ["--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache", "--proc", "/proc", "--dev", "/dev"]
    command += ["--ro-bind-try", "/sys/devices/system/cpu", "/sys/devices/system/cpu"]
    command += ["--size", str(SCRATCH_BYTES), "--tmpfs", "/scratch", "--remount-ro", "/", "--chdir", "/"]
    return [*command, "--"]


def _kill_group(process: Process) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()
