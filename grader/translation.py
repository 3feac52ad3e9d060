"""The program's words in the reader's language: gettext catalogues, with English as it stands in two files.

`messages.toml` has what commands and notebooks say to a student, `wording.toml` what is said of findings and on pages.
A text has a key, `check.all_passed`; one that depends on a count has a singular, `one`, and a plural, `else`. Each other
language is a catalogue, `locale/<language>/LC_MESSAGES/grader.po`, in which a text's context is its key. `make words`
has Babel bring the catalogues up to date with the English texts and compile them.
"""

import gettext
import os
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import IO, Any

LANGUAGES = ("en", "zh")
DOMAIN = "grader"
HERE = Path(__file__).parent
FILES = ("messages.toml", "wording.toml")
PLURAL = {"one", "else"}

Text = str | tuple[str, str]


def message(key: str, language: str, **values: Any) -> str:
    """Return a text with its blanks, `{name}`, filled in; `count` chooses between a singular and a plural."""
    return translated(key, language, values.get("count")).format(**values)


def translated(key: str, language: str, count: int | None = None) -> str:
    """Return the text of a key in a language, English where it has none; a KeyError if there is no such key."""
    match english()[key]:
        case str(text):
            return _catalogue(language).pgettext(key, text)
        case (one, other):
            return _catalogue(language).npgettext(key, one, other, 0 if count is None else count)


@cache
def english() -> Mapping[str, Text]:
    """Return the English texts by their keys; of one that depends on a count, its singular and its plural."""
    return {
        key: text
        for name in FILES
        for key, text in _texts(tomllib.loads((HERE / name).read_text(encoding="utf-8")), "")
    }


def language_of_system() -> str:
    """Return the language of the locale: `zh` or `en`."""
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return next((each for each in LANGUAGES if locale.lower().startswith(each)), LANGUAGES[0])


def extract(file: IO[bytes], keywords: object, comments: object, options: object) -> Iterator[tuple[Any, ...]]:
    """Yield the texts of an English file as Babel's extractors do, with the comments that stand above them.

    Babel calls this as `pyproject.toml` says.
    """
    source = file.read().decode()
    for key, text in _texts(tomllib.loads(source), ""):
        line, notes = _place(source.splitlines(), key)
        if isinstance(text, str):
            yield line, "pgettext", (key, text), notes
        else:
            yield line, "npgettext", (key, *text, ""), notes


def _texts(table: Mapping[str, Any], path: str) -> Iterator[tuple[str, Text]]:
    for name, value in table.items():
        key = f"{path}{name}"
        if isinstance(value, str):
            yield key, value
        elif set(value) == PLURAL:
            yield key, (value["one"], value["else"])
        else:
            yield from _texts(value, f"{key}.")


def _place(lines: list[str], key: str) -> tuple[int, list[str]]:
    """Return the number of the line that gives a key its text, and the comments right above it."""
    table, _, name = key.rpartition(".")
    begin = lines.index(f"[{table}]")
    number = next(at for at in range(begin + 1, len(lines)) if lines[at].startswith((f"{name} =", f'"{name}" =')))
    first = number
    while lines[first - 1].startswith("# "):
        first -= 1
    return number + 1, [line.removeprefix("# ") for line in lines[first:number]]


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, HERE / "locale", [language], fallback=True)
