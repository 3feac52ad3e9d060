"""What a student reads after a check."""

import string

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from grader.checking import Checked, public_part, with_more_time
from grader.hints import concerned_names, first_hint
from grader.layout import Look, wrapped
from grader.model import Check, CheckResult, Exercise, Feedback, Finding, Outcome, Result, Submission
from grader.sandbox.local import modules_to_preload
from grader.transcript import lines_of, passed
from grader.translation import language_of_system

CHECKS = """
from grader.checks import check

@check(points=2)
def test_curve(student, inputs):
    student.run(draw, helper(inputs))

@check(points=1, after="test_curve")
def test_slope(student):
    student.slope(1)
    student.curve(1)

@check(points=0)
def test_letter(student):
    student.LETTER

def helper(inputs):
    return inputs.normal(3)

def draw(student, x):
    return student.curve(x)
"""
TITLES = {
    "en": {
        "test_curve": "the curve at three points",
        "test_slope": "its slope",
        "test_letter": "the answer is a letter",
    },
    "zh": {"test_curve": "曲线在三个点上的取值", "test_slope": "曲线的斜率", "test_letter": "答案是一个字母"},
}
SAYS = {"en": "That is the curve of y, mirrored at the axis.", "zh": "这是 y 的曲线（关于坐标轴对称的那一条）。"}
HINTS = {"en": "Which `y` belongs to `x = 0`?", "zh": "`x = 0` 对应哪个 `y`？"}
EXERCISE = Exercise(
    slug="curves_and_their_slopes",
    title={"en": "Curves", "zh": "曲线"},
    checks=(
        Check(name="test_curve", points=2, hidden=False),
        Check(name="test_slope", points=1, hidden=False, after="test_curve"),
        Check(name="test_letter", points=0, hidden=False),
        Check(name="test_secret", points=7, hidden=True),
    ),
    contract=("curve", "slope", "LETTER"),
    check_files={"test_public.py": CHECKS, "test_hidden.py": "def test_secret(student): ..."},
    reference="LETTER = 'B'",
    digest="d",
    feedback={
        language: Feedback(
            titles=TITLES[language],
            misconceptions={"mirrored": SAYS[language]},
            hints={name: [HINTS[language]] for name in ("curve", "slope", "LETTER")},
        )
        for language in ("en", "zh")
    },
)
WRONG = Finding(kind="wrong-value", parameters={"got": "-2.0000", "expected": "2.0000"}, diagnosis="mirrored")
SKIPPED = Finding(kind="skipped", parameters={"after": "test_curve"})


def checked(*outcomes: tuple[Outcome, Finding | None], output: str = "", seconds: float = 0.0) -> Checked:
    exercise = public_part(EXERCISE)
    results = tuple(
        CheckResult(
            check=check.name,
            outcome=outcome,
            points=check.points * (outcome is Outcome.PASSED),
            max_points=check.points,
            finding=finding,
            output=output,
            seconds=seconds,
        )
        for check, (outcome, finding) in zip(exercise.checks, outcomes, strict=True)
    )
    result = Result(exercise=exercise.slug, code_digest="", exercise_digest="", variant="", checks=results)
    submission = Submission(student="", exercise=exercise.slug, path="curves_and_their_slopes.py")
    return Checked(exercise=exercise, submission=submission, asked=exercise.slug, result=result)


FAILED = ((Outcome.FAILED, WRONG), (Outcome.SKIPPED, SKIPPED), (Outcome.PASSED, None))


def test_a_transcript_reads_like_this() -> None:
    """Name and points, a line for each check, and below it why, what was expected, and a hint."""
    assert "\n".join(lines_of(checked(*FAILED), Look(60))) == (
        "curves_and_their_slopes                                0 / 3\n"
        "  ✗ the curve at three points                          0 / 2\n"
        "      You got -2.0000: that is the curve of y, mirrored at\n"
        "      the axis.\n"
        "      expected: 2.0000\n"
        "      hint: Which `y` belongs to `x = 0`?\n"
        "  - its slope                                          0 / 1\n"
        "      Not checked, as this one comes first: the curve at\n"
        "      three points.\n"
        "  ✓ the answer is a letter"
    )


@pytest.mark.parametrize("language", ["en", "zh"])
def test_shapes_stand_one_below_the_other(language: str) -> None:
    """Where a misconception is told instead of the two shapes, they follow in lines of their own that begin alike."""
    finding = Finding(kind="wrong-shape", parameters={"got": [6, 6], "expected": [6]}, diagnosis="mirrored")
    lines = list(lines_of(checked((Outcome.FAILED, finding), *[(Outcome.PASSED, None)] * 2), Look(79, language)))
    yours, wanted = (
        next(line for line in lines if line.endswith(shape))
        for shape in ("：(6, 6)" if language == "zh" else "  (6, 6)", "(6,)")
    )
    assert cell_len(yours[: yours.index("(")]) == cell_len(wanted[: wanted.index("(")])


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", [18, 19, 25, 40, 79])
def test_points_line_up_and_no_line_is_too_wide(language: str, width: int) -> None:
    """Wide characters count as two cells; points end at the right margin of any width."""
    lines = list(lines_of(checked(*FAILED, output="很长的一行" * 30), Look(width, language)))
    assert max(map(cell_len, lines)) <= width
    assert {cell_len(line) for line in lines if line.endswith((" / 3", " / 2", " / 1"))} == {width}


def test_marks_of_a_terminal_without_them_are_letters() -> None:
    """Where check marks can't be shown, passed and failed are told apart all the same."""
    lines = list(lines_of(checked(*FAILED), Look(60, plain_marks=True)))
    assert [line[2] for line in lines if line[2:4] in ("+ ", "x ", "- ")] == ["x", "-", "+"]


def test_colours_change_no_word() -> None:
    """With its colours taken out, a transcript is the one without colours."""
    coloured = "\n".join(lines_of(checked(*FAILED), Look(60, colour=True)))
    for code in ("1", "2", "31", "32", "33", "0"):
        coloured = coloured.replace(f"\x1b[{code}m", "")
    assert coloured == "\n".join(lines_of(checked(*FAILED), Look(60)))


def test_a_check_that_only_passes_here_is_told() -> None:
    """A call that is slower than grading allows passes on a student's own machine, with a warning."""
    slow = checked((Outcome.PASSED, None), (Outcome.PASSED, None), (Outcome.PASSED, None), seconds=2.6)
    assert "This took 2.6 s. When it is graded, a call may take 2 s." in " ".join(
        "\n".join(lines_of(slow, Look())).split()
    )
    assert passed(slow)
    assert with_more_time(EXERCISE).limits.seconds_per_call > EXERCISE.limits.seconds_per_call


@given(st.text(alphabet=string.ascii_letters + " ，。（）字符`", max_size=80), st.integers(2, 30))
def test_wrapping_keeps_every_character(text: str, width: int) -> None:
    """Wrapped lines are never too wide, and hold the text as it was but for spaces."""
    lines = wrapped(text, width)
    assert all(cell_len(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_checks_without_points_show_none() -> None:
    """An exercise whose public checks give no points shows no points instead of "0 / 0"."""
    unpaid = checked(*FAILED)
    assert unpaid.result
    results = tuple(msgspec.structs.replace(each, max_points=0.0) for each in unpaid.result.checks)
    checks = tuple(msgspec.structs.replace(each, points=0.0) for each in unpaid.exercise.checks)
    unpaid = msgspec.structs.replace(
        unpaid,
        exercise=msgspec.structs.replace(unpaid.exercise, checks=checks),
        result=msgspec.structs.replace(unpaid.result, checks=results),
    )
    assert " / " not in "\n".join(lines_of(unpaid, Look(60)))


def test_closing_marks_stay_with_their_word() -> None:
    """A line does not begin with a full stop or comma where the word before it can move along."""
    assert wrapped("这是一行，下一行。", 8) == ["这是一", "行，下一", "行。"]


def test_the_public_part_holds_nothing_hidden() -> None:
    """What `grade check` runs has neither the hidden checks nor their file."""
    part = public_part(EXERCISE)
    assert [check.name for check in part.checks] == ["test_curve", "test_slope", "test_letter"]
    assert list(part.check_files) == ["test_public.py"]


def test_a_check_asks_for_names_of_the_contract_in_order() -> None:
    """A check's names are found in it, in its helpers and in its probes."""
    assert concerned_names(EXERCISE, "test_curve") == ("curve",)
    assert concerned_names(EXERCISE, "test_slope") == ("slope", "curve")
    assert concerned_names(EXERCISE, "test_nothing") == ()


@pytest.mark.parametrize(
    ("kind", "outcome", "given"),
    [
        ("wrong-value", Outcome.FAILED, True),
        ("exception", Outcome.ERRORED, True),
        ("refused", Outcome.REFUSED, True),
        ("not-implemented", Outcome.ERRORED, False),
        ("missing-name", Outcome.FAILED, False),
        ("timed-out", Outcome.TIMED_OUT, False),
        ("note", Outcome.PASSED, False),
    ],
)
def test_hints_are_for_answers_that_are_wrong(kind: str, outcome: Outcome, given: bool) -> None:
    """Code that is missing, stopped or right gets no hint."""
    assert bool(first_hint(EXERCISE, "test_curve", outcome, Finding(kind=kind), "en")) is given


@pytest.mark.parametrize(
    ("text", "modules"),
    [
        ("import torch\ntorch.softmax(x, 1)", []),
        ("optimizer = torch.optim.SGD(params, lr=1)", ["torch._dynamo"]),
        ("from torch import nn, optim", ["torch._dynamo"]),
        ("torch.func.grad(f)", ["torch._dynamo"]),
        ("torch.testing.assert_close(a, b)", ["torch.testing"]),
        ("the optimal function", []),
    ],
)
def test_what_an_optimizer_imports_is_imported_beforehand(text: str, modules: list[str]) -> None:
    """Code that names an optimizer gets its second of imports before its time begins to count."""
    assert modules_to_preload([text]) == modules


@pytest.mark.parametrize(("variable", "value", "language"), [("LANG", "zh_CN.UTF-8", "zh"), ("LC_ALL", "de_DE", "en")])
def test_the_locale_chooses_the_language(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, language: str
) -> None:
    """A Chinese system gets Chinese words, every other one English ones."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(variable, value)
    assert language_of_system() == language
