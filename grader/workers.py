"""Where batches run: a pool of trusted worker processes on this machine.

How it works: the command owns the pool and feeds each worker one batch at a time over a pipe; a worker holds a
`Session` (pytest, hidden checks, a zygote of its own) and answers with results. The command itself imports neither torch
nor pytest. When a worker dies, others grade its submissions one by one: the one that ends its worker again is a fault of ours,
and costs no neighbour anything.
"""

import gc
import os
import signal
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from multiprocessing import connection, get_context
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from msgspec.structs import replace

from grader.errors import WorkerFault
from grader.model import Exercise, Record, Result, Submission
from grader.sandbox.launch import LAYERS, ONE_THREAD, Zygote

if TYPE_CHECKING:
    from grader.session import Session

MAX_TRIES = 2
SECONDS_TO_END = 5.0
# After Ctrl-C or a fault nobody waits for a batch.
SECONDS_TO_STOP = 0.5


class Batch(Record, frozen=True):
    """Submissions of one exercise that are graded together; if `brief`, each until it loses a point."""

    exercise: Exercise
    submissions: tuple[Submission, ...]
    brief: bool = False


class Ready(Record, frozen=True):
    """A worker's first answer: what attacking a child of its showed, or why it could not start.

    `layers` are those that the attacks met, `broken` the promises that they broke, `reasons` why layers are missing.
    """

    layers: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    reasons: dict[str, str] = {}
    torch_version: str = ""
    fault: str = ""


class _Worker(NamedTuple):
    process: BaseProcess
    pipe: connection.Connection


class Pool:
    """Worker processes that grade batches until the pool is closed."""

    def __init__(self, jobs: int, secret: bytes, layers: Sequence[str] = LAYERS) -> None:
        # Workers and their zygotes compute in one thread each; torch reads this when it is imported.
        os.environ.update(ONE_THREAD)
        self._secret, self._layers = secret, tuple(layers)
        self._context = get_context("spawn")
        self._workers = [self._start() for _ in range(jobs)]
        self._ready: dict[int, Ready] = {}

    def wait(self) -> Ready:
        """Return the greeting of the first worker; a `WorkerFault` if it could not start."""
        return self._greeting(self._workers[0])

    def grade(self, batches: Iterable[Batch]) -> Iterator[tuple[Batch, list[Result]]]:
        """Yield each batch with its results, in the order in which they are done.

        Batches are taken from the iterable as workers become free, so it may be endless or slow.
        """
        waiting = iter(batches)
        again: list[tuple[Batch, int]] = []
        busy: dict[connection.Connection, tuple[_Worker, Batch, int]] = {}
        idle = list(self._workers)
        more = True
        while True:
            while idle and (more or again):
                batch, tries = again.pop() if again else (next(waiting, None), 1)
                if batch is None:
                    more = False
                    continue
                worker = idle.pop()
                self._greeting(worker)
                worker.pipe.send_bytes(msgspec.msgpack.encode(batch))
                busy[worker.pipe] = (worker, batch, tries)
            if not busy:
                return
            for pipe in connection.wait(list(busy)):
                assert isinstance(pipe, connection.Connection)
                worker, batch, tries = busy.pop(pipe)
                try:
                    results = msgspec.msgpack.decode(worker.pipe.recv_bytes(), type=list[Result])
                except (EOFError, ConnectionError):
                    idle.append(self._replace(worker))
                    if tries < MAX_TRIES:
                        again += [(replace(batch, submissions=(each,)), tries + 1) for each in batch.submissions]
                    else:
                        fault = f"{MAX_TRIES} workers died while they graded this submission"
                        yield batch, [Result.of_fault(batch.exercise, each, fault) for each in batch.submissions]
                else:
                    idle.append(worker)
                    yield batch, results

    def __enter__(self) -> "Pool":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close(SECONDS_TO_END if kind is None else SECONDS_TO_STOP)

    def close(self, seconds: float = SECONDS_TO_END) -> None:
        """Let all workers finish what they do and clean up; kill what is left after `seconds`."""
        for worker in self._workers:
            worker.pipe.close()
        deadline = time.monotonic() + seconds
        for worker in self._workers:
            worker.process.join(max(0.0, deadline - time.monotonic()))
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()

    def _start(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_work, args=(theirs, self._secret, self._layers), daemon=False)
        process.start()
        theirs.close()
        return _Worker(process, ours)

    def _replace(self, worker: _Worker) -> _Worker:
        worker.process.join()
        worker.pipe.close()
        new = self._start()
        self._workers[self._workers.index(worker)] = new
        return new

    def _greeting(self, worker: _Worker) -> Ready:
        key = worker.process.pid or 0
        if key not in self._ready:
            try:
                self._ready[key] = msgspec.msgpack.decode(worker.pipe.recv_bytes(), type=Ready)
            except EOFError:
                self._ready[key] = Ready(fault="it ended before it was ready")
        ready, first = self._ready[key], next(iter(self._ready.values()))
        if ready.fault:
            raise WorkerFault(f"a worker could not start: {ready.fault}", remedy="`grade doctor` says what is missing.")
        # The level of a run is what its first worker found; no other may grade behind fewer layers.
        if (ready.layers, ready.broken) != (first.layers, first.broken):
            found = f"{', '.join(ready.layers) or 'no layer'} instead of {', '.join(first.layers) or 'no layer'}"
            raise WorkerFault(f"a worker found another isolation: {found}", remedy="Run it again, or `grade doctor`.")
        return ready


def open_session(secret: bytes, layers: Sequence[str] = LAYERS) -> "tuple[Session | None, Ready]":
    """Return a session of this process and what it says of itself; no session where it says a fault."""
    try:
        import torch

        from grader.sandbox import isolation
        from grader.sandbox.folders import remove_stale
        from grader.sandbox.jail import not_dumpable
        from grader.session import Session

        # A child of the same user must not get at the checks that this process holds.
        not_dumpable()
        remove_stale()
        # Checks compute with a few numbers, and each worker has its core: threads would wait for each other.
        torch.set_num_threads(1)
        session = Session(secret, lambda: Zygote(layers))
        # Torch's half a million objects stay: looking through them costs more than grading does.
        gc.collect()
        gc.freeze()
        try:
            greeting, trial = session.zygote.wait(), isolation.try_layers(session.zygote)
        except (WorkerFault, OSError):
            session.close()
            raise
    except (WorkerFault, ImportError, OSError) as error:
        return None, Ready(fault=str(error))
    version = greeting.torch_version
    return session, Ready(layers=trial.layers, broken=trial.broken, reasons=trial.reasons, torch_version=version)


def _work(pipe: connection.Connection, secret: bytes, layers: tuple[str, ...]) -> None:
    """Grade batches from `pipe` until it is closed (a worker process)."""
    # Ctrl-C reaches every process of the terminal's group; the command decides what to end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    session, ready = open_session(secret, layers)
    if session is None:
        pipe.send_bytes(msgspec.msgpack.encode(ready))
        return
    try:
        pipe.send_bytes(msgspec.msgpack.encode(ready))
        while True:
            batch = msgspec.msgpack.decode(pipe.recv_bytes(), type=Batch)
            pipe.send_bytes(msgspec.msgpack.encode(session.grade(batch.exercise, batch.submissions, brief=batch.brief)))
    except (EOFError, BrokenPipeError):
        # The command hung up.
        sys.exit(0)
    finally:
        session.close()
