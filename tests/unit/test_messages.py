"""The program's words: none is asked for that is not there, none is there that nobody asks for."""

import ast
import re
import string
from pathlib import Path

import pytest

from grader.messages import _templates
from grader.wording import LANGUAGES, read_words

PACKAGE = Path(__file__).parents[2] / "grader"
TREES = [ast.parse(path.read_text(encoding="utf-8")) for path in PACKAGE.rglob("*.py") if "_course" not in path.parts]
NODES = [node for tree in TREES for node in ast.walk(tree)]
TEXTS = {node.value for node in NODES if isinstance(node, ast.Constant) and isinstance(node.value, str)}
KEYS = {f"{table}.{name}" for table, texts in _templates("en").items() for name in texts}


def asked() -> tuple[set[str], set[tuple[str, str]]]:
    """Return the keys that calls of `message` name, and the beginnings and ends of those that they put together."""
    whole, begun = set(), set()
    for node in NODES:
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "message"):
            continue
        match node.args[0]:
            case ast.Constant(value=str(key)):
                whole.add(key)
            case ast.JoinedStr(values=[ast.Constant(value=str(beginning)), _, ast.Constant(value=str(end))]):
                begun.add((beginning, end))
            case ast.JoinedStr(values=[ast.Constant(value=str(beginning)), _]):
                begun.add((beginning, ""))
            case ast.BinOp(left=ast.Constant(value=str(beginning))):
                begun.add((beginning, ""))
            case ast.IfExp(body=ast.Constant(value=str(one)), orelse=ast.Constant(value=str(other))):
                whole |= {one, other}
    return whole, begun


def test_every_message_that_is_asked_for_is_there() -> None:
    """No command asks for a text that the files of messages lack."""
    whole, begun = asked()
    assert whole
    assert whole - KEYS == set()
    assert [ends for ends in begun if not any(key.startswith(ends[0]) and key.endswith(ends[1]) for key in KEYS)] == []


def test_every_message_is_asked_for() -> None:
    """No text is kept, and translated, that no command says."""
    _, begun = asked()
    put_together = {beginning + text + end for beginning, end in begun for text in TEXTS}
    assert KEYS - TEXTS - put_together == set()


@pytest.mark.parametrize("form", ["one", "else"])
def test_singular_and_plural_have_the_same_blanks(form: str) -> None:
    """A text that depends on a count says the same values in both of its forms and in both languages."""
    for table, texts in _templates("en").items():
        for name, text in texts.items():
            there = _templates("zh")[table][name]
            if isinstance(text, dict) and isinstance(there, dict):
                assert blanks(text[form]) == blanks(text["else"]) == blanks(there[form]), f"{table}.{name}"


def blanks(text: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(text) if field}


@pytest.mark.parametrize("table", ["got", "findings", "problems", "notes"])
def test_every_sentence_on_a_finding_is_needed(table: str) -> None:
    """Each kind of finding that has words is one that the program, or a word of the checks, finds."""
    checks = (PACKAGE.parent / "exercises").glob("*/test_public.py"), (PACKAGE.parent / "solutions").glob("*/*.py")
    course = "".join(path.read_text(encoding="utf-8") for paths in checks for path in paths)
    for language in LANGUAGES:
        kinds = set(getattr(read_words(language), table)) - TEXTS
        assert {kind for kind in kinds if not re.search(rf'"{re.escape(kind)}"', course)} == set()
