"""Findings become sentences that a reader can act on, whatever a student's code put into them."""

import ast
import re
from pathlib import Path

import pytest
from hypothesis import given, strategies

from grader.model import Exercise, Feedback, Finding, Outcome
from grader.reports.attention import KINDS
from grader.reports.classpage import TABLE_WORDS
from grader.statistics import ADVICE, ALPHA_MEANINGS
from grader.translation import LANGUAGES, english
from grader.wording import outcome_word, phrase, sentence, template, title, visible

PACKAGE = Path(__file__).parents[2] / "grader"
# Every kind of finding with the parameters that it comes with.
FINDINGS = {
    "wrong-type": {"got": "list", "expected": "Tensor", "name": "f"},
    "returned-nothing": {"name": "f"},
    "wrong-shape": {"got": [2, 3], "expected": [3]},
    "wrong-dtype": {"got": "torch.float64", "expected": "torch.float32"},
    "not-finite": {"got": "[nan, 1.0000]"},
    "wrong-value": {"got": "0.6070", "expected": "0.5121"},
    "not-equal": {"got": "'B'", "expected": "'A'", "name": "ANSWER"},
    "wrong-length": {"got": 3, "expected": 2},
    "changed-argument": {"argument": 2},
    "did-not-raise": {"expected": "ValueError"},
    "raised-other": {"expected": "ValueError", "got": "IndexError", "message": "index out of range"},
    "no-gradient": {},
    "misconception": {},
    "partial": {"percent": 50},
    "note": {"note": "as-float"},
    "right-rows": {"right": 3, "of": 5, "wrong": ["first", "last"]},
    "exception": {"type": "ValueError", "message": "odd", "line": 3, "source": "x.view(2)", "cell": None},
    "timed-out": {"seconds": 2.0, "while": "call"},
    "not-run-after-timeouts": {},
    "crashed": {"how": "SIGSEGV", "while": "call"},
    "refused": {"names": ["torch.nn.functional.cross_entropy"]},
    "skipped": {"after": "test_first"},
    "wrong-kind": {"detail": "a reply without its arguments"},
    "missing-name": {"name": "loss", "nearest": "los"},
    "not-callable": {"name": "loss"},
    "wrong-parameters": {"name": "loss", "message": "takes 1 positional argument but 2 were given"},
    "too-large": {"name": "loss.py", "size": 3 << 20, "limit": 1 << 20},
    "fault": {},
    "not-graded": {},
    "not-implemented": {"name": "loss"},
    "syntax-error": {"message": "invalid syntax", "line": 3, "source": "def f(:", "cell": None},
    "import-failed": {"type": "ModuleNotFoundError", "message": "No module named 'd2l'", "line": 1, "cell": None},
    "load-exception": {"type": "NameError", "message": "x", "line": 3, "source": "x", "cell": 2},
    "load-timed-out": {"seconds": 5.0},
    "load-crashed": {"how": "exit 0"},
    "load-exit": {"type": "SystemExit"},
    "cells-failed": {"cells": [2, 4], "first": "NameError: x"},
    "not-a-file": {"name": "loss.py"},
    "link": {"name": "loss.py"},
    "unreadable": {"name": "loss.py", "reason": "Permission denied"},
    "empty": {"name": "loss.py"},
    "not-utf8": {"name": "loss.py", "line": 4},
    "nul-bytes": {"name": "loss.py"},
    "broken-notebook": {"name": "loss.ipynb", "reason": "it has no cells"},
    "no-code-cells": {"name": "loss.ipynb"},
    "broken-archive": {"name": "ada.zip", "reason": "File is not a zip file"},
    "archive-too-large": {"name": "ada.zip", "limit": 64 << 20},
    "unsafe-archive": {"name": "ada.zip", "entry": "../x.py", "reason": "path"},
    "other-archive": {"name": "ada.rar"},
    "wrong-name": {"name": "los.py", "nearest": "loss"},
    "newer-counts": {"kept": "ada/loss.py", "ignored": "ada/old/loss.py"},
    "untouched-stub": {},
    "stub-ignored": {"kept": "ada/loss.py", "ignored": "ada/loss.ipynb"},
    "misnamed-ignored": {"kept": "ada/loss.py", "ignored": "ada/los.py"},
    "nested-archive-ignored": {"ignored": "inner.zip"},
    "packed-by-another": {"name": "ada.zip", "student": "bob"},
}
FEEDBACK = Feedback(
    titles={"test_first": "the first_check"},
    misconceptions={
        "divides-by-n": "That is the weighted sum divided by N.",
        "no-reason": "Nobody knows {got} [why|how].",
    },
    hints={},
    notes={"as-float": "An integer does as well."},
)
BARE_ENGLISH = re.compile(r"\b(?:[Tt]he|is|was|file|[Yy]our|code|not)\b")


def find(kind, diagnosis=None, **parameters):
    return Finding(kind=kind, parameters=parameters, diagnosis=diagnosis)


def test_backticks_of_a_students_line_do_not_end_the_code():
    """A quoted line of source stays one piece of code, whatever stands in it."""
    finding = find("syntax-error", line=7, source='"""Mean of `|e|`."""', message="invalid syntax")
    text = sentence(finding, None, "en")
    assert text == 'Python can\'t read the code: line 7, `"""Mean of ˋ|e|ˋ."""`: invalid syntax.'


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", FINDINGS)
def test_every_kind_of_finding_has_a_sentence(kind, language):
    """Each kind of finding has words of its own in both languages, and they end like a sentence."""
    assert template(kind, "else", language)
    text = sentence(Finding(kind=kind, parameters=FINDINGS[kind]), FEEDBACK, language, reveal=True)
    assert text.endswith((".", "?", "。", "？")), text
    assert "{" not in text
    assert not text.startswith(f"{kind}:")
    if language == "zh" and kind not in ("note", "skipped"):
        quoted = "".join(str(value) for value in FINDINGS[kind].values())
        strange = [word for word in BARE_ENGLISH.findall(re.sub("`[^`]*`", "", text)) if word not in quoted]
        assert not strange, text


def test_every_kind_that_the_program_finds_is_known():
    """No module finds something that has no sentence."""
    found = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", "")
            kinds = [keyword.value for keyword in node.keywords if keyword.arg == "kind"] if name == "Finding" else []
            kinds += node.args[:1] if name in ("Unreadable", "fail", "_exception_finding") else []
            kinds += node.args[1:2] if name == "expect" else []
            found |= {kind.value for kind in kinds if isinstance(kind, ast.Constant) and isinstance(kind.value, str)}
    assert {"fault", "not-utf8", "wrong-value", "wrong-dtype", "syntax-error"} <= found
    assert {kind for kind in found if not template(kind, "else", "en")} == set()


def test_every_outcome_has_a_word():
    """Each outcome has a word in both languages, and no two share one."""
    for language in LANGUAGES:
        assert len({outcome_word(outcome, language) for outcome in Outcome}) == len(Outcome)


def test_a_misconception_speaks_in_the_words_of_the_exercise():
    """A known misconception is told with what was got: "You got 0.6070: that is ..."."""
    found = find("wrong-value", "divides-by-n", got="0.6070", expected="0.5121")
    assert sentence(found, FEEDBACK, "en") == "You got 0.6070: that is the weighted sum divided by N."


def test_a_misconception_without_words_still_says_what_was_got():
    """A diagnosis that the feedback has no words for leaves the finding's own sentence."""
    found = find("wrong-value", "unheard-of", got="0.6070", expected="0.5121")
    assert "0.6070" in sentence(found, FEEDBACK, "en")
    assert "unheard-of" in sentence(find("misconception", "unheard-of"), None, "en")


def test_expected_values_appear_only_where_they_may():
    """What a hidden check expects stays hidden; what a public one expects is shown."""
    for kind in ("wrong-value", "not-equal", "wrong-length"):
        found = Finding(kind=kind, parameters=FINDINGS[kind] | {"expected": "42.4242"})
        for language in LANGUAGES:
            assert "42.4242" not in sentence(found, FEEDBACK, language)
            assert "42.4242" in sentence(found, FEEDBACK, language, reveal=True)


def test_without_quotes_nothing_of_the_students_code_is_repeated():
    """What a student reads of a hidden check holds no value and no message that their own code could smuggle out."""
    kinds = ("wrong-value", "not-equal", "not-finite", "exception", "raised-other", "wrong-kind", "cells-failed")
    for kind in (*kinds, "wrong-type", "refused"):
        parameters = dict.fromkeys(("got", "message", "detail", "first", "source", "type"), "SMUGGLED")
        found = Finding(kind=kind, parameters=FINDINGS[kind] | parameters | {"names": ["SMUGGLED"]})
        for language in LANGUAGES:
            assert "SMUGGLED" not in sentence(found, FEEDBACK, language, quote=False)


def test_without_quotes_a_known_type_is_still_named():
    """Names that nobody can have made up tell a student what happened in a hidden check; others say no more than they must."""
    assert "`IndexError`" in sentence(find("exception", type="IndexError", line=3), None, "en", quote=False)
    assert "`IndexError`" in sentence(find("raised-other", got="IndexError"), None, "en", quote=False)
    assert "`list`" in sentence(find("wrong-type", got="list"), None, "en", quote=False)
    assert "`Exception` in line 3." in sentence(find("exception", type="E1", line=3), None, "en", quote=False)
    assert "`object`" in sentence(find("wrong-type", got="T1"), None, "en", quote=False)


def test_a_skipped_check_names_the_one_that_comes_first():
    """A skipped check tells the title of the check that it waits for."""
    assert "the first_check" in sentence(find("skipped", after="test_first"), FEEDBACK, "en")
    assert "second check" in sentence(find("skipped", after="test_second_check"), FEEDBACK, "en")


@pytest.mark.parametrize(
    ("found", "remedy"),
    [
        (find("not-utf8", name="loss.py", line=4), "UTF-8"),
        (find("wrong-name", name="los.py", nearest="loss"), "loss.py"),
        (find("other-archive", name="ada.rar"), ".zip"),
        (find("empty", name="loss.py"), "saved"),
        (find("import-failed", message="No module named 'd2l'", line=1), "d2l"),
        (find("exception", type="EOFError", message="EOF when reading a line", line=3), "keyboard"),
        (find("load-exception", type="EOFError", message="EOF when reading a line", line=3), "keyboard"),
        (find("load-timed-out", seconds=5.0), "__main__"),
    ],
)
def test_a_problem_comes_with_its_remedy(found, remedy):
    """What a file or its loading suffers from is told with what to do about it."""
    assert remedy in sentence(found, None, "en")


def test_a_python_file_has_no_cells():
    """A line of a Python file is told without a cell, a line of a notebook with it."""
    assert "cell" not in sentence(find("syntax-error", message="x", line=3, source="y", cell=None), None, "en")
    assert "cell 2" in sentence(find("syntax-error", message="x", line=3, source="y", cell=2), None, "en")


def test_what_a_student_wrote_is_never_read_as_a_template():
    """Braces and brackets in a student's text are shown as they are."""
    found = find("exception", type="{message}", message="{type} [a|b] {0.__class__}", line=1, source="")
    assert "{message}" in sentence(found, None, "en")
    assert "{type} [a|b] {0.__class__}" in sentence(found, None, "en")


def test_what_could_disturb_a_terminal_is_spelled_out():
    """Control characters, terminal escapes and marks that turn the writing direction are made visible."""
    text = sentence(find("exception", type="E", message="a\x1b[31m\u202eb\u200b\0\r\nc\ud800", line=1), None, "en")
    assert all(each.isprintable() for each in text)
    assert r"\x1b[31m\u202eb" in text


def test_a_long_text_is_cut():
    """A message of a million characters gives a sentence of a few hundred."""
    assert len(sentence(find("exception", type="E" * 10**6, message="x" * 10**6, line=1), None, "en")) < 1_000
    assert len(sentence(find("right-rows", right=1, of=9, wrong=["x" * 999] * 999), None, "en")) < 1_000


def test_an_unknown_kind_falls_back_to_its_name():
    """A kind without words is told by its name and parameters."""
    assert sentence(find("brand-new", answer=42), None, "en") == "brand-new: answer = 42"
    assert sentence(find("brand-new"), None, "fr") == "brand-new"


odd = strategies.recursive(
    strategies.none() | strategies.booleans() | strategies.integers() | strategies.floats() | strategies.text(),
    lambda inner: strategies.lists(inner, max_size=3) | strategies.dictionaries(strategies.text(), inner, max_size=3),
    max_leaves=5,
)
names = strategies.sampled_from(sorted({name for parameters in FINDINGS.values() for name in parameters}))


@given(
    kind=strategies.sampled_from(sorted(FINDINGS)) | strategies.text(),
    parameters=strategies.dictionaries(names | strategies.text(), odd, max_size=5),
    diagnosis=strategies.none() | strategies.sampled_from(["divides-by-n", "no-reason", "other"]),
    language=strategies.sampled_from(LANGUAGES),
    reveal=strategies.booleans(),
    quote=strategies.booleans(),
)
def test_no_finding_breaks_a_report(kind, parameters, diagnosis, language, reveal, quote):
    """Whatever a finding holds, it becomes printable text in one line."""
    found = Finding(kind=kind, parameters=parameters, diagnosis=diagnosis)
    for feedback in (None, FEEDBACK):
        text = sentence(found, feedback, language, reveal=reveal, quote=quote)
        assert isinstance(text, str)
        assert all(each.isprintable() for each in text)


def test_a_check_without_a_title_is_named_in_plain_words():
    """A check that the feedback has no title for goes by its name."""
    exercise = Exercise(
        slug="loss",
        title={"en": "Loss"},
        checks=(),
        contract=(),
        check_files={},
        reference="",
        digest="",
        feedback={"en": FEEDBACK},
    )
    assert title(exercise, "test_first", "en") == "the first_check"
    assert title(exercise, "test_second_one", "zh") == "second one"


def test_a_count_chooses_its_plural():
    """One student is not "1 students"."""
    assert phrase("students", "en", count=1) == "1 student"
    assert phrase("students", "en", count=2) == "2 students"
    assert phrase("students", "zh", count=1).startswith("1")


def test_visible_text_keeps_the_lines_it_is_told_to_keep():
    """Output keeps its line breaks, and nothing else that moves the cursor."""
    assert visible("a\n\tb\x08c", None, keep="\n\t") == "a\n\tb\\x08c"


def test_every_word_of_the_pages_is_used():
    """No text is kept that no page shows, and no page asks for one that is not there."""
    shown = "".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*") if path.suffix in (".py", ".html"))
    used = set(re.findall(r'(?:say|phrase)\(\s*"(\w+)"(?! \+)', shown))
    used |= {
        f"{text}_{kind.replace('-', '_')}"
        for text in ("group", "fix")
        for kind in (*KINDS, "checks", "help", "nothing")
    }
    used |= {f"table_{key}" for key in TABLE_WORDS} | {f"advice_{key}" for key in ADVICE}
    used |= {f"alpha_{key}" for key in ALPHA_MEANINGS} | {f"whole_{key}" for key in ALPHA_MEANINGS if key != "few"}
    # Where a page goes through a list of keys, the keys stand there as they are.
    lists = re.findall(r'for key in \(([^)]*)\) %}.*\n?.*?say\((?:"(\w+)" \+ key|key \+ "(\w+)")\)', shown)
    used |= {f"{before}{key}{after}" for keys, before, after in lists for key in re.findall(r'"(\w+)"', keys)}
    assert {key.removeprefix("page.") for key in english() if key.startswith("page.")} == used
