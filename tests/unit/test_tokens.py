"""Students' code is read by a limited process: what is left of it, what is shown of it, and what can't be hurt by it."""

import os
import resource
import signal
import time

import pytest

from grader.errors import WorkerFault
from grader.reports import tokens as module
from grader.reports.tokens import CodeReader, plain_lines

PROGRAM = '''"""What it is for."""
import torch as t


def f(x, *, y=1.5):  # why
    "what it returns"
    r"a loose remark"; z = 'a' \\
        + "b"
    return x.sum(dim=-1) if len(x) else None
'''


@pytest.fixture(scope="module")
def reader():
    with CodeReader() as reader:
        yield reader


def texts(tokens):
    return " ".join(token.text for token in tokens)


def test_tokens_leave_out_what_is_said_to_people(reader):
    """Comments, docstrings and layout are gone; what is left knows its kind and its line."""
    found = reader.tokens(PROGRAM)
    assert texts(found) == (
        "import torch as t def f ( x , * , y = 1.5 ) : z = a + b return x . sum ( dim = - 1 ) if len ( x ) else None"
    )
    lines = {(token.text, token.kind): token.line for token in found}
    assert lines["import", "keyword"] == 2
    assert lines["a", "string"] == 7
    assert lines["b", "string"] == 8
    assert lines["sum", "name"] == lines["len", "builtin"] == lines["1", "number"] == 9


def test_the_way_of_quoting_does_not_matter(reader):
    """A string is what stands between its quotes."""
    assert reader.tokens("x = 'a b'\n") == reader.tokens('x = """a b"""')


def test_code_that_is_not_python_has_tokens_too(reader):
    """A syntax error, an unclosed bracket or a magic command doesn't end the reading."""
    assert texts(reader.tokens("%matplotlib inline\ndef f(:\n  x = (1,\n")) == "% matplotlib inline def f ( : x = ( 1 ,"
    assert texts(reader.tokens("x = 'never ends")) == "x = never ends"
    assert reader.tokens("") == []


def test_coloured_lines_are_the_lines_of_the_source(reader):
    """Each line is coloured by itself, also inside of a string that spans several."""
    lines = reader.highlighted(PROGRAM)
    assert len(lines) == len(PROGRAM.split("\n"))
    assert (
        lines[1]
        == '<span class="kn">import</span> <span class="nn">torch</span> <span class="k">as</span> <span class="nn">t</span>'
    )
    assert reader.highlighted('"""a\nb"""') == [
        '<span class="sd">&#34;&#34;&#34;a</span>',
        '<span class="sd">b&#34;&#34;&#34;</span>',
    ]


def test_hostile_code_stays_text(reader):
    """Tags are escaped, and characters that hide or move others are spelled out, with colours and without."""
    hostile = "x = '</pre><script>alert(1)</script>' # \u202e\x1b[31m"
    for lines in (reader.highlighted(hostile), plain_lines(hostile)):
        assert "<script>" not in "".join(lines)
        assert "\\u202e" in lines[0]
        assert "\\x1b" in lines[0]


def test_what_can_not_be_read_is_none(reader):
    """A source that is too long, or no text at all, has neither tokens nor colours; plain lines are always there."""
    for source in ("x" * (module.MAX_SOURCE_CHARACTERS + 1), "'\ud800'"):
        assert reader.tokens(source) is None
        assert reader.highlighted(source) is None
    assert texts(reader.tokens("x = 1")) == "x = 1"
    assert plain_lines("'\ud800'") == ["&#39;\\ud800&#39;"]


def test_a_source_that_takes_too_much_costs_only_itself():
    """A process that runs out of memory, or of computing time, is replaced."""
    with CodeReader(memory_bytes=4 << 20) as reader:
        assert reader.tokens("x=1+y\n" * 30_000) is None
        assert texts(reader.tokens("x = 1")) == "x = 1"


def test_a_process_that_hangs_or_dies_is_replaced():
    """A missed deadline, or a death, costs the source at which it happens."""
    with CodeReader(wall_seconds=0.3) as reader:
        assert reader.tokens("x = 1")
        for deadly in (signal.SIGSTOP, signal.SIGKILL):
            before = reader.pid
            os.kill(before, deadly)
            started = time.monotonic()
            assert reader.tokens("x = 1") is None
            assert time.monotonic() - started < 5
            assert texts(reader.tokens("y = 2")) == "y = 2"
            assert reader.pid != before
            with pytest.raises(ProcessLookupError):
                os.kill(before, 0)


def test_computing_has_a_limit(reader):
    """A source may compute for some seconds; then the process ends."""
    assert reader.tokens("x = 1")
    soft, _ = resource.prlimit(reader.pid, resource.RLIMIT_CPU)
    # Whole seconds, counted from the start of the process.
    assert module.CPU_SECONDS <= soft <= 2 * module.CPU_SECONDS + 2


def test_a_reader_that_can_not_start_says_so(monkeypatch, tmp_path):
    """A broken installation is our fault, and not one of every submission."""
    monkeypatch.setattr(module, "PROGRAM", tmp_path / "nothing.py")
    with CodeReader() as reader, pytest.raises(WorkerFault, match="can't be started"):
        reader.tokens("x = 1")
