"""How far a student is, and the one next thing to do."""

from pathlib import Path

import pytest
from courses import build_course
from rich.cells import cell_len

from grader.course import read_course, read_titles
from grader.homework import LastCheck, Memory, digest_of, digest_of_checks
from grader.layout import Look
from grader.overview import lines_of_overview, next_line
from grader.progress import Part, Stage, Step, next_thing, read_progress, stage_of
from grader.stubs import write_stubs
from grader.workfolder import work_for


def step(stage: Stage, slug: str = "double", **more) -> Step:
    return Step(slug=slug, title={"en": "Twice", "zh": "两倍"}, stage=stage, **more)


def part(*steps: Step) -> Part:
    return Part(title={"en": "Only unit", "zh": "唯一的单元"}, steps=steps)


STARTED, FRESH = step(Stage.STUB, "begun", path="begun.py"), step(Stage.NOT_STARTED, "fresh")
PASSED, PACKED = step(Stage.PASSED, "done"), step(Stage.HANDED_IN, "packed")
FAILING = step(Stage.FAILING, "wrong", passed=1, of=4, changed_at=2)
UNCHECKED = step(Stage.UNCHECKED, "new", changed_at=1)


@pytest.mark.parametrize(
    ("parts", "what", "slug"),
    [
        ([part(FRESH)], "next_start", "fresh"),
        ([part(PASSED, STARTED, FRESH)], "next_fill", "begun"),
        ([part(PASSED, FAILING, UNCHECKED)], "next_mend", "wrong"),
        ([part(PASSED, step(Stage.UNCHECKED, "newer", changed_at=3), FAILING)], "next_check", "newer"),
        ([part(PASSED, PACKED), part(FRESH)], "next_pack", ""),
        ([part(PASSED, FRESH)], "next_start", "fresh"),
        ([part(PACKED)], "next_nothing", ""),
    ],
)
def test_there_is_one_next_thing(parts: list[Part], what: str, slug: str) -> None:
    """What is open comes first, then handing in a finished unit, then the next exercise."""
    found = next_thing(parts)
    assert (found.what, found.slug) == (what, slug)
    for language in ("en", "zh"):
        assert slug in next_line(parts, language)


def last(answer: bytes, checks: str, passed: int) -> LastCheck:
    return LastCheck(code=digest_of(answer), checks=digest_of_checks(checks), passed=passed, of=1, failed=())


def test_a_stage_holds_until_the_answer_or_the_checks_change(mini_course: Path, tmp_path: Path) -> None:
    """What was found counts for those bytes and those checks alone; handed in is what was packed with these bytes."""
    answer = tmp_path / "double.py"
    answer.write_bytes(b"mine")
    checks = (mini_course / "exercises/double/test_public.py").read_text()

    def stage(memory: Memory) -> Stage:
        return stage_of(work_for("double", mini_course, tmp_path), memory, mini_course)[0]

    good = {"double": last(b"mine", checks, 1)}
    assert stage(Memory()) is Stage.UNCHECKED
    assert stage(Memory(checked={"double": last(b"mine", checks, 0)})) is Stage.FAILING
    assert stage(Memory(checked=good)) is Stage.PASSED
    assert stage(Memory(checked={"double": last(b"mine", checks + "#", 1)})) is Stage.UNCHECKED
    assert stage(Memory(checked=good, packed={"double": digest_of(b"mine")})) is Stage.HANDED_IN
    assert stage(Memory(checked=good, packed={"double": digest_of(b"older")})) is Stage.PASSED
    answer.write_bytes(b"changed")
    assert stage(Memory(checked=good)) is Stage.UNCHECKED


@pytest.mark.parametrize("width", [18, 30, 60, 79, 100])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_overview_fits_any_terminal(width: int, language: str) -> None:
    """No line is wider than the terminal, and none is empty but those between units."""
    steps = (step(Stage.FAILING, "a_very_long_name_of_an_exercise", of=3), PASSED, FRESH, STARTED, PACKED, UNCHECKED)
    lines = list(lines_of_overview({"en": "Course", "zh": "课程"}, [part(*steps)], Look(width, language)))
    assert max(map(cell_len, lines)) <= width
    assert sum(not line.strip() for line in lines) == 2


def test_other_line_ends_make_no_answer_of_a_stub(mini_course: Path, tmp_path: Path) -> None:
    """A stub that an editor saved with Windows line ends is still a stub."""
    course = build_course(tmp_path / "course")
    write_stubs(read_course(course))
    stub = (course / "exercises/double/double.py").read_bytes()
    (tmp_path / "double.py").write_bytes(stub.replace(b"\n", b"\r\n"))
    assert stage_of(work_for("double", course, tmp_path), Memory(), course)[0] is Stage.STUB


def test_the_progress_of_a_whole_course(mini_course: Path, tmp_path: Path) -> None:
    """Each exercise of the course is there with its unit, its title and its due date."""
    course = read_course(mini_course, only=())
    titles = read_titles(mini_course, ["double", "quiz"])
    (only,) = read_progress(course, titles, Memory(), tmp_path)
    assert [(each.slug, each.stage) for each in only.steps] == [
        ("double", Stage.NOT_STARTED),
        ("quiz", Stage.NOT_STARTED),
    ]
    assert only.steps[0].title["zh"] == "两倍"
    assert only.due is not None
