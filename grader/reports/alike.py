"""Gradebook -> what students handed in that is strikingly alike, exercise by exercise. A hint for the teacher, no verdict.

Of each student the latest submission counts. Files are read once however many handed them in, by a process with limits
(`grader.reports.tokens`); what it can't read is compared by its bytes alone.
"""

import contextlib
import itertools
import os
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Self, TypeVar

from grader import ipynb
from grader.course import Course
from grader.coursefiles import read_bytes, read_text
from grader.gradebook import Gradebook
from grader.model import Exercise, Record
from grader.reports.equalwork import Group, Pair, find_groups
from grader.reports.fingerprints import Profile, profile
from grader.reports.tokens import CodeReader, Token, batches

PROGRAMS_AT_ONCE = 64
MAX_READERS = 4
BATCHES_AHEAD = 2

Key = TypeVar("Key")


class Program(Record, frozen=True):
    """A file that was handed in, the cells of a notebook put together, and by whom."""

    students: tuple[str, ...]
    source: str


class EqualWork(Record, frozen=True):
    """A group of programs for one exercise that are alike; `pairs` name them by their digests, most alike first."""

    exercise: str
    programs: dict[str, Program]
    pairs: tuple[Pair, ...]

    @property
    def students(self) -> tuple[str, ...]:
        """All who handed in one of them."""
        return tuple(sorted(student for program in self.programs.values() for student in program.students))


def find_equal_work(
    course: Course, gradebook: Gradebook, progress: Callable[[int], None] = lambda done: None
) -> list[EqualWork]:
    """Return the groups of every exercise, in the order of the course, the largest first.

    `progress` is told how many exercises are done.
    """
    handed_in: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for submission, _ in gradebook.latest({}):
        if submission.problem is None:
            handed_in[submission.exercise][submission.digest].append(submission.student)
    found = []
    with _Readers() as readers:
        for done, (slug, exercise) in enumerate(course.exercises.items(), 1):
            students = handed_in[slug]
            if sum(map(len, students.values())) > 1:
                groups = _groups(course, exercise, gradebook, readers, students)
                found += [_equal_work(slug, group, gradebook, students) for group in groups]
            progress(done)
    return found


def _groups(
    course: Course, exercise: Exercise, gradebook: Gradebook, readers: "_Readers", students: dict[str, list[str]]
) -> list[Group]:
    owners = {digest: len(several) for digest, several in students.items()}
    programs = dict(_profiles(readers, exercise, _sources(gradebook, students)))
    known = _profiles(readers, exercise, enumerate(_known_sources(course, exercise)))
    unread = [digest for digest, count in owners.items() if count > 1 and digest not in programs]
    groups = find_groups(programs, [each for _, each in known], {digest: owners[digest] for digest in programs})
    return [*groups, *(Group(members=(digest,), pairs=()) for digest in sorted(unread))]


def _profiles(
    readers: "_Readers", exercise: Exercise, sources: Iterable[tuple[Key, str]]
) -> Iterator[tuple[Key, Profile]]:
    """Yield the profiles of what can be read; the next sources are read while these are looked at."""
    for key, tokens in readers.tokens(sources):
        if tokens is not None:
            yield key, profile(tokens, exercise.contract)


class _Readers:
    """A reading process for each core, up to a few; a thread for each of them asks and waits."""

    def __init__(self) -> None:
        self._opened = contextlib.ExitStack()
        count = min(os.cpu_count() or 1, MAX_READERS)
        self._readers = [self._opened.enter_context(CodeReader()) for _ in range(count)]
        self._threads = [self._opened.enter_context(ThreadPoolExecutor(1)) for _ in range(count)]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._opened.close()

    def tokens(self, sources: Iterable[tuple[Key, str]]) -> Iterator[tuple[Key, list[Token] | None]]:
        """Yield the keys of the sources with their tokens, None for what can't be read."""
        turns = itertools.cycle(zip(self._readers, self._threads))
        waiting: deque[tuple[list[Key], Future[list[list[Token] | None]]]] = deque()

        def finished(left: int) -> Iterator[tuple[Key, list[Token] | None]]:
            while len(waiting) > left:
                keys, future = waiting.popleft()
                yield from zip(keys, future.result(), strict=True)

        for batch in batches(sources, lambda item: len(item[1])):
            reader, thread = next(turns)
            keys, texts = zip(*batch)
            waiting.append((list(keys), thread.submit(reader.tokens, texts)))
            yield from finished(BATCHES_AHEAD * len(self._readers))
        yield from finished(0)


def _sources(gradebook: Gradebook, digests: Iterable[str]) -> Iterator[tuple[str, str]]:
    every = iter(digests)
    while chunk := list(itertools.islice(every, PROGRAMS_AT_ONCE)):
        for digest, cells in gradebook.sources(chunk).items():
            yield digest, "\n".join(cells)


def _known_sources(course: Course, exercise: Exercise) -> Iterator[str]:
    """Yield what any student may have: the stub, and the answers that the course knows."""
    root = Path(course.root)
    public, private = root / "exercises" / exercise.slug, root / "solutions" / exercise.slug
    yield exercise.reference
    stub, notebook = public / f"{exercise.slug}.py", public / f"{exercise.slug}.ipynb"
    if stub.exists():
        yield read_text(root, stub)
    if notebook.exists():
        yield "\n".join(ipynb.code_cells(read_bytes(root, notebook)))
    for family in ("right", "wrong", "refused"):
        for path in sorted((private / family).glob("*.py")):
            yield read_text(root, path)


def _equal_work(slug: str, group: Group, gradebook: Gradebook, students: dict[str, list[str]]) -> EqualWork:
    sources = dict(_sources(gradebook, group.members))
    programs = {
        digest: Program(students=tuple(sorted(students[digest])), source=sources[digest]) for digest in group.members
    }
    return EqualWork(exercise=slug, programs=programs, pairs=group.pairs)
