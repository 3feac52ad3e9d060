"""The shape of the program holds: imports go one way, and little stands in the child's sight."""

import ast
from pathlib import Path

import pytest

from grader.sandbox.launch import PROGRAM_FILES

PACKAGE = Path(__file__).parents[2] / "grader"
# Each row may import from the rows above it and from its own.
LAYERS = (
    "errors model translation",
    "verdicts inputs checks wording scoring statistics files hints template variants givenstubs homework layout workfolder",
    "regions places faults mutants coursefiles outfolder variantfiles findcourse feedback checkfiles ipynb archives manifest sandbox",
    "course stubcells stubs intake roster gradebook",
    "tellings session workers checker keyboard watchedfiles",
    "checking cluster",
    "grading demo newexercise release verify_variants verify survivors transcript nexthint progress overview packing notebooktable",
    "desk reports watchboard watch",
    "cli pytest_plugin notebook __main__",
)
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names.split()}
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "_course" not in path.parts)
CHILD_SIDE = {name.removesuffix(".py").replace("/", ".") for name in PROGRAM_FILES}


def imports_of(path: Path) -> set[str]:
    """Return the modules of the package that a file imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name.startswith("grader")}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("grader"):
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {
                name if (PACKAGE.parent / (name.replace(".", "/") + ".py")).exists() else str(node.module)
                for name in inner
            }
    return {name.removeprefix("grader").removeprefix(".") for name in found}


@pytest.mark.parametrize("path", MODULES, ids=[str(path.relative_to(PACKAGE)) for path in MODULES])
def test_imports_go_one_way(path: Path) -> None:
    """No module imports one of a later layer."""
    own = path.relative_to(PACKAGE).with_suffix("").parts[0]
    if own == "__init__":
        assert not imports_of(path)
        return
    assert own in LEVEL, f"{own} has no place in LAYERS"
    later = {name for name in imports_of(path) if name and LEVEL[name.partition(".")[0]] > LEVEL[own]}
    assert not later


@pytest.mark.parametrize("name", PROGRAM_FILES)
def test_the_childs_side_imports_only_what_is_copied_into_its_sight(name: str) -> None:
    """The zygote and its children import nothing of the program but the few files that are copied for them."""
    assert imports_of(PACKAGE / name) - {"", "sandbox"} <= CHILD_SIDE


def test_what_decides_and_shows_imports_no_torch() -> None:
    """A second run, an export and a report import neither torch nor pytest."""
    light = {
        "gradebook",
        "grading",
        "workers",
        "course",
        "intake",
        "stubs",
        "scoring",
        "wording",
        "verify",
        "survivors",
        "mutants",
        "demo",
    }
    for path in MODULES:
        own = path.relative_to(PACKAGE).with_suffix("").parts[0]
        if own in light | {"reports", "cli"}:
            tree = ast.parse(path.read_text(encoding="utf-8"))
            names = {alias.name for node in tree.body if isinstance(node, ast.Import) for alias in node.names}
            names |= {node.module or "" for node in tree.body if isinstance(node, ast.ImportFrom)}
            heavy = {"torch", "pytest", "numpy", "grader.checks", "grader.session", "grader.inputs"}
            assert not names & heavy, path


def test_no_exercise_is_named_in_the_program() -> None:
    """The course is data to the grader."""
    slugs = {path.parent.name for path in (PACKAGE.parent / "exercises").glob("*/exercise.toml")}
    assert slugs
    for path in MODULES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        doc = {id(node.body[0].value) for node in ast.walk(tree) if _has_docstring(node)}
        texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in doc}
        # An example in a help text or an error's remedy is for people.
        assert not slugs & texts, path


def _has_docstring(node: ast.AST) -> bool:
    body = getattr(node, "body", None)
    return isinstance(body, list) and bool(body) and isinstance(body[0], ast.Expr)
