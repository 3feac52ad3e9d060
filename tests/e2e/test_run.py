"""A class with everything that students hand in, graded through the command line."""

import json
import os
import platform
import signal
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from e2e.conftest import REPOSITORY, GradedClass, environment_of, grade, wait_for_results

from grader import __version__

RIGHT = "FACTOR = 2\n\ndef double(x):\n    return x + x\n"
LOOP = "while True:\n    pass\n"


def notebook(*cells: str) -> str:
    listed = [{"cell_type": "code", "metadata": {}, "source": cell, "outputs": []} for cell in cells]
    return json.dumps({"cells": listed, "metadata": {}, "nbformat": 4, "nbformat_minor": 4})


# student: (file name, content, score, problem or outcome that must be told, words of the remedy)
CLASS: dict[str, tuple[str, str | bytes, float, str]] = {
    "right": ("double.py", RIGHT, 10, ""),
    "right-notebook": ("double.ipynb", notebook("%matplotlib inline\n!ls", RIGHT, "double(1)"), 10, ""),
    "right-bom": ("double.py", b"\xef\xbb\xbf" + RIGHT.encode(), 10, ""),
    "right-crlf": ("double.py", RIGHT.replace("\n", "\r\n"), 10, ""),
    "right-but-a-cell-fails": ("double.ipynb", notebook("1 / 0", RIGHT), 10, "ZeroDivisionError"),
    "right-with-plots": ("double.py", "import matplotlib.pyplot as plt\nplt.plot([1])\n" + RIGHT, 10, ""),
    "syntax": ("double.py", RIGHT + "def (:\n", 0, "line 5"),
    "encoding": ("double.py", b"# \xc7\xf3\n" + RIGHT.encode(), 0, "UTF-8"),
    "nul": ("double.py", RIGHT + "\0", 0, "NUL"),
    "empty": ("double.py", "", 0, "no code"),
    "large": ("double.py", "#" * (2 << 20), 0, "MiB"),
    "notebook-broken": ("double.ipynb", notebook(RIGHT)[:-9], 0, "notebook"),
    "misspelt": ("doubel.py", RIGHT, 0, "double"),
    "raises-at-import": ("double.py", RIGHT + "raise RuntimeError('early')\n", 0, "early"),
    "exits-at-import": ("double.py", RIGHT + "import sys\nsys.exit(0)\n", 0, "SystemExit"),
    "dies-at-import": ("double.py", RIGHT + "import os\nos._exit(0)\n", 0, "exit"),
    "loops-at-import": ("double.py", RIGHT + LOOP, 0, "s"),
    "missing-package": ("double.py", "import hovercraft\n" + RIGHT, 0, "hovercraft"),
    "asks": ("double.py", "FACTOR = 2\ndef double(x):\n    return x * float(input('?'))\n", 2, "keyboard"),
    "loops-in-call": ("double.py", "FACTOR = 2\ndef double(x):\n    while True: pass\n", 2, "1.5"),
    "dies-in-call": ("double.py", "FACTOR = 2\nimport os\ndef double(x):\n    os._exit(0)\n", 2, "exit"),
    "prints-a-flood": ("double.py", "for _ in range(150): print('x' * 1_000_000)\n" + RIGHT, 10, ""),
    "other-name": ("double.py", RIGHT.replace("def double", "def doubel"), 2, "doubel"),
    "other-parameters": ("double.py", "FACTOR = 2\ndef double():\n    return 2\n", 2, "argument"),
    "returns-text": ("double.py", "FACTOR = 2\ndef double(x):\n    return 'two'\n", 2, "str"),
    "returns-nothing": ("double.py", "FACTOR = 2\ndef double(x):\n    print(x + x)\n", 2, "printed"),
    "forbidden": (
        "double.py",
        "import torch\nFACTOR = 2\ndef double(x):\n    return torch.mul(x, 2)\n",
        2,
        "torch.mul",
    ),
    "known-mistake": ("double.py", "FACTOR = 2\ndef double(x):\n    return x + 2\n", 2, "adds two"),
}
SLOW = {"loops-at-import", "loops-in-call"}


def fill(folder: Path) -> None:
    for student, (name, content, _, _) in CLASS.items():
        (folder / student).mkdir(parents=True)
        (folder / student / name).write_bytes(content.encode() if isinstance(content, str) else content)
        (folder / student / "quiz.py").write_text("ANSWER = 'B'\n")
    (folder / "folder" / "double.py").mkdir(parents=True)
    (folder / "dangling").mkdir()
    (folder / "dangling" / "double.py").symlink_to(folder / "nowhere")
    (folder / "outward").mkdir()
    (folder / "outward" / "double.py").symlink_to("/etc/passwd")
    (folder / "nothing").mkdir()


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory, mini_course: Path) -> GradedClass:
    """The whole class, graded once."""
    home = tmp_path_factory.mktemp("teacher")
    fill(home / "submissions")
    (home / "roster.csv").write_text("student,name\nright,A\nabsent,B\n")
    run = grade("run", "submissions", "--course", mini_course, "--roster", "roster.csv", cwd=home)
    return GradedClass(home, mini_course, run)


def test_a_run_succeeds_however_bad_the_submissions(graded: GradedClass) -> None:
    """`grade run` exits 0 when every submission has a result."""
    assert graded.run.returncode == 0, graded.run.stderr


@pytest.mark.parametrize("student", CLASS)
def test_every_submission_has_the_score_it_earned(graded: GradedClass, student: str) -> None:
    """Each submission gets its own points, whatever its neighbours do, and is told why."""
    _, _, score, told = CLASS[student]
    exercise = graded.exercise(student, "double")
    assert (exercise["score"], exercise["max_score"]) == (score, 10)
    texts = [exercise["problem"], *(check["message"] for check in exercise["checks"])]
    assert told in " ".join(text for text in texts if text)


@pytest.mark.parametrize("student", CLASS)
def test_the_other_exercise_of_a_student_is_untouched(graded: GradedClass, student: str) -> None:
    """What happens in one exercise costs the student nothing in another."""
    assert graded.exercise(student, "quiz")["score"] == 10


@pytest.mark.parametrize(
    ("student", "status"),
    [
        ("folder", "unreadable"),
        ("dangling", "unreadable"),
        ("outward", "unreadable"),
        ("nothing", "missing"),
        ("absent", "missing"),
    ],
)
def test_what_is_no_file_is_reported(graded: GradedClass, student: str, status: str) -> None:
    """A folder in place of a file, links and absent students are listed with no points and full maximum."""
    exercise = graded.exercise(student, "double")
    assert (exercise["status"], exercise["score"], exercise["max_score"], exercise["checks"]) == (status, 0, 10, [])


def test_a_code_that_cannot_be_loaded_lists_every_check(graded: GradedClass) -> None:
    """A file that can't be loaded is graded with 0, with a problem and every check."""
    exercise = graded.exercise("syntax", "double")
    assert exercise["status"] == "graded"
    assert len(exercise["checks"]) == 3
    assert exercise["problem"]


@pytest.mark.parametrize(
    ("student", "outcomes"),
    [
        ("right", ["passed", "passed", "passed"]),
        ("known-mistake", ["failed", "skipped", "passed"]),
        ("asks", ["errored", "skipped", "passed"]),
        ("loops-in-call", ["timed_out", "skipped", "passed"]),
        ("dies-in-call", ["crashed", "skipped", "passed"]),
        ("forbidden", ["refused", "skipped", "passed"]),
    ],
)
def test_outcomes_are_told_apart(graded: GradedClass, student: str, outcomes: list[str]) -> None:
    """Failures, exceptions, timeouts, crashes and forbidden functions are different outcomes."""
    assert [check["outcome"] for check in graded.exercise(student, "double")["checks"]] == outcomes


def test_a_known_mistake_is_diagnosed(graded: GradedClass) -> None:
    """A wrong answer of a known kind carries the name of its misconception."""
    checks = graded.exercise("known-mistake", "double")["checks"]
    assert checks[0]["diagnosis"] == "adds-two"
    assert "that adds two." in checks[0]["message"]


def test_the_summary_names_what_needs_a_look(graded: GradedClass) -> None:
    """The summary lists unreadable and misspelt files with what to do."""
    assert "doubel.py" in graded.run.stdout
    assert "encoding" in graded.run.stdout
    assert "grade report" in graded.run.stderr


def test_a_second_run_grades_nothing_and_imports_no_torch(graded: GradedClass) -> None:
    """An unchanged class is not graded again, and torch is not imported for it."""
    again = grade("run", "submissions", "--course", graded.course, cwd=graded.home, PYTHONPROFILEIMPORTTIME="1")
    assert again.returncode == 0
    assert " 0 graded" in again.stdout
    assert " torch\n" not in again.stderr


def test_a_changed_file_is_graded_alone(graded: GradedClass) -> None:
    """After one file has changed, one is graded, and the newer result counts."""
    path = graded.home / "submissions" / "returns-text" / "double.py"
    before = path.read_bytes()
    try:
        path.write_text(RIGHT + "# better\n")
        again = grade("run", "submissions", "--course", graded.course, cwd=graded.home)
        assert " 1 graded" in again.stdout
        assert GradedClass(graded.home, graded.course, again).exercise("returns-text", "double")["score"] == 10
    finally:
        path.write_bytes(before)


def test_a_changed_check_regrades_its_exercise(graded: GradedClass, tmp_path: Path) -> None:
    """A changed check grades its own exercise again, and no other."""
    import shutil

    shutil.copytree(graded.course, tmp_path / "course")
    shutil.copy(graded.home / "gradebook.db", tmp_path / "gradebook.db")
    checks = tmp_path / "course" / "solutions" / "quiz" / "test_hidden.py"
    checks.write_text(checks.read_text() + "\n# changed\n")
    folder = tmp_path / "submissions"
    shutil.copytree(graded.home / "submissions" / "right", folder / "right")
    again = grade("run", folder, "--course", tmp_path / "course", cwd=tmp_path)
    assert " 1 graded" in again.stdout, again.stdout + again.stderr


def test_the_csv_has_a_row_for_each_student(graded: GradedClass) -> None:
    """The CSV lists every student with a column for each exercise."""
    exported = grade("export", "csv", "--course", graded.course, cwd=graded.home)
    lines = exported.stdout.splitlines()
    assert lines[0].startswith("student,")
    assert len(lines) == len(graded.export["students"]) + 1


def test_the_report_has_a_page_for_each_student(graded: GradedClass) -> None:
    """`grade report` writes an index and a page for each student, and says where."""
    written = grade("report", "--course", graded.course, "--out", "pages", cwd=graded.home)
    assert written.returncode == 0, written.stderr
    index = graded.home / written.stdout.strip()
    assert "known-mistake" in index.read_text()
    assert len(list((index.parent / "students").glob("*.html"))) == len(graded.export["students"])


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("run", "nowhere"), 2, "ada/weighted_cross_entropy.py"),
        (("run", "empty"), 2, "ada/weighted_cross_entropy.py"),
        (("run", "submissions", "--exercise", "doubel"), 2, "double"),
        (("run", "submissions", "--require-isolation", "some"), 2, "full"),
        (("run", "submissions", "--roster", "nowhere.csv"), 2, "roster"),
        (("run", "submissions", "--gradebook", "text.db"), 2, "no gradebook"),
        (("run", "submissions", "--gradebook", "no/such/folder.db"), 2, "folder"),
        (("export", "jsno"), 2, "json"),
        (("export", "json", "--gradebook", "absent.db"), 2, "grade run"),
        (("report", "--lang", "fr"), 2, "zh"),
        (("rnu",), 2, "run"),
        (("run", "submissions", "--course", "empty"), 2, "course.toml"),
        (("run", "submissions", "--lang", "fr", "--gradebook", "new.db"), 2, "There are: en, zh."),
        (("demo", "--out", "."), 2, "something else than an earlier demo"),
        (("demo", "--out", "text.db"), 2, "the demo can't be written"),
    ],
)
def test_wrong_words_are_answered_with_what_to_do(
    graded: GradedClass, words: tuple[str, ...], code: int, told: str
) -> None:
    """Wrong names, folders and options exit 2 and say what is expected, and no gradebook is left behind."""
    (graded.home / "empty").mkdir(exist_ok=True)
    (graded.home / "text.db").write_text("this is no database, however long it is " * 50)
    course = () if "--course" in words or words[0] == "rnu" else ("--course", graded.course)
    ended = grade(*words, *course, cwd=graded.home)
    assert ended.returncode == code, ended.stderr
    assert told in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not (graded.home / "new.db").exists()
    assert (graded.home / "submissions").is_dir()


def test_a_folder_that_looks_like_a_demo_is_not_emptied(mini_course: Path, tmp_path: Path) -> None:
    """A teacher's folder with submissions/ and a gradebook is no earlier demo: nothing of it is touched."""
    handed_in = tmp_path / "spring/submissions/ada/double.py"
    handed_in.parent.mkdir(parents=True)
    handed_in.write_text(RIGHT)
    ended = grade("demo", "--out", "spring", "--course", mini_course, cwd=tmp_path)
    assert ended.returncode == 2
    assert "something else than an earlier demo" in ended.stderr
    assert handed_in.read_text() == RIGHT
    assert [path.name for path in (tmp_path / "spring").iterdir()] == ["submissions"]


def test_versions_are_told(tmp_path: Path) -> None:
    """`grade --version` says what a report of a fault needs: the program's version, torch's and Python's."""
    told = grade("--version", cwd=tmp_path).stdout
    assert told == f"grade {__version__}, torch {version('torch')}, Python {platform.python_version()}\n"


@pytest.mark.parametrize(
    "command",
    "start check hint pack run report export release new verify stubs demo doctor".split(),
)
def test_every_command_has_help_with_an_example(command: str, tmp_path: Path) -> None:
    """`grade COMMAND --help` says what the command does, with an example."""
    ended = grade(command, "--help", cwd=tmp_path)
    assert ended.returncode == 0
    assert "Example: grade " + command in " ".join(ended.stdout.split())


@pytest.mark.parametrize("words", [("--version",), ("run", "--help")])
def test_nobody_reading_on_is_no_reason_to_complain(words: tuple[str, ...], tmp_path: Path) -> None:
    """Where a pipe is closed at its other end (`grade ... | head`), the command ends without a word."""
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "grader", *words]
    ended = subprocess.run(
        command, cwd=tmp_path, env=environment_of(), stdout=writer, stderr=subprocess.PIPE, check=False
    )
    os.close(writer)
    assert ended.stderr == b""
    assert ended.returncode in (0, 1)


def test_the_list_of_commands_is_not_cut_off(tmp_path: Path) -> None:
    """In a terminal of 80 columns `grade --help` says what each command does in a whole sentence of one line."""
    listed = grade("--help", cwd=tmp_path, COLUMNS="80").stdout.split("Commands:\n")[1].split("\n\n")[0]
    lines = [line.split(maxsplit=1) for line in listed.splitlines()]
    assert [name for name, _ in lines][:5] == ["start", "check", "hint", "pack", "run"]
    assert all(told.endswith(".") and not told.endswith("...") for _, told in lines)


def start_run(home: Path, course: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "grader", "run", "submissions", "--course", str(course), "--jobs", "1"]
    environment = os.environ | {"PYTHONPATH": str(REPOSITORY)}
    return subprocess.Popen(
        command, cwd=home, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def test_an_interrupted_run_goes_on_where_it_stopped(mini_course: Path, tmp_path: Path) -> None:
    """After Ctrl-C what is done is kept, nothing runs on, and the next run grades the rest."""
    for number in range(24):
        folder = tmp_path / "submissions" / f"s{number:02}"
        folder.mkdir(parents=True)
        (folder / "quiz.py").write_text(f"ANSWER = 'B'  # {number}\nimport time\ntime.sleep(0.4)\n")
    process = start_run(tmp_path, mini_course)
    wait_for_results(tmp_path, process)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 130, told
    assert "Traceback" not in told
    assert told.endswith("what is graded so far is kept; `grade run` goes on from there\ngrade: stopped.\n")
    again = grade("run", "submissions", "--course", mini_course, cwd=tmp_path)
    assert again.returncode == 0, again.stderr
    graded_again = int(again.stdout.split(": ")[1].split()[0])
    assert 0 < graded_again < 24
    exported = GradedClass(tmp_path, mini_course, again)
    assert {each["score"] for each in exported.export["students"]} == {10.0}
