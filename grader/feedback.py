"""The words of an exercise: `feedback.<language>.toml`, read and found complete in every language."""

from collections.abc import Iterable
from pathlib import Path

import msgspec

from grader.checkfiles import Words
from grader.coursefiles import place, read_toml
from grader.errors import CourseError
from grader.model import Check, Feedback
from grader.translation import LANGUAGES


class _Title(msgspec.Struct, forbid_unknown_fields=True):
    title: str


class _Text(msgspec.Struct, forbid_unknown_fields=True):
    says: str


class _FeedbackFile(msgspec.Struct, forbid_unknown_fields=True):
    checks: dict[str, _Title] = {}
    misconceptions: dict[str, _Text] = {}
    notes: dict[str, _Text] = {}
    hints: dict[str, list[str]] = {}


def read_feedback(root: Path, folder: Path) -> dict[str, Feedback]:
    """Return the words in one folder, by language; a text that one language has, the others must have too."""
    feedback = {language: _read_language(root, folder, language) for language in LANGUAGES}
    for language, words in feedback.items():
        for other in feedback.values():
            _expect_as_complete(words, other, _where(root, folder, language))
    return feedback


def merge(first: dict[str, Feedback], second: dict[str, Feedback]) -> dict[str, Feedback]:
    """Return the words of two folders together."""
    return {
        language: Feedback(
            titles=words.titles | second[language].titles,
            misconceptions=words.misconceptions | second[language].misconceptions,
            hints=words.hints | second[language].hints,
            notes=words.notes | second[language].notes,
        )
        for language, words in first.items()
    }


def expect_words(
    feedback: dict[str, Feedback], checks: Iterable[Check], words: Words, *, root: Path, folder: Path
) -> None:
    """Raise a `CourseError` where `folder` lacks a check's title, or a text that a check names."""
    for language, texts in feedback.items():
        where = _where(root, folder, language)
        for check in checks:
            if check.name not in texts.titles:
                raise _missing("title", f"`{check.name}`", f'[checks.{check.name}] with title = "..."', where)
        for name, used in words.misconceptions.items():
            if name not in texts.misconceptions:
                what = f"`{name}` (used in {used})"
                raise _missing("text for the misconception", what, f'[misconceptions.{name}] with says = "..."', where)
        for name, used in words.notes.items():
            if name not in texts.notes:
                what = f"`{name}` (used in {used})"
                raise _missing("text for the note", what, f'[notes.{name}] with says = "..."', where)


def expect_hints(feedback: dict[str, Feedback], contract: Iterable[str], *, root: Path, folder: Path) -> None:
    """Raise a `CourseError` unless there are hints for the names of the contract, and for no other."""
    names = list(contract)
    for language, texts in feedback.items():
        where = _where(root, folder, language)
        for name in names:
            if not texts.hints.get(name):
                raise _missing("hint for", f"`{name}`", f'{name} = ["..."] under [hints]', where)
        for name in texts.hints:
            if name not in names:
                remedy = f"The names to write are {', '.join(names) or 'none'}."
                raise CourseError(f"hints for `{name}`, which nobody has to write", where=where, remedy=remedy)


def _where(root: Path, folder: Path, language: str) -> str:
    return place(root, folder / f"feedback.{language}.toml")


def _missing(kind: str, what: str, remedy: str, where: str) -> CourseError:
    return CourseError(f"no {kind} {what}", where=where, remedy=f"Add {remedy}.")


def _read_language(root: Path, folder: Path, language: str) -> Feedback:
    file = read_toml(root, folder / f"feedback.{language}.toml", _FeedbackFile)
    feedback = Feedback(
        titles={name: text.title for name, text in file.checks.items()},
        misconceptions={name: text.says for name, text in file.misconceptions.items()},
        notes={name: text.says for name, text in file.notes.items()},
        hints=file.hints,
    )
    single = feedback.titles | feedback.misconceptions | feedback.notes
    for name, texts in {**{name: [text] for name, text in single.items()}, **feedback.hints}.items():
        if not all(text.strip() for text in texts):
            where = _where(root, folder, language)
            raise CourseError(f"the text for `{name}` is empty", where=where, remedy="Write it, or take it out.")
    return feedback


def _expect_as_complete(words: Feedback, other: Feedback, where: str) -> None:
    tables = {"checks": "titles", "misconceptions": "misconceptions", "notes": "notes", "hints": "hints"}
    for table, field in tables.items():
        here, there = getattr(words, field), getattr(other, field)
        for name in there:
            if name not in here:
                raise _missing("text for", f"`{name}`, which another language has", f"it under [{table}]", where)
            if table == "hints" and len(here[name]) < len(there[name]):
                what = f"{len(here[name])} of the {len(there[name])} hints for `{name}` that another language has"
                raise CourseError(what, where=where, remedy="Give every language the same hints.")
