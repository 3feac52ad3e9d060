"""Finds forbidden names in a submission's source, before any of it runs.

How it works: `Search` walks the parsed source from a function of the contract and resolves names to torch: imports, aliases,
attribute chains, `getattr` with a foldable string. What is not reached (docstrings, a student's own function of that name,
the main block, a method that nothing calls, the branch of a switch that is off) does not count. It runs in the child beside
the student's code, so it is best effort.
"""

import ast
import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from grader.sandbox.forbidden import Forbidden, resolve

Scope = dict[str, Any]
Switches = dict[str, bool]
_SHADOWED = object()
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
# What leaves a class's methods alone; of any other base or decorator one can't know what it calls.
_KNOWN_BASES = ("object", "Module", "Function", "ABC", "NamedTuple")
_KNOWN_DECORATORS = ("dataclass", "total_ordering", "staticmethod", "classmethod", "property", "abstractmethod")
_CALLED_BY_TORCH = ("forward", "backward", "setup_context", "jvp", "vmap", "extra_repr")
# A parameter of such a name that is False by default belongs to the student, not to the contract.
_DEBUG_WORDS = ("debug", "verbose", "check", "compare", "test", "testing", "trace", "log")


class _Walk:
    """What one search has met: forbidden paths, nodes, and methods that wait for their name to be mentioned."""

    def __init__(self) -> None:
        self.found: set[str] = set()
        self.seen: set[int] = set()
        self.mentioned: set[str] = set()
        self.anything = False
        self.waiting: list[tuple[ast.FunctionDef | ast.AsyncFunctionDef, list[Scope]]] = []


class Search:
    """Finds the forbidden names that a module's functions reach."""

    def __init__(self, trees: Sequence[ast.Module], forbidden: Forbidden) -> None:
        self._forbidden = forbidden
        self._module: Scope = {}
        self._stars: list[str] = []
        self._switches = _switches(trees)
        for tree in trees:
            for statement in _statements(tree.body, self._switches):
                self._bind(statement, self._module)

    def reached_from(self, name: str) -> tuple[str, ...]:
        """Return the forbidden paths that the module's `name` reaches at any depth, sorted."""
        walk = _Walk()
        self._reach_name(name, [self._module], walk)
        # Whoever holds an instance of a class of the contract may call its public methods.
        walk.mentioned |= _public_methods(self._module.get(name))
        while called := [waiting for waiting in walk.waiting if walk.anything or waiting[0].name in walk.mentioned]:
            walk.waiting = [waiting for waiting in walk.waiting if waiting not in called]
            for method, scopes in called:
                self._reach(method, scopes, walk)
        return tuple(sorted(walk.found))

    def _bind(self, statement: ast.stmt, scope: Scope) -> None:
        """Note what a statement binds; a later binding takes the place of an earlier one, as when it runs."""
        match statement:
            case ast.Import(names=aliases):
                for alias in aliases:
                    scope[alias.asname or alias.name.partition(".")[0]] = (
                        alias.name if alias.asname else alias.name.partition(".")[0]
                    )
            case ast.ImportFrom(module=str(module), names=aliases, level=0):
                for alias in aliases:
                    if alias.name == "*":
                        self._stars.append(module)
                    else:
                        scope[alias.asname or alias.name] = f"{module}.{alias.name}"
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                scope[name] = statement
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    self._bind_target(target, value, scope)
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                self._bind_target(target, value, scope)
            case ast.For(target=target) | ast.AsyncFor(target=target):
                self._bind_target(target, None, scope)

    def _bind_target(self, target: ast.expr, value: ast.expr | None, scope: Scope) -> None:
        if isinstance(target, ast.Name):
            scope[target.id] = value or _SHADOWED
        elif isinstance(target, ast.Tuple | ast.List):
            same = isinstance(value, ast.Tuple | ast.List) and len(value.elts) == len(target.elts)
            values: Sequence[ast.expr | None] = value.elts if same else [value] * len(target.elts)  # type: ignore[union-attr]
            for each, part in zip(target.elts, values, strict=True):
                self._bind_target(each, part, scope)

    def _reach_name(self, name: str, scopes: list[Scope], walk: _Walk) -> None:
        for depth, scope in reversed(list(enumerate(scopes))):
            if name in scope:
                self._reach(scope[name], scopes[: depth + 1], walk)
                return

    def _reach(self, bound: Any, scopes: list[Scope], walk: _Walk) -> None:
        if isinstance(bound, str):
            self._flag(bound, walk)
        elif isinstance(bound, ast.AST) and id(bound) not in walk.seen:
            walk.seen.add(id(bound))
            if isinstance(bound, _FUNCTIONS):
                self._function(bound, scopes, walk)
            elif isinstance(bound, ast.ClassDef):
                self._class(bound, scopes, walk)
            else:
                self._visit(bound, scopes, walk)

    def _function(self, node: Any, scopes: list[Scope], walk: _Walk) -> None:
        arguments = node.args
        for default in [*node.decorator_list, *arguments.defaults, *arguments.kw_defaults]:
            if default is not None:
                self._visit(default, scopes, walk)
        scope = _parameters(arguments)
        for statement in _statements(node.body, self._switches):
            self._bind(statement, scope)
        self._block(node.body, [*scopes, scope], walk)

    def _class(self, node: ast.ClassDef, scopes: list[Scope], walk: _Walk) -> None:
        for expression in [*node.decorator_list, *node.bases, *(keyword.value for keyword in node.keywords)]:
            self._visit(expression, scopes, walk)
        closed = self._runs_its_own_methods_alone(node, scopes)
        for statement in node.body:
            if isinstance(statement, _FUNCTIONS) and closed and _waits_for_a_call(statement):
                walk.waiting.append((statement, scopes))
            elif isinstance(statement, (*_FUNCTIONS, ast.ClassDef)):
                self._reach(statement, scopes, walk)
            else:
                self._block([statement], scopes, walk)

    def _runs_its_own_methods_alone(self, node: ast.ClassDef, scopes: list[Scope]) -> bool:
        """Return whether nobody but the submission's own code calls a class's methods, `forward` and the like aside."""
        if node.keywords or any(not self._is_known(each, scopes, _KNOWN_DECORATORS) for each in node.decorator_list):
            return False
        return all(
            self._is_known(base, scopes, _KNOWN_BASES) or isinstance(self._bound(base, scopes), ast.ClassDef)
            for base in node.bases
        )

    def _is_known(self, node: ast.expr, scopes: list[Scope], known: Sequence[str]) -> bool:
        """Return whether an expression, or what it calls, is one of the `known` objects of a library."""
        called = node.func if isinstance(node, ast.Call) else node
        path = self._path(called, scopes) or (called.id if isinstance(called, ast.Name) else "")
        return path.rpartition(".")[2] in known and not isinstance(self._bound(called, scopes), ast.AST)

    @staticmethod
    def _bound(node: ast.expr, scopes: list[Scope]) -> Any:
        if isinstance(node, ast.Name):
            return next((scope[node.id] for scope in reversed(scopes) if node.id in scope), None)
        return None

    def _block(self, body: Sequence[ast.stmt], scopes: list[Scope], walk: _Walk) -> None:
        for statement in _reachable(body, self._switches):
            if isinstance(statement, (*_FUNCTIONS, ast.ClassDef, ast.Import, ast.ImportFrom)):
                continue
            for field, value in ast.iter_fields(statement):
                if field == "annotation":
                    continue
                if isinstance(value, list) and value and isinstance(value[0], ast.stmt):
                    self._block(value, scopes, walk)
                else:
                    for node in value if isinstance(value, list) else [value]:
                        if isinstance(node, ast.AST):
                            self._visit(node, scopes, walk)

    def _visit(self, node: ast.AST, scopes: list[Scope], walk: _Walk) -> None:
        if isinstance(node, ast.Lambda):
            scopes = [*scopes, _parameters(node.args)]
        elif isinstance(node, ast.ExceptHandler | ast.match_case):
            self._block(node.body, scopes, walk)
            return
        elif isinstance(node, ast.IfExp) and (truth := _truth(node.test, self._switches)) is not None:
            self._visit(node.body if truth else node.orelse, scopes, walk)
            return
        elif isinstance(node, ast.BoolOp):
            for value in node.values:
                self._visit(value, scopes, walk)
                # `DEBUG and compare()` ends at the first part that is false.
                if _truth(value, self._switches) is isinstance(node.op, ast.Or):
                    break
            return
        elif isinstance(node, ast.expr):
            path = self._path(node, scopes)
            if path is not None:
                self._flag(path, walk)
            self._mention(node, scopes, walk)
            entry = self._entry(node, scopes)
            if entry is not None:
                self._visit(*entry, walk)
                return
            if isinstance(node, ast.Name):
                self._reach_name(node.id, scopes, walk)
            elif isinstance(node, ast.Call):
                self._evaluated(node, scopes, walk)
        for child in ast.iter_child_nodes(node):
            self._visit(child, scopes, walk)

    def _mention(self, node: ast.expr, scopes: list[Scope], walk: _Walk) -> None:
        """Note the names by which methods may be called: attributes, texts; any name, where one can't be told."""
        match node:
            # An instance's own dict holds no methods.
            case (
                ast.Attribute(value=ast.Name(id="self"), attr="__dict__")
                | ast.Call(func=ast.Name(id="vars"), args=[ast.Name(id="self")])
            ):
                pass
            case ast.Attribute(attr=name) | ast.Constant(value=str(name)):
                walk.mentioned.add(name)
                walk.anything |= name in ("__dict__", "__getattribute__")
            case ast.Call(func=ast.Name(id="getattr"), args=[_, name, *_]):
                text = self._fold(name, scopes)
                walk.mentioned.add(text or "")
                walk.anything |= text is None
            case ast.Call(func=ast.Name(id="vars" | "dir" | "eval" | "exec")):
                walk.anything = True

    def _entry(self, node: ast.expr, scopes: list[Scope]) -> tuple[ast.expr, list[Scope]] | None:
        """Return the entry that `TABLE["key"]` means, where TABLE is a dict of constant keys that nothing changes."""
        if not (
            isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and isinstance(node.ctx, ast.Load)
        ):
            return None
        table, key = self._bound(node.value, scopes), self._fold(node.slice, scopes)
        if not isinstance(table, ast.Dict) or key is None or node.value.id not in self._module:
            return None
        keys = [each.value if isinstance(each, ast.Constant) else None for each in table.keys]
        if None in keys or keys.count(key) != 1:
            return None
        return table.values[keys.index(key)], scopes[:1]

    def _evaluated(self, call: ast.Call, scopes: list[Scope], walk: _Walk) -> None:
        """Look into the text that `eval` and `exec` are given, where it can be folded."""
        if isinstance(call.func, ast.Name) and call.func.id in ("eval", "exec") and call.args:
            text = self._fold(call.args[0], scopes)
            try:
                tree = ast.parse(text or "")
            except SyntaxError:
                return
            self._block(tree.body, scopes, walk)

    def _flag(self, path: str, walk: _Walk) -> None:
        if self._forbidden.match(path):
            walk.found.add(path)

    def _path(self, node: Any, scopes: list[Scope], depth: int = 0) -> str | None:
        """Return the dotted path that an expression stands for, None if it can't be told."""
        if depth > 20:
            return None
        match node:
            case ast.Name(id=name):
                return self._named(name, scopes, depth)
            case ast.Attribute(value=value, attr=attribute):
                base = self._path(value, scopes, depth + 1)
                return f"{base}.{attribute}" if base else None
            case ast.Call(func=ast.Name(id="getattr"), args=[value, name, *_]):
                base, text = self._path(value, scopes, depth + 1), self._fold(name, scopes)
                return f"{base}.{text}" if base and text else None
            case ast.Call(func=ast.Name(id="__import__"), args=[name, *_]):
                return (self._fold(name, scopes) or "").partition(".")[0] or None
            case ast.Call(func=ast.Name(id="vars"), args=[value]):
                base = self._path(value, scopes, depth + 1)
                return f"{base}.__dict__" if base else None
            case ast.Call(func=function, args=[name, *_]):
                imports = self._path(function, scopes, depth + 1) == "importlib.import_module"
                return self._fold(name, scopes) if imports else None
            case ast.Subscript(value=value, slice=key):
                base, text = self._path(value, scopes, depth + 1), self._fold(key, scopes)
                if base and text and base.endswith(".__dict__"):
                    return f"{base.removesuffix('.__dict__')}.{text}"
                return text if base == "sys.modules" else None
        return None

    def _named(self, name: str, scopes: list[Scope], depth: int) -> str | None:
        for scope in reversed(scopes):
            if name in scope:
                bound = scope[name]
                if isinstance(bound, str):
                    return bound
                return self._path(bound, scopes, depth + 1) if isinstance(bound, ast.expr) else None
        star = next((module for module in self._stars if hasattr(resolve(module), name)), None)
        return f"{star}.{name}" if star else None

    def _fold(self, node: Any, scopes: list[Scope], depth: int = 0) -> str | None:
        """Return the text that an expression of constants makes, None if it can't be told."""
        if depth > 50:
            return None
        match node:
            case ast.Constant(value=str(text)):
                return text
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                parts = [self._fold(left, scopes, depth + 1), self._fold(right, scopes, depth + 1)]
            case ast.JoinedStr(values=values):
                parts = [self._fold(value, scopes, depth + 1) for value in values]
            case ast.FormattedValue(value=value):
                parts = [self._fold(value, scopes, depth + 1)]
            case ast.Call(
                func=ast.Attribute(value=glue, attr="join"), args=[ast.List(elts=items) | ast.Tuple(elts=items)]
            ):
                texts = [self._fold(item, scopes, depth + 1) for item in items]
                joint = self._fold(glue, scopes, depth + 1)
                return joint.join(text or "" for text in texts) if joint is not None and None not in texts else None
            case ast.Name(id=name):
                bound = next((scope[name] for scope in reversed(scopes) if name in scope), None)
                return self._fold(bound, scopes, depth + 1) if isinstance(bound, ast.expr) else None
            case _:
                return None
        return None if None in parts else "".join(part or "" for part in parts)


def _parameters(arguments: ast.arguments) -> Scope:
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
    return {argument.arg: _SHADOWED for argument in every if argument is not None}


def _waits_for_a_call(method: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Return whether a method runs only where its name is mentioned."""
    plain = all(isinstance(each, ast.Name) and each.id in _KNOWN_DECORATORS for each in method.decorator_list)
    return plain and not method.name.startswith("__") and method.name not in _CALLED_BY_TORCH


def _public_methods(bound: Any) -> set[str]:
    if not isinstance(bound, ast.ClassDef):
        return set()
    return {each.name for each in bound.body if isinstance(each, _FUNCTIONS) and not each.name.startswith("_")}


def _switches(trees: Sequence[ast.Module]) -> Switches:
    """Return what stays true or false in a submission: `DEBUG = False`, `def f(x, debug=False)`, never set otherwise."""
    nodes = [node for tree in trees for node in ast.walk(tree)]
    bound = Counter(name for node in nodes for name in _bound_names(node))
    given = {node.arg for node in nodes if isinstance(node, ast.keyword)}
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    found: Switches = {}
    for node in nodes:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=value)):
                found[name] = bool(value)
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.Constant(value=value)):
                found[name] = bool(value)
            case ast.FunctionDef(name=name, args=arguments):
                every, defaults = [*arguments.posonlyargs, *arguments.args], arguments.defaults
                first = len(every) - len(defaults)
                pairs = [
                    *zip(range(first, len(every)), every[first:], defaults, strict=True),
                    *zip(itertools.repeat(len(every)), arguments.kwonlyargs, arguments.kw_defaults),
                ]
                for index, argument, default in pairs:
                    off = isinstance(default, ast.Constant) and default.value is False
                    if off and argument.arg in _DEBUG_WORDS and not _gives(calls, name, index):
                        found[argument.arg] = False
    return {name: value for name, value in found.items() if bound[name] == 1 and name not in given}


def _bound_names(node: ast.AST) -> Iterable[str]:
    match node:
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()) | ast.arg(arg=name):
            return (name,)
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return (name,)
        case ast.Global(names=names) | ast.Nonlocal(names=names):
            return names
        case ast.alias(name=name, asname=other):
            return (other or name,)
        case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
            return (name,)
    return ()


def _gives(calls: Iterable[ast.Call], function: str, index: int) -> bool:
    """Return whether a call gives a function the argument at a position, or may give it by stars."""
    for call in calls:
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        stars = any(isinstance(each, ast.Starred) for each in call.args) or any(
            each.arg is None for each in call.keywords
        )
        if name == function and (len(call.args) > index or stars):
            return True
    return False


def _reachable(body: Sequence[ast.stmt], switches: Switches) -> Iterator[ast.stmt]:
    """Yield the statements of a block up to one that leaves it, without blocks that never run here."""
    for statement in body:
        if isinstance(statement, ast.If) and (truth := _truth(statement.test, switches)) is not None:
            yield from _reachable(statement.body if truth else statement.orelse, switches)
            continue
        yield statement
        if isinstance(statement, ast.Return | ast.Raise | ast.Continue | ast.Break):
            return


def _truth(test: ast.expr, switches: Switches) -> bool | None:
    """Return what a condition always is, None if it can't be told."""
    match test:
        case ast.Constant(value=value):
            return bool(value)
        case ast.Compare(left=ast.Name(id="__name__"), ops=[ast.Eq()]):
            return False
        case ast.Name(id="TYPE_CHECKING") | ast.Attribute(attr="TYPE_CHECKING"):
            return False
        case ast.Name(id=name):
            return switches.get(name)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            truth = _truth(operand, switches)
            return None if truth is None else not truth
        case ast.BoolOp(op=operation, values=values):
            truths = [_truth(value, switches) for value in values]
            decisive = isinstance(operation, ast.Or)
            if decisive in truths:
                return decisive
            return None if None in truths else not decisive
    return None


def _statements(body: Sequence[ast.stmt], switches: Switches) -> Iterator[ast.stmt]:
    """Yield the statements that bind names in a scope: those of its blocks too, not those of inner functions."""
    for statement in _reachable(body, switches):
        yield statement
        if isinstance(statement, (*_FUNCTIONS, ast.ClassDef)):
            continue
        for _, value in ast.iter_fields(statement):
            if isinstance(value, list):
                blocks = [item for item in value if isinstance(item, ast.ExceptHandler | ast.match_case)]
                inner = [item for item in value if isinstance(item, ast.stmt)]
                yield from _statements(inner, switches)
                for block in blocks:
                    yield from _statements(block.body, switches)
