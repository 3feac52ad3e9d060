"""The program's words: none is asked for that is not there, none is there that nobody asks for."""

import ast
import io
import re
import tomllib
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from grader import translation
from grader.translation import FILES, LANGUAGES, english, message, translated

PACKAGE = Path(__file__).parents[2] / "grader"
TREES = [ast.parse(path.read_text(encoding="utf-8")) for path in PACKAGE.rglob("*.py") if "_course" not in path.parts]
NODES = [node for tree in TREES for node in ast.walk(tree)]
TEXTS = {node.value for node in NODES if isinstance(node, ast.Constant) and isinstance(node.value, str)}
KEYS = set(english())
# Those that `message` asks for; the others have tests of their own.
TABLES = tuple(tomllib.loads((PACKAGE / "messages.toml").read_text(encoding="utf-8")))
MESSAGES = {key for key in KEYS if key.partition(".")[0] in TABLES}
OTHERS = [language for language in LANGUAGES if language != "en"]


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
    assert whole - MESSAGES == set()
    assert [
        ends for ends in begun if not any(key.startswith(ends[0]) and key.endswith(ends[1]) for key in MESSAGES)
    ] == []


def test_every_message_is_asked_for() -> None:
    """No text is kept, and translated, that no command says."""
    _, begun = asked()
    put_together = {beginning + text + end for beginning, end in begun for text in TEXTS}
    assert MESSAGES - TEXTS - put_together == set()


def catalogue(language: str) -> Catalog:
    path = PACKAGE / "locale" / language / "LC_MESSAGES" / "grader.po"
    with path.open("rb") as file:
        return read_po(file, abort_invalid=True)


def blanks(text: str) -> set[str]:
    """Return the names of the values that a text shows; braces without a name are code that it quotes."""
    return set(re.findall(r"\{(\w+)", text))


def test_babel_finds_every_text_with_its_key() -> None:
    """What translators are given is what the program says: each text, its key as the context, its line in the file."""
    keywords = {"pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3)}
    found = {}
    for name in FILES:
        lines = (PACKAGE / name).read_text(encoding="utf-8").splitlines()
        for line, text, _, key in extract_from_file(translation.extract, PACKAGE / name, keywords=keywords):
            found[key] = text
            assert key is not None
            assert key.rpartition(".")[2] in lines[line - 1]
    assert found == english()


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_is_translated_and_no_other(language: str) -> None:
    """`make words` was run after the last change of a text, and nothing is left open that it found new."""
    texts = {each.context: each for each in catalogue(language) if each.id}
    assert {key: each.id for key, each in texts.items()} == english()
    assert [key for key, each in texts.items() if each.fuzzy or not each.string or not all(each.string)] == []


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_shows_the_same_values(language: str) -> None:
    """A value that a text shows in one language it shows in all; a singular may write out its number."""
    for each in catalogue(language):
        if each.id:
            one, other = each.id if isinstance(each.id, tuple) else (each.id, each.id)
            strings = [each.string] if isinstance(each.string, str) else each.string
            assert blanks(one) | {"count"} == blanks(other) | {"count"}, each.context
            assert [blanks(other)] * len(strings) == [blanks(string) for string in strings], each.context


@pytest.mark.parametrize("language", OTHERS)
def test_the_catalogue_is_compiled(language: str) -> None:
    """What the program reads was made from what the translators wrote."""
    compiled = io.BytesIO()
    write_mo(compiled, catalogue(language))
    path = PACKAGE / "locale" / language / "LC_MESSAGES" / "grader.mo"
    assert compiled.getvalue() == path.read_bytes(), "run `make words`"


def test_a_count_chooses_between_singular_and_plural() -> None:
    """One check, several checks; Chinese has one form for both, and a language without a catalogue speaks English."""
    assert [message("check.more_lines", "en", count=count) for count in (0, 1, 2)] == [
        "... and 0 more lines",
        "... and 1 more line",
        "... and 2 more lines",
    ]
    assert message("check.more_lines", "zh", count=1) == "…… 还有 1 行"
    assert message("check.waiting", "tlh") == message("check.waiting", "en")
    with pytest.raises(KeyError):
        translated("check.unheard_of", "en")


@pytest.mark.parametrize("table", ["got", "findings", "problems", "notes"])
def test_every_sentence_on_a_finding_is_needed(table: str) -> None:
    """Each kind of finding that has words is one that the program, or a word of the checks, finds."""
    checks = (PACKAGE.parent / "exercises").glob("*/test_public.py"), (PACKAGE.parent / "solutions").glob("*/*.py")
    course = "".join(path.read_text(encoding="utf-8") for paths in checks for path in paths)
    kinds = {key.split(".")[1] for key in KEYS if key.startswith(f"{table}.")} - TEXTS
    assert {kind for kind in kinds if not re.search(rf'"{re.escape(kind)}"', course)} == set()
