"""Students' code is read by a limited process: what is left of it, what is shown of it, and what can't be hurt by it."""

import os
import resource
import signal
import subprocess
import sys
import time

import pytest

from grader.errors import WorkerFault
from grader.reports import tokens as module
from grader.reports.tokens import CodeReader, batches

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


def tokens_of(reader, source):
    [tokens] = reader.tokens([source])
    return tokens


def texts(tokens):
    return " ".join(token.text for token in tokens)


def test_tokens_leave_out_what_is_said_to_people(reader):
    """Comments, docstrings and layout are gone; what is left knows its kind and its line."""
    found = tokens_of(reader, PROGRAM)
    assert texts(found) == (
        "import torch as t def f ( x , * , y = 1.5 ) : ; z = a + b return x . sum ( dim = - 1 ) if len ( x ) else None"
    )
    lines = {(token.text, token.kind): token.line for token in found}
    assert lines["import", "keyword"] == 2
    assert lines["a", "string"] == 7
    assert lines["b", "string"] == 8
    assert lines["sum", "name"] == lines["len", "builtin"] == lines["1", "number"] == 9


def test_the_way_of_quoting_does_not_matter(reader):
    """A string is what stands between its quotes."""
    assert tokens_of(reader, "x = 'a b'\n") == tokens_of(reader, 'x = """a b"""')


def test_code_that_is_not_python_has_tokens_too(reader):
    """A syntax error, an unclosed bracket or a magic command doesn't end the reading."""
    assert (
        texts(tokens_of(reader, "%matplotlib inline\ndef f(:\n  x = (1,\n"))
        == "% matplotlib inline def f ( : x = ( 1 ,"
    )
    assert [token.kind for token in tokens_of(reader, "x = 'never ends")] == [
        "name",
        "operator",
        "string",
        "name",
        "name",
    ]
    assert texts(tokens_of(reader, "x = 1 ? 2 $")) == "x = 1 ? 2 $"
    assert tokens_of(reader, "") == []


def test_braces_part_a_string(reader):
    """What an f-string computes is code; its words are strings, its formats are neither."""
    assert tokens_of(reader, "f'a{x.sum()!r:.4f} b'") == []
    found = tokens_of(reader, "y = f'a{x.sum()!r:.4f} b'")
    assert texts(found) == "y = a { x . sum ( ) !r : .4f }  b"
    kinds = {token.text: token.kind for token in found}
    assert [kinds[text] for text in ("a", "x", ".4f", " b")] == ["string", "name", "operator", "string"]


def test_members_are_no_builtins(reader):
    """`sum` is a builtin where it is called by itself, and a method's name behind a point."""
    kinds = {(token.text, token.kind) for token in tokens_of(reader, "sum(x.max(input))")}
    assert {("sum", "builtin"), ("max", "name"), ("input", "builtin"), ("x", "name")} <= kinds


def test_colours_follow_the_grammar(reader):
    """Keywords, remarks to people, strings, numbers, definitions with their decorators, and builtins have a colour each."""
    source = '@t.no_grad()\ndef f(self, n=2):\n    """doc"""\n    return len("s")  # why\n'
    [runs] = reader.runs([source])
    pieces, start = [], 0
    for colour, length in zip(runs[::2], runs[1::2], strict=True):
        pieces.append((colour, source[start : start + length].strip()))
        start += length
    assert start == len(source)
    assert [piece for piece in pieces if piece[0]] == [
        (5, "@t"),
        (5, "no_grad"),
        (1, "def"),
        (5, "f"),
        (6, "self"),
        (4, "2"),
        (2, '"""doc"""'),
        (1, "return"),
        (6, "len"),
        (3, '"s"'),
        (2, "# why"),
    ]


def test_what_can_not_be_read_is_none(reader):
    """A source that is too long, or no text at all, has neither tokens nor colours; those beside it have theirs."""
    sources = ["x" * (module.MAX_SOURCE_CHARACTERS + 1), "x = 1", "'\ud800'", "x = 1"]
    assert [tokens and texts(tokens) for tokens in reader.tokens(sources)] == [None, "x = 1", None, "x = 1"]
    assert reader.runs(sources) == [None, [0, 4, 4, 1], None, [0, 4, 4, 1]]


def test_sources_are_read_in_small_lists():
    """No question to a reading process takes long, however much code there is; a large source goes alone."""
    sources = ["x" * 50_000, "y" * 20_000, *["z" * 100] * 3, "w" * 100_000]
    found = list(batches(sources, len))
    assert [source for batch in found for source in batch] == sources
    assert [len(batch) for batch in found] == [1, 4, 1]


def test_a_source_that_takes_the_process_down_costs_no_other(monkeypatch):
    """What stands beside it in a question is asked for again; after a number of such sources nothing is."""
    monkeypatch.setattr(module, "MAX_LOST", 2)
    deadly = [f"{'x=1+y;' * 9_000}{number}" for number in range(3)]
    with CodeReader(memory_bytes=4 << 20) as reader:
        found = reader.tokens(["a = 1", deadly[0], "b = 2"])
        assert [tokens is not None for tokens in found] == [True, False, True]
        found = reader.tokens(["a = 1", *deadly[1:], "b = 2"])
        assert [tokens is not None for tokens in found] == [True, False, False, False]


def test_a_source_that_takes_too_much_costs_only_itself():
    """A process that runs out of memory, or of computing time, is replaced."""
    with CodeReader(memory_bytes=4 << 20) as reader:
        assert tokens_of(reader, "x=1+y\n" * 30_000) is None
        assert texts(tokens_of(reader, "x = 1")) == "x = 1"


def test_a_process_that_hangs_or_dies_is_replaced():
    """A missed deadline, or a death, costs the source at which it happens."""
    with CodeReader(wall_seconds=0.3) as reader:
        assert tokens_of(reader, "x = 1")
        for deadly in (signal.SIGSTOP, signal.SIGKILL):
            before = reader.pid
            os.kill(before, deadly)
            started = time.monotonic()
            assert tokens_of(reader, "x = 1") is None
            assert time.monotonic() - started < 5
            assert texts(tokens_of(reader, "y = 2")) == "y = 2"
            assert reader.pid != before
            with pytest.raises(ProcessLookupError):
                os.kill(before, 0)


def test_computing_has_a_limit(reader):
    """A source may compute for some seconds; then the process ends."""
    assert tokens_of(reader, "x = 1")
    soft, _ = resource.prlimit(reader.pid, resource.RLIMIT_CPU)
    # Whole seconds, counted from the start of the process.
    assert module.CPU_SECONDS <= soft <= 2 * module.CPU_SECONDS + 2


def test_a_reader_that_can_not_start_says_so(monkeypatch, tmp_path):
    """A broken installation is our fault, and not one of every submission."""
    monkeypatch.setattr(module, "PROGRAM", tmp_path / "nothing.py")
    with CodeReader() as reader, pytest.raises(WorkerFault, match="can't be started"):
        tokens_of(reader, "x = 1")


@pytest.mark.skipif(sys.platform != "linux", reason="seccomp is Linux's")
def test_what_reads_code_can_do_nothing_else():
    """Code that overwhelms the parser opens no file, connects to nobody, starts no program and signals nobody."""
    pytest.importorskip(
        "pyseccomp", reason="libseccomp is not installed", exc_type=(ImportError, OSError, RuntimeError)
    )
    attempts = """
        lambda: open("/etc/hostname"), lambda: os.open("/tmp", os.O_RDONLY), lambda: socket.socket(), lambda: os.fork(),
        lambda: os.kill(os.getppid(), 0), lambda: os.listdir("/"), lambda: resource.prlimit(os.getppid(), resource.RLIMIT_CPU),
        lambda: os.execv("/bin/true", ["true"]), lambda: os.memfd_create("x"), lambda: os.chdir("/"),
    """
    program = f"""
import os, resource, runpy, socket
put_into_force = runpy.run_path({str(module.PROGRAM)!r})["_filter"]()
put_into_force()
held = 0
for attempt in ({attempts}):
    try:
        attempt()
    except PermissionError:
        held += 1
os.write(1, str(held).encode())
"""
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert (ended.stdout, ended.stderr) == (b"10", b"")
