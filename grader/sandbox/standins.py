"""Inert stand-ins for what honest submissions import and grading does not need.

A homework file may plot, display and call the notebook's own checks; none of that may cost it points where the package
is not installed. Modules that exist are never replaced, apart from `grader`, whose place is on the other side.
"""

import importlib.abc
import importlib.machinery
import importlib.util
import sys
from collections.abc import Iterator, Sequence
from types import ModuleType
from typing import Any

import torch.utils.data

INERT = ("matplotlib", "IPython", "grader", "tqdm", "seaborn", "plotly")


class Inert(ModuleType):
    """Stands for anything: every attribute, call and item is inert again."""

    __path__: list[str] = []

    def __init__(self, name: str = "inert") -> None:
        super().__init__(name)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return _subplots if name == "subplots" else Inert(name)

    def __call__(self, *arguments: Any, **keywords: Any) -> Any:
        """Return something inert, or what a progress bar or decorator was given."""
        # A progress bar, a decorator: what is wrapped goes on as it is.
        return arguments[0] if arguments and self.__name__ in ("tqdm", "trange", "interact") else Inert()

    def __getitem__(self, key: Any) -> "Inert":
        return Inert()

    def __setitem__(self, key: Any, value: Any) -> None:
        return

    def __iter__(self) -> Iterator[Any]:
        return iter((Inert(),))

    def __enter__(self) -> "Inert":
        return self

    def __exit__(self, *exception: Any) -> None:
        return


def _subplots(rows: int = 1, columns: int = 1, *arguments: Any, **keywords: Any) -> tuple[Any, Any]:
    """Return a figure and as many axes as asked for, in matplotlib's arrangement."""
    rows, columns = keywords.get("nrows", rows), keywords.get("ncols", columns)
    if rows == 1 and columns == 1:
        return Inert(), Inert()
    if rows == 1 or columns == 1:
        return Inert(), [Inert() for _ in range(rows * columns)]
    return Inert(), [[Inert() for _ in range(columns)] for _ in range(rows)]


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds what nothing before it found."""

    def find_spec(self, name: str, path: Sequence[str] | None, target: Any = None) -> Any:
        """Answer for the packages named in `INERT`, with all their modules."""
        if name.partition(".")[0] in INERT:
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        return None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        """Return an inert module."""
        return Inert(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Do nothing: an inert module has no code."""


def install() -> None:
    """Answer imports that nothing else answers, and make `DataLoader` work in this process."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "grader"]:
        del sys.modules[name]
    sys.modules["grader"] = Inert("grader")
    sys.meta_path.append(_Finder())
    construct = torch.utils.data.DataLoader.__init__

    def construct_here(self: Any, *arguments: Any, **keywords: Any) -> None:
        keywords |= {"num_workers": 0}
        for option in ("prefetch_factor", "persistent_workers", "multiprocessing_context", "pin_memory"):
            keywords.pop(option, None)
        construct(self, *arguments[:5], **keywords)

    torch.utils.data.DataLoader.__init__ = construct_here  # type: ignore[method-assign]
