"""A class's results -> static pages: one for the class, one for each exercise, and one for each student.

They open from disk without a server and ask for nothing from elsewhere. All text that comes from students is escaped, and
what can't be seen in it is spelled out. Should a tag get through all the same, a page loads and runs nothing that does not
carry this report's own random number (`nonce`), and students' pages run no script at all.

Students pass by one at a time: their page is written, what the other pages need is counted (`grader.reports.tally`), and
the code of those who come next is coloured meanwhile.
"""

import itertools
import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any

import jinja2
import msgspec
from markupsafe import Markup, escape

from grader.course import Course
from grader.model import Run
from grader.outfolder import replaced_folder
from grader.reports.alike import EqualWork
from grader.reports.attention import Attention
from grader.reports.classpage import class_page, class_table
from grader.reports.codeview import Colours, shown
from grader.reports.equalpages import FOLDER, equal_links, equal_matters, write_equal_pages
from grader.reports.exercisepage import exercise_page
from grader.reports.material import STUDENTS_AT_ONCE, Material, Work
from grader.reports.names import page_name
from grader.reports.pagewriter import PageWriter
from grader.reports.studentpage import student_page
from grader.reports.tally import Tally
from grader.wording import named, outcome_word, phrase, plain_number, visible

HERE = Path(__file__).parent
LANGUAGE_TAGS = {"en": "en", "zh": "zh-Hans"}
ASSETS = ("report.css", "class.css", "class.js", "tabulator")
MAX_PROCESSES = 4
ROWS_KEPT = 4_000

# Not a product: no letter or bracket stands before or after.
_EMPHASIS = re.compile(r"(?<![\w)\]*])\*([^\s*](?:[^*]*[^\s*])?)\*(?![\w(\[*])", re.ASCII)

Count = Callable[[int], None]


def write_report(
    course: Course,
    material: Material,
    out: Path,
    language: str,
    *,
    more: Iterable[Attention] = (),
    equal: Sequence[EqualWork] = (),
    anonymous: bool = False,
    progress: Count = lambda done: None,
) -> Path:
    """Write the pages into the folder `out`, in place of an earlier report, and return the page of the class.

    `more` is what else needs a look, `equal` what is strikingly alike; `progress` is told how many students are done.
    """
    shared = page_values(course, material.run, language) | {"anonymous": anonymous}
    tally, links = Tally(course, material, language), equal_links(equal)
    writer = PageWriter(page_environment(language), shared)
    with replaced_folder(out) as folder, Colours(_processes()) as colours:
        _copy_assets(folder)
        _write_students(course, material, folder / "students", language, links, tally, colours, writer, progress)
        _write_exercises(material, folder / "exercises", tally, colours, writer)
        write_equal_pages(course, equal, folder / FOLDER, language, colours, writer)
        page = class_page(tally, [*more, *equal_matters(equal, language)])
        writer.write(folder / "index.html", "class.html", page=page, root="")
        (folder / "data").mkdir()
        # A script, as pages that open from disk may read no other file.
        table = b"window.gradeClass = " + msgspec.json.encode(class_table(tally)) + b";\n"
        (folder / "data" / "class.js").write_bytes(table)
        if anonymous:
            _forget_times(folder)
    return out / "index.html"


def page_environment(language: str) -> jinja2.Environment:
    """Return the templates with the words of a language."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "templates"),
        autoescape=True,
        auto_reload=False,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "say": partial(_say, language),
        "word": lambda outcome: outcome_word(outcome, language),
        "tag": LANGUAGE_TAGS.get(language, "en"),
        "nonce": secrets.token_urlsafe(16),
    }
    environment.filters |= _filters(language)
    # Most rows of checks are those of many students: they are made once.
    parts = environment.get_template("charts.html").make_module(environment.globals)
    environment.globals["check_row"] = lru_cache(ROWS_KEPT)(vars(parts)["check_row"])
    return environment


def _filters(language: str) -> dict[str, Callable[..., Any]]:
    return {
        "points": plain_number,
        "marked": _marked,
        "page_name": page_name,
        "visible": visible,
        "decimals": lambda value: f"{value:.2f}".replace("-", "−"),
        "seconds": partial(_seconds, language),
    }


def page_values(course: Course, run: Run | None, language: str) -> dict[str, Any]:
    """Return what every page shows."""
    return {"course": visible(named(course.title, language)), "run": run, "when": local_time(run)}


def local_time(run: Run | None) -> str:
    """Return when a run began, as this machine's clock shows it."""
    return datetime.fromtimestamp(run.started_at).astimezone().strftime("%Y-%m-%d %H:%M") if run else ""


def _write_students(
    course: Course,
    material: Material,
    folder: Path,
    language: str,
    links: Mapping[str, Mapping[str, str]],
    tally: Tally,
    colours: Colours,
    writer: PageWriter,
    progress: Count,
) -> None:
    folder.mkdir()
    place = {student: index for index, student in enumerate(material.students)}
    when = material.run.started_at if material.run else 0.0
    for done, work in enumerate(_coloured_ahead(material.works, colours), 1):
        tally.add(work)
        page = student_page(course, work, language, for_students=False, when=when, colours=colours)
        index = place[work.student]
        around = {
            "previous": material.students[index - 1] if index else None,
            "next": material.students[index + 1] if index + 1 < len(place) else None,
            "equal": links.get(work.student, {}),
        }
        writer.write(folder / page_name(work.student), "student.html", page=page, root="../", **around)
        progress(done)


def _write_exercises(material: Material, folder: Path, tally: Tally, colours: Colours, writer: PageWriter) -> None:
    folder.mkdir()
    pages = [exercise_page(tally, slug, material, colours) for slug in material.played]
    for before, page, after in zip([None, *pages], pages, [*pages[1:], None]):
        around = {"previous": before, "next": after}
        writer.write(folder / f"{page.slug}.html", "exercise.html", page=page, root="../", **around)


def _coloured_ahead(works: Iterable[Work], colours: Colours) -> Iterator[Work]:
    """Yield the works; the code of the next ones is coloured while pages of these are written."""
    waiting: list[Work] = []
    every = iter(works)
    while chunk := list(itertools.islice(every, STUDENTS_AT_ONCE)):
        colours.begin(shown(cell) for work in chunk for cells in work.cells.values() for cell in cells)
        yield from waiting
        waiting = chunk
    yield from waiting


def _copy_assets(folder: Path) -> None:
    (folder / "assets").mkdir()
    for name in ASSETS:
        source = HERE / "assets" / name
        if source.is_dir():
            shutil.copytree(source, folder / "assets" / name)
        else:
            shutil.copyfile(source, folder / "assets" / name)


def _forget_times(folder: Path) -> None:
    """Give all files one time: the order in which pages were written is that of the names."""
    now = datetime.now().timestamp()
    for path in folder.rglob("*"):
        os.utime(path, (now, now))


@cache
def _plain(language: str, key: str) -> str:
    return phrase(key, language)


def _say(language: str, key: str, **values: Any) -> str:
    return phrase(key, language, **values) if values else _plain(language, key)


@lru_cache(ROWS_KEPT)
def _marked(text: str) -> Markup:
    """Return a text with what stands between backticks or dollars as code, and between single asterisks as emphasis."""
    html = str(escape(text))
    pieces = re.split(r"`([^`]+)`|\$([^$\s](?:[^$]*[^$\s])?)\$", html)
    plain, code = pieces[::3], [first or second for first, second in zip(pieces[1::3], pieces[2::3])]
    marked = [_EMPHASIS.sub(r"<em>\1</em>", piece) for piece in plain]
    return Markup(marked[0] + "".join(f"<code>{a}</code>{b}" for a, b in zip(code, marked[1:])))  # noqa: S704 - escaped


def _seconds(language: str, value: float) -> str:
    return phrase("seconds", language, value=f"{value:.2g}" if value < 1 else f"{value:.1f}")


def _processes() -> int:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, MAX_PROCESSES)
