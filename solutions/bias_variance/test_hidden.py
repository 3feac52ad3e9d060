"""Hidden checks of `bias_variance`.

All answers of `diagnose` together are read as one of many combinations: a rule for the bias, one for the variance, and
a way to put them into words. The combination with the fewest mistakes that explains every answer is the diagnosis. Each
check asks for one part and puts up with mistakes in the others.
"""

from itertools import product

from grader.checks import check, expect, expect_equal, expect_type, fail, misconception

# train, validation, target (here t, v, g) and tolerance to whether the trouble is there.
BIAS = (
    ("", lambda t, v, g, tol: t - g > tol),
    ("compares-validation-with-target", lambda t, v, g, tol: v - g > tol),
    # Nothing is wrong where the validation error is good enough.
    ("compares-validation-with-target", lambda t, v, g, tol: t - g > tol and v - g > tol),
    ("swaps-bias-and-variance", lambda t, v, g, tol: v - t > tol),
    ("absolute-difference", lambda t, v, g, tol: abs(t - g) > tol),
    ("sign-of-the-gap", lambda t, v, g, tol: g - t > tol),
    ("ignores-the-target", lambda t, v, g, tol: t > tol),
    ("relative-difference", lambda t, v, g, tol: t - g > tol * g),
    ("relative-difference", lambda t, v, g, tol: t - g > tol * t),
    ("ignores-the-tolerance", lambda t, v, g, tol: t > g),
    ("fixed-tolerance", lambda t, v, g, tol: t - g > 0.02),
)
VARIANCE = (
    ("", lambda t, v, g, tol: v - t > tol),
    ("compares-validation-with-target", lambda t, v, g, tol: v - g > tol),
    ("compares-validation-with-target", lambda t, v, g, tol: v - t > tol and v - g > tol),
    ("swaps-bias-and-variance", lambda t, v, g, tol: t - g > tol),
    ("absolute-difference", lambda t, v, g, tol: abs(v - t) > tol),
    ("sign-of-the-gap", lambda t, v, g, tol: t - v > tol),
    ("ignores-the-training-error", lambda t, v, g, tol: v > tol),
    ("relative-difference", lambda t, v, g, tol: v - t > tol * t),
    ("relative-difference", lambda t, v, g, tol: v - t > tol * v),
    ("ignores-the-tolerance", lambda t, v, g, tol: v > t),
    ("fixed-tolerance", lambda t, v, g, tol: v - t > 0.02),
    ("absolute-difference", lambda t, v, g, tol: abs(v - g) > tol),
)
# Both troubles at once are told as which of them.
TOGETHER = (
    ("", lambda bias, variance: (bias, variance)),
    ("one-hides-the-other", lambda bias, variance: (bias, variance and not bias)),
    ("one-hides-the-other", lambda bias, variance: (bias and not variance, variance)),
    ("one-hides-the-other", lambda bias, variance: (bias and not variance, variance and not bias)),
)
WORDS = {
    (True, False): "high bias",
    (False, True): "high variance",
    (True, True): "high bias and high variance",
    (False, False): "good fit",
}
TOLERANCE_MISTAKES = ("fixed-tolerance", "ignores-the-tolerance", "relative-difference")

BOTH = "better architecture"
AGAINST_BIAS, AGAINST_VARIANCE = {"bigger network", "longer training"}, {"more data", "regularization"}


@check(points=1.5)
def test_bias_is_the_gap_between_training_and_target(student, inputs):
    expect_part(student, cases(inputs), part=0, rules=BIAS)


@check(points=1.5)
def test_variance_is_the_gap_between_validation_and_training(student, inputs):
    expect_part(student, cases(inputs), part=1, rules=VARIANCE)


@check(points=1.5)
def test_each_of_the_four_answers(student, inputs):
    answers = ask(student, cases(inputs))
    found = reading(answers)
    for got, case in answers:
        misconception("other-words", when=got not in WORDS.values() and parts(got) is not None)
    if found is None or "one-hides-the-other" in found:
        expect_right(answers, diagnosis="one-hides-the-other" if found else None)


@check(points=1)
def test_the_tolerance_is_the_callers(student, inputs):
    tolerances = (inputs.number(0.08, 0.12), inputs.number(0.003, 0.006))
    answers = [answer for tolerance in tolerances for answer in ask(student, cases(inputs, tolerance), tolerance)]
    answers += ask(student, cases(inputs))
    found = reading(answers)
    if found is None or found & set(TOLERANCE_MISTAKES):
        expect_right(answers, diagnosis=next((name for name in TOLERANCE_MISTAKES if name in (found or ())), None))


@check(points=1.75)
def test_what_helps_against_high_bias(student):
    expect_remedies(student, "high bias", AGAINST_BIAS, AGAINST_VARIANCE)


@check(points=1.75)
def test_what_helps_against_high_variance(student):
    expect_remedies(student, "high variance", AGAINST_VARIANCE, AGAINST_BIAS)


def cases(inputs, tolerance=0.02):
    """Return errors whose two gaps are of every kind: far below and above 0, little and much, never near a boundary.

    With errors of about one half, a gap of a quarter of the tolerance tells a ratio from no tolerance at all.
    """
    gaps = ((-2.6, -1.6), (-0.8, -0.6), (0.2, 0.3), (0.6, 0.8), (1.5, 2.4))
    found = []
    for bias, variance in product(gaps, repeat=2):
        target = inputs.number(0.52, 0.58)
        train = target + tolerance * inputs.number(*bias)
        found.append((train, train + tolerance * inputs.number(*variance), target))
    # Bias and its variance undo each other, and a small target, where ratios are large.
    found += [(0.3, 0.3 - 4 * tolerance * 0.6, 0.3 - 3 * tolerance * 0.6), (0.002, 0.0025, 0.0), (0.5, 0.9, 0.2)]
    return [found[index] for index in inputs.permutation(len(found)).tolist()]


def ask(student, cases, tolerance=None):
    """Return the student's answers, each with its case and the tolerance that holds."""
    answers = []
    for index, case in enumerate(cases):
        if tolerance is None:
            got = student.diagnose(*case)
        elif index % 2:
            got = student.diagnose(*case, tolerance)
        else:
            got = student.diagnose(*case, tolerance=tolerance)
        answers.append((got, (*case, 0.02 if tolerance is None else tolerance)))
    return answers


def parts(got):
    """Return whether an answer tells of bias and of variance, whatever its spelling; None where it tells nothing."""
    if not isinstance(got, str):
        return None
    text = got.lower().replace("_", " ").replace("-", " ")
    bias, variance = "bias" in text or "underfit" in text, "variance" in text or "overfit" in text
    return (bias, variance) if bias or variance or "good" in text or "fit" in text else None


def right(case):
    return BIAS[0][1](*case), VARIANCE[0][1](*case)


def reading(answers):
    """Return the fewest mistakes that explain all answers, or None where no known ones do."""
    said = [parts(got) for got, _ in answers]
    ways = sorted(product(BIAS, VARIANCE, TOGETHER), key=lambda way: len({name for name, _ in way} - {""}))
    for way in ways:
        (_, bias), (_, variance), (_, together) = way
        if all(told == together(bias(*case), variance(*case)) for told, (_, case) in zip(said, answers, strict=True)):
            return {name for name, _ in way} - {""}
    return None


def expect_part(student, cases, part, rules):
    """Fail unless one of the two troubles is told where it is, apart from where both are there."""
    answers = ask(student, cases)
    found = reading(answers)
    names = [name for name, _ in rules if name and name in (found or ())]
    for got, case in answers:
        told = parts(got)
        if told is None:
            expect_equal(got, WORDS[right(case)], name="diagnose")
            fail("not-equal", name="diagnose")
        if all(right(case)) and (found is None or "one-hides-the-other" in found):
            continue  # Another check's business.
        if told[part] != right(case)[part]:
            name = names[0] if names else None
            fail("not-equal", got=repr(got), expected=repr(WORDS[right(case)]), name="diagnose", diagnosis=name)


def expect_right(answers, diagnosis):
    for got, case in answers:
        expect_equal(got, WORDS[right(case)], name="diagnose", diagnosis=diagnosis)


def expect_remedies(student, trouble, own, others):
    remedies = student.REMEDIES
    expect_type(remedies, dict, name="REMEDIES")
    misconception("lacks-a-key", when=trouble not in remedies)
    expect_type(remedies[trouble], (set, frozenset, list, tuple), name="REMEDIES")
    chosen = set(remedies[trouble])
    if chosen == own | {BOTH}:
        return
    misconception("names-no-remedy", when=not chosen)
    misconception("other-remedies", when=not chosen <= own | others | {BOTH})
    misconception("swaps-the-remedies", when=not chosen & own and bool(chosen & others))
    # What helps against the other trouble says more than what is left out.
    misconception("more-data-against-bias", when="more data" in chosen & others)
    misconception("regularization-against-bias", when="regularization" in chosen & others)
    misconception("bigger-network-against-variance", when="bigger network" in chosen & others)
    misconception("longer-training-against-variance", when="longer training" in chosen & others)
    expect(False, diagnosis="leaves-a-remedy-out")
