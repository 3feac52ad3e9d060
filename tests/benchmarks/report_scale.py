"""`grade report` for a large class: time, memory, sizes, and how soon the page of the class is there.

    python tests/benchmarks/report_scale.py --students 10000

The gradebook is synthetic and written through `Gradebook`, without grading: the code of the course's right and wrong answers,
each with a comment of the student's own so that no two are alike, and random outcomes.
"""

import argparse
import hashlib
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from grader.course import Course, read_course
from grader.gradebook import Gradebook, new_run
from grader.model import CheckResult, Exercise, Finding, Outcome, Result, Submission

REPOSITORY = Path(__file__).parents[2]
SEED = 7
SHARE_MISSING, SHARE_UNREADABLE, SHARE_AGAIN = 0.06, 0.005, 0.1
CHUNK_STUDENTS = 500


def main() -> None:
    """Build the gradebook, write its report in a process of its own, and print what it took."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--students", type=int, default=10_000)
    arguments.add_argument("--exercises", type=int, default=5)
    arguments.add_argument("--keep", type=Path, help="Where gradebook and report stay.")
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = options.keep or Path(folder)
        place.mkdir(parents=True, exist_ok=True)
        book, out = place / "scale.db", place / "report"
        if not book.exists():
            build_gradebook(read_course(REPOSITORY), book, options.students, options.exercises)
        started = time.perf_counter()
        command = [sys.executable, "-m", "grader", "report", "--gradebook", str(book), "--out", str(out)]
        subprocess.run(command, check=True, cwd=REPOSITORY, stdout=subprocess.DEVNULL)
        seconds = time.perf_counter() - started
        # Of the largest process: that of the command, or one that colours code.
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        peak, computing = used.ru_maxrss / 1024, used.ru_utime + used.ru_stime
        pages = list((out / "students").iterdir())
        print(f"{options.students} students x {options.exercises} exercises")
        print(f"  report      {seconds:8.1f} s, {computing:.0f} s of computing, peak {peak:.0f} MiB")
        print(f"  gradebook   {book.stat().st_size / 1e6:8.1f} MB")
        print(
            f"  class page  {(out / 'index.html').stat().st_size / 1e3:8.1f} kB, its table {(out / 'data' / 'class.js').stat().st_size / 1e6:.2f} MB"
        )
        print(
            f"  students    {sum(page.stat().st_size for page in pages) / len(pages) / 1e3:8.1f} kB a page, {sum(page.stat().st_size for page in pages) / 1e6:.0f} MB in all"
        )
        for name, value in first_paint(out / "index.html").items():
            print(f"  {name:<11} {value:8.0f} ms")


def build_gradebook(course: Course, place: Path, students: int, exercises: int) -> None:
    """Write a class into a new gradebook."""
    rng = random.Random(SEED)
    slugs = list(course.exercises)[:: max(1, len(course.exercises) // exercises)][:exercises]
    answers = {
        slug: [path.read_text() for path in sorted((REPOSITORY / "solutions" / slug).glob("*/*.py"))] for slug in slugs
    }
    book = Gradebook(str(place), create=True)
    ids = [f"s{number:05d}" for number in rng.sample(range(100_000), students)]
    for start in range(0, students, CHUNK_STUDENTS):
        run = book.begin_run(new_run("full", (), {"torch": "2.13.0"}))
        submissions, results = [], []
        for student in ids[start : start + CHUNK_STUDENTS]:
            skill = rng.betavariate(4, 2)
            for slug in slugs:
                for submission in _submissions(student, slug, answers[slug], rng):
                    submissions.append(submission)
                    if submission.problem is None:
                        results.append(_result(course.exercises[slug], submission, skill, rng))
        book.add_students(ids[start : start + CHUNK_STUDENTS])
        # A second attempt is one that a later run saw.
        for attempt in (0, 1):
            book.add_submissions(run, [each for each in submissions if each.path.endswith("again.py") == bool(attempt)])
        book.add_results(run, results)
    book.close()


def _submissions(student: str, slug: str, answers: list[str], rng: random.Random) -> Iterator[Submission]:
    if rng.random() < SHARE_MISSING:
        return
    received = 1_760_000_000 + rng.random() * 1e6
    if rng.random() < SHARE_UNREADABLE:
        problem = Finding(kind="not-utf8", parameters={"name": f"{slug}.py", "line": 3})
        yield Submission(
            student=student, exercise=slug, received_at=received, path=f"{student}/{slug}.py", problem=problem
        )
        return
    for attempt in range(1 + (rng.random() < SHARE_AGAIN)):
        code = f"# {student}, attempt {attempt}\n{rng.choice(answers)}"
        path = f"{student}/{slug}{'again' * attempt}.py"
        digest = hashlib.sha256(code.encode()).hexdigest()
        yield Submission(
            student=student, exercise=slug, cells=(code,), digest=digest, received_at=received + attempt, path=path
        )


def _result(exercise: Exercise, submission: Submission, skill: float, rng: random.Random) -> Result:
    names = list(exercise.feedback["en"].misconceptions)
    checks = []
    for check in exercise.checks:
        outcome = (
            Outcome.PASSED if rng.random() < skill else rng.choice([Outcome.FAILED, Outcome.FAILED, Outcome.ERRORED])
        )
        checks.append(
            CheckResult(
                check=check.name,
                outcome=outcome,
                points=check.points if outcome is Outcome.PASSED else 0.0,
                max_points=check.points,
                finding=_finding(outcome, names, rng),
                seconds=rng.random() / 50,
            )
        )
    return Result(
        exercise=exercise.slug,
        code_digest=submission.digest,
        exercise_digest=exercise.digest,
        variant="",
        checks=tuple(checks),
        seconds=rng.random(),
    )


def _finding(outcome: Outcome, names: list[str], rng: random.Random) -> Finding | None:
    if outcome is Outcome.ERRORED:
        kind = rng.choice(["TypeError", "ValueError", "RuntimeError", "IndexError"])
        return Finding(
            kind="exception", parameters={"type": kind, "message": "something is wrong", "line": rng.randint(2, 9)}
        )
    if outcome is Outcome.FAILED:
        diagnosis = rng.choice(names) if names and rng.random() < 0.5 else None
        return Finding(kind="wrong-value", parameters={"got": "0.6070", "expected": "0.4242"}, diagnosis=diagnosis)
    return None


def first_paint(page_file: Path) -> dict[str, float]:
    """Return when Chromium first paints the page, when its table is there, and how long a search takes."""
    from playwright.sync_api import sync_playwright

    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=arguments
        )
        page = browser.new_page()
        page.goto(page_file.as_uri())
        page.wait_for_selector("body[data-ready]")
        ready = page.evaluate("performance.now()")
        paints = json.loads(page.evaluate("JSON.stringify(performance.getEntriesByType('paint'))"))
        started = time.perf_counter()
        page.fill("input[name=search]", "s0123")
        page.wait_for_function("() => !document.getElementById('count').textContent.startsWith('10,')")
        searched = (time.perf_counter() - started) * 1000
        browser.close()
    return {each["name"].replace("-", " ")[:11]: each["startTime"] for each in paints} | {
        "table ready": ready,
        "search": searched,
    }


if __name__ == "__main__":
    main()
