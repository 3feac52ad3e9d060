"""The folder in which a student works: laid out by `grade start`, looked through by `grade check`.

    <slug>/<slug>.py or .ipynb    the answer, a stub at first
    <slug>/README.md              the task, in the student's language
    <slug>/test_public.py         the public checks, for `pytest` and an editor's test panel
    pytest.ini                    lets pytest tell files of one name apart

The answer may also lie outside of such a folder: next to where the command is called, in place of the stub in a released
course, or anywhere if it is named.
"""

import difflib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from grader.errors import CourseError, UsageError
from grader.givenstubs import is_as_given, is_release
from grader.model import Exercise
from grader.translation import message

ENDINGS = (".py", ".ipynb")
MAX_LISTED = 12
PYTEST_SETTINGS = "[pytest]\naddopts = --import-mode=importlib\n"


class Work(NamedTuple):
    """A student's file for an exercise: `asked` is how to ask for it again, `other` is an answer that is not looked at."""

    slug: str
    path: Path
    asked: str
    other: Path | None = None

    @property
    def other_name(self) -> str:
        """The other answer as seen from this one; "" if there is none."""
        return os.path.relpath(self.other, self.path.parent) if self.other else ""


class Placed(NamedTuple):
    """A file of a work folder and what became of it: a key of the messages under `start`."""

    path: Path
    what: str
    new: bool = True


def known_exercises(arguments: Sequence[str], slugs: Sequence[str], language: str) -> list[str]:
    """Return the exercises that arguments name, each once; a `UsageError` with the nearest name for what is none."""
    names = [argument.rstrip("/" + os.sep) for argument in arguments]
    for name in names:
        if name not in slugs:
            raise _no_exercise(name, slugs, language)
    return list(dict.fromkeys(names))


def find_work(
    argument: str, slugs: Sequence[str], root: Path, here: Path, language: str, homework: Path | None = None
) -> list[Work]:
    """Return the files that an argument means: an exercise's (here, else in the homework), that file, or all in a folder."""
    if "\\" in argument and not os.path.lexists(here / argument):
        argument = argument.replace("\\", "/")  # a path as Windows writes it
    path = here / argument
    slug = argument.rstrip("/" + os.sep)
    if slug in slugs:
        work = work_for(slug, root, here) or (work_for(slug, root, homework) if homework else None)
        if work is None:
            remedy = message("errors.no_file_remedy", language, slug=slug)
            raise UsageError(message("errors.no_file", language, slug=slug), remedy=remedy)
        return [work]
    if path.is_dir():
        found = find_all_work(slugs, root, path, language, where=argument)
        return [work._replace(asked=os.path.relpath(work.path, here)) for work in found]
    if not os.path.lexists(path):
        raise _unknown(argument, slugs, root, here, language)
    return [_named_file(argument, path, slugs, language)]


def find_all_work(
    slugs: Sequence[str], root: Path, here: Path, language: str, homework: Path | None = None, *, where: str = ""
) -> list[Work]:
    """Return the file of each exercise that has one here, else in the homework, in the order of the course."""
    found = [work for slug in slugs if (work := work_for(slug, root, here))]
    if not found and homework:
        found = [work for slug in slugs if (work := work_for(slug, root, homework))]
    if not found:
        remedy = message("errors.no_files_remedy", language, slug=slugs[0] if slugs else "")
        raise UsageError(message("errors.no_files", language), where=where, remedy=remedy)
    return found


def is_started(slug: str, root: Path, here: Path) -> bool:
    """Return whether an answer to an exercise lies here, in its folder or in place of its stub."""
    return bool(_all_answers(slug, root, here))


def nearest(name: str, slugs: Sequence[str]) -> str | None:
    """Return the exercise that a mistyped name most likely means."""
    near = difflib.get_close_matches(name.lower().replace("-", "_"), slugs, n=1, cutoff=0.5)
    return near[0] if near else None


def lay_out(
    exercise: Exercise, root: Path, here: Path, language: str, *, notebook: bool = False, reset: bool = False
) -> list[Placed]:
    """Write an exercise's files where they are missing; with `reset` a new stub, the old answer kept beside it."""
    given = root / "exercises" / exercise.slug
    folder = here if _answers(exercise.slug, here) else here / exercise.slug
    name = exercise.slug + (".ipynb" if notebook else ".py")
    readme = "README.md" if language == "en" else f"README.{language}.md"
    if not (given / name).is_file():
        what = message("errors.stub_missing", language, slug=exercise.slug)
        raise CourseError(what, remedy=message("errors.stub_missing_remedy", language))
    placed = _place_answer(folder / name, given / name, language, reset=reset)
    placed.append(_place(folder / "README.md", (given / readme).read_bytes(), "task", language))
    public = exercise.check_files["test_public.py"].encode()
    placed.append(_place(folder / "test_public.py", public, "checks", language))
    for data_name, content in exercise.data_files.items():
        placed.append(_place(folder / data_name, content, "data", language))
    if exercise.numbers:
        placed.append(_place(folder / "variant.toml", (given / "variant.toml").read_bytes(), "data", language))
    placed.append(_place(folder.parent / "pytest.ini", PYTEST_SETTINGS.encode(), "settings", language))
    return placed


def work_for(slug: str, root: Path, here: Path) -> Work | None:
    """Return the answer to an exercise that lies in a folder, in the exercise's own folder there, or in place of its stub."""
    answers = _all_answers(slug, root, here)
    if not answers:
        return None
    # An untouched stub does not count beside an answer; of two answers the newer one does.
    answers.sort(key=lambda path: (is_stub(path, root, slug), -path.lstat().st_mtime))
    return Work(slug, answers[0], slug, answers[1] if answers[1:] else None)


def _all_answers(slug: str, root: Path, here: Path) -> list[Path]:
    answers = _answers(slug, here) or _answers(slug, here / slug)
    if here.resolve() != root.resolve() or not is_release(root):
        return answers
    in_place = _answers(slug, root / "exercises" / slug)
    return answers + [path for path in in_place if not is_stub(path, root, slug)]


def _answers(slug: str, folder: Path) -> list[Path]:
    paths = [folder / (slug + ending) for ending in ENDINGS]
    return [path for path in paths if os.path.lexists(path) and not path.is_dir()]


def is_stub(path: Path, root: Path, slug: str) -> bool:
    """Return whether an answer is the stub as it was given out."""
    if not path.is_file():
        return False
    as_given = is_as_given(path.read_bytes(), f"{slug}/{path.name}", root)
    if as_given is not None:
        return as_given
    given = root / "exercises" / slug / path.name
    if not given.is_file() or path.samefile(given):
        return False
    # Another system's editor may have changed the line ends, and nothing else.
    return path.read_bytes().replace(b"\r\n", b"\n") == given.read_bytes().replace(b"\r\n", b"\n")


def _named_file(argument: str, path: Path, slugs: Sequence[str], language: str) -> Work:
    slug, ending = path.stem, path.suffix
    if ending not in ENDINGS:
        what = message("errors.wrong_ending", language, ending=ending or path.name)
        meant = next((name for name in (slug, path.parent.name, nearest(slug, slugs)) if name in slugs), slugs[0])
        raise UsageError(what, where=argument, remedy=message("errors.wrong_ending_remedy", language, slug=meant))
    if slug not in slugs:
        near = nearest(slug, slugs)
        values = {"near": f"{near}{ending}"} if near else {"slug": slugs[0] if slugs else ""}
        remedy = message(f"errors.unknown_stem_{'near' if near else 'list'}", language, **values)
        if not near:
            remedy += " " + _list_of(slugs, language)
        raise UsageError(message("errors.unknown_stem", language), where=argument, remedy=remedy)
    return Work(slug, path, argument)


def _unknown(argument: str, slugs: Sequence[str], root: Path, here: Path, language: str) -> UsageError:
    """Return the fault that an argument is neither an exercise nor a file."""
    path = Path(argument)
    if not path.suffix and len(path.parts) == 1:
        return _no_exercise(argument, slugs, language)
    slug = path.stem if path.stem in slugs else nearest(path.stem, slugs)
    if slug and is_started(slug, root, here):
        remedy = message("errors.no_exercise_near", language, near=f"grade check {slug}")
    elif slug:
        remedy = message("errors.no_file_remedy", language, slug=slug)
    else:
        remedy = _list_of(slugs, language)
    return UsageError(message("errors.no_such_path", language), where=argument, remedy=remedy)


def _no_exercise(name: str, slugs: Sequence[str], language: str) -> UsageError:
    near = nearest(name, slugs)
    remedy = message("errors.no_exercise_near", language, near=near) if near else _list_of(slugs, language)
    return UsageError(message("errors.no_exercise", language, name=name), remedy=remedy)


def _list_of(slugs: Sequence[str], language: str) -> str:
    """Return the names of all exercises, or where they stand if that would be a wall of words."""
    if len(slugs) > MAX_LISTED:
        return message("errors.no_exercise_many", language)
    return message("errors.no_exercise_list", language, slugs=", ".join(slugs))


def _place_answer(path: Path, stub: Path, language: str, *, reset: bool) -> list[Placed]:
    if not reset or not os.path.lexists(path):
        return [_place(path, stub.read_bytes(), "answer", language)]
    if path.exists() and path.samefile(stub):
        what = message("errors.own_copy", language)
        raise UsageError(what, where=str(path), remedy=message("errors.own_copy_remedy", language))
    if path.is_file() and path.read_bytes() == stub.read_bytes():
        return [Placed(path, "untouched", new=False)]
    number = 1
    while os.path.lexists(old := path.with_name(f"{path.stem}.old-{number}{path.suffix}")):
        number += 1
    path.rename(old)
    return [_place(path, stub.read_bytes(), "answer", language), Placed(old, "old")]


def _place(path: Path, content: bytes, what: str, language: str) -> Placed:
    """Write a file that is not there yet."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(path, "xb") as file:
            file.write(content)
    except FileExistsError:
        return Placed(path, "kept", new=False)
    except OSError as error:
        remedy = message("errors.cannot_write_remedy", language)
        what = message("errors.cannot_write", language, reason=os.strerror(error.errno or 0))
        raise UsageError(what, where=str(path), remedy=remedy) from None
    return Placed(path, what)
