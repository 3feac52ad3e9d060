"""`grade report` as a teacher calls it, on a gradebook that was filled without grading."""

from pathlib import Path

import pytest
from e2e.conftest import grade

from grader.course import read_course
from grader.gradebook import Gradebook, new_run
from grader.model import CheckResult, Outcome, Result, Submission

CODE = "def double(x):\n    return x + x  # lovelace\n"


@pytest.fixture(scope="module")
def home(mini_course: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the gradebook of a class."""
    folder = tmp_path_factory.mktemp("report")
    exercise = read_course(mini_course).exercises["double"]
    book = Gradebook(str(folder / "gradebook.db"), create=True)
    run = book.begin_run(new_run("full", (), {}))
    book.add_students(["lovelace", "hopper", "noether"])
    for attempt in range(2):
        code = CODE + f"# {attempt}\n"
        submission = Submission(
            student="lovelace", exercise="double", cells=(code,), digest=code, path="lovelace/double.py"
        )
        checks = tuple(
            CheckResult(check=check.name, outcome=Outcome.PASSED, points=check.points, max_points=check.points)
            for check in exercise.checks
        )
        result = Result(exercise="double", code_digest=code, exercise_digest=exercise.digest, variant="", checks=checks)
        book.add_submissions(run, [submission])
        book.add_results(run, [result])
    book.close()
    return folder


def test_a_report_lies_where_it_is_asked_for(home: Path, mini_course: Path) -> None:
    """The command prints where the page of the class lies, and writes pages for exercises and students beside it."""
    done = grade("report", "--course", mini_course, "--out", "pages", cwd=home)
    assert (done.returncode, done.stdout, done.stderr) == (0, "pages/index.html\n", "")
    assert len(list((home / "pages" / "students").iterdir())) == 3
    assert [path.name for path in (home / "pages" / "exercises").iterdir()] == ["double.html"]
    [page] = (home / "pages" / "students").glob("lovelace*.html")
    content = page.read_text(encoding="utf-8")
    assert "2 attempts" in content
    assert "# lovelace" in content


def test_feedback_goes_to_a_folder_of_its_own(home: Path, mini_course: Path) -> None:
    """With --feedback there is a page and a Markdown file for each student, a list of them, and nothing of the class."""
    done = grade("report", "--feedback", "--course", mini_course, "--lang", "zh", cwd=home)
    assert (done.returncode, done.stdout) == (0, "feedback/students.csv\n")
    files = [path.name for path in (home / "feedback").iterdir() if not path.name.startswith(".")]
    assert sorted(Path(name).suffix for name in files) == [".csv"] + [".html"] * 3 + [".md"] * 3


def test_an_anonymous_report_is_the_same_each_time(home: Path, mini_course: Path) -> None:
    """With --anonymous no file is named after a student, and the next report has the same pseudonyms."""
    found = []
    for folder in ("one", "two"):
        done = grade("report", "--anonymous", "--course", mini_course, "--out", folder, cwd=home)
        assert done.returncode == 0, done.stderr
        found.append(sorted(path.name for path in (home / folder / "students").iterdir()))
        assert "lovelace" not in (home / folder / "index.html").read_text(encoding="utf-8")
    assert found[0] == found[1]
    assert not any(name in " ".join(found[0]) for name in ("lovelace", "hopper", "noether"))


def test_feedback_has_no_pseudonyms(home: Path, mini_course: Path) -> None:
    """What contradicts itself is refused with what to do, before anything is written."""
    done = grade("report", "--feedback", "--anonymous", "--out", "nothing", "--course", mini_course, cwd=home)
    assert done.returncode == 2
    assert "--anonymous" in done.stderr
    assert not (home / "nothing").exists()
