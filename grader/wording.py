"""Findings -> sentences in the reader's language.

A template of `wording.toml`, and its translation, is a text with fields and choices:

    {name}          the finding's parameter, as visible text of limited length
    {name:form}     the parameter in one of the forms of `_FORMS`
    [a|b]           the first alternative whose parameters are all there, else nothing

Parameters come from a student's code: they are filled in last and never read as a template again, control characters
and marks that turn the writing direction are spelled out, and a parameter that is missing or odd never raises.
"""

import builtins
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import PurePath
from typing import Any, NamedTuple

from grader.model import Exercise, Feedback, Finding, Outcome
from grader.translation import english, translated

MAX_TEXT = 200
LIKE_A_BACKTICK = "\u02cb"
MAX_ITEMS = 8
KINDS_KEPT = 1_000
TABLES = ("findings", "problems", "notes")

_FIELD = re.compile(r"\{(\w+)(?::(\w+))?\}")
_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_TWO_STOPS = re.compile(r"([.!?…。！？])[.。]$")
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
# What a student's code says in its own words; on a hidden check these words may be the hidden input. The line that
# raised is what the child claims it is, and so are the forbidden names that were reached.
_QUOTED = {"message", "detail", "first", "source", "names"}
# Names of types that a student's code can't have made up, and by kind of finding what stands for all others.
_KNOWN_TYPES = frozenset(
    "Tensor Parameter Size dtype ndarray Module Linear Sequential Optimizer OutOfMemoryError JSONDecodeError".split()
) | {name for name, value in vars(builtins).items() if isinstance(value, type)}
_TYPE_NAMES = {
    "exception": ("type", "Exception"),
    "raised-other": ("got", "Exception"),
    "wrong-type": ("got", "object"),
}
_QUOTED_VALUES = {"wrong-value", "not-equal", "not-finite"}
# What these expect stands in the contract; what the others expect may be the answer to a hidden check.
_EXPECTED_BY_CONTRACT = {"wrong-shape", "wrong-dtype", "wrong-type", "raised-other", "did-not-raise"}
_MODULE = re.compile(r"(?:No module named|cannot import name .* from) '([^']+)'")


@lru_cache(KINDS_KEPT)
def template(kind: str, case: str, language: str) -> str | None:
    """Return the template of a kind of finding, that of a case where it has several, or None."""
    keys = (f"{table}.{kind}{end}" for table in TABLES for end in ("", f".{case}", ".else"))
    key = next((key for key in keys if key in english()), None)
    return key and translated(key, language)


def sentence(
    finding: Finding, feedback: Feedback | None, language: str, *, reveal: bool = False, quote: bool = True
) -> str:
    """Return what was found as a sentence; a known misconception speaks in the words of the exercise's feedback.

    Expected values appear only with `reveal` (for public checks). Without `quote`, values and messages that the
    student's code made stay out too: a student who reads of a hidden check must not find its input there.
    """
    values = _values(finding, feedback, language, reveal=reveal, quote=quote)
    says = feedback.misconceptions.get(finding.diagnosis or "") if feedback else None
    if says:
        got = f"got.{finding.kind}"
        filled = _fill(translated(got, language), values, language) if got in english() else None
        return _diagnosed(filled or "", _one_line(says), language)
    if finding.kind == "note" and feedback and str(values.get("note")) in feedback.notes:
        return _one_line(feedback.notes[str(values["note"])])
    fitting = template(finding.kind, _case(finding), language)
    text = _fill(fitting, values, language) if fitting else None
    return text or _fallback(finding.kind, values if quote else {}, language)


def title(exercise: Exercise, check: str, language: str) -> str:
    """Return a check's title, or its name in plain words where it has none."""
    feedback = exercise.feedback.get(language) or exercise.feedback.get("en")
    return (feedback.titles.get(check) if feedback else None) or _plain_name(check)


def named(texts: Mapping[str, str], language: str, default: str = "") -> str:
    """Return the text of a language out of several, English where it has none."""
    return texts.get(language) or texts.get("en") or default


def outcome_word(outcome: Outcome, language: str) -> str:
    """Return how a check ended, in a word or two."""
    return translated(f"outcomes.{outcome.value}", language)


def status_word(status: str, language: str) -> str:
    """Return how a submission stands, in a word or two."""
    key = f"statuses.{status}"
    return translated(key, language) if key in english() else status


def phrase(key: str, language: str, **values: Any) -> str:
    """Return a text of the pages; `count` chooses between its singular and its plural."""
    return _fill(translated(f"page.{key}", language, values.get("count")), values, language) or key


def listed(items: Sequence[object], language: str) -> str:
    """Return a list of a few items as the language writes one; after eight, an ellipsis."""
    return _list(items, language)


def visible(text: str, length: int | None = MAX_TEXT, *, keep: str = "") -> str:
    r"""Return `text` cut to `length`, with characters that can't be seen, or move others, spelled out (`\x1b`, `\u202e`).

    Line breaks become ` ⏎ ` unless `keep` has them.
    """
    cut = text if length is None or len(text) <= length else text[: length - 1] + "…"
    if "\n" not in keep:
        cut = re.sub(r"[ \t]*\r?\n\s*", " ⏎ ", cut.strip("\r\n"))
    if cut.isascii() and cut.isprintable():
        return cut
    return "".join(each if each in keep else _shown(each) for each in cut)


def plain_number(value: float) -> str:
    """Return points or seconds with no more digits than they need, at most two after the point."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _values(finding: Finding, feedback: Feedback | None, language: str, *, reveal: bool, quote: bool) -> dict[str, Any]:
    hidden = set() if reveal or finding.kind in _EXPECTED_BY_CONTRACT else {"expected"}
    if not quote:
        hidden |= _QUOTED | ({"got"} if finding.kind in _QUOTED_VALUES else set())
    values = {name: value for name, value in finding.parameters.items() if name not in hidden}
    if not quote and finding.kind in _TYPE_NAMES:
        name, neutral = _TYPE_NAMES[finding.kind]
        if name in values and str(values[name]) not in _KNOWN_TYPES:
            values[name] = neutral
    if finding.diagnosis:
        values["diagnosis"] = finding.diagnosis
    if isinstance(after := values.get("after"), str):
        values["after"] = (feedback.titles.get(after) if feedback else None) or _plain_name(after)
    if finding.kind == "wrong-name" and values.get("nearest"):
        values["file"] = f"{values['nearest']}{PurePath(str(values.get('name'))).suffix}"
    if isinstance(how := values.get("how"), str):
        key = f"how.{how.replace(' ', '-')}"
        values["how"] = translated(key, language) if key in english() else how
    if finding.kind == "import-failed" and (found := _MODULE.search(str(finding.parameters.get("message", "")))):
        values.setdefault("module", found[1])
    return values


def _case(finding: Finding) -> str:
    """Return which of its kind's templates fits a finding."""
    parameters = {name: str(value) for name, value in finding.parameters.items() if isinstance(value, str)}
    if finding.kind == "timed-out":
        return parameters.get("while", "else")
    if finding.kind == "unsafe-archive":
        return parameters.get("reason", "else")
    how, error, message = (parameters.get(name, "") for name in ("how", "type", "message"))
    if finding.kind == "import-failed":
        return "name" if message.startswith("cannot import name") else "else"
    if how:
        return "exit" if how.startswith("exit") else "memory" if "SIGKILL" in how else "else"
    # gzip raises EOFError too, for a cut file: only the words of input() speak of a keyboard.
    if error == "EOFError" and message.startswith("EOF when reading a line"):
        return "no-keyboard"
    if error == "MemoryError" or "DefaultCPUAllocator" in message:
        return "no-memory"
    return "no-file" if error == "FileNotFoundError" else "else"


class _Field(NamedTuple):
    name: str
    form: str

    def is_in(self, values: Mapping[str, Any]) -> bool:
        """Return whether there is anything to show."""
        value = values.get(self.name)
        # The shape of a scalar is an empty list, and a value like any other.
        return value is not None and (value not in ("", [], ()) or self.form == "shape")


_Pieces = tuple[str | _Field, ...]


def _fill(template: str, values: Mapping[str, Any], language: str) -> str | None:
    """Return the template with its choices made and its fields filled, or None where a parameter is missing."""
    texts, before = [], ""
    for alternatives in _parsed(template):
        for piece in _chosen(alternatives, values) if len(alternatives) > 1 else alternatives[0]:
            if isinstance(piece, str):
                texts.append(piece)
                before = piece
            elif piece.name in values:
                text = _FORMS.get(piece.form, _text)(values[piece.name], language)
                # A student's line in backticks may hold some of its own, which would end the code too early.
                texts.append(text.replace("`", LIKE_A_BACKTICK) if before.endswith("`") else text)
                before = ""
            else:
                return None
    # A message often ends with a full stop of its own.
    return _TWO_STOPS.sub(r"\1", "".join(texts))


@lru_cache(KINDS_KEPT)
def _parsed(template: str) -> tuple[tuple[_Pieces, ...], ...]:
    """Return the parts of a template, each with its alternatives; what stands outside of brackets has one.

    The last alternative of a choice is to show nothing.
    """
    parts = []
    for index, part in enumerate(_CHOICE.split(template)):
        parts.append((*map(_pieces, part.split("|")), ()) if index % 2 else (_pieces(part),))
    return tuple(parts)


def _pieces(text: str) -> _Pieces:
    found, end = list[str | _Field](), 0
    for match in _FIELD.finditer(text):
        found += [text[end : match.start()], _Field(match[1], match[2] or "")]
        end = match.end()
    return tuple(piece for piece in (*found, text[end:]) if piece)


def _chosen(alternatives: tuple[_Pieces, ...], values: Mapping[str, Any]) -> _Pieces:
    fits = (each for each in alternatives if all(isinstance(piece, str) or piece.is_in(values) for piece in each))
    return next(fits)


def _diagnosed(got: str, says: str, language: str) -> str:
    if not got:
        return says
    first_sentence = re.split(r"[.。] ?", says, maxsplit=1)[0]
    runs_on = tuple(translated("grammar.runs_on", language).split("|"))
    if not says.startswith(runs_on) or re.search("[:：]", first_sentence):
        return _put(translated("grammar.in_two", language), got=got, says=says)
    return _put(translated("grammar.in_one", language), got=got, says=says[0].lower() + says[1:])


def _put(template: str, **texts: str) -> str:
    return _FIELD.sub(lambda match: texts[match[1]], template)


def _fallback(kind: str, values: Mapping[str, Any], language: str) -> str:
    pairs = (f"{visible(str(name), 40)} = {_text(value, language)}" for name, value in values.items())
    return (
        f"{visible(kind, 60)}: {translated('grammar.separator', language).join(pairs)}" if values else visible(kind, 60)
    )


def _text(value: Any, language: str) -> str:
    if isinstance(value, (list, tuple)):
        return _list(value, language)
    try:
        return visible(plain_number(value) if isinstance(value, float) else str(value))
    except (ValueError, RecursionError):  # an int of thousands of digits, a dict nested too deep
        return type(value).__name__


def _shape(value: Any, language: str) -> str:
    if not isinstance(value, (list, tuple)):
        return _text(value, language)
    inner = ", ".join(_text(each, language) for each in value[:MAX_ITEMS]) + (", …" if len(value) > MAX_ITEMS else "")
    return f"({inner},)" if len(value) == 1 else f"({inner})"


def _list(value: Any, language: str, form: str = "{}") -> str:
    items = list(value) if isinstance(value, (list, tuple)) else [value]
    texts = [form.format(visible(str(each), 60)) for each in items[:MAX_ITEMS]]
    return translated("grammar.separator", language).join(texts + ["…"] * (len(items) > MAX_ITEMS))


def _bytes(value: Any, language: str) -> str:
    if not isinstance(value, (int, float)):
        return _text(value, language)
    for size, unit in ((1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")):
        if value >= size:
            return f"{plain_number(round(value / size, 1))} {unit}"
    return f"{plain_number(value)} B"


def _seconds(value: Any, language: str) -> str:
    number = plain_number(value) if isinstance(value, (int, float)) else _text(value, language)
    return translated("grammar.seconds", language).replace("{}", number)


_FORMS: dict[str, Callable[[Any, str], str]] = {
    "shape": _shape,
    "list": _list,
    "names": lambda value, language: _list(value, language, "`{}`"),
    "bytes": _bytes,
    "seconds": _seconds,
    # In a text of its own, `%` before a letter would be taken for a blank of printf by the translators' tools.
    "percent": lambda value, language: f"{_text(value, language)}%",
}


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _plain_name(check: str) -> str:
    return check.removeprefix("test_").replace("_", " ")


def _shown(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Zs":
        return " "
    return character.encode("unicode_escape").decode("ascii") if category in _INVISIBLE else character
