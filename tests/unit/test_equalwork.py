"""Equal work: what is found behind a disguise, what is left alone, and what is shown of it."""

import random
import time
from pathlib import Path

import convergent
import disguises
import pytest

from grader.course import read_course
from grader.reports import equalwork
from grader.reports.equalwork import Block, find_groups
from grader.reports.fingerprints import profile
from grader.reports.tokens import CodeReader, Token

CONTRACT = ("spread", "TABLE")
STUB = """import torch


def spread(values, ignore=None):
    raise NotImplementedError("spread: write your code here")


TABLE = {"a": {}, "b": {}, "c": {}}
"""
REFERENCE = """import torch


def spread(values, ignore=None):
    if ignore is not None:
        values = values[values != ignore]
    centre = values.mean()
    return ((values - centre) ** 2).mean().sqrt()


TABLE = {"a": {"kind": 1, "size": "s"}, "b": {"kind": 2, "size": "m"}, "c": {"kind": 3, "size": "l"}}
"""
ODD = '''import torch as t


def kept(seq, skip):
    """What is left without the values that are skipped."""
    picked = []
    for item in seq.tolist():
        if skip is None or abs(item - skip) > 1e-12:
            picked.append(float(item))
    return picked


def spread(values, ignore=None):
    rest = kept(values.flatten(), ignore)
    total, squares, count = 0.0, 0.0, 0
    for item in rest:
        total += item  # the sum
        squares += item * item
        count += 1
    if count == 0:
        raise ValueError("nothing is left to measure")
    middle = total / count
    return t.tensor(max(squares / count - middle * middle, 0.0)) ** 0.5


TABLE = {"a": {"kind": 1, "size": "s"}, "b": {"kind": 2, "size": "m"}, "c": {"kind": 3, "size": "l"}}
'''
OTHER = """import torch


class Spread:
    def __init__(self, ignore):
        self.ignore = ignore

    def mask(self, values):
        return torch.ones_like(values, dtype=torch.bool) if self.ignore is None else values.ne(self.ignore)

    def __call__(self, values):
        chosen = torch.masked_select(values, self.mask(values))
        return chosen.sub(chosen.sum().div(chosen.numel())).pow(2).sum().div(chosen.numel()).pow(0.5)


def spread(values, ignore=None):
    return Spread(ignore)(values)


TABLE = {"a": {"kind": 1, "size": "s"}, "b": {"kind": 2, "size": "m"}, "c": {"kind": 3, "size": "l"}}
"""


@pytest.fixture(scope="module")
def reader():
    with CodeReader() as reader:
        yield reader


@pytest.fixture
def read(reader):
    return lambda source, contract=CONTRACT: profile(reader.tokens([source])[0], contract)


@pytest.fixture
def groups(read):
    """Return the groups among sources; each is handed in by one student unless `owners` says otherwise."""

    def find(sources, known=(STUB, REFERENCE), owners=None, contract=CONTRACT):
        programs = {name: read(source, contract) for name, source in sources.items()}
        known_profiles = [read(source, contract) for source in known]
        return find_groups(programs, known_profiles, {name: (owners or {}).get(name, 1) for name in sources})

    return find


def members(groups):
    return [group.members for group in groups]


DISGUISES = {
    "renamed and reformatted": lambda chance: disguises.renamed(ODD, CONTRACT),
    "functions moved": lambda chance: disguises.functions_moved(disguises.renamed(ODD, CONTRACT), chance),
    "statements swapped": lambda chance: disguises.statements_swapped(disguises.renamed(ODD, CONTRACT), chance),
    "messages and idle statements": lambda chance: disguises.edited(disguises.renamed(ODD, CONTRACT), chance),
}


@pytest.mark.parametrize("disguise", DISGUISES.values(), ids=DISGUISES)
def test_a_disguised_copy_is_found(groups, disguise):
    """Other names, another layout, another order and other messages hide nothing."""
    for seed in range(5):
        copy = disguise(random.Random(seed))
        found = groups({"ada": ODD, "ben": copy, "cem": OTHER})
        assert members(found) == [("ada", "ben")], copy


def test_a_renaming_that_mixes_names_up_is_another_program(groups):
    """Names count by where they come back: a program that uses others at the same places is not equal."""
    mixed = ODD.replace("squares += item * item", "squares += total * count").replace(
        "middle * middle", "total * count"
    )
    assert groups({"ada": ODD, "ben": ODD})[0].pairs[0].share == 1.0
    assert groups({"ada": ODD, "ben": mixed})[0].pairs[0].share < 1.0


def test_different_answers_are_left_alone(groups):
    """Two programs that solve the same task in their own ways are not alike."""
    assert groups({"ada": ODD, "ben": OTHER}) == []


@pytest.mark.parametrize("source", [STUB, REFERENCE], ids=["stub", "reference"])
def test_what_everyone_could_have_written_is_no_sign(groups, source):
    """Untouched stubs, and answers like the reference, are equal by nature; so are identical files of them."""
    assert groups({"ada": source, "ben": disguises.renamed(source, CONTRACT)}) == []
    assert groups({"ada": source}, owners={"ada": 30}) == []


def test_known_answers_are_subtracted(groups):
    """An answer that the course knows is how one may write it."""
    copy = disguises.renamed(ODD, CONTRACT)
    assert groups({"ada": ODD, "ben": copy}, known=(STUB, REFERENCE, ODD)) == []


def test_short_answers_converge(groups):
    """A few lines that two students have in common are no sign, whatever they say."""
    short = "import torch\n\ndef spread(values, ignore=None):\n    return values[values != ignore].var(unbiased=False) ** 0.5\n"
    assert groups({"ada": short, "ben": disguises.renamed(short, CONTRACT)}) == []


def test_what_a_part_of_the_class_writes_is_common(groups):
    """A way of writing that is in many different programs is nobody's own."""
    ways = [f"    values = values.{name}()\n" for name in "abs exp log sin cos tan neg ceil floor round sqrt".split()]
    body, _, end = ODD.partition("    rest = kept")
    sources = [f"{body}{way * (at + 1)}    rest = kept{end}" for at, way in enumerate(ways)]
    few, many = dict(enumerate(sources[:3])), dict(enumerate(sources))
    assert len(many) > equalwork.COMMON_FROM[1]
    assert len(groups(few)[0].members) == len(few)
    assert groups(many) == []


def test_a_ring_of_equal_programs_is_one_group(groups):
    """Any number of copies of one long program make one group: what is equal as a whole is not a common way of writing."""
    ring = {f"student {at:02}": ODD.replace("picked", f"picked_{at}") for at in range(12)}
    assert members(groups(ring | {"other": OTHER})) == [tuple(ring)]


def test_a_file_that_several_handed_in_is_found_by_itself(groups):
    """Byte by byte the same file, handed in by two, is a group of one program."""
    found = groups({"ada": ODD, "ben": OTHER}, owners={"ada": 2})
    assert members(found) == [("ada",)]
    assert found[0].pairs == ()


TABLE = (
    'TABLE = {{"a": {{"kind": {}, "size": "{}", "taste": {}}}, "b": {{"kind": {}, "size": "{}", "taste": {}}},\n'
    '         "c": {{"kind": {}, "size": "{}", "taste": {}}}, "d": {{"kind": {}, "size": "{}", "taste": {}}}}}\n'
)
RIGHT = (1, "s", True, 2, "m", False, 3, "l", True, 4, "xl", False)
WRONG = (7, "m", False, 8, "l", True, 9, "s", False, 5, "m", False)


def test_equal_right_tables_say_nothing_equal_wrong_cells_do(groups):
    """Who knows the facts fills a table in the same way; who shares many unusual mistakes may share more."""
    right, wrong = TABLE.format(*RIGHT), TABLE.format(*WRONG)
    other = TABLE.format(3, "s", False, 2, "s", False, 1, "l", True, 4, "m", True)
    # The same cells in another order and layout.
    turned = (
        "TABLE = {\n    'd': {'taste': False, 'size': 'm', 'kind': 5},\n    'c': {'size': 's', 'taste': False, 'kind': 9},\n"
        "    'b': {'taste': True, 'kind': 8.0, 'size': 'l'},\n    'a': {'size': 'm', 'kind': 7, 'taste': False},\n}\n"
    )
    known = (TABLE.format(*RIGHT),)
    assert groups({"ada": right, "ben": right + "\n"}, known) == []
    found = groups({"ada": wrong, "ben": turned, "cem": other, "dan": right}, known)
    assert members(found) == [("ada", "ben")]
    assert Block(first=(1, 1), second=(4, 5)) in found[0].pairs[0].blocks


def test_matching_lines_are_those_of_both_programs(groups):
    """A block names the lines where equal code stands in either program, without what the reference has too."""
    head, helper, answer, table = ODD.split("\n\n\n")
    moved = "\n\n\n".join((head, answer, table, helper))
    pair = groups({"ada": ODD, "ben": moved})[0].pairs[0]
    lines, others = ODD.split("\n"), moved.split("\n")
    for block in pair.blocks:
        (begin, end), (other_begin, other_end) = block.first, block.second
        assert lines[begin - 1 : end] == others[other_begin - 1 : other_end]
    covered = {line for block in pair.blocks for line in range(block.first[0], block.first[1] + 1)}
    assert "        squares += item * item" in {lines[line - 1] for line in covered}
    assert not any("TABLE" in lines[line - 1] for line in covered)


COURSE = Path(__file__).parents[2]
# The shortest task, tables and quizzes, and some of the longest.
CALIBRATED = (
    "linear_model",
    "loss_summary_table",
    "broadcasting_bug",
    "weighted_cross_entropy",
    "fashion_mnist",
    "mlp",
)


@pytest.mark.parametrize("slug", CALIBRATED)
def test_right_answers_of_the_course_are_not_alike_and_copies_of_them_are(read, slug):
    """Of the course's own right answers no two are alike; one beside a disguised copy is, if it has enough of its own."""
    exercise = read_course(COURSE, [slug]).exercises[slug]
    sources = {path: path.read_text() for path in (COURSE / "solutions" / slug / "right").glob("*.py")}
    right = {path: read(source, exercise.contract) for path, source in sources.items()}
    bare = [
        read(exercise.reference, exercise.contract),
        read((COURSE / "exercises" / slug / f"{slug}.py").read_text(), exercise.contract),
    ]
    assert find_groups(right, bare, dict.fromkeys(right, 1)) == []
    for path, source in sources.items():
        known = [*bare, *(each for other, each in right.items() if other != path)]
        copy = read(disguises.renamed(source, exercise.contract), exercise.contract)
        pairs = [
            bool(find_groups({"one": right[path], "other": other}, known, {"one": 1, "other": 1}))
            for other in (right[path], copy)
        ]
        assert pairs in ([True, True], [False, False]), path


@pytest.mark.parametrize("size", [8, 40])
def test_a_class_that_answers_a_short_task_on_its_own_is_left_alone(read, size):
    """Students who write the same few steps in the usual ways are no group, in a small class or a larger one."""
    slug, chance = "weighted_cross_entropy", random.Random(size)
    contract = read_course(COURSE, [slug]).exercises[slug].contract
    paths = [*(COURSE / "solutions" / slug).glob("*/*.py"), *(COURSE / "solutions" / slug).glob("*.py")]
    known = [read(path.read_text(), contract) for path in paths]
    programs = {str(at): read(convergent.answer(chance), contract) for at in range(size)}
    assert find_groups(programs, known, dict.fromkeys(programs, 1)) == []


def test_copies_are_found_among_many(read):
    """Among a hundred different programs the disguised copies of those with much of their own are found, and nothing else."""
    chance, contract = random.Random(3), ("weighted_cross_entropy",)
    sources = {f"student {at}": convergent.program(chance) for at in range(100)}
    copied = sorted(sorted(sources, key=lambda name: len(sources[name]))[-3:])
    sources |= {f"{name} copied": disguises.renamed(sources[name], contract) for name in copied}
    programs = {name: read(source, contract) for name, source in sources.items()}
    found = find_groups(programs, [], dict.fromkeys(programs, 1))
    assert sorted(members(found)) == [(name, f"{name} copied") for name in copied]


@pytest.mark.parametrize(
    "part", ["TABLE = {x\n", "TABLE = {1: [\n", "[0,", "x = y\n", "TABLE = 1\n", "f(", "if x: 1\n"]
)
def test_the_work_grows_with_the_length_of_a_program(reader, read, part):
    """No way of filling a file makes comparing it take longer than reading it does."""
    [tokens] = reader.tokens([part])
    lines = part.count("\n")
    long = [Token(each.kind, each.text, each.line + at * lines) for at in range(10_000) for each in tokens]
    started = time.process_time()
    one, other = profile(long, CONTRACT), profile(long[:-1], CONTRACT)
    find_groups({"one": one, "other": other, "third": read(ODD)}, [], {"one": 1, "other": 1, "third": 1})
    list(equalwork._blocks(one, other, equalwork._own(one, set())))
    assert time.process_time() - started < 5


def test_hostile_programs_are_compared_like_others(read, groups):
    """Nothing that is no program, and no bracket out of place, breaks the comparison."""
    for source in (
        "",
        ")]}" * 50,
        "([{" * 50,
        "TABLE = ",
        "TABLE = {" * 40,
        "def = = import from",
        "x.\ny = (",
        "\0\ud7ff",
    ):
        read(source)
    assert groups({"ada": ")]}" * 200, "ben": "TABLE = {1: [" * 200, "cem": ""}, known=()) == []
