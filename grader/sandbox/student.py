"""The trusted end: `Attempt` owns a submission's child, `Student` is the proxy that checks talk to.

How it works: every attribute, call and probe becomes one request with a deadline; the reply is checked and turned into a
plain value, a `Handle` to what stays in the child, or a `Verdict` that ends the check. After a crash or a missed deadline
the next check gets a fresh child; after the second missed deadline no further call is made.
"""

import difflib
import functools
import inspect
import itertools
import re
import textwrap
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from grader.errors import WorkerFault
from grader.model import Exercise, Finding, Submission
from grader.sandbox import claims, wire
from grader.sandbox.claims import MAX_NAME
from grader.sandbox.connection import ChildDied, Connection, DeadlineMissed
from grader.sandbox.launch import Zygote
from grader.sandbox.values import Decoder, Encoder, ValueFault
from grader.sandbox.wire import HandleData
from grader.verdicts import CheckFailed, Crashed, Raised, Refused, TimedOut, Verdict

MAX_ITEMS = 100_000
MAX_LENGTH = 1 << 24
MAX_MISSED_DEADLINES = 2
# Names are compared here, letter by letter, and a submission may make up hundreds of long ones.
MAX_NAMES_COMPARED, MAX_NAME_COMPARED = 100, 40


class LoadProblem(Exception):
    """The submission's code can't be loaded; `starved` where a deadline was missed without computing."""

    def __init__(self, finding: Finding, *, starved: bool = False) -> None:
        super().__init__(finding.kind)
        self.finding, self.starved = finding, starved


class Attempt:
    """One submission on its way through the checks of its exercise."""

    def __init__(self, zygote: Zygote, exercise: Exercise, submission: Submission) -> None:
        self._zygote, self._exercise, self._submission = zygote, exercise, submission
        self._connection: Connection | None = None
        self._names: dict[str, HandleData | None] = {}
        self._missed_deadlines = 0
        self._seconds_left = exercise.limits.seconds_per_submission
        self._seed: int | None = None
        self._printed_before = 0
        self._call_began = 0
        self._given_up = False
        self.generation = 0
        self.folder = ""
        self.problem: Finding | None = None

    def load(self) -> None:
        """Fork a child and load the submission in it; a `LoadProblem` if that fails.

        A notebook of which some cells failed is loaded; `problem` says which.
        """
        limits = self._exercise.limits
        self.generation += 1
        self._connection = Connection(self._zygote, self._exercise.forbidden)
        if self._given_up:
            self._connection.hang_up()
        self._printed_before = self._call_began = 0
        cpu_seconds = round(limits.seconds_per_submission + limits.extra_cpu_seconds)
        suffix = ".ipynb" if self._submission.notebook else ".py"
        load = wire.Load(
            list(self._submission.cells),
            self._submission.notebook,
            self._exercise.slug + suffix,
            list(self._exercise.packages),
            list(self._exercise.contract),
        )
        started = time.monotonic()
        try:
            self._connection.send(wire.Prepare(limits.memory_bytes, cpu_seconds, self._exercise.data_files))
            reply, _ = self._connection.ask(load, limits.seconds_to_load)
        except ChildDied as died:
            kind = "load-timed-out" if died.out_of_time else "load-crashed"
            raise LoadProblem(Finding(kind=kind, parameters={"how": died.how, "seconds": cpu_seconds})) from None
        except DeadlineMissed as missed:
            finding = Finding(kind="load-timed-out", parameters={"seconds": missed.seconds})
            raise LoadProblem(finding, starved=missed.starved) from None
        except wire.WireError:
            raise LoadProblem(Finding(kind="load-crashed", parameters={"how": "a reply of the wrong kind"})) from None
        finally:
            self._seconds_left -= time.monotonic() - started
        if isinstance(reply, wire.LoadFailed):
            raise LoadProblem(_load_finding(reply))
        if not isinstance(reply, wire.Loaded):
            raise LoadProblem(Finding(kind="load-crashed", parameters={"how": "a reply of the wrong kind"}))
        self._names, self.folder = reply.names, reply.folder
        self.problem = _failed_cells(reply.failed)

    def begin_check(self, seed: int) -> None:
        """Make a check's first call reseed the child's generators; the next output belongs to this check."""
        self._seed = seed
        self._printed_before = len(self._connection.output) if self._connection else 0

    def printed_in_check(self) -> str:
        """Return what the submission printed since the check began."""
        return self._output_from(self._printed_before)

    def printed_in_call(self) -> str:
        """Return what the submission printed during the last call."""
        return self._output_from(self._call_began)

    def give_up(self) -> None:
        """End the child from another thread; no further one is asked anything."""
        self._given_up = True
        if (connection := self._connection) is not None:
            connection.hang_up()

    def close(self) -> None:
        """Kill the child; the zygote may have died, then it is gone already."""
        if self._connection is not None:
            try:
                self._connection.close()
            except WorkerFault:
                pass

    def named(self, name: str) -> HandleData | None:
        """Return the handle of a public function or class, None for a constant; ends the check if there is neither."""
        self._ensure_child()
        if name not in self._names:
            raise _missing(name, self._names, self._exercise.contract)
        return self._names[name]

    def ask(
        self,
        do: wire.Operation,
        target: "Handle | None" = None,
        name: str = "",
        arguments: tuple[Any, ...] = (),
        keywords: dict[str, Any] | None = None,
    ) -> tuple[Any, list[Any]]:
        """Return the value of one request, and the call's arguments as they are afterwards."""
        self._ensure_child()
        assert self._connection is not None
        encoder = Encoder(self._handle_data, keep_strides=True)
        request = wire.Request(
            do,
            self._handle_data(target) if target is not None else None,
            name,
            [encoder.encode(argument) for argument in arguments],
            {key: encoder.encode(value) for key, value in (keywords or {}).items()},
            self._seed,
        )
        self._seed = None
        self._call_began = len(self._connection.output)
        reply, elements = self._exchange(request, encoder.elements)
        if isinstance(reply, wire.Returned):
            return self._values(reply, elements, len(arguments) + len(keywords or {}) if do == "call" else 0)
        if isinstance(reply, wire.Exhausted) and do == "next":
            raise StopIteration
        raise self._verdict(reply, request)

    def _ensure_child(self) -> None:
        if self._given_up or self._missed_deadlines >= MAX_MISSED_DEADLINES:
            raise TimedOut(Finding(kind="not-run-after-timeouts"))
        if self._seconds_left <= 0:
            raise TimedOut(self._out_of_time(0.0))
        if self._connection is None or not self._connection.alive:
            try:
                self.load()
            except LoadProblem as problem:
                raise Crashed(problem.finding) from None

    def _exchange(self, request: wire.Request, elements: list[bytes]) -> tuple[wire.Reply, memoryview]:
        assert self._connection is not None
        seconds = min(self._exercise.limits.seconds_per_call, self._seconds_left)
        started = time.monotonic()
        try:
            return self._connection.ask(request, seconds, elements)
        except DeadlineMissed as missed:
            self._missed_deadlines += 1
            raise TimedOut(self._out_of_time(seconds), starved=missed.starved) from None
        except ChildDied as died:
            if died.out_of_time:
                raise TimedOut(self._out_of_time(seconds)) from None
            raise Crashed(Finding(kind="crashed", parameters={"how": died.how, "while": "call"})) from None
        except wire.WireError as error:
            raise _wrong_kind(str(error)) from None
        finally:
            self._seconds_left -= time.monotonic() - started

    def _out_of_time(self, seconds: float) -> Finding:
        """Return the limit that a call of `seconds` ran into: what was left of it would tell how long others took."""
        limits = self._exercise.limits
        if seconds < limits.seconds_per_call:
            return Finding(
                kind="timed-out", parameters={"seconds": limits.seconds_per_submission, "while": "submission"}
            )
        return Finding(kind="timed-out", parameters={"seconds": limits.seconds_per_call, "while": "call"})

    def _values(self, reply: wire.Returned, elements: memoryview, expected_arguments: int) -> tuple[Any, list[Any]]:
        if len(reply.arguments) != expected_arguments:
            raise _wrong_kind("a reply without its arguments")
        started = time.monotonic()
        decoder = Decoder(lambda data: Handle(self, claims.handle(data)), elements)
        # Records of hostile claims may fail in torch or NumPy in more ways than can be listed; all are the submission's.
        try:
            value = decoder.decode(reply.value)
            return value, [decoder.decode(argument) for argument in reply.arguments]
        except ValueFault as fault:
            raise _wrong_kind(str(fault)) from None
        except (RuntimeError, ValueError, TypeError, OverflowError, RecursionError, MemoryError) as error:
            raise _wrong_kind(f"{type(error).__name__} while reading it") from None
        finally:
            self._seconds_left -= time.monotonic() - started

    def _verdict(self, reply: wire.Reply, request: wire.Request) -> Verdict:
        if isinstance(reply, wire.Refused):
            return Refused(Finding(kind="refused", parameters={"names": list(reply.names)[:10]}))
        if isinstance(reply, wire.Unsendable):
            return _wrong_kind(reply.reason)
        if not isinstance(reply, wire.Raised) or not reply.bases:
            return _wrong_kind("a reply that does not answer the call")
        if reply.bases[0] == "_MissingName":
            return _missing(reply.message, self._names, self._exercise.contract)
        if reply.bases[0] == "NotImplementedError":
            # Inside a probe the stub's own message names the function.
            name = reply.message.partition(":")[0] if request.do == "run" else request.name
            return Raised(Finding(kind="not-implemented", parameters={"name": name}), reply.bases, reply.message)
        if reply.bases[0] == "TypeError" and not reply.line and (name := self._called_wrongly(request, reply)):
            parameters = {"name": name, "message": reply.message}
            return Raised(Finding(kind="wrong-parameters", parameters=parameters), reply.bases, reply.message)
        return Raised(_exception_finding("exception", reply), reply.bases, reply.message)

    def _called_wrongly(self, request: wire.Request, reply: wire.Raised) -> str:
        """Return the function that does not take the arguments of a call, "" if the call was not the trouble."""
        if request.do == "call":
            return request.name
        # In a probe Python's own words name the function.
        found = re.match(r"(\w+)\(\) (?:takes|missing|got an unexpected|got multiple)", reply.message)
        return found[1] if found and request.do == "run" and found[1] in self._names else ""

    def _handle_data(self, value: Any) -> HandleData:
        if isinstance(value, Handle):
            return value._data_for(self)
        raise TypeError(f"a check can't send a {type(value).__name__} to a submission; build it in a probe")

    def _output_from(self, start: int) -> str:
        return claims.plain_text(self._connection.output[start:].decode("utf-8", "replace")) if self._connection else ""


class Student:
    """What a check sees of a submission: `student.f(x)` calls its function, `student.NAME` is its constant."""

    def __init__(self, attempt: Attempt) -> None:
        self._attempt = attempt
        self.arguments: list[Any] = []
        self.arguments_before: list[Any] = []

    @property
    def printed(self) -> str:
        """What the submission printed during the last call."""
        return self._attempt.printed_in_call()

    @property
    def folder(self) -> str:
        """The read-only folder in the child in which the exercise's files lie."""
        return self._attempt.folder

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if self._attempt.named(name) is not None:
            return functools.partial(self._call, name)
        return self._attempt.ask("attribute", name=name)[0]

    def put(self, value: Any) -> "Handle":
        """Leave `value` in the child and return a handle to it."""
        handle: Handle = self._attempt.ask("put", arguments=(value,))[0]
        return handle

    def run(self, probe: Callable[..., Any], *arguments: Any) -> Any:
        """Send the source of `probe(student, *arguments)` to the child and return what it returns there."""
        return self._attempt.ask("run", name=probe.__name__, arguments=(_source_of(probe), *arguments))[0]

    def _call(self, name: str, *arguments: Any, **keywords: Any) -> Any:
        self.arguments_before = [*arguments, *keywords.values()]
        value, self.arguments = self._attempt.ask("call", name=name, arguments=arguments, keywords=keywords)
        return value


class Handle:
    """Stands for an object that stays in the child."""

    def __init__(self, attempt: Attempt, data: HandleData) -> None:
        self._attempt, self._data, self._generation = attempt, data, attempt.generation

    def get(self) -> Any:
        """Return the object's present value as data (a handle again, if it is no data)."""
        return self._attempt.ask("fetch", self)[0]

    def remote_type_name(self) -> str:
        """Return the name of the object's type, as the child tells it."""
        return self._data.types[0] if self._data.types else "object"

    def remote_type_names(self) -> tuple[str, ...]:
        """Return the names of the object's type and its bases, as the child tells them."""
        return self._data.types

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self._attempt.ask("attribute", self, name)[0]

    def __call__(self, *arguments: Any, **keywords: Any) -> Any:
        """Call the object in the child and return its result."""
        return self._attempt.ask("call", self, "", arguments, keywords)[0]

    def __getitem__(self, key: Any) -> Any:
        return self._attempt.ask("item", self, arguments=(key,))[0]

    def __contains__(self, item: Any) -> bool:
        return bool(self._attempt.ask("contains", self, arguments=(item,))[0])

    def __len__(self) -> int:
        try:
            length = self._attempt.ask("length", self)[0]
        except Raised as error:
            # `list(handle)` asks for a length and goes on without one on TypeError, as with any iterable.
            raise TypeError(error.message) from None
        # `list(handle)` takes memory for as many items as the length tells, before it asks for the first.
        if type(length) is not int or not 0 <= length < MAX_LENGTH:
            raise _wrong_kind("a length that is no number")
        return length

    def __bool__(self) -> bool:
        return True

    def __iter__(self) -> Iterator[Any]:
        iterator = self._attempt.ask("iterate", self)[0]
        if not isinstance(iterator, Handle):
            raise _wrong_kind("an iterator that is none")
        for _ in range(MAX_ITEMS):
            try:
                yield self._attempt.ask("next", iterator)[0]
            except StopIteration:
                return
        raise CheckFailed(Finding(kind="wrong-kind", parameters={"detail": f"more than {MAX_ITEMS} items"}))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Handle) or other._attempt is not self._attempt:
            return False
        return (other._data.number, other._generation) == (self._data.number, self._generation)

    def __hash__(self) -> int:
        return hash((self._data.number, self._generation))

    def __repr__(self) -> str:
        return f"<{self.remote_type_name()} in the child>"

    def _data_for(self, attempt: Attempt) -> HandleData:
        if attempt is not self._attempt or attempt.generation != self._generation:
            raise Crashed(Finding(kind="crashed", parameters={"how": "its objects are gone", "while": "call"}))
        return self._data


@functools.cache
def _source_of(probe: Callable[..., Any]) -> str:
    """Return a probe's source without decorators, so that it stands alone in the child."""
    lines = textwrap.dedent(inspect.getsource(probe)).splitlines(keepends=True)
    start = next(index for index, line in enumerate(lines) if line.startswith("def "))
    return "".join(lines[start:])


def _missing(name: str, defined: Iterable[str], contract: Collection[str]) -> CheckFailed:
    """Return the verdict on a name that is not there; one that the task asks for itself is not a misspelling of it."""
    likely = (each for each in defined if each not in contract and len(each) <= MAX_NAME_COMPARED)
    lower = {each.lower(): each for each in itertools.islice(likely, MAX_NAMES_COMPARED)}
    near = difflib.get_close_matches(name[:MAX_NAME_COMPARED].lower(), list(lower), n=1, cutoff=0.6)
    parameters = {"name": name[:MAX_NAME], "nearest": lower[near[0]] if near else None}
    return CheckFailed(Finding(kind="missing-name", parameters=parameters))


def _wrong_kind(detail: str) -> CheckFailed:
    return CheckFailed(Finding(kind="wrong-kind", parameters={"detail": detail[:500]}))


def _exception_finding(kind: str, error: wire.Raised) -> Finding:
    parameters = {
        "type": error.bases[0] if error.bases else "Exception",
        "message": error.message,
        "line": error.line or None,
        "source": error.source,
        "cell": error.cell or None,
    }
    return Finding(kind=kind, parameters=parameters)


def _load_finding(reply: wire.LoadFailed) -> Finding:
    error = reply.error
    name = error.bases[0] if error.bases else "Exception"
    if reply.kind == "syntax":
        return _exception_finding("syntax-error", error)
    if "ImportError" in error.bases:
        return _exception_finding("import-failed", error)
    if name in ("SystemExit", "KeyboardInterrupt"):
        return _exception_finding("load-exit", error)
    return _exception_finding("load-exception", error)


def _failed_cells(failed: list[wire.Raised]) -> Finding | None:
    if not failed:
        return None
    first = failed[0]
    name = first.bases[0] if first.bases else "Exception"
    parameters = {"cells": [error.cell for error in failed], "first": f"{name}: {first.message}"}
    return Finding(kind="cells-failed", parameters=parameters)
