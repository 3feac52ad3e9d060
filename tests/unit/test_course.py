"""Folders become a course, and every fault in them says where it is and what to do."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from courses import build_course, replace

import grader
from grader import findcourse
from grader.course import find_course, read_course, secret, unlisted_files
from grader.errors import CourseError, UsageError
from grader.model import Check, Visibility

PUBLIC = "exercises/double/test_public.py"
HIDDEN = "solutions/double/test_hidden.py"
REFERENCE = "solutions/double/double.py"
MARK = "@check(points=3)"

# What breaks the course: a file, what stands in it, what is put there; then the place and the words of the fault.
FAULTS = {
    "no valid TOML": ("exercises/course.toml", "packages = [", "packages = {[", "course.toml:2", "no valid TOML"),
    "an open table at the end": ("exercises/quiz/exercise.toml", " }\n", "", "exercise.toml:1", "no valid TOML"),
    "unknown key": (
        "exercises/double/exercise.toml",
        "points = 10",
        "pionts = 10",
        "exercise.toml:2",
        "unknown key `pionts`",
    ),
    "unknown key in a unit": ("exercises/course.toml", "due =", "duo =", "course.toml:6", "unknown key `duo`"),
    "missing key in a unit": (
        "exercises/course.toml",
        'title = { en = "Only unit", zh = "唯一的单元" }',
        "",
        "course.toml",
        "the key `title` is missing in `units[0]`",
    ),
    "missing key": (
        "exercises/quiz/exercise.toml",
        'title = { en = "Quiz", zh = "小测验" }',
        "",
        "exercise.toml",
        "the key `title` is missing",
    ),
    "wrong type": (
        "exercises/double/exercise.toml",
        "seconds_per_call = 1.5",
        'seconds_per_call = "long"',
        "exercise.toml:3",
        "`seconds_per_call`: Expected `float`, got `str`",
    ),
    "limit of zero": ("exercises/double/exercise.toml", "= 1.5", "= 0.0", "exercise.toml:3", "> 0"),
    "week before the first": ("exercises/course.toml", "week = 3", "week = 0", "course.toml:7", "week"),
    "due date without a time zone": ("exercises/course.toml", "+08:00", "", "course.toml:6", "timezone"),
    "course title in one language": (
        "exercises/course.toml",
        ', zh = "小课程"',
        "",
        "course.toml",
        "title is missing in `zh`",
    ),
    "unit title that is blank": ("exercises/course.toml", "Only unit", " ", "course.toml", "title is missing in `en`"),
    "exercise title in one language": (
        "exercises/double/exercise.toml",
        'en = "Twice", ',
        "",
        "exercise.toml",
        "title is missing in `en`",
    ),
    "slug that is no name": (
        "exercises/course.toml",
        '"quiz"',
        '"../quiz"',
        "course.toml",
        "'../quiz' can't name an exercise",
    ),
    "exercise listed twice": (
        "exercises/course.toml",
        '"quiz"',
        '"double"',
        "course.toml",
        "`double` stands there twice",
    ),
    "points that do not add up": (
        "exercises/double/exercise.toml",
        "points = 10",
        "points = 9",
        "exercise.toml",
        "add up to 10 points, not 9",
    ),
    "data file that is missing": (
        "exercises/double/exercise.toml",
        "numbers.txt",
        "more.txt",
        "exercises/double/data/more.txt",
        "missing",
    ),
    "data file that is a folder": (
        "exercises/double/exercise.toml",
        "data/numbers.txt",
        "data",
        "exercises/double/data",
        "can't be read",
    ),
    "data file elsewhere": (
        "exercises/double/exercise.toml",
        "data/numbers.txt",
        "../quiz/README.md",
        "exercise.toml",
        "leads elsewhere",
    ),
    "no valid Python in a check file": (PUBLIC, MARK, "@check(points=3", f"{PUBLIC}:", "no valid Python"),
    "NUL in a check file": (PUBLIC, MARK, f"\0{MARK}", PUBLIC, "no valid Python"),
    "no valid Python in a reference": (REFERENCE, "FACTOR = 2.0", "FACTOR =", f"{REFERENCE}:25", "no valid Python"),
    "test without a mark": (PUBLIC, MARK, "", f"{PUBLIC}:9", "not marked as a check"),
    "mark without points": (PUBLIC, MARK, "@check", f"{PUBLIC}:9", "not marked as a check"),
    "check that is no test": (PUBLIC, "def test_doubles_ones", "def doubles_ones", f"{PUBLIC}:9", "is no test"),
    "file without checks": (
        "exercises/quiz/test_public.py",
        "@check(points=0)\ndef test_answer_is_a_text",
        "def answer",
        "exercises/quiz/test_public.py",
        "no checks",
    ),
    "points that are no literal": (PUBLIC, MARK, "@check(points=1 + len('ab'))", f"{PUBLIC}:9", "points is no literal"),
    "points that are no number": (PUBLIC, MARK, "@check(points='3')", f"{PUBLIC}:9", "points must be a number"),
    "points that are a truth value": (PUBLIC, MARK, "@check(points=True)", f"{PUBLIC}:9", "points must be a number"),
    "negative points": (PUBLIC, MARK, "@check(points=-3)", f"{PUBLIC}:9", "points must be a number"),
    "points by position": (PUBLIC, MARK, "@check(3)", f"{PUBLIC}:9", "no positional arguments"),
    "unknown argument of check": (PUBLIC, MARK, "@check(points=3, title='x')", f"{PUBLIC}:9", "no argument 'title'"),
    "check that asks for something else": (
        PUBLIC,
        "def test_doubles_ones(student",
        "def test_doubles_ones(student, tmp_path",
        f"{PUBLIC}:9",
        "asks for `tmp_path`",
    ),
    "check with unpacked arguments": (PUBLIC, MARK, "@check(**{'points': 3})", f"{PUBLIC}:9", "no argument None"),
    "after that is no text": (PUBLIC, MARK, "@check(points=3, after=1)", f"{PUBLIC}:9", "after must be the name"),
    "after that names a later check": (
        PUBLIC,
        MARK,
        "@check(points=3, after='test_factor')",
        f"{PUBLIC}:9",
        "after='test_factor' names no earlier check",
    ),
    "visibility that is unknown": (HIDDEN, '"after_due"', '"sometimes"', f"{HIDDEN}:7", "visibility='sometimes'"),
    "visibility that is no text": (HIDDEN, '"after_due"', "[1]", f"{HIDDEN}:7", "visibility=[1]"),
    "two checks of one name": (HIDDEN, "test_factor", "test_doubles_ones", f"{HIDDEN}:15", "second check"),
    "title that is missing": (
        HIDDEN,
        "test_factor",
        "test_factors",
        "solutions/double/feedback.en.toml",
        "no title `test_factors`",
    ),
    "misconception without words in instead": (
        PUBLIC,
        "adds-two",
        "adds-three",
        "exercises/double/feedback.en.toml",
        f"misconception `adds-three` (used in {PUBLIC}:10)",
    ),
    "misconception without words in misconception()": (
        HIDDEN,
        '"squares"',
        '"cubes"',
        "solutions/double/feedback.en.toml",
        f"misconception `cubes` (used in {HIDDEN}:10)",
    ),
    "misconception without words, named by keyword": (
        HIDDEN,
        '"squares"',
        'name="cubes"',
        "solutions/double/feedback.en.toml",
        "misconception `cubes`",
    ),
    "misconception without words in a condition": (
        HIDDEN,
        'else "halves"',
        'else "thirds"',
        "solutions/double/feedback.en.toml",
        f"misconception `thirds` (used in {HIDDEN}:11)",
    ),
    "public misconception with words among the solutions": (
        PUBLIC,
        "adds-two",
        "halves",
        "exercises/double/feedback.en.toml",
        "misconception `halves`",
    ),
    "note without words": (
        HIDDEN,
        "as-float",
        "as-text",
        "solutions/double/feedback.en.toml",
        f"note `as-text` (used in {HIDDEN}:17)",
    ),
    "misconception in one language": (
        "solutions/double/feedback.zh.toml",
        "[misconceptions.halves]",
        "[misconceptions.thirds]",
        "solutions/double/feedback.en.toml",
        "`thirds`, which another language has",
    ),
    "fewer hints in one language": (
        "exercises/double/feedback.zh.toml",
        ', "把它和自己相加。"',
        "",
        "exercises/double/feedback.zh.toml",
        "1 of the 2 hints for `double`",
    ),
    "text that is blank": (
        "solutions/double/feedback.zh.toml",
        "这是平方。",
        " ",
        "solutions/double/feedback.zh.toml",
        "`squares` is empty",
    ),
    "unknown key in a feedback file": (
        "solutions/double/feedback.en.toml",
        'title = "the factor"',
        'titel = "the factor"',
        "solutions/double/feedback.en.toml:4",
        "unknown key `titel`",
    ),
    "name of the contract without hints": (
        REFERENCE,
        "FACTOR = 2.0",
        "FACTOR, SHARE = 2.0, 0.5",
        "exercises/double/feedback.en.toml",
        "no hint for `SHARE`",
    ),
    "hints for a name that nobody writes": (
        REFERENCE,
        "FACTOR = 2.0",
        "_FACTOR = 2.0",
        "exercises/double/feedback.en.toml",
        "hints for `FACTOR`",
    ),
    "mark that never ends": (REFERENCE, "FACTOR = 2.0\n# END SOLUTION", "", f"{REFERENCE}:24", "never ends"),
}

NEEDED = [
    "exercises/course.toml",
    "exercises/double/exercise.toml",
    "exercises/double/README.md",
    "exercises/double/README.zh.md",
    PUBLIC,
    "exercises/double/feedback.en.toml",
    "exercises/double/feedback.zh.toml",
    REFERENCE,
    HIDDEN,
    "solutions/double/feedback.en.toml",
    "solutions/double/feedback.zh.toml",
]


@pytest.fixture
def root(tmp_path):
    return build_course(tmp_path / "course")


def test_a_course_is_read_in_its_order(root):
    """Units and exercises keep the order of course.toml, with their titles, due dates and suggested weeks."""
    course = read_course(root)
    assert (course.title["zh"], course.packages, course.root) == ("小课程", ("torch", "numpy"), str(root))
    assert list(course.exercises) == ["double", "quiz"] == list(course.units[0].exercises)
    assert course.units[0].due.isoformat() == "2026-10-01T23:59:00+08:00"
    assert course.units[0].week == 3


def test_checks_are_read_from_both_files(root):
    """Public checks come first, then hidden ones, each with what its mark says."""
    exercise = read_course(root).exercises["double"]
    assert exercise.checks == (
        Check(name="test_doubles_ones", points=3, hidden=False),
        Check(
            name="test_doubles_anything",
            points=5,
            hidden=True,
            after="test_doubles_ones",
            visibility=Visibility.AFTER_DUE,
        ),
        Check(name="test_factor", points=2, hidden=True),
    )
    assert exercise.max_score == 10
    assert list(exercise.check_files) == ["test_public.py", "test_hidden.py"]


def test_an_exercise_holds_what_a_worker_needs(root):
    """Limits, forbidden names, packages, data files and the reference travel in the record."""
    exercise = read_course(root).exercises["double"]
    assert (exercise.limits.seconds_per_call, exercise.limits.seconds_to_load) == (1.5, 5.0)
    assert (exercise.forbidden, exercise.packages) == (("torch.mul",), ("torch", "numpy"))
    assert exercise.data_files == {"data/numbers.txt": b"1 2 3\n"}
    assert exercise.reference == (root / REFERENCE).read_text()


def test_the_contract_is_what_the_stub_asks_for(root):
    """The contract is the reference's public names, without imports and without helpers in marked regions."""
    assert read_course(root).exercises["double"].contract == ("double", "FACTOR")


def test_annotated_constants_and_classes_belong_to_the_contract(root):
    """A class and a constant with an annotation are names of the contract; an annotation alone binds nothing."""
    replace(root, REFERENCE, "FACTOR = 2.0", "FACTOR: float = 2.0\nlater: int\n")
    replace(root, REFERENCE, "def double(x", "class double:\n    pass\n\n\ndef _hidden(x")
    assert read_course(root).exercises["double"].contract == ("double", "FACTOR")


def test_the_words_of_both_folders_are_merged(root):
    """Titles, misconceptions and notes of hidden checks stand beside those of public ones, in both languages."""
    feedback = read_course(root).exercises["double"].feedback
    assert list(feedback["en"].titles) == ["test_doubles_ones", "test_doubles_anything", "test_factor"]
    assert set(feedback["zh"].misconceptions) == {"adds-two", "squares", "halves"}
    assert feedback["zh"].notes == {"as-float": "整数也可以。"}
    assert feedback["en"].hints["double"] == ["What is twice one?", "Add it to itself."]


def test_a_student_has_no_solutions(root):
    """Without a solutions folder a course holds its public checks, no reference, and the names of the contract."""
    (root / "solutions").rename(root / "elsewhere")
    (root / "exercises/double/double.py").write_text("a student's own, broken (", encoding="utf-8")
    exercise = read_course(root).exercises["double"]
    assert [check.name for check in exercise.checks] == ["test_doubles_ones"]
    assert list(exercise.check_files) == ["test_public.py"]
    assert (exercise.reference, exercise.contract) == ("", ("double", "FACTOR"))
    assert list(exercise.feedback["en"].misconceptions) == ["adds-two"]


def test_only_some_exercises_can_be_read(root):
    """A fault in one exercise does not stand in the way of reading another."""
    (root / "exercises/quiz/exercise.toml").unlink()
    course = read_course(root, only={"double"})
    assert list(course.exercises) == ["double"]
    assert course.units[0].exercises == ("double", "quiz")


@pytest.mark.parametrize(("file", "old", "new", "where", "what"), FAULTS.values(), ids=FAULTS)
def test_a_fault_names_its_place_and_a_remedy(root, file, old, new, where, what):
    """A fault in a course is told with its file, its line where one is known, and a remedy."""
    replace(root, file, old, new)
    with pytest.raises(CourseError) as caught:
        read_course(root)
    assert where in caught.value.where
    assert not caught.value.where.startswith("/")
    assert what in caught.value.what
    assert caught.value.remedy.endswith(".")


def test_a_wrong_answer_needs_words(root):
    """A wrong answer among the solutions is named by a misconception that the feedback has words for."""
    folder = root / "solutions/double/wrong"
    folder.mkdir()
    (folder / "halves.by_loop.py").touch()
    read_course(root)
    (folder / "quarters.by_loop.py").touch()
    with pytest.raises(CourseError, match=r"`quarters` \(used in solutions/double/wrong/quarters.by_loop.py\)"):
        read_course(root)


@pytest.mark.parametrize("name", NEEDED)
def test_a_missing_file_is_named(root, name):
    """A file that the course needs and does not have is named."""
    (root / name).unlink()
    with pytest.raises(CourseError, match="missing") as caught:
        read_course(root)
    assert caught.value.where == name


@pytest.mark.parametrize("name", [name for name in NEEDED if "README" not in name])
def test_a_file_in_another_encoding_is_named_with_its_line(root, name):
    """A file that is not UTF-8 is named, with the line on which that shows."""
    path = root / name
    path.write_bytes(path.read_bytes().replace(b"\n", b"\n# \xc4\xe3\n", 1))
    with pytest.raises(CourseError, match="not UTF-8") as caught:
        read_course(root)
    assert caught.value.where == f"{name}:2"


def test_line_ends_do_not_matter(root):
    """A checkout with other line ends gives the same exercise, with the same digest."""
    before = read_course(root).exercises["double"]
    for path in (root / PUBLIC, root / HIDDEN, root / REFERENCE):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert read_course(root).exercises["double"] == before


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (PUBLIC, "torch.ones(2) + 2", "torch.ones(2) + 2.0"),
        (HIDDEN, "inputs.normal(3)", "inputs.normal(4)"),
        (REFERENCE, "math.sqrt(4)", "2"),
        ("exercises/double/data/numbers.txt", "1 2 3", "1 2 4"),
        ("exercises/double/exercise.toml", "= 1.5", "= 1.6"),
        ("exercises/double/exercise.toml", "torch.mul", "torch.add"),
        ("exercises/course.toml", ', "numpy"]', "]"),
    ],
)
def test_what_can_change_a_result_changes_the_digest(root, file, old, new):
    """Checks, reference, data, limits, forbidden names and packages are covered by an exercise's digest."""
    before = read_course(root).exercises["double"].digest
    replace(root, file, old, new)
    assert read_course(root).exercises["double"].digest != before


def test_versions_change_the_digest(root, monkeypatch):
    """Another torch, no torch, or other rules of grading give another digest."""
    digests = {read_course(root).exercises["double"].digest}
    for torch_version, grading_version in [("0.4", 1), ("0.4", 2), (None, 1)]:
        monkeypatch.setattr("grader.course.GRADING_VERSION", grading_version)
        monkeypatch.setattr("importlib.metadata.version", lambda _, found=torch_version: _version(found))
        digests.add(read_course(root).exercises["double"].digest)
    assert len(digests) == 4


def _version(found):
    from importlib.metadata import PackageNotFoundError

    if found is None:
        raise PackageNotFoundError("torch")
    return found


def test_words_do_not_change_the_digest(root):
    """Titles and feedback can be mended without grading anything again."""
    before = {slug: exercise.digest for slug, exercise in read_course(root).exercises.items()}
    replace(root, "exercises/double/exercise.toml", "Twice", "Double")
    replace(root, "solutions/double/feedback.en.toml", "That halves.", "That is half of it.")
    assert {slug: exercise.digest for slug, exercise in read_course(root).exercises.items()} == before
    assert len(set(before.values())) == 2


def test_reading_a_course_runs_and_imports_nothing(root):
    """Reading a course loads neither torch nor pytest, and runs no file of it."""
    replace(root, PUBLIC, "import torch\n", "import torch\nraise SystemExit(7)\n")
    replace(root, REFERENCE, "import torch\n", "import torch\nraise SystemExit(8)\n")
    program = (
        "import sys; from pathlib import Path; from grader.course import read_course; "
        f"read_course(Path({str(root)!r})); sys.exit('torch' in sys.modules or 'pytest' in sys.modules)"
    )
    checkout = Path(grader.__file__).parent.parent
    assert subprocess.run([sys.executable, "-c", program], cwd=checkout, check=False).returncode == 0


def test_the_course_option_comes_first(root, tmp_path):
    """--course names the course, wherever one stands."""
    other = build_course(tmp_path / "other")
    assert find_course(other, root / "exercises") == other


def test_a_wrong_course_option_is_wrong_usage(tmp_path):
    """--course with a folder that holds no course says what it should hold."""
    with pytest.raises(UsageError, match="no course") as caught:
        find_course(tmp_path, tmp_path)
    assert "exercises/course.toml" in caught.value.remedy


def test_the_nearest_parent_with_a_course_counts(root):
    """Inside a course, from any folder of it, that course is meant."""
    assert find_course(None, root / "exercises" / "double") == root
    assert find_course(None, root) == root


@pytest.mark.parametrize("shipped", [".", "grader/_course"])
def test_the_shipped_course_comes_last(tmp_path, monkeypatch, shipped):
    """Elsewhere the course is the checkout's, or of an installed wheel the one inside the package."""
    package = tmp_path / "site" / "grader"
    build_course(tmp_path / "site" / shipped)
    monkeypatch.setattr(findcourse.grader, "__file__", str(package / "__init__.py"))
    (tmp_path / "homework").mkdir()
    assert find_course(None, tmp_path / "homework") == (tmp_path / "site" / shipped).resolve()


def test_no_course_at_all_is_wrong_usage(tmp_path, monkeypatch):
    """Where no course can be found, the remedy is --course."""
    monkeypatch.setattr(findcourse.grader, "__file__", str(tmp_path / "site" / "grader" / "__init__.py"))
    with pytest.raises(UsageError, match="no course found") as caught:
        find_course(None, tmp_path)
    assert "--course" in caught.value.remedy


def test_the_secret_is_made_once(root):
    """The first use makes a secret that only its owner can read; later uses find the same."""
    course = read_course(root)
    made = secret(course)
    assert len(bytes.fromhex(made.decode())) == 32
    assert secret(course) == made
    assert (root / "solutions/secret").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in (root / "solutions").iterdir() if path.name.startswith(".")] == []


def test_two_runs_at_once_share_a_secret(root):
    """Runs that start together on a new course all get one secret."""
    course = read_course(root)
    barrier, found = threading.Barrier(8), []

    def run():
        barrier.wait()
        found.append(secret(course))

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1


def test_a_run_that_comes_second_takes_the_first_secret(root):
    """A secret that appears while another is being made stays."""
    course = read_course(root)
    made = secret(course)
    findcourse._make_secret(root / "solutions/secret")
    assert secret(course) == made


def test_a_student_has_no_secret(root):
    """Without a solutions folder the secret is empty, and nothing is written."""
    (root / "solutions").rename(root / "elsewhere")
    assert secret(read_course(root)) == b""
    assert not (root / "solutions").exists()


def test_a_short_secret_is_a_fault(root):
    """An empty or cut secret is not used."""
    (root / "solutions/secret").write_text("abc\n")
    with pytest.raises(CourseError, match="too short"):
        secret(read_course(root))


def test_a_secret_that_can_not_be_read_is_a_fault(root):
    """A secret that can't be read is a fault of the course, with a remedy."""
    (root / "solutions/secret").mkdir()
    with pytest.raises(CourseError, match="can't be made or read") as caught:
        secret(read_course(root))
    assert caught.value.where == "solutions/secret"


def test_files_of_a_course_are_listed(root):
    """Everything that a course may hold has its place, and compiled Python is no matter."""
    for name in (
        "exercises/double/double.py",
        "exercises/double/double.ipynb",
        "exercises/double/__pycache__/test_public.pyc",
        "solutions/double/wrong/adds-two.py",
        "solutions/double/wrong/adds-two.by_loop.py",
        "solutions/double/right/by_loop.py",
        "solutions/double/refused/by_mul.py",
        "solutions/double/equivalent.toml",
        "solutions/secret",
        "solutions/variants.toml",
    ):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).touch()
    assert list(unlisted_files(read_course(root))) == []


def test_files_without_a_place_are_found(root):
    """A file that belongs to no exercise, or stands on the wrong side, is found."""
    course = read_course(root)
    strays = [
        "exercises/double/answers.txt",
        "exercises/double/test_hidden.py",
        "exercises/double/wrong/adds-two.py",
        "exercises/notes.md",
        "exercises/old/exercise.toml",
        "exercises/secret",
        "solutions/course.toml",
        "solutions/double/right/by_loop.ipynb",
        "solutions/double/test_public.py",
        "solutions/double/wrong/Adds_Two.py",
    ]
    for name in strays:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).touch()
    assert [path.relative_to(root).as_posix() for path in unlisted_files(course)] == strays
