"""A submission that tries what no submission may do; `isolation` sends it to a child to see which layers hold.

Only its text is used, in the child. Each attempt returns what it got, or raises what stopped it.
"""

import ctypes
import hashlib
import json
import os
import socket
import sys
from collections.abc import Callable

PTRACE_SEIZE = 0x4206
COMMON_FOLDERS = ("/tmp", "/dev/shm", "/scratch", ".")  # noqa: S108 - nothing there is trusted


def attack(canary: str, port: int, name: str, process: int, digest: str, secrets: list[str], memory_bytes: int) -> str:
    """Return, as JSON, what stopped each attempt ("" where nothing did), and which layers are felt."""
    attempts: dict[str, Callable[[], object]] = {
        "network": lambda: connect(port, name),
        "files": lambda: read_any([canary, f"/proc/{os.getppid()}/root{canary}", *secrets]),
        "writing": lambda: write_any([os.path.dirname(canary), *COMMON_FOLDERS]),
        "processes": fork,
        "signals": lambda: os.kill(os.getppid(), 0),
        "other memory": trace,
        "other processes": lambda: recognize(process, digest),
        "memory": lambda: bytearray(memory_bytes),
        "root": be_root,
    }
    layers: dict[str, Callable[[], object]] = {
        # bubblewrap hides what exists; the other two forbid, each in its own words.
        "bubblewrap": lambda: os.lstat(canary),
        "landlock": lambda: os.listdir("/"),
        "seccomp": lambda: os.sched_setaffinity(0, os.sched_getaffinity(0)),
    }
    answers = {"bubblewrap": FileNotFoundError, "landlock": PermissionError, "seccomp": PermissionError}
    felt = [layer for layer, attempt in layers.items() if isinstance(stopped_by(attempt), answers[layer])]
    return json.dumps(
        {"stopped": {name: said(stopped_by(attempt)) for name, attempt in attempts.items()}, "felt": felt}
    )


def imports(packages: list[str]) -> str:
    """Return, as JSON, the version of each package that can be imported here, and of the others what went wrong."""
    found: dict[str, list[str]] = {}
    for package in packages:
        try:
            module = __import__(package)
        except Exception as error:  # noqa: BLE001 - whatever an import raises is the answer
            found[package] = ["", f"{type(error).__name__}: {error}"]
        else:
            found[package] = [str(getattr(module, "__version__", "?")), ""]
    return json.dumps({"python": sys.version.split()[0], "packages": found})


def stopped_by(attempt: Callable[[], object]) -> BaseException | None:
    """Return what stops an attempt, None if nothing does."""
    try:
        attempt()
    except (OSError, MemoryError) as error:
        return error
    return None


def said(error: BaseException | None) -> str:
    """Return an error in a few words, "" for none."""
    if error is None:
        return ""
    return (error.strerror or str(error)) if isinstance(error, OSError) else "out of memory"


def connect(port: int, name: str) -> None:
    """Reach a socket of this machine, by port or by name."""
    failed = OSError("")
    for family, address in ((socket.AF_INET, ("127.0.0.1", port)), (socket.AF_UNIX, f"\0{name}")):
        try:
            with socket.socket(family, socket.SOCK_STREAM) as opened:
                opened.settimeout(1.0)
                opened.connect(address)
                return
        except OSError as error:
            failed = error
    raise failed


def read_any(paths: list[str]) -> None:
    """Read one of the files, or list one of the folders."""
    failed = OSError("")
    for path in paths:
        try:
            if os.path.isdir(path):
                os.listdir(path)
            else:
                with open(path, "rb") as file:
                    file.read(1)
            return
        except OSError as error:
            failed = error
    raise failed


def write_any(folders: list[str]) -> None:
    """Leave a file in one of the folders."""
    failed = OSError("")
    for folder in folders:
        path = os.path.join(folder, f"torch-grader-was-here-{os.getpid()}")
        try:
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
            os.unlink(path)
            return
        except OSError as error:
            failed = error
    raise failed


def fork() -> None:
    """Start a process."""
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)


def trace() -> None:
    """Get hold of the parent's memory."""
    try:
        os.close(os.open(f"/proc/{os.getppid()}/mem", os.O_RDONLY))
    except OSError:
        if ctypes.CDLL(None, use_errno=True).ptrace(PTRACE_SEIZE, os.getppid(), None, None) != 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number)) from None


def recognize(process: int, digest: str) -> None:
    """See by its command that a process of that number is the one that started all this."""
    with open(f"/proc/{process}/cmdline", "rb") as file:
        if hashlib.sha256(file.read()).hexdigest() != digest:
            raise OSError(3, "another process has its number")


def be_root() -> None:
    """Be root."""
    if os.geteuid() != 0:
        raise OSError(1, f"user {os.geteuid()}")
