"""What is kept of each student for the pages about all of them: scores and counts, never a result as a whole."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cached_property

from grader.course import Course
from grader.model import CheckResult, Exercise, Finding, Outcome, Record, Result, Standing, Submission
from grader.reports.attention import KINDS, Attention, attention
from grader.reports.material import Material, Work
from grader.scoring import GRADED, MISSING, is_provisional, points
from grader.statistics import ItemStatistics, item_statistics

EXAMPLES = 3
# The kinds of findings that are exceptions, and their type where the finding does not name it.
EXCEPTIONS = {
    "exception": "",
    "load-exception": "",
    "import-failed": "ImportError",
    "syntax-error": "SyntaxError",
    "not-implemented": "NotImplementedError",
}
MAX_MESSAGE = 160


class Mark(Record, frozen=True):
    """A student's score in an exercise, and whether points of it are still open."""

    status: str
    score: float
    is_open: bool


class MarkRow(Record, frozen=True):
    """A student's marks in the exercises that are played."""

    student: str
    marks: tuple[Mark, ...]

    @property
    def is_active(self) -> bool:
        """Whether the student handed in anything."""
        return any(mark.status != MISSING for mark in self.marks)

    @property
    def total(self) -> float:
        """The sum of the scores."""
        return points(sum(mark.score for mark in self.marks))


class Example(Record, frozen=True):
    """Where a misconception was seen: in which code, and where in it if the finding tells."""

    digest: str
    cell: int | None = None
    line: int | None = None


class Seen:
    """Who was seen with a misconception, on which checks, and a few examples, other code each."""

    def __init__(self) -> None:
        self.students: list[str] = []
        self.checks: set[str] = set()
        self.examples: list[Example] = []

    def add(self, student: str, check: str, example: Example) -> None:
        """Note a student; the examples kept are the first by digest, which tells nothing of anybody."""
        if self.students[-1:] != [student]:
            self.students.append(student)
        self.checks.add(check)
        if all(each.digest != example.digest for each in self.examples):
            self.examples = sorted([*self.examples, example], key=lambda each: each.digest)[:EXAMPLES]


class ExerciseTally:
    """The results of one exercise, of all students who passed by.

    `shares` are the shares of the points by check, one a student whose code was loaded and whose checks had no fault of
    ours; None where the check was not reached.
    """

    def __init__(self, exercise: Exercise) -> None:
        self.exercise = exercise
        self.statuses: Counter[str] = Counter()
        self.scores: list[float] = []
        self.seconds: list[float] = []
        self.not_loaded = 0
        self.shares: dict[str, list[float | None]] = {check.name: [] for check in exercise.checks}
        self.check_seconds: dict[str, list[float]] = {check.name: [] for check in exercise.checks}
        self.outcomes: dict[str, Counter[Outcome]] = {check.name: Counter() for check in exercise.checks}
        self.misconceptions: defaultdict[str, Seen] = defaultdict(Seen)
        self.exceptions: defaultdict[str, Counter[str]] = defaultdict(Counter)

    def add(self, standing: Standing) -> None:
        """Count a student's standing."""
        self.statuses[standing.status] += 1
        if standing.status != MISSING:
            self.scores.append(standing.score)
        result = standing.result
        if result is None or standing.submission is None:
            return
        self._note_exceptions(result)
        if _could_not_load(result):
            self.not_loaded += 1
            return
        if not is_provisional(standing):
            self.seconds.append(result.seconds)
            self._count(result)
        for check in result.checks:
            if check.finding is not None and check.finding.diagnosis:
                seen = self.misconceptions[check.finding.diagnosis]
                seen.add(standing.student, check.check, _example(standing.submission, check.finding))

    @cached_property
    def statistics(self) -> list[ItemStatistics]:
        """What the scores say of each check, in their order; to be asked when everybody has passed by."""
        checks = self.exercise.checks
        return item_statistics([self.shares[check.name] for check in checks], [check.points for check in checks])

    def reached(self, check: str) -> int:
        """Return how many reached a check: their code was loaded, and what comes before had passed."""
        outcomes = self.outcomes[check]
        return outcomes.total() - outcomes[Outcome.SKIPPED]

    def passed(self, check: str) -> int:
        """Return how many passed a check."""
        return self.outcomes[check][Outcome.PASSED]

    def _count(self, result: Result) -> None:
        results = {each.check: each for each in result.checks}
        for name, shares in self.shares.items():
            check = results.get(name)
            shares.append(None if check is None or check.outcome is Outcome.SKIPPED else _share(check))
            if check is not None:
                self.outcomes[name][check.outcome] += 1
                if check.outcome is not Outcome.SKIPPED:
                    self.check_seconds[name].append(check.seconds)

    def _note_exceptions(self, result: Result) -> None:
        missed = (check.finding for check in result.checks if check.outcome is not Outcome.PASSED)
        findings = [result.problem, *missed]
        raised: dict[str, str] = {}
        for finding in findings:
            if finding is not None and finding.kind in EXCEPTIONS:
                message = finding.parameters.get("message") or finding.parameters.get("name") or ""
                raised.setdefault(_type(finding), str(message)[:MAX_MESSAGE])
        for name, message in raised.items():
            self.exceptions[name][message] += 1


class Tally:
    """A class as it passes by, student by student."""

    def __init__(self, course: Course, material: Material, language: str) -> None:
        self.course, self.language = course, language
        self.students, self.played, self.run = material.students, material.played, material.run
        self.exercises = {slug: ExerciseTally(course.exercises[slug]) for slug in material.played}
        self.rows: list[MarkRow] = []
        self._places = {student: index for index, student in enumerate(material.students)}
        self._matters: list[Attention] = []

    def add(self, work: Work) -> None:
        """Count a student's work."""
        marks = tuple(
            Mark(status=each.status, score=each.score, is_open=is_provisional(each)) for each in work.standings
        )
        self.rows.append(MarkRow(student=work.student, marks=marks))
        for standing in work.standings:
            self.exercises[standing.exercise].add(standing)
        self._matters += attention(self.course, work.standings, work.misnamed, self.language)

    def matters(self) -> Iterator[Attention]:
        """Yield what needs a look, the most urgent kinds first, then by student."""
        yield from sorted(self._matters, key=lambda each: (KINDS.index(each.kind), self.place(each.student)))

    def place(self, student: str) -> int:
        """Return where a student stands in the order of the pages, which is not the one in which they pass by."""
        return self._places[student]

    @property
    def complete_scores(self) -> list[list[float]]:
        """The scores by exercise, of the students whose every exercise was graded to the end."""
        whole = [row for row in self.rows if all(mark.status == GRADED and not mark.is_open for mark in row.marks)]
        return [[row.marks[index].score for row in whole] for index in range(len(self.played))]

    @property
    def max_score(self) -> float:
        """The points of all exercises that are played."""
        return points(sum(each.exercise.max_score for each in self.exercises.values()))

    @property
    def complete(self) -> int:
        """How many handed in every exercise that is played."""
        return sum(row.is_active and all(mark.status != MISSING for mark in row.marks) for row in self.rows)

    @property
    def handed_in(self) -> int:
        """How many submissions there are, of each student's each exercise the latest."""
        return sum(mark.status != MISSING for row in self.rows for mark in row.marks)

    @property
    def provisional(self) -> int:
        """How many submissions have points that are still open."""
        return sum(mark.is_open for row in self.rows for mark in row.marks if mark.status == GRADED)


def _share(check: CheckResult) -> float:
    if check.max_points:
        return check.points / check.max_points
    return 1.0 if check.outcome is Outcome.PASSED else 0.0


def _could_not_load(result: Result) -> bool:
    return result.problem is not None and not any(each.outcome is Outcome.PASSED for each in result.checks)


def _type(finding: Finding) -> str:
    return str(finding.parameters.get("type") or EXCEPTIONS[finding.kind] or finding.kind)


def _example(submission: Submission, finding: Finding) -> Example:
    cell, line = finding.parameters.get("cell"), finding.parameters.get("line")
    return Example(
        digest=submission.digest,
        cell=cell if isinstance(cell, int) else None,
        line=line if isinstance(line, int) else None,
    )
