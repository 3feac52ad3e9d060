"""A student's first hour with the installed wheel, from an empty folder to full marks, as `docs/` tells it.

After a change of what is said: `RECORD=1 pytest tests/e2e/test_first_hour.py` writes the recordings anew.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from e2e.conftest import REPOSITORY, Terminal, environment_of, grade

SLUG = "weighted_cross_entropy"
RECORDINGS = {"en": REPOSITORY / "docs" / "first-hour.md", "zh": REPOSITORY / "docs" / "first-hour.zh.md"}
LOCALES = {"en": "C.UTF-8", "zh": "zh_CN.UTF-8"}
COLUMNS = 80
WRONG = """\
    log_p = torch.log_softmax(logits, dim=1)
    losses = -log_p[torch.arange(len(target)), target]
    if weight is not None:
        losses = losses * weight[target]
    return {"none": losses, "sum": losses.sum(), "mean": losses.mean()}[reduction]
"""
RIGHT = """\
    if reduction not in ("none", "mean", "sum"):
        raise ValueError(f"no reduction {reduction!r}")
    weight = torch.ones_like(logits[0]) if weight is None else weight
    losses = weight[target] * -torch.log_softmax(logits, dim=1).gather(1, target[:, None])[:, 0]
    if reduction == "none":
        return losses
    return losses.sum() if reduction == "sum" else losses.sum() / weight[target].sum()
"""
PASSED = {"en": "All public checks passed", "zh": "公开检查全部通过"}
PROSE = {
    "en": {
        "title": "A first hour",
        "begin": "What a student sees, from an empty folder to full marks. [中文](first-hour.zh.md)",
        "start": "An exercise is laid out in the current folder:",
        "wrong": "A first answer goes into the stub, and is checked:",
        "hint": "What does that mean? There are three hints, one by one:",
        "watch": "With `--watch` the checks run again after each save. The answer is open in an editor beside it:",
        "save": "The editor saves a better one, and the page becomes:",
        "where": "Alone, `grade` shows where one stands; its last line is the next thing to do:",
        "pack": "So it is packed, and the zip is handed in:",
        "run": "The teacher grades what lies in `submissions/`, and hands feedback back:",
        "end": "Hidden checks show no inputs and no values:",
    },
    "zh": {
        "title": "第一个小时",
        "begin": "学生从空文件夹到满分，会看到什么。[English](first-hour.md)",
        "start": "在当前文件夹中准备好一个练习：",
        "wrong": "在模板中写下第一个答案，然后检查：",
        "hint": "这是什么意思？提示有三条，一条一条地看：",
        "watch": "加上 `--watch`，每次保存后都会重新检查。编辑器就开在旁边：",
        "save": "在编辑器中改好并保存，页面变成：",
        "where": "只输入 `grade`，会列出目前的进度；最后一行是接下来要做的事：",
        "pack": "那就打包，然后提交这个 zip：",
        "run": "教师对 `submissions/` 中的提交评分，并发还反馈：",
        "end": "隐藏检查不会显示输入，也不会显示数值：",
    },
}


class Recording:
    """What is typed and what is answered, as Markdown."""

    def __init__(self, home: Path, environment: dict[str, str], prose: dict[str, str]) -> None:
        self.home, self.environment, self.prose = home, environment, prose
        self.parts = [f"# {prose['title']}", prose["begin"]]

    def grade(self, *words: str) -> str:
        """Run a command, and return it with all that it says."""
        command = [sys.executable, "-m", "grader", *words]
        ended = subprocess.run(
            command,
            cwd=self.home,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=240,
        )
        assert ended.returncode in (0, 1), ended.stdout
        # How far it is, which only a slow machine says.
        told = re.sub(r"^\d+ of \d+ [a-z ]+\n", "", ended.stdout, flags=re.MULTILINE)
        return f"$ {' '.join(('grade', *words))}\n{told.rstrip()}"

    def show(self, key: str, *told: str) -> None:
        self.parts += [self.prose[key], "```text\n" + "\n\n".join(told) + "\n```"]

    def text(self) -> str:
        return "\n\n".join(self.parts) + "\n"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_first_hour_is_as_recorded(language: str, wheel: Path, tmp_path: Path) -> None:
    """Start, fail, hint, watch, pass, pack, be graded: the installed package says what the recording says, and gives 10."""
    home, class_folder = tmp_path / "homework", tmp_path / "class"
    home.mkdir()
    (class_folder / "submissions").mkdir(parents=True)
    environment = environment_of(PYTHONPATH=str(wheel), LC_ALL=LOCALES[language], PYTHONUNBUFFERED="1", TERM="xterm")
    student = Recording(home, environment, PROSE[language])
    answer = home / SLUG / f"{SLUG}.py"

    student.show("start", student.grade("start", SLUG))
    stub = answer.read_text()
    asked = re.compile(r"^ +raise NotImplementedError.*\n", re.MULTILINE)
    answer.write_text(asked.sub(lambda _: WRONG, stub).replace("HOMEWORK_ANSWER = None", "HOMEWORK_ANSWER = 0.6070"))
    student.show("wrong", student.grade("check", SLUG))
    student.show("hint", student.grade("hint", SLUG))

    terminal = Terminal([sys.executable, "-m", "grader", "check", "--watch", SLUG], home, environment, COLUMNS)
    try:
        first = page_of(terminal.wait_for("q quit" if language == "en" else "q 退出"))
        student.show("watch", f"$ grade check --watch {SLUG}\n{first}")
        answer.write_text(
            asked.sub(lambda _: RIGHT, stub).replace("HOMEWORK_ANSWER = None", "HOMEWORK_ANSWER = 0.3642")
        )
        then = terminal.wait_for(PASSED[language]) + terminal.wait_for("q quit" if language == "en" else "q 退出")
        student.show("save", page_of(then))
        terminal.press("q")
        assert terminal.end() == 0
    finally:
        terminal.close()

    student.show("where", "$ grade | tail -n 1\n" + student.grade().splitlines()[-1])
    student.show("pack", student.grade("pack", "--student", "ada"))

    # The teacher has the course with its solutions.
    for top in ("exercises", "solutions"):
        shutil.copytree(REPOSITORY / top, class_folder / top)
    (home / "ada.zip").rename(class_folder / "submissions" / "ada.zip")
    student.home = class_folder
    student.show("run", student.grade("run", "submissions"), student.grade("report", "--feedback"))
    (feedback,) = (class_folder / "feedback").glob("ada-*.md")
    student.parts += [PROSE[language]["end"], quoted(feedback.read_text(encoding="utf-8"))]

    scores = grade("export", "csv", cwd=class_folder).stdout.splitlines()
    assert dict(zip(scores[0].split(","), scores[1].split(","), strict=True))[SLUG] == "10"
    recording = RECORDINGS[language]
    if os.environ.get("RECORD"):
        recording.write_text(student.text(), encoding="utf-8")
    assert without_numbers(student.text()) == without_numbers(recording.read_text(encoding="utf-8"))


def page_of(shown: str) -> str:
    """Return the last page that a terminal was sent, as it stands there."""
    page = re.split(r"\x1b\[2J\x1b\[H|\x1b\[H", shown)[-1]
    lines = [line.rstrip() for line in re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", page).splitlines()]
    return "\n".join(lines).strip("\n")


def quoted(markdown: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in markdown.strip().splitlines())


def without_numbers(text: str) -> str:
    """Return a text without what differs from run to run: times, the values of random inputs, and where these are wrapped."""
    return "".join(re.sub(r"\d+([.:-]\d+)*", "0", text).split())
