"""What `grade check` shows of a checked file: lines for a terminal, or records for a program.

    weighted_cross_entropy                                  2 / 5
      ✓ losses of each sample                               2 / 2
      ✗ the mean divides by the weights of the targets      0 / 3
          You got 0.6070: that is the weighted sum divided by N.
          expected: 0.4326
          hint: what does `reduction='mean'` divide by?

Readable without colour and in 20 columns; wide characters count as two.
"""

import re
import shlex
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from rich.cells import cell_len, chop_cells

from grader.checking import Checked
from grader.hints import first_hint
from grader.layout import BOLD, DIM, GREEN, RED, YELLOW, Look, indented, row, wrapped
from grader.model import Check, CheckResult, Feedback, Finding, Outcome
from grader.translation import message
from grader.wording import plain_number, sentence, title, visible

MAX_PRINTED_LINES = 10
LOCATION = ("line", "source", "cell")
LOCATED_KINDS = frozenset(("exception", "load-exception", "syntax-error", "import-failed"))
# Their sentences end with the news that no check could run.
SAY_THAT_NOTHING_RAN = frozenset(("load-exception", "load-crashed"))
MARKS = {Outcome.PASSED: ("✓", "+", GREEN), Outcome.SKIPPED: ("-", "-", DIM), Outcome.GRADER_FAULT: ("!", "!", YELLOW)}
FAILED_MARK = ("✗", "x", RED)


def lines_of(checked: Checked, look: Look, *, only_first: bool = False) -> Iterator[str]:
    """Yield the lines of one file; with `only_first` no more than titles after the first check that did not pass."""
    exercise, result = checked.exercise, checked.result
    points = sum(each.points for each in result.checks) if result else 0.0
    score = _score(points, exercise.max_score) if exercise.max_score else ""
    yield from (look.paint(line, BOLD) for line in row(exercise.slug, score, 0, look))
    if checked.other:
        yield from indented(message("check.other_file", look.language, other=checked.other), 2, look, DIM)
    problem = problem_of(checked)
    for text in explanation(problem, checked, look.language):
        yield from indented(text, 2, look)
    if result is None:
        return
    yield from _printed("check.printed_while_loading", result.output, 2, look)
    if not _ran(checked):
        if problem is None or problem.kind not in SAY_THAT_NOTHING_RAN:
            yield from indented(message("check.no_check_ran", look.language), 2, look)
        return
    told: set[str] = set()
    brief = False
    for each in result.checks:
        yield from _lines_of_check(each, checked, told, look, brief=brief)
        brief = brief or (only_first and each.outcome is not Outcome.PASSED)


def summary_of(all_checked: Sequence[Checked], look: Look) -> Iterator[str]:
    """Yield the last lines: how it stands and what to do next."""
    unfinished = [each for each in all_checked if not passed(each)]
    if unfinished:
        command = f"grade check {' '.join(shlex.quote(each.asked) for each in unfinished)}"
        count = sum(map(to_mend, unfinished))
        key = "check.mend" if count else "check.mend_file"
        yield from wrapped(message(key, look.language, count=count, command=command), look.width)
        if hinted := next((each.exercise.slug for each in unfinished if hints_shown(each, look.language)), ""):
            yield from wrapped(message("check.more_hints", look.language, command=f"grade hint {hinted}"), look.width)
    else:
        files = ", ".join(each.submission.path for each in all_checked)
        yield from wrapped(message("check.all_passed", look.language), look.width)
        yield from wrapped(message("check.hand_in", look.language, files=files), look.width)


def hints_shown(checked: Checked, language: str) -> list[str]:
    """Return the names of the contract whose first hint stands among a file's lines."""
    results = checked.result.checks if checked.result else ()
    found = (first_hint(checked.exercise, each.check, each.outcome, each.finding, language) for each in results)
    return list(dict.fromkeys(hint.name for hint in found if hint))


def record_of(checked: Checked, language: str) -> dict[str, Any]:
    """Return one file's result for a program."""
    exercise, submission, result = checked.exercise, checked.submission, checked.result
    problem = problem_of(checked)
    checks = {check.name: check for check in exercise.checks}
    return {
        "exercise": exercise.slug,
        "file": submission.path,
        "score": sum(each.points for each in result.checks) if result else 0.0,
        "max_score": exercise.max_score,
        "passed": passed(checked),
        "problem": sentence(problem, _feedback(checked, language), language, reveal=True) if problem else None,
        "checks": [_record(each, checks[each.check], checked, language) for each in (result.checks if result else ())],
    }


def problem_of(checked: Checked) -> Finding | None:
    """Return why the file could not be read or loaded, or what was odd about loading it."""
    return checked.result.problem if checked.result else checked.submission.problem


def passed(checked: Checked) -> bool:
    """Return whether every check passed."""
    return _ran(checked) and not to_mend(checked)


def _ran(checked: Checked) -> bool:
    """Return whether the file could be loaded, so that its checks could run."""
    checks = checked.result.checks if checked.result else ()
    return any(each.finding is not None or each.outcome is Outcome.PASSED for each in checks)


def to_mend(checked: Checked) -> int:
    """Return how many checks ran and did not pass."""
    checks = checked.result.checks if checked.result and _ran(checked) else ()
    return sum(each.outcome is not Outcome.PASSED for each in checks)


def explanation(finding: Finding | None, checked: Checked, language: str) -> Iterator[str]:
    """Yield what was found, where, and what was expected, as far as the sentence does not say it already."""
    if finding is None:
        return
    said = _sentence(finding, checked, language)
    yield said
    if place := _location(finding, checked, language):
        yield place
    expected = _expected(finding)
    if not expected or re.search(rf"(?<![\w.-]){re.escape(expected)}(?![\w.])", said):
        return
    if finding.kind == "wrong-shape":
        # One below the other, so that the axes can be compared.
        yield message("check.shape_got", language, value=visible(str(tuple(finding.parameters["got"]))))
        yield message("check.shape_expected", language, value=expected)
    else:
        yield message("check.expected", language, value=expected)


def _lines_of_check(result: CheckResult, checked: Checked, told: set[str], look: Look, *, brief: bool) -> Iterator[str]:
    fancy, plain, colour = MARKS.get(result.outcome, FAILED_MARK)
    mark = plain if look.plain_marks else fancy
    score = _score(result.points, result.max_points) if result.max_points else ""
    first, *more = row(title(checked.exercise, result.check, look.language), score, 4, look)
    yield f"  {look.paint(mark, colour)} {first[4:]}"
    yield from more
    if brief:
        return
    indent = 6 if look.width >= 40 else 4
    for text in explanation(result.finding, checked, look.language):
        yield from indented(text, indent, look)
    hint = first_hint(checked.exercise, result.check, result.outcome, result.finding, look.language)
    if hint and hint.text not in told:
        told.add(hint.text)
        yield from indented(message("check.hint", look.language, hint=" ".join(hint.text.split())), indent, look, DIM)
    limit = checked.exercise.limits.seconds_per_call
    if result.outcome is Outcome.PASSED and result.seconds > limit:
        values = {"seconds": plain_number(round(result.seconds, 1)), "limit": plain_number(limit)}
        yield from indented(message("check.slow", look.language, **values), indent, look, YELLOW)
    yield from _printed("check.printed", result.output, indent, look)


def _sentence(finding: Finding, checked: Checked, language: str) -> str:
    """Return the sentence of a finding; where it was is told apart from it, in a line that an editor understands."""
    if finding.kind in LOCATED_KINDS and finding.parameters.get("line"):
        kept = {name: value for name, value in finding.parameters.items() if name not in LOCATION}
        finding = msgspec.structs.replace(finding, parameters=kept)
    return sentence(finding, _feedback(checked, language), language, reveal=True)


def _location(finding: Finding, checked: Checked, language: str) -> str:
    line, source, cell = (finding.parameters.get(name) for name in LOCATION)
    if finding.kind not in LOCATED_KINDS or not line:
        return ""
    values = {"file": checked.submission.path, "line": line, "cell": cell}
    place = message("check.at_cell" if cell else "check.at_file", language, **values)
    return message("check.at_source", language, place=place, source=visible(str(source))) if source else place


def _expected(finding: Finding) -> str:
    value = finding.parameters.get("expected")
    if value is None or finding.kind in ("did-not-raise", "raised-other"):
        return ""
    return visible(str(tuple(value)) if isinstance(value, (list, tuple)) else str(value))


def _record(result: CheckResult, check: Check, checked: Checked, language: str) -> dict[str, Any]:
    finding = result.finding
    parameters = finding.parameters if finding else {}
    hint = first_hint(checked.exercise, result.check, result.outcome, finding, language)
    return {
        "check": result.check,
        "title": title(checked.exercise, result.check, language),
        "hidden": check.hidden,
        "outcome": result.outcome,
        "points": result.points,
        "max_points": result.max_points,
        "diagnosis": finding.diagnosis if finding else None,
        "message": sentence(finding, _feedback(checked, language), language, reveal=True) if finding else None,
        "got": parameters.get("got"),
        "expected": parameters.get("expected"),
        "line": parameters.get("line"),
        "cell": parameters.get("cell"),
        "hint": hint.text if hint else None,
        "output": result.output,
        "seconds": result.seconds,
    }


def _feedback(checked: Checked, language: str) -> Feedback | None:
    return checked.exercise.feedback.get(language)


def _score(points: float, of: float) -> str:
    return f"{plain_number(points)} / {plain_number(of)}"


def _printed(key: str, output: str, indent: int, look: Look) -> Iterator[str]:
    """Yield what the student's code printed: its first lines, cut to the width."""
    lines = output.expandtabs(4).rstrip().splitlines()
    if not lines:
        return
    yield from indented(message(key, look.language), indent, look, DIM)
    room = look.width - indent - 2
    for line in lines[:MAX_PRINTED_LINES]:
        shown = visible(line, None)
        cut = shown if cell_len(shown) <= room else chop_cells(shown, room - 1)[0] + "…"
        yield " " * indent + look.paint("| ", DIM) + cut
    if len(lines) > MAX_PRINTED_LINES:
        text = message("check.more_lines", look.language, count=len(lines) - MAX_PRINTED_LINES)
        yield from indented(text, indent, look, DIM)
