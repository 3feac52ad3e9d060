"""Notices forbidden functions, classes and operators while a submission runs.

How it works: torch tells its modes of each function and operator that it is asked for, whatever name the student's code
knows it by; classes tell when one of them is made. All of this is in the child beside the student's code, which can take
it apart: it is best effort.
"""

import functools
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch.overrides import TorchFunctionMode
from torch.utils._python_dispatch import TorchDispatchMode

from grader.sandbox.forbidden import Forbidden


class Watch:
    """Notices forbidden functions, classes and operators while a call runs."""

    def __init__(self, forbidden: Forbidden) -> None:
        self._forbidden = forbidden
        self._reached: set[str] = set()
        self._active = False
        modules = (vars(module).values() for module in forbidden.modules)
        inside = (found for values in modules for found in values if isinstance(found, type))
        for each in {*forbidden.classes, *inside}:
            each.__init__ = self._noticing(each, each.__init__)  # type: ignore[misc]
        if forbidden:
            self._follow_threads()

    @contextmanager
    def during_call(self) -> Iterator[set[str]]:
        """Yield a set that receives the names reached while the context is open."""
        self._reached = set()
        if not self._forbidden:
            yield self._reached
            return
        self._active = True
        try:
            with self._modes():
                yield self._reached
        finally:
            self._active = False

    @contextmanager
    def _modes(self) -> Iterator[None]:
        with _Functions(self._notice_function), _Operators(self._notice_operator):
            yield

    def _follow_threads(self) -> None:
        """Look at what later threads ask torch for too: a mode holds in the thread alone that entered it."""
        begin = threading.Thread.run

        @functools.wraps(begin)
        def run(thread: threading.Thread) -> None:
            with self._modes():
                begin(thread)

        threading.Thread.run = run  # type: ignore[assignment, method-assign]

    def _noticing(self, owner: type, construct: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(construct)
        def noticing(instance: Any, *arguments: Any, **keywords: Any) -> None:
            if self._active:
                self._reached.add(f"{owner.__module__}.{owner.__qualname__}")
            construct(instance, *arguments, **keywords)

        return noticing

    def _notice_function(self, function: Any) -> None:
        name = getattr(function, "__name__", "")
        if id(function) in self._forbidden.objects:
            self._reached.add(self._forbidden.objects[id(function)])
        elif isinstance(function, torch._ops.OpOverload | torch._ops.OpOverloadPacket):
            self._notice_operator(function)
        elif name in self._forbidden.last_names and type(function).__name__ == "builtin_function_or_method":
            self._reached.add(f"torch.{name}")

    def _notice_operator(self, operator: Any) -> None:
        schema = getattr(operator, "_schema", None)
        name = schema.name if schema is not None else getattr(operator, "_qualified_op_name", "")
        if name in self._forbidden.operators:
            self._reached.add(name)


class _Functions(TorchFunctionMode):
    def __init__(self, notice: Callable[[Any], None]) -> None:
        super().__init__()
        self._notice = notice

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        self._notice(func)
        return func(*args, **(kwargs or {}))


class _Operators(TorchDispatchMode):
    @classmethod
    def _should_skip_dynamo(cls) -> bool:
        """Keep torch from importing its compiler, for a second or two, when the mode is first used."""
        return False

    def __init__(self, notice: Callable[[Any], None]) -> None:
        super().__init__()
        self._notice = notice

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        self._notice(func)
        return func(*args, **(kwargs or {}))
