"""The pages in a real browser: they do what they say, read well for everybody, and let nothing in or out."""

import json
import shutil
import time
from pathlib import Path

import pytest
from classroom import COURSE, HIDDEN, LAST, PUBLIC, find, grade, hand_in, make_class, make_material

from grader.model import AttemptScore, Run
from grader.reports.feedback import write_feedback
from grader.reports.pages import write_report

AXE = (Path(__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RUN = Run(started_at=1_700_000_000.0, isolation="reduced", missing_layers=("seccomp",), versions={"torch": "2.13.0"})
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "</script></style></title><script>alert(1)</script>",
    "{{7*7}}${alert(1)}{% raw %}",
    "' onmouseover='alert(1)' x='",
    "\u202e\x1b[31m<!--",
)
LARGE = 10_000


def class_of_all_kinds():
    """A class with everything that pages show: right, wrong, broken, missing, open, hostile."""
    rows = {}
    for number in range(12):
        double = grade(
            "double",
            "passed" if number % 3 else "errored",
            "passed" if number % 2 else "failed",
            findings={
                PUBLIC: find("exception", type="TypeError", message="no `+` here", line=2, source="return x + None"),
                HIDDEN: find("wrong-value", "divides-by-n", got="0.6070"),
            },
            printed={PUBLIC: "step 1\nstep 2"},
        )
        rows[f"student{number:02}"] = {"double": double} | ({"quiz": grade("quiz")} if number % 4 else {})
    rows["ada"] = {"double": grade("double"), "quiz": grade("quiz")}
    rows["ben"] = {"double": find("not-utf8", name="double.py", line=3), "quiz": grade("quiz", "failed", "failed")}
    rows["cem"] = {
        "double": grade("double", "errored", "errored", "errored", problem=find("syntax-error", message="bad", line=2))
    }
    rows["dora"] = {}
    rows["eve"] = {
        "quiz": grade("quiz", "grader_fault", "refused", findings={HIDDEN: find("refused", names=["torch.mul"])})
    }
    for name in HOSTILE:
        told = {
            PUBLIC: find("exception", type=name, message=name, line=1, source=name),
            LAST: find("skipped", after=HIDDEN),
        }
        outcome = ("errored", "failed", "skipped")
        rows[name] = {"double": grade("double", *outcome, findings=told, printed={PUBLIC: name}, output=name)}
    return rows


def material():
    rows = class_of_all_kinds()
    stray = hand_in(HOSTILE[0], "", path=HOSTILE[3], problem=find("wrong-name", name=HOSTILE[1], nearest=None))
    code = "import torch\n\n\ndef f(x):\n    '''Twice.'''\n    return x * 2  # {}\n"
    cells = {(name, "double"): (code.format(name.replace("\n", " ")), f"s = {name!r}\n") for name in rows}
    tries = {("ada", "double"): [AttemptScore(received_at=1_700_000_000.0, score=score) for score in (2.0, None, 10.0)]}
    return make_material(make_class(rows), [stray], RUN, cells=cells, attempts=tries)


@pytest.fixture(scope="session")
def reports(tmp_path_factory):
    """The folders of a report by language."""
    folder = tmp_path_factory.mktemp("reports")
    return {language: write_report(COURSE, material(), folder / language, language).parent for language in ("en", "zh")}


@pytest.fixture(params=["en", "zh"])
def report(request, reports):
    """The folder of a report."""
    return reports[request.param]


@pytest.fixture
def english(reports):
    """The folder of an English report."""
    return reports["en"]


@pytest.fixture(scope="session")
def feedback(tmp_path_factory):
    """The folder of the feedback."""
    return write_feedback(COURSE, material(), tmp_path_factory.mktemp("feedback") / "pages", "en").parent


@pytest.fixture
def large(reports, tmp_path):
    """The folder of a report whose table has ten thousand rows."""
    folder = shutil.copytree(reports["en"], tmp_path / "large")
    script = folder / "data" / "class.js"
    data = json.loads(script.read_text(encoding="utf-8").removeprefix("window.gradeClass = ").rstrip(";\n"))
    data["rows"] = [
        [f"person {number:05}", f"p{number}", number % 11, None if number % 7 == 0 else 10] for number in range(LARGE)
    ]
    script.write_text(f"window.gradeClass = {json.dumps(data)};\n", encoding="utf-8")
    return folder


def open_class(page, folder):
    page.goto((folder / "index.html").as_uri())
    page.wait_for_selector("body[data-ready]")


def names(page):
    return page.locator("#table .tabulator-tableholder .who").all_inner_texts()


def shows(page, count):
    page.wait_for_function("count => document.getElementById('count').textContent.startsWith(count)", arg=f"{count} of")


def lists(page, *expected):
    page.wait_for_function(
        "expected => JSON.stringify([...document.querySelectorAll('#table .tabulator-tableholder .who')].map(each => each.innerText)) === expected",
        arg=json.dumps(expected, separators=(",", ":")),
    )


def violations(page):
    page.evaluate(f"{AXE}; undefined")
    found = page.evaluate("axe.run(document, {resultTypes: ['violations'], preload: false})")["violations"]
    return [
        (each["id"], node["html"][:200], node["failureSummary"][:300]) for each in found for node in each["nodes"][:3]
    ]


def page_of(folder, name):
    return next(path for path in sorted((folder / "students").iterdir()) if path.name.startswith(name))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_kind_of_page_is_accessible(page, report, feedback, scheme):
    """axe-core finds nothing wrong with the page of the class, an exercise, a student, and what a student is handed."""
    page.emulate_media(color_scheme=scheme)
    open_class(page, report)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert violations(page) == []
    for path in (
        report / "exercises" / "double.html",
        page_of(report, "ada"),
        page_of(report, "ben"),
        next(feedback.glob("student00*.html")),
    ):
        page.goto(path.as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        assert violations(page) == []


def test_columns_sort_with_the_mouse_and_the_keyboard(page, english):
    """A click sorts by score, the best first; another one turns it round; Enter on a heading does the same."""
    open_class(page, english)
    first = names(page)
    assert [name for name in first if name.isalnum()] == [
        "ada",
        "ben",
        "cem",
        "dora",
        "eve",
        *(f"student{n:02}" for n in range(12)),
    ]
    total = page.get_by_role("button", name="Total")
    total.click()
    assert names(page)[0] == "ada"
    total.click()
    assert names(page)[0] == "dora"
    page.get_by_role("button", name="Student", exact=True).focus()
    page.keyboard.press("Enter")
    assert [name for name in names(page) if name.isalnum()] == [name for name in first if name.isalnum()]
    assert page.locator("[role=columnheader][aria-sort=ascending]").count() == 1


def test_a_search_finds_students(page, english):
    """What is typed narrows the table at once, in any order of words; nothing found says so."""
    open_class(page, english)
    page.fill("input[name=search]", "STUDENT 07")
    lists(page, "student07")
    page.fill("input[name=search]", "nobody at all")
    shows(page, 0)
    assert "No student fits" in page.inner_text("#table")
    page.click("button[type=reset]")
    shows(page, 24)


def test_filters_narrow_the_table(page, english):
    """Status, share of the points and unit leave the students who fit, and a unit its exercises alone."""
    open_class(page, english)
    page.select_option("[name=status]", "missing")
    lists(page, "dora")
    page.select_option("[name=status]", "unreadable")
    lists(page, "ben")
    page.select_option("[name=status]", "open")
    lists(page, "eve")
    page.select_option("[name=status]", "all")
    page.fill("[name=least]", "100")
    shows(page, 5)
    assert "ada" in names(page)
    page.click("button[type=reset]")
    page.fill("[name=most]", "0")
    page.select_option("[name=status]", "complete")
    shows(page, 0)


def test_a_unit_shows_its_exercises_and_their_total(page, tmp_path):
    """With one unit chosen, the total, its order and the heading are of that unit."""
    rows = {
        "ada": {"double": grade("double"), "later": grade("later", "failed", "failed", "failed")},
        "ben": {"later": grade("later")},
    }
    folder = write_report(COURSE, make_material(make_class(rows), (), RUN), tmp_path / "report", "en").parent
    open_class(page, folder)
    page.get_by_role("button", name="Total").click()
    assert "/ 20" in page.inner_text("#table .tabulator-header")
    page.select_option("[name=unit]", label="Last")
    page.wait_for_function(
        "() => document.querySelector('#table .tabulator-header').innerText.includes('/ 10') && !document.querySelector('#table .tabulator-header').innerText.includes('/ 20')"
    )
    lists(page, "ben", "ada")
    assert "Twice" not in page.inner_text("#table .tabulator-header")
    assert page.locator("#table .tabulator-tableholder .sum").all_inner_texts() == ["10", "0"]


def test_links_lead_to_students_and_exercises(page, english):
    """From the class to a student's exercise, to the next student, back, and to the page of an exercise."""
    open_class(page, english)
    page.click("#table .tabulator-row:has-text('ada') a.mark >> nth=0")
    assert page.url.endswith("#double")
    assert page.inner_text("h1") == "ada"
    page.click("a[rel=next]")
    assert page.inner_text("h1") == "ben"
    page.click("nav.around a >> nth=0")
    page.click("table.list a >> nth=0")
    assert page.inner_text("h1") == "Twice"


def test_what_strangers_wrote_runs_nowhere(page, english, feedback):
    """Names, code, messages and output are shown as text on every page; nothing they say happens, and the text is there."""
    open_class(page, english)
    found = "".join(names(page))
    assert all(name in found for name in HOSTILE[:6])
    assert page.locator("img, iframe, object, [onerror], [onmouseover], a[href^='javascript:']").count() == 0
    for folder in (english, feedback):
        for path in folder.rglob("*.html"):
            if path.name != "index.html" and not path.name.startswith("student"):
                page.goto(path.as_uri())
                assert (
                    page.locator(
                        "script, img, iframe, object, [onerror], [onmouseover], a[href^='javascript:']"
                    ).count()
                    == 0
                )
                assert "49" not in page.inner_text("h1")
    page.goto(next(path for path in (english / "students").iterdir() if "raw" in path.name).as_uri())
    assert page.inner_text("h1") == HOSTILE[4]
    assert HOSTILE[4] in page.inner_text("#double .code")


def test_pages_are_dark_where_that_is_wished(page, english):
    """The colours follow the system, in the table as well, and text stays readable."""
    light = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        open_class(page, english)
        light.append(
            [
                page.eval_on_selector(selector, "each => getComputedStyle(each).backgroundColor")
                for selector in ("body", "#table .tabulator-row .tabulator-cell", "#table .heat-full")
            ]
        )
    assert all(day != night for day, night in zip(*light))


def test_pages_fit_a_phone(page, report):
    """On a narrow screen only tables and code scroll sideways, never the page."""
    page.set_viewport_size({"width": 375, "height": 700})
    open_class(page, report)
    for path in (None, report / "exercises" / "double.html", page_of(report, "ada")):
        if path is not None:
            page.goto(path.as_uri())
        assert page.evaluate("document.scrollingElement.scrollWidth") <= 375


def test_a_printed_page_has_all_rows(page, large):
    """On paper stand all rows that pass the filter, in their order, though the screen shows a few of them."""
    open_class(page, large)
    page.fill("input[name=search]", "0777")
    shows(page, 11)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator("table.printed tbody tr").count() == 11
    assert page.locator("table.printed .who").all_inner_texts()[::10] == ["person 00777", "person 07779"]
    assert not page.locator("#table").is_visible()


def test_ten_thousand_students_scroll_and_search(page, large):
    """A large class is there at once, draws only the rows in sight, and answers a search while one types."""
    open_class(page, large)
    shows(page, f"{LARGE:,}")
    assert page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime") < 2_000
    assert page.locator("#table .tabulator-row").count() < 200
    page.eval_on_selector("#table .tabulator-tableholder", "each => each.scrollTop = each.scrollHeight")
    page.wait_for_selector(f"text=person {LARGE - 1:05}")
    assert page.locator("#table .tabulator-row").count() < 200
    started = time.perf_counter()
    page.fill("input[name=search]", "0777")
    shows(page, 11)
    page.get_by_role("button", name="Total").click()
    assert names(page)[0].startswith("person")
    assert time.perf_counter() - started < 5


def test_a_page_without_scripts_tells_where_the_scores_are(browser, english):
    """Without JavaScript everything but the table is there, and the page says where to look instead."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((english / "index.html").as_uri())
    assert "grade export csv" in page.inner_text("noscript")
    assert page.locator("#filters").is_hidden()
    assert page.inner_text(".tiles b >> nth=0") == "11"
    context.close()
