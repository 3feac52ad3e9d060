"""One exercise's checks over a batch of submissions, in one pytest session.

How it works: a `Session` lives as long as its worker process and owns the zygote. `grade` writes the exercise's check files
into a private folder named by the exercise's digest (a changed check is a new module) and calls `pytest.main` once:
pytest collects the checks, and a plugin object runs all of them on one submission after the other, each in its own
child. (To set up and tear down a test for every check of every submission costs pytest more than most checks do.)
Checks run here, in the trusted process; what they raise is turned into records on the spot. A crash, or a deadline that
was missed without computing, is tried once more, alone.
"""

import functools
import inspect
import os
import time
import traceback
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from grader.errors import WorkerFault
from grader.inputs import Inputs
from grader.model import Check, CheckResult, Exercise, Finding, Outcome, Result, Submission
from grader.sandbox.folders import PrivateFolder
from grader.sandbox.launch import Zygote
from grader.sandbox.student import Attempt, LoadProblem, Student
from grader.tellings import storable
from grader.variants import other_variants, own_numbers
from grader.verdicts import CheckFailed, Crashed, TimedOut, Verdict

# pytest's own parts that cost more than a check and serve no purpose without a terminal.
UNUSED_PLUGINS = (
    "terminal cacheprovider capture logging warnings doctest unittest nose stepwise junitxml faulthandler pastebin"
    " legacypath threadexception unraisableexception recwarn monkeypatch setuponly setupplan debugging tmpdir"
).split()
LOAD_OUTCOMES = {"load-timed-out": Outcome.TIMED_OUT, "load-crashed": Outcome.CRASHED}


class Session:
    """Grades batches until it is closed. `secret` makes the inputs of checks unpredictable."""

    def __init__(self, secret: bytes = b"", open_zygote: Callable[[], Zygote] = Zygote) -> None:
        self._secret, self._open_zygote = secret, open_zygote
        self._private = PrivateFolder("checks")
        self._folder = Path(self._private.path)
        (self._folder / "pytest.ini").write_text("[pytest]\n")
        # Started before any check file is opened, while this process holds nothing worth inheriting.
        self._zygote = open_zygote()
        self._batch: _Batch | None = None
        self.given_up = False
        os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
        # Options and plugins that somebody set for their own tests are none of ours.
        os.environ.pop("PYTEST_ADDOPTS", None)
        os.environ.pop("PYTEST_PLUGINS", None)

    @property
    def zygote(self) -> Zygote:
        """A zygote that is alive: a new one, if the last one died."""
        if not self._zygote.alive:
            before = self._zygote
            before.close()
            self._zygote = self._open_zygote()
            if self._zygote.layers != before.layers:
                raise WorkerFault("the warm torch process died, and the next one has other layers around it")
        return self._zygote

    def grade(self, exercise: Exercise, submissions: Sequence[Submission], *, brief: bool = False) -> list[Result]:
        """Return a result for each submission, in their order; a `brief` one ends where the first point is lost."""
        batch = self._run(exercise, submissions, brief=brief)
        results = list(batch.results)
        for index in [] if self.given_up else batch.doubtful:
            results[index] = self._run(exercise, [submissions[index]], brief=brief).results[0]
        return results

    def give_up(self) -> None:
        """End what another thread grades, as fast as its child dies; what it returns means nothing."""
        self.given_up = True
        if (batch := self._batch) is not None:
            batch.give_up()

    def renew(self) -> None:
        """Begin with a new zygote."""
        self._zygote.close()
        self._zygote = self._open_zygote()

    def close(self) -> None:
        """End the zygote and remove the check files."""
        self._zygote.close()
        self._private.close()

    def _run(self, exercise: Exercise, submissions: Sequence[Submission], *, brief: bool = False) -> "_Batch":
        batch = self._batch = _Batch(self, exercise, submissions, self._secret, brief=brief)
        folder = self._folder / f"checks_{exercise.digest[:16]}"
        if not folder.exists():
            folder.mkdir(mode=0o700)
            for name, text in exercise.check_files.items():
                (folder / name).write_text(text, encoding="utf-8")
        options = [f"-pno:{name}" for name in UNUSED_PLUGINS]
        # Modules are named by their path below the root: the digest in it keeps exercises and versions apart.
        root, settings = f"--rootdir={self._folder}", f"-c{self._folder / 'pytest.ini'}"
        options += ["--import-mode=importlib", "--assert=plain", root, settings]
        files = [str(folder / name) for name in exercise.check_files]
        pytest.main([*options, *files], plugins=[batch])
        if batch.interrupted:
            raise KeyboardInterrupt
        return batch


class _Batch:
    """The pytest plugin that runs the checks over the submissions and keeps what comes of them."""

    def __init__(
        self, session: Session, exercise: Exercise, submissions: Sequence[Submission], secret: bytes, *, brief: bool
    ) -> None:
        self._session, self._exercise, self._submissions, self._secret = session, exercise, submissions, secret
        self._brief = brief
        self._reference_breaks: dict[str, str] = {}
        self._fault = ""
        self._done: dict[int, Result] = {}
        self._current: Graded | None = None
        self.doubtful: list[int] = []
        self.interrupted = False

    @property
    def results(self) -> list[Result]:
        """The results in the order of the submissions; what no check reached is a fault of ours."""
        fault = self._fault or "no check ran"
        return [
            self._done.get(index) or Result.of_fault(self._exercise, submission, fault)
            for index, submission in enumerate(self._submissions)
        ]

    def pytest_collectreport(self, report: Any) -> None:
        """Keep why a check file could not be read."""
        if report.failed:
            self._fault = str(report.longrepr)

    def pytest_internalerror(self, excrepr: Any) -> None:
        """Keep why pytest itself failed."""
        self._fault = str(excrepr)

    def pytest_keyboard_interrupt(self, excinfo: Any) -> None:
        """Keep that a person stopped us."""
        self.interrupted = excinfo.type is KeyboardInterrupt

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run the checks on one submission after the other, in the order of the exercise."""
        functions = {item.originalname: item.obj for item in session.items if isinstance(item, pytest.Function)}
        # What torch warns of while it reads hostile values is nothing for the teacher's terminal.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for index, submission in enumerate(() if self._fault else self._submissions):
                self._grade(index, submission, functions)
        return True

    def _grade(self, index: int, submission: Submission, functions: dict[str, Callable[..., None]]) -> None:
        graded = Graded(self._session.zygote, self._exercise, submission, brief=self._brief)
        self._current = graded
        if self._session.given_up:
            graded.give_up()
        try:
            graded.load()
            for check in self._exercise.checks:
                if check.name in functions:
                    self._run(check, functions[check.name], graded, submission)
        finally:
            self._done[index] = graded.result(self._exercise)
            self._current = None
        if graded.doubtful:
            self.doubtful.append(index)

    def give_up(self) -> None:
        """End the current submission's child, in another thread."""
        if (current := self._current) is not None:
            current.give_up()

    def _run(self, check: Check, function: Callable[..., None], graded: "Graded", submission: Submission) -> None:
        inputs = inputs_for(self._exercise, check.name, submission.variant, self._secret)
        call = _offer(function, graded.student, inputs)
        graded.run(check, call, lambda: self._blame(check, function))

    def _blame(self, check: Check, function: Callable[..., None]) -> str:
        """Return why the check breaks on the reference too, "" if it does not: then the submission is to blame."""
        if not self._exercise.reference:
            # A student's copy of the course has none: nobody else is there to blame.
            return ""
        if check.name not in self._reference_breaks:
            reference = Submission(student="", exercise=self._exercise.slug, cells=(self._exercise.reference,))
            attempt = Attempt(self._session.zygote, self._exercise, reference)
            # The reference answers the default variant, whoever's check broke.
            inputs = inputs_for(self._exercise, check.name, "", self._secret)
            try:
                attempt.load()
                _offer(function, Student(attempt), inputs)()
                why = ""
            except Verdict as verdict:
                why = "" if verdict.outcome is Outcome.PASSED else f"the reference gets {verdict.outcome.value}"
            # The one broad catch: whatever a check raises on the reference is a fault of the course, kept for us.
            except Exception:  # noqa: BLE001
                why = traceback.format_exc()
            finally:
                attempt.close()
            self._reference_breaks[check.name] = why
        return self._reference_breaks[check.name]


def _offer(function: Callable[..., None], student: Student | None, inputs: Inputs) -> Callable[[], None]:
    """Return a check with what it asks for."""
    offered = {"student": student, "inputs": inputs}
    return functools.partial(function, **{name: offered[name] for name in inspect.signature(function).parameters})


def inputs_for(exercise: Exercise, check: str, variant: str, secret: bytes) -> Inputs:
    """Return a check's own seeded inputs, with the numbers of a variant."""
    own = own_numbers(exercise, variant)
    return Inputs(
        exercise.digest, check, variant, secret, variant=own, others=lambda: other_variants(exercise, own, secret)
    )


class Graded:
    """One submission while its checks run."""

    def __init__(self, zygote: Zygote, exercise: Exercise, submission: Submission, *, brief: bool = False) -> None:
        self._submission, self._brief = submission, brief
        self._attempt = Attempt(zygote, exercise, submission)
        self._started = time.perf_counter()
        self._results: dict[str, CheckResult] = {}
        self.load_problem: Finding | None = None
        self._fault = ""
        self._load_output = ""
        self.doubtful = False
        self.student: Student | None = None

    def load(self) -> None:
        """Load the submission in a child; why that failed is `load_problem`."""
        try:
            self._attempt.load()
            self.student = Student(self._attempt)
        except LoadProblem as problem:
            self.load_problem = problem.finding
            self.doubtful = problem.starved or problem.finding.kind == "load-crashed"
        except WorkerFault:
            self.load_problem = _zygote_died(while_loading=True)
            self.doubtful = True
        self._load_output = self._attempt.printed_in_check()

    def give_up(self) -> None:
        """End the child and make no further call."""
        self._attempt.give_up()

    def run(self, check: Check, call: Callable[[], None], blame: Callable[[], str]) -> CheckResult:
        """Run one check and keep its result; `blame` tells whether the check breaks on the reference too."""
        result = self._results[check.name] = self._run(check, call, blame)
        return result

    def result(self, exercise: Exercise) -> Result:
        """End the child and return the result."""
        self._attempt.close()
        missing = Finding(kind="fault")
        checks = tuple(
            self._results.get(check.name) or _check_result(check, Outcome.GRADER_FAULT, missing)
            for check in exercise.checks
        )
        return _result(
            exercise,
            self._submission,
            checks,
            problem=self.load_problem or self._attempt.problem,
            output=self._load_output,
            seconds=round(time.perf_counter() - self._started, 6),
            fault=self._fault,
        )

    def _run(self, check: Check, call: Callable[[], None], blame: Callable[[], str]) -> CheckResult:
        if self.load_problem is not None:
            outcome = LOAD_OUTCOMES.get(self.load_problem.kind, Outcome.ERRORED)
            return _check_result(check, outcome, None)
        if self._brief and any(result.points < result.max_points for result in self._results.values()):
            return _check_result(check, Outcome.SKIPPED, None)
        before = self._results.get(check.after or "")
        if before is not None and before.outcome is not Outcome.PASSED:
            return _check_result(check, Outcome.SKIPPED, Finding(kind="skipped", parameters={"after": check.after}))
        started = time.perf_counter()
        self._attempt.begin_check(seed=0)
        outcome, finding, fraction = self._verdict(call, blame)
        return CheckResult(
            check=check.name,
            outcome=outcome,
            points=check.points * fraction,
            max_points=check.points,
            finding=storable(finding) if finding else None,
            seconds=round(time.perf_counter() - started, 6),
            output=self._attempt.printed_in_check(),
        )

    def _verdict(self, call: Callable[[], None], blame: Callable[[], str]) -> tuple[Outcome, Finding | None, float]:
        try:
            call()
        except Verdict as verdict:
            self.doubtful |= isinstance(verdict, Crashed) or (isinstance(verdict, TimedOut) and verdict.starved)
            finding = verdict.finding
            if (
                finding.kind == "returned-nothing"
                and not finding.parameters.get("name")
                and self._attempt.printed_in_check()
            ):
                finding = Finding(kind="printed-instead", diagnosis=finding.diagnosis)
            return verdict.outcome, finding, verdict.fraction
        except WorkerFault:
            self.doubtful = True
            return Outcome.CRASHED, _zygote_died(while_loading=False), 0.0
        # The one broad catch: a check that breaks on what a submission sent breaks on the submission's account, unless
        # it breaks on the reference too; then it is ours, and the traceback is kept.
        except Exception as error:  # noqa: BLE001
            # What it may still compute in the background would hold up the reference.
            self._attempt.close()
            why = blame()
            if why:
                self._fault = why
                return Outcome.GRADER_FAULT, Finding(kind="fault"), 0.0
            detail = f"{type(error).__name__}: {error}"[:300]
            failed = CheckFailed(Finding(kind="wrong-kind", parameters={"detail": detail}))
            return failed.outcome, failed.finding, 0.0
        return Outcome.PASSED, None, 1.0


def _zygote_died(*, while_loading: bool) -> Finding:
    parameters = {"how": "the sandbox's own process died", "while": "load" if while_loading else "call"}
    return Finding(kind="load-crashed" if while_loading else "crashed", parameters=parameters)


def _check_result(check: Check, outcome: Outcome, finding: Finding | None) -> CheckResult:
    return CheckResult(check=check.name, outcome=outcome, points=0.0, max_points=check.points, finding=finding)


def _result(exercise: Exercise, submission: Submission, checks: tuple[CheckResult, ...], **more: Any) -> Result:
    return Result(
        exercise=exercise.slug,
        code_digest=submission.digest,
        exercise_digest=exercise.digest,
        variant=submission.variant,
        checks=checks,
        **more,
    )
