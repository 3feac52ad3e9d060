"""What may stand in the place of a statement or an expression: the faults that students bring.

Each operator takes a node and yields others; they know faults of any program (a comparison, a constant, a statement left
out) and those of the subject: an axis, a gradient left on, in place or rebound, `mean` for `sum`.
"""

import ast
import copy
from collections.abc import Iterator, Sequence
from typing import TypeVar

from grader.places import GUARDS, Place, number_of, places

# The name of the operator, and the node that it puts there.
Change = tuple[str, ast.AST]
N = TypeVar("N", bound=ast.AST)

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


class Faults:
    """What the operators have to know of the whole program: its modules, parameters, and which words stand where."""

    def __init__(self, tree: ast.Module) -> None:
        imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
        self.modules = {(alias.asname or alias.name).partition(".")[0] for node in imports for alias in node.names}
        self._parameters = dict(_parameters(tree, ""))
        self._words: dict[str, list[str]] = {}
        for place in places(tree):
            if isinstance(place.node, ast.Constant) and isinstance(place.node.value, str):
                words = self._words.setdefault(_role(place.at), [])
                if place.node.value not in words:
                    words.append(place.node.value)

    def at(self, place: Place) -> Iterator[Change]:
        """Yield the changes to a node, each with the name of its operator."""
        node = place.node
        match node:
            case ast.stmt():
                yield from _of_statement(node, local=not isinstance(place.parent, ast.Module))
            case ast.Constant(value=str(word)):
                yield from (("word", ast.Constant(other)) for other in self._others(place.at, word))
            case ast.Constant() | ast.UnaryOp() if number_of(node) is not None:
                yield from (("constant", ast.parse(repr(value), mode="eval").body) for value in _other_numbers(node))
            # Batches are of one length, whichever argument is counted.
            case ast.Name(id=name, ctx=ast.Load()) if not _is_counted(place.parent):
                yield from (
                    ("parameter", ast.Name(other)) for other in _next_of(self._parameters.get(place.at, ()), name)
                )
            case ast.Call():
                yield from _of_call(node, self.modules)
            case ast.Tuple() | ast.List() if _is_membership(place.parent):
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


def _other_numbers(node: ast.AST) -> Iterator[bool | int | float]:
    match number_of(node):
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
