"""A student checks their own files through the command line."""

import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from courses import build_course
from e2e.conftest import REPOSITORY, grade
from rich.cells import cell_len

from grader.course import read_course
from grader.stubs import write_stubs

RIGHT = "FACTOR = 2\n\ndef double(x):\n    return x + x\n"


def notebook(*cells: str) -> str:
    listed = [{"cell_type": "code", "metadata": {}, "source": cell, "outputs": []} for cell in cells]
    return json.dumps({"cells": listed, "metadata": {}, "nbformat": 4, "nbformat_minor": 4})


# case: (file name, content, what its part of the transcript says)
CASES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "right": ("double.py", RIGHT, ("3 / 3", "✓ ones become twos")),
    "notebook": ("double.ipynb", notebook("%matplotlib inline\n!ls", RIGHT), ("3 / 3", "✓ ones become twos")),
    "mistake": (
        "double.py",
        "def double(x):\n    return x + 2\n",
        ("0 / 3", "✗ ones become twos", "You got [3.0000, 3.0000]: that adds two.", "expected: [2.0000, 2.0000]"),
    ),
    "other-value": (
        "double.py",
        "def double(x):\n    return x + 4\n",
        ("Expected [2.0000, 2.0000], you got [5.0000, 5.0000].", "hint: What is twice one?"),
    ),
    "raises": (
        "double.py",
        "def double(x):\n    return helper(x)\n\ndef helper(x):\n    return x[7]  # here\n",
        ("Your code raised `IndexError`", "raises/double.py, line 5: return x[7]  # here"),
    ),
    "misspells": (
        "double.py",
        "def double(x):\n    return x.smu() + x\n",
        ("has no attribute 'smu'. Did you mean: 'sum'?", "misspells/double.py, line 2"),
    ),
    "misspells-a-name": (
        "double.py",
        "def double(tensor):\n    return tensr + tensor\n",
        ("name 'tensr' is not defined. Did you mean: 'tensor'?",),
    ),
    "other-parameters": (
        "double.py",
        "def double():\n    return 2\n",
        ("`double` can't be called as the task says. Give it the parameters of the stub",),
    ),
    "raises-in-a-cell": (
        "double.ipynb",
        notebook("FACTOR = 2", "def double(x):\n    return x[7]"),
        ("raises-in-a-cell/double.ipynb, cell 2, line 2: return x[7]",),
    ),
    "other-name": ("double.py", "def duoble(x):\n    return x + x\n", ("it has `duoble`: rename that to `double`.",)),
    "unwritten": (
        "double.py",
        'def double(x):\n    raise NotImplementedError("double: write your code here")\n',
        ("`double` is still to be written.",),
    ),
    "forbidden": (
        "double.py",
        "import torch\n\ndef double(x):\n    return torch.mul(x, 2)\n",
        ("This task is about doing it by hand, so it forbids `torch.mul`.",),
    ),
    "prints": (
        "double.py",
        "def double(x):\n    for i in range(12):\n        print(i, '\\x1b[2J' + 'long ' * 30)\n    return x\n",
        ("your code printed:", "| 0 \\x1b[2Jlong", "| 9 ", "... and 2 more lines"),
    ),
    "prints-at-import": ("double.py", "print('hello')\n" + RIGHT, ("printed while it was loaded:\n  | hello",)),
    "syntax": ("double.py", RIGHT + "def (:\n", ("syntax/double.py, line 5: def (:", "No check could run.")),
    "neighbour": (
        "double.py",
        "import neighbour\n" + RIGHT,
        ("`neighbour` is not installed", "neighbour/double.py, line 1: import neighbour"),
    ),
    "empty": ("double.py", "", ("The file has no code.",)),
    "broken": ("double.ipynb", notebook(RIGHT)[:-9], ("The notebook can't be read", "Open it in Jupyter")),
    "loops": ("double.py", "def double(x):\n    while True: pass\n", ("The call did not end within 3 s.",)),
    "dies": ("double.py", "import os\ndef double(x):\n    os._exit(0)\n", ("Your code ended the Python process",)),
    "optimizes": (
        "double.py",
        "import torch\ndef double(x):\n    torch.optim.SGD([x.clone().requires_grad_()], lr=1)\n    return x + x\n",
        ("✓ ones become twos",),
    ),
}


class Desk:
    """A student's folder with one file a case, and what `grade check` says of all of them at once."""

    def __init__(self, home: Path, course: Path) -> None:
        self.home, self.course = home, course
        for case, (name, content, _) in CASES.items():
            path = home / case / name
            path.parent.mkdir()
            path.write_text(content, encoding="utf-8")
        (home / "neighbour" / "neighbour.py").write_text("")
        self.files = [f"{case}/{name}" for case, (name, _, _) in CASES.items()]
        self.run = self.check(*self.files)
        *sections, self.summary = self.run.stdout.strip("\n").split("\n\n")
        self.sections = dict(zip(CASES, sections, strict=True))

    def check(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run `grade check` in the student's folder."""
        return grade("check", *words, "--course", self.course, cwd=self.home, **environment)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    course = build_course(tmp_path_factory.mktemp("course"))
    write_stubs(read_course(course))
    return Desk(tmp_path_factory.mktemp("desk"), course)


@pytest.mark.parametrize("case", CASES)
def test_each_file_is_told_what_is_wrong_with_it(desk: Desk, case: str) -> None:
    """A transcript names what happened, where it happened and what was expected."""
    for words in CASES[case][2]:
        assert words in " ".join(desk.sections[case].split()) or words in desk.sections[case]


def test_the_last_lines_say_what_to_mend(desk: Desk) -> None:
    """After a failure the summary counts what is open and repeats the command for those files alone."""
    assert desk.run.returncode == 1
    summary = " ".join(desk.summary.split())
    assert "checks to mend. Then again: grade check mistake/double.py" in summary
    assert "right/double.py" not in summary


def test_a_transcript_shows_no_frames_of_ours(desk: Desk) -> None:
    """A student's exception is told without a traceback through the grader."""
    assert "Traceback" not in desk.run.stdout
    assert "/grader/" not in desk.run.stdout
    assert desk.run.stderr == ""


def test_a_hint_is_given_once_and_only_to_who_has_tried(desk: Desk) -> None:
    """A function that is not written yet, or that crashes, gets no hint."""
    assert "hint:" in desk.sections["mistake"]
    for case in ("right", "unwritten", "other-name", "dies", "loops", "syntax"):
        assert "hint:" not in desk.sections[case]


def test_escape_sequences_of_a_submission_do_not_reach_the_terminal(desk: Desk) -> None:
    """What a student's code prints is shown with its control characters spelled out."""
    assert "\x1b" not in desk.run.stdout


def test_lines_keep_to_eighty_columns(desk: Desk) -> None:
    """Without a terminal a transcript is at most eighty columns wide."""
    assert max(map(cell_len, desk.run.stdout.splitlines())) < 80


@pytest.fixture(scope="module")
def finished(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> subprocess.CompletedProcess[str]:
    """`grade check` in a folder where everything is right: a notebook beside its untouched stub, and a quiz."""
    home = tmp_path_factory.mktemp("finished")
    (home / "quiz").mkdir()
    (home / "quiz" / "quiz.py").write_text('ANSWER = "A"\n')
    (home / "double.py").write_bytes((desk.course / "exercises/double/double.py").read_bytes())
    (home / "double.ipynb").write_text(notebook(RIGHT))
    os.utime(home / "double.ipynb", (1, 1))
    return grade("check", "--course", desk.course, cwd=home)


def test_everything_right_ends_with_what_to_hand_in(finished: subprocess.CompletedProcess[str]) -> None:
    """When all public checks pass, a student learns that hidden ones decide, and which files to hand in."""
    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert "The score is decided by hidden checks" in finished.stdout
    assert finished.stdout.endswith("Hand in: double.ipynb, quiz/quiz.py   (or one zip of all: grade pack)\n")


def test_an_untouched_stub_gives_way_to_the_answer(finished: subprocess.CompletedProcess[str]) -> None:
    """Of two files for an exercise the one that was worked on is checked, and the other one is named."""
    assert "double.py lies there too and was not checked." in finished.stdout


def test_hidden_checks_do_not_run(desk: Desk) -> None:
    """Where the solutions lie beside the course, `grade check` still runs and shows public checks alone."""
    assert (desk.course / "solutions").is_dir()
    assert "any tensor is doubled" not in desk.run.stdout
    assert "0 / 3" in desk.run.stdout.partition("\n\n")[2]


@pytest.fixture(scope="module")
def program(desk: Desk) -> subprocess.CompletedProcess[str]:
    """A run whose output a program reads; Python tells on stderr what it imports."""
    words = ("--json", "--lang", "zh", "right/double.py", "mistake/double.py", "syntax/double.py")
    return desk.check(*words, PYTHONPROFILEIMPORTTIME="1")


def test_json_holds_the_same_verdicts_for_a_program(program: subprocess.CompletedProcess[str]) -> None:
    """`--json` prints one document with each file, its checks, and the words in the language asked for."""
    document = json.loads(program.stdout)
    assert program.returncode == 1
    assert document["schema"] == 1
    files = {each["file"]: each for each in document["exercises"]}
    assert files["right/double.py"]["passed"]
    assert (files["mistake/double.py"]["score"], files["mistake/double.py"]["max_score"]) == (0, 3)
    (check,) = files["mistake/double.py"]["checks"]
    assert check["diagnosis"] == "adds-two"
    assert check["title"] == "一变成二"
    assert check["hidden"] is False
    assert "这是加二" in check["message"]
    assert check["expected"] == "[2.0000, 2.0000]"
    assert check["hint"] == "一的两倍是多少？"
    assert not files["syntax/double.py"]["passed"]
    assert "def (:" in files["syntax/double.py"]["problem"]


def test_torch_is_imported_once_and_no_more_of_it_than_needed(program: subprocess.CompletedProcess[str]) -> None:
    """A check of plain tensors imports torch one time, and nothing that only optimizers need."""
    imported = [line.rpartition("|")[2].strip() for line in program.stderr.splitlines()]
    assert imported.count("torch") == 1
    assert "torch._dynamo" not in imported
    # What the student's process imports during a call stands in its output.
    assert "torch._dynamo" not in program.stdout
    assert "sqlalchemy" not in imported


def test_the_width_of_the_terminal_is_kept(desk: Desk) -> None:
    """A transcript fits into as few columns as COLUMNS says."""
    done = desk.check("empty/double.py", "broken/double.ipynb", "--lang", "zh", COLUMNS="20")
    assert 15 < max(map(cell_len, done.stdout.splitlines())) < 20


@pytest.mark.parametrize(("environment", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_colours_are_for_terminals_that_want_them(desk: Desk, environment: dict[str, str], coloured: bool) -> None:
    """A terminal gets colours unless NO_COLOR is set; a pipe never does."""
    ours, theirs = pty.openpty()
    program = [sys.executable, "-m", "grader", "check", "empty/double.py", "--course", str(desk.course)]
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "TERM")}
    kept |= {"PYTHONPATH": str(REPOSITORY), "TERM": "xterm"} | environment
    subprocess.run(program, cwd=desk.home, env=kept, stdout=theirs, stderr=theirs, timeout=60, check=False)
    os.close(theirs)
    shown = os.read(ours, 1 << 16).decode()
    os.close(ours)
    assert ("\x1b[1m" in shown) is coloured


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["doubel"], "no exercise `doubel`\n  Did you mean `double`?"),
        (["hovercraft"], "There are: double, quiz."),
        (["right/doubel.py"], "no such file"),
        (
            ["quiz"],
            "no file for `quiz` here\n  It would be quiz.py or quiz.ipynb, here or in quiz/. To get one: grade start",
        ),
        (["notes/double.txt"], "`.txt` files can't be checked\n  Save it as double.py"),
        (["notes/duoble.py"], "not that of an exercise\n  Rename it to `double.py`."),
        (["double/README.md"], "`.md` files can't be checked\n  Save it as double.py"),
        (["notes"], "no exercise's file lies here\n  Begin with one: grade start double"),
        (["--lang", "fr"], "no language `fr`"),
        (["--lang", "zh", "doubel"], "没有名为 `doubel` 的练习\n  是不是 `double`？"),
    ],
)
def test_wrong_words_are_answered_with_the_right_ones(desk: Desk, words: list[str], told: str) -> None:
    """A mistyped name, a wrong file type or a missing file exits 2 with what to do."""
    (desk.home / "notes").mkdir(exist_ok=True)
    (desk.home / "double").mkdir(exist_ok=True)
    (desk.home / "double" / "README.md").write_text("# Twice\n")
    for name in ("double.txt", "duoble.py"):
        (desk.home / "notes" / name).write_text(RIGHT)
    done = desk.check(*words)
    assert done.returncode == 2
    assert told in done.stderr


def test_a_path_as_windows_writes_it_is_understood(desk: Desk) -> None:
    """Backslashes, Windows line ends, blanks and Chinese characters are no trouble."""
    folder = desk.home / "my homework 作业"
    folder.mkdir()
    (folder / "double.py").write_bytes(RIGHT.replace("\n", "\r\n").encode())
    done = desk.check("my homework 作业\\double.py")
    assert done.returncode == 0, done.stderr
    assert "Hand in: my homework 作业/double.py" in done.stdout


def test_stopping_a_check_leaves_no_process_behind(desk: Desk) -> None:
    """Ctrl-C ends the command with everything that it started."""
    (desk.home / "waits").mkdir()
    marker = f"GRADE_TEST={desk.home}"
    (desk.home / "waits" / "double.py").write_text(
        f"open({str(desk.home / 'began')!r}, 'w').close()\nwhile True: pass\n"
    )
    program = [sys.executable, "-m", "grader", "check", "waits/double.py", "--course", str(desk.course)]
    environment = os.environ | {"PYTHONPATH": str(REPOSITORY), "GRADE_TEST": str(desk.home)}
    process = subprocess.Popen(program, cwd=desk.home, env=environment, stderr=subprocess.PIPE)
    deadline = time.monotonic() + 60
    while not (desk.home / "began").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert b"Traceback" not in said
    assert not processes_with(marker)


def processes_with(marker: str) -> list[str]:
    """Return the processes that were started with a variable in their environment."""
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            if marker.encode() in path.read_bytes().split(b"\0"):
                found.append(path.parent.name)
        except OSError:  # it has ended, or belongs to somebody else
            continue
    return found
