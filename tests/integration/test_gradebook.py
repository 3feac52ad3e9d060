"""The gradebook keeps what it was given, on SQLite and on a real PostgreSQL server."""

import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from grader import gradebook
from grader.errors import GradebookError
from grader.gradebook import Gradebook, new_run
from grader.model import Check, CheckResult, Exercise, Finding, Outcome, Result, Submission

EXERCISE = Exercise(
    slug="task",
    title={},
    checks=(Check(name="test_a", points=4, hidden=False), Check(name="test_b", points=6, hidden=True)),
    contract=("f",),
    check_files={},
    reference="",
    digest="first",
)
COURSE = {"task": EXERCISE}
RUN = new_run("full", (), {"torch": "2"})
FINDING = Finding(kind="wrong-value", parameters={"got": "2\u2028\x1b", "expected": ["1", None]}, diagnosis="doubles")


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a new gradebook may be made."""
    if request.param == "sqlite":
        yield str(tmp_path / "book.db")
        return
    url = request.getfixturevalue("postgres")
    yield url
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        gradebook._schema.drop_all(connection)
    engine.dispose()


@pytest.fixture
def book(place: str) -> Iterator[Gradebook]:
    opened = Gradebook(place, create=True)
    yield opened
    opened.close()


def handed_in(student: str = "ada", code: str = "x = 1", **more: object) -> Submission:
    return Submission(
        **({"student": student, "exercise": "task", "cells": (code,), "digest": code, "path": "task.py"} | more)
    )


def result_of(code: str, outcome: Outcome = Outcome.FAILED, digest: str = "first") -> Result:
    checks = (
        CheckResult(check="test_a", outcome=Outcome.PASSED, points=4, max_points=4, seconds=0.25),
        CheckResult(check="test_b", outcome=outcome, points=0, max_points=6, finding=FINDING, output="said\0"),
    )
    return Result(
        exercise="task", code_digest=code, exercise_digest=digest, variant="", checks=checks, output="\0", seconds=1.5
    )


def test_what_was_stored_comes_back(book: Gradebook) -> None:
    """Submissions, results, findings and runs come back as they were stored; only NUL is replaced."""
    run = book.begin_run(RUN)
    note = Finding(kind="newer-counts", parameters={"kept": "a", "ignored": "b"})
    submission = handed_in(received_at=1.5, notes=(note,), notebook=True)
    book.add_submissions(run, [submission])
    book.add_results(run, [result_of("x = 1")])
    ((found, result),) = book.latest(COURSE)
    assert (found.student, found.notes, found.received_at, found.notebook) == ("ada", (note,), 1.5, True)
    assert result is not None
    assert (result.checks[1].finding, result.checks[1].output, result.output) == (FINDING, "said\ufffd", "\ufffd")
    assert [check.points for check in result.checks] == [4, 0]
    assert book.last_run() == RUN
    book.set_isolation(run, "reduced", ["bubblewrap"])
    last = book.last_run()
    assert last is not None
    assert (last.isolation, last.missing_layers) == ("reduced", ("bubblewrap",))


def test_only_what_has_no_result_is_ungraded(book: Gradebook) -> None:
    """A code is graded once, however many hand it in; a new code, a new check or a fault of ours is graded again."""
    run = book.begin_run(RUN)
    book.add_submissions(run, [handed_in("ada"), handed_in("bob"), handed_in("cy", "y = 2")])
    assert book.ungraded(run, EXERCISE) == [("x = 1", ""), ("y = 2", "")]
    book.add_results(run, [result_of("x = 1"), result_of("y = 2", Outcome.GRADER_FAULT)])
    assert book.ungraded(run, EXERCISE) == [("y = 2", "")]
    assert len(book.ungraded(run, EXERCISE, regrade=True)) == 2
    changed = Exercise(**{name: getattr(EXERCISE, name) for name in Exercise.__struct_fields__} | {"digest": "second"})
    assert len(book.ungraded(run, changed)) == 2
    (code,) = book.codes(EXERCISE, [("y = 2", "")])
    assert (code.cells, code.digest) == (("y = 2",), "y = 2")


def test_the_latest_attempt_counts_and_none_is_lost(book: Gradebook) -> None:
    """A changed file is a new attempt, an unchanged one is not, and going back to an old one is."""
    for code in ("x = 1", "x = 2", "x = 2", "x = 1"):
        run = book.begin_run(RUN)
        book.add_submissions(run, [handed_in(code=code)])
    ((latest, _),) = book.latest(COURSE)
    assert latest.digest == "x = 1"
    with book._engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM submissions")) == 3


def test_totals_agree_with_the_latest_results_and_bring_those_to_look_at(book: Gradebook) -> None:
    """Points come from the database's own sum; the whole result only where it is odd."""
    run = book.begin_run(RUN)
    cases = {"ada": Outcome.FAILED, "ben": Outcome.CRASHED, "cy": Outcome.GRADER_FAULT, "di": None}
    book.add_submissions(run, [handed_in(student, code=student) for student in cases])
    book.add_results(run, [result_of(student, outcome) for student, outcome in cases.items() if outcome])
    latest = {submission.student: result for submission, result in book.latest(COURSE)}
    totals = {submission.student: (score, result) for submission, score, result in book.totals(COURSE)}
    assert totals == {"ada": (4.0, None), "ben": (4.0, latest["ben"]), "cy": (4.0, latest["cy"]), "di": (None, None)}
    assert latest["di"] is None
    assert book.students_handing_in() == set(cases)


def test_a_result_for_another_version_of_the_exercise_does_not_count(book: Gradebook) -> None:
    """After a check has changed, a submission has no result until it is graded again."""
    run = book.begin_run(RUN)
    book.add_submissions(run, [handed_in(code="a")])
    book.add_results(run, [result_of("a", digest="second")])
    assert [result for _, result in book.latest(COURSE)] == [None]
    assert [score for _, score, _ in book.totals(COURSE)] == [None]


def test_a_fault_of_ours_never_takes_the_place_of_a_result(book: Gradebook) -> None:
    """When a regrade fails on our side the earlier result stays."""
    run = book.begin_run(RUN)
    book.add_submissions(run, [handed_in()])
    book.add_results(run, [result_of("x = 1")])
    book.add_results(run, [result_of("x = 1", Outcome.GRADER_FAULT)])
    ((_, result),) = book.latest(COURSE)
    assert result is not None
    assert not result.provisional


def test_what_could_not_be_read_is_not_graded(book: Gradebook) -> None:
    """A problem is stored with its submission, and what names no exercise is listed while it is still there."""
    problem = Finding(kind="wrong-name", parameters={"name": "tsak.py", "nearest": None})
    run = book.begin_run(RUN)
    book.add_submissions(run, [handed_in(problem=problem, cells=()), handed_in("bob", exercise="", problem=problem)])
    assert book.ungraded(run, EXERCISE) == []
    assert [(each.student, each.problem) for each in book.misnamed()] == [("bob", problem)]
    book.begin_run(RUN)
    assert book.misnamed() == []


def test_students_without_a_file_are_known(book: Gradebook) -> None:
    """The students of a roster are listed once each, in order."""
    book.add_students(["bob", "ada", "bob"])
    book.add_students(["ada"])
    assert book.students() == ["ada", "bob"]


def test_two_writers_lose_nothing(place: str) -> None:
    """Two runs that make one gradebook at the same time, and write into it, wait for each other."""
    faults: list[Exception] = []

    def write(first: int) -> None:
        own = Gradebook(place, create=True)
        try:
            for number in range(first, first + 40):
                run = own.begin_run(RUN)
                own.add_submissions(run, [handed_in(f"s{number}", f"x = {number}")])
                own.add_results(run, [result_of(f"x = {number}")])
        except GradebookError as fault:
            faults.append(fault)
        finally:
            own.close()

    threads = [threading.Thread(target=write, args=(first,)) for first in (0, 100)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    book = Gradebook(place)
    assert len([result for _, result in book.latest(COURSE) if result]) == 80
    book.close()


def test_a_full_disk_is_told_and_nothing_is_lost(tmp_path: Path) -> None:
    """When there is no room, the error says so, and the gradebook opens with what was stored before."""
    book = Gradebook(str(tmp_path / "book.db"), create=True)
    run = book.begin_run(RUN)
    book.add_submissions(run, [handed_in()])

    @sa.event.listens_for(book._engine, "connect")
    def keep_small(connection: sqlite3.Connection, record: object) -> None:
        connection.execute("PRAGMA max_page_count = 1")

    book._engine.dispose()
    with pytest.raises(GradebookError) as caught:
        book.add_submissions(run, [handed_in(f"s{number}", "x" * 5_000 + str(number)) for number in range(100)])
    assert "full" in caught.value.what
    assert "room" in caught.value.remedy
    book.close()
    again = Gradebook(str(tmp_path / "book.db"))
    assert [each.student for each, _ in again.latest(COURSE)] == ["ada"]
    again.close()


def test_attempts_are_kept_with_their_scores(book: Gradebook) -> None:
    """Who hands in an exercise again has every attempt in the order of time, with the points of its latest result."""
    for received, code in enumerate(("x = 1", "x = 2", "x = 3")):
        run = book.begin_run(RUN)
        book.add_submissions(run, [handed_in(code=code, received_at=float(received)), handed_in("ben")])
    book.add_results(1, [result_of("x = 1"), result_of("x = 2", Outcome.GRADER_FAULT)])
    book.add_results(2, [result_of("x = 1", digest="second")])
    found = book.attempts(["ada", "ben", "cem"])
    assert list(found) == [("ada", "task")]
    assert [(each.received_at, each.score) for each in found["ada", "task"]] == [(0.0, 4.0), (1.0, None), (2.0, None)]


def test_codes_are_found_by_their_digest(book: Gradebook) -> None:
    """The cells of what could be read are there by digest; of what could not, or is not known, there are none."""
    run = book.begin_run(RUN)
    broken = handed_in("ben", exercise="", digest="y", cells=(), problem=Finding(kind="empty"))
    book.add_submissions(run, [handed_in(cells=("a = 1", "b = 2"), digest="two cells"), broken])
    assert book.sources(["two cells", "y", "z"]) == {"two cells": ("a = 1", "b = 2")}
    assert book.sources([]) == {}
    assert book.played() == {"task"}


def test_a_locked_gradebook_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When another program holds the gradebook for too long, the error says what to wait for."""
    monkeypatch.setattr(gradebook, "LOCK_SECONDS", 0.1)
    place = str(tmp_path / "book.db")
    book = Gradebook(place, create=True)
    other = sqlite3.connect(place)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(GradebookError) as caught:
        book.begin_run(RUN)
    other.close()
    book.close()
    assert "wait" in caught.value.remedy


@pytest.mark.parametrize(
    ("content", "remedy"),
    [(b"this is no database " * 200, "no gradebook"), (None, "grade run")],
)
def test_what_is_no_gradebook_is_told(tmp_path: Path, content: bytes | None, remedy: str) -> None:
    """A file of another kind, or none, is answered with what to do, and stays as it is."""
    path = tmp_path / "book.db"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(GradebookError) as caught:
        Gradebook(str(path))
    assert remedy in caught.value.remedy
    assert (path.read_bytes() if path.exists() else None) == content


def test_a_gradebook_of_another_format_is_refused(tmp_path: Path) -> None:
    """A gradebook that a newer program wrote is not touched."""
    place = str(tmp_path / "book.db")
    Gradebook(place, create=True).close()
    with sqlite3.connect(place) as connection:
        connection.execute("UPDATE about SET schema_version = 99")
    connection.close()
    with pytest.raises(GradebookError) as caught:
        Gradebook(place)
    assert "99" in caught.value.what


def test_a_wrong_address_is_told(tmp_path: Path) -> None:
    """An address that no database has is answered with what to check."""
    for place in ("nosuchdatabase://x", f"{tmp_path}/no/such/folder/book.db"):
        with pytest.raises(GradebookError):
            Gradebook(place, create=True)
