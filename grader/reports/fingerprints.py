"""Tokens of a program -> what stays when it is renamed, reformatted and put into another order.

How it works: a name that the program gives itself counts as "the same as so many tokens before" (Baker's parameterised
matching), so that a consistent renaming changes nothing; names of libraries, keywords and values count as they are. Layout,
imports, grouping parentheses and trailing commas are gone. Every `GRAM` tokens in a row make a number; winnowing
(Schleimer, Wilkerson and Aiken, 2003) keeps one of every `WINDOW`, chosen by its value, so that an insertion elsewhere does
not change the choice. What a program states as a constant of its contract, above all a table, is kept as facts instead: which
cell holds which value, in whatever order they are written.
"""

import zlib
from array import array
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from grader.reports.tokens import Token

GRAM = 8
WINDOW = 3
# Deeper brackets are no table.
MAX_DEPTH = 8
NUMBERS_KEPT = 20_000
_NEW = -(1 << 40)
_LITERALS = frozenset(("True", "False", "None"))
# A longer string is a message to people.
_MAX_WORDS = 2


class Fact(NamedTuple):
    """A cell of a constant: a number for its place and value, and the line where it stands."""

    value: int
    line: int


class Profile(NamedTuple):
    """What is compared of a program: `symbols` with their lines, the number of each row of symbols, and the facts."""

    symbols: "array[int]"
    lines: "array[int]"
    grams: "array[int]"
    facts: tuple[Fact, ...]

    @property
    def all_features(self) -> set[int]:
        """Every number that the program holds, without winnowing: for what is to be subtracted from others."""
        return {*self.grams, *self.values}

    @property
    def values(self) -> frozenset[int]:
        """The numbers of the facts."""
        return frozenset(fact.value for fact in self.facts)

    @property
    def chosen(self) -> set[int]:
        """The numbers by which the program is compared."""
        return {*_winnowed(self.grams), *self.values}


def profile(tokens: Sequence[Token], contract: Collection[str]) -> Profile:
    """Return what is compared of a program; names of the `contract` are the same in all of them."""
    code, facts = _without_tables(_without_imports(tokens), contract)
    named = list(_symbols(code, contract))
    last: dict[int, int] = {}
    symbols = []
    for position, (symbol, renamable, _) in enumerate(named):
        symbols.append(last.get(symbol, _NEW) - position if renamable else symbol)
        if renamable:
            last[symbol] = position
    return Profile(
        symbols=array("q", symbols),
        lines=array("q", [line for _, _, line in named]),
        grams=array("q", _grams(symbols)),
        facts=tuple(facts),
    )


def _grams(symbols: Sequence[int]) -> Iterator[int]:
    """Yield a number for each row of symbols; a name that does not stand before in the row is a new one."""
    seen = list(symbols)
    turning: dict[int, list[int]] = defaultdict(list)
    for position, symbol in enumerate(symbols):
        if symbol < 0:
            # Rows that begin later than this do not hold the place where the name stood before.
            turning[max(0, position + symbol + 1)].append(position)
    for start in range(len(seen) - GRAM + 1):
        for position in turning.get(start, ()):
            seen[position] = _NEW
        yield hash(tuple(seen[start : start + GRAM]))


def _winnowed(grams: Sequence[int]) -> Iterator[int]:
    """Yield the least number of each window, as often as it is another one."""
    chosen = -1
    for start in range(max(1, len(grams) - WINDOW + 1) if grams else 0):
        window = grams[start : start + WINDOW]
        least = min(window)
        place = start + max(at for at, gram in enumerate(window) if gram == least)
        if place != chosen:
            chosen = place
            yield least


def _without_imports(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens without import statements: everyone has them, and renames begin there."""
    kept, skipped = [], 0
    for index, token in enumerate(tokens):
        first = index == 0 or tokens[index - 1].line != token.line or tokens[index - 1].text == ";"
        if first and token.kind == "keyword" and token.text in ("import", "from"):
            skipped = token.line
        if token.line != skipped:
            kept.append(token)
    return kept


def _symbols(tokens: Sequence[Token], contract: Collection[str]) -> Iterator[tuple[int, bool, int]]:
    """Yield a number for each token that counts, whether it is a name that may be changed, and its line."""
    theirs, texts = _names_given(tokens), _texts(tokens)
    open_brackets: list[bool] = []
    for index, token in enumerate(tokens):
        before, after = texts[index - 1], texts[index + 1]
        if token.kind == "operator":
            if token.text in "([{":
                counts = token.text != "(" or _is_call(tokens, index)
                open_brackets.append(counts)
            elif token.text in ")]}":
                counts = open_brackets.pop() if open_brackets else True
            else:
                counts = token.text != ";" and not (token.text == "," and after and after in ")]}")
            if counts:
                yield _number(token.text), False, token.line
        elif token.kind == "name" and token.text not in contract:
            member = before == "."
            renamable = token.text in (theirs.members if member else theirs.names)
            yield _number("." * member + token.text), renamable, token.line
        else:
            yield _number(_value(token)), False, token.line


class _Given(NamedTuple):
    names: set[str]
    members: set[str]


def _names_given(tokens: Sequence[Token]) -> _Given:
    """Return the names that a program may have chosen: its own, and of the members those that it defines.

    What stands only as the keyword of an argument, or only after a point, belongs to a library.
    """
    given = _Given(set(), set())
    depth, texts = 0, _texts(tokens)
    for index, token in enumerate(tokens):
        if token.kind == "operator":
            depth += (token.text in "([{") - (token.text in ")]}")
        elif token.kind == "name":
            before, assigned = texts[index - 1], texts[index + 1] == "="
            if before == ".":
                if assigned:
                    given.members.add(token.text)
            elif not (assigned and depth):
                given.names.add(token.text)
                if before in ("def", "class"):
                    given.members.add(token.text)
    return given


def _without_tables(tokens: list[Token], contract: Collection[str]) -> tuple[list[Token], list[Fact]]:
    """Return the tokens without the literal constants of the contract, and these as facts."""
    code: list[Token] = []
    facts: list[Fact] = []
    texts, index = _texts(tokens), 0
    while index < len(tokens):
        begin = end = index + 2
        if tokens[index].text in contract and texts[index + 1] == "=" and texts[index - 1] != ".":
            end = _end_of_literals(tokens, begin)
        if end > begin:
            facts += _facts(tokens[index].text, tokens[begin:end])
            index = end
        else:
            code.append(tokens[index])
            index += 1
    return code, facts


def _end_of_literals(tokens: Sequence[Token], begin: int) -> int:
    """Return where the value that begins there ends, after its bracket or its line; `begin` if it is more than literals."""
    depth = 0
    for index in range(begin, len(tokens)):
        token = tokens[index]
        if not depth and index > begin and token.line != tokens[index - 1].line:
            return index
        if token.kind == "operator":
            depth += (token.text in "([{") - (token.text in ")]}")
        elif not _is_literal(token):
            return begin
    return len(tokens)


def _facts(name: str, value: Sequence[Token]) -> Iterator[Fact]:
    """Yield each literal with the keys, or the places in lists, that lead to it."""
    path, texts = [name], _texts(value)
    for index, token in enumerate(value):
        if _is_literal(token):
            if texts[index + 1] == ":" and len(path) > 1:
                path[-1] = token.text
            else:
                sign = "-" if texts[index - 1] == "-" else ""
                yield Fact(_number("\0".join((*path[:MAX_DEPTH], sign + _value(token)))), token.line)
        elif token.text in "([{":
            path.append("0")
        elif token.text in ")]}" and len(path) > 1:
            path.pop()
        elif token.text == "," and len(path) > 1 and path[-1].isdecimal():
            path[-1] = str(int(path[-1]) + 1)


def _is_call(tokens: Sequence[Token], index: int) -> bool:
    if index == 0:
        return False
    before = tokens[index - 1]
    return before.kind in ("name", "builtin") or (before.kind == "operator" and before.text in (")", "]"))


def _is_literal(token: Token) -> bool:
    return token.kind in ("number", "string") or (token.kind == "keyword" and token.text in _LITERALS)


def _value(token: Token) -> str:
    """Return a token's text in one spelling: `.5` as `0.5`, and every message as the same one."""
    if token.kind == "number":
        try:
            return repr(float(token.text.replace("_", "")))
        except ValueError:
            return token.text
    if token.kind == "string":
        return '"' + (token.text if token.text.count(" ") < _MAX_WORDS else "message")
    return token.text


def _texts(tokens: Sequence[Token]) -> list[str]:
    """Return the texts of the tokens, "" for a string and after the last one, so also before the first: at -1."""
    return [*("" if token.kind == "string" else token.text for token in tokens), ""]


@lru_cache(NUMBERS_KEPT)
def _number(text: str) -> int:
    # The same in every process, as a text's own hash is not.
    return zlib.crc32(text.encode("utf-8", "surrogatepass"))
