"""Profiles of a class's programs for one exercise -> groups of those that are strikingly alike.

How it works: programs of one shape (equal once renamed and reformatted) are one to begin with. What the stub, the known
answers or too many other shapes hold is subtracted; what is left of a program is its own. Two are alike when most of what is
their own is shared, and when that is too much for chance: a token counts the less, the more students have it, and a cell of
a table, which is a decision, counts as several. Only shapes that share one of their rarest numbers are compared (prefix
filtering, which misses no pair: Bayardo, Ma and Srikant, 2007), so that the work grows with the class, not with its square.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from typing import NamedTuple

from grader.model import Record
from grader.reports.fingerprints import GRAM, Profile

# Calibrated with the known answers of the course and disguised copies of them: tests/benchmarks/equal_work.py.
MIN_SHARE = 0.65
MIN_EVIDENCE = 50.0
# Files that are equal byte by byte have also the names, the remarks and the layout in common.
MIN_EVIDENCE_OF_BYTES = 25.0
CELL_EVIDENCE = 7.0
# More shapes than this have it: then it is how one writes this. It is a twentieth of a large class; of a small one it is half,
# and never fewer than three, so that a few who copied the same are still found.
COMMON_SHARE = 0.05
COMMON_FROM = (3, 8)
# In a class of five a thing that four have is no less telling than in one of a hundred.
MIN_CLASS = 100


class Block(Record, frozen=True):
    """Lines that are equal once renamed and reformatted: the first and the last one in both programs, from 1."""

    first: tuple[int, int]
    second: tuple[int, int]


class Pair(Record, frozen=True):
    """Two programs that are alike, the `share` of what is their own that both have, and the lines where it stands."""

    first: str
    second: str
    share: float
    evidence: float
    blocks: tuple[Block, ...]

    def turned(self) -> "Pair":
        """Return the same pair, seen from the other program."""
        blocks = tuple(Block(first=block.second, second=block.first) for block in self.blocks)
        return Pair(first=self.second, second=self.first, share=self.share, evidence=self.evidence, blocks=blocks)


class Group(Record, frozen=True):
    """Programs that are alike, each to another one of the group; of a program alone, several handed in that very file."""

    members: tuple[str, ...]
    pairs: tuple[Pair, ...]


class _Own(NamedTuple):
    """What is a program's own: the numbers by which it is compared, where the tokens of each begin, and the cells.

    `strange` has a 1 for each token that is its own.
    """

    features: frozenset[int]
    starts: dict[int, int]
    strange: bytes
    cells: frozenset[int]


def find_groups(programs: Mapping[str, Profile], known: Iterable[Profile], owners: Mapping[str, int]) -> list[Group]:
    """Return the groups of programs that are alike, the largest first; `owners` says how many handed in each."""
    shapes = _shapes(programs)
    representatives = {names[0]: programs[names[0]] for names in shapes}
    students = {names[0]: sum(owners[name] for name in names) for names in shapes}
    subtracted = set[int]().union(*(each.all_features for each in known)) | _common(representatives.values())
    own = {name: _own(each, subtracted) for name, each in representatives.items()}
    worth = _worth(own, students)
    pairs = [
        _pair(programs, own[first], own[second], first, second, share, evidence)
        for first, second in _candidates(own)
        if (share := _share(own[first], own[second])) >= MIN_SHARE
        and (evidence := _evidence(own[first], own[second], worth)) >= MIN_EVIDENCE
    ]
    alone = []
    for names in shapes:
        if students[names[0]] == 1:
            continue
        each = own[names[0]]
        evidence = _evidence(each, each, worth)
        if evidence >= MIN_EVIDENCE:
            pairs += [_pair(programs, each, each, names[0], other, 1.0, evidence) for other in names[1:]]
        if evidence >= MIN_EVIDENCE_OF_BYTES:
            alone += [name for name in names if owners[name] > 1]
    return sorted(
        _grouped(pairs, alone), key=lambda group: (-sum(owners[name] for name in group.members), group.members)
    )


def _shapes(programs: Mapping[str, Profile]) -> list[list[str]]:
    """Return the names of the programs, those together that are equal once renamed and reformatted."""
    shapes: dict[tuple[bytes, frozenset[int]], list[str]] = defaultdict(list)
    for name in sorted(programs):
        shapes[programs[name].symbols.tobytes(), programs[name].values].append(name)
    return list(shapes.values())


def _common(profiles: Collection[Profile]) -> set[int]:
    """Return the numbers that too many programs hold for them to be anyone's own."""
    held = Counter(feature for each in profiles for feature in each.all_features)
    fewest, usual = COMMON_FROM
    most = max(fewest, min(usual, len(profiles) / 2), COMMON_SHARE * len(profiles))
    return {feature for feature, count in held.items() if count > most}


def _own(profile: Profile, subtracted: Set[int]) -> _Own:
    """Return what is left of a program: tokens that stand in no row of symbols, and cells, that are subtracted."""
    strange = bytearray(b"\1" * len(profile.symbols))
    first: dict[int, int] = {}
    for start, gram in enumerate(profile.grams):
        if gram in subtracted:
            strange[start : start + GRAM] = bytes(GRAM)
        else:
            # What is repeated counts once.
            first.setdefault(gram, start)
    features = frozenset(profile.chosen - subtracted)
    return _Own(
        features=features,
        starts={gram: start for gram, start in first.items() if gram in features},
        strange=bytes(strange),
        cells=profile.values - subtracted,
    )


def _worth(own: Mapping[str, _Own], students: Mapping[str, int]) -> dict[int, float]:
    """Return what each number counts as evidence: 1 where two students have it, the less the more of them do."""
    held: Counter[int] = Counter()
    for name, each in own.items():
        for feature in each.features:
            held[feature] += students[name]
    whole = math.log(max(MIN_CLASS, sum(students.values())) / 2)
    return {feature: 1.0 - math.log(max(2, count) / 2) / whole for feature, count in held.items()}


def _candidates(own: Mapping[str, _Own]) -> Iterator[tuple[str, str]]:
    """Yield each pair that can share enough: it has one of the rarest numbers of both in common."""
    held = Counter(feature for each in own.values() for feature in each.features)
    least = MIN_SHARE / (2 - MIN_SHARE)
    index: dict[int, list[str]] = defaultdict(list)
    for name, each in own.items():
        size = len(each.features)
        # Who shares at least that much shares one of the first ones, counted from the rarest.
        rarest = sorted(each.features, key=lambda feature: (held[feature], feature))[
            : size - math.ceil(least * size) + 1
        ]
        others: dict[str, None] = {}
        for feature in rarest:
            if held[feature] > 1:
                others.update(dict.fromkeys(index[feature]))
                index[feature].append(name)
        yield from ((other, name) for other in others)


def _share(one: _Own, other: _Own) -> float:
    return 2 * len(one.features & other.features) / (len(one.features) + len(other.features) or 1)


def _evidence(one: _Own, other: _Own, worth: Mapping[int, float]) -> float:
    """Return how many tokens' worth of what is their own both programs have."""
    shared = one.features & other.features
    cells = sum(worth[cell] for cell in one.cells & other.cells)
    return CELL_EVIDENCE * cells + min(_tokens_worth(one, shared, worth), _tokens_worth(other, shared, worth))


def _tokens_worth(own: _Own, shared: Set[int], worth: Mapping[int, float]) -> float:
    counts: dict[int, float] = {}
    for feature in shared - own.cells:
        for token in range(own.starts[feature], own.starts[feature] + GRAM):
            if own.strange[token]:
                counts[token] = max(counts.get(token, 0.0), worth[feature])
    return sum(counts.values())


def _pair(
    programs: Mapping[str, Profile], one: _Own, other: _Own, first: str, second: str, share: float, evidence: float
) -> Pair:
    """Return a pair with the lines where it is alike."""
    blocks = _blocks(programs[first], programs[second], one)
    return Pair(first=first, second=second, share=share, evidence=evidence, blocks=tuple(blocks))


def _blocks(first: Profile, second: Profile, own: _Own) -> Iterator[Block]:
    """Yield the lines of what both have of the first one's own, in its order; neighbours make one block."""
    found = sorted([*_equal_rows(first, second, own), *_equal_cells(first, second, own)])
    current: tuple[int, int, int, int] | None = None
    for begin, end, other_begin, other_end in found:
        if current and begin <= current[1] + 1 and current[2] <= other_begin <= current[3] + 1:
            current = (current[0], max(end, current[1]), current[2], max(other_end, current[3]))
            continue
        if current:
            yield Block(first=current[:2], second=current[2:])
        current = (begin, end, other_begin, other_end)
    if current:
        yield Block(first=current[:2], second=current[2:])


def _equal_rows(first: Profile, second: Profile, own: _Own) -> Iterator[tuple[int, int, int, int]]:
    places: dict[int, list[int]] = defaultdict(list)
    for start in reversed(range(len(second.grams))):
        places[second.grams[start]].append(start)
    used: set[int] = set()
    start = 0
    while start < len(first.grams):
        free = places[first.grams[start]]
        while free and free[-1] in used:
            free.pop()
        other, length = free[-1] if free else -1, 0
        while (
            other >= 0
            and start + length < len(first.grams)
            and other + length < len(second.grams)
            and first.grams[start + length] == second.grams[other + length]
        ):
            used.add(other + length)
            length += 1
        strange = [token for token in range(start, start + length + GRAM - 1) if own.strange[token]] if length else ()
        if strange:
            begin, end, shift = strange[0], strange[-1], other - start
            yield first.lines[begin], first.lines[end], second.lines[begin + shift], second.lines[end + shift]
        start += max(1, length)


def _equal_cells(first: Profile, second: Profile, own: _Own) -> Iterator[tuple[int, int, int, int]]:
    there = {fact.value: fact.line for fact in second.facts}
    for fact in first.facts:
        if fact.value in own.cells and fact.value in there:
            yield fact.line, fact.line, there[fact.value], there[fact.value]


def _grouped(pairs: Sequence[Pair], alone: Iterable[str]) -> Iterator[Group]:
    """Yield what hangs together, the pairs that are most alike first."""
    leader: dict[str, str] = {name: name for name in alone}

    def find(name: str) -> str:
        while (above := leader.setdefault(name, name)) != name:
            leader[name] = name = leader[above]
        return name

    for pair in pairs:
        leader[find(pair.second)] = find(pair.first)
    members: dict[str, list[str]] = defaultdict(list)
    for name in sorted(leader):
        members[find(name)].append(name)
    inside: dict[str, list[Pair]] = defaultdict(list)
    for pair in sorted(pairs, key=lambda pair: (-pair.share, -pair.evidence, pair.first, pair.second)):
        inside[find(pair.first)].append(pair)
    for top, names in members.items():
        yield Group(members=tuple(names), pairs=tuple(inside[top]))
