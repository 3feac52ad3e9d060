"""What students receive: the course without its solutions, each student's with their own numbers.

    DIR/exercises/...              where all receive the same (no roster, or no exercise with numbers of one's own)
    DIR/<student>/exercises/...    else; with --zip `DIR/<student>.zip`, which unpacks into a folder named by the course

How it works: the files are those that have a place in a course's `exercises/`, read once; a student's copy replaces the
files of the exercises that vary. The numbers are kept in `solutions/variants.toml` before anything is given out.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from grader.course import Course, public_files, secret
from grader.coursefiles import place, read_bytes
from grader.errors import CourseError, UsageError
from grader.givenstubs import NAME, listing
from grader.model import Exercise, Numbers, Record
from grader.outfolder import replaced_folder
from grader.roster import Roster
from grader.stubs import out_of_date
from grader.variantfiles import NUMBERS, none_else_gives_out, numbers_text, read_given_out, read_rules, write_given_out
from grader.variants import assign, with_numbers
from grader.workfolder import ENDINGS, PYTEST_SETTINGS

Files = dict[str, bytes]
# What file systems can't hold, or hold as another name, and what a shell or a page could take for something else.
NO_FILE_NAME = re.compile(r'[<>:"/\\|?*\0-\x1f\x7f]|^[.~-]|[. ]$')
RESERVED_NAMES = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
MAX_NAME_BYTES = 200


class Released(Record, frozen=True):
    """What was given out: exercises, students with copies of their own, and the exercises that vary."""

    exercises: int
    students: int
    varying: tuple[str, ...]


def release(
    course: Course, out: Path, roster: Roster | None, *, zipped: bool, counted: Callable[[list[str]], Iterable[str]]
) -> Released:
    """Write what students receive into `out`, whole or not at all; `counted` passes the students through as it goes on."""
    root = Path(course.root)
    if stale := out_of_date(course):
        remedy = "Run `grade stubs` first."
        raise CourseError("the stub is not what its reference gives", where=place(root, stale[0]), remedy=remedy)
    common = {place(root, path): read_bytes(root, path) for path in public_files(course)}
    common["pytest.ini"] = PYTEST_SETTINGS.encode()
    varying = {slug: exercise for slug, exercise in course.exercises.items() if exercise.choices}
    students = roster.students if roster and varying else []
    if roster:
        expect_file_names(roster)
    folder = folder_name(course)
    with replaced_folder(out, "release", keep_changes=True) as new:
        if students:
            with none_else_gives_out(root):
                given = own_numbers_of(course, varying, students)
                write_given_out(root, given)
            phrases = {
                slug: read_rules(root, root / "solutions" / slug, varying[slug].numbers).phrases for slug in varying
            }
            own_part = {name: content for name, content in common.items() if _varies(name, varying)}
            shared_part = {name: content for name, content in common.items() if name not in own_part}
            packed = _zip(folder, shared_part) if zipped else b""
            for student in counted(students):
                numbers = {slug: given[slug][student] for slug in varying}
                own = own_files(varying, numbers, phrases, own_part)
                if zipped:
                    (new / f"{student}.zip").write_bytes(_zip(folder, own | given_stubs(course, common | own), packed))
                else:
                    _write(new / student, shared_part | own | given_stubs(course, common | own))
        elif zipped:
            (new / f"{folder}.zip").write_bytes(_zip(folder, common | given_stubs(course, common)))
        else:
            _write(new, common | given_stubs(course, common))
    return Released(exercises=len(course.exercises), students=len(students), varying=tuple(varying))


def own_numbers_of(
    course: Course, varying: Mapping[str, Exercise], students: Sequence[str]
) -> dict[str, dict[str, Numbers]]:
    """Return everybody's numbers by exercise: those given out before, and new ones for new students."""
    known = read_given_out(Path(course.root), course.exercises)
    drawn = {
        slug: assign(exercise, students, known.get(slug, {}), secret(course)) for slug, exercise in varying.items()
    }
    return known | {slug: known.get(slug, {}) | numbers for slug, numbers in drawn.items()}


def own_files(
    varying: Mapping[str, Exercise], numbers: Mapping[str, Numbers], phrases: Mapping[str, Iterable[str]], files: Files
) -> Files:
    """Return a student's copy of the files that vary."""
    own = {}
    for name, content in files.items():
        exercise = varying[name.split("/")[1]]
        mine, text = numbers[exercise.slug], content.decode()
        if name.endswith(f"/{NUMBERS}"):
            text = numbers_text(text, mine)
        else:
            text = with_numbers(text, phrases[exercise.slug], exercise.numbers, mine)
        own[name] = text.encode()
    return own


def given_stubs(course: Course, files: Files) -> Files:
    """Return the file that tells how the stubs of a copy were: a student may write the answer over one."""
    names = [f"{slug}/{slug}{ending}" for slug in course.exercises for ending in ENDINGS]
    stubs = {name: files[f"exercises/{name}"] for name in names if f"exercises/{name}" in files}
    return {f"exercises/{NAME}": listing(stubs).encode()}


def _varies(name: str, varying: Mapping[str, Exercise]) -> bool:
    """Return whether a file is one of the texts of an exercise that varies."""
    _, *rest = name.split("/")
    return len(rest) > 1 and rest[0] in varying and "/".join(rest[1:]) not in varying[rest[0]].data_files


def expect_file_names(roster: Roster) -> None:
    """Raise a `UsageError` at the first id that can't be the name of a folder, or is one with another but for capitals."""
    seen: dict[str, str] = {}
    remedy = "Change the id in the roster; submissions come in under the same name."
    for entry in roster.entries:
        student, where = entry.student, f"line {entry.line} of the roster"
        if NO_FILE_NAME.search(student) or RESERVED_NAMES.fullmatch(student) or len(student.encode()) > MAX_NAME_BYTES:
            raise UsageError(f"{student!r} can't be the name of a folder", where=where, remedy=remedy)
        other = seen.setdefault(student.casefold(), student)
        if other != student:
            what = f"{student!r} and {other!r} are one folder where capitals don't count"
            raise UsageError(what, where=where, remedy=remedy)


def folder_name(course: Course) -> str:
    """Return the name of the folder that a zip unpacks into: `pytorch-by-hand`."""
    return "-".join(re.findall(r"[a-z0-9]+", course.title["en"].lower())) or "course"


def _write(folder: Path, files: Files) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _zip(folder: str, files: Files, begun: bytes = b"") -> bytes:
    """Return an archive of the files; one that was begun goes on, so that what all receive is packed once."""
    packed = io.BytesIO(begun)
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(f"{folder}/{name}", content)
    return packed.getvalue()
