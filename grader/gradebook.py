"""The gradebook: the only SQL.

How it works: five tables. A *run* grades; a *submission* is what a student handed in (a new row only when it differs from
the student's latest one: the rows are the attempts); a *result* belongs to code, not to a student, so that identical files
share one; *checks* are its rows; a *source* keeps the code. Results are added and never overwritten: the
latest one of a code digest, exercise digest and variant counts. Everything of a batch is stored in one transaction, so
that a killed run loses at most the batches under way. SQLite by default, PostgreSQL by URL.
"""

import contextlib
import itertools
import json
import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DatabaseError, SQLAlchemyError

from grader.errors import GradebookError
from grader.model import AttemptScore, CheckResult, Exercise, Finding, Outcome, Result, Run, Submission

SCHEMA_VERSION = 1
LOCK_SECONDS = 30
SECONDS_TO_PREPARE = 1.0
CHUNK_ROWS = 500
# What could not be read has no code: the digest says what is wrong with it instead.
UNREAD = "unread:"
# What a person should look at, whatever the points.
ODD_OUTCOMES = (Outcome.GRADER_FAULT.value, Outcome.REFUSED.value, Outcome.CRASHED.value, Outcome.TIMED_OUT.value)

_schema = sa.MetaData()
_about = sa.Table("about", _schema, sa.Column("schema_version", sa.Integer, nullable=False))
_runs = sa.Table(
    "runs",
    _schema,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("started_at", sa.Float, nullable=False),
    sa.Column("isolation", sa.String, nullable=False),
    sa.Column("missing_layers", sa.JSON, nullable=False),
    sa.Column("versions", sa.JSON, nullable=False),
)
_students = sa.Table("students", _schema, sa.Column("student", sa.String, primary_key=True))
_submissions = sa.Table(
    "submissions",
    _schema,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("student", sa.String, nullable=False),
    sa.Column("exercise", sa.String, nullable=False),
    sa.Column("code_digest", sa.String, nullable=False),
    sa.Column("variant", sa.String, nullable=False),
    sa.Column("received_at", sa.Float, nullable=False),
    sa.Column("path", sa.String, nullable=False),
    sa.Column("notebook", sa.Boolean, nullable=False),
    sa.Column("problem", sa.JSON),
    sa.Column("notes", sa.JSON, nullable=False),
    sa.Column("last_run", sa.Integer, nullable=False),
    sa.Index("submissions_by_student", "student", "exercise"),
)
_sources = sa.Table(
    "sources",
    _schema,
    sa.Column("code_digest", sa.String, primary_key=True),
    sa.Column("notebook", sa.Boolean, nullable=False),
    sa.Column("cells", sa.JSON, nullable=False),
)
_results = sa.Table(
    "results",
    _schema,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("run", sa.Integer, nullable=False),
    sa.Column("exercise", sa.String, nullable=False),
    sa.Column("code_digest", sa.String, nullable=False),
    sa.Column("exercise_digest", sa.String, nullable=False),
    sa.Column("variant", sa.String, nullable=False),
    sa.Column("provisional", sa.Boolean, nullable=False),
    sa.Column("problem", sa.JSON),
    sa.Column("output", sa.Text, nullable=False),
    sa.Column("seconds", sa.Float, nullable=False),
    sa.Column("fault", sa.Text, nullable=False),
    sa.Index("results_by_code", "exercise", "exercise_digest", "code_digest", "variant"),
)
_checks = sa.Table(
    "checks",
    _schema,
    sa.Column("result", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("outcome", sa.String, nullable=False),
    sa.Column("points", sa.Float, nullable=False),
    sa.Column("max_points", sa.Float, nullable=False),
    sa.Column("finding", sa.JSON),
    sa.Column("seconds", sa.Float, nullable=False),
    sa.Column("output", sa.Text, nullable=False),
)


class Gradebook:
    """An open gradebook. Faults of the database are `GradebookError`s that say what to do."""

    def __init__(self, place: str, *, create: bool = False) -> None:
        url = place if "://" in place else f"sqlite:///{place}"
        self.place = place
        if "://" not in place and not create and not Path(place).exists():
            remedy = "`grade run SUBMISSIONS` makes one; or name yours with --gradebook FILE."
            raise GradebookError("there is no gradebook", where=place, remedy=remedy)
        with self._explained():
            self._engine = sa.create_engine(url, connect_args=_connect_arguments(url), json_deserializer=_decoded)
            if self._engine.dialect.name == "sqlite":
                sa.event.listen(self._engine, "connect", _set_up_sqlite)
            try:
                self._prepare()
            except DatabaseError:
                # Another run may make the tables of a new gradebook at this very moment; then they are there now.
                time.sleep(SECONDS_TO_PREPARE)
                self._prepare()

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    def begin_run(self, run: Run) -> int:
        """Store how a run is made and return its number."""
        row = {
            "started_at": run.started_at,
            "isolation": run.isolation,
            "missing_layers": list(run.missing_layers),
            "versions": run.versions,
        }
        with self._explained(), self._engine.begin() as connection:
            inserted = connection.execute(_runs.insert().values(**row))
            number = inserted.inserted_primary_key
            assert number is not None
            return int(number[0])

    def set_isolation(self, run: int, isolation: str, missing_layers: Sequence[str]) -> None:
        """Store how well a run is isolated, once its workers know."""
        change = _runs.update().where(_runs.c.id == run)
        with self._explained(), self._engine.begin() as connection:
            connection.execute(change.values(isolation=isolation, missing_layers=list(missing_layers)))

    def last_run(self) -> Run | None:
        """Return how the latest run was made, None before the first."""
        with self._explained(), self._engine.connect() as connection:
            row = connection.execute(_runs.select().order_by(_runs.c.id.desc()).limit(1)).mappings().first()
        if row is None:
            return None
        return Run(
            started_at=row["started_at"],
            isolation=row["isolation"],
            missing_layers=tuple(row["missing_layers"]),
            versions=row["versions"],
        )

    def add_students(self, students: Iterable[str]) -> None:
        """Make students known, also those who handed in nothing."""
        with self._explained(), self._engine.begin() as connection:
            for chunk in _chunks(dict.fromkeys(students)):
                _insert_new(connection, _students, [{"student": student} for student in chunk])

    def add_submissions(self, run: int, submissions: Sequence[Submission]) -> None:
        """Store what was handed in; one that equals the student's latest of that exercise is only marked as seen."""
        self.add_students(submission.student for submission in submissions)
        with self._explained(), self._engine.begin() as connection:
            for chunk in _chunks(submissions):
                latest = _latest_of(connection, [submission.student for submission in chunk])
                new, seen = [], []
                for submission in chunk:
                    before = latest.get((submission.student, submission.exercise, _file_of(submission)))
                    if before is not None and before[1:] == (_code_digest(submission), submission.variant):
                        seen.append(before[0])
                    else:
                        new.append(_submission_row(run, submission))
                if new:
                    connection.execute(_submissions.insert(), new)
                    _add_sources(connection, chunk)
                if seen:
                    again = _submissions.update().where(_submissions.c.id.in_(seen)).values(last_run=run)
                    connection.execute(again)

    def ungraded(self, run: int, exercise: Exercise, *, regrade: bool = False) -> list[tuple[str, str]]:
        """Return the distinct (code digest, variant) pairs of this run that have no final result, or all of them."""
        columns = _submissions.c
        done = sa.select(_results.c.id).where(
            _results.c.exercise == columns.exercise,
            _results.c.exercise_digest == exercise.digest,
            _results.c.code_digest == columns.code_digest,
            _results.c.variant == columns.variant,
            sa.not_(_results.c.provisional),
        )
        query = sa.select(columns.code_digest, columns.variant, sa.func.min(columns.id)).where(
            columns.last_run == run, columns.exercise == exercise.slug, ~columns.code_digest.startswith(UNREAD)
        )
        if not regrade:
            query = query.where(~done.exists())
        query = query.group_by(columns.code_digest, columns.variant).order_by(sa.func.min(columns.id))
        with self._explained(), self._engine.connect() as connection:
            return [(digest, variant) for digest, variant, _ in connection.execute(query)]

    def codes(self, exercise: Exercise, keys: Sequence[tuple[str, str]]) -> list[Submission]:
        """Return what has to be graded for these (code digest, variant) pairs, in their order."""
        query = sa.select(_sources).where(_sources.c.code_digest.in_([digest for digest, _ in keys]))
        with self._explained(), self._engine.connect() as connection:
            sources = {row["code_digest"]: row for row in connection.execute(query).mappings()}
        return [
            Submission(
                student="",
                exercise=exercise.slug,
                cells=tuple(sources[digest]["cells"]),
                notebook=sources[digest]["notebook"],
                digest=digest,
                variant=variant,
            )
            for digest, variant in keys
        ]

    def add_results(self, run: int, results: Sequence[Result]) -> None:
        """Store a batch of results in one transaction."""
        if not results:
            return
        with self._explained(), self._engine.begin() as connection:
            rows = [_result_row(run, result) for result in results]
            numbers = connection.scalars(_results.insert().returning(_results.c.id, sort_by_parameter_order=True), rows)
            checks = [
                _check_row(number, position, check)
                for number, result in zip(numbers, results, strict=True)
                for position, check in enumerate(result.checks)
            ]
            if checks:
                connection.execute(_checks.insert(), checks)

    def students_handing_in(self) -> set[str]:
        """Return those who handed something in, under whatever name."""
        with self._explained(), self._engine.connect() as connection:
            return set(connection.scalars(sa.select(_submissions.c.student).distinct()))

    def students(self) -> list[str]:
        """Return all students, sorted."""
        with self._explained(), self._engine.connect() as connection:
            return sorted(connection.scalars(sa.select(_students.c.student)))

    def latest(
        self, exercises: dict[str, Exercise], student: str | None = None
    ) -> Iterator[tuple[Submission, Result | None]]:
        """Yield each student's (or one student's) latest submission of each exercise with its latest result, by student."""
        query, columns = _with_latest_results(exercises)
        if student is not None:
            query = query.where(_submissions.c.student == student)
        with self._explained(), self._engine.connect() as connection:
            for rows in _chunks(self._streamed(connection, query.add_columns(*columns.values()))):
                checks = self._checks_of([row["result_id"] for row in rows if row["result_id"] is not None])
                for row in rows:
                    number = row["result_id"]
                    result = None if number is None else _read_result(row, columns, tuple(checks[number]))
                    yield _read_submission(row), result

    def totals(self, exercises: dict[str, Exercise]) -> Iterator[tuple[Submission, float | None, Result | None]]:
        """Yield what `latest` does, with the points of the result instead of the result.

        The result itself comes only where a person should look at it: what could not be loaded, faults of ours, refused
        names, crashes and missed deadlines. So a class that is as it was is summed up in a moment.
        """
        query, columns = _with_latest_results(exercises)
        of_result = _checks.c.result == columns["id"]
        score = sa.select(sa.func.sum(_checks.c.points)).where(of_result).scalar_subquery()
        odd = sa.exists().where(of_result, _checks.c.outcome.in_(ODD_OUTCOMES))
        query = query.add_columns(columns["id"], columns["problem"], score.label("score"), odd.label("odd"))
        with self._explained(), self._engine.connect() as connection:
            for rows in _chunks(self._streamed(connection, query)):
                remarkable = [row["result_id"] for row in rows if row["odd"] or row["result_problem"] is not None]
                results = self._results(remarkable) if remarkable else {}
                for row in rows:
                    yield _read_submission(row), row["score"], results.get(row["result_id"])

    def misnamed(self) -> list[Submission]:
        """Return what was handed in under a name of no exercise, as the latest run saw it."""
        latest = sa.select(sa.func.max(_runs.c.id)).scalar_subquery()
        query = _submissions.select().where(_submissions.c.exercise == "", _submissions.c.last_run == latest)
        with self._explained(), self._engine.connect() as connection:
            return [_read_submission(row) for row in connection.execute(query.order_by("student")).mappings()]

    def played(self) -> set[str]:
        """Return the exercises that anybody has handed in."""
        query = sa.select(_submissions.c.exercise).where(_submissions.c.exercise != "").distinct()
        with self._explained(), self._engine.connect() as connection:
            return set(connection.scalars(query))

    def sources(self, digests: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Return the cells of these codes by their digest; what could not be read has none."""
        found: dict[str, tuple[str, ...]] = {}
        with self._explained(), self._engine.connect() as connection:
            for chunk in _chunks(dict.fromkeys(digests)):
                query = sa.select(_sources.c.code_digest, _sources.c.cells).where(_sources.c.code_digest.in_(chunk))
                found |= {digest: tuple(cells) for digest, cells in connection.execute(query)}
        return found

    def attempts(self, students: Sequence[str]) -> dict[tuple[str, str], list[AttemptScore]]:
        """Return, by student and exercise, the attempts of those who handed in an exercise more than once."""
        columns = _submissions.c
        query = sa.select(columns.student, columns.exercise, columns.code_digest, columns.variant, columns.received_at)
        wanted = query.where(columns.student.in_(list(students)), columns.exercise != "").order_by(columns.id)
        rows: dict[tuple[str, str], list[Any]] = {}
        with self._explained(), self._engine.connect() as connection:
            for row in connection.execute(wanted):
                rows.setdefault((row.student, row.exercise), []).append(row)
            repeated = {key: several for key, several in rows.items() if len(several) > 1}
            scores = _scores_of(connection, {row.code_digest for several in repeated.values() for row in several})
        return {
            key: [
                AttemptScore(received_at=row.received_at, score=scores.get((key[1], row.code_digest, row.variant)))
                for row in several
            ]
            for key, several in repeated.items()
        }

    def _streamed(self, connection: sa.Connection, query: sa.Select[Any]) -> Iterable[Any]:
        return connection.execution_options(stream_results=True, yield_per=CHUNK_ROWS).execute(query).mappings()

    def _results(self, numbers: Sequence[int]) -> dict[int, Result]:
        """Return the results of these numbers, at most a chunk."""
        columns = {column.name: column.label(f"result_{column.name}") for column in _results.c}
        query = sa.select(*columns.values()).where(_results.c.id.in_(numbers))
        checks = self._checks_of(numbers)
        with self._engine.connect() as connection:
            rows = connection.execute(query).mappings()
            return {row["result_id"]: _read_result(row, columns, tuple(checks[row["result_id"]])) for row in rows}

    def _checks_of(self, numbers: Sequence[int]) -> dict[int, list[CheckResult]]:
        """Return the checks of these results, at most a chunk, in their order."""
        checks: dict[int, list[CheckResult]] = {number: [] for number in numbers}
        names = ("result", "name", "outcome", "points", "max_points", "finding", "seconds", "output")
        wanted = sa.select(*(_checks.c[name] for name in names)).where(_checks.c.result.in_(checks))
        with self._engine.connect() as connection:
            for number, *fields in connection.execute(wanted.order_by("result", "position")):
                checks[number].append(_read_check(*fields))
        return checks

    def _prepare(self) -> None:
        """Make the tables where they are missing, and refuse a gradebook of another format."""
        with self._engine.begin() as connection:
            _schema.create_all(connection)
            version = connection.scalar(sa.select(_about.c.schema_version))
            if version is None:
                connection.execute(_about.insert().values(schema_version=SCHEMA_VERSION))
        if version not in (None, SCHEMA_VERSION):
            what = f"the gradebook has format {version}; this program writes {SCHEMA_VERSION}"
            raise GradebookError(what, where=self.place, remedy="Use the program that wrote it, or a new file.")

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        """Turn a database's exceptions into errors that say what to do."""
        try:
            yield
        except SQLAlchemyError as error:
            reason = str(error.orig) if isinstance(error, DatabaseError) else str(error)
            raise GradebookError(f"the gradebook: {reason}", where=self.place, remedy=_remedy(reason)) from error


def _decoded(text: str) -> Any:
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError:  # NaN and infinities are no JSON, but what Python writes
        return json.loads(text)


def _connect_arguments(url: str) -> dict[str, Any]:
    return {"timeout": LOCK_SECONDS} if url.startswith("sqlite") else {}


def _set_up_sqlite(connection: Any, record: Any) -> None:
    # Readers don't wait for the writer; a killed process leaves a file that opens.
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")


def _remedy(reason: str) -> str:
    text = reason.lower()
    if "locked" in text:
        return "Another program holds it; wait for that run to end, then run again: what is stored is kept."
    if "full" in text or "i/o" in text:
        return "Make room on the disk, then run again: what is stored is kept."
    if "not a database" in text or "malformed" in text:
        return "This file is no gradebook; name another with --gradebook FILE."
    if "readonly" in text or "unable to open" in text:
        return "Choose a folder that you may write to, with --gradebook FILE."
    return "Check the address given with --gradebook."


def _latest_of(connection: sa.Connection, students: Sequence[str]) -> dict[tuple[str, str, str], tuple[int, str, str]]:
    """Return the latest submission of each exercise (of each file, where it names none) of these students."""
    columns = _submissions.c
    query = sa.select(columns.id, columns.student, columns.exercise, columns.path, columns.code_digest, columns.variant)
    rows = connection.execute(query.where(columns.student.in_(set(students))).order_by(columns.id))
    return {
        (student, exercise, "" if exercise else path): (number, digest, variant)
        for number, student, exercise, path, digest, variant in rows
    }


def _with_latest_results(exercises: Mapping[str, Exercise]) -> tuple[sa.Select[Any], dict[str, sa.Label[Any]]]:
    """Return a query for each student's latest submissions beside their results, and the columns of the results by name.

    The latest result for the present version of the exercise counts; a fault of ours never takes the place of another.
    """
    versions = {slug: exercise.digest for slug, exercise in exercises.items()}
    other = _results.alias()
    same = [getattr(other.c, name) == getattr(_submissions.c, name) for name in ("exercise", "code_digest", "variant")]
    version = sa.case(versions, value=_submissions.c.exercise, else_="") if versions else sa.literal("")
    best = sa.select(other.c.id).where(*same, other.c.exercise_digest == version)
    best = best.order_by(other.c.provisional, other.c.id.desc()).limit(1)
    newest = sa.select(sa.func.max(_submissions.c.id)).group_by(_submissions.c.student, _submissions.c.exercise)
    query = (
        sa.select(_submissions)
        .select_from(_submissions.outerjoin(_results, _results.c.id == best.correlate(_submissions).scalar_subquery()))
        .where(_submissions.c.id.in_(newest))
        .order_by(_submissions.c.student, _submissions.c.id)
    )
    return query, {column.name: column.label(f"result_{column.name}") for column in _results.c}


def _scores_of(connection: sa.Connection, digests: Iterable[str]) -> dict[tuple[str, str, str], float]:
    """Return the points of these codes by exercise, digest and variant, as their latest final result has them."""
    columns = _results.c
    scores: dict[tuple[str, str, str], float] = {}
    for chunk in _chunks(sorted(digests)):
        query = (
            sa.select(columns.exercise, columns.code_digest, columns.variant, sa.func.sum(_checks.c.points))
            .join(_checks, _checks.c.result == columns.id)
            .where(columns.code_digest.in_(chunk), sa.not_(columns.provisional))
            .group_by(columns.id, columns.exercise, columns.code_digest, columns.variant)
            .order_by(columns.id)
        )
        # Later results take the place of earlier ones, whichever version of the exercise they are of.
        scores |= {(row[0], row[1], row[2]): float(row[3]) for row in connection.execute(query)}
    return scores


def _code_digest(submission: Submission) -> str:
    """Return the digest of the bytes handed in; of what could not be read, what is wrong with it."""
    return f"{UNREAD}{submission.problem.kind}:{submission.digest}" if submission.problem else submission.digest


def _file_of(submission: Submission) -> str:
    return "" if submission.exercise else submission.path


def _add_sources(connection: sa.Connection, submissions: Sequence[Submission]) -> None:
    sources = {submission.digest: submission for submission in submissions if submission.problem is None}
    rows = [
        {"code_digest": digest, "notebook": submission.notebook, "cells": list(submission.cells)}
        for digest, submission in sources.items()
    ]
    _insert_new(connection, _sources, rows)


def _insert_new(connection: sa.Connection, table: sa.Table, rows: list[dict[str, Any]]) -> None:
    """Insert the rows whose key is not there yet; another run may insert the same ones at the same moment."""
    if rows:
        insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
        connection.execute(insert(table).on_conflict_do_nothing(), rows)


def _chunks(items: Iterable[Any]) -> Iterator[list[Any]]:
    iterator = iter(items)
    while chunk := list(itertools.islice(iterator, CHUNK_ROWS)):
        yield chunk


def _submission_row(run: int, submission: Submission) -> dict[str, Any]:
    return {
        "student": submission.student,
        "exercise": submission.exercise,
        "code_digest": _code_digest(submission),
        "variant": submission.variant,
        "received_at": submission.received_at,
        "path": submission.path,
        "notebook": submission.notebook,
        "problem": _plain(submission.problem),
        "notes": [_plain(note) for note in submission.notes],
        "last_run": run,
    }


def _result_row(run: int, result: Result) -> dict[str, Any]:
    return {
        "run": run,
        "exercise": result.exercise,
        "code_digest": result.code_digest,
        "exercise_digest": result.exercise_digest,
        "variant": result.variant,
        "provisional": result.provisional,
        "problem": _plain(result.problem),
        "output": _storable(result.output),
        "seconds": result.seconds,
        "fault": _storable(result.fault),
    }


def _check_row(number: int, position: int, check: CheckResult) -> dict[str, Any]:
    return {
        "result": number,
        "position": position,
        "name": check.check,
        "outcome": check.outcome.value,
        "points": check.points,
        "max_points": check.max_points,
        "finding": _plain(check.finding),
        "seconds": check.seconds,
        "output": _storable(check.output),
    }


def _storable(text: str) -> str:
    """NUL can't be stored as text in every database."""
    return text.replace("\0", "\ufffd")


def _plain(finding: Finding | None) -> Any:
    return None if finding is None else msgspec.to_builtins(finding)


def _finding(stored: Any) -> Finding | None:
    return None if stored is None else msgspec.convert(stored, Finding)


def _read_submission(row: Any) -> Submission:
    problem = _finding(row["problem"])
    return Submission(
        student=row["student"],
        exercise=row["exercise"],
        digest=row["code_digest"],
        variant=row["variant"],
        received_at=row["received_at"],
        path=row["path"],
        notebook=row["notebook"],
        problem=problem,
        notes=tuple(msgspec.convert(note, Finding) for note in row["notes"]),
    )


def _read_check(
    name: str, outcome: str, points: float, max_points: float, finding: Any, seconds: float, output: str
) -> CheckResult:
    return CheckResult(
        check=name,
        outcome=Outcome(outcome),
        points=points,
        max_points=max_points,
        finding=_finding(finding),
        seconds=seconds,
        output=output,
    )


def _read_result(row: Any, columns: Mapping[str, sa.Label[Any]], checks: tuple[CheckResult, ...]) -> Result:
    fields = {name: row[column.name] for name, column in columns.items()}
    return Result(
        exercise=fields["exercise"],
        code_digest=fields["code_digest"],
        exercise_digest=fields["exercise_digest"],
        variant=fields["variant"],
        checks=checks,
        problem=_finding(fields["problem"]),
        output=fields["output"],
        seconds=fields["seconds"],
        fault=fields["fault"],
    )


def new_run(isolation: str, missing_layers: Sequence[str], versions: dict[str, str]) -> Run:
    """Return the record of a run that begins now."""
    return Run(
        started_at=time.time(), isolation=isolation, missing_layers=tuple(missing_layers), versions=dict(versions)
    )


def default_place() -> str:
    """Return the gradebook that commands use when none is named."""
    return os.environ.get("GRADE_GRADEBOOK", "gradebook.db")
