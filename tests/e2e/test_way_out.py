"""What students call themselves, print, raise and return, on its way out: every export, the report, the terminal."""

import csv
import html.parser
import io
import json
import re
import sys
import xml.etree.ElementTree as ET  # our own output
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from courses import build_course, replace
from e2e.conftest import grade

from grader.cli import main

# On the page of the class: its table's rows, the table, and what ties them together.
OUR_SCRIPTS = 3
# Ends a page's script and begins one, clears a screen, names a window, turns the writing direction, begins a formula.
HOSTILE = (
    r"</script><script>alert(1)</script><img src=x onerror=alert(1)>\x1b[2J\x1b]0;owned\x07\x9b31m\u202e\u2066\0=1+1"
)
DOUBLE = "FACTOR = 0\n\n\ndef double(x):\n"
# name of the case: (file, its source)
WORK = {
    "prints": ("double.py", f'{DOUBLE}    print("{HOSTILE}")\n    return x\n'),
    "prints-bytes": (
        "double.py",
        f'{DOUBLE}    import sys\n    sys.stdout.flush()\n    import os\n    os.write(1, b"\\x00\\xff\\xfe\\x1b[31m\\x9b")\n    return x\n',
    ),
    "prints-halves": ("double.py", f'{DOUBLE}    print("\\ud800\\udfff")\n    return x\n'),
    "prints-while-loading": ("double.py", f'print("{HOSTILE}")\n{DOUBLE}    return x\n'),
    "raises": ("double.py", f'{DOUBLE}    raise ValueError("{HOSTILE}")\n'),
    "raises-halves": ("double.py", f'{DOUBLE}    raise ValueError("\\ud800 {HOSTILE}")\n'),
    "raises-a-named-class": (
        "double.py",
        f'{DOUBLE}    raise type("{HOSTILE}".replace("\\0", ""), (Exception,), {{}})("x")\n',
    ),
    "raises-while-loading": ("double.py", f'{DOUBLE}    return x\n\n\nraise RuntimeError("{HOSTILE}")\n'),
    "returns-a-text": ("double.py", f'{DOUBLE}    return "{HOSTILE}"\n'),
    "returns-a-dictionary": ("double.py", f'{DOUBLE}    return {{"{HOSTILE}": "{HOSTILE}"}}\n'),
    "holds-a-text": ("double.py", f'FACTOR = "=1+1 {HOSTILE}"\n\n\ndef double(x):\n    return x + x\n'),
    "imports": (
        "double.py",
        f'import importlib\n{DOUBLE}    return x\n\n\nimportlib.import_module("{HOSTILE}".replace("\\0", ""))\n',
    ),
    "breaks-off": ("double.py", f"{DOUBLE}    return x\n\n\n(<script>alert(1)</script> \x1b[31m \u202e\n"),
    "says-what-it-was-asked": (
        "double.py",
        f'{DOUBLE}    if x.numel() > 2:\n        print("LEAK")\n        raise ValueError("LEAK")\n    return x + x\n',
    ),
    "returns-what-it-was-asked": ("double.py", f'{DOUBLE}    return x + x if x.numel() == 2 else "LEAK"\n'),
    "raises-what-it-was-asked": (
        "double.py",
        f'{DOUBLE}    if x.numel() > 2:\n        raise type("LEAK", (Exception,), {{}})\n    return x + x\n',
    ),
    "is-what-it-was-asked": (
        "double.py",
        f'{DOUBLE}    return x + x if x.numel() == 2 else type("LEAK", (), {{}})()\n',
    ),
    "is-a-notebook": (
        "double.ipynb",
        json.dumps(
            {
                "cells": [
                    {"cell_type": "code", "metadata": {}, "outputs": [], "source": f'print("{HOSTILE}")\n1 / 0'},
                    {"cell_type": "code", "metadata": {}, "outputs": [], "source": f"{DOUBLE}    return x"},
                ],
                "metadata": {},
                "nbformat": 4,
                "nbformat_minor": 4,
            }
        ),
    ),
    "is-misnamed": ("doubel<img src=x onerror=alert(1)>\x1b[2J\u202e.py", f"{DOUBLE}    return x\n"),
}
NAMES = (
    "=1+cmd|' C calc'!A0",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "＝1+1",
    "\t=1+1",
    "\r=1+1",
    "\u200b=1+1",
    "<script>alert(1)<script>",
    '"><img src=x onerror=alert(1)>',
    "\x1b[2J\x1b]0;owned\x07",
    "\x9b31m",
    "\u202eevil\u2066",
    b"\xff\xfe\x80".decode("utf-8", "surrogateescape"),
    "a\nb,c;d\te",
    "{{ 7 * 7 }}${7*7}",
    "x" * 200,
    " lead and trail ",
    "张\u0301\u202e伟",
)
ROSTER = ("=roster()", "\x1b[31mroster", "\u202eroster", "<script>roster", "plain")
INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufffe\uffff]"
)
FORMULA = re.compile(r"\s*[=+\-@＝＋－＠\t\r](?!\d+(\.\d+)?$)")


class Class:
    """A hostile class that has been graded: the teacher's folder, and what the command said."""

    def __init__(self, home: Path) -> None:
        self.home, self.course = home, build_course(home / "course")
        # Long after the test: what shows after the due date is hidden.
        replace(self.course, "exercises/course.toml", "2026-10-01", "2999-10-01")
        for name, (file, source) in zip(NAMES, WORK.values(), strict=True):
            folder = home / "submissions" / name
            folder.mkdir(parents=True)
            (folder / file).write_text(source, encoding="utf-8")
        with zipfile.ZipFile(home / "submissions" / "=zip\u202e.zip", "w") as archive:
            archive.writestr("<script>\x1b[31m/\u202equiz.py", "ANSWER = 1\n")
            archive.writestr("quiz.py", f'ANSWER = "{HOSTILE}"\n')
        (home / "roster.csv").write_text("student\n" + "".join(f'"{each}"\n' for each in ROSTER), encoding="utf-8")
        self.run = grade("run", "submissions", "--course", self.course, "--roster", "roster.csv", cwd=home)
        assert self.run.returncode == 0, self.run.stdout + self.run.stderr


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Class:
    """The hostile class, graded once."""
    return Class(tmp_path_factory.mktemp("teacher"))


@pytest.fixture
def command(graded: Class, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]):
    """Return what runs a command on the class, in this process, and gives what it printed."""
    monkeypatch.chdir(graded.home)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")

    def run(*words: str) -> tuple[str, str]:
        monkeypatch.setattr(sys, "argv", ["grade", *words, "--course", str(graded.course)])
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capfd.readouterr()
        assert not ended.value.code, printed.err
        return printed.out, printed.err

    return run


def texts_of(value: Any) -> Iterator[str]:
    """Yield every text in a JSON document, keys too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for each in value:
            yield from texts_of(each)
            if isinstance(value, dict):
                yield from texts_of(value[each])


def test_the_command_prints_no_character_that_acts(graded: Class) -> None:
    """Whatever students are called and whatever their code did, a terminal gets visible text."""
    assert INVISIBLE.findall(graded.run.stdout + graded.run.stderr) == []
    assert "need a look" in graded.run.stdout


def test_the_json_says_everything_in_visible_text(command) -> None:
    """Ids, messages and problems in the JSON hold no character that acts, and everybody is there once."""
    document = json.loads(command("export", "json")[0])
    students = [each["student"] for each in document["students"]]
    assert len(set(students)) == len(students) == len(NAMES) + 1 + len(ROSTER)
    assert [text for text in texts_of(document) if INVISIBLE.search(text)] == []
    # A teacher may read what a hidden check let slip.
    assert any("LEAK" in text for text in texts_of(document))


def test_the_table_has_no_formula(command) -> None:
    """No cell of the CSV begins as a formula does, and no id breaks a row."""
    rows = list(csv.reader(io.StringIO(command("export", "csv")[0])))
    assert len(rows) == 1 + len(NAMES) + 1 + len(ROSTER)
    assert {len(row) for row in rows} == {5}
    assert [cell for row in rows for cell in row if FORMULA.match(cell) or INVISIBLE.search(cell)] == []


@pytest.mark.parametrize("form", ["canvas", "moodle"])
def test_a_platforms_table_has_no_formula(command, graded: Class, form: str) -> None:
    """Names in a table of a learning platform run nothing in a spreadsheet, and act on no terminal when they are told."""
    names = [name for name in (*NAMES, *ROSTER) if name.isprintable() and not name.startswith('"')]
    if form == "canvas":
        heading = ["Student", "ID", "SIS Login ID", "Section"]
        rows = [[name, str(number), name, name] for number, name in enumerate([*names, "\x1b[31mrow\u202e"])]
        words = ()
    else:
        heading = ["Identifier", "Full name", "Email address", "Grade", "Grade can be changed"]
        rows = [
            [f"Participant {number}", name, name, "", "Yes"]
            for number, name in enumerate([*names, "\x1b[31mrow\u202e"])
        ]
        words = ("--zeros",)
    table = io.StringIO()
    csv.writer(table).writerows([heading, *rows])
    (graded.home / "table.csv").write_text(table.getvalue(), encoding="utf-8", newline="")
    out, err = command("export", form, "--into", "table.csv", *words)
    cells = [cell for row in csv.reader(io.StringIO(out)) for cell in row]
    assert [cell for cell in cells if FORMULA.match(cell)] == []
    assert INVISIBLE.findall(err) == []
    assert re.match(rf"filled `.*` in [1-9]\d* of {len(rows)} rows", err)


def test_moodles_import_has_no_formula(command) -> None:
    """The ids in a grade import run nothing in a spreadsheet."""
    rows = list(csv.reader(io.StringIO(command("export", "moodle", "--zeros")[0])))
    assert {len(row) for row in rows} == {2}
    assert [cell for row in rows for cell in row if FORMULA.match(cell) or INVISIBLE.search(cell)] == []


def test_gradescope_gets_visible_text_and_nothing_hidden(command, graded: Class) -> None:
    """Each student has a file of plain text, whose name is safe, and none tells what a hidden check asked or got."""
    command("export", "gradescope", "--out", "results")
    files = list((graded.home / "results").glob("*.json"))
    assert len(files) == len(NAMES) + 1 + len(ROSTER)
    for file in files:
        assert re.fullmatch(r"[a-z0-9][a-z0-9_.@+-]*\.json", file.name)
        texts = list(texts_of(json.loads(file.read_bytes())))
        assert [text for text in texts if INVISIBLE.search(text)] == []
        assert [text for text in texts if "LEAK" in text] == []
        assert not {"html", "md", "ansi", "simple_format"} & set(texts)


def test_the_test_report_is_xml_and_tells_nothing_hidden(command) -> None:
    """Nothing that students wrote breaks the document, and no value of a hidden check is in it."""
    root = ET.fromstring(command("export", "junit")[0])
    assert len(root) == len(NAMES) + 1 + len(ROSTER)
    values = [value for element in root.iter() for value in (*element.attrib.values(), (element.text or "").strip())]
    assert [value for value in values if INVISIBLE.search(value)] == []
    assert [value for value in values if "LEAK" in value] == []


class Page(html.parser.HTMLParser):
    """The tags of a page, and whatever in them would run."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.scripts, self.odd = 0, []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.scripts += tag == "script"
        if tag in ("img", "iframe", "object", "embed", "form", "base"):
            self.odd.append(tag)
        self.odd += [name for name, value in attrs if name.startswith("on") or "javascript:" in (value or "").lower()]


def test_the_report_runs_nothing_of_students(command, graded: Class) -> None:
    """Pages show names, messages and output as visible text; their only script is ours."""
    command("report", "--out", "report")
    pages = list((graded.home / "report").rglob("*.html"))
    assert len([path for path in pages if path.parent.name == "students"]) == len(NAMES) + 1 + len(ROSTER)
    for path in pages:
        text = path.read_text(encoding="utf-8")
        page = Page(text)
        is_class = path.name == "index.html"
        assert page.scripts == (OUR_SCRIPTS if is_class else 0), path
        # Its filters are a form that leads nowhere.
        assert page.odd == (["form"] if is_class else []), path
        assert INVISIBLE.findall(text) == [], path


def test_pages_for_students_tell_nothing_hidden(command, graded: Class) -> None:
    """In files that are handed back, no value, message, type or line of a hidden check stands."""
    for language in ("en", "zh"):
        command("report", "--feedback", "--out", f"feedback-{language}", "--lang", language)
        files = [
            path for path in (graded.home / f"feedback-{language}").rglob("*.*") if path.suffix in (".html", ".md")
        ]
        assert len(files) == 2 * (len(NAMES) + 1 + len(ROSTER))
        assert [path for path in files if "LEAK" in path.read_text(encoding="utf-8")] == []


def test_a_student_sees_visible_text(graded: Class) -> None:
    """`grade check` shows what code printed, raised and returned as text that acts on no terminal; its JSON is JSON."""
    folder = graded.home / "own"
    for case, (file, source) in WORK.items():
        if case != "is-misnamed":
            (folder / case).mkdir(parents=True)
            (folder / case / file).write_text(source, encoding="utf-8")
    files = sorted(str(path.relative_to(folder)) for path in folder.glob("*/double.*"))
    shown = grade("check", *files, "--course", graded.course, cwd=folder)
    assert shown.returncode == 1, shown.stderr
    assert INVISIBLE.findall(shown.stdout + shown.stderr) == []
    assert "\\x1b[2J" in shown.stdout
    told = grade("check", *files[:2], "--json", "--course", graded.course, cwd=folder)
    assert len(json.loads(told.stdout)["exercises"]) == 2
