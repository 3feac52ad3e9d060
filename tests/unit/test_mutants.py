"""Each operator makes the faults that it is there for, and nothing else is changed."""

import textwrap

import pytest
from courses import FILES

from grader.mutants import Mutant, mutants


def made_of(body: str, *, before: str = "import torch") -> list[Mutant]:
    """Return the mutants of a function with this body."""
    marked = f"# BEGIN SOLUTION\n{textwrap.dedent(body).strip()}\n# END SOLUTION"
    return mutants(f"{before}\n\n\ndef answer(x, y, params):\n{textwrap.indent(marked, '    ')}\n", "answer.py")


def changes(body: str, operator: str) -> set[str]:
    return {f"{each.was} -> {each.now}" for each in made_of(body) if each.operator == operator}


EXAMPLES = {
    "constant": ("return x + 2", {"return x + 2 -> return x + 3", "return x + 2 -> return x + 1"}),
    "word": (
        "return 'low' if x else 'high'",
        {
            "return 'low' if x else 'high' -> return 'high' if x else 'high'",
            "return 'low' if x else 'high' -> return 'low' if x else 'low'",
        },
    ),
    "comparison": ("return x > y", {"return x > y -> return x >= y", "return x > y -> return x <= y"}),
    "arithmetic": ("return x / y", {"return x / y -> return x * y"}),
    "operand": ("return x + y", {"return x + y -> return x", "return x + y -> return y"}),
    "boolean": ("return x and y", {"return x and y -> return x or y"}),
    "sign": ("return -x", {"return -x -> return x"}),
    "condition": ("if x:\n    return y", {"if x: -> if not x:", "if x: -> if True:", "if x: -> if False:"}),
    "branch": ("return x if y else 1", {"return x if y else 1 -> return x", "return x if y else 1 -> return 1"}),
    "dropped": ("raise ValueError(x)", {"raise ValueError(x) -> pass"}),
    "exception": ("raise ValueError(x)", {"raise ValueError(x) -> raise RuntimeError(x)"}),
    "rebound": ("x -= y", {"x -= y -> x = x - y"}),
    "in-place": ("x = x - y", {"x = x - y -> x -= y"}),
    "once": ("for each in x:\n    y(each)", {"for each in x: -> for each in x:  # once"}),
    "unwrapped": ("return x.detach()", {"return x.detach() -> return x"}),
    "neighbour": ("return x.mean()", {"return x.mean() -> return x.sum()"}),
    "swapped": ("return torch.xlogy(x, y)", {"return torch.xlogy(x, y) -> return torch.xlogy(y, x)"}),
    "argument": ("return x.max(y)", {"return x.max(y) -> return x.max()"}),
    "keyword": (
        "return x.clamp(min=y)",
        {"return x.clamp(min=y) -> return x.clamp()", "return x.clamp(min=y) -> return x.clamp(max=y)"},
    ),
    "slice": ("return x[y:]", {"return x[y:] -> return x[:]"}),
    "parameter": ("return torch.abs(y)", {"return torch.abs(y) -> return torch.abs(params)"}),
    "element": ("return {x, y}", {"return {x, y} -> return {y}", "return {x, y} -> return {x}"}),
}


@pytest.mark.parametrize("operator", EXAMPLES)
def test_an_operator_makes_its_faults(operator: str) -> None:
    """Each operator makes exactly the faults of its example."""
    body, expected = EXAMPLES[operator]
    assert changes(body, operator) == expected


@pytest.mark.parametrize(
    ("body", "operator", "fault"),
    [
        ("with torch.no_grad():\n    y(x)", "unwrapped", "with torch.no_grad(): -> if True:"),
        ("with torch.no_grad():\n    y(x)", "neighbour", "with torch.no_grad(): -> with torch.enable_grad():"),
        ("x.grad.mul_(y)", "rebound", "x.grad.mul_(y) -> x.grad = x.grad.mul(y)"),
        ("x.zero_()", "neighbour", "x.zero_() -> x.zero()"),
        ("return torch.sign(x)", "unwrapped", "return torch.sign(x) -> return x"),
        ("return (x, y)", "swapped", "return (x, y) -> return (y, x)"),
        ("return [y for y in x if y > 1]", "condition", "return [y for y in x if y > 1] -> return [y for y in x]"),
        ("if x not in (1, 2):\n    y(x)", "element", "if x not in (1, 2): -> if x not in (2,):"),
        ("try:\n    x(y)\nexcept EOFError:\n    y(x)", "unwrapped", "try: -> if True:"),
        ("return x and y and params", "operand", "return x and y and params -> return x and params"),
        ("return x.sum(-1)", "constant", "return x.sum(-1) -> return x.sum(0)"),
        ("return x.sum(-1)", "constant", "return x.sum(-1) -> return x.sum(1)"),
        ("return x * 0.5", "constant", "return x * 0.5 -> return x * 1.0"),
        ("return True", "constant", "return True -> return False"),
        ("while x < 3:\n    x += 1", "condition", "while x < 3: -> while False:"),
    ],
)
def test_an_operator_knows_other_forms(body: str, operator: str, fault: str) -> None:
    """Faults of the subject are made: gradients left on, in-place lost, axes and operands gone."""
    assert fault in changes(body, operator)


@pytest.mark.parametrize(
    "body",
    [
        '"""One, two."""\nreturn None',
        "return None  # 1 + 1",
        "value: int\nreturn None",
        "raise ValueError",
    ],
)
def test_what_says_nothing_about_the_answer_stays(body: str) -> None:
    """Docstrings, comments and annotations are left alone."""
    assert {each.operator for each in made_of(body)} <= {"dropped"}


def test_the_words_of_an_exception_stay() -> None:
    """What an error says is not asked, only that it is raised, and of which kind."""
    assert {each.operator for each in made_of("raise ValueError(f'{x + 1} is not {y!r}')")} == {"dropped", "exception"}


def test_which_argument_is_counted_does_not_matter() -> None:
    """The arguments of a batch are of one length, so that `len` is left alone."""
    assert not [each for each in made_of("return len(x)") if each.operator == "parameter"]


def test_guards_against_ones_own_slips_stay() -> None:
    """`strict=True` of a zip is neither taken away nor turned round."""
    assert not [
        each for each in made_of("return zip(x, y, strict=True)") if "strict" not in each.now and "zip(" in each.now
    ]


def test_only_marked_regions_change() -> None:
    """What a student receives with the stub is the same in every mutant."""
    source = FILES["solutions/double/double.py"]
    found = mutants(textwrap.dedent(source), "double.py")
    assert {each.at for each in found} == {"helper", "double", "FACTOR"}
    assert all("def double(x: torch.Tensor) -> torch.Tensor:" in each.source for each in found)


def test_mutants_are_programs_no_two_the_same() -> None:
    """Each mutant compiles, differs from the reference and from every other, and has a name of its own."""
    found = made_of("if x:\n    y = y + 1\nelse:\n    y = y + 1\nreturn [y, y]")
    assert len({each.source for each in found}) == len(found)
    assert len({(each.at, each.was, each.now) for each in found}) == len(found)
    assert {each.at for each in found} == {"answer", "answer (2)"}
    for each in found:
        compile(each.source, "mutant", "exec")


def test_mutants_are_the_same_each_time() -> None:
    """The same reference has the same mutants."""
    assert made_of("return x.sum() + 1") == made_of("return x.sum() + 1")


def test_the_name_of_a_mutant_outlives_other_lines() -> None:
    """Lines that come before it change nothing in a mutant's name."""
    (first,) = [each for each in made_of("return x + y") if each.operator == "arithmetic"]
    (later,) = [each for each in made_of("params = 3\nreturn x + y") if each.operator == "arithmetic"]
    assert (first.at, first.was, first.now) == (later.at, later.was, later.now)
    assert later.line == first.line + 1


def test_an_entry_of_a_table_is_named_by_its_keys() -> None:
    """In a table each cell has a place of its own, and gets every other word of its column."""
    table = """
        # BEGIN SOLUTION
        TABLE = {
            "first": {"kind": "mean", "size": 1},
            "second": {"kind": "sum", "size": 1},
            "third": {"kind": "none", "size": 1},
        }
        # END SOLUTION
    """
    found = {(each.at, each.was, each.now) for each in mutants(textwrap.dedent(table), "table.py")}
    assert ("TABLE['first']['kind']", "'mean'", "'sum'") in found
    assert {now for at, _, now in found if at == "TABLE['second']['kind']"} == {"'mean'", "'none'"}
    assert ("TABLE['second']['size']", "1", "2") in found
    assert ("TABLE['second']", "{'kind': 'sum', 'size': 1}", "{'kind': 'sum'}") in found


def test_a_long_line_is_cut_to_where_it_changes() -> None:
    """A table of many rows is shown around the change, not as a whole."""
    rows = "".join(f'    "row_{number:02}": {number},\n' for number in range(60))
    found = mutants(f"# BEGIN SOLUTION\nTABLE = {{\n{rows}}}\n# END SOLUTION\n", "table.py")
    dropped = [each for each in found if each.operator == "element"]
    assert len({(each.was, each.now) for each in dropped}) == 60
    assert max(len(each.was) for each in dropped) < 120
