"""Own numbers: who gets which, and where they are written."""

import importlib.util
import sys
import tomllib
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest
from courses import replace
from varying import build_varying_course

from grader.course import read_course
from grader.errors import CourseError
from grader.model import Exercise
from grader.variantfiles import numbers_text, read_given_out, write_given_out
from grader.variants import assign, drawn_variants, encode, other_variants, own_numbers, with_numbers

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_varying_course(tmp_path_factory.mktemp("course"))


@pytest.fixture(scope="module")
def boxes(course: Path) -> Exercise:
    return read_course(course).exercises["boxes"]


def test_variants_differ_in_every_number(boxes: Exercise) -> None:
    """Two variants share no number of a full list, and the default is none of them."""
    drawn = drawn_variants(boxes, b"secret")
    assert len(drawn) == 4
    for name in ("boxes", "apples"):
        assert sorted(each[name] for each in drawn) == list(boxes.choices[name])
    assert boxes.numbers not in drawn
    assert other_variants(boxes, drawn[1], b"secret") == [boxes.numbers, drawn[0], drawn[2], drawn[3]]


def test_the_secret_decides_the_variants(boxes: Exercise) -> None:
    """The same secret draws the same variants; among other secrets there are others."""
    assert drawn_variants(boxes, b"1") == drawn_variants(boxes, b"1")
    assert len({encode(drawn_variants(boxes, bytes([secret]))[0]) for secret in range(20)}) > 5


def test_students_share_a_variant_only_when_all_are_taken(boxes: Exercise) -> None:
    """The first students get one each; then each variant gets equally many; who has numbers keeps them."""
    first = assign(boxes, ["a", "b", "c"], {}, b"s")
    assert len(set(map(encode, first.values()))) == 3
    many = assign(boxes, [*"xyzw", *"abc", "d"], first, b"s")
    assert {name: many[name] for name in "abc"} == first
    taken = [encode(numbers) for numbers in many.values()]
    assert sorted(taken.count(each) for each in set(taken)) == [2, 2, 2, 2]
    assert assign(boxes, ["c", "b", "a"], first, b"s") == first


def test_a_variant_travels_as_text(boxes: Exercise) -> None:
    """A variant's text does not depend on the order of its numbers, and none is the default."""
    assert encode({"b": 1, "a": 2.5}) == encode({"a": 2.5, "b": 1}) == '{"a":2.5,"b":1}'
    assert own_numbers(boxes, "") == {"boxes": 3, "apples": 4}
    assert own_numbers(boxes, encode({"boxes": 5, "apples": 6})) == {"boxes": 5, "apples": 6}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("f(3, 4), nn.Cell(3)", "f(5, 6), nn.Cell(5)"),
        ("13 rows, 3 rows, 3.3 rows, 3 rowsome", "13 rows, 5 rows, 3.3 rows, 3 rowsome"),
        ("(3, 4, 4) and (3, 4)", "(5, 6, 6) and (5, 6)"),
        ("共 3 行", "共 5 行"),
        ("a lone 3", "a lone 3"),
    ],
)
def test_numbers_change_within_their_phrases_alone(text: str, expected: str) -> None:
    """Longer phrases come first, and a number that is part of another, or stands elsewhere, stays."""
    phrases = ["({x}, {y})", "({x}, {y}, {y})", "nn.Cell({x})", "{x} rows", "{x} 行"]
    assert with_numbers(text, phrases, {"x": 3, "y": 4}, {"x": 5, "y": 6}) == expected


def test_given_out_numbers_come_back(course: Path, boxes: Exercise) -> None:
    """Ids of any letters, quotes and backslashes are kept, and so are exercises that left the course."""
    numbers = {"boxes": 5, "apples": 17}
    given = {"boxes": {'a"b\\c': numbers, "张三": numbers, "x.y z": numbers}, "old": {"ada": {"n": 1}}}
    write_given_out(course, given)
    assert read_given_out(course, {"boxes": boxes}) == given
    (course / "solutions/variants.toml").unlink()
    assert read_given_out(course, {"boxes": boxes}) == {}


def test_the_file_of_numbers_keeps_its_comments() -> None:
    """Numbers change in place; what stands around them stays."""
    text = "# a = 1 of two\na = 1  # first\nb=2.5\n"
    assert numbers_text(text, {"a": 7, "b": 9}) == "# a = 1 of two\na = 7  # first\nb=9\n"
    assert tomllib.loads(numbers_text(text, {"a": 7, "b": 9})) == {"a": 7, "b": 9}


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("solutions/boxes/variants.toml", "boxes = [5,", "crates = [5,", "the task has no number `crates`"),
        ("solutions/boxes/variants.toml", "[5, 7,", "[5, 5,", "one of them twice"),
        ("solutions/boxes/variants.toml", "boxes = [5, 7, 11, 13]", "boxes = []", "has no numbers"),
        ("solutions/boxes/variants.toml", '"{boxes} boxes"', '"{crates} boxes"', "no number, but `crates`"),
        ("solutions/boxes/variants.toml", '"{boxes} boxes"', '"{boxes boxes"', "can't be read"),
        ("solutions/boxes/variants.toml", '"{boxes} boxes"', '"3 boxes", "{boxes} boxes"', "two of them read"),
        ("solutions/boxes/variants.toml", "[choices]", "[choice]", "unknown key `choice`"),
        ("exercises/boxes/variant.toml", "boxes = 3", 'boxes = "3"', "`boxes` is no number: '3'"),
        ("exercises/boxes/variant.toml", "boxes = 3", "boxes = true", "`boxes` is no number: True"),
        ("exercises/boxes/variant.toml", "boxes = 3", "boxes = nan", "`boxes` is no number: nan"),
        ("exercises/boxes/variant.toml", "boxes = 3", '"the boxes" = 3', "can't name a number"),
    ],
)
def test_faults_of_own_numbers_are_told(tmp_path: Path, name: str, old: str, new: str, told: str) -> None:
    """A fault in the files of own numbers names the file and says what to do."""
    root = build_varying_course(tmp_path / "course")
    replace(root, name, old, new)
    with pytest.raises(CourseError) as caught:
        read_course(root)
    assert told in caught.value.what
    assert caught.value.where.startswith(name)
    assert caught.value.remedy


def test_other_choices_make_another_exercise(tmp_path: Path) -> None:
    """Numbers and choices decide results, so they are part of the digest; phrases are not."""
    root = build_varying_course(tmp_path / "course")
    digests = [read_course(root).exercises["boxes"].digest]
    for name, old, new in (
        ("solutions/boxes/variants.toml", "13]", "13, 17]"),
        ("exercises/boxes/variant.toml", "boxes = 3", "boxes = 2"),
    ):
        replace(root, name, old, new)
        digests.append(read_course(root).exercises["boxes"].digest)
    assert len(set(digests)) == 3
    replace(root, "solutions/boxes/variants.toml", '"{boxes} boxes", ', "")
    assert read_course(root).exercises["boxes"].digest == digests[-1]


def test_no_two_variants_of_the_quiz_on_shapes_share_an_answer() -> None:
    """In layer_shapes neither a right answer nor a known mistake of one variant is right for another."""
    slug = "layer_shapes"
    exercise = read_course(REPOSITORY, only={slug}).exercises[slug]
    checks = load(REPOSITORY / "solutions" / slug / "test_hidden.py")
    questions = (
        "dense_weight dense_bias linear_weight linear_bias linear_output conv_weight conv_output second_conv_output"
        " difference"
    ).split()
    variants = [exercise.numbers, *drawn_variants(exercise, b"any")[:8]]
    numbers = [checks.Numbers(**each) for each in variants]
    for question in questions:
        ask = cache(getattr(checks, question))
        for own in numbers:
            right, mistakes = ask(own)
            known = {*right, *(shape for _, shape in mistakes)}
            for other in numbers:
                assert own is other or not known & set(ask(other)[0]), (question, own, other)
    for own in numbers:
        second = checks.second_conv_output(own)[0][0]
        assert second[-1] > 0
        assert len({own.image_size, own.kernel_size, own.first_channels, own.second_channels, second[-1]}) == 5 or (
            own == numbers[0]
        )


def load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("checks_of_shapes", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
