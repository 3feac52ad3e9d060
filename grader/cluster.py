"""Where batches run: the workers of a Dask cluster, on this machine or on many.

How it works: the same batches as `grader.workers.Pool` sends travel as bytes to Dask workers, which need this package and
nothing of the course. A Dask plugin gives each worker process a `Session` for as long as it lives; pytest is not
thread-safe, so a worker must have one thread. Two batches a worker are under way at a time, so that none waits for the
network. A worker that dies has its batches done elsewhere by Dask, and one that joins gets its session; a batch that kills
every worker it meets is a fault of ours.
"""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from types import TracebackType
from typing import Any

import msgspec

from grader.errors import UsageError, WorkerFault
from grader.model import Result
from grader.workers import Batch, Ready

SECONDS_TO_CONNECT = 10
BATCHES_EACH = 2


class Cluster:
    """Workers behind a Dask scheduler's address, in the place of a `Pool`."""

    def __init__(self, address: str, secret: bytes) -> None:
        try:
            from distributed import Client
        except ImportError:
            remedy = "Install it: pip install 'torch-grader[cluster]'."
            raise UsageError("--cluster needs the package `distributed`", remedy=remedy) from None
        try:
            self._client = Client(address, timeout=SECONDS_TO_CONNECT)
        except (OSError, ValueError) as error:
            remedy = "Start one: `dask scheduler`, then `dask worker ADDRESS --nthreads 1` on each machine."
            raise UsageError(f"no Dask scheduler answers: {error}", where=address, remedy=remedy) from None
        # One session for this run: another run has another secret, and its own.
        self._name = f"grade-{uuid.uuid4().hex[:12]}"
        self._secret = secret
        self._ready: Ready | None = None
        self._has_plugin = False

    def __enter__(self) -> "Cluster":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def wait(self) -> Ready:
        """Return what the workers say of themselves, with the layers that all of them have."""
        if self._ready is None:
            try:
                self._client.wait_for_workers(1, timeout=SECONDS_TO_CONNECT)
            except TimeoutError:
                remedy = "Start some: `dask worker ADDRESS --nthreads 1`."
                raise UsageError("the Dask scheduler has no workers", remedy=remedy) from None
            self._expect_one_thread()
            ready = self._prepare()
            for each in ready:
                if each.fault:
                    raise WorkerFault(f"a worker could not start: {each.fault}", remedy="Run `grade doctor` there.")
            self._ready = _weakest(ready)
        return self._ready

    def grade(self, batches: Iterable[Batch]) -> Iterator[tuple[Batch, list[Result]]]:
        """Yield each batch with its results, in the order in which they are done."""
        from distributed import as_completed
        from distributed.scheduler import KilledWorker

        self.wait()
        waiting = iter(batches)
        under_way: dict[Any, Batch] = {}
        done = as_completed()

        def send(count: int) -> None:
            for _ in range(count):
                batch = next(waiting, None)
                if batch is None:
                    return
                body = msgspec.msgpack.encode(batch)
                key = f"{self._name}-{uuid.uuid4().hex}"
                future = self._client.submit(_grade, self._name, body, key=key, pure=False)
                under_way[future.key] = batch
                done.add(future)

        send(BATCHES_EACH * max(1, len(self._client.scheduler_info()["workers"])))
        while under_way:
            future = next(done)
            batch = under_way.pop(future.key)
            try:
                results = msgspec.msgpack.decode(future.result(), type=list[Result])
            except KilledWorker as killed:
                results = [Result.of_fault(batch.exercise, each, str(killed)) for each in batch.submissions]
            future.release()
            send(1)
            yield batch, results

    def close(self) -> None:
        """End this run's sessions; the cluster stays."""
        try:
            if self._has_plugin:
                self._client.unregister_worker_plugin(self._name)
        except (OSError, ValueError):
            # The scheduler is gone, and its workers with it.
            return
        finally:
            self._client.close()

    def _prepare(self) -> list[Ready]:
        """Give each worker its session, and return what they say of themselves; one that dies meanwhile is left out."""
        self._has_plugin = True
        try:
            self._client.register_plugin(_plugin(self._name, self._secret))
        except OSError:
            # One died. The scheduler has the plugin all the same, and gives it to the others and to those that join later.
            pass
        answers = self._client.run(_greet, self._name, on_error="return").values()
        greetings = [each for each in answers if isinstance(each, bytes)]
        if not greetings:
            reason = next((f": {each}" for each in answers), "")
            remedy = "Look at what they printed, start them again, and run again: what is stored is kept."
            raise WorkerFault(f"all Dask workers ended while they were being prepared{reason}", remedy=remedy)
        return [msgspec.msgpack.decode(greeting, type=Ready) for greeting in greetings]

    def _expect_one_thread(self) -> None:
        workers = self._client.scheduler_info()["workers"]
        several = [name for name, worker in workers.items() if worker["nthreads"] != 1]
        if several:
            remedy = "Start workers with `dask worker ADDRESS --nthreads 1`, one process a core (--nworkers)."
            raise UsageError(f"the worker {several[0]} has several threads; grading needs one", remedy=remedy)


def _weakest(ready: Sequence[Ready]) -> Ready:
    """Return what holds on every worker."""
    return Ready(
        layers=tuple(layer for layer in ready[0].layers if all(layer in each.layers for each in ready)),
        broken=tuple(dict.fromkeys(promise for each in ready for promise in each.broken)),
        reasons={layer: reason for each in ready for layer, reason in each.reasons.items()},
        torch_version=ready[0].torch_version,
    )


def _plugin(name: str, secret: bytes) -> Any:
    """Return the plugin that gives a worker process its session."""
    from distributed import WorkerPlugin

    class SessionPlugin(WorkerPlugin):
        def __init__(self) -> None:
            self.name, self.secret = name, secret
            self.session: Any = None
            self.ready = Ready()

        def setup(self, worker: Any) -> None:
            from threading import Lock

            from grader.workers import open_session

            # A worker that joins later may have several threads; they take turns.
            self.turn = Lock()
            self.session, self.ready = open_session(self.secret)

        def teardown(self, worker: Any) -> None:
            if self.session is not None:
                self.session.close()

    return SessionPlugin()


def _greet(name: str, dask_worker: Any) -> bytes:
    return msgspec.msgpack.encode(dask_worker.plugins[name].ready)


def _grade(name: str, body: bytes) -> bytes:
    from distributed import get_worker

    batch = msgspec.msgpack.decode(body, type=Batch)
    plugin: Any = get_worker().plugins[name]
    with plugin.turn:
        return msgspec.msgpack.encode(plugin.session.grade(batch.exercise, batch.submissions, brief=batch.brief))
