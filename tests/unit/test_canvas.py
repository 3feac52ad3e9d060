"""`grade export canvas` fills a gradebook that Canvas's importer takes back."""

import csv
import io
import re

import pytest

from grader.errors import UsageError
from grader.reports.canvas import Gradebook
from grader.reports.filling import fill, remarks
from grader.reports.grades import Grade
from grader.reports.sheet import read_sheet, written
from grader.wording import plain_number

# As Canvas writes it: a row of posting policies, points behind four spaces, totals that it computes itself.
EXPORT = """\
Student,ID,SIS User ID,SIS Login ID,Section,Notes,Homework 1 (123456),Homework 2 (123457),Essays Current Score,Essays Final Points,Current Score,Final Score
,,,,,,Manual Posting,,,,,
    Points Possible,,,,,,10.00,"1,000.00",(read only),(read only),(read only),(read only)
"Lovelace, Ada",1001,S001,ada,PyTorch 101,left early,,8.00,80.00,12.00,80.00,80.00
"Babbage, Charles",1002,S002,charles,PyTorch 101,,9.00,8.00,80.00,12.00,80.00,80.00
"Jones, Jo",1003,S003,jo@uni.edu,PyTorch 101,,,,,,,
"Jones, Jim",1004,S004,jim@uni.edu,PyTorch 101,,EX,,,,,
"Johnson, Jo",1005,S005,jo@other.edu,PyTorch 101,,N/A,,,,,
"张, 伟",1006,S006,zhangwei,PyTorch 101,,,,,,,
"Student, Test",1999,,f00d,PyTorch 101,,,,,,,
"""


@pytest.fixture
def book(tmp_path):
    """Return what opens a text as a gradebook of Canvas."""

    def open_book(text=EXPORT, encoding="utf-8", told=None):
        (tmp_path / "canvas.csv").write_bytes(text.encode(encoding))
        return Gradebook(read_sheet(tmp_path / "canvas.csv", told))

    return open_book


def grade(student, score=7.5, **more):
    return Grade(student=student, score=score, max_score=10.0, **more)


def put(book, column, *grades, zeros=False):
    """Fill a column and return the rows that go back, by name, and what was told."""
    filling = fill(book.sheet, column, book.people(column), grades, plain_number, zeros=zeros)
    back = b"".join(written(book.to_import(column))).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(back), delimiter=book.sheet.delimiter))
    return {row[0]: row for row in rows}, "\n".join(remarks(filling, "canvas.csv")), back


def test_only_who_students_are_and_the_filled_column_go_back(book):
    """Other scores, totals and notes stay out of the import, so that none of them is set back to what it was."""
    gradebook = book()
    rows, told, back = put(gradebook, gradebook.find("Homework 1 (123456)"), grade("ada"))
    assert rows["Student"] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Homework 1 (123456)"]
    assert rows["Lovelace, Ada"][-1] == "7.5"
    assert rows["Babbage, Charles"][-1] == "9.00"
    assert "left early" not in back
    assert "read only" not in back
    assert "filled `Homework 1 (123456)` in 1 of 6 rows" in told


def test_the_rows_that_are_no_students_stay(book):
    """Points possible keeps its spaces, by which Canvas knows it, and the posting policy its words."""
    gradebook = book()
    _, _, back = put(gradebook, gradebook.find("Homework 1"), grade("ada"))
    assert back.splitlines()[1:3] == [",,,,,Manual Posting", "    Points Possible,,,,,10.00"]


def canvas_reads(text):
    """Read an import by the rules of Canvas's own importer: who, and the score of each assignment."""
    lines = [line for line in text.splitlines() if not re.fullmatch(r"[;, ]+", line)]
    counts = {mark: {len(row) for row in csv.reader(lines[:3], delimiter=mark)} for mark in ";,"}
    mark = ";" if len(counts[";"]) == 1 and max(counts[";"]) > max(counts[","]) else ","
    heading, *rows = csv.reader(lines, delimiter=mark)
    assert "Student" in heading[0]
    assert "ID" in heading[1]
    info = heading.index("Section") + 1
    expected = 3 + ("SIS Login ID" in heading) + ("SIS User ID" in heading) + ("Integration ID" in heading)
    assert info == expected, "Canvas would take another column for Section"
    scores = {}
    for row in rows:
        if "Points Possible" in row[0]:
            points = row[info:]
        elif not all(re.fullmatch(r"\s*(Muted|Manual Posting.*)?\s*", cell, re.IGNORECASE) for cell in row):
            scores[row[1]] = [
                re.sub(r"[,.](?=.*[,.])", "", cell).replace(",", ".") if re.fullmatch(r"-?[0-9.,]+%?", cell) else cell
                for cell in row[info:]
            ]
    return heading[info:], points, scores


@pytest.mark.parametrize("mark", [",", ";"])
def test_canvas_reads_what_was_meant(book, mark):
    """By the rules of its importer Canvas finds the assignment, its points, and the scores of the right people."""
    text = io.StringIO()
    csv.writer(text, delimiter=mark).writerows(csv.reader(io.StringIO(EXPORT)))
    gradebook = book(text.getvalue())
    _, _, back = put(gradebook, gradebook.find("Homework 2"), grade("ada", 1234.5), grade("S002", 1000.0))
    names, points, scores = canvas_reads(back)
    assert names == ["Homework 2 (123457)"]
    assert points == ["1,000.00"]
    assert (scores["1001"], scores["1002"], scores["1006"]) == (["1234.5"], ["1000"], [""])


@pytest.mark.parametrize(
    ("student", "name"),
    [
        ("ada", "Lovelace, Ada"),
        ("ADA", "Lovelace, Ada"),
        ("S001", "Lovelace, Ada"),
        ("1001", "Lovelace, Ada"),
        ("jim", "Jones, Jim"),
        ("jim@uni.edu", "Jones, Jim"),
        ("Charles Babbage", "Babbage, Charles"),
        ("babbagecharles", "Babbage, Charles"),
        ("zhangwei", "张, 伟"),
        ("charles@gmail.com", "Babbage, Charles"),
    ],
)
def test_students_are_found_by_ids_and_else_by_names(book, student, name):
    """Login, SIS id, Canvas id, the part before an @ and both orders of a name lead to a student's row."""
    gradebook = book()
    rows, told, _ = put(gradebook, gradebook.add("New", 10), grade(student))
    assert [row for row, cells in rows.items() if cells[-1] == "7.5"] == [name]
    assert "no row there" not in told


def test_what_fits_two_rows_is_refused(book):
    """A student whose id could be two people's gets no grade, and both are named."""
    gradebook = book()
    rows, told, _ = put(gradebook, gradebook.add("New", 10), grade("jo"), grade("ada"))
    assert rows["Jones, Jo"][-1] == rows["Johnson, Jo"][-1] == ""
    assert "refused: `jo` fits 2 rows: Jones, Jo (jo@uni.edu), Johnson, Jo (jo@other.edu)" in told


def test_two_students_that_fit_one_row_are_refused(book):
    """Of two folders of one person none is chosen."""
    gradebook = book()
    rows, told, _ = put(gradebook, gradebook.add("New", 10), grade("ada"), grade("S001", 3.0))
    assert rows["Lovelace, Ada"][-1] == ""
    assert told.count("refused: ") == 2


def test_an_id_counts_more_than_a_name(book):
    """A login that is somebody's name elsewhere is no doubt."""
    gradebook = book(EXPORT.replace('"Jones, Jo"', '"Ada, "'))
    rows, told, _ = put(gradebook, gradebook.add("New", 10), grade("ada"))
    assert rows["Lovelace, Ada"][-1] == "7.5"
    assert "refused" not in told


def test_both_sides_are_told(book):
    """Who handed in and has no row, and whose row has no result, is listed; the test student of Canvas is nobody."""
    gradebook = book()
    _, told, _ = put(gradebook, gradebook.find("Homework 1"), grade("ada"), grade("nobody"))
    assert "1 handed in, but have no row there: nobody" in told
    assert "5 have a row, but no result here: Babbage, Charles (charles)" in told
    assert "Test" not in told


def test_what_is_excused_not_decided_or_not_handed_in_is_left_alone(book):
    """A score is never taken away, an excuse never overwritten, and an open score never published."""
    gradebook = book()
    given = [
        grade("jim"),
        grade("S005"),
        grade("charles", 0.0, handed_in=False),
        grade("ada", open=True),
    ]
    rows, told, _ = put(gradebook, gradebook.find("Homework 1"), *given)
    assert [rows[name][-1] for name in ("Jones, Jim", "Johnson, Jo", "Babbage, Charles", "Lovelace, Ada")] == [
        "EX",
        "N/A",
        "9.00",
        "",
    ]
    assert "2 may not be changed" in told
    assert "(excused)" in told
    assert "1 not decided yet" in told
    assert "1 handed in nothing" in told


def test_zeros_are_given_when_asked_for(book):
    """With --zeros who handed in nothing gets 0, and a lower score than before is told."""
    gradebook = book()
    rows, told, _ = put(gradebook, gradebook.find("Homework 1"), grade("charles", 0.0, handed_in=False), zeros=True)
    assert rows["Babbage, Charles"][-1] == "0"
    assert "1 got less than what stood there: charles (9.00 before)" in told


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("Homework 3", "Did you mean `Homework 2 (123457)`?"),
        ("homework 1 (123465)", "Did you mean `Homework 1 (123456)`?"),
        ("xyz", "There are: Homework 1 (123456), Homework 2 (123457)."),
        ("Final Score", "Canvas computes `Final Score` itself"),
        ("Notes", "There are: "),
        ("Section", "there is no column"),
    ],
)
def test_a_column_that_can_not_be_filled_is_refused(book, name, says):
    """A mistyped name gets the nearest one; what Canvas computes, notes and ids are no assignments."""
    with pytest.raises(UsageError) as caught:
        book().find(name)
    assert says in str(caught.value)


def test_a_title_that_two_assignments_have_needs_the_number(book):
    """Of two assignments of one name none is chosen."""
    with pytest.raises(UsageError, match="2 columns are called `Homework 1`") as caught:
        book(EXPORT.replace("Homework 2", "Homework 1")).find("Homework 1")
    assert "`Homework 1 (123457)`" in str(caught.value)


def test_a_new_column_brings_its_points(book):
    """Canvas makes an assignment of an unknown name, worth what stands in the row of points."""
    gradebook = book()
    _, _, back = put(gradebook, gradebook.add("PyTorch", 100.0), grade("ada"))
    names, points, scores = canvas_reads(back)
    assert (names, points, scores["1001"]) == (["PyTorch"], ["100"], ["7.5"])
    without = book("\n".join(line for line in EXPORT.splitlines() if "Points" not in line[:30] or "Student" in line))
    _, _, back = put(without, without.add("PyTorch", 100.0), grade("ada"))
    assert canvas_reads(back)[1] == ["100"]


@pytest.mark.parametrize("name", ["Final Score of all", "Homework (7)", "Homework 1", "Homework 1 (123456)"])
def test_a_new_column_must_have_a_name_that_canvas_takes_for_a_new_one(book, name):
    """Names that Canvas would ignore, or take for an old assignment, are refused."""
    with pytest.raises(UsageError):
        book().add(name, 10.0)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "  ="])
def test_no_name_begins_a_formula(book, start):
    """A student's name that a spreadsheet would run stands behind an apostrophe; numbers stay numbers."""
    gradebook = book(EXPORT.replace('"Lovelace, Ada"', f'"{start}1+cmd"').replace("S001", "-17"))
    rows, _, _ = put(gradebook, gradebook.add("New", 10), grade("ada", -1.5))
    (row,) = [cells for cells in rows.values() if cells[1] == "1001"]
    assert row[0] == f"'{start}1+cmd"
    assert (row[2], row[-1]) == ("-17", "-1.5")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_no_part_of_a_name(book, encoding):
    """Files with and without a mark, and those that Excel saves as Unicode, are read; a mark stays one."""
    gradebook = book(encoding=encoding)
    _, _, back = put(gradebook, gradebook.find("Homework 1"), grade("zhangwei"))
    assert "张, 伟" in back
    raw = b"".join(written(gradebook.to_import(gradebook.find("Homework 1"))))
    assert raw.startswith(b"\xef\xbb\xbf") == (encoding != "utf-8")


def test_another_encoding_is_asked_for_not_guessed(book):
    """Names are never turned into others: a file that is not UTF-8 is refused with its line, or read as it is told."""
    with pytest.raises(UsageError, match="line 9 is not in the encoding UTF-8") as caught:
        book(encoding="gb18030")
    assert "--encoding gb18030" in str(caught.value)
    gradebook = book(encoding="gb18030", told="gb18030")
    assert "张, 伟 (zhangwei)" in {person.shown for person in gradebook.people(6).values()}
    with pytest.raises(UsageError, match="no encoding `gbq`"):
        book(encoding="gb18030", told="gbq")


def test_the_names_of_two_columns_are_a_name(book):
    """An export with LastName and FirstName in two columns is filled as well."""
    lines = [line.replace('"Lovelace, Ada"', "Lovelace,Ada") for line in EXPORT.splitlines()]
    lines = [
        f"LastName,FirstName,{line.removeprefix('Student,')}" if line.startswith("Student") else line for line in lines
    ]
    gradebook = book("\n".join([lines[0], lines[2].replace("Possible,", "Possible,,"), lines[3]]))
    rows, _, _ = put(gradebook, gradebook.find("Homework 1"), grade("Ada Lovelace"))
    assert rows["Lovelace"][-1] == "7.5"


@pytest.mark.parametrize("text", ["", "\n\n", "Name,Grade\nada,1\n", "Student,Homework\nada,1\n"])
def test_what_is_no_gradebook_is_refused(book, text):
    """Another table, or none, is refused with the way to get the right one."""
    with pytest.raises(UsageError) as caught:
        book(text)
    assert "Export" in str(caught.value)
