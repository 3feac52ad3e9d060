"""A reference -> its mutants: the same program with one small fault, as a student might bring it in.

How it works: the reference is read as a syntax tree; every statement and expression inside the marked regions is offered to the
operators below, and each change that one of them makes is written out as a program of its own. What says nothing
about the answer (docstrings, annotations, the words of an exception) stays as it is. Nothing here runs.
"""

import ast
import copy
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple, TypeVar

from grader.model import Record
from grader.regions import find_regions

# A change is shown in the largest piece of code around it that fits into one line.
LINE = 100
Change = tuple[str, ast.AST]
N = TypeVar("N", bound=ast.AST)


class Mutant(Record, frozen=True):
    """A reference with one fault: `was` became `now`, in the function or constant `at`.

    These three name a mutant for good: other lines may come and go around it. `line` is where it stands at present.
    """

    operator: str
    at: str
    line: int
    was: str
    now: str
    source: str


class _Spot(NamedTuple):
    """A place in the tree: the node, what holds it, and the pieces of code around it, the largest first."""

    node: ast.AST
    parent: ast.AST
    field: str
    position: int | None
    at: str
    around: tuple[ast.AST, ...]

    def put(self, new: ast.AST) -> None:
        """Put another node into this place."""
        if self.position is None:
            setattr(self.parent, self.field, new)
        else:
            getattr(self.parent, self.field)[self.position] = new


def mutants(source: str, path: str) -> list[Mutant]:
    """Return the mutants of a reference in the order of its lines, no two of them the same program."""
    tree = ast.parse(source)
    lines = {line for region in find_regions(source, path) for line in range(region.begin, region.end + 1)}
    words = _Words(tree)
    seen = {ast.unparse(tree)}
    named: Counter[tuple[str, str, str]] = Counter()
    found = []
    for spot in _inside(tree):
        if getattr(spot.node, "lineno", 0) not in lines:
            continue
        for operator, new in words.changes(spot):
            was, now, text = _written(tree, spot, new)
            if text in seen or not _compiles(text):
                continue
            seen.add(text)
            now = now if now != was else f"{now}  # {operator}"
            named[spot.at, was, now] += 1
            again = named[spot.at, was, now]
            at = spot.at if again == 1 else f"{spot.at} ({again})"
            line: int = getattr(spot.node, "lineno")  # noqa: B009
            found.append(Mutant(operator=operator, at=at, line=line, was=was, now=now, source=text + "\n"))
    return found


def _written(tree: ast.Module, spot: _Spot, new: ast.AST) -> tuple[str, str, str]:
    """Return the piece of code around a change before and after it, and the whole program after it."""
    pieces = [*spot.around, spot.node]
    shown = next((piece for piece in pieces if len(_first_line(piece)) <= LINE), spot.node)
    was = _first_line(shown)
    spot.put(new)
    now, text = _first_line(new if shown is spot.node else shown), ast.unparse(tree)
    spot.put(spot.node)
    return *_cut(was, now), text


def _cut(was: str, now: str) -> tuple[str, str]:
    """Return two lines, cut around the place where they begin to differ if one is too long."""
    if max(len(was), len(now)) <= LINE:
        return was, now
    alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(was, now)))
    start = max(0, alike - LINE // 4)
    return _window(was, start), _window(now, start)


def _window(line: str, start: int) -> str:
    return f"{'... ' if start else ''}{line[start : start + LINE]}{' ...' if len(line) > start + LINE else ''}"


def _first_line(node: ast.AST) -> str:
    return ast.unparse(node).partition("\n")[0]


def _compiles(source: str) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            compile(source, "mutant", "exec")
        except (SyntaxError, ValueError):
            return False
    return True


# Where changes may be made.


def _inside(tree: ast.Module) -> Iterator[_Spot]:
    """Yield the places of a program, each before what it holds."""
    for index, statement in enumerate(tree.body):
        yield from _statement(_Spot(statement, tree, "body", index, _assigned(statement), ()))


def _assigned(statement: ast.stmt) -> str:
    """Return the names that a statement of the top level gives a value; `module` if none."""
    targets = getattr(statement, "targets", None) or [getattr(statement, "target", None)]
    return ", ".join(ast.unparse(target) for target in targets if target is not None).strip("()") or "module"


def _statement(spot: _Spot) -> Iterator[_Spot]:
    if _is_docstring(spot.node):
        return
    at = spot.at
    if isinstance(spot.node, ast.FunctionDef | ast.ClassDef):
        at = spot.node.name if at == "module" else f"{at}.{spot.node.name}"
    else:
        yield spot
    for field, index, child in _children(spot.node):
        if isinstance(child, ast.stmt):
            yield from _statement(_Spot(child, spot.node, field, index, at, ()))
        elif isinstance(child, ast.ExceptHandler):
            for position, inner in enumerate(child.body):
                yield from _statement(_Spot(inner, child, "body", position, at, ()))
        # What an exception says is not asked.
        elif not isinstance(spot.node, ast.Raise):
            # Each entry of a table is named by its keys; elsewhere the statement is what a reader recognises.
            table = isinstance(spot.parent, ast.Module)
            yield from _expression(_Spot(child, spot.node, field, index, at, (spot.node,)), table=table)


def _expression(spot: _Spot, *, table: bool) -> Iterator[_Spot]:
    yield spot
    # A negative number is one constant; the words of an f-string are read, not asked.
    if _number(spot.node) is not None and isinstance(spot.node, ast.UnaryOp):
        return
    for field, index, child in _children(spot.node):
        if isinstance(spot.node, ast.JoinedStr) and isinstance(child, ast.Constant):
            continue
        at, around = spot.at, (*spot.around, spot.node)
        if isinstance(spot.node, ast.Dict):
            if field == "keys":
                continue
            key = spot.node.keys[index or 0]
            if table and isinstance(key, ast.Constant):
                at, around = f"{at}[{key.value!r}]", ()
        yield from _expression(_Spot(child, spot.node, field, index, at, around), table=table)


def _children(node: ast.AST) -> Iterator[tuple[str, int | None, ast.AST]]:
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "ctx", "op", "ops"):
            continue
        if isinstance(node, ast.keyword) and node.arg in GUARDS:
            continue
        if isinstance(value, ast.AST):
            yield field, None, value
        elif isinstance(value, list):
            yield from ((field, index, item) for index, item in enumerate(value) if isinstance(item, ast.AST))


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


# What is changed. Each operator takes a node and yields what may stand in its place.

# Arguments that only guard against a slip of one's own: no answer depends on them.
GUARDS = ("strict",)
COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
    ast.MatMult: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
# Names that students take for each other: the next of the row stands in for each.
NEIGHBOURS = (
    "mean sum; max min; amax amin; argmax argmin; maximum minimum; any all; zeros ones; zeros_like ones_like;"
    " new_zeros new_ones; zeros_ ones_; sigmoid tanh relu; copy deepcopy; float32 float64; int64 int32; log log2;"
    " normal uniform; normal_ uniform_; kaiming_normal_ kaiming_uniform_; mul_ div_; add_ sub_; modules children;"
    " stack cat; enable_grad no_grad; randperm arange; ReLU Tanh; SGD Adam; abs neg; softplus relu; append extend"
)
NEXT_NAME = {
    name: row[(index + 1) % len(row)]
    for row in (part.split() for part in NEIGHBOURS.split(";"))
    for index, name in reversed(list(enumerate(row)))
}
BUILT_IN = {"max", "min", "any", "all"}


class _Words:
    """What the operators have to know of the whole program: its modules, parameters, and which words stand where."""

    def __init__(self, tree: ast.Module) -> None:
        imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
        self.modules = {(alias.asname or alias.name).partition(".")[0] for node in imports for alias in node.names}
        self._parameters = dict(_parameters(tree, ""))
        self._words: dict[str, list[str]] = {}
        for spot in _inside(tree):
            if isinstance(spot.node, ast.Constant) and isinstance(spot.node.value, str):
                words = self._words.setdefault(_role(spot.at), [])
                if spot.node.value not in words:
                    words.append(spot.node.value)

    def changes(self, spot: _Spot) -> Iterator[Change]:
        """Yield the changes to a node, each with the name of its operator."""
        node = spot.node
        match node:
            case ast.stmt():
                yield from _of_statement(node, local=not isinstance(spot.parent, ast.Module))
            case ast.Constant(value=str(word)):
                yield from (("word", ast.Constant(other)) for other in self._others(spot.at, word))
            case ast.Constant() | ast.UnaryOp() if _number(node) is not None:
                yield from (("constant", ast.parse(repr(value), mode="eval").body) for value in _other_numbers(node))
            # Batches are of one length, whichever argument is counted.
            case ast.Name(id=name, ctx=ast.Load()) if not _is_counted(spot.parent):
                yield from (
                    ("parameter", ast.Name(other)) for other in _next_of(self._parameters.get(spot.at, ()), name)
                )
            case ast.Call():
                yield from _of_call(node, self.modules)
            case ast.Tuple() | ast.List() if _is_membership(spot.parent):
                # Their order says nothing there, but which ones they are.
                yield from (("element", _with(node, elts=rest)) for rest in _each_dropped(node.elts))
            case ast.expr():
                yield from _of_expression(node)

    def _others(self, at: str, word: str) -> list[str]:
        """Return all other words of a table's column; elsewhere the next of those that stand in the same function."""
        words = self._words.get(_role(at), [word])
        index = words.index(word)
        others = words[index + 1 :] + words[:index]
        return (others if _role(at) != at else others[:1]) or ["other"]


def _parameters(node: ast.AST, at: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the parameters of each function, by its name as `at` has it."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.ClassDef):
            inner = f"{at}.{child.name}" if at else child.name
            if isinstance(child, ast.FunctionDef):
                every = [*child.args.posonlyargs, *child.args.args, *child.args.kwonlyargs]
                yield inner, [each.arg for each in every if each.arg != "self"]
            yield from _parameters(child, inner)


def _is_counted(call: ast.AST) -> bool:
    return isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "len"


def _next_of(names: Sequence[str], name: str) -> Iterator[str]:
    if name in names and len(names) > 1:
        yield names[(names.index(name) + 1) % len(names)]


def _role(at: str) -> str:
    """Return what the words of a column of a table have in common: the table and the last key."""
    table, *keys = at.split("[")
    return f"{table}[{keys[-1]}" if keys else table


def _is_membership(node: ast.AST) -> bool:
    return isinstance(node, ast.Compare) and isinstance(node.ops[-1], ast.In | ast.NotIn)


def _of_statement(node: ast.stmt, *, local: bool) -> Iterator[Change]:
    match node:
        case ast.Assign() | ast.AnnAssign() if local:
            yield "dropped", ast.Pass()
            yield from _in_place(node)
        case ast.Expr(value=value):
            if not isinstance(value, ast.Yield | ast.YieldFrom):
                yield "dropped", ast.Pass()
            yield from _rebound(value)
        case ast.AugAssign(target=target, op=op, value=value):
            yield "dropped", ast.Pass()
            if type(op) in ARITHMETIC:
                yield "arithmetic", ast.AugAssign(target, ARITHMETIC[type(op)](), value)
            yield "rebound", ast.Assign([target], ast.BinOp(_loaded(target), op, value), lineno=node.lineno)
        case ast.Raise(exc=ast.Call(func=ast.Name(id=name), args=arguments)):
            yield "dropped", ast.Pass()
            other = "TypeError" if name == "RuntimeError" else "RuntimeError"
            yield "exception", ast.Raise(ast.Call(ast.Name(other), arguments, []), None)
        case ast.Raise() | ast.Continue() | ast.Break() | ast.Delete() | ast.Assert():
            yield "dropped", ast.Pass()
        case ast.If(test=test) | ast.While(test=test):
            yield from (("condition", _with(node, test=new)) for new in _other_conditions(test))
        case ast.For():
            yield "once", _with(node, body=[*node.body, ast.Break()])
        case ast.With(body=body) | ast.Try(body=body):
            yield "unwrapped", ast.If(ast.Constant(True), body, [])


def _of_expression(node: ast.expr) -> Iterator[Change]:
    match node:
        case ast.BinOp(left=left, op=op, right=right):
            if type(op) in ARITHMETIC:
                yield "arithmetic", ast.BinOp(left, ARITHMETIC[type(op)](), right)
            yield "operand", left
            if isinstance(op, ast.Add | ast.Mult | ast.BitAnd | ast.BitOr):
                yield "operand", right
        case ast.BoolOp(op=junction, values=values):
            yield "boolean", ast.BoolOp(ast.Or() if isinstance(junction, ast.And) else ast.And(), values)
            yield from (("operand", ast.BoolOp(junction, rest)) for rest in _each_dropped(values))
        case ast.UnaryOp(operand=operand):
            yield "sign", operand
        case ast.Compare(left=left, ops=ops, comparators=comparators):
            for index, relation in enumerate(ops):
                for other in COMPARISONS[type(relation)]:
                    yield "comparison", ast.Compare(left, [*ops[:index], other(), *ops[index + 1 :]], comparators)
        case ast.IfExp(test=test, body=body, orelse=orelse):
            yield "branch", body
            yield "branch", orelse
            if not _has_opposite(test):
                yield "condition", ast.IfExp(test, orelse, body)
        case ast.Subscript(value=value, slice=inner, ctx=ctx):
            if isinstance(ctx, ast.Load):
                yield "unwrapped", value
            if isinstance(inner, ast.Slice):
                yield from (
                    ("slice", _with(node, slice=_with(inner, **{bound: None})))
                    for bound in ("lower", "upper", "step")
                    if getattr(inner, bound) is not None
                )
        case ast.Attribute(attr=name):
            yield from (("neighbour", _with(node, attr=other)) for other in _other_names(name))
        case ast.Tuple() | ast.List() | ast.Set() | ast.Dict():
            yield from _of_display(node)
        case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
            yield from _of_comprehension(node)


def _of_display(node: ast.Tuple | ast.List | ast.Set | ast.Dict) -> Iterator[Change]:
    if isinstance(node, ast.Dict):
        for index in range(len(node.keys)):
            keys, values = list(node.keys), list(node.values)
            del keys[index], values[index]
            yield "element", ast.Dict(keys, values)
    elif isinstance(node, ast.Set):
        # The empty set has no display.
        yield from (("element", ast.Set(rest)) for rest in _each_dropped(node.elts) if rest)
    elif isinstance(node.ctx, ast.Load):
        yield from (("swapped", _with(node, elts=order)) for order in _each_swapped(node.elts))
        if isinstance(node, ast.List):
            yield from (("element", _with(node, elts=rest)) for rest in _each_dropped(node.elts))


def _of_comprehension(node: ast.expr) -> Iterator[Change]:
    generators = node.generators  # type: ignore[attr-defined]
    for index, generator in enumerate(generators):
        for number, test in enumerate(generator.ifs):
            others = [new for new in _other_conditions(test) if not isinstance(new, ast.Constant)]
            kept = [
                [*generator.ifs[:number], *new, *generator.ifs[number + 1 :]] for new in ([], *([o] for o in others))
            ]
            for ifs in kept:
                changed = [*generators[:index], _with(generator, ifs=ifs), *generators[index + 1 :]]
                yield "condition", _with(node, generators=changed)


def _of_call(node: ast.Call, modules: set[str]) -> Iterator[Change]:
    function, arguments, keywords = node.func, node.args, node.keywords
    if isinstance(function, ast.Attribute) and _root(function) not in modules:
        yield "unwrapped", function.value
    elif arguments and not isinstance(arguments[0], ast.Starred):
        yield "unwrapped", arguments[0]
    if isinstance(function, ast.Name) and function.id in BUILT_IN:
        yield "neighbour", ast.Call(ast.Name(NEXT_NAME[function.id]), arguments, keywords)
    yield from (("swapped", ast.Call(function, order, keywords)) for order in _each_swapped(arguments))
    if arguments:
        yield "argument", ast.Call(function, arguments[:-1], keywords)
    for index, keyword in enumerate(keywords):
        if keyword.arg not in GUARDS:
            yield "keyword", ast.Call(function, arguments, [*keywords[:index], *keywords[index + 1 :]])
        if keyword.arg in ("min", "max"):
            renamed = ast.keyword(NEXT_NAME[keyword.arg], keyword.value)
            yield "keyword", ast.Call(function, arguments, [*keywords[:index], renamed, *keywords[index + 1 :]])


def _in_place(node: ast.Assign | ast.AnnAssign) -> Iterator[Change]:
    """Yield the assignment `x = x + y` as `x += y`, which changes what the caller holds."""
    match node:
        case ast.Assign(targets=[target], value=ast.BinOp(left=left, op=op, right=right)):
            if isinstance(target, ast.Name | ast.Attribute | ast.Subscript) and ast.unparse(left) == ast.unparse(
                target
            ):
                yield "in-place", ast.AugAssign(target, op, right)


def _rebound(value: ast.expr) -> Iterator[Change]:
    """Yield the statement `x.add_(y)` as `x = x.add(y)`, which leaves alone what the caller holds."""
    match value:
        case ast.Call(func=ast.Attribute(value=ast.Name() | ast.Attribute() as target, attr=name)) if _ends_in_place(
            name
        ):
            stored = copy.copy(target)
            stored.ctx = ast.Store()
            call = _with(value, func=ast.Attribute(target, name[:-1], ast.Load()))
            yield "rebound", ast.Assign([stored], call, lineno=value.lineno)


def _other_conditions(test: ast.expr) -> Iterator[ast.expr]:
    # A comparison and a `not` have opposites of their own, made where they stand.
    if not _has_opposite(test):
        yield ast.UnaryOp(ast.Not(), test)
    yield ast.Constant(True)
    yield ast.Constant(False)


def _has_opposite(test: ast.expr) -> bool:
    return isinstance(test, ast.Compare) or (isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not))


def _other_names(name: str) -> Iterator[str]:
    if name in NEXT_NAME:
        yield NEXT_NAME[name]
    if _ends_in_place(name):
        yield name[:-1]


def _ends_in_place(name: str) -> bool:
    return name.endswith("_") and not name.endswith("__")


def _number(node: ast.AST) -> bool | int | float | None:
    match node:
        case ast.Constant(value=bool() | int() | float() as value):
            return value
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as value)) if value is not True:
            return -value
    return None


def _other_numbers(node: ast.AST) -> Iterator[bool | int | float]:
    match _number(node):
        case bool(value):
            yield not value
        case int(value):
            yield value + 1
            yield value - 1
            if value < 0:
                yield -value
        case float(value):
            yield value * 2
            yield value + 1


def _each_dropped(items: list[ast.expr]) -> Iterator[list[ast.expr]]:
    return (items[:index] + items[index + 1 :] for index in range(len(items)))


def _each_swapped(items: list[ast.expr]) -> Iterator[list[ast.expr]]:
    """Yield the items with two neighbours swapped, for each two."""
    for index in range(len(items) - 1):
        if not any(isinstance(item, ast.Starred) for item in items[index : index + 2]):
            yield [*items[:index], items[index + 1], items[index], *items[index + 2 :]]


def _root(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _loaded(target: ast.expr) -> ast.expr:
    return ast.parse(ast.unparse(target), mode="eval").body


def _with(node: N, **fields: object) -> N:
    """Return a copy of a node with other fields; what it holds is shared."""
    changed = copy.copy(node)
    for name, value in fields.items():
        setattr(changed, name, value)
    return changed
