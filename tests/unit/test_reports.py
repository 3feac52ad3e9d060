"""The reports of a class: what counts, what needs a look, and the pages."""

import html.parser
import re

import msgspec
import pytest
from classroom import COURSE, EXERCISES, HIDDEN, LAST, PUBLIC, find, grade, hand_in, make_class, make_material, stand

from grader.errors import UsageError
from grader.gradebook import Gradebook, new_run
from grader.model import AttemptScore, Run
from grader.reports.attention import KINDS, attention
from grader.reports.material import read_class
from grader.reports.pages import write_report
from grader.reports.standings import brief_standings, standings
from grader.scoring import summarize_class
from grader.translation import LANGUAGES

HOSTILE = "<script>alert(1)</script>\u202e\x1b[31m"
RUN = Run(started_at=1_700_000_000.0, isolation="full", versions={"torch": "2.13.0"})
NOT_GRADED = None
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
            printed={PUBLIC: f"step 1\nstep 2 {HOSTILE} </pre>"},
        ),
        "quiz": find("not-utf8", name="quiz.py", line=3),
    },
    "cem": {
        "double": grade("double", "errored", "errored", "errored", problem=find("syntax-error", message="bad", line=2)),
        "quiz": grade("quiz", "refused", findings={PUBLIC: find("refused", names=["torch.mul"])}),
    },
    "dora": {},
}


class Page(html.parser.HTMLParser):
    """What a browser would see of a page: its tags, links, and text."""

    def __init__(self, path):
        super().__init__()
        self.tags, self.links, self.ids, self.texts, self.open = [], [], [], [], []
        self.feed(path.read_text(encoding="utf-8"))
        self.text = re.sub(r"\s+", " ", " ".join(self.texts))

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.tags.append((tag, attributes))
        self.links += [attributes[name] for name in ("href", "src") if name in attributes]
        self.ids += [attributes["id"]] if "id" in attributes else []
        self.open.append(tag)

    def handle_data(self, data):
        if "style" not in self.open[-1:] and "script" not in self.open[-1:]:
            self.texts.append(data)

    def handle_endtag(self, tag):
        while self.open and self.open.pop() != tag:
            pass


def report(out, rows=CLASS, misnamed=(), language="en", run=RUN, **more):
    return write_report(COURSE, make_material(make_class(rows), misnamed, run, **more), out, language)


def page_of(out, student):
    return next(page for path in (out / "students").iterdir() if f" {student} " in (page := Page(path)).text[:200])


def flagged(rows, misnamed=(), language="en"):
    return list(attention(COURSE, make_class(rows), misnamed, language))


# standings


@pytest.fixture
def gradebook(tmp_path):
    book = Gradebook(str(tmp_path / "gradebook.db"), create=True)
    yield book
    book.close()


def store(gradebook, submissions, results=(), students=()):
    run = gradebook.begin_run(new_run("full", (), {}))
    gradebook.add_students(students)
    gradebook.add_submissions(run, submissions)
    gradebook.add_results(run, results)


def test_every_student_stands_in_every_exercise(gradebook):
    """Standings come by student and in the order of the course, also of those who handed in nothing."""
    submissions = [hand_in("ben", "quiz"), hand_in("ben", "double"), hand_in("ada", "double", problem=find("empty"))]
    store(gradebook, submissions, students=["cem", "ada"])
    found = [(each.student, each.exercise, each.status) for each in standings(COURSE, gradebook)]
    assert found == [
        ("ada", "double", "unreadable"),
        ("ada", "quiz", "missing"),
        ("ada", "later", "missing"),
        ("ben", "double", "graded"),
        ("ben", "quiz", "graded"),
        ("ben", "later", "missing"),
        ("cem", "double", "missing"),
        ("cem", "quiz", "missing"),
        ("cem", "later", "missing"),
    ]


def test_files_of_no_exercise_are_no_standing(gradebook):
    """A file with a wrong name, or of an exercise that the course no longer has, counts nowhere."""
    strange = [hand_in("ada", "", problem=find("wrong-name", name="x.py")), hand_in("ada", "gone")]
    store(gradebook, strange)
    assert [each.status for each in standings(COURSE, gradebook)] == ["missing"] * 3


def test_a_class_is_read_student_by_student(gradebook):
    """Each student comes with standings, code and stray files; attempts are those of what was handed in again."""
    stray = hand_in("ben", "", path="ben/x.py", problem=find("wrong-name", name="x.py", nearest=None))
    store(gradebook, [hand_in("ben", "quiz"), hand_in("ada", "double"), stray], students=["cem"])
    again = msgspec.structs.replace(hand_in("ben", "quiz"), digest="another", cells=("x = 2", "y = 3"))
    store(gradebook, [again, stray])
    material = read_class(COURSE, gradebook)
    assert (material.students, material.played) == (("ada", "ben", "cem"), ("double", "quiz"))
    works = {work.student: work for work in material.works}
    assert works["ben"].cells == {"quiz": ("x = 2", "y = 3")}
    assert len(works["ben"].attempts["quiz"]) == 2
    assert not works["ada"].attempts["double"]
    assert [each.path for each in works["ben"].misnamed] == ["ben/x.py"]
    assert [each.status for each in works["cem"].standings] == ["missing", "missing"]


def test_a_class_without_a_played_exercise_has_its_students(gradebook):
    """Where nobody handed in an exercise that the course still has, the students are there all the same."""
    store(gradebook, [hand_in("ada", "gone")], students=["ben"])
    material = read_class(COURSE, gradebook)
    assert (material.played, [work.student for work in material.works]) == ((), ["ada", "ben"])


def test_standings_do_not_depend_on_how_a_database_sorts():
    """A database with its own idea of the alphabet gives the same standings."""

    class Backwards:
        def students(self):
            return ["Ada", "ada", "ben", "ö"]

        def students_handing_in(self):
            return {"ö", "ben", "Ada"}

        def latest(self, exercises):
            for student in ("ö", "ben", "Ada"):
                yield hand_in(student, "double"), None

    found = [(each.student, each.status) for each in standings(COURSE, Backwards()) if each.exercise == "double"]
    assert found == [("Ada", "graded"), ("ada", "missing"), ("ben", "graded"), ("ö", "graded")]


def test_brief_standings_have_the_same_scores(tmp_path):
    """What is summed up by the database is what all results together say."""
    book = Gradebook(str(tmp_path / "book.db"), create=True)
    run = book.begin_run(new_run("full", (), {}))
    book.add_students(["nobody"])
    results = [grade("double", "passed", "failed"), grade("double", "crashed", "passed"), None]
    for number, result in enumerate(results):
        code = str(number)
        book.add_submissions(run, [msgspec.structs.replace(hand_in(f"s{number}", "double"), digest=code)])
        if result is not None:
            version = COURSE.exercises["double"].digest
            stored = msgspec.structs.replace(result, code_digest=code, exercise_digest=version)
            book.add_results(run, [stored])
    whole, brief = list(standings(COURSE, book)), list(brief_standings(COURSE, book))
    book.close()
    assert summarize_class(brief) == summarize_class(whole)
    assert [(each.student, each.status, each.score) for each in brief] == [
        (each.student, each.status, each.score) for each in whole
    ]
    assert [each.student for each in brief if each.result is not None] == ["s1", "s2"]


# attention


@pytest.mark.parametrize(
    ("what", "kind"),
    [
        (find("broken-notebook", name="double.ipynb", reason="cut off"), "unreadable"),
        (find("wrong-name", name="duble.py", nearest="double"), "wrong-name"),
        (grade("double", "errored", problem=find("syntax-error", line=1)), "load"),
        (grade("double", "timed_out", problem=find("load-timed-out", seconds=5.0)), "load"),
        (grade("double", "passed", "refused", "timed_out"), "refused"),
        (grade("double", "crashed", "timed_out"), "crashed"),
        (grade("double", "timed_out"), "timed-out"),
        (grade("double", "refused", "grader_fault"), "fault"),
        (NOT_GRADED, "not-graded"),
        (grade("double", "failed", problem=find("cells-failed", cells=[2])), "note"),
    ],
)
def test_a_submission_needs_one_look_for_its_most_urgent_reason(what, kind):
    """What can't be read, loaded or judged by a program is handed to a person, once, with a sentence."""
    rows = [stand("ada", "double")] if what is NOT_GRADED else make_class({"ada": {"double": what}})
    [each] = attention(COURSE, rows, (), "en")
    assert (each.student, each.exercise, each.path, each.kind) == ("ada", "double", "ada/double.py", kind)
    assert len(each.sentence) > 10


def test_right_and_wrong_answers_need_no_look():
    """Failed checks are daily bread; so is a notebook that got all points though a cell of it failed."""
    rows = {
        "ada": {
            "double": grade("double", "failed", "errored", "skipped"),
            "quiz": grade("quiz", problem=find("cells-failed", cells=[2])),
        }
    }
    assert flagged(rows) == []


def test_the_most_urgent_comes_first():
    """Attention goes by urgency, then by student."""
    rows = {
        "ada": {"double": grade("double", "timed_out")},
        "ben": {"double": grade("double", "grader_fault")},
        "cem": {"double": find("empty")},
    }
    assert [each.student for each in flagged(rows)] == ["ben", "cem", "ada"]
    kinds = [each.kind for each in flagged(rows)]
    assert kinds == sorted(kinds, key=KINDS.index)


def test_a_remark_on_an_archive_is_made_once():
    """A note that stands with each exercise of an archive is shown once a student; a stub beside an answer needs none."""
    notes = (find("nested-archive-ignored", ignored="inner.zip"), find("stub-ignored", kept="a.py", ignored="a.ipynb"))
    rows = [stand("ada", slug, grade(slug), notes=notes) for slug in EXERCISES]
    [each] = attention(COURSE, rows, (), "en")
    assert (each.kind, "inner.zip" in each.sentence) == ("note", True)


def test_who_hands_in_a_folder_of_stubs_is_listed_once():
    """Untouched stubs are a reason to ask for the right file, one a student however many they are."""
    rows = [stand("ada", slug, grade(slug), notes=(find("untouched-stub"),)) for slug in EXERCISES]
    [each] = attention(COURSE, rows, (), "en")
    assert (each.kind, each.student) == ("untouched", "ada")


def test_files_that_fit_no_exercise_are_listed():
    """A file with a name of no exercise is shown with its path."""
    stray = hand_in("ada", "", path="ada/hw3 (2).py", problem=find("wrong-name", name="hw3 (2).py", nearest=None))
    [each] = flagged({}, [stray])
    assert (each.exercise, each.path, each.kind) == ("", "ada/hw3 (2).py", "wrong-name")


# pages


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_has_a_page_for_the_class_and_one_a_student(tmp_path, language):
    """Every link of a report leads to a file of it and to a place on that page; nothing comes from elsewhere."""
    index = report(tmp_path / "report", language=language)
    assert index == tmp_path / "report" / "index.html"
    assert len(list((tmp_path / "report" / "students").iterdir())) == len(CLASS)
    pages = {path.resolve(): Page(path) for path in (tmp_path / "report").rglob("*.html")}
    for path, page in pages.items():
        assert len(page.ids) == len(set(page.ids))
        for link in page.links:
            target, _, anchor = link.partition("#")
            assert "://" not in link
            file = (path.parent / target).resolve() if target else path
            assert file.exists(), link
            assert not anchor or anchor in pages[file].ids, link


def test_the_page_of_the_class_answers_the_first_questions(tmp_path):
    """How many are done, how it went, what was hard, what to look at, and how the run was isolated."""
    text = Page(report(tmp_path / "report")).text
    for answer in ("4 students", "full", "any values", "divides-by-n", "dora", "Could not be loaded", "Forbidden"):
        assert answer.lower() in text.lower(), answer
    assert "For later" in text


def test_a_students_page_tells_every_check(tmp_path):
    """Titles, outcomes, points, sentences, problems and output stand on the student's page."""
    report(tmp_path / "report")
    text = page_of(tmp_path / "report", "ben").text
    for shown in ("the example of the task", "0.7500", "You got 0.6070", "not checked", "step 2", "UTF-8"):
        assert shown.lower() in text.lower(), shown
    assert "0.4242" not in text


def test_the_page_of_an_exercise_says_which_check_to_look_at(tmp_path):
    """A check that nearly everybody fails although they pass the rest is named, with its numbers and what to do."""
    rows = {f"s{number}": {"double": grade("double", "passed", "failed", "passed")} for number in range(20)}
    rows["s20"] = {"double": grade("double")}
    text = Page(report(tmp_path / "report", rows).parent / "exercises" / "double.html").text
    assert "1 of 21" in text
    assert "look at the check" in text
    assert "0.05" in text


def test_the_page_of_the_class_names_the_checks_to_look_at(tmp_path):
    """A check that is more likely wrong than the class stands among what to look at first, with what is odd about it."""
    rows = {f"s{number}": {"double": grade("double", "passed", "failed", "passed")} for number in range(20)}
    index = report(tmp_path / "report", rows)
    text = Page(index).text
    assert "1 Checks to look at" in text
    assert "although they pass the rest" in text
    assert "exercises/double.html#checks" in Page(index).links


def test_the_page_of_the_class_tells_whether_the_total_means_one_thing(tmp_path):
    """Exercises in which the same students are strong have a high alpha; of a few students nothing is said."""
    rows = {
        f"s{number}": {slug: grade(slug, *(["failed"] * 3 if number % 2 else [])) for slug in ("double", "quiz")}
        for number in range(20)
    }
    assert "Cronbach's alpha is 1.00, of 20 students" in Page(report(tmp_path / "many", rows)).text
    few = {name: rows[name] for name in list(rows)[:4]}
    assert "Cronbach" not in Page(report(tmp_path / "few", few)).text


def test_the_page_of_an_exercise_shows_examples_and_names_nobody(tmp_path):
    """Each misconception has at most three examples of other code, without names, comments and what the stub gave."""
    found = {HIDDEN: find("wrong-value", "divides-by-n", got="1")}
    people = ["mallory", "oscar", "peggy", "trent", "walter"]
    rows = {who: {"double": grade("double", "passed", "failed", findings=found)} for who in people}
    cells = {
        (who, "double"): (f"# by {who}\ndef f(x):\n    return x / {number}  # {who}",)
        for number, who in enumerate(people)
    }
    page = Page(report(tmp_path / "report", rows, cells=cells).parent / "exercises" / "double.html")
    assert "divides-by-n" in page.text
    assert "5 students" in page.text
    assert page.text.count("return x /") == 3
    assert not any(who in page.text for who in people)


def test_an_example_is_the_line_that_the_finding_names(tmp_path):
    """Where an exception was raised, the example is that line and not the whole submission."""
    found = {PUBLIC: find("exception", "divides-by-n", type="TypeError", message="unsupported", line=3)}
    rows = {"ada": {"double": grade("double", "errored", "passed", findings=found)}}
    cells = {("ada", "double"): ("import torch\n\nx = None + 1\n\n\ny = 'unrelated'",)}
    page = Page(report(tmp_path / "report", rows, cells=cells).parent / "exercises" / "double.html")
    assert "None" in page.text
    assert "unrelated" not in page.text
    assert "TypeError 1 unsupported" in page.text


def test_a_students_page_shows_the_code_with_its_lines(tmp_path):
    """The code stands there with line numbers and colours; the line that a finding names is marked."""
    found = {PUBLIC: find("exception", type="ZeroDivisionError", message="division by zero", line=2)}
    rows = {"ada": {"double": grade("double", "errored", findings=found)}}
    report(tmp_path / "report", rows, cells={("ada", "double"): ("def f(x):\n    return x < 1 / 0  # \u202e",)})
    [path] = (tmp_path / "report" / "students").iterdir()
    content = path.read_text(encoding="utf-8")
    assert "<i class=k>return </i>x &lt; <i class=n>1 </i>" in content
    assert "1\n<b>2</b></pre>" in content
    assert "\\u202e" in content


def test_a_students_page_shows_every_attempt(tmp_path):
    """Who handed in an exercise more than once sees when, and how many points each attempt had."""
    tries = [
        AttemptScore(received_at=1_700_000_000.0 + number, score=score)
        for number, score in enumerate((2.5, None, 8.25))
    ]
    report(tmp_path / "report", {"ada": {"double": grade("double")}}, attempts={("ada", "double"): tries})
    text = page_of(tmp_path / "report", "ada").text
    for shown in ("3 attempts", "2.5", "8.25"):
        assert shown in text, shown


def test_a_chinese_report_is_chinese(tmp_path):
    """Titles, headings and sentences are in the language asked for, and the page says which it is."""
    page = Page(report(tmp_path / "report", language="zh"))
    assert page.tags[0][1]["lang"].startswith("zh")
    for text in (page.text, page_of(tmp_path / "report", "ben").text):
        assert "小课程" in text
        assert "两倍" in text


def test_what_strangers_wrote_stays_text(tmp_path):
    """No tag, template or mark of direction in a name, a message, a path or an output does anything."""
    name = f"{HOSTILE}{{{{ 7*7 }}}}"
    finding = find("exception", type=HOSTILE, message=HOSTILE, line=1, source=HOSTILE)
    rows = {name: {"double": grade("double", "errored", findings={PUBLIC: finding}, printed={PUBLIC: HOSTILE})}}
    stray = hand_in(name, "", path=HOSTILE, problem=find("wrong-name", name=HOSTILE, nearest=None))
    out = tmp_path / "report"
    report(out, rows, [stray])
    for path in out.rglob("*.html"):
        content = path.read_text(encoding="utf-8")
        tags = [tag for tag, _ in Page(path).tags]
        assert tags.count("script") == (3 if path.name == "index.html" else 0)
        assert "<script>alert" not in content
        assert "\u202e" not in content
        assert "\x1b" not in content
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in content
        assert "7*7" in content or path.parent.name != "students"


def test_a_page_loads_nothing_but_our_own(tmp_path):
    """Each page forbids what does not carry the report's own number, which no submission can know; students' pages run nothing."""
    nonces = set()
    for out in (tmp_path / "one", tmp_path / "other"):
        report(out)
        for path in out.rglob("*.html"):
            content = path.read_text(encoding="utf-8")
            policy = re.search(r'Content-Security-Policy" content="([^"]*)"', content)[1]
            rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
            assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
            assert rules["script-src"] == (rules["style-src"] if path.name == "index.html" else "'none'")
            assert "style=" not in content
            nonces.add(rules["style-src"])
            for tag, attributes in Page(path).tags:
                if tag in ("script", "style") or attributes.get("rel") == "stylesheet":
                    assert f"'nonce-{attributes['nonce']}'" == rules["style-src"]
    assert len(nonces) == 2


def test_the_share_of_each_check_counts_who_reached_it(tmp_path):
    """Who could not load their code, or failed what comes before, is not counted among those who failed a check."""
    text = Page(report(tmp_path / "report").parent / "exercises" / "double.html").text
    assert "any values hidden 5 1 of 2" in text
    assert "what comes after hidden 2 1 of 1" in text
    assert "1 could not be read or loaded" in text


def test_every_student_has_a_page_of_their_own(tmp_path):
    """Ids that lead elsewhere, are very long, or differ in capitals alone have safe and different file names."""
    names = [
        "../../x",
        "/etc/passwd",
        "a" * 5_000,
        "ADA",
        "ada",
        "Ada",
        ".",
        "..",
        "con",
        "张伟",
        "李娜",
        "\udcff",
        "a b",
        "a?b",
    ]
    out = tmp_path / "report"
    report(out, {name: {} for name in names})
    files = [path.name for path in (out / "students").iterdir()]
    assert len({name.lower() for name in files}) == len(names)
    assert all(re.fullmatch(r"[a-z0-9-]{1,80}\.html", name) for name in files)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["report"]


def test_a_report_of_nobody_says_what_to_do(tmp_path):
    """A gradebook without students gives a page that names the next command."""
    assert "grade run" in Page(report(tmp_path / "report", {}, run=None)).text


def test_tables_are_told_to_a_screen_reader(tmp_path):
    """Pages have a language, a title, one heading, landmarks, and tables whose headings say what they head."""
    report(tmp_path / "report")
    for path in (tmp_path / "report").rglob("*.html"):
        tags = Page(path).tags
        names = [tag for tag, _ in tags]
        assert names.count("h1") == names.count("main") == names.count("title") == 1
        assert all("scope" in attributes for tag, attributes in tags if tag == "th")


def test_the_data_of_the_table_is_whole(tmp_path):
    """The table's script holds every student in order, with each mark as a score, or what there is instead of one."""
    rows = CLASS | {"eva": {"double": grade("double", "grader_fault", "passed")}}
    script = (report(tmp_path / "report", rows).parent / "data" / "class.js").read_text(encoding="utf-8")
    data = msgspec.json.decode(script.removeprefix("window.gradeClass = ").rstrip(";\n"))
    assert [each["slug"] for each in data["exercises"]] == ["double", "quiz"]
    marks = {row[0]: row[2:] for row in data["rows"]}
    assert list(marks) == ["ada", "ben", "cem", "dora", "eva"]
    assert marks == {"ada": [10, 10], "ben": [0, "!"], "cem": [0, 7], "dora": [None, None], "eva": [[7], None]}
    pages = {path.stem for path in (tmp_path / "report" / "students").iterdir()}
    assert {row[1] for row in data["rows"]} == pages


def test_a_new_report_takes_the_place_of_an_old_one(tmp_path):
    """Nothing of the earlier report stays."""
    out = tmp_path / "report"
    report(out)
    report(out, {"zoe": {}})
    assert len(list((out / "students").iterdir())) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


def test_an_empty_folder_may_hold_a_report(tmp_path):
    """A folder that was made for the report is used, and missing parents are made."""
    (tmp_path / "report").mkdir()
    assert report(tmp_path / "report").exists()
    assert report(tmp_path / "a" / "b" / "report").exists()


def test_a_folder_with_something_else_is_left_alone(tmp_path):
    """A report never takes the place of files that are not its own, a file, or a teacher's additions."""
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.tex").write_text("years of work")
    (tmp_path / "file").write_text("x")
    for out in (tmp_path / "thesis", tmp_path / "file"):
        with pytest.raises(UsageError):
            report(out)
    assert (tmp_path / "thesis" / "chapter.tex").read_text() == "years of work"
    report(tmp_path / "report")
    (tmp_path / "report" / "my notes.txt").write_text("ask ben")
    with pytest.raises(UsageError, match="my notes"):
        report(tmp_path / "report")
    assert (tmp_path / "report" / "my notes.txt").exists()


def test_a_failed_report_leaves_the_old_one(tmp_path):
    """A report that can't be finished changes nothing and leaves nothing behind."""
    out = tmp_path / "report"
    before = report(out).read_bytes()

    def break_off():
        yield from make_material(make_class(CLASS)).works
        raise RuntimeError("the gradebook went away")

    material = make_material(make_class(CLASS), (), RUN)
    with pytest.raises(RuntimeError):
        write_report(COURSE, msgspec.structs.replace(material, works=break_off()), out, "en")
    assert (out / "index.html").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["report"]
