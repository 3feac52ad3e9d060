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
from typing import Any, NamedTuple

import msgspec
from rich.cells import cell_len, chop_cells

from grader.checking import Checked
from grader.hints import first_hint
from grader.messages import message
from grader.model import Check, CheckResult, Feedback, Finding, Outcome
from grader.wording import plain_number, sentence, title, visible

MAX_PRINTED_LINES = 10
# Beside points that take more of a narrow line than this leaves, a title gets lines of its own.
MIN_TITLE_CELLS = 14
BOLD, DIM, RED, GREEN, YELLOW = "1", "2", "31", "32", "33"
LOCATION = ("line", "source", "cell")
LOCATED_KINDS = frozenset(("exception", "load-exception", "syntax-error", "import-failed"))
# Their sentences end with the news that no check could run.
SAY_THAT_NOTHING_RAN = frozenset(("load-exception", "load-crashed"))
MARKS = {Outcome.PASSED: ("✓", "+", GREEN), Outcome.SKIPPED: ("-", "-", DIM), Outcome.GRADER_FAULT: ("!", "!", YELLOW)}
FAILED_MARK = ("✗", "x", RED)
CLOSING = "，。：；！？、）》」』】…"
OPENING = "（《「『【"


class Look(NamedTuple):
    """How lines are to look: their width in cells, the language, and what the terminal can show."""

    width: int = 80
    language: str = "en"
    colour: bool = False
    plain_marks: bool = False

    def paint(self, text: str, *codes: str) -> str:
        """Return `text` in a colour, where there are colours."""
        return f"\x1b[{';'.join(codes)}m{text}\x1b[0m" if self.colour and codes and text.strip() else text


def lines_of(checked: Checked, look: Look) -> Iterator[str]:
    """Yield the lines of one file."""
    exercise, result = checked.exercise, checked.result
    points = sum(each.points for each in result.checks) if result else 0.0
    score = _score(points, exercise.max_score) if exercise.max_score else ""
    yield from (look.paint(line, BOLD) for line in _row(exercise.slug, score, 0, look))
    if checked.other:
        yield from _indented(message("check.other_file", look.language, other=checked.other), 2, look, DIM)
    problem = problem_of(checked)
    for text in explanation(problem, checked, look.language):
        yield from _indented(text, 2, look)
    if result is None:
        return
    yield from _printed("check.printed_while_loading", result.output, 2, look)
    if not _ran(checked):
        if problem is None or problem.kind not in SAY_THAT_NOTHING_RAN:
            yield from _indented(message("check.no_check_ran", look.language), 2, look)
        return
    told: set[str] = set()
    for each in result.checks:
        yield from _lines_of_check(each, checked, told, look)


def summary_of(all_checked: Sequence[Checked], look: Look) -> Iterator[str]:
    """Yield the last lines: how it stands and what to do next."""
    unfinished = [each for each in all_checked if not passed(each)]
    if unfinished:
        command = f"grade check {' '.join(shlex.quote(each.asked) for each in unfinished)}"
        count = sum(map(to_mend, unfinished))
        key = "check.mend" if count else "check.mend_file"
        yield from wrapped(message(key, look.language, count=count, command=command), look.width)
    else:
        files = ", ".join(each.submission.path for each in all_checked)
        yield from wrapped(message("check.all_passed", look.language), look.width)
        yield from wrapped(message("check.hand_in", look.language, files=files), look.width)


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
    if expected and not re.search(rf"(?<![\w.-]){re.escape(expected)}(?![\w.])", said):
        yield message("check.expected", language, value=expected)


def wrapped(text: str, width: int) -> list[str]:
    """Return a text in lines of at most `width` cells, broken between words or wide characters."""
    lines, line = [], ""
    for piece in _pieces(text):
        if cell_len(line + piece.rstrip()) <= width:
            line += piece
            continue
        if line.strip():
            lines.append(line.rstrip())
        *full, line = chop_cells(piece, width) if cell_len(piece.rstrip()) > width else [piece]
        lines += full
    return [*lines, line.rstrip()] if line.strip() else lines


def _lines_of_check(result: CheckResult, checked: Checked, told: set[str], look: Look) -> Iterator[str]:
    fancy, plain, colour = MARKS.get(result.outcome, FAILED_MARK)
    mark = plain if look.plain_marks else fancy
    score = _score(result.points, result.max_points) if result.max_points else ""
    first, *more = _row(title(checked.exercise, result.check, look.language), score, 4, look)
    yield f"  {look.paint(mark, colour)} {first[4:]}"
    yield from more
    indent = 6 if look.width >= 40 else 4
    for text in explanation(result.finding, checked, look.language):
        yield from _indented(text, indent, look)
    hint = first_hint(checked.exercise, result.check, result.outcome, result.finding, look.language)
    if hint and hint not in told:
        told.add(hint)
        yield from _indented(message("check.hint", look.language, hint=" ".join(hint.split())), indent, look, DIM)
    limit = checked.exercise.limits.seconds_per_call
    if result.outcome is Outcome.PASSED and result.seconds > limit:
        values = {"seconds": plain_number(round(result.seconds, 1)), "limit": plain_number(limit)}
        yield from _indented(message("check.slow", look.language, **values), indent, look, YELLOW)
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
        "hint": first_hint(checked.exercise, result.check, result.outcome, finding, language) or None,
        "output": result.output,
        "seconds": result.seconds,
    }


def _feedback(checked: Checked, language: str) -> Feedback | None:
    return checked.exercise.feedback.get(language)


def _score(points: float, of: float) -> str:
    return f"{plain_number(points)} / {plain_number(of)}"


def _row(left: str, right: str, indent: int, look: Look) -> Iterator[str]:
    """Yield lines with `right` at the right margin of the first, or below where that leaves too little room."""
    room = look.width - indent - cell_len(right) - 2
    beside = right and room >= MIN_TITLE_CELLS
    lines = wrapped(left, room if beside or not right else look.width - indent)
    for number, line in enumerate(lines):
        text = " " * indent + line
        yield text + " " * (look.width - cell_len(text) - cell_len(right)) + right if beside and not number else text
    if right and not beside:
        yield " " * (look.width - cell_len(right)) + right


def _indented(text: str, indent: int, look: Look, *codes: str) -> Iterator[str]:
    for line in wrapped(text, look.width - indent):
        yield " " * indent + look.paint(line, *codes)


def _printed(key: str, output: str, indent: int, look: Look) -> Iterator[str]:
    """Yield what the student's code printed: its first lines, cut to the width."""
    lines = output.expandtabs(4).rstrip().splitlines()
    if not lines:
        return
    yield from _indented(message(key, look.language), indent, look, DIM)
    room = look.width - indent - 2
    for line in lines[:MAX_PRINTED_LINES]:
        shown = visible(line, None)
        cut = shown if cell_len(shown) <= room else chop_cells(shown, room - 1)[0] + "…"
        yield " " * indent + look.paint("| ", DIM) + cut
    if len(lines) > MAX_PRINTED_LINES:
        text = message("check.more_lines", look.language, count=len(lines) - MAX_PRINTED_LINES)
        yield from _indented(text, indent, look, DIM)


def _pieces(text: str) -> list[str]:
    """Return the pieces between which a line may be broken: words with the space after them, wide characters.

    A closing mark stays with what is before it, an opening one with what comes after it.
    """
    pieces = []
    for run in re.findall(r"\S+\s*|\s+", text):
        start = 0
        for index in range(1, len(run)):
            before, after = run[index - 1], run[index]
            if after.isspace() or after in CLOSING or before in OPENING:
                continue
            if cell_len(before) > 1 or cell_len(after) > 1:
                pieces.append(run[start:index])
                start = index
        pieces.append(run[start:])
    return pieces
