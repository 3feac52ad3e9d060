"""Hidden checks of `information_theory`.

A formula, a base, a sign and a reduction can each be mistaken. Every answer is read as one of all combinations, and the
one that explains several inputs at once names the mistakes. Checks of zeros put up with the other mistakes.
"""

import math
from itertools import product

import torch

from grader.checks import (
    brief,
    check,
    expect,
    expect_close,
    expect_type,
    expect_unchanged,
    fail,
    is_close,
    misconception,
    pull_back,
)
from grader.inputs import strided

FACTORS = (
    ("", 1.0),
    ("wrong-sign", -1.0),
    ("bits", 1 / math.log(2)),
    ("bits wrong-sign", -1 / math.log(2)),
    ("another-logarithm", 1 / math.log(10)),
    ("another-logarithm wrong-sign", -1 / math.log(10)),
)

ALONG_THE_LAST_AXIS = (
    ("", lambda terms: terms.sum(-1)),
    ("averages-instead-of-adding", lambda terms: terms.mean(-1)),
    ("adds-up-along-another-axis", lambda terms: terms.sum(0)),
    ("one-number-for-all", lambda terms: terms.sum()),
    ("one-number-for-all", lambda terms: terms.sum(-1).mean()),
    ("one-number-for-all", lambda terms: terms.mean()),
    ("does-not-add-up", lambda terms: terms),
    ("keeps-the-axis", lambda terms: terms.sum(-1, keepdim=True)),
)

ELEMENT_BY_ELEMENT = (
    ("", lambda terms: terms),
    ("adds-up-the-self-information", lambda terms: terms.sum(-1)),
    ("adds-up-the-self-information", lambda terms: terms.sum()),
    ("adds-up-the-self-information", lambda terms: terms.mean()),
)

xlogy = torch.xlogy

# The terms that are added up.
FORMULAS = {
    "self_information": (
        ("", lambda p, q: -p.log()),
        ("weighs-the-self-information", lambda p, q: -xlogy(p, p)),
    ),
    "entropy": (
        ("", lambda p, q: -xlogy(p, p)),
        ("forgets-the-probability", lambda p, q: -p.log()),
    ),
    "relative_entropy": (
        ("", lambda p, q: xlogy(p, p) - xlogy(p, q)),
        ("swaps-p-and-q", lambda p, q: xlogy(q, q) - xlogy(q, p)),
        ("weighs-by-the-model", lambda p, q: xlogy(q, p) - xlogy(q, q)),
        ("forgets-the-probability", lambda p, q: p.log() - q.log()),
        ("cross-for-relative", lambda p, q: -xlogy(p, q)),
        ("symmetric", lambda p, q: xlogy(p, p) - xlogy(p, q) + xlogy(q, q) - xlogy(q, p)),
        ("symmetric", lambda p, q: (xlogy(p, p) - xlogy(p, q) + xlogy(q, q) - xlogy(q, p)) / 2),
    ),
    "cross_entropy": (
        ("", lambda p, q: -xlogy(p, q)),
        ("swaps-p-and-q", lambda p, q: -xlogy(q, p)),
        ("forgets-the-probability", lambda p, q: -q.log()),
        ("relative-for-cross", lambda p, q: xlogy(p, p) - xlogy(p, q)),
        ("adds-the-entropy-of-the-model", lambda p, q: -xlogy(p, q) - xlogy(q, q)),
        ("binary-for-cross", lambda p, q: -xlogy(p, q) - xlogy(1 - p, 1 - q)),
    ),
}
PAIRS = ("relative_entropy", "cross_entropy")


@check(points=1)
def test_self_information_is_the_negative_logarithm(student, inputs):
    cases = [(inputs.uniform(*shape, low=0.02, high=0.98), None) for shape in ((5,), (3, 4), (2, 3, 2))]
    expect_right(student, "self_information", cases)
    # The surprise of an impossible event, beside one of a half.
    got = student.self_information(torch.tensor([0.5, 0.0]))
    finite = isinstance(got, torch.Tensor) and got.shape == (2,) and bool(torch.isfinite(got).all())
    misconception("never-infinite", when=finite)
    expect_close(got, torch.tensor([math.log(2), math.inf]))


@check(points=1)
def test_entropy_of_each_distribution(student, inputs):
    expect_right(student, "entropy", positive(inputs))


@check(points=1.5)
def test_relative_entropy_of_each_pair(student, inputs):
    expect_right(student, "relative_entropy", positive(inputs))


@check(points=1.5)
def test_cross_entropy_of_each_pair(student, inputs):
    expect_right(student, "cross_entropy", positive(inputs))


@check(points=0.5)
def test_zeros_add_nothing_to_the_entropy(student, inputs):
    expect_right_at_zeros(student, inputs, "entropy")


@check(points=0.75)
def test_zeros_in_the_relative_entropy(student, inputs):
    expect_right_at_zeros(student, inputs, "relative_entropy")


@check(points=0.75)
def test_zeros_in_the_cross_entropy(student, inputs):
    expect_right_at_zeros(student, inputs, "cross_entropy")


@check(points=0.5)
def test_gradients_reach_the_probabilities(student, inputs):
    for function in FORMULAS:
        p, q = inputs.probabilities(3, 4), inputs.probabilities(3, 4)
        arguments = [p, q] if function in PAIRS else [p]
        places = list(range(len(arguments)))
        got = student.run(pull_back, function, arguments, {}, places)
        misconception("leaves-the-graph", when=got is None)
        wanted = pull_back(Right, function, arguments, {}, places)
        for mine, theirs in zip(got, wanted, strict=True):
            # Along a distribution only differences of gradients mean something: the sum of 1 can't be left.
            loose = 0.0 if function == "self_information" else 1.0
            missing = float(mine.abs().max()) == 0
            misconception("leaves-the-graph", when=missing)
            expect_close(centred(mine, loose), centred(theirs, loose), diagnosis=mistake_of(student, inputs, function))


@check(points=0.25)
def test_the_results_have_the_dtype_of_the_probabilities(student, inputs):
    for dtype, function in product((torch.float64, torch.float32), FORMULAS):
        case = tuple(inputs.probabilities(3, 4, dtype=dtype) for _ in range(2))
        got = ask(student, function, *case)
        expect_some_result(student, inputs, function, got, case)
        same = got.dtype == dtype
        expect(same, "wrong-dtype", got=str(got.dtype), expected=str(dtype), diagnosis="changes-the-dtype")
        # On the way through float32 nine of sixteen digits are lost, in all of the computation or in a part of it.
        if dtype == torch.float64 and not readings(got, function, *case, rtol=1e-11):
            misconception("never-infinite", when=adds_a_small_number(student))
            misconception("changes-the-dtype", when=True)


@check(points=0.25)
def test_the_arguments_stay_as_they_are(student, inputs):
    for function in FORMULAS:
        case = with_zeros(inputs)[0]
        got = ask(student, function, *case)
        expect_type(got, torch.Tensor)
        expect_unchanged(student)
        case = inputs.probabilities(3, 4), inputs.probabilities(3, 4)
        expect_some_result(student, inputs, function, ask(student, function, *case), case)
        expect_unchanged(student)


class Right:
    """Stands for a student whose answers are right."""

    self_information = staticmethod(lambda p: right("self_information", p, None))
    entropy = staticmethod(lambda p: right("entropy", p, None))
    relative_entropy = staticmethod(lambda p, q: right("relative_entropy", p, q))
    cross_entropy = staticmethod(lambda p, q: right("cross_entropy", p, q))


def positive(inputs):
    """Return pairs of distributions without zeros: one, many, and a view with gaps."""
    shapes = ((5,), (4, 3), (2, 3, 4), (1, 6))
    cases = [(inputs.probabilities(*shape), inputs.probabilities(*shape)) for shape in shapes]
    return [*cases, (strided(inputs.probabilities(3, 5)), strided(inputs.probabilities(3, 5)))]


def with_zeros(inputs):
    """Return pairs of distributions: with zeros in `p`, in both, and in `q` where `p` is positive."""

    def without(*columns):
        kept = inputs.positive(3, 5)
        kept[:, list(columns)] = 0
        return kept / kept.sum(-1, keepdim=True)

    # The entropy of one that is certain is 0, up to rounding: the others give the scale.
    certain = torch.cat([torch.eye(5)[inputs.permutation(5)[:2]], inputs.probabilities(2, 5)])
    return [
        (without(1), without()),
        (without(0, 3), without(3)),
        (certain, inputs.probabilities(4, 5)),
        (without(4), without(2)),
    ]


def ask(student, function, p, q):
    """Return the student's answer."""
    return getattr(student, function)(p, q) if function in PAIRS else getattr(student, function)(p)


def adds_a_small_number(student):
    """Return whether a probability smaller than any usual eps, but no problem for float32, gives a wrong result."""
    p, q = torch.tensor([[0.5, 0.5], [1e-20, 1.0]], dtype=torch.float64)
    asked = (("self_information", q, None), *((function, p, q) for function in PAIRS))
    return not all(readings(ask(student, *case), *case) for case in asked)


def right(function, p, q):
    """Return what the task asks for."""
    terms = FORMULAS[function][0][1](p, q)
    return terms if function == "self_information" else terms.sum(-1)


def readings(got, function, p, q, rtol=2e-5):
    """Return the combinations of formula, factor and reduction that give `got`, as places in the tables."""
    if not isinstance(got, torch.Tensor):
        return set()
    reductions = ELEMENT_BY_ELEMENT if function == "self_information" else ALONG_THE_LAST_AXIS
    found = set()
    for (i, (_, formula)), (r, (_, reduce)) in product(enumerate(FORMULAS[function]), enumerate(reductions)):
        value = reduce(formula(p, q))
        if value.shape == got.shape:
            found |= {(i, f, r) for f, (_, factor) in enumerate(FACTORS) if is_close(got, factor * value, rtol)}
    return found


def mistakes(seen, function):
    """Return the fewest mistakes that explain all answers together, None where no known ones do."""
    reductions = ELEMENT_BY_ELEMENT if function == "self_information" else ALONG_THE_LAST_AXIS
    tables = FORMULAS[function], FACTORS, reductions
    keys = set.intersection(*(readings(got, function, *case) for got, case in seen))
    names = [
        frozenset(name for table, place in zip(tables, key, strict=True) for name in table[place][0].split())
        for key in keys
    ]
    return min(names, key=lambda each: (len(each), sorted(each)), default=None)


def mistake_of(student, inputs, function):
    """Return one mistake that the student makes in `function`, None where there is none or none is known."""
    cases = [(inputs.probabilities(3, 4), inputs.probabilities(3, 4)) for _ in range(2)]
    return min(mistakes([(ask(student, function, *case), case) for case in cases], function) or (), default=None)


def expect_right(student, function, cases):
    """Fail unless the answers to all cases are right."""
    seen = [(ask(student, function, *case), case) for case in cases]
    found = mistakes(seen, function)
    # An answer of many distributions that is wrong in each of its numbers may be right for a single one.
    names = sorted(found or mistakes(seen[1:2], function) or ())
    for got, case in seen:
        expect_close(as_result(got), as_result(right(function, *case)), diagnosis=names[0] if names else None)


def expect_right_at_zeros(student, inputs, function):
    """Fail unless zeros are dealt with; formula, base, sign and reduction are other checks' business."""
    ordinary = [(inputs.probabilities(3, 5), inputs.probabilities(3, 5)) for _ in range(2)]
    known = set.intersection(*(readings(ask(student, function, *case), function, *case) for case in ordinary))
    for case in with_zeros(inputs):
        got = ask(student, function, *case)
        expect_type(got, torch.Tensor)
        wanted = right(function, *case)
        if known & readings(got, function, *case):
            continue
        misconception("nan-at-zero", when=bool(known) and bool(torch.isnan(got).any()))
        finite = bool(torch.isinf(wanted).any()) and bool(torch.isfinite(got).all())
        misconception("never-infinite", when=bool(known) and finite)
        infinite = bool(torch.isfinite(wanted).all()) and bool(torch.isinf(got).any())
        misconception("infinite-at-zero", when=bool(known) and infinite)
        expect_close(as_result(got), as_result(wanted))
        misconception("another-value-at-zero", when=True)


def expect_some_result(student, inputs, function, got, case):
    """Fail unless `got` is a result, however wrong: manners alone earn no points."""
    expect_type(got, torch.Tensor)
    if not readings(got, function, *case, rtol=1e-4):
        expect_close(as_result(got), as_result(right(function, *case)))
        fail("wrong-value", got=brief(got), expected=brief(right(function, *case)))


def as_result(value):
    """Return a tensor as float32: the dtype is another check's business."""
    return value.float() if isinstance(value, torch.Tensor) and value.is_floating_point() else value


def centred(gradient, share):
    return gradient - share * gradient.mean(-1, keepdim=True)
