"""Equal work on the pages: who is named, what is shown side by side, and that it is called a hint."""

import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

import disguises
import pytest
from classroom import COURSE
from test_equalwork import ODD, OTHER
from test_reports import HOSTILE, Page

from grader.course import read_course
from grader.demo import COPIED, build_class
from grader.gradebook import Gradebook, new_run
from grader.model import Submission
from grader.reports import alike
from grader.reports.alike import find_equal_work
from grader.reports.feedback import write_feedback
from grader.reports.material import read_class
from grader.reports.pages import write_report
from grader.translation import LANGUAGES

REPOSITORY = Path(__file__).parents[2]
CODE = ODD.partition("TABLE")[0]
MARKED = CODE.replace("nothing is left to measure", "</code><script>alert(1)</script>\u202e")
STRANGER = f"zoe {HOSTILE}"
QUIZ = (
    CODE.replace("item * item", "item ** 2 + 0").replace("max(", "min(")
    + "\n\nseen = sorted({3, 7} | {5, 9}, key=lambda each: -each)\n"
)
CLASS = {
    ("ada", "double"): (MARKED,),
    ("ben", "double"): (disguises.renamed(CODE, ("spread",)),),
    (STRANGER, "double"): tuple(f"{part}\n" for part in CODE.split("\n\n\n")),
    ("cem", "double"): (OTHER,),
    ("dora", "quiz"): (QUIZ,),
    ("emil", "quiz"): (QUIZ,),
    ("dora", "later"): ("x = 1\n",),
}


def handed_in(student, slug, cells, moment=0):
    digest = hashlib.sha256("\0".join(cells).encode()).hexdigest()
    path = f"{student}/{slug}.py"
    return Submission(
        student=student,
        exercise=slug,
        cells=cells,
        digest=digest,
        notebook=len(cells) > 1,
        received_at=moment,
        path=path,
    )


def open_gradebook(path, rows=CLASS):
    book = Gradebook(str(path), create=True)
    run = book.begin_run(new_run("full", (), {}))
    book.add_submissions(run, [handed_in(student, slug, cells) for (student, slug), cells in rows.items()])
    return book


@pytest.fixture(scope="module")
def class_reports(tmp_path_factory):
    """Return the reports of the class, by language; "handed out" is the one whose pages students may get."""
    home = tmp_path_factory.mktemp("equal")
    book = open_gradebook(home / "class.db")
    equal = find_equal_work(COURSE, book)
    for language in LANGUAGES:
        write_report(COURSE, read_class(COURSE, book), home / language, language, equal=equal)
    write_feedback(COURSE, read_class(COURSE, book), home / "handed out", "en")
    book.close()
    return home


def test_groups_name_the_students_of_every_exercise(tmp_path):
    """A disguised copy, a notebook of the same cells, and the same file of two students are found; others are not."""
    book = open_gradebook(tmp_path / "class.db")
    found = find_equal_work(COURSE, book)
    assert [(each.exercise, each.students) for each in found] == [
        ("double", ("ada", "ben", STRANGER)),
        ("quiz", ("dora", "emil")),
    ]
    assert found[1].pairs == ()
    book.close()


def test_the_latest_submission_counts(tmp_path):
    """Who has handed in something else since is not held to what they handed in before."""
    book = open_gradebook(tmp_path / "class.db")
    run = book.begin_run(new_run("full", (), {}))
    book.add_submissions(run, [handed_in("emil", "quiz", (OTHER,), 1)])
    assert [each.exercise for each in find_equal_work(COURSE, book)] == ["double"]
    book.close()


def test_code_that_can_not_be_read_is_compared_by_its_bytes(tmp_path, monkeypatch):
    """What the reading process refuses is still the same file when two hand it in."""
    monkeypatch.setattr("grader.reports.tokens.MAX_SOURCE_CHARACTERS", 10)
    book = open_gradebook(tmp_path / "class.db")
    assert [each.students for each in find_equal_work(COURSE, book)] == [("dora", "emil")]
    book.close()


def test_a_class_is_read_in_chunks(tmp_path, monkeypatch):
    """However large the class, the same is found."""
    monkeypatch.setattr(alike, "PROGRAMS_AT_ONCE", 2)
    book = open_gradebook(tmp_path / "class.db")
    assert [len(each.students) for each in find_equal_work(COURSE, book)] == [3, 2]
    book.close()


def test_the_class_page_leads_to_the_groups(class_reports):
    """The page of the class names a group, says that it is a hint, and every link of it leads somewhere."""
    page = Page(class_reports / "en" / "index.html")
    assert "Strikingly alike" in page.text
    assert "A hint, not a verdict" in page.text
    assert "dora, emil" in page.text
    links = [link for link in page.links if link.startswith("equal/")]
    assert links == ["equal/double.html#group-1", "equal/quiz.html#group-1"]
    for link in links:
        path, _, anchor = link.partition("#")
        assert anchor in Page(class_reports / "en" / path).ids


def test_programs_stand_side_by_side(class_reports):
    """Both programs are whole; the first line of what is alike links to the line opposite, in words too."""
    path = class_reports / "en" / "equal" / "double.html"
    page = Page(path)
    assert "A hint, not a verdict" in page.text
    assert len([tag for tag, attributes in page.tags if attributes.get("class") == "pair"]) == 2
    assert len(page.ids) == len(set(page.ids))
    jumps = [link for link in page.links if link.startswith("#")]
    assert jumps
    assert set(jumps) <= {f"#{name}" for name in page.ids}
    assert re.search(r"lines \d+ to \d+, like lines \d+ to \d+ of the other program", page.text)
    assert "What is left without the values that are skipped." in page.text
    same = [
        attributes["id"] for tag, attributes in page.tags if tag == "li" and "same" in (attributes.get("class") or "")
    ]
    assert "c1-1a-1" not in same
    assert any(name.startswith("c1-2b-") for name in same)


def test_one_file_of_several_students_is_shown_once(class_reports):
    """Where all handed in the same bytes there is nothing to compare."""
    page = Page(class_reports / "en" / "equal" / "quiz.html")
    assert "the same file, byte by byte" in page.text
    assert not [tag for tag, attributes in page.tags if attributes.get("class") == "pair"]


def test_what_students_wrote_stays_text(class_reports):
    """No tag and no mark of direction in code or in a name does anything on the pages of what is alike."""
    for path in (class_reports / "en" / "equal").iterdir():
        content = path.read_text(encoding="utf-8")
        assert not [tag for tag, _ in Page(path).tags if tag == "script"]
        assert "<script>alert" not in content
        assert "\u202e" not in content
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in (class_reports / "en" / "equal" / "double.html").read_text(
        "utf-8"
    )


def test_a_students_page_leads_to_what_is_alike(class_reports):
    """The teacher's page of a student links to the programs side by side; a page to hand out says nothing of it."""
    for report, expected in (("en", 5), ("handed out", 0)):
        pages = [
            Page(path) for path in (class_reports / report).rglob("*.html") if path.parent.name not in ("equal", "en")
        ]
        assert len(pages) >= 6
        linked = [page for page in pages if any(link.startswith("../equal/") for link in page.links)]
        assert len(linked) == expected
        assert all("strikingly like" in page.text for page in linked)
    assert not (class_reports / "handed out" / "equal").exists()


def test_the_hint_is_in_the_readers_language(class_reports):
    """In Chinese too it is a hint and no verdict."""
    for name in ("index.html", "equal/double.html"):
        assert "这只是线索，不是结论" in Page(class_reports / "zh" / name).text


def test_a_class_without_equal_work_has_no_such_page(tmp_path):
    """Nothing is said, and no folder made, where nothing is alike."""
    book = open_gradebook(tmp_path / "class.db", {("ada", "double"): (CODE,), ("cem", "double"): (OTHER,)})
    equal = find_equal_work(COURSE, book)
    index = write_report(COURSE, read_class(COURSE, book), tmp_path / "report", "en", equal=equal)
    book.close()
    assert equal == []
    assert "alike" not in Page(index).text
    assert not (tmp_path / "report" / "equal").exists()


def test_the_class_of_the_demo_has_one_pair(tmp_path):
    """Among forty students who answer as the course's known answers do, only the two who copied are found."""
    course = read_course(REPOSITORY)
    build_class(course, tmp_path / "class")
    rows = {(path.parent.name, path.stem): (path.read_bytes().decode("latin-1"),) for path in tmp_path.rglob("*.py")}
    book = open_gradebook(
        tmp_path / "class.db", {key: cells for key, cells in rows.items() if key[1] in course.exercises}
    )
    assert [each.students for each in find_equal_work(course, book)] == [tuple(COPIED)]
    book.close()


def test_the_command_writes_the_pages(tmp_path):
    """`grade report` looks for equal work by itself."""
    rows = {("ada", "double"): (CODE,), ("ben", "double"): (disguises.renamed(CODE, ()),), ("cem", "double"): (OTHER,)}
    open_gradebook(tmp_path / "class.db", rows).close()
    words = ["report", "--course", REPOSITORY / "tests" / "course", "--gradebook", "class.db", "--out", "pages"]
    command = [sys.executable, "-m", "grader", *map(str, words)]
    environment = os.environ | {"PYTHONPATH": str(REPOSITORY)}
    run = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120)
    assert (run.returncode, run.stderr) == (0, "")
    text = Page(tmp_path / "pages" / "equal" / "double.html").text
    assert "ada · ben" in text
    assert "cem" not in text
