"""A teacher gives the course out, each student's copy with their own numbers, and grades what comes back."""

import fcntl
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from courses import replace
from e2e.conftest import REPOSITORY, GradedClass, environment_of, grade
from secrets_of import leaks
from varying import answer_for, build_varying_course

ROSTER = "\ufeffname,student_id\nAda,ada\nBob,bob\nZhang, 张三 \nOscar,oscar\n\nBob again,bob\nnobody,\n"


STUDENTS = ("ada", "bob", "张三", "oscar")


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the course, a roster, and what was released to its four students in `out`."""
    home = tmp_path_factory.mktemp("given")
    build_varying_course(home / "course")
    (home / "roster.csv").write_text(ROSTER, encoding="utf-8")
    done = grade("release", "--roster", "roster.csv", "--out", "out", "--course", "course", cwd=home)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "3 exercises for 4 students, a folder for each, in out\nown numbers: boxes\n"
    assert "4 students, ids from the column `student_id`" in done.stderr
    assert "listed more than once, taken once: bob" in done.stderr
    assert "left out, without an id: 1 line" in done.stderr
    return home


def numbers_of(home: Path, student: str) -> dict[str, int]:
    """Return the numbers that the copy of a student says."""
    return tomllib.loads((home / "out" / student / "exercises/boxes/variant.toml").read_text())


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_two_releases_at_once_keep_all_numbers(tmp_path: Path) -> None:
    """Who releases while another release writes down its numbers waits for that, and keeps them."""
    build_varying_course(tmp_path / "course")
    (tmp_path / "one.txt").write_text("ada\n")
    (tmp_path / "two.txt").write_text("bob\n")
    solutions = tmp_path / "course" / "solutions"
    words = [sys.executable, "-m", "grader", "release", "--course", "course"]
    folder = os.open(solutions, os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)
    running = [
        subprocess.Popen(
            [*words, "--roster", f"{name}.txt", "--out", name],
            cwd=tmp_path,
            env=environment_of(),
            stdout=subprocess.PIPE,
        )
        for name in ("one", "two")
    ]
    with pytest.raises(subprocess.TimeoutExpired):
        running[0].wait(2)
    assert running[1].poll() is None
    assert not (solutions / "variants.toml").exists()
    os.close(folder)
    for each in running:
        each.communicate(timeout=60)
        assert each.returncode == 0
    kept = tomllib.loads((solutions / "variants.toml").read_text(encoding="utf-8"))["boxes"]
    assert kept.keys() == {"ada", "bob"}
    for name, student in (("one", "ada"), ("two", "bob")):
        told = tomllib.loads((tmp_path / name / student / "exercises/boxes/variant.toml").read_text())
        assert told == kept[student]


def test_each_copy_has_its_own_numbers_everywhere(given: Path) -> None:
    """Task, stub, notebook, hints and the file of numbers say a student's own numbers, and other numbers stay."""
    told = [numbers_of(given, student) for student in STUDENTS]
    assert len({json.dumps(each) for each in told}) == 4
    kept = tomllib.loads((given / "course/solutions/variants.toml").read_text(encoding="utf-8"))
    assert kept == {"boxes": dict(zip(STUDENTS, told))}
    boxes, apples = told[0].values()
    folder = given / "out/ada/exercises/boxes"
    task = (folder / "README.md").read_text()
    assert f"in {boxes} boxes of {apples} apples? Not in 13 boxes of 4.5." in task
    assert f"有 {boxes} 个箱子，每箱 {apples} 个苹果" in (folder / "README.zh.md").read_text(encoding="utf-8")
    for name in ("boxes.py", "boxes.ipynb"):
        assert f"# {boxes} boxes of {apples} apples:" in (folder / name).read_text()
    assert f"of the {boxes} boxes" in (folder / "feedback.en.toml").read_text()
    assert (folder / "variant.toml").read_text() == (
        f"# The numbers of this task.\nboxes = {boxes}\napples = {apples}  # in each\n"
    )


def test_copies_hold_what_students_receive_and_nothing_else(given: Path) -> None:
    """A copy is the course's exercises/, the digests of its stubs and a pytest.ini; files without a place are not given out."""
    course = files_in(given / "course/exercises")
    copy = files_in(given / "out/bob")
    assert copy.keys() == {f"exercises/{name}" for name in course} | {"exercises/stubs.sha256", "pytest.ini"}
    same = {name for name, content in course.items() if copy[f"exercises/{name}"] == content}
    assert {name for name in course if name not in same} == {
        f"boxes/{name}"
        for name in ("README.md", "README.zh.md", "boxes.ipynb", "boxes.py", "feedback.en.toml", "variant.toml")
    } | ({"boxes/feedback.zh.toml"} - same)


def test_a_later_release_gives_the_same_numbers(given: Path, tmp_path: Path) -> None:
    """Who has numbers keeps them, also in zips; a new student gets what fewest have."""
    (tmp_path / "more.txt").write_text("new\nada\nbob\n")
    done = grade("release", "--roster", "more.txt", "--out", "z", "--zip", "--course", given / "course", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert {path.name for path in (tmp_path / "z").iterdir()} == {"ada.zip", "bob.zip", "new.zip", ".grade-release"}
    with zipfile.ZipFile(tmp_path / "z/ada.zip") as archive:
        unpacked = {name.removeprefix("small-course/"): archive.read(name) for name in archive.namelist()}
    assert unpacked == files_in(given / "out/ada")
    kept = tomllib.loads((given / "course/solutions/variants.toml").read_text(encoding="utf-8"))["boxes"]
    assert kept.keys() == {*STUDENTS, "new"}
    # There are four variants: the fifth student shares one.
    assert len({json.dumps(each) for each in kept.values()}) == 4


def test_without_a_roster_all_receive_the_same(given: Path, tmp_path: Path) -> None:
    """The default numbers are released where no roster is given, as a folder or as one zip."""
    done = grade("release", "--out", "all", "--course", given / "course", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "with --roster FILE each student gets their own" in done.stderr
    released = files_in(tmp_path / "all")
    course = {f"exercises/{name}": content for name, content in files_in(given / "course/exercises").items()}
    assert {name: released[name] for name in course} == course
    ours = {"pytest.ini", "exercises/stubs.sha256"}
    assert released.keys() - course.keys() == ours | {".grade-release"}
    assert grade("release", "--out", "zip", "--zip", "--course", given / "course", cwd=tmp_path).returncode == 0
    with zipfile.ZipFile(tmp_path / "zip/small-course.zip") as archive:
        assert {name.removeprefix("small-course/") for name in archive.namelist()} == course.keys() | ours


def test_an_answer_in_place_of_its_stub_is_found(given: Path, tmp_path: Path) -> None:
    """In a released copy an answer written over the stub in exercises/ is shown, checked and packed like any other."""
    copy = tmp_path / "copy"
    shutil.copytree(given / "out/ada", copy)
    untouched = grade("pack", "--student", "ada", cwd=copy / "exercises/boxes")
    assert untouched.returncode == 2
    assert "Left out, still untouched stubs" in untouched.stdout
    answer = answer_for(numbers_of(given, "ada"))
    (copy / "exercises/boxes/boxes.py").write_text(answer)
    assert "Next: see what the checks say of `boxes`" in grade(cwd=copy).stdout
    checked = grade("check", "boxes", cwd=copy)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    for folder in (copy, copy / "exercises/boxes"):
        assert grade("pack", "--student", "ada", cwd=folder).returncode == 0
        with zipfile.ZipFile(copy / "ada.zip") as archive:
            assert set(archive.namelist()) == {"manifest.json", "boxes.py"}
            assert archive.read("boxes.py").decode() == answer


def test_the_newer_of_two_answers_counts_wherever_it_lies(given: Path, tmp_path: Path) -> None:
    """Of an answer in its own folder and one in place of the stub the newer counts, and the other is named with its folder."""
    copy = tmp_path / "copy"
    shutil.copytree(given / "out/ada", copy)
    assert grade("start", "boxes", cwd=copy).returncode == 0
    answer = answer_for(numbers_of(given, "ada"))
    (copy / "exercises/boxes/boxes.py").write_text(answer)
    assert "in progress, not checked" in grade(cwd=copy).stdout  # the stub in boxes/ is still known as one
    (copy / "boxes/boxes.py").write_text(answer + "# a later thought\n")
    os.utime(copy / "exercises/boxes/boxes.py", (1, 1))
    packed = grade("pack", "--student", "ada", cwd=copy)
    assert "../exercises/boxes/boxes.py lies beside it and is not in the zip" in packed.stdout
    with zipfile.ZipFile(copy / "ada.zip") as archive:
        assert archive.read("boxes.py").decode().endswith("# a later thought\n")


@pytest.fixture(scope="module")
def graded(given: Path) -> GradedClass:
    """A class in which some have copied."""
    own = {student: numbers_of(given, student) for student in STUDENTS}
    answers = {
        "ada": answer_for(own["ada"]),
        # The same file as ada's, byte for byte.
        "bob": answer_for(own["ada"]),
        "张三": answer_for(own["张三"]),
        # Nobody gave eve a copy: hers are the default numbers.
        "eve": answer_for({"boxes": 3, "apples": 4}),
        "mallory": answer_for(own["bob"]),
    }
    for student, answer in answers.items():
        folder = given / "submissions" / student
        folder.mkdir(parents=True)
        (folder / "boxes.py").write_text(answer)
    notebook = (given / "out/张三/exercises/boxes/boxes.ipynb").read_bytes()
    (given / "submissions/张三/boxes.ipynb").write_bytes(notebook)
    edited = (given / "out/oscar/exercises/boxes/boxes.py").read_text()
    edited = re.sub(r"# \d+ boxes of \d+", "# 3 boxes of 4", edited)
    edited = edited.replace("TOTAL = None", "TOTAL = 12").replace("SHAPE = None", "SHAPE = (3, 4)")
    (given / "submissions/oscar").mkdir()
    (given / "submissions/oscar/boxes.py").write_text(edited + "boxes, apples = 3, 4\n")
    (given / "submissions/oscar/variant.toml").write_text("boxes = 3\napples = 4\n")
    (given / "submissions/trent").mkdir()
    (given / "submissions/trent/double.py").write_text("def double(x):\n    return 2 * x\n")
    run = grade("run", "submissions", "--course", "course", "--roster", "roster.csv", cwd=given)
    assert run.returncode == 0, run.stderr
    return GradedClass(given, given / "course", run)


def test_a_neighbours_answers_earn_nothing(graded: GradedClass) -> None:
    """Answers are compared with a student's own numbers; answers of others are told as such."""
    for student, score in (("ada", 10), ("bob", 0), ("张三", 10), ("eve", 10), ("mallory", 0)):
        exercise = graded.exercise(student, "boxes")
        assert exercise["score"] == score, student
        hidden = [check for check in exercise["checks"] if check["hidden"]]
        wanted = None if score else "another-variant"
        assert [check["diagnosis"] for check in hidden] == [wanted, wanted]
    # trent was given no numbers either, and has not handed in boxes.
    told = "boxes: not in solutions/variants.toml, compared with the default numbers: eve, mallory"
    assert told in graded.run.stderr.splitlines()
    assert "other numbers than yours" in graded.exercise("bob", "boxes")["checks"][1]["message"]


def test_one_file_with_two_variants_is_graded_twice(graded: GradedClass) -> None:
    """Equal files of students with other numbers are no duplicates; the next run grades nothing, --regrade all."""
    assert graded.run.stdout.startswith("7 submissions of 7 students: 7 graded")
    again = grade("run", "submissions", "--course", "course", cwd=graded.home)
    assert "0 graded, 7 unchanged" in again.stdout
    regraded = grade("run", "submissions", "--course", "course", "--regrade", cwd=graded.home)
    assert "7 graded, 0 unchanged" in regraded.stdout
    after = GradedClass(graded.home, graded.course, regraded)
    assert [after.exercise(name, "boxes")["score"] for name in ("ada", "bob", "eve")] == [10, 0, 10]


def test_numbers_edited_in_a_copy_change_nothing(graded: GradedClass) -> None:
    """What a student's files say of the numbers is not believed, in the stub or beside it."""
    exercise = graded.exercise("oscar", "boxes")
    assert (exercise["score"], exercise["checks"][1]["diagnosis"]) == (0, "another-variant")


def test_an_untouched_copy_counts_as_such(graded: GradedClass) -> None:
    """A student's own notebook as it was given out does not count beside the answer, however new it is."""
    assert graded.exercise("张三", "boxes")["score"] == 10


def test_a_student_works_in_what_was_released(given: Path, tmp_path: Path) -> None:
    """In a copy `grade start` lays out one's own task, and `grade check` and plain pytest know the numbers."""
    home = tmp_path / "home"
    subprocess.run(["cp", "-r", given / "out/ada", home], check=True)
    started = grade("start", "boxes", cwd=home)
    assert started.returncode == 0, started.stderr
    for name in ("README.md", "boxes.py", "variant.toml"):
        assert (home / "boxes" / name).read_bytes() == (home / "exercises/boxes" / name).read_bytes()
    boxes = numbers_of(given, "ada")["boxes"]
    (home / "boxes/boxes.py").write_text(f"TOTAL = {boxes - 1}\nSHAPE = None\n")
    checked = grade("check", "boxes", cwd=home)
    assert checked.returncode == 1, checked.stderr
    assert "Those are fewer apples than boxes." in checked.stdout
    # The folder alone, elsewhere: its variant.toml tells.
    subprocess.run(["cp", "-r", home / "boxes", tmp_path / "boxes"], check=True)
    assert grade("check", "boxes", "--course", given / "course", cwd=tmp_path).returncode == 1
    (home / "boxes/boxes.py").write_text(f"TOTAL = {boxes}\nSHAPE = None\n")
    command = [sys.executable, "-m", "pytest", "-p", "grader.pytest_plugin", "-p", "no:cacheprovider", "boxes"]
    plain = subprocess.run(
        command,
        cwd=home,
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(REPOSITORY), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
    )
    assert plain.returncode == 0, plain.stdout + plain.stderr


@pytest.mark.parametrize("student", ["../eve", "ADA"])
def test_ids_that_can_not_name_a_folder_are_refused(given: Path, tmp_path: Path, student: str) -> None:
    """An id that leads elsewhere, or that some system can't store, stops the release before anything is written."""
    (tmp_path / "roster.txt").write_text(f"ada\n{student}\n")
    kept = (given / "course/solutions/variants.toml").read_bytes()
    done = grade("release", "--roster", "roster.txt", "--out", "out", "--course", given / "course", cwd=tmp_path)
    assert (done.returncode, "line 2 of the roster" in done.stderr) == (2, True), done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["roster.txt"]
    assert (given / "course/solutions/variants.toml").read_bytes() == kept


def test_a_folder_with_other_things_is_left_alone(given: Path, tmp_path: Path) -> None:
    """A release takes the place of an earlier one, not of anything else, nor of one in which somebody has worked."""
    words = ("release", "--out", "out", "--course", given / "course")
    (tmp_path / "out").mkdir()
    (tmp_path / "out/mine.txt").write_text("mine")
    refused = grade(*words, cwd=tmp_path)
    assert (refused.returncode, "something else than an earlier release: mine.txt" in refused.stderr) == (2, True)
    (tmp_path / "out/mine.txt").unlink()
    assert grade(*words, cwd=tmp_path).returncode == 0
    assert grade(*words, cwd=tmp_path).returncode == 0
    (tmp_path / "out/exercises/boxes/boxes.py").write_text("TOTAL = 12\n")
    worked = grade(*words, cwd=tmp_path)
    assert worked.returncode == 2
    assert "exercises/boxes/boxes.py was changed since it was written" in worked.stderr
    assert (tmp_path / "out/exercises/boxes/boxes.py").read_text() == "TOTAL = 12\n"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_course_that_is_not_ready_is_not_released(tmp_path: Path) -> None:
    """Old stubs and links stop a release; what has no place in a course is left out."""
    course = build_varying_course(tmp_path / "course")
    words = ("release", "--out", "out", "--course", course)
    (course / "exercises/boxes/answers.txt").write_text("TOTAL = 12")
    (course / "exercises/boxes/test_hidden.py").write_text("TOTAL = 12")
    (course / "exercises/secret").write_text("x")
    assert grade(*words, cwd=tmp_path).returncode == 0
    assert not {"answers.txt", "test_hidden.py", "secret"} & {path.name for path in (tmp_path / "out").rglob("*")}
    replace(course, "solutions/boxes/boxes.py", "a row a box", "a row each")
    stale = grade(*words, cwd=tmp_path)
    assert (stale.returncode, "grade stubs" in stale.stderr) == (2, True)
    assert grade("stubs", "--course", course, cwd=tmp_path).returncode == 0
    (course / "exercises/boxes/README.zh.md").unlink()
    (course / "exercises/boxes/README.zh.md").symlink_to(course / "solutions/boxes/boxes.py")
    linked = grade(*words, cwd=tmp_path)
    assert (linked.returncode, "exercises/boxes/README.zh.md: this is a link" in linked.stderr) == (2, True)


def test_numbers_that_do_not_fit_are_told(given: Path, tmp_path: Path) -> None:
    """A file of given-out numbers that is broken, or of another version of the exercise, stops a run with its place."""
    course = build_varying_course(tmp_path / "course")
    (tmp_path / "submissions/ada").mkdir(parents=True)
    for text, told in (
        ("[boxes]\nada = { boxes = 5 }\n", "numbers of 'ada' for `boxes` are not those of the exercise: apples"),
        ("[boxes\n", "variants.toml:1: no valid TOML"),
        ('[boxes]\nada = "5"\n', "'5' stands where numbers should"),
    ):
        (course / "solutions/variants.toml").write_text(text)
        done = grade("run", "submissions", "--course", course, cwd=tmp_path)
        assert done.returncode == 2
        assert told in done.stderr
        assert not (tmp_path / "gradebook.db").exists()


COPIED = (
    ("of_a_neighbour", "is diagnosed as `None` in test_shape, not as `another-variant`"),
    ("of_the_default", "earns 4 in test_shape"),
    ("under_the_default", "is diagnosed as `None` in test_shape, not as `another-variant`"),
)


def test_verify_proves_own_numbers(tmp_path: Path) -> None:
    """`grade verify` tells a check that forgets the numbers, and a text that they don't reach."""
    course = build_varying_course(tmp_path / "course")
    words = ("verify", "-e", "boxes", "--course", course, "--json")
    replace(
        course,
        "solutions/boxes/test_hidden.py",
        "ask(student.SHAPE, shape, inputs",
        'expect_equal(student.SHAPE, (3, 4), instead={"adds": (7,)})\n    return\n    ask(student.SHAPE, shape, inputs',
    )
    replace(course, "exercises/boxes/README.zh.md", "每箱 4 个", "每箱四个")
    broken = grade(*words, cwd=tmp_path)
    assert broken.returncode == 1
    report = json.loads(broken.stdout)[0]
    assert (report["tried"]["variant"], report["tried"]["neighbour"]) == (3, 9)
    # Nothing else is broken: the rest of this course's own numbers is as it should be.
    assert [each["detail"].split(":")[0] for each in report["broken"]] == [
        *(f"variant/right_{index} gets 6" for index in range(3)),
        "the phrase '每箱 {apples} 个' stands nowhere",
        "README.zh.md has no phrase with `apples`",
        *(f"{name}_{index} {told}" for index in range(3) for name, told in COPIED),
    ]


@pytest.mark.parametrize("course", [REPOSITORY, None], ids=["the shipped course", "the miniature course"])
def test_nothing_of_the_solutions_is_released(course: Path | None, tmp_path: Path) -> None:
    """No line of a solution, a hidden check or a wrong answer is in a release, nor the secret."""
    root = build_varying_course(tmp_path / "course") if course is None else copy_of(course, tmp_path / "course")
    (tmp_path / "roster.txt").write_text("ada\n张三\n")
    for words in (("--roster", "roster.txt"), ("--roster", "roster.txt", "--zip")):
        done = grade("release", "--out", "out", "--course", root, *words, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        released = released_texts(tmp_path / "out")
        assert released
        secret = (root / "solutions/secret").read_text().strip()
        assert not any(secret in text for text in released.values())
        assert not [
            name for name in released if re.search(r"solutions|wrong/|right/|test_hidden|secret|variants", name)
        ]
        assert leaks(root, released) == {}


def copy_of(course: Path, place: Path) -> Path:
    """Return a copy of a course without its secret and numbers."""
    for top in ("exercises", "solutions"):
        subprocess.run(["cp", "-r", course / top, f"{place.mkdir(exist_ok=True) or place}/{top}"], check=True)
    for name in ("secret", "variants.toml"):
        (place / "solutions" / name).unlink(missing_ok=True)
    return place


def released_texts(out: Path) -> dict[str, str]:
    """Return the texts of a release, zips unpacked."""
    texts: dict[str, str] = {}
    for path in out.rglob("*"):
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                texts |= {
                    f"{path.name}/{name}": archive.read(name).decode(errors="replace") for name in archive.namelist()
                }
        elif path.is_file():
            texts[path.relative_to(out).as_posix()] = path.read_bytes().decode(errors="replace")
    return texts
