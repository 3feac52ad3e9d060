"""Forbidden functions: what an exercise names, resolved to what torch has.

An exercise names Python objects (`torch.nn.functional.cross_entropy`, a class, a whole module) and operators
(`aten::nll_loss_forward`). `grader.sandbox.namesearch` finds them in a submission's source before it runs,
`grader.sandbox.callwatch` notices them while it runs.
"""

import functools
import importlib
from collections.abc import Iterable
from types import ModuleType
from typing import Any


class Forbidden:
    """The objects and operators that an exercise forbids, resolved in this process before student code runs."""

    def __init__(self, names: Iterable[str]) -> None:
        self.operators = {name for name in names if "::" in name}
        paths = [name for name in names if "::" not in name]
        self.objects = {id(found): path for path in paths if (found := resolve(path)) is not None}
        self.modules = [found for path in paths if isinstance(found := resolve(path), ModuleType)]
        self.classes = [found for path in paths if isinstance(found := resolve(path), type)]
        # The same function also hangs in torch's inner modules under its own name.
        self.last_names = {path.rpartition(".")[2] for path in paths if callable(resolve(path))}
        self.roots = {path.partition(".")[0] for path in paths} | {"torch"}

    def __bool__(self) -> bool:
        return bool(self.operators or self.objects)

    def match(self, path: str) -> bool:
        """Return whether a dotted path leads to, or into, something forbidden."""
        parts = path.split(".")
        if parts[0] not in self.roots:
            return False
        if parts[:2] == ["torch", "ops"] and len(parts) > 3 and f"{parts[2]}::{parts[3]}" in self.operators:
            return True
        prefixes = (".".join(parts[:end]) for end in range(2, len(parts) + 1))
        return parts[-1] in self.last_names or any(id(resolve(prefix)) in self.objects for prefix in prefixes)


@functools.cache
def resolve(path: str) -> Any:
    """Return the object at a dotted path, None where there is none."""
    root, *parts = path.split(".")
    try:
        found: Any = importlib.import_module(root)
        for index, part in enumerate(parts, start=2):
            if isinstance(found, ModuleType) and not hasattr(found, part):
                importlib.import_module(".".join([root, *parts[: index - 1]]))
            found = getattr(found, part)
    except (ImportError, AttributeError, RuntimeError):
        return None
    return found
