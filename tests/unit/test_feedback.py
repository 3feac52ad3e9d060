"""What is handed back to students: nothing that is hidden, nothing about others, and text that stays text."""

import csv
import re

import pytest
from classroom import COURSE, EXERCISES, HIDDEN, LAST, PUBLIC, find, grade, hand_in, make_class, make_material
from hypothesis import given
from hypothesis import strategies as st

from grader.model import Run
from grader.reports.feedback import write_feedback
from grader.reports.markdown import fenced, literal, marked

RUN = Run(started_at=1_700_000_000.0, isolation="full", versions={})
SECRET = "0.123456"


def feedback(out, rows, misnamed=(), language="en"):
    write_feedback(COURSE, make_material(make_class(rows), misnamed, RUN), out, language)
    return out


def files_of(out, student):
    with (out / "students.csv").open(newline="", encoding="utf-8") as file:
        [row] = [row for row in csv.DictReader(file) if row["student"] == student]
    return [(out / row[kind]).read_text(encoding="utf-8") for kind in ("page", "markdown")]


@pytest.mark.parametrize(
    "finding",
    [
        find("wrong-value", got=SECRET, expected=SECRET),
        find("wrong-value", "divides-by-n", got=SECRET, expected=SECRET),
        find("exception", type=SECRET, message=SECRET, source=SECRET, line=3),
        find("exception", "unknown-mistake", type=SECRET, message=SECRET),
        find("wrong-shape", got=[SECRET], expected=[SECRET]),
        find("wrong-type", got=SECRET, expected="Tensor"),
        find("raised-other", got=SECRET, expected="ValueError", message=SECRET),
        find("crashed", how=SECRET),
        find("wrong-kind", detail=SECRET),
        find("note", note=SECRET),
        find("partial", percent=SECRET),
    ],
    ids=lambda finding: f"{finding.kind} {finding.diagnosis or ''}",
)
def test_what_a_hidden_check_saw_stays_hidden(tmp_path, finding):
    """Not even the type of an exception or a shape is told: a student's code can write its input there."""
    rows = {
        "ben": {"double": grade("double", "passed", "failed", findings={HIDDEN: finding}, printed={HIDDEN: SECRET})}
    }
    for text in files_of(feedback(tmp_path / "feedback", rows), "ben"):
        assert SECRET not in text
        assert "any `values`" in text or "any <code>values</code>" in text
        assert ("divided by N" in text) is (finding.diagnosis == "divides-by-n")


def test_public_checks_are_told_with_their_values(tmp_path):
    """Of a public check, a student reads what was expected, what came, and what the code printed."""
    found = {PUBLIC: find("wrong-value", got="0.5000", expected="0.7500"), LAST: find("skipped", after=HIDDEN)}
    rows = {
        "ben": {"double": grade("double", "failed", "failed", "skipped", findings=found, printed={PUBLIC: "step 1"})}
    }
    for text in files_of(feedback(tmp_path / "feedback", rows), "ben"):
        for shown in ("0.5000", "0.7500", "step 1", "not checked"):
            assert shown in text, shown


def test_feedback_tells_nothing_about_others(tmp_path):
    """No page names another student, and none links to another file."""
    rows = {name: {"double": grade("double"), "quiz": find("empty")} for name in ("mallory", "oscar", "peggy")}
    out = feedback(tmp_path / "feedback", rows)
    assert (
        sorted(path.suffix for path in out.iterdir() if not path.name.startswith("."))
        == [".csv"] + [".html"] * 3 + [".md"] * 3
    )
    for student in rows:
        for text in files_of(out, student):
            assert student in text
            assert not any(other in text for other in rows if other != student)
            assert not re.search(r'(?:href|src)="[^#]', text)


@pytest.mark.parametrize(("language", "shown"), [("en", "not handed in"), ("zh", "未提交")])
def test_feedback_speaks_both_languages(tmp_path, language, shown):
    """Titles, outcomes and sentences are in the language asked for."""
    rows = {"ada": {"double": grade("double", "failed")}, "ben": {"quiz": grade("quiz")}}
    for text in files_of(feedback(tmp_path / "feedback", rows, language=language), "ada"):
        assert shown in text
        assert EXERCISES["double"].title[language] in text


def test_a_stray_file_is_told(tmp_path):
    """A student whose file fits no exercise reads what to do about it."""
    stray = hand_in("ada", "", path="ada/dubble.py", problem=find("wrong-name", name="dubble.py", nearest="double"))
    for text in files_of(feedback(tmp_path / "feedback", {"ada": {}}, [stray]), "ada"):
        assert "double.py" in text


def test_markdown_of_strangers_stays_text(tmp_path):
    """A name, a value or an output makes no tag, link, picture or end of a code block."""
    evil = "<script>alert(1)</script> ![x](http://evil.example/x) [y](javascript:alert(1)) **b** `c`"
    found = {PUBLIC: find("wrong-value", got=evil, expected="1")}
    printed = {PUBLIC: f"```\n{evil}\n````"}
    _, text = files_of(
        feedback(tmp_path / "feedback", {evil: {"double": grade("double", "failed", findings=found, printed=printed)}}),
        evil,
    )
    outside = re.sub(r"(?ms)^ *(`{3,})text$.*?^ *\1$", "", text)
    assert "alert" in text
    assert "````" not in outside
    # Code spans show what is in them; outside, each special character has its backslash.
    bare = re.sub(r"`[^`]+`", "", re.sub(r"\\.", "", outside.replace("(*hidden*)", "")))
    assert not re.search(r"[<\[\]]|!\[", bare)


@given(st.text(max_size=80))
def test_a_code_block_ends_where_its_text_does(text):
    """Whatever backticks stand in an output, none of its lines closes the block."""
    first, *lines, last = fenced(text).split("\n")
    assert first == f"{last}text"
    assert last not in [line.strip() for line in lines]


@given(st.text(alphabet="ab`*_[]()<>&!~|#$\\ ", max_size=40))
def test_special_characters_are_escaped(text):
    """Outside of code, no character with a meaning in Markdown is left bare."""
    assert not re.search(r"[`*_\[\]<>&!~|#$]", re.sub(r"\\.", "", literal(text)))
    outside = re.sub(r"`[^`\\]+`", "", re.sub(r"\\.", "", marked(text)))
    assert not re.search(r"[*\[\]<>]", re.sub(r"`[^`]*`", "", outside))
