"""What takes rights away from the process that will run a student's code.

How it works: the zygote prepares once (`Jail`): it learns which layers the machine has, and gets the filter of system
calls that the worker compiled (`grader.sandbox.syscalls`). Each forked child calls `Jail.enter` before the submission
arrives; the steps run in the order in which they stand there, since each one takes away what an earlier one still needs.
Every layer is one function that says what it stops. bubblewrap, the outermost layer, is put around the zygote by
`grader.sandbox.surroundings`.
"""

import ctypes
import os
import resource
import signal
import struct
import sys
from collections.abc import Iterable
from pathlib import Path

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 1, 4, 22, 38
SECCOMP_MODE_FILTER = 2
CAPABILITY_VERSION, CAP_DAC_READ_SEARCH = 0x20080522, 1 << 2

LANDLOCK_CREATE_RULESET, LANDLOCK_ADD_RULE, LANDLOCK_RESTRICT_SELF = 444, 445, 446
LANDLOCK_VERSION_FLAG = 1
LANDLOCK_PATH_BENEATH = 1
WRITE_FILE, READ_FILE, READ_DIRECTORY = 1 << 1, 1 << 2, 1 << 3
# Rights over files, by the version of Landlock that brought them: all of them are handled, so all that is not
# granted below is denied.
FILE_RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 4: (1 << 15) - 1, 5: (1 << 16) - 1}
TCP_RIGHTS, SCOPES = 3, 3

# What Python and torch read while they run; a child that can't read the processor's description computes with torch's
# slowest kernels.
SYSTEM_PATHS = ("/dev/null", "/dev/urandom", "/dev/zero", "/proc/cpuinfo", "/sys/devices/system/cpu")
# Of the process itself. Not all of it: /proc/self/net shows the machine's sockets.
OWN_PATHS = ("/proc/self/maps", "/proc/self/stat", "/proc/self/statm", "/proc/self/status", "/proc/self/task")

_libc = ctypes.CDLL(None, use_errno=True)


class Jail:
    """The layers of this machine, prepared in the zygote for the children it will fork."""

    def __init__(self, readable: Iterable[str], *, landlock: bool, system_calls: bytes) -> None:
        self.readable = [*readable, *SYSTEM_PATHS, *OWN_PATHS]
        self.landlock_version = landlock_version() if landlock else 0
        self.filter = system_calls

    @property
    def layers(self) -> tuple[str, ...]:
        """The names of the layers that the children will have."""
        present = {"landlock": self.landlock_version > 0, "seccomp": bool(self.filter)}
        return tuple(name for name, there in present.items() if there)

    def enter(self, parent: int, keep: int, folder: str, memory_bytes: int, cpu_seconds: int) -> None:
        """Take away all that a submission does not need; only the descriptor `keep` and 0, 1, 2 stay open."""
        die_with(parent)
        close_descriptors(keep)
        os.environ.clear()
        limit_resources(memory_bytes, cpu_seconds)
        drop_capabilities()
        no_new_privileges()
        if self.landlock_version:
            restrict_files([*self.readable, folder] if folder else self.readable, self.landlock_version)
        if self.filter:
            filter_system_calls(self.filter)


def die_with(parent: int) -> None:
    """Stops a child from outliving its zygote."""
    _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    # The parent may have died before the line above.
    if os.getppid() != parent:
        os._exit(1)


def own_session() -> None:
    """Stops signals to a process group or terminal from reaching, or coming from, anybody else."""
    os.setsid()


def redirect_output(pipe: int) -> None:
    """Stops the child from reading our input or writing to our terminal: null input, one pipe for both outputs.

    The new streams are line-buffered: what is still in a block buffer is lost when a child is killed.
    """
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.dup2(pipe, 1)
    os.dup2(pipe, 2)
    sys.stdin = open(0, encoding="utf-8", closefd=False)
    sys.stdout = open(1, "w", encoding="utf-8", errors="replace", buffering=1, closefd=False)
    sys.stderr = open(2, "w", encoding="utf-8", errors="replace", buffering=1, closefd=False)


def close_descriptors(keep: int) -> None:
    """Stops the child from using what the zygote had open, its control socket above all."""
    try:
        # The limit may be a thousand million; what is open is a handful.
        numbers = [int(name) for name in os.listdir("/proc/self/fd")]
    except OSError:
        numbers = list(range(resource.getrlimit(resource.RLIMIT_NOFILE)[0]))
    for number in numbers:
        if number > 2 and number != keep:
            try:
                os.close(number)
            # That of the listing itself is closed already.
            except OSError:
                continue


def limit_resources(memory_bytes: int, cpu_seconds: int) -> None:
    """Stops endless computing, memory without bound, large files and floods of descriptors or processes."""
    # Importing torch maps far more than it uses: the limit counts from where the child starts.
    pages = int(Path("/proc/self/statm").read_text().split()[0]) if sys.platform == "linux" else 0
    address_space = pages * resource.getpagesize() + memory_bytes
    _lower(resource.RLIMIT_AS, address_space)
    _lower(resource.RLIMIT_CPU, cpu_seconds, cpu_seconds + 1)
    _lower(resource.RLIMIT_FSIZE, 16 << 20)
    _lower(resource.RLIMIT_NOFILE, 64)
    # Counts threads too; torch computes in one.
    _lower(resource.RLIMIT_NPROC, 1024)
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_STACK, 64 << 20)


def no_new_privileges() -> None:
    """Stops set-user-id programs from giving rights back."""
    _prctl(PR_SET_NO_NEW_PRIVS, 1)


def drop_capabilities() -> None:
    """Stops a child of root's from using root's rights; reading Python where only root may read it is left."""
    if sys.platform == "linux":
        header, present = struct.pack("Ii", CAPABILITY_VERSION, 0), ctypes.create_string_buffer(24)
        _checked(_libc.capget(header, present))
        kept = struct.unpack("6I", present.raw)[1] & CAP_DAC_READ_SEARCH
        _checked(_libc.capset(header, struct.pack("6I", kept, kept, 0, 0, 0, 0)))


def not_dumpable() -> None:
    """Stops other processes of the same user from tracing this one or reading its memory."""
    _prctl(PR_SET_DUMPABLE, 0)


def landlock_version() -> int:
    """Return the version of Landlock that the kernel offers, 0 for none."""
    if sys.platform != "linux":
        return 0
    return max(0, int(_libc.syscall(LANDLOCK_CREATE_RULESET, None, 0, LANDLOCK_VERSION_FLAG)))


def restrict_files(readable: Iterable[str], version: int) -> None:
    """Stops reading outside `readable`, all writing, TCP, abstract sockets and signals to other processes."""
    rights = FILE_RIGHTS[min(version, max(FILE_RIGHTS))]
    attributes = struct.pack("QQQ", rights, TCP_RIGHTS if version >= 4 else 0, SCOPES if version >= 6 else 0)
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    ruleset = _checked(_libc.syscall(LANDLOCK_CREATE_RULESET, attributes[:size], size, 0))
    for path in readable:
        try:
            descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except FileNotFoundError:
            continue
        # What is written there is gone, and honest code silences its output so.
        granted = READ_FILE | (READ_DIRECTORY if os.path.isdir(path) else 0)
        granted |= WRITE_FILE if path == os.devnull else 0
        rule = struct.pack("=Qi", granted, descriptor)
        _checked(_libc.syscall(LANDLOCK_ADD_RULE, ruleset, LANDLOCK_PATH_BENEATH, rule, 0))
        os.close(descriptor)
    _checked(_libc.syscall(LANDLOCK_RESTRICT_SELF, ruleset, 0))
    os.close(ruleset)


def filter_system_calls(program: bytes) -> None:
    """Stops new processes, sockets, tracing, mounts and every other call that no computation needs."""
    buffer = ctypes.create_string_buffer(program, len(program))

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))

    prog = Program(len(program) // 8, ctypes.addressof(buffer))
    _checked(_libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(prog), 0, 0))


def scratch_folder(parent: str, files: dict[str, bytes]) -> str:
    """Return a new folder below `parent` with `files` in it; written before the jail closes, read-only afterwards.

    It is named by this process, so that the zygote knows whose it is and removes it at the end.
    """
    folder = os.path.join(parent, str(os.getpid()))
    os.mkdir(folder, 0o700)
    for name, content in files.items():
        path = Path(folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def _lower(what: int, soft: int, hard: int | None = None) -> None:
    """Set a limit, but never above the hard limit that is there already."""
    present = resource.getrlimit(what)[1]
    ceiling = (hard or soft) if present == resource.RLIM_INFINITY else min(hard or soft, present)
    resource.setrlimit(what, (min(soft, ceiling), ceiling))


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        _checked(_libc.prctl(option, value, 0, 0, 0))


def _checked(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result
