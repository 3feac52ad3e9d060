"""A student's file while plain `pytest` runs its public checks one by one."""

import ast
import os
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from grader.checkfiles import read_checks
from grader.checking import Checked, public_part, read_work, with_more_time
from grader.course import read_course
from grader.feedback import read_feedback
from grader.findcourse import find_course
from grader.hints import first_hint
from grader.inputs import Inputs
from grader.model import Exercise, Finding, Outcome
from grader.sandbox.launch import Zygote
from grader.sandbox.student import Student
from grader.session import Graded, inputs_for
from grader.transcript import explanation
from grader.translation import LANGUAGES, language_of_system, message
from grader.variantfiles import read_numbers
from grader.verdicts import Verdict
from grader.workfolder import find_work


class Told(NamedTuple):
    """How a check ended, what there is to say, and what the student's code printed."""

    outcome: Outcome
    text: str
    printed: str


class Desk:
    """The answer in a folder, loaded when the first check asks for it."""

    def __init__(self, folder: Path, slug: str, open_zygote: Callable[[], Zygote]) -> None:
        self._folder, self._slug, self._open_zygote = folder, slug, open_zygote
        self._language = language_of_system()

    @property
    def student(self) -> Student | None:
        """The proxy that checks talk to; None where the answer can't be read or loaded."""
        return self._graded.student if self._graded else None

    def inputs(self, check: str) -> Inputs:
        """Return a check's own seeded inputs."""
        return inputs_for(self._checked.exercise, check, self._checked.submission.variant, b"")

    def tell(self, name: str, call: Callable[[], None]) -> Told:
        """Run a check, or a student's own test, and return what came of it."""
        checks = {check.name: check for check in self._checked.exercise.checks}
        problem = self._graded.load_problem if self._graded else self._checked.submission.problem
        if self._graded is None or problem is not None:
            return self._told(name, Outcome.CRASHED, problem)
        if name in checks:
            result = self._graded.run(checks[name], call, lambda: "")
            return self._told(name, result.outcome, result.finding, result.output)
        # What an own test asserts is between the student and pytest; only what comes from the answer is ours to tell.
        try:
            call()
        except Verdict as verdict:
            return self._told(name, verdict.outcome, verdict.finding)
        return self._told(name, Outcome.PASSED, None)

    def close(self) -> None:
        """End the answer's process, if there is one."""
        if "_graded" in vars(self) and self._graded is not None:
            self._graded.result(self._checked.exercise)

    @cached_property
    def _checked(self) -> Checked:
        root = find_course(None, self._folder)
        (work,) = find_work(self._slug, [self._slug], root, self._folder, self._language)
        return read_work(with_more_time(exercise_in(self._folder, self._slug, root)), work)

    @cached_property
    def _graded(self) -> Graded | None:
        checked = self._checked
        if checked.submission.problem is not None:
            return None
        graded = Graded(self._open_zygote(), checked.exercise, checked.submission)
        graded.load()
        return graded

    def _told(self, name: str, outcome: Outcome, finding: Finding | None, printed: str = "") -> Told:
        exercise = self._checked.exercise
        texts = list(explanation(finding, self._checked, self._language))
        if hint := first_hint(exercise, name, outcome, finding, self._language):
            texts.append(message("check.hint", self._language, hint=hint.text))
        return Told(outcome, "\n".join(texts), printed)


def exercise_in(folder: Path, slug: str, root: Path) -> Exercise:
    """Return the public part of an exercise: as the course has it, else as far as a student's folder tells."""
    if slug in [each for unit in read_course(root, only=()).units for each in unit.exercises]:
        return public_part(read_course(root, only={slug}).exercises[slug])
    path = folder / "test_public.py"
    source = path.read_text(encoding="utf-8")
    has_words = all((folder / f"feedback.{language}.toml").is_file() for language in LANGUAGES)
    return Exercise(
        slug=slug,
        title={},
        checks=tuple(read_checks(folder, path, _without_own_tests(source), hidden=False)),
        contract=(),
        check_files={path.name: source},
        reference="",
        digest=os.fspath(slug),
        numbers=read_numbers(folder.parent, folder),
        feedback=read_feedback(folder.parent, folder) if has_words else {},
    )


def _without_own_tests(source: str) -> str:
    """Return the source of a check file without the tests that a student added: those are no checks."""
    tree = ast.parse(source)
    tree.body = [node for node in tree.body if not isinstance(node, ast.FunctionDef) or _is_check(node)]
    return ast.unparse(tree)


def _is_check(function: ast.FunctionDef) -> bool:
    marks = (mark.func for mark in function.decorator_list if isinstance(mark, ast.Call))
    return any(isinstance(mark, ast.Name) and mark.id == "check" for mark in marks)
