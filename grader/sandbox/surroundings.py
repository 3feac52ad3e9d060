"""What is put around a zygote when it is started: another user, and with bubblewrap a file system of its own."""

import functools
import os
import pwd
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

SCRATCH_BYTES = 256 << 20
SECONDS_FOR_HELP = 5.0
# What programs and their libraries read. Not /usr as a whole: people keep courses in /usr/src and /usr/local.
LIBRARY_FOLDERS = ("/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/local/lib", "/usr/local/lib64", "/usr/share/zoneinfo")
# Links into /usr nowadays, folders on older systems.
ROOT_FOLDERS = ("/lib", "/lib32", "/lib64")
# systemd gives these to services that need a user for a while; nobody owns a file by them.
SHORT_LIVED_UIDS = range(61_184, 65_520)


class Way(NamedTuple):
    """A way to start a zygote: wrapped in bubblewrap or bare, as another user or (None) as this one."""

    wrapped: bool
    user: int | None


def ways_to_start(layers: Sequence[str]) -> list[Way]:
    """Return the ways that this machine may allow, the best first.

    Root's zygote runs as a user of its own. Where that user can't read Python (it lies in root's home), bubblewrap
    still takes away every right that root has over others.
    """
    users = [_unused_uid(), None] if layers and _is_root() else [None]
    kinds = [True, False] if "bubblewrap" in layers and shutil.which("bwrap") else [False]
    return [Way(wrapped, user) for wrapped in kinds for user in users]


def python_program() -> str:
    """Return the file that is Python itself, behind the links of a virtual environment."""
    return os.path.realpath(sys.executable)


def package_folders() -> list[str]:
    """Return the folders in which installed packages lie (a checkout on the path is not one of them)."""
    names = ("site-packages", "dist-packages")
    return [path for path in dict.fromkeys(sys.path) if os.path.basename(path) in names and os.path.isdir(path)]


def readable_folders() -> list[str]:
    """Return what a zygote and its children read: Python, its packages and the system's libraries."""
    prefixes = dict.fromkeys((sys.base_prefix, sys.base_exec_prefix))
    libraries = [os.path.join(prefix, name) for prefix in prefixes for name in ("lib", "lib64")]
    stdlib = [sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib")]
    return _outermost([*libraries, *stdlib, *package_folders(), *LIBRARY_FOLDERS])


def bubblewrap(readable: Sequence[str], environment: Mapping[str, str]) -> list[str]:
    """Return the words that start a program where nothing of this machine is in sight but what is `readable`.

    Stops it from seeing other files, other processes and the network, from gaining rights, and from outliving us.
    """
    program = shutil.which("bwrap") or "bwrap"
    # Versions before 0.8 lack it; the filter of system calls forbids the same.
    optional = [option for option in ("--disable-userns",) if option in _help(program)]
    command = [program, "--unshare-all", "--unshare-user", *optional]
    command += [
        "--die-with-parent",
        "--new-session",
        "--uid",
        "1000",
        "--gid",
        "1000",
        "--cap-drop",
        "ALL",
        "--clearenv",
    ]
    for name, value in environment.items():
        command += ["--setenv", name, value]
    for path in ROOT_FOLDERS:
        if os.path.islink(path):
            command += ["--symlink", os.readlink(path), path]
        elif os.path.isdir(path):
            command += ["--ro-bind", path, path]
    for path in (*readable, python_program()):
        command += ["--ro-bind", path, path]
    command += ["--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache", "--proc", "/proc", "--dev", "/dev"]
    # The kinds of processor by which torch chooses its kernels, the size of pages by which glibc asks for memory.
    for path in ("/sys/devices/system/cpu", "/sys/kernel/mm/transparent_hugepage"):
        command += ["--ro-bind-try", path, path]
    size = ["--size", str(SCRATCH_BYTES)] if "--size" in _help(program) else []
    command += [*size, "--tmpfs", "/scratch"]
    return [*command, "--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/", "--"]


@functools.cache
def _help(program: str) -> str:
    try:
        ended = subprocess.run(
            [program, "--help"], capture_output=True, text=True, timeout=SECONDS_FOR_HELP, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return ended.stdout + ended.stderr


def _outermost(paths: Iterable[str]) -> list[str]:
    """Return the folders that exist and lie in none of the others."""
    present = sorted({path.rstrip("/") for path in paths if os.path.isdir(path)})
    return [path for path in present if not any(path.startswith(f"{other}/") for other in present)]


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _unused_uid() -> int:
    taken = {entry.pw_uid for entry in pwd.getpwall()}
    free = [uid for uid in SHORT_LIVED_UIDS if uid not in taken]
    # One for each worker, so that limits on a user's processes are its own.
    return free[os.getpid() % len(free)]
