"""A small course and class made of records: no file, no sandbox."""

from grader.course import Course, Unit
from grader.model import Check, CheckResult, Exercise, Feedback, Finding, Outcome, Result, Submission
from grader.reports.material import Material, Work, by_student, in_order
from grader.scoring import MISSING, standing

PUBLIC, HIDDEN, LAST = "test_public_example", "test_hidden_values", "test_after_the_values"


def make_exercise(slug, english, chinese):
    words = {
        "en": Feedback(
            titles={PUBLIC: "the example of the task", HIDDEN: "any `values`", LAST: "what comes after"},
            misconceptions={"divides-by-n": "That is divided by N; ask `<b>who</b>` why."},
            hints={},
            notes={"as-float": "An integer does as well."},
        ),
        "zh": Feedback(
            titles={PUBLIC: "题目中的例子", HIDDEN: "任意的值", LAST: "之后的检查"},
            misconceptions={"divides-by-n": "这是除以 N 的结果。"},
            hints={},
            notes={"as-float": "整数也可以。"},
        ),
    }
    return Exercise(
        slug=slug,
        title={"en": english, "zh": chinese},
        checks=(
            Check(name=PUBLIC, points=3, hidden=False),
            Check(name=HIDDEN, points=5, hidden=True),
            Check(name=LAST, points=2, hidden=True, after=HIDDEN),
        ),
        contract=("f",),
        check_files={},
        reference="",
        digest=f"digest of {slug}",
        feedback=words,
    )


EXERCISES = {
    each.slug: each
    for each in (
        make_exercise("double", "Twice", "两倍"),
        make_exercise("quiz", "Quiz & more", "小测验"),
        make_exercise("later", "For later", "以后再做"),
    )
}
COURSE = Course(
    root="/nowhere",
    title={"en": "Small course", "zh": "小课程"},
    units=(
        Unit(title={"en": "First", "zh": "第一单元"}, exercises=("double", "quiz")),
        Unit(title={"en": "Last", "zh": "最后"}, exercises=("later",)),
    ),
    exercises=EXERCISES,
    packages=(),
)


def find(kind, diagnosis=None, **parameters):
    return Finding(kind=kind, parameters=parameters, diagnosis=diagnosis)


def hand_in(student, slug, *, problem=None, notes=(), path=None):
    return Submission(
        student=student,
        exercise=slug,
        cells=() if problem else ("x = 1",),
        digest=f"{student} {slug}",
        received_at=1_700_000_000.0,
        path=f"{student}/{slug}.py" if path is None else path,
        problem=problem,
        notes=notes,
    )


def grade(slug, *outcomes, problem=None, output="", findings=None, printed=None, share=None):
    """Return a result; `outcomes` are those of the checks in order, passed where none is given."""
    exercise = EXERCISES[slug]
    checks = []
    for check, outcome in zip(exercise.checks, (*outcomes, *["passed"] * 3), strict=False):
        ended = Outcome(outcome)
        fraction = 1.0 if ended is Outcome.PASSED else (share or {}).get(check.name, 0.0)
        checks.append(
            CheckResult(
                check=check.name,
                outcome=ended,
                points=check.points * fraction,
                max_points=check.points,
                finding=(findings or {}).get(check.name),
                seconds=0.25,
                output=(printed or {}).get(check.name, ""),
            )
        )
    return Result(
        exercise=slug,
        code_digest="",
        exercise_digest=exercise.digest,
        variant="",
        checks=tuple(checks),
        problem=problem,
        output=output,
    )


def stand(student, slug, result=None, *, missing=False, **handed_in):
    submission = None if missing else hand_in(student, slug, **handed_in)
    return standing(EXERCISES[slug], student, submission, result)


def make_class(rows):
    """Return the standings of a class: `rows` are, by student, the results by exercise; what is not there is missing."""
    standings = []
    for student, by_exercise in rows.items():
        for slug in EXERCISES:
            what = by_exercise.get(slug)
            if isinstance(what, Finding):
                standings.append(stand(student, slug, problem=what))
            else:
                standings.append(stand(student, slug, what, missing=what is None))
    return standings


def make_material(standings, misnamed=(), run=None, cells=None, attempts=None):
    """Return a class for the pages; every submission's code is `cells` of its student and exercise, or one line."""
    every = list(standings)
    strays = by_student(misnamed)
    played = tuple(slug for slug in EXERCISES if any(s.exercise == slug and s.status != MISSING for s in every))
    students = in_order({each.student for each in every} | set(strays))
    codes = {
        (each.student, each.exercise): (cells or {}).get((each.student, each.exercise), ("x = 1",))
        for each in every
        if each.submission and not each.submission.problem
    }
    by_digest = {f"{student} {slug}": code for (student, slug), code in codes.items()}

    def works():
        for student in students:
            row = tuple(each for each in every if each.student == student and each.exercise in played)
            yield Work(
                student=student,
                standings=row,
                misnamed=strays.get(student, ()),
                cells={slug: code for (who, slug), code in codes.items() if who == student},
                attempts={slug: tuple(tries) for (who, slug), tries in (attempts or {}).items() if who == student},
            )

    return Material(
        students=students,
        played=played,
        works=works(),
        run=run,
        sources=lambda digests: {digest: by_digest[digest] for digest in digests if digest in by_digest},
    )
