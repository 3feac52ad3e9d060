"""Stubs and notebooks are made from references."""

import json
import subprocess
import sys
import textwrap

import nbformat
import pytest
from courses import build_course, replace

from grader.course import read_course
from grader.errors import CourseError
from grader.stubcells import split_cells
from grader.stubs import out_of_date, stub_notebook, stub_source, write_stubs


def stub_of(reference):
    return stub_source(textwrap.dedent(reference).lstrip("\n"), "task")


@pytest.fixture
def root(tmp_path):
    return build_course(tmp_path / "course")


def test_a_region_in_a_function_asks_for_code():
    """A marked body becomes a NotImplementedError that names the function; the signature and its docstring stay."""
    stub = stub_of('''
        def double(x):
            """Return twice `x`."""
            # BEGIN SOLUTION
            return 2 * x
            # END SOLUTION
    ''')
    assert stub == (
        'def double(x):\n    """Return twice `x`."""\n    raise NotImplementedError("double: write your code here")\n'
    )


def test_a_method_is_named_with_its_class():
    """In a class, what is to be written is named with the class."""
    stub = stub_of("""
        class Net:
            def forward(self, x):
                if x is None:
                    # BEGIN SOLUTION
                    x = 0
                    # END SOLUTION
                return x
    """)
    assert '            raise NotImplementedError("Net.forward: write your code here")\n        return x' in stub


def test_a_region_at_the_end_of_a_file_may_be_a_function_body():
    """What follows a function is not part of it."""
    stub = stub_of("""
        def first():
            # BEGIN SOLUTION
            return 1
            # END SOLUTION

        def second():
            # BEGIN SOLUTION
            return 2
            # END SOLUTION
    """)
    assert stub.count("raise NotImplementedError") == 2


def test_every_kind_of_block_can_hold_a_region():
    """Regions can stand in loops, handlers, cases and with blocks."""
    stub = stub_of("""
        def f(x):
            for _ in x:
                try:
                    match x:
                        case 1:
                            # BEGIN SOLUTION
                            pass
                            # END SOLUTION
                except ValueError:
                    with x:
                        # BEGIN SOLUTION
                        pass
                        # END SOLUTION
    """)
    assert stub.count('raise NotImplementedError("f: write your code here")') == 2


def test_constants_become_none():
    """Each public name that a region assigns at the top level is left as None, with what stands above the mark."""
    stub = stub_of("""
        # Two shapes.
        # BEGIN SOLUTION
        # because of the transposed weight
        (WEIGHT, BIAS) = (30, 20), (30,)
        LOSS: float = 0.5
        _scratch = WEIGHT
        # END SOLUTION
    """)
    assert stub == (
        "# Two shapes.\nWEIGHT = None  # your answer\nBIAS = None  # your answer\nLOSS = None  # your answer\n"
    )


def test_imports_and_helpers_of_the_solution_vanish():
    """A region of imports and helper functions leaves nothing, and no wider gap than before."""
    stub = stub_of("""
        # BEGIN SOLUTION
        import os
        # END SOLUTION
        import torch

        # BEGIN SOLUTION
        import math


        @property
        def helper(x):
            return math.sqrt(x)


        # END SOLUTION


        X = torch.ones(1)
    """)
    assert stub == "import torch\n\n\nX = torch.ones(1)\n"


def test_stub_lines_stand_in_the_stub():
    """Lines `# STUB: text` replace the region; a name that they bind is not bound again."""
    stub = stub_of("""
        # BEGIN SOLUTION
        # STUB: TABLE = {
        # STUB:     "mean": None,
        # STUB:
        # STUB: }
        TABLE = {"mean": "w"}
        FIRST = "mean"
        # END SOLUTION
    """)
    assert stub == 'TABLE = {\n    "mean": None,\n\n}\nFIRST = None  # your answer\n'


def test_stub_lines_in_a_function_still_end_in_an_error():
    """A skeleton in a function ends in the error, unless it ends the function by itself."""
    stub = stub_of("""
        def f(x):
            # BEGIN SOLUTION
            # STUB: total = 0
            # STUB: for each in x:
            # STUB:     ...
            return sum(x)
            # END SOLUTION

        def g(x):
            # BEGIN SOLUTION
            # STUB: return ...
            return x
            # END SOLUTION
    """)
    assert "    total = 0\n    for each in x:\n        ...\n    raise NotImplementedError(" in stub
    assert stub.endswith("def g(x):\n    return ...\n")


def test_an_attribute_in_a_class_becomes_none():
    """In the body of a class, assigned names are left as None."""
    stub = stub_of("""
        class Settings:
            # BEGIN SOLUTION
            rate = 0.1
            # END SOLUTION
    """)
    assert stub == "class Settings:\n    rate = None  # your answer\n"


@pytest.mark.parametrize(
    ("reference", "line", "what"),
    [
        ("X = 1\n# END SOLUTION\n", 2, "never began"),
        ("# BEGIN SOLUTION\nX = 1\n", 1, "never ends"),
        ("# BEGIN SOLUTION\n# BEGIN SOLUTION\nX = 1\n# END SOLUTION\n", 2, "inside another"),
        ("X = 1\n# BEGIN SOLUTION\n\n# because\n# END SOLUTION\n", 2, "has nothing in it"),
        ("def f():\n    # BEGIN SOLUTION\n    # END SOLUTION\n    return 1\n", 2, "has nothing in it"),
        ("# Begin solution\nX = 1\n# End solution\n", 1, "misspelt mark"),
        ("# BEGIN SOLUTION here\nX = 1\n# END SOLUTION\n", 1, "misspelt mark"),
        ("# BEGIN SOLUTION\n#STUB: Y = 1\nX = 1\n# END SOLUTION\n", 2, "misspelt mark"),
        ("# STUB: Y = 1\nX = 1\n", 1, "outside of the regions"),
        ("X = [\n    # BEGIN SOLUTION\n    1,\n    # END SOLUTION\n]\n", 2, "cuts through"),
        ("# BEGIN SOLUTION\nX = [\n    # END SOLUTION\n    1,\n]\n", 1, "cuts through"),
        ("def f():\n    # BEGIN SOLUTION\n    return 1\nX = 2\n# END SOLUTION\n", 2, "cuts through"),
        (
            "import os\n\n\nclass A:\n    # BEGIN SOLUTION\n    def f(self): ...\n    # END SOLUTION\n",
            4,
            "no valid Python",
        ),
        ("X = 1\n# BEGIN SOLUTION\n# STUB: Y = (\nY = 1\n# END SOLUTION\nZ = 1\n", 2, "no valid Python"),
        ("X = 1\nY = (\n", 2, "no valid Python"),
    ],
)
def test_a_fault_in_the_marks_names_its_line(reference, line, what):
    """A mark that is wrong, and a region that leaves no Python, are told with file, line and remedy."""
    with pytest.raises(CourseError, match=what) as caught:
        stub_source(reference, "task")
    assert caught.value.where == f"solutions/task/task.py:{line}"
    assert caught.value.remedy.endswith(".")


def test_a_stub_is_clean(root):
    """A stub of a reference whose own imports are marked has no unused import and no undefined name."""
    stub = stub_source(read_course(root).exercises["double"].reference, "double")
    path = root / "stub.py"
    path.write_text(stub.replace("    raise", "    torch\n    raise"))
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--no-cache", "--select", "E,F,I", str(path)]
    assert subprocess.run(command, check=False).returncode == 0
    assert "SOLUTION" not in stub


def test_a_notebook_has_one_cell_for_each_thing_to_write():
    """A stub is split into its imports, functions, classes and groups of constants, each with its comments."""
    stub = textwrap.dedent('''
        """The task in two sentences."""

        import math

        # Only for types.
        from torch import Tensor


        # What this is for.
        @staticmethod
        def f(x: Tensor):
            return math.pi
            # to be continued


        # A group.
        A = None  # your answer
        B = None  # your answer; one more
        C = None; D = None

        # Another.
        E = None


        class Net:
            pass

        # The end.
    ''').lstrip("\n")
    assert split_cells(stub) == [
        "import math\n\n# Only for types.\nfrom torch import Tensor",
        "# What this is for.\n@staticmethod\ndef f(x: Tensor):\n    return math.pi\n    # to be continued",
        "# A group.\nA = None  # your answer\nB = None  # your answer; one more\nC = None; D = None",
        "# Another.\nE = None",
        "class Net:\n    pass\n\n# The end.",
    ]


def test_a_notebook_is_valid():
    """The notebook stub is valid nbformat, begins with the task and ends with a scratch cell that checks."""
    text = stub_notebook("X = None  # your answer\n", "# Aufgabe ü 两倍\n\nText.\n", "quiz")
    notebook = nbformat.reads(text, as_version=4)
    nbformat.validate(notebook)
    assert [cell.cell_type for cell in notebook.cells] == ["markdown", "code", "code"]
    assert notebook.cells[0].source == "# Aufgabe ü 两倍\n\nText."
    assert notebook.cells[-1].source == 'from grader import notebook\nnotebook.check("quiz")'
    assert [cell.metadata.get("tags") for cell in notebook.cells] == [None, None, ["scratch"]]
    assert [cell["id"] for cell in json.loads(text)["cells"]] == ["cell-0", "cell-1", "cell-2"]


def test_stubs_are_written_once(root):
    """Writing stubs again changes nothing, and leaves no other file."""
    before = set(root.rglob("*"))
    course = read_course(root)
    names = ["double/double.py", "double/double.ipynb", "quiz/quiz.py", "quiz/quiz.ipynb"]
    paths = [root / "exercises" / name for name in names]
    assert out_of_date(course) == paths == write_stubs(course)
    assert set(root.rglob("*")) - before == set(paths)
    times = [path.stat().st_mtime_ns for path in paths]
    assert out_of_date(course) == [] == write_stubs(course)
    assert [path.stat().st_mtime_ns for path in paths] == times


def test_only_what_changed_is_written(root):
    """A stub that was edited, or whose task changed, is out of date; the others are left alone."""
    write_stubs(read_course(root))
    replace(root, "exercises/quiz/README.md", "# Quiz", "# A quiz")
    edited = root / "exercises/double/double.py"
    edited.write_bytes(edited.read_bytes().replace(b"\n", b"\r\n"))
    assert write_stubs(read_course(root)) == [edited, root / "exercises/quiz/quiz.ipynb"]
    assert b"\r" not in edited.read_bytes()


def test_a_course_without_solutions_has_no_stubs_to_write(root):
    """A student's course gives no stubs: there is nothing that they could be made from."""
    (root / "solutions").rename(root / "elsewhere")
    assert write_stubs(read_course(root)) == []


def test_stub_and_reference_have_one_contract(root):
    """The names that a stub leaves to a student are the contract of its exercise."""
    course = read_course(root)
    for slug, exercise in course.exercises.items():
        stub = stub_source(exercise.reference, slug)
        replace(root, f"solutions/{slug}/{slug}.py", exercise.reference, stub)
    again = read_course(root)
    assert [each.contract for each in again.exercises.values()] == [each.contract for each in course.exercises.values()]
