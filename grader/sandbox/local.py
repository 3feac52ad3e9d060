"""A zygote for students who check their own work: as fast as torch loads, and without a jail.

How it works: this process imports torch once, with the settings for one thread and before anything is computed, and forks
the zygote off itself; both then hold torch for the price of one import. Its children run a student's own code on the
student's own machine, so no layer of isolation is put around them; deadlines and limits hold as they do in grading, and
the same packages are in sight. Where that fork would not be safe (torch is there already and may have computed, or the
system's libraries forbid it, as on macOS), a new process is started.
"""

import gc
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from typing import NoReturn

from grader.sandbox import zygote
from grader.sandbox.launch import ONE_THREAD, Process, Zygote
from grader.sandbox.surroundings import package_folders

SECONDS_BETWEEN_LOOKS = 0.001
# What the first optimizer, functional gradient or comparison would import in the middle of a call: over a second.
PRELOAD = {
    "torch._dynamo": re.compile(
        r"\boptim\b|\btorch\.func\b|\bfrom torch import .*\bfunc\b|\bcheckpoint\b|\btorch\.compile\b"
    ),
    "torch.testing": re.compile(r"\btorch\.testing\b|\bfrom torch import .*\btesting\b|\bgradcheck\b"),
}


def modules_to_preload(texts: Sequence[str]) -> list[str]:
    """Return the modules of torch that code which reads like this imports sooner or later."""
    return [name for name, pattern in PRELOAD.items() if any(map(pattern.search, texts))]


def open_zygote(preload: Sequence[str] = ()) -> Zygote:
    """Return a zygote without layers, with the modules `preload` imported beside torch."""
    if sys.platform == "linux" and "torch" not in sys.modules:
        return ForkedZygote(preload)
    return Zygote(layers=(), preload=bool(preload))


class ForkedZygote(Zygote):
    """A zygote that shares this process's import of torch."""

    def __init__(self, preload: Sequence[str] = ()) -> None:
        self._modules = preload
        super().__init__(layers=())

    def _start(self, theirs: socket.socket) -> Process:
        # torch and NumPy read these when they are imported.
        os.environ.update(ONE_THREAD)
        zygote.import_all(self._modules)
        # Torch's half a million objects stay; looking through them again and again is what the rest would wait for.
        gc.freeze()
        scratch = os.path.join(self._home, "scratch")
        os.mkdir(scratch, 0o700)
        sys.stdout.flush()
        sys.stderr.flush()
        pid = os.fork()
        if pid == 0:
            self._serve(theirs, scratch)
        return _Forked(pid)

    def _serve(self, theirs: socket.socket, scratch: str) -> NoReturn:
        """Be the zygote (the forked process)."""
        try:
            # Ctrl-C reaches the command alone, which hangs up then.
            os.setsid()
            self._control.close()
            null = os.open(os.devnull, os.O_RDONLY)
            for descriptor, source in ((0, null), (1, self._errors.fileno()), (2, self._errors.fileno())):
                os.dup2(source, descriptor)
            _hide_own_folders()
            zygote.serve(theirs, scratch, [], [])
        except BaseException:  # noqa: BLE001 - never back into the command's code; the other end reads the words
            import traceback

            traceback.print_exc()
            os._exit(1)
        os._exit(0)


class _Forked:
    """A forked process, with what its owner needs of `subprocess.Popen`."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._exit_code: int | None = None

    def poll(self) -> int | None:
        """Return the exit code, None while the process runs."""
        if self._exit_code is None:
            ended, status = os.waitpid(self.pid, os.WNOHANG)
            if ended:
                self._exit_code = os.waitstatus_to_exitcode(status)
        return self._exit_code

    def wait(self, timeout: float | None = None) -> int:
        """Return the exit code when the process ended."""
        deadline = None if timeout is None else time.monotonic() + timeout
        while (code := self.poll()) is None:
            if deadline is not None and time.monotonic() >= deadline:
                raise subprocess.TimeoutExpired(["zygote"], timeout or 0.0)
            time.sleep(SECONDS_BETWEEN_LOOKS)
        return code


def _hide_own_folders() -> None:
    """Leave only Python's own folders and installed packages in sight, as in grading.

    A submission that imports a file beside it would work here and fail there.
    """
    from grader.sandbox import child, jail, standins  # noqa: F401 - imported while their folder is still in sight

    library = os.path.dirname(os.__file__)
    own = [path for path in sys.path if path in (library, os.path.join(library, "lib-dynload"))]
    sys.path[:] = [*own, *package_folders()]
