"""The process in which a student's code runs: loads it and answers calls until it is killed.

How it works: forked from the zygote with one socket. The first frame says what it may use; the jail closes; the second
frame brings the submission; then one reply follows each request. From the moment the student's code runs, everything
here is in its hands: nothing that this process says is believed on the other side.
"""

import __future__

import builtins
import difflib
import importlib
import os
import random
import socket
import sys
import types
from collections.abc import Callable
from typing import Any

import numpy
import torch

from grader.sandbox import jail, source, wire
from grader.sandbox.callwatch import Watch
from grader.sandbox.forbidden import Forbidden
from grader.sandbox.namesearch import Search
from grader.sandbox.values import Decoder, Encoder, ValueFault
from grader.sandbox.wire import HandleData, Load, Raised, Reply, Request

MAX_TEXT = 2_000
MAX_NAMES = 500
# Python's own bound is about this similar.
SIMILAR_NAME = 0.65


class _MissingName(Exception):
    """The submission does not define a name that a probe asked for."""


class _RefusedName(Exception):
    """The submission's source reaches forbidden names."""


def run(
    channel: socket.socket, output: int, prison: jail.Jail, parent: int, scratch: str, forbidden: Forbidden
) -> None:
    """Serve one submission over `channel`; returns when the worker hangs up."""
    jail.own_session()
    jail.redirect_output(output)
    prepare, _ = _receive(channel)
    assert isinstance(prepare, wire.Prepare)
    folder = jail.scratch_folder(scratch, prepare.files) if prepare.files else ""
    prison.enter(parent, channel.fileno(), folder, prepare.memory_bytes, prepare.cpu_seconds)
    os.chdir(folder or "/")
    torch.set_num_threads(1)
    load, _ = _receive(channel)
    assert isinstance(load, Load)
    submission = Submission(load, folder, forbidden)
    _send(channel, submission.load(), [])
    while True:
        request, elements = _receive(channel)
        _send(channel, *submission.answer(request, elements))


def _receive(channel: socket.socket) -> tuple[Any, bytearray]:
    """Return the next request, and the elements of its tensors."""
    size = wire.lengths(_read(channel, wire.HEADER_BYTES), wire.REQUEST_LIMIT)
    return wire.unpack_request(_read(channel, size.record)), _read(channel, size.elements)


def _read(channel: socket.socket, length: int) -> bytearray:
    received = bytearray(length)
    view = memoryview(received)
    while view.nbytes:
        count = channel.recv_into(view)
        if not count:
            os._exit(0)
        view = view[count:]
    return received


def _send(channel: socket.socket, reply: Reply, elements: list[bytes]) -> None:
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        # The student's code may have closed or replaced the stream: the reply matters more than the output.
        except Exception:  # noqa: BLE001, S110
            pass
    try:
        frame = wire.pack(reply, elements)
        wire.lengths(frame[: wire.HEADER_BYTES], wire.REPLY_LIMIT)
    except wire.WireError as error:
        frame = wire.pack(wire.Unsendable(str(error)))
    # Names that are no text, numbers that no machine word holds: the student's code made them on purpose.
    except (UnicodeError, TypeError, ValueError, OverflowError) as error:
        frame = wire.pack(wire.Unsendable(f"a result that can't be written: {type(error).__name__}"))
    channel.sendall(frame)


class Submission:
    """The student's module, the objects that the worker holds handles to, and the search for forbidden names."""

    def __init__(self, load: Load, folder: str, forbidden: Forbidden) -> None:
        self._load, self._folder = load, folder
        name = load.filename.rpartition(".")[0] or load.filename
        self._module = types.ModuleType(name)
        self._module.__file__ = os.path.join(folder or "/", load.filename)
        self._handles: dict[int, Any] = {}
        self._numbers: dict[int, int] = {}
        self._texts: dict[str, str] = {}
        self._forbidden = forbidden
        self._search: Search | None = None
        self._reached: dict[str, tuple[str, ...]] = {}
        self._watch = Watch(self._forbidden)

    def load(self) -> Reply:
        """Compile, search and run the cells in order; of a notebook's cells one may fail and the later ones still run."""
        sys.modules[self._module.__name__] = self._module
        for package in self._load.packages:
            _try_import(package)
        # Under this limit a notebook's helper may still recurse; beyond it C code would overflow its stack.
        sys.setrecursionlimit(1_000)
        reseed(0)
        failed: list[Raised] = []
        cells: list[source.Cell] = []
        flags = 0
        for number, text in enumerate(self._load.cells, start=1):
            try:
                cell, flags = source.compile_cell(
                    text, number, self._load.filename, notebook=self._load.notebook, flags=flags
                )
                cells.append(cell)
            except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
                found = _syntax_error(error, number if self._load.notebook else 0, text)
                if not self._load.notebook:
                    return wire.LoadFailed("syntax", found)
                failed.append(found)
        if self._forbidden:
            self._search = Search([cell.tree for cell in cells], self._forbidden)
        for cell in cells:
            self._texts[cell.code.co_filename] = cell.text
            try:
                exec(cell.code, vars(self._module))
            except BaseException as error:  # noqa: BLE001 - whatever the student's code raises is an answer
                found = self._describe(error)
                if not self._load.notebook:
                    return wire.LoadFailed("exception", found)
                failed.append(found)
        # `from torch import *` alone brings nine hundred names: the contract's come first, then the last ones defined.
        names = [*vars(self._module).items()][::-1]
        public = [(name[:100], value) for name, value in names if isinstance(name, str) and not name.startswith("_")]
        public.sort(key=lambda named: named[0] not in self._load.contract)
        listed = {name: self._named(value) for name, value in public[:MAX_NAMES] if not _is_module(value)}
        return wire.Loaded(listed, self._folder, failed)

    def answer(self, request: Request, elements: bytearray) -> tuple[Reply, list[bytes]]:
        """Do what a request asks; return the reply and the elements of its tensors."""
        encoder = Encoder(self._keep)
        reply = self._answer(request, Decoder(self._held, elements, trusted=True), encoder)
        return reply, encoder.elements if isinstance(reply, wire.Returned) else []

    def _answer(self, request: Request, decoder: Decoder, encoder: Encoder) -> Reply:
        try:
            if request.seed is not None:
                reseed(request.seed)
            target = self._module if request.target is None else self._held(request.target)
            arguments = [decoder.decode(argument) for argument in request.arguments]
            keywords = {name: decoder.decode(value) for name, value in request.keywords.items()}
            self._refuse(request)
            with self._watch.during_call() as reached:
                value = self._do(request, target, arguments, keywords)
                after = [*arguments, *keywords.values()] if request.do == "call" else []
                # Within the watch: a class may compute its values when they are read.
                encoded = encoder.encode(value)
                returned = wire.Returned(encoded, [encoder.encode(argument) for argument in after])
            return wire.Refused(tuple(sorted(reached))) if reached else returned
        except ValueFault as error:
            return wire.Unsendable(str(error))
        except _RefusedName as error:
            return wire.Refused(tuple(error.args))
        except BaseException as error:  # noqa: BLE001 - whatever the student's code raises is an answer
            if isinstance(error, StopIteration) and request.do == "next":
                return wire.Exhausted()
            return self._describe(error)

    def _do(self, request: Request, target: Any, arguments: list[Any], keywords: dict[str, Any]) -> Any:
        match request.do:
            case "call":
                function = getattr(target, request.name) if request.name else target
                return function(*arguments, **keywords)
            case "attribute":
                return getattr(target, request.name)
            case "item":
                return target[arguments[0]]
            case "iterate":
                return _Kept(iter(target))
            case "next":
                return next(target)
            case "length":
                return len(target)
            case "contains":
                return arguments[0] in target
            case "fetch":
                return target
            case "put":
                return _Kept(arguments[0])
            case "run":
                return self._run(request.name, *arguments)

    def _run(self, function: str, text: str, *arguments: Any) -> Any:
        namespace: dict[str, Any] = {"__name__": "probe"}
        # A probe's annotations name types of the check file; here they stay text.
        flags = __future__.annotations.compiler_flag
        exec(compile(text, "<probe>", "exec", flags=flags, dont_inherit=True), namespace)
        return namespace[function](_Proxy(self._module, self._refuse_name), *arguments)

    def _refuse(self, request: Request) -> None:
        if request.target is None and request.do in ("call", "attribute"):
            self._refuse_name(request.name)

    def _refuse_name(self, name: str) -> None:
        # A constant may be computed in any way: what counts is what the functions of the contract reach.
        if self._search is None or not callable(vars(self._module).get(name)):
            return
        if name not in self._reached:
            self._reached[name] = self._search.reached_from(name)
        if self._reached[name]:
            raise _RefusedName(*self._reached[name])

    def _named(self, value: Any) -> HandleData | None:
        return self._keep(value) if callable(value) else None

    def _keep(self, value: Any) -> HandleData:
        """Return a handle to `value`, the same one each time."""
        kept = value.value if isinstance(value, _Kept) else value
        number = self._numbers.get(id(kept))
        if number is None:
            number = len(self._handles) + 1
            self._handles[number] = kept
            self._numbers[id(kept)] = number
        return HandleData(number, _type_names(kept), callable(kept))

    def _held(self, handle: HandleData) -> Any:
        return self._handles[handle.number]

    def _describe(self, error: BaseException) -> Raised:
        """Return what an exception says, and the last line of the student's source that it passed."""
        line, source_line, cell, frame = 0, "", 0, None
        # A class may answer for itself in words of its own; its slots can't.
        trace = BaseException.__dict__["__traceback__"].__get__(error)
        while trace is not None:
            filename = trace.tb_frame.f_code.co_filename
            if filename in self._texts:
                line, frame = trace.tb_lineno, trace.tb_frame
                lines = self._texts[filename].split("\n")
                source_line = lines[line - 1].strip()[:200] if 0 < line <= len(lines) else ""
                cell = int(filename.rpartition("[")[2].rstrip("]")) if self._load.notebook else 0
            trace = trace.tb_next
        return Raised(_type_names(error), _text(error) + _did_you_mean(error, frame), cell, line, source_line)


class _Kept:
    """Marks a result that stays in the child though it is data."""

    def __init__(self, value: Any) -> None:
        self.value = value


class _Proxy:
    """The student's module as a probe sees it: a forbidden or missing name ends the probe with its own reason."""

    def __init__(self, module: types.ModuleType, refuse: Callable[[str], None]) -> None:
        self._module, self._refuse = module, refuse

    def __getattr__(self, name: str) -> Any:
        self._refuse(name)
        try:
            return getattr(self._module, name)
        except AttributeError:
            raise _MissingName(name) from None


def reseed(seed: int) -> None:
    """Seed the generators of torch, random and NumPy."""
    torch.default_generator.manual_seed(seed)
    random.seed(seed)
    numpy.random.seed(seed % 2**32)


def _try_import(package: str) -> None:
    try:
        importlib.import_module(package)
    # Not installed here: the submission's own import will say so, if it asks for it.
    except ImportError:
        return


def _is_module(value: Any) -> bool:
    return isinstance(value, types.ModuleType)


def _type_names(value: Any) -> tuple[str, ...]:
    """Return the names of a value's class and its bases, as they are and not as a metaclass tells them."""
    bases = type.__dict__["__mro__"].__get__(type(value))[:20]
    return tuple(type.__dict__["__name__"].__get__(base)[:100] for base in bases)


def _syntax_error(error: Exception, cell: int, text: str) -> Raised:
    bases = tuple(base.__name__ for base in type(error).__mro__)
    if not isinstance(error, SyntaxError):
        return Raised(bases, _text(error), cell)
    lines = text.split("\n")
    line = error.lineno or 0
    source_line = lines[line - 1].strip()[:200] if 0 < line <= len(lines) else ""
    return Raised(bases, str(error.msg)[:MAX_TEXT], cell, line, source_line)


def _did_you_mean(error: BaseException, frame: types.FrameType | None) -> str:
    """Return what Python itself adds for a person who reads its traceback: the name that was probably meant."""
    try:
        if type(error) is AttributeError and error.name:
            known = dir(error.obj)
        elif type(error) is NameError and error.name and frame is not None:
            known = [*frame.f_locals, *frame.f_globals, *vars(builtins)]
        else:
            return ""
        near = difflib.get_close_matches(str(error.name), known, n=1, cutoff=SIMILAR_NAME)
    except BaseException:  # noqa: BLE001 - a student's object may raise when it is asked for its names
        return ""
    return f". Did you mean: '{near[0]}'?" if near else ""


def _text(error: BaseException) -> str:
    try:
        return str(error)[:MAX_TEXT].encode("utf-8", "replace").decode()
    except BaseException:  # noqa: BLE001 - an exception's own text may raise
        return ""
