"""The warm process: imports torch once, then forks a jailed child for each submission.

How it works: started by `grader.sandbox.launch` as a new program that holds nothing of the course, it answers one request
at a time on a datagram socket: `Fork` (with the child's socket and output pipe as descriptors) and `Reap`. It computes
nothing: a process that has run one parallel operation would leave its children waiting for threads that they do not have.
"""

import functools
import gc
import importlib
import os
import shutil
import signal
import socket
import sys
from collections.abc import Iterable

from grader.sandbox import wire

PR_SET_CHILD_SUBREAPER = 36
# Imported on the first use of an optimizer, of autograd or of a mode; once here instead of in each child.
PRELOADED = ("torch._dynamo", "torch.optim", "torch.nn.functional", "torch.testing", "torch.func", "torch.utils.data")


def main(
    control_descriptor: int, scratch: str, readable: list[str], layers: list[str], system_calls: str, preload: bool
) -> None:
    """Import, prepare the jail, say hello and serve until the worker hangs up."""
    control = socket.socket(fileno=control_descriptor)
    control.sendall(wire.pack_control(wire.Started()))
    import_all(PRELOADED if preload else ())
    serve(control, scratch, readable, layers, bytes.fromhex(system_calls))


def import_all(names: Iterable[str]) -> None:
    """Import torch, NumPy and what they would otherwise import in each child."""
    import numpy  # noqa: F401
    import torch

    for name in names:
        importlib.import_module(name)
    # Read while the files are still in sight: torch chooses its kernels by it.
    torch.backends.cpu.get_cpu_capability()


def serve(
    control: socket.socket, scratch: str, readable: list[str], layers: list[str], system_calls: bytes = b""
) -> None:
    """Answer the worker's requests until it hangs up; then no child is left."""
    import torch

    from grader.sandbox import child, jail, standins
    from grader.sandbox.forbidden import Forbidden

    # Once here instead of in each child: a look at every module, or for every forbidden name, touches much memory.
    standins.install()
    resolved = functools.cache(Forbidden)
    prison = jail.Jail(readable, landlock="landlock" in layers, system_calls=system_calls)
    jail.not_dumpable()
    _adopt_orphans()
    gc.collect()
    gc.freeze()
    control.sendall(wire.pack_control(wire.Hello(prison.layers, str(torch.__version__))))
    children: set[int] = set()
    while True:
        datagram, descriptors, _, _ = socket.recv_fds(control, 65536, 2)
        if not datagram:
            break
        message = wire.unpack_control(datagram)
        if isinstance(message, wire.Fork):
            channel, output = descriptors
            forbidden = resolved(message.forbidden)
            _expect_one_thread()
            parent = os.getpid()
            pid = os.fork()
            if pid == 0:
                _become_child(child.run, socket.socket(fileno=channel), output, prison, parent, scratch, forbidden)
            os.close(channel)
            os.close(output)
            children.add(pid)
            control.sendall(wire.pack_control(wire.Forked(pid)))
        elif isinstance(message, wire.Reap):
            children.discard(message.pid)
            reaped = _reap(message.pid)
            _reap_orphans(children)
            _remove_folders(scratch, children)
            control.sendall(wire.pack_control(reaped))
    for pid in children:
        _reap(pid)
    _reap_orphans(set())


def _become_child(run, *arguments) -> None:  # type: ignore[no-untyped-def]
    try:
        run(*arguments)
    except BaseException:  # noqa: BLE001 - never back into the zygote's loop; the worker sees the exit status
        import traceback

        traceback.print_exc()
        os._exit(70)
    os._exit(0)


def _reap(pid: int) -> wire.Reaped:
    """Kill a child and return how it ended."""
    waited = _seconds_waited(pid)
    # It may be a zombie already, but nobody else can have its number: only this process waits for it.
    os.kill(pid, signal.SIGKILL)
    _, status, usage = os.wait4(pid, 0)
    return wire.Reaped(status, usage.ru_utime + usage.ru_stime, waited)


def _seconds_waited(pid: int) -> float:
    """Return how long a process was ready to compute and got no processor, -1 where the system does not tell."""
    try:
        with open(f"/proc/{pid}/schedstat") as file:
            return int(file.read().split()[1]) / 1e9
    except (OSError, IndexError, ValueError):
        return -1.0


def _remove_folders(scratch: str, children: set[int]) -> None:
    """Remove what the scratch folder holds of ended children: nothing survives from one submission to the next."""
    living = {str(pid) for pid in children}
    for name in set(os.listdir(scratch)) - living:
        path = os.path.join(scratch, name)
        if os.path.isdir(path) and not os.path.islink(path):
            shutil.rmtree(path, ignore_errors=True)
        else:
            os.unlink(path)


def _adopt_orphans() -> None:
    """Become the parent of what a child leaves behind, so that it can be found and killed."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _reap_orphans(children: set[int]) -> None:
    """Kill the processes that ended children left behind, and theirs, until none is left."""
    path = f"/proc/self/task/{os.getpid()}/children"
    while True:
        try:
            with open(path) as file:
                orphans = {int(pid) for pid in file.read().split()} - children
        except FileNotFoundError:
            return
        if not orphans:
            return
        for pid in orphans:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


def _expect_one_thread() -> None:
    """A fork copies one thread only; locks that others hold would stay locked for ever in the child."""
    if sys.platform == "linux":
        threads = len(os.listdir("/proc/self/task"))
        if threads != 1:
            raise RuntimeError(f"the zygote has {threads} threads; it may have one")
