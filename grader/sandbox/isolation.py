"""How well this machine isolates a submission: found by attacking a throw-away child, said in one word.

How it works: hosts fail at different steps. A container may forbid a call that the kernel has, a distribution may let a
namespace be made and nothing be done in it. So no call's success proves anything: the whole sequence is run, and the
child at its end tries what no submission may do (`grader.sandbox.intruder`).
"""

import hashlib
import json
import os
import secrets
import socket
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from grader.errors import WorkerFault
from grader.model import Record
from grader.sandbox import wire
from grader.sandbox.connection import ChildDied, Connection, DeadlineMissed
from grader.sandbox.folders import PrivateFolder
from grader.sandbox.launch import LAYERS, Zygote

FULL, REDUCED, NONE = "full", "reduced", "none"
HOW_TO_GET = {
    "bubblewrap": "install bubblewrap (Debian, Ubuntu: `apt install bubblewrap`) and allow user namespaces",
    "landlock": "a Linux kernel of 5.13 or newer with Landlock switched on",
    "seccomp": "install libseccomp (Debian, Ubuntu: `apt install libseccomp2`)",
    "limits": "Linux: other systems do not limit memory",
    "unprivileged user": "run as an ordinary user, or install Python where every user can read it",
}


class Promise(NamedTuple):
    """What no submission can do, and the layers of which each keeps it."""

    text: str
    kept_by: tuple[str, ...]


PROMISES = {
    "network": Promise("reaches no network and no socket of this machine", ("bubblewrap", "seccomp")),
    "files": Promise("reads no file but Python's", ("bubblewrap", "landlock")),
    "writing": Promise("writes no file", ("bubblewrap", "landlock", "seccomp")),
    "processes": Promise("starts no process", ("seccomp",)),
    "signals": Promise("signals no other process", ("landlock", "seccomp")),
    "other memory": Promise("reads no other process's memory", ("landlock", "seccomp")),
    "other processes": Promise("sees no process of this machine", ("bubblewrap", "landlock")),
    "memory": Promise("gets no more memory than its limit", ("limits",)),
    "root": Promise("is not root", ("bubblewrap", "unprivileged user")),
}
# What does not depend on a layer, and the promise that shows it.
WITHOUT_A_LAYER = {"limits": "memory", "unprivileged user": "root"}
TRIAL_MEMORY_BYTES = 256 << 20
SECONDS = 10.0


class Trial(Record, frozen=True):
    """What attacking a child showed: layers that it felt, what stopped each attempt, and why layers are missing."""

    layers: tuple[str, ...]
    stopped: dict[str, str]
    reasons: dict[str, str] = {}

    @property
    def broken(self) -> tuple[str, ...]:
        """The promises that are not kept."""
        return tuple(name for name, by in self.stopped.items() if not by)

    def keepers(self, promise: str) -> tuple[str, ...]:
        """Return the layers that keep a promise here."""
        present = {*self.layers, "limits", "unprivileged user"}
        return tuple(name for name in PROMISES[promise].kept_by if name in present)


def level_of(layers: Collection[str], broken: Collection[str] = ()) -> tuple[str, tuple[str, ...]]:
    """Return the level that these layers make, and the names of what is missing.

    Without a layer that hides files, or without one that stops system calls, nothing is promised; nor is it where an
    attack went through.
    """
    missing = [name for name in LAYERS if name not in layers]
    present = {*layers, *(name for name, promise in WITHOUT_A_LAYER.items() if promise not in broken)}
    missing += [name for name in WITHOUT_A_LAYER if name not in present]
    # What is broken though something is there to keep it has no better name than its own.
    missing += [name for name in broken if present.intersection(PROMISES[name].kept_by)]
    if not missing:
        return FULL, ()
    hides_files = "bubblewrap" in layers or "landlock" in layers
    holds = hides_files and "seccomp" in layers and not set(broken) - {"root"}
    return (REDUCED if holds else NONE), tuple(missing)


def ways_to_get(missing: Iterable[str], reasons: Mapping[str, str]) -> str:
    """Return how to get what is missing, with what went wrong here where it is known."""
    ways = []
    for name in missing:
        reason = f" (here: {reasons[name]})" if reasons.get(name) else ""
        ways.append(f"{name}: {HOW_TO_GET.get(name, 'an attack went through: `grade doctor` shows which')}{reason}")
    return "; ".join(ways)


def try_layers(zygote: Zygote, paths: Sequence[str] = ()) -> Trial:
    """Return what a child of `zygote` can't do; `paths` are files and folders that it must not be able to read."""
    folder = PrivateFolder("trial")
    name = f"torch-grader-{secrets.token_hex(8)}"
    try:
        canary = Path(folder.path, "canary")
        canary.write_text("nobody reads this")
        # Open to all: what keeps the child out must be a layer, not a mode.
        Path(folder.path).chmod(0o777)
        with socket.create_server(("127.0.0.1", 0)) as port, socket.socket(socket.AF_UNIX) as named:
            named.bind(f"\0{name}")
            named.listen()
            number = port.getsockname()[1]
            arguments = [str(canary), number, name, os.getpid(), _own_digest(), list(paths), 2 * TRIAL_MEMORY_BYTES]
            found = json.loads(_run(zygote, "attack", arguments))
    finally:
        folder.close()
    claimed = zygote.layers
    layers = tuple(layer for layer in LAYERS if layer in claimed and layer in found["felt"])
    reasons = dict(zygote.reasons)
    reasons |= dict.fromkeys((layer for layer in claimed if layer not in layers), "it is there and does not hold")
    return Trial(layers=layers, stopped=found["stopped"], reasons=reasons)


def try_imports(zygote: Zygote, packages: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return the version of each package that a submission can import here, or what went wrong."""
    found = json.loads(_run(zygote, "imports", [list(packages)]))
    return {name: (version, error) for name, (version, error) in found["packages"].items()}


def _run(zygote: Zygote, function: str, arguments: list[object]) -> str:
    """Return what the intruder's function says in a child of its own."""
    text = Path(__file__).with_name("intruder.py").read_text(encoding="utf-8")
    connection = Connection(zygote)
    try:
        connection.send(wire.Prepare(TRIAL_MEMORY_BYTES, round(SECONDS)))
        connection.ask(wire.Load([text], False, "intruder.py", [], [function]), SECONDS)
        request = wire.Request("call", None, function, [_value(argument) for argument in arguments])
        reply, _ = connection.ask(request, SECONDS)
    except (ChildDied, DeadlineMissed, wire.WireError) as error:
        raise WorkerFault(f"the child that tries the isolation gave no answer: {error}") from None
    finally:
        connection.close()
    if not isinstance(reply, wire.Returned) or not isinstance(reply.value, str):
        raise WorkerFault(f"the child that tries the isolation gave no answer: {reply}")
    return reply.value


def _own_digest() -> str:
    """Return what this process is recognized by; without /proc there is nothing to see."""
    try:
        return hashlib.sha256(Path("/proc/self/cmdline").read_bytes()).hexdigest()
    except OSError:
        return ""


def _value(argument: object) -> wire.Value:
    if isinstance(argument, list):
        return wire.ListData([_value(item) for item in argument])
    assert isinstance(argument, str | int)
    return argument
