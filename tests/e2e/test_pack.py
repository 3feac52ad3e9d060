"""A student packs the answers into one zip, and the teacher grades it."""

import json
import os
import pty
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from courses import build_course
from e2e.conftest import REPOSITORY, grade

from grader.course import read_course
from grader.intake import read_submissions
from grader.manifest import Manifest, write_manifest
from grader.stubs import stub_digests, write_stubs

RIGHT = "FACTOR = 2\n\ndef double(x):\n    return x + x\n"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The miniature course with its stubs."""
    root = build_course(tmp_path_factory.mktemp("course"))
    write_stubs(read_course(root))
    return root


@pytest.fixture
def home(course: Path, tmp_path: Path) -> Path:
    """A homework with one answer and one untouched stub."""
    home = tmp_path / "my homework 作业"
    for slug in ("double", "quiz"):
        (home / slug).mkdir(parents=True)
        (home / slug / f"{slug}.py").write_bytes((course / f"exercises/{slug}/{slug}.py").read_bytes())
    (home / "double" / "double.py").write_text(RIGHT)
    return home


def pack(home: Path, course: Path, *words: str, code: int = 0) -> str:
    done = grade("pack", *words, "--course", course, cwd=home)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


def handed_in(folder: Path, course: Path):
    read = read_course(course)
    return list(read_submissions(folder, read.exercises, stub_digests(read)))


def test_the_zip_is_what_a_teacher_grades(home: Path, course: Path, tmp_path: Path) -> None:
    """The zip is named by the student, and its files are the student's submissions, without a note."""
    told = pack(home, course, "--student", "ada")
    assert "ada.zip, 1 file" in told
    assert "double.py" in told
    assert "Left out, still untouched stubs: quiz." in told
    assert "Hand in ada.zip." in told
    class_folder = tmp_path / "submissions"
    class_folder.mkdir()
    (home / "ada.zip").rename(class_folder / "ada.zip")
    (only,) = handed_in(class_folder, course)
    assert (only.student, only.exercise, only.problem, only.notes) == ("ada", "double", None, ())
    assert "".join(only.cells) == RIGHT


def test_the_manifest_names_the_student_and_the_digests(home: Path, course: Path) -> None:
    """A program finds in the zip whose it is, when it was packed, and the digest of each file."""
    import hashlib

    pack(home, course, "--student", "小明")
    with zipfile.ZipFile(home / "小明.zip") as archive:
        manifest = json.loads(archive.read("manifest.json"))
        content = archive.read("double.py")
    assert (manifest["schema"], manifest["student"]) == (1, "小明")
    (file,) = manifest["files"]
    expected = {"exercise": "double", "file": "double.py", "bytes": len(content)}
    assert file == expected | {"sha256": hashlib.sha256(content).hexdigest()}


def test_a_zip_under_another_name_is_noted(home: Path, course: Path, tmp_path: Path) -> None:
    """A zip that says it was packed by another student is graded, with a note for the teacher."""
    pack(home, course, "--student", "ada")
    class_folder = tmp_path / "submissions"
    class_folder.mkdir()
    (home / "ada.zip").rename(class_folder / "bob.zip")
    (only,) = handed_in(class_folder, course)
    assert only.student == "bob"
    assert [(note.kind, note.parameters["student"]) for note in only.notes] == [("packed-by-another", "ada")]


@pytest.mark.parametrize("manifest", [b"", b"[]", b'{"student": 3}', b"\xff", b"[" * 100_000])
def test_a_manifest_that_is_none_changes_nothing(course: Path, tmp_path: Path, manifest: bytes) -> None:
    """A manifest.json that `grade pack` did not write costs a submission nothing."""
    with zipfile.ZipFile(tmp_path / "ada.zip", "w") as archive:
        archive.writestr("manifest.json", manifest)
        archive.writestr("double.py", RIGHT)
    (only,) = handed_in(tmp_path, course)
    assert (only.exercise, only.problem, only.notes) == ("double", None, ())


def test_who_was_told_once_is_known(home: Path, course: Path) -> None:
    """The id given to `grade start` or to an earlier `grade pack` is remembered, and the stage follows the zip."""
    assert grade("start", "--student", "ada", "--course", course, cwd=home).returncode == 0
    assert grade("check", "double", "--course", course, cwd=home).returncode == 0
    assert "public checks passed" in pack(home / "quiz", course)
    assert "handed in" in grade("--course", course, cwd=home).stdout
    (home / "double" / "double.py").write_text(RIGHT + "# more\n")
    assert "in progress, not checked" in grade("--course", course, cwd=home).stdout


def test_packing_again_replaces_ones_own_zip_and_no_other_file(home: Path, course: Path) -> None:
    """A zip of `grade pack` for the same student is replaced, which is said; any other file is refused."""
    pack(home, course, "--student", "ada")
    assert "replaces the one of 20" in pack(home, course)
    foreign = home / "bob.zip"
    (home / "ada.zip").rename(foreign)
    before = foreign.read_bytes()
    assert "was not made by `grade pack` for bob" in pack(home, course, "--student", "bob", code=2)
    assert foreign.read_bytes() == before
    foreign.write_bytes(b"PK no zip at all")
    pack(home, course, "--student", "bob", code=2)
    pack(home, course, "--student", "bob", "--force")
    assert zipfile.is_zipfile(foreign)


def test_a_zip_that_can_not_be_written_leaves_nothing(home: Path, course: Path) -> None:
    """A write that fails is told with its reason, and leaves no draft behind."""
    (home / "ada.zip").mkdir()
    assert "can't be written" in pack(home, course, "--student", "ada", "--force", code=2)
    assert not [name for name in os.listdir(home) if name.startswith(".pack")]


def test_what_can_not_be_packed_is_told(home: Path, course: Path) -> None:
    """A file that `grade run` could not read is named with its reason and the command exits 1."""
    elsewhere = home / "elsewhere.py"
    elsewhere.write_text("ANSWER = 'B'\n")
    (home / "quiz" / "quiz.py").unlink()
    (home / "quiz" / "quiz.py").symlink_to(elsewhere)
    (home / "double" / "double.py").write_bytes(b"FACTOR = '\xe9'\n")
    told = pack(home, course, "--student", "ada", code=1)
    assert "Left out: quiz.py." in told
    assert "UTF-8" in told
    with zipfile.ZipFile(home / "ada.zip") as archive:
        assert archive.namelist() == ["manifest.json", "double.py"]


def test_without_an_answer_there_is_nothing_to_pack(course: Path, tmp_path: Path) -> None:
    """An empty homework, or an unknown student without a terminal to ask at, exits 2 with what to do."""
    assert "`grade start EXERCISE` begins" in pack(tmp_path, course, "--student", "ada", code=2)
    assert "grade pack --student ID" in pack(tmp_path, course, code=2)
    assert "是谁的答案" in pack(tmp_path, course, "--lang", "zh", code=2)


def test_a_person_is_asked_for_the_id(home: Path, course: Path) -> None:
    """At a terminal `grade pack` asks whose answers these are."""
    ours, theirs = pty.openpty()
    program = [sys.executable, "-m", "grader", "pack", "--course", str(course)]
    environment = os.environ | {"PYTHONPATH": str(REPOSITORY), "LC_ALL": "C.UTF-8"}
    process = subprocess.Popen(program, cwd=home, env=environment, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    shown = b""
    while b"Your id" not in shown:
        shown += os.read(ours, 1024)
    os.write(ours, b"ada\n")
    assert process.wait(30) == 0
    os.close(ours)
    assert (home / "ada.zip").is_file()


def test_a_hostile_manifest_stays_small(course: Path, tmp_path: Path) -> None:
    """A student's name in a manifest is cut and its control characters are spelled out."""
    claim = Manifest(schema=1, student="\x1b[2J" + "x" * 10_000, packed_at="", files=())
    with zipfile.ZipFile(tmp_path / "ada.zip", "w") as archive:
        archive.writestr("manifest.json", write_manifest(claim))
        archive.writestr("double.py", RIGHT)
    (only,) = handed_in(tmp_path, course)
    assert len(only.notes[0].parameters["student"]) <= 200
    assert "\x1b" not in only.notes[0].parameters["student"]
