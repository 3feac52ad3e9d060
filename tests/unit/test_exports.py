"""Other programs read what `grade export` prints."""

import csv
import io
import json

import pytest
from classroom import COURSE, HIDDEN, LAST, PUBLIC, find, grade, make_class, stand

from grader.reports.exports import to_csv, to_json
from grader.reports.junit import to_junit

CLASS = {
    "ada": {"double": grade("double"), "quiz": grade("quiz")},
    "ben": {
        "double": grade(
            "double",
            "failed",
            "failed",
            "skipped",
            findings={
                PUBLIC: find("wrong-value", got="0.5000", expected="0.7500"),
                HIDDEN: find("wrong-value", "divides-by-n", got="0.6070", expected="0.4242"),
                LAST: find("skipped", after=HIDDEN),
            },
        ),
        "quiz": find("not-utf8", name="quiz.py", line=3),
    },
    "cem": {
        "double": grade("double", "errored", "errored", "errored", problem=find("syntax-error", message="bad", line=2))
    },
}


def exported(standings, language="en"):
    return json.loads(b"".join(to_json(COURSE, standings, language, "full")))


def table(standings):
    return b"".join(to_csv(COURSE, standings))


def exercise_of(document, student, slug):
    students = {each["student"]: each for each in document["students"]}
    return next(each for each in students[student]["exercises"] if each["exercise"] == slug)


def test_the_document_has_the_promised_fields():
    """Each level of the JSON has the fields of schema 1, with the promised types."""
    document = exported(make_class(CLASS))
    assert (document["schema"], document["course"], document["isolation"]) == (1, "Small course", "full")
    ada = document["students"][0]
    assert (ada["student"], ada["score"], ada["max_score"]) == ("ada", 20.0, 30.0)
    double = ada["exercises"][0]
    assert {"exercise", "status", "score", "max_score", "problem", "checks"} <= set(double)
    assert (double["status"], double["score"], double["max_score"], double["problem"]) == ("graded", 10.0, 10.0, None)
    assert double["checks"][1] == {
        "check": HIDDEN,
        "title": "any `values`",
        "hidden": True,
        "outcome": "passed",
        "points": 5.0,
        "max_points": 5.0,
        "diagnosis": None,
        "message": None,
        "seconds": 0.25,
    }


def test_each_exercise_of_the_course_is_listed_for_each_student():
    """What was not handed in stands there too, in the order of the course."""
    for student in exported(make_class(CLASS))["students"]:
        assert [each["exercise"] for each in student["exercises"]] == ["double", "quiz", "later"]


@pytest.mark.parametrize(("student", "slug", "status"), [("cem", "quiz", "missing"), ("ben", "quiz", "unreadable")])
def test_what_was_not_graded_has_no_checks(student, slug, status):
    """Missing and unreadable work has 0 of all points and no checks."""
    found = exercise_of(exported(make_class(CLASS)), student, slug)
    assert (found["status"], found["score"], found["max_score"], found["checks"]) == (status, 0.0, 10.0, [])
    assert (found["problem"] is None) == (status == "missing")


def test_a_diagnosis_comes_with_its_message():
    """A failed check names its misconception and says it in words, without a hidden check's expected value."""
    check = exercise_of(exported(make_class(CLASS)), "ben", "double")["checks"][1]
    assert check["diagnosis"] == "divides-by-n"
    assert check["message"].startswith("You got 0.6070")
    text = b"".join(to_json(COURSE, make_class(CLASS), "en", "full")).decode()
    assert "0.4242" not in text
    assert "0.7500" in text


def test_messages_are_in_the_language_asked_for():
    """Titles, messages and problems are Chinese in a Chinese export; names of checks and exercises stay."""
    document = exported(make_class(CLASS), "zh")
    assert document["course"] == "小课程"
    double = exercise_of(document, "ben", "double")
    assert [check["check"] for check in double["checks"]] == [PUBLIC, HIDDEN, LAST]
    assert double["checks"][0]["title"] == "题目中的例子"
    assert "任意的值" in double["checks"][2]["message"]
    assert "UTF-8" in exercise_of(document, "ben", "quiz")["problem"]


def test_code_that_can_not_be_loaded_is_graded_with_every_check_listed():
    """A syntax error is a problem of the exercise, and the reason that each of its checks gives."""
    double = exercise_of(exported(make_class(CLASS)), "cem", "double")
    assert (double["status"], double["score"], double["problem_kind"]) == ("graded", 0.0, "syntax-error")
    assert [check["outcome"] for check in double["checks"]] == ["errored"] * 3
    assert {check["message"] for check in double["checks"]} == {double["problem"]}


def test_a_passed_check_speaks_only_when_there_is_a_note():
    """The message of a passed check is null, or its note."""
    result = grade("double", findings={HIDDEN: find("note", note="as-float")})
    checks = exercise_of(exported(make_class({"ada": {"double": result}})), "ada", "double")["checks"]
    assert [check["message"] for check in checks] == [None, "An integer does as well.", None]


def test_open_points_are_marked():
    """An exercise with a fault of ours is provisional."""
    result = grade("double", "grader_fault")
    assert exercise_of(exported(make_class({"ada": {"double": result}})), "ada", "double")["provisional"] is True


def test_the_same_class_gives_the_same_bytes():
    """Exports can be compared."""
    assert [*to_json(COURSE, make_class(CLASS), "en", "")] == [*to_json(COURSE, make_class(CLASS), "en", "")]
    assert table(make_class(CLASS)) == table(make_class(CLASS))


def test_an_empty_class_has_no_students():
    """An export of nobody is a document without students, and a table with a heading."""
    assert exported([])["students"] == []
    assert table([]) == b"student,double,quiz,later,total,max\n"


def test_ids_of_any_kind_survive_json():
    """Quotes, control characters and broken encodings in an id break no document."""
    for student in ('a"b\\c', "\x1b[31m\u202e", "\udcff", "张伟"):
        document = exported([stand(student, "double", missing=True)])
        assert document["students"][0]["student"] == student.replace("\udcff", "\\udcff")


def test_the_table_has_a_row_for_each_student():
    """The CSV has the id, a column for each exercise, the total and the maximum."""
    rows = list(csv.DictReader(io.StringIO(table(make_class(CLASS)).decode())))
    assert rows[0] == {"student": "ada", "double": "10", "quiz": "10", "later": "0", "total": "20", "max": "30"}
    assert [row["student"] for row in rows] == ["ada", "ben", "cem"]


@pytest.mark.parametrize(
    "student",
    ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\x00=1", "\u200b=1", "＝1", "\ufeff=1"],
)
def test_no_cell_begins_a_formula(student):
    """A name that a spreadsheet would take for a formula stays a name."""
    written = table([stand(student, "double", missing=True)]).decode()
    cell = next(csv.DictReader(io.StringIO(written)))["student"]
    assert cell.startswith("'")
    assert cell.isprintable()


def test_no_control_character_reaches_the_table():
    """Lines, bells and marks of direction in a name neither break a row nor move a cursor."""
    written = table([stand('a\n"b",\x07\u202ec\udcff', "double", missing=True)]).decode()
    assert len(written.splitlines()) == 2
    assert all(each.isprintable() or each == "\n" for each in written)


@pytest.mark.parametrize(
    "export",
    [
        lambda rows: to_json(COURSE, rows, "en", ""),
        lambda rows: to_csv(COURSE, rows),
        lambda rows: to_junit(COURSE, rows, "en", 0.0),
    ],
)
def test_a_student_is_written_before_the_next_but_one_is_read(export):
    """Exports stream: what they need in memory does not grow with the class."""
    read = []

    def rows():
        for number in range(100):
            read.append(number)
            yield stand(f"s{number:03}", "double", missing=True)

    for part in export(rows()):
        if b"s002" in part:
            break
    assert len(read) <= 4
