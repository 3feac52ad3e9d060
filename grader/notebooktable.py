"""What `notebook.check` shows: a checked notebook as a table, in HTML that a light page and a dark one can both hold.

Text has the colour of the page around it; marks and tints are such that they tell apart on white and on black. Styles
stand inline, because a notebook's own rules for tables would win against any other.
"""

import html
import re
from collections.abc import Iterator

from grader.checking import Checked
from grader.hints import first_hint
from grader.model import CheckResult, Outcome
from grader.transcript import MAX_PRINTED_LINES, explanation, passed, problem_of
from grader.translation import message
from grader.wording import plain_number, title, visible

GREEN, RED, AMBER, GREY = "#22a06b", "#e2483d", "#b38600", "#808080"
MARKS = {Outcome.PASSED: ("✓", GREEN), Outcome.SKIPPED: ("–", GREY), Outcome.GRADER_FAULT: ("!", AMBER)}
FAILED_MARK = ("✗", RED)
TABLE = "border-collapse:collapse;width:100%;max-width:46em;border:0;margin:.3em 0;font-size:1em;color:inherit"
CELL = (
    "border:0;border-top:1px solid rgba(128,128,128,.35);padding:.35em .5em;text-align:left;vertical-align:top;"
    "background:none;color:inherit;white-space:normal"
)
MONO = "font-family:monospace;font-size:.95em;background:rgba(128,128,128,.16);color:inherit;padding:0 .2em;border-radius:2px"
PRINTED = "margin:.2em 0 0;padding:.3em .5em;background:rgba(128,128,128,.12);color:inherit;white-space:pre-wrap;font-size:.9em"


def table_of(checked: Checked, language: str) -> str:
    """Return the table of a checked notebook."""
    result = checked.result
    points = sum(each.points for each in result.checks) if result else 0.0
    rows = [
        _row("", f"<strong>{html.escape(checked.exercise.slug)}</strong>", _score(points, checked.exercise.max_score))
    ]
    problem = problem_of(checked)
    rows += [_row("", _text(text), "") for text in explanation(problem, checked, language)]
    if result is not None:
        rows += _rows_of_checks(result.checks, checked, language)
        if passed(checked):
            rows.append(_row("", _text(message("check.all_passed", language)), ""))
    return f'<table lang="{language}" style="{TABLE}"><tbody>{"".join(rows)}</tbody></table>'


def _rows_of_checks(results: tuple[CheckResult, ...], checked: Checked, language: str) -> Iterator[str]:
    told: set[str] = set()
    for each in results:
        glyph, colour = MARKS.get(each.outcome, FAILED_MARK)
        mark = f'<span style="color:{colour};font-weight:bold" title="{each.outcome}">{glyph}</span>'
        body = [_text(title(checked.exercise, each.check, language))]
        body += [
            f'<div style="margin-top:.2em">{_text(text)}</div>' for text in explanation(each.finding, checked, language)
        ]
        hint = first_hint(checked.exercise, each.check, each.outcome, each.finding, language)
        if hint and hint.text not in told:
            told.add(hint.text)
            said = message("check.hint", language, hint=" ".join(hint.text.split()))
            body.append(f'<div style="margin-top:.2em;opacity:.75">{_text(said)}</div>')
        body += _printed(each.output, language)
        score = _score(each.points, each.max_points) if each.max_points else ""
        yield _row(mark, "".join(body), score)


def _row(mark: str, body: str, score: str) -> str:
    cells = ((mark, "width:1.2em"), (body, ""), (score, "text-align:right;white-space:nowrap;width:5em"))
    return (
        '<tr style="background:none">'
        + "".join(f'<td style="{CELL};{more}">{text}</td>' for text, more in cells)
        + "</tr>"
    )


def _text(text: str) -> str:
    """Return a sentence as HTML, what stands between backticks as code."""
    return re.sub(r"`([^`]+)`", rf'<code style="{MONO}">\1</code>', html.escape(text))


def _printed(output: str, language: str) -> Iterator[str]:
    lines = output.expandtabs(4).rstrip().splitlines()
    if lines:
        shown = "\n".join(html.escape(visible(line)) for line in lines[:MAX_PRINTED_LINES])
        more = len(lines) - MAX_PRINTED_LINES
        rest = "\n" + html.escape(message("check.more_lines", language, count=more)) if more > 0 else ""
        said = html.escape(message("check.printed", language))
        yield f'<div style="margin-top:.2em;opacity:.75">{said}</div><pre style="{PRINTED}">{shown}{rest}</pre>'


def _score(points: float, of: float) -> str:
    return f"{plain_number(points)} / {plain_number(of)}"
