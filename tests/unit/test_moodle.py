"""`grade export moodle` writes what Moodle's grade import and its grading worksheets take."""

import csv
import io

import pytest

from grader.errors import UsageError
from grader.reports.filling import fill, remarks
from grader.reports.grades import Grade
from grader.reports.moodle import Worksheet, expect_within, grade_import
from grader.reports.sheet import read_sheet, written

WHEN = "Saturday, 3 October 2026, 11:01 PM"
# As Moodle writes it in English and, with other marks, in Chinese; a text typed by a student stands in it too.
ENGLISH = f"""\
Identifier,"Full name","Email address",Status,Grade,"Maximum Grade","Grade can be changed","Last modified (submission)","Online text","Last modified (grade)","Feedback comments"
"Participant 12345","Ada Lovelace",ada@uni.edu,"Submitted for grading",,10.00,Yes,"{WHEN}",=1+1,-,
"Participant 12346","Charles Babbage",charles@uni.edu,"Submitted for grading - Graded",5.00,10.00,No,"{WHEN}",,"{WHEN}","- see
the notes"
"Participant 12347","Jo Jones",jo@uni.edu,"No submission",,10.00,Yes,-,,-,"@Jo: late"
"""
CHINESE = """\
标识符;全名;电子邮件地址;状态;成绩;最高分;允许更改成绩;上次修改（作业）;上次修改（评分）;反馈评论
参与人12345;Ada Lovelace;ada@uni.edu;已提交;;10,00;是;-;-;
参与人12346;Charles Babbage;charles@uni.edu;已提交;5,00;10,00;否;-;-;
"""
TRADITIONAL = """\
識別碼,全名,狀態,成績,最高成績,分數可以被更改,最後修改的(得分)
參與者12345,Ada Lovelace,已繳交,,10.00,是,-
"""
BLIND = """\
Identifier,Status,Grade,"Maximum Grade","Grade can be changed","Last modified (grade)"
"Participant 12345","Submitted for grading",,10.00,Yes,-
"""


@pytest.fixture
def worksheet(tmp_path):
    """Return what opens a text as a grading worksheet."""

    def open_worksheet(text=ENGLISH, encoding="utf-8-sig"):
        (tmp_path / "worksheet.csv").write_bytes(text.encode(encoding))
        return Worksheet(read_sheet(tmp_path / "worksheet.csv"))

    return open_worksheet


def grade(student, score=7.5, **more):
    return Grade(student=student, score=score, max_score=10.0, **more)


def put(worksheet, *grades, zeros=False):
    """Fill in grades; return the rows that go back, by number, what was told, and the bytes."""
    filling = fill(worksheet.sheet, worksheet.grade, worksheet.people(), grades, worksheet.number(), zeros=zeros)
    back = b"".join(written(worksheet.to_import()))
    rows = csv.reader(io.StringIO(back.decode("utf-8-sig"), newline=""), delimiter=worksheet.sheet.delimiter)
    return {row[0][-5:]: row for row in rows}, "\n".join(remarks(filling, "worksheet.csv")), back


@pytest.mark.parametrize(
    "student",
    [
        "Participant 12345",
        "12345",
        "ada@uni.edu",
        "ADA@uni.edu",
        "ada",
        "Ada Lovelace",
        "Ada Lovelace_12345_assignsubmission_file_",
    ],
)
def test_students_are_found_by_number_email_and_name(worksheet, student):
    """The participant's number, the email, its part before the @, the name, and a folder that Moodle made all lead there."""
    rows, told, _ = put(worksheet(), grade(student))
    assert rows["12345"][4] == "7.50"
    assert "no row there" not in told


@pytest.mark.parametrize(
    ("text", "written_as", "column"),
    [(ENGLISH, "7.50", 4), (CHINESE, "7,50", 4), (TRADITIONAL, "7.50", 3), (BLIND, "7.50", 2)],
)
def test_numbers_are_written_as_in_the_worksheet(worksheet, text, written_as, column):
    """A worksheet with decimal commas gets decimal commas; its delimiter and byte order mark stay."""
    rows, _, back = put(worksheet(text), grade("12345"))
    assert rows["12345"][column] == written_as
    assert back.startswith(b"\xef\xbb\xbf")
    assert rows["12345"][0] == text.splitlines()[1].replace('"', "").replace(";", ",").split(",")[0]


@pytest.mark.parametrize("text", [ENGLISH, CHINESE])
def test_a_locked_grade_is_never_touched(worksheet, text):
    """Where "Grade can be changed" is No, the row stays as it is and is told."""
    sheet = worksheet(text)
    before = [*sheet.sheet.rows[1]]
    rows, told, _ = put(sheet, grade("charles"))
    assert rows["12346"] == before
    assert "1 may not be changed" in told
    assert "Charles Babbage" in told


def test_what_moodle_does_not_say_may_be_changed_is_left_alone(worksheet):
    """A word in that column that is neither yes nor no is no permission."""
    rows, told, _ = put(worksheet(ENGLISH.replace(",Yes,", ",Ja,")), grade("ada"))
    assert rows["12345"][4] == ""
    assert "Grade can be changed: Ja" in told


def test_comments_stay_to_the_letter_and_texts_of_students_run_nothing(worksheet):
    """Moodle reads comments in again, so they are kept; a formula in a student's text stands behind an apostrophe."""
    rows, _, _ = put(worksheet(), grade("ada"))
    assert rows["12346"][-1] == "- see\nthe notes"
    assert rows["12347"][-1] == "@Jo: late"
    assert rows["12345"][8] == "'=1+1"
    assert rows["12345"][9] == "-"


def test_nobody_gets_a_grade_for_nothing_unless_asked(worksheet):
    """Who handed in nothing keeps an empty cell; with zeros it is 0."""
    nothing = grade("jo", 0.0, handed_in=False)
    assert put(worksheet(), nothing)[0]["12347"][4] == ""
    assert put(worksheet(), nothing, zeros=True)[0]["12347"][4] == "0.00"


def test_a_grade_above_the_maximum_is_refused(worksheet):
    """Moodle would pass over it without a word, so it is an error with the scale that fits."""
    with pytest.raises(UsageError, match="ada has 12, and Moodle takes at most 10") as caught:
        expect_within([grade("jo"), grade("ada", 12.0)], worksheet().maximum(), "worksheet.csv")
    assert "--scale 10" in str(caught.value)
    expect_within([grade("ada", 10.0)], worksheet(CHINESE).maximum(), "worksheet.csv")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("ID,Bewertung\nTeilnehmer/in1,\n", "English or Chinese"),
        ("Identifier,Grade,Scale\nParticipant 1,,good\n", "words, not with points"),
    ],
)
def test_what_is_no_worksheet_of_points_is_refused(worksheet, text, says):
    """Another language or a scale of words gets an error with the way out."""
    with pytest.raises(UsageError) as caught:
        worksheet(text)
    assert says in str(caught.value)


def test_the_grade_import_has_a_row_for_each_grade():
    """An identifier and a grade, in Moodle's own line ends; without those who have none, whom Moodle would set to none."""
    given = [grade("ada"), grade("bob", 0.0, handed_in=False), grade("cy", open=True), grade("=x", 3.25)]
    assert b"".join(grade_import(given, "username", "Twice", zeros=False)) == (
        b"username,Twice\r\nada,7.5\r\n'=x,3.25\r\n"
    )
    assert b"bob,0\r\n" in b"".join(grade_import(given, "username", "Twice", zeros=True))
