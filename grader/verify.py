"""Does the course keep its promises? Every known answer is graded the way a class is.

How it works: each exercise's reference, stubs, right, wrong and refused answers, and a battery of answers that know nothing,
become submissions; they go through the same workers as a class. Each promise is one function that looks at the results
and yields what is broken.
"""

import ast
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path

from grader import ipynb
from grader.checkfiles import assigned_names
from grader.course import Course, unlisted_files
from grader.model import Exercise, Outcome, Record, Result, Submission
from grader.stubs import out_of_date
from grader.verify_variants import COPIED, VARIANT, broken_texts, copied_points, variant_answers
from grader.workers import Batch, Pool

FULL_POINTS = 10.0
NOISE = 1e-9
BATCH = 24
FAMILIES = ("reference", "stub", "right", "wrong", "refused", "blind", VARIANT, COPIED)


class Answer(Record, frozen=True):
    """A submission whose outcome is known. `family` is one of `FAMILIES`."""

    family: str
    name: str
    submission: Submission


class Broken(Record, frozen=True):
    """A promise that does not hold: of which exercise, what was promised, and what came instead."""

    exercise: str
    promise: str
    detail: str


class Report(Record, frozen=True):
    """What verifying an exercise found: how many answers of each family were tried, and what is broken."""

    exercise: str
    tried: dict[str, int]
    broken: tuple[Broken, ...]


# What a function may return, and a constant may be, without knowing anything. The names show in the report.
BLIND_RESULTS = {
    "none": "None",
    "zero": "0",
    "zero_tensor": "torch.zeros(())",
    "nan": "float('nan')",
    "nan_tensor": "torch.full_like(first, float('nan')) if hasattr(first, 'shape') else torch.tensor(float('nan'))",
    "zeros_like_the_input": "torch.zeros_like(first) if hasattr(first, 'shape') else 0",
    "ones_like_the_input": "torch.ones_like(first) if hasattr(first, 'shape') else 1",
    "first_argument": "first",
    "last_argument": "([None] + list(a) + list(k.values()))[-1]",
    "all_arguments": "a",
    "one": "1.0",
    "true": "True",
    "false": "False",
    "empty_text": "''",
    "empty_list": "[]",
    "empty_dict": "{}",
    "value_error": "fail(ValueError)",
    "type_error": "fail(TypeError)",
    "runtime_error": "fail(RuntimeError)",
}


def verify(
    course: Course,
    pool: Pool,
    told: Callable[[Report], None],
    seed: bytes = b"",
    families: Collection[str] = FAMILIES,
) -> list[Report]:
    """Return a report for each exercise in the order of the course; `told` hears of each as soon as it is done.

    `seed` is the pool's secret, `families` are those of the known answers to try.
    """
    stale = out_of_date(course)
    strangers = list(unlisted_files(course))
    answers = {
        slug: [answer for answer in known_answers(course, exercise, seed) if answer.family in families]
        for slug, exercise in course.exercises.items()
    }
    waiting = {slug: len(each) for slug, each in answers.items()}
    results: dict[str, dict[str, Result]] = {slug: {} for slug in answers}
    reports: dict[str, Report] = {}
    for batch, graded in pool.grade(_batches(course, answers)):
        slug = batch.exercise.slug
        results[slug] |= {each.student: result for each, result in zip(batch.submissions, graded, strict=True)}
        if len(results[slug]) == waiting[slug]:
            pairs = [(answer, results[slug][answer.submission.student]) for answer in answers[slug]]
            paths = [path for path in (*stale, *strangers) if slug in path.parts]
            reports[slug] = _report(
                Path(course.root),
                batch.exercise,
                pairs,
                [p for p in paths if p in stale],
                [p for p in paths if p in strangers],
                families,
            )
            told(reports[slug])
    # Workers end in any order.
    return [reports[slug] for slug in answers if slug in reports]


def known_answers(course: Course, exercise: Exercise, seed: bytes = b"") -> Iterator[Answer]:
    """Yield every answer of an exercise whose outcome is known."""
    public, private = (Path(course.root, top, exercise.slug) for top in ("exercises", "solutions"))
    yield _answer(exercise, "reference", exercise.slug, (exercise.reference,))
    stub = public / f"{exercise.slug}.py"
    if stub.exists():
        yield _answer(exercise, "stub", stub.name, (stub.read_text(encoding="utf-8"),))
    notebook = public / f"{exercise.slug}.ipynb"
    if notebook.exists():
        cells = tuple(ipynb.code_cells(notebook.read_bytes()))
        yield _answer(exercise, "stub", notebook.name, cells, notebook=True)
    for family in ("right", "wrong", "refused"):
        for path in sorted((private / family).glob("*.py")):
            yield _answer(exercise, family, path.name, (path.read_text(encoding="utf-8"),))
    for name, source in blind_answers(exercise):
        yield _answer(exercise, "blind", name, (source,))
    for tried in variant_answers(Path(course.root), exercise, seed):
        yield Answer(family=tried.family, name=tried.name, submission=tried.submission)


def blind_answers(exercise: Exercise) -> Iterator[tuple[str, str]]:
    """Yield submissions that define all names of the contract and know nothing."""
    kinds = _kinds(exercise.reference)
    for name, result in BLIND_RESULTS.items():
        lines = ["import torch", "", "def fail(error):", "    raise error('always')", ""]
        constant = "None" if "first" in result or "fail" in result or "a)" in result or result == "a" else result
        for defined in exercise.contract:
            if kinds.get(defined) == "function":
                lines += [
                    f"def {defined}(*a, **k):",
                    "    first = ([*a, *k.values()] or [None])[0]",
                    f"    return {result}",
                    "",
                ]
            elif kinds.get(defined) == "class":
                lines += [
                    f"class {defined}:",
                    "    def __init__(self, *a, **k): pass",
                    "    def __getattr__(self, name):",
                    "        if name.startswith('__'): raise AttributeError(name)",
                    "        first = None; a = (); k = {}",
                    f"        return lambda *a, first=None, **k: {result}",
                    "",
                ]
            else:
                lines.append(f"{defined} = {constant}")
        yield name, "\n".join(lines) + "\n"


def _kinds(reference: str) -> dict[str, str]:
    kinds = {}
    for node in ast.parse(reference).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            kinds[node.name] = "function"
        elif isinstance(node, ast.ClassDef):
            kinds[node.name] = "class"
    return kinds


def _answer(exercise: Exercise, family: str, name: str, cells: tuple[str, ...], *, notebook: bool = False) -> Answer:
    student = f"{family}/{name}"
    submission = Submission(student=student, exercise=exercise.slug, cells=cells, notebook=notebook, digest=student)
    return Answer(family=family, name=name, submission=submission)


def _batches(course: Course, answers: dict[str, list[Answer]]) -> Iterator[Batch]:
    for slug, each in answers.items():
        for start in range(0, len(each), BATCH):
            submissions = tuple(answer.submission for answer in each[start : start + BATCH])
            yield Batch(exercise=course.exercises[slug], submissions=submissions)


def _report(
    root: Path,
    exercise: Exercise,
    pairs: list[tuple[Answer, Result]],
    stale: list[Path],
    strangers: list[Path],
    families: Collection[str],
) -> Report:
    broken: list[Broken] = []

    def add(promise: str, details: Iterable[str]) -> None:
        broken.extend(Broken(exercise=exercise.slug, promise=promise, detail=detail) for detail in details)

    add("points add up to 10", _points(exercise))
    add("stubs are up to date", (f"{path.relative_to(root)}: run `grade stubs`" for path in stale))
    add("every file is listed", (f"{path.relative_to(root)} has no place in a course" for path in strangers))
    add("no reference constant stands in exercises/", leaked_constants(root, exercise))
    for answer, result in pairs:
        add(*_judge(answer, result))
    add("own numbers reach the task", broken_texts(root, exercise))
    copied = [(answer.name, result) for answer, result in pairs if answer.family == COPIED]
    add("a neighbour's answers earn nothing", copied_points(root, exercise, copied))
    add("every diagnosis has words", _wordless(exercise, [result for _, result in pairs]))
    for family in (each for each in ("right", "wrong") if each in families):
        missing = not any(answer.family == family for answer, _ in pairs)
        add(f"there are {family} answers", [f"solutions/{exercise.slug}/{family}/ is empty"] if missing else [])
    tried: dict[str, int] = {}
    for answer, _ in pairs:
        tried[answer.family] = tried.get(answer.family, 0) + 1
    return Report(exercise=exercise.slug, tried=tried, broken=tuple(broken))


def _points(exercise: Exercise) -> Iterator[str]:
    if abs(exercise.max_score - FULL_POINTS) > NOISE:
        yield f"they add up to {exercise.max_score:g}"


def _judge(answer: Answer, result: Result) -> tuple[str, list[str]]:
    """Return the promise about an answer's family, and how this answer breaks it."""
    score = sum(check.points for check in result.checks)
    outcomes = {check.outcome for check in result.checks}
    said = lost(result)
    if Outcome.GRADER_FAULT in outcomes:
        return "no check breaks", [f"{answer.submission.student}: {said}\n{result.fault}"]
    match answer.family:
        case "reference" | "right" | "variant":
            broken = [f"{answer.submission.student} gets {score:g}: {said}"] if score < FULL_POINTS - NOISE else []
            return "right answers get all points", broken
        case "neighbour":
            return "a neighbour's answers earn nothing", []  # check by check, in `copied_points`
        case "stub":
            return "stubs get 0", [f"{answer.name} gets {score:g}"] if score > NOISE else []
        case "refused":
            refused = Outcome.REFUSED in outcomes and score < FULL_POINTS - NOISE
            return "forbidden functions are refused", [] if refused else [f"{answer.name} gets {score:g}: {said}"]
        case "wrong":
            return "wrong answers lose points and are told apart", _wrong(answer, result, score, said)
        case _:
            earned = [check.check for check in result.checks if check.points > NOISE]
            return "knowing nothing earns nothing", [f"{answer.name} earns {', '.join(earned)}"] if earned else []


def _wrong(answer: Answer, result: Result, score: float, said: str) -> list[str]:
    wanted = answer.name.partition(".")[0]
    diagnoses = {check.finding.diagnosis for check in result.checks if check.finding and check.finding.diagnosis}
    if score > FULL_POINTS - NOISE:
        return [f"{answer.name} gets all points"]
    if wanted not in diagnoses:
        return [f"{answer.name} is not diagnosed as `{wanted}`, but: {', '.join(sorted(diagnoses)) or said}"]
    return []


def _wordless(exercise: Exercise, results: Iterable[Result]) -> Iterator[str]:
    findings = [check.finding for result in results for check in result.checks if check.finding is not None]
    named = {finding.diagnosis for finding in findings if finding.diagnosis}
    noted = {finding.parameters["note"] for finding in findings if finding.kind == "note"}
    for language, words in exercise.feedback.items():
        yield from (f"misconception {name} in `{language}`" for name in sorted(named - words.misconceptions.keys()))
        yield from (f"note {name} in `{language}`" for name in sorted(noted - words.notes.keys()))


def lost(result: Result) -> str:
    """Return which checks gave no full points, and their findings, in one line."""
    if result.problem is not None:
        return f"{result.problem.kind} {result.problem.parameters}"
    return "; ".join(
        f"{check.check} {check.outcome.value} {check.finding.kind if check.finding else ''}"
        f" {check.finding.parameters if check.finding else ''}"
        for check in result.checks
        if check.outcome is not Outcome.PASSED
    )


def leaked_constants(root: Path, exercise: Exercise) -> Iterator[str]:
    """Yield the places in exercises/ where a constant of the reference stands."""
    folder = root / "exercises" / exercise.slug
    names = {f"{exercise.slug}.py", f"{exercise.slug}.ipynb", "test_public.py", "README.md", "README.zh.md"}
    files = [path for path in sorted(folder.iterdir()) if path.name in names or path.name.startswith("feedback.")]
    texts = {path: _without_layout(path.read_text(encoding="utf-8")) for path in files}
    for name, node in _constants(exercise):
        for wanted in _telling(node):
            pattern = re.compile(rf"(?<![\w.]){re.escape(_without_layout(ast.unparse(wanted)))}(?![\w.])")
            for path, text in texts.items():
                if pattern.search(text):
                    yield f"{path.relative_to(root)} holds {ast.unparse(wanted)}, of {name}"
        # A short answer may stand among the words that are allowed, but not beside its name.
        written = _without_layout(ast.unparse(node))
        for path, text in texts.items():
            if f"{name}={written}" in text or f"{name}=={written}" in text:
                yield f"{path.relative_to(root)} says what {name} is"


def _without_layout(text: str) -> str:
    """Return a text without spaces, with one kind of quotes (a notebook escapes them), to find code in it."""
    return re.sub(r"\s+", "", text).replace('\\"', "'").replace('"', "'")


def _constants(exercise: Exercise) -> Iterator[tuple[str, ast.expr]]:
    for node in ast.parse(exercise.reference).body:
        value = getattr(node, "value", None)
        for name in assigned_names(node) if isinstance(node, ast.stmt) else ():
            if name in exercise.contract and isinstance(value, ast.expr):
                yield name, value


def _telling(node: ast.expr) -> Iterator[ast.expr]:
    """Yield the parts of a constant that nobody writes by chance: sequences, rows of a table, floats."""
    match node:
        case ast.Dict(values=values) if any(isinstance(value, ast.Dict) for value in values):
            yield from (value for value in values if isinstance(value, ast.Dict))
        case ast.Dict() | ast.Set():
            yield node
        case ast.Tuple(elts=items) | ast.List(elts=items) if len(items) > 1:
            yield node
        case ast.Constant(value=float()):
            yield node
