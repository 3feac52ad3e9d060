"""How well and how fast equal work is found: the figures by which its thresholds were chosen.

    python tests/benchmarks/equal_work.py

1. The right answers of the course, each beside disguised copies of itself and beside the others. Known to the program are
   the stub and the reference ("bare"), or all other known answers of the exercise as well ("whole").
2. Classes that answer a short exercise on their own, in the usual ways: every group is a false alarm.
3. Two thousand different programs with thirty disguised copies among them, from the gradebook to the groups.
"""

import hashlib
import itertools
import platform
import random
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
sys.path += [str(REPOSITORY), str(REPOSITORY / "tests")]

import convergent  # noqa: E402
import disguises  # noqa: E402

from grader.course import Course, read_course  # noqa: E402
from grader.gradebook import Gradebook, new_run  # noqa: E402
from grader.model import Exercise, Submission  # noqa: E402
from grader.reports.alike import find_equal_work  # noqa: E402
from grader.reports.equalwork import find_groups  # noqa: E402
from grader.reports.fingerprints import Profile, profile  # noqa: E402
from grader.reports.tokens import CodeReader  # noqa: E402

SLUG = "weighted_cross_entropy"
CLASS, COPIES = 2_000, 30
Disguise = Callable[[str, Exercise, random.Random], str]
DISGUISES: dict[str, Disguise] = {
    "renamed, reformatted": lambda code, exercise, chance: disguises.renamed(code, exercise.contract),
    "functions moved": lambda code, exercise, chance: disguises.functions_moved(
        disguises.renamed(code, exercise.contract), chance
    ),
    "statements swapped": lambda code, exercise, chance: disguises.statements_swapped(
        disguises.renamed(code, exercise.contract), chance
    ),
    "edited": lambda code, exercise, chance: disguises.edited(disguises.renamed(code, exercise.contract), chance),
    "all of these": lambda code, exercise, chance: disguises.thoroughly(code, exercise.contract, chance),
}


def known_answers(course: Course, reader: CodeReader) -> None:
    """Print how many disguised copies of right answers are found, and how many pairs of right answers."""
    chance, found, tried, false = random.Random(1), Counter(), Counter(), Counter()
    pairs = answers = 0
    for slug, exercise in course.exercises.items():
        folder = REPOSITORY / "solutions" / slug
        sources = {path: path.read_text() for family in ("right", "wrong") for path in folder.glob(f"{family}/*.py")}
        profiles = {path: profile(reader.tokens([code])[0] or [], exercise.contract) for path, code in sources.items()}
        bare = [
            profile(reader.tokens([code])[0] or [], exercise.contract)
            for code in (exercise.reference, (REPOSITORY / "exercises" / slug / f"{slug}.py").read_text())
        ]
        right = [path for path in sources if path.parent.name == "right"]
        answers += len(right)
        for known in ("bare", "whole"):
            for one, other in itertools.combinations(right, 2):
                others = (
                    [each for path, each in profiles.items() if path not in (one, other)] if known == "whole" else []
                )
                false[known] += alike(profiles[one], profiles[other], [*bare, *others])
                pairs += known == "bare"
            for path in right:
                others = [each for at, each in profiles.items() if at != path] if known == "whole" else []
                # Too little of its own is no miss: the same file handed in twice is not flagged either.
                enough = alike(profiles[path], profiles[path], [*bare, *others])
                for name, disguise in DISGUISES.items():
                    copy = profile(
                        reader.tokens([disguise(sources[path], exercise, chance)])[0] or [], exercise.contract
                    )
                    tried[known, name] += enough
                    found[known, name] += alike(profiles[path], copy, [*bare, *others]) and enough
    print(f"\n{answers} right answers, {pairs} pairs of them")
    for known in ("bare", "whole"):
        print(f"  {known:5}  pairs flagged: {false[known]}")
        for name in DISGUISES:
            print(f"         {name:22} {found[known, name]:4} of {tried[known, name]} found")


def alike(one: Profile, other: Profile, known: list[Profile]) -> bool:
    """Return whether two programs make a group."""
    return bool(find_groups({"one": one, "other": other}, known, {"one": 1, "other": 1}))


def convergent_classes(course: Course, reader: CodeReader) -> None:
    """Print the groups in classes that know nothing of each other."""
    exercise = course.exercises[SLUG]
    folder = REPOSITORY / "solutions" / SLUG
    bare = [exercise.reference, (REPOSITORY / "exercises" / SLUG / f"{SLUG}.py").read_text()]
    whole = bare + [path.read_text() for family in ("right", "wrong") for path in folder.glob(f"{family}/*.py")]
    print(f"\nclasses that answer {SLUG} on their own: groups, all of them false")
    for size, seeds in ((10, 20), (40, 10), (200, 4), (1000, 1)):
        for name, sources in (("bare", bare), ("whole", whole)):
            known = [profile(reader.tokens([code])[0] or [], exercise.contract) for code in sources]
            false = Counter()
            for seed in range(seeds):
                chance = random.Random(seed)
                programs = {
                    str(at): profile(reader.tokens([convergent.answer(chance)])[0] or [], exercise.contract)
                    for at in range(size)
                }
                false[len(find_groups(programs, known, dict.fromkeys(programs, 1)))] += 1
            print(
                f"  {size:5} students, {name:5}: "
                + ", ".join(f"{n} in {of} classes" for n, of in sorted(false.items()))
            )


def large_class(course: Course) -> None:
    """Print time, memory, and what is found in a class of two thousand."""
    chance, exercise = random.Random(0), course.exercises[SLUG]
    sources = {f"student {at:04}": convergent.program(chance) for at in range(CLASS)}
    ways = list(DISGUISES.values())
    copied = chance.sample(sorted(sources), COPIES)
    copies = {f"{name} copied": ways[at % len(ways)](sources[name], exercise, chance) for at, name in enumerate(copied)}
    with tempfile.TemporaryDirectory() as folder:
        book = Gradebook(f"{folder}/class.db", create=True)
        book.add_submissions(
            book.begin_run(new_run("none", (), {})), [submit(*each) for each in (sources | copies).items()]
        )
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        started = time.perf_counter()
        found = find_equal_work(course, book)
        seconds = time.perf_counter() - started
        book.close()
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    groups = [set(each.students) for each in found]
    caught = sum({name, f"{name} copied"} <= group for name in copied for group in groups)
    false = [group for group in groups if not any(name.endswith("copied") for name in group) or len(group) != 2]
    print(
        f"\n{CLASS} programs and {COPIES} copies of {SLUG}: {seconds:.1f} s, {(after - before) >> 10} MiB more than before"
    )
    print(f"  {caught} of {COPIES} copies found; {len(false)} groups of others")


def submit(student: str, code: str) -> Submission:
    """Return a program as it is handed in."""
    digest = hashlib.sha256(code.encode()).hexdigest()
    return Submission(student=student, exercise=SLUG, cells=(code,), digest=digest, path=f"{student}/{SLUG}.py")


def main() -> None:
    """Print all three."""
    print(f"Python {platform.python_version()}, {platform.machine()}")
    course = read_course(REPOSITORY)
    large_class(course)
    with CodeReader() as reader:
        convergent_classes(course, reader)
        known_answers(course, reader)


if __name__ == "__main__":
    main()
