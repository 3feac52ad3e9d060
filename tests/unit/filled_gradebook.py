"""A gradebook filled without grading: results are made up, so that exports of any size can be tried in seconds."""

from collections.abc import Mapping
from pathlib import Path

from grader.course import Course
from grader.gradebook import Gradebook, new_run
from grader.model import CheckResult, Exercise, Finding, Outcome, Result, Submission

# student -> exercise -> the outcomes of its checks, or a finding that says why the file can't be read
Class = Mapping[str, Mapping[str, "str | Finding"]]
OUTCOMES = {
    "+": "passed",
    "-": "failed",
    "!": "errored",
    "t": "timed_out",
    "c": "crashed",
    "r": "refused",
    "s": "skipped",
}
OUTCOMES["?"] = "grader_fault"


def result(exercise: Exercise, outcomes: str, digest: str, findings: Mapping[str, Finding] | None = None) -> Result:
    """Return a result with an outcome a check, each a letter of OUTCOMES; the last letter stands for all that follow."""
    checks = []
    for index, check in enumerate(exercise.checks):
        outcome = Outcome(OUTCOMES[outcomes[min(index, len(outcomes) - 1)]])
        finding = (findings or {}).get(check.name)
        if finding is None and outcome is not Outcome.PASSED:
            finding = Finding(kind="wrong-value", parameters={"got": "0.6070", "expected": "0.4242"})
        checks.append(
            CheckResult(
                check=check.name,
                outcome=outcome,
                points=check.points if outcome is Outcome.PASSED else 0.0,
                max_points=check.points,
                finding=finding,
                seconds=0.25,
                output="printed 0.4242",
            )
        )
    return Result(
        exercise=exercise.slug,
        code_digest=digest,
        exercise_digest=exercise.digest,
        variant="",
        checks=tuple(checks),
    )


def fill_gradebook(place: Path, course: Course, students: Class) -> None:
    """Store what a class handed in and what became of it."""
    book = Gradebook(str(place), create=True)
    run = book.begin_run(new_run("full", (), {}))
    book.add_students(students)
    submissions, results = [], []
    for student, work in students.items():
        for slug, what in work.items():
            digest = f"{student} {slug}"
            problem = what if isinstance(what, Finding) else None
            submissions.append(
                Submission(
                    student=student, exercise=slug, cells=("x",), digest=digest, path=f"{slug}.py", problem=problem
                )
            )
            if isinstance(what, str):
                results.append(result(course.exercises[slug], what, digest))
    book.add_submissions(run, submissions)
    book.add_results(run, results)
    book.close()
