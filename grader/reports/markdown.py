"""A student's page as Markdown, to be sent where no page can be: a comment field, an issue, a mail."""

import re
from collections.abc import Iterator

from grader.reports.studentpage import CheckLine, Section, StudentPage
from grader.wording import phrase, plain_number

# Text of students must not turn into links, pictures or tags.
_SPECIAL = re.compile(r"([\\`*_\[\]<>&#|!~$])")


def student_markdown(page: StudentPage, course: str, language: str) -> str:
    """Return a student's page as Markdown."""
    total = f"**{plain_number(page.score)}** / {plain_number(page.max_score)}"
    parts = [f"# {literal(page.student)}", f"{literal(course)} · {total}"]
    for section in page.sections:
        parts += _section(section, language)
    for title in page.missing:
        parts.append(f"## {literal(title)} · {phrase('legend_missing', language)}")
    if page.other_files:
        parts.append(f"## {phrase('other_files', language)}")
        parts += [f"{literal(file.path)}: {marked(file.problem)}" for file in page.other_files]
    return "\n\n".join(parts) + "\n"


def literal(text: str) -> str:
    """Return a text that Markdown shows as it is."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def marked(text: str) -> str:
    """Return a sentence in which what stands between backticks is code, and everything else as it is."""
    pieces = re.split(r"(`[^`]+`)", " ".join(text.split()))
    return "".join(piece if index % 2 else literal_piece(piece) for index, piece in enumerate(pieces))


def literal_piece(text: str) -> str:
    """Return a piece of a sentence as Markdown shows it, with the space around it."""
    return _SPECIAL.sub(r"\\\1", text)


def fenced(text: str, indent: str = "") -> str:
    """Return a text as a block of code, whatever backticks stand in it."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return "\n".join(indent + line for line in (f"{fence}text", *text.split("\n"), fence))


def _section(section: Section, language: str) -> Iterator[str]:
    score = section.cell.text if section.status == "graded" else "0"
    yield f"## {literal(section.title)} · {score} / {plain_number(section.max_score)}"
    about = [literal(section.path)] if section.path else []
    about += [phrase("received", language, when=section.received)] if section.received else []
    about = [f"**{section.status_word}**", *about] if section.status != "graded" else about
    yield " · ".join(about)
    if section.problem:
        yield marked(section.problem)
    if section.provisional:
        yield phrase("provisional", language)
    yield from (marked(note) for note in section.notes)
    if section.checks:
        yield "\n".join(_check(check, language) for check in section.checks)
    if section.output:
        yield f"**{phrase('loading_output', language)}**\n\n{fenced(section.output)}"


def _check(check: CheckLine, language: str) -> str:
    hidden = f" *({phrase('hidden', language)})*" if check.hidden else ""
    points = f" · {plain_number(check.points)} / {plain_number(check.max_points)}" if check.max_points else ""
    lines = [f"- **{check.word}** · {marked(check.title)}{hidden}{points}"]
    if check.sentence:
        lines[0] += "\\"
        lines.append(f"  {marked(check.sentence)}")
    if check.output:
        lines.append(f"\n{fenced(check.output, '  ')}\n")
    return "\n".join(lines)
