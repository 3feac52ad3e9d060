"""Exports through the command line, of a gradebook with made-up results: nothing is graded here."""

import csv
import io
import json
import os
import stat
import sys
import xml.etree.ElementTree as ET  # our own output
from pathlib import Path
from typing import NamedTuple

import pytest
from e2e.conftest import grade
from filled_gradebook import fill_gradebook

from grader.cli import main
from grader.course import read_course
from grader.model import Finding


class Printed(NamedTuple):
    """What a command printed."""

    stdout: str
    stderr: str


CLASS = {
    "ada": {"double": "+", "quiz": "+"},
    "bob": {"double": "+-"},
    "cy": {"double": "?"},
    "dan": {"double": Finding(kind="not-utf8", parameters={"name": "double.py", "line": 3})},
    "eve": {},
}
CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,Homework 1 (123456),Final Score
    Points Possible,,,,,100.00,(read only)
"Lovelace, Ada",1001,S001,ada,PyTorch 101,,80.00
"Babbage, Bob",1002,S002,bob,PyTorch 101,,80.00
"Young, Cy",1003,S003,cy,PyTorch 101,55.00,
"Evans, Eve",1005,S005,eve,PyTorch 101,,
"""
WORKSHEET = """\
Identifier,"Full name","Email address",Status,Grade,"Maximum Grade","Grade can be changed","Last modified (grade)"
"Participant 12345","Ada Lovelace",ada@uni.edu,"Submitted for grading",,10.00,Yes,-
"Participant 12346","Bob Babbage",bob@uni.edu,"Submitted for grading",5.00,10.00,No,-
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, mini_course: Path) -> Path:
    """A teacher's folder: a gradebook, and what the learning platforms gave."""
    folder = tmp_path_factory.mktemp("teacher")
    fill_gradebook(folder / "gradebook.db", read_course(mini_course), CLASS)
    (folder / "canvas.csv").write_text(CANVAS)
    (folder / "worksheet.csv").write_text(WORKSHEET)
    return folder


@pytest.fixture
def export(home: Path, mini_course: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]):
    """Return what runs the command in this process, which saves its start, and expects that it can or can't."""
    monkeypatch.chdir(home)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")

    def run(*words: str, fails: bool = False) -> Printed:
        monkeypatch.setattr(sys, "argv", ["grade", "export", *words, "--course", str(mini_course)])
        with pytest.raises(SystemExit) as ended:
            main()
        printed = Printed(*capfd.readouterr())
        assert ended.value.code == (2 if fails else 0), printed
        return printed

    return run


def test_data_goes_to_stdout_and_remarks_to_stderr(home: Path, mini_course: Path) -> None:
    """What is printed can be piped into a file as it is, to the byte, also from a terminal of another encoding."""
    words = ("export", "canvas", "-e", "double", "--into", "canvas.csv", "--course", mini_course)
    done = grade(*words, cwd=home, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Student,ID,SIS User ID")
    assert done.stderr.startswith("filled `Twice` in 2 of 4 rows of canvas.csv")


def test_canvas_takes_back_its_own_gradebook(export, home):
    """A column is filled in what Canvas exported; what was left out, and why, is told on stderr."""
    done = export("canvas", "-e", "double", "--into", "canvas.csv", "--column", "Homework 1", "--scale", "100")
    rows = {row["SIS Login ID"]: row for row in csv.DictReader(io.StringIO(done.stdout))}
    scores = {login: row["Homework 1 (123456)"] for login, row in rows.items()}
    assert scores == {"": "100.00", "ada": "100", "bob": "30", "cy": "55.00", "eve": ""}
    assert list(rows["ada"]) == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Homework 1 (123456)"]
    assert "filled `Homework 1 (123456)` in 2 of 4 rows of canvas.csv" in done.stderr
    assert "1 handed in, but have no row there: dan" in done.stderr
    assert "1 not decided yet: left as it was (run `grade run` again): cy" in done.stderr
    assert "1 handed in nothing: left as it was (--zeros gives 0): eve" in done.stderr


def test_without_a_column_canvas_gets_a_new_one(export):
    """A new column has the name of the one exercise, and is worth its points."""
    done = export("canvas", "-e", "double", "--into", "canvas.csv", "--zeros")
    heading, points, *rows = csv.reader(io.StringIO(done.stdout))
    assert (heading[-1], points[-1]) == ("Twice", "10")
    assert [row[-1] for row in rows] == ["10", "3", "", "0"]


def test_scores_that_are_out_of_other_points_are_told(export):
    """Ten points into a column of a hundred is a remark with the scale that fits."""
    done = export("canvas", "-e", "double", "--into", "canvas.csv", "--column", "Homework 1 (123456)")
    assert "Canvas gives 100 points for it, these are out of 10: --scale 100" in done.stderr


def test_moodle_takes_back_its_worksheet(export):
    """Grades stand in the worksheet as Moodle writes numbers; a locked row stays as it was."""
    done = export("moodle", "-e", "double", "--into", "worksheet.csv")
    grades = [row["Grade"] for row in csv.DictReader(io.StringIO(done.stdout))]
    assert grades == ["10.00", "5.00"]
    assert "1 may not be changed: left as it was: Bob Babbage (bob@uni.edu)" in done.stderr


def test_moodle_imports_grades(export):
    """Without a worksheet there is an identifier and a grade a row, and none for who has no grade."""
    done = export("moodle", "-e", "double", "--identifier", "idnumber")
    assert done.stdout.splitlines() == ["idnumber,Twice", "ada,10", "bob,3", "dan,0"]
    assert "left out, since not decided yet" in done.stderr


def test_gradescope_gets_one_file_or_one_for_each(export, home):
    """One student's results go to stdout; a folder gets a file for each, and is replaced as a whole by the next."""
    one = export("gradescope", "--student", "bob").stdout
    assert json.loads(one)["score"] == 3.0
    export("gradescope", "--out", "results")
    export("gradescope", "--out", "results", "-e", "double")
    files = sorted(path.name for path in (home / "results").glob("*.json"))
    assert files == ["ada.json", "bob.json", "cy.json", "dan.json", "eve.json"]
    assert [test["number"] for test in json.loads((home / "results" / "eve.json").read_text())["tests"]] == ["1"]
    (home / "results" / "mine.txt").write_text("notes")
    refused = export("gradescope", "--out", "results", fails=True)
    assert "this folder holds something else than an earlier export: mine.txt" in refused.stderr
    assert (home / "results" / "mine.txt").exists()


def test_junit_is_one_document(export, home):
    """Suites of all students stand in one XML document."""
    export("junit", "--out", "results.xml")
    root = ET.parse(home / "results.xml").getroot()
    assert [suite.attrib["name"] for suite in root] == list(CLASS)


def test_every_format_has_the_same_scores(export) -> None:
    """Scores that the database sums up are those that the checks add up to; who has none is in every format."""
    document = json.loads(export("json").stdout)
    rows = list(csv.DictReader(io.StringIO(export("csv").stdout)))
    assert [(row["student"], float(row["total"])) for row in rows] == [
        (each["student"], each["score"]) for each in document["students"]
    ]
    for each in document["students"]:
        assert json.loads(export("gradescope", "--student", each["student"]).stdout)["score"] == each["score"]


def test_exercises_can_be_chosen(export):
    """With --exercise the export is of these alone, and a mistyped one gets the nearest."""
    assert export("csv", "-e", "quiz").stdout.splitlines()[:2] == ["student,quiz,total,max", "ada,10,10,10"]
    assert "Did you mean `double`?" in export("csv", "-e", "doble", fails=True).stderr


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("cavnas",), "Did you mean `canvas`?"),
        (("xyz",), "There are: json, csv, canvas, moodle, gradescope, junit."),
        (("csv", "--into", "canvas.csv"), "--into is nothing for csv\n  It goes with canvas and moodle."),
        (("json", "--scale", "100"), "It goes with canvas and moodle and gradescope."),
        (("canvas", "--into", "canvas.csv", "--scale", "inf"), "--scale 100"),
        (("canvas",), "In Canvas: Grades, Export"),
        (("canvas", "--into", "worksheet.csv"), "no gradebook of Canvas"),
        (("canvas", "--into", "nowhere.csv"), "nowhere.csv: it can't be read: No such file"),
        (("canvas", "--into", "canvas.csv", "--column", "Homework 2"), "Did you mean `Homework 1 (123456)`?"),
        (
            ("canvas", "--into", "canvas.csv", "--out", "./canvas.csv"),
            "that would replace the file that you downloaded",
        ),
        (("moodle", "--into", "canvas.csv"), "no grading worksheet of Moodle"),
        (("moodle", "--into", "worksheet.csv", "--scale", "20"), "--scale 10"),
        (("moodle", "--identifier", "phone"), "There are: username, email, idnumber."),
        (("gradescope",), "--student ID"),
        (("gradescope", "--student", "adda"), "Did you mean `ada`?"),
        (("json", "--out", "no/such/folder/x.json"), "it can't be written"),
        (("json", "--out", "."), "it can't be written"),
    ],
)
def test_wrong_words_get_the_right_ones(export, words, says):
    """A mistyped format, an option of another format or a wrong file is an error that says what to do."""
    done = export(*words, fails=True)
    assert says in done.stderr
    assert done.stdout == ""


def test_help_has_an_example_of_each_format(export):
    """`grade export --help` shows a command for each format, and how students are matched."""
    text = export("--help").stdout
    for form in ("json", "csv", "canvas", "moodle", "gradescope", "junit"):
        assert f"\n    grade export {form} " in text
    assert "SIS Login ID" in text


def test_a_file_is_written_whole_or_not_at_all(export, home):
    """A failed export leaves the old file; a successful one has its rights, and nothing else is left in the folder."""
    target = home / "grades.csv"
    target.write_text("old")
    target.chmod(0o640)
    before = set(home.iterdir())
    export("canvas", "--into", "canvas.csv", "--column", "none", "--out", "grades.csv", fails=True)
    assert target.read_text() == "old"
    export("csv", "--out", "grades.csv")
    assert target.read_text().startswith("student,")
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert set(home.iterdir()) == before


@pytest.mark.skipif(not os.path.exists("/dev/null"), reason="no such device")
def test_what_is_no_file_is_written_to(export):
    """A device or a pipe is written to, not replaced."""
    export("csv", "--out", "/dev/null")
    assert not Path("/dev/null").is_file()
