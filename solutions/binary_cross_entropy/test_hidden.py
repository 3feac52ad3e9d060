"""Hidden checks of `binary_cross_entropy`.

A formula, a sign and a reduction can each be mistaken, alone or together. Every answer is read as one of all
combinations; those that explain several inputs at once name the mistakes. Checks of extreme inputs put up with the other mistakes.
"""

import math
from itertools import product

import torch
from torch.nn.functional import binary_cross_entropy, binary_cross_entropy_with_logits, nll_loss, softplus

from grader.checks import (
    brief,
    check,
    expect,
    expect_close,
    expect_gradients,
    expect_type,
    expect_unchanged,
    fail,
    is_close,
    misconception,
    pull_back,
)
from grader.inputs import strided

FACTORS = (("", 1.0), ("wrong-sign", -1.0), ("another-logarithm", 1 / math.log(2)), ("wrong-by-a-factor-of-two", 0.5))

REDUCTIONS = (
    ("", lambda losses: losses.mean()),
    ("sums-instead-of-averaging", lambda losses: losses.sum()),
    ("returns-the-losses", lambda losses: losses),
    ("divides-by-the-rows", lambda losses: losses.sum() / len(losses)),
    ("averages-one-axis", lambda losses: losses.mean(0)),
    ("averages-one-axis", lambda losses: losses.mean(-1)),
)


def log(p):
    return torch.log(p).clamp(min=-100)


# The losses of the elements; for `bce_with_logits` with the weight w.
FORMULAS = {
    "bce": (
        ("", lambda p, y: -(y * log(p) + (1 - y) * log(1 - p))),
        ("only-the-positive-term", lambda p, y: -y * log(p)),
        ("only-the-positive-term", lambda p, y: -log(p)),
        ("only-the-negative-term", lambda p, y: -(1 - y) * log(1 - p)),
        ("subtracts-the-negative-term", lambda p, y: -(y * log(p) - (1 - y) * log(1 - p))),
        ("swaps-yes-and-no", lambda p, y: -((1 - y) * log(p) + y * log(1 - p))),
        ("swaps-prediction-and-target", lambda p, y: -(p * log(y) + (1 - p) * log(1 - y))),
        ("sigmoid-of-probabilities", lambda p, y: y * softplus(-p) + (1 - y) * softplus(p)),
        ("forgets-the-logarithm", lambda p, y: -(y * p + (1 - y) * (1 - p))),
    ),
    "bce_with_logits": (
        ("", lambda x, y, w: w * y * softplus(-x) + (1 - y) * softplus(x)),
        ("only-the-positive-term", lambda x, y, w: w * y * softplus(-x)),
        ("only-the-positive-term", lambda x, y, w: w * softplus(-x)),
        ("only-the-positive-term ignores-pos-weight", lambda x, y, w: y * softplus(-x)),
        ("only-the-negative-term", lambda x, y, w: (1 - y) * softplus(x)),
        ("subtracts-the-negative-term", lambda x, y, w: w * y * softplus(-x) - (1 - y) * softplus(x)),
        ("swaps-yes-and-no", lambda x, y, w: w * y * softplus(x) + (1 - y) * softplus(-x)),
        ("pos-weight-on-both-terms", lambda x, y, w: w * (y * softplus(-x) + (1 - y) * softplus(x))),
        ("pos-weight-on-the-negative-term", lambda x, y, w: y * softplus(-x) + w * (1 - y) * softplus(x)),
        ("ignores-pos-weight", lambda x, y, w: y * softplus(-x) + (1 - y) * softplus(x)),
        ("pos-weight-on-the-logits", lambda x, y, w: y * softplus(-w * x) + (1 - y) * softplus(w * x)),
        ("divides-by-the-weights", lambda x, y, w: right_losses(x, y, w) / (w * y + 1 - y).mean()),
        ("divides-by-the-weights", lambda x, y, w: right_losses(x, y, w) / w.expand(x.shape).mean()),
        ("sigmoid-twice", lambda x, y, w: right_losses(x.sigmoid(), y, w)),
        ("softmax-for-sigmoid", lambda x, y, w: -(w * y * log(sm(x)) + (1 - y) * log(1 - sm(x)))),
        ("forgets-the-sigmoid", lambda x, y, w: -(w * y * log(x) + (1 - y) * log(1 - x))),
        ("forgets-the-logarithm", lambda x, y, w: -(w * y * x.sigmoid() + (1 - y) * (-x).sigmoid())),
    ),
    "nll": (
        ("", lambda lp, t: -lp[range(len(t)), t]),
        ("divides-by-n-times-c", lambda lp, t: -lp[range(len(t)), t] / lp.shape[1]),
        ("every-sample-with-every-target", lambda lp, t: -lp[:, t]),
        ("forgets-the-logarithm", lambda lp, t: -lp[range(len(t)), t].exp()),
        ("forgets-the-target", lambda lp, t: -lp),
        ("softmax-over-the-batch", lambda lp, t: -lp.log_softmax(0)[range(len(t)), t]),
        ("logarithm-twice", lambda lp, t: -lp[range(len(t)), t].log()),
        ("binary-for-nll", lambda lp, t: one_against_the_others(lp, t)),
        ("binary-for-nll", lambda lp, t: one_against_the_others(lp, t).sum(-1)),
    ),
}


def right_losses(x, y, w):
    return w * y * softplus(-x) + (1 - y) * softplus(x)


def sm(x):
    return x.softmax(-1)


def one_against_the_others(lp, t):
    bits = torch.nn.functional.one_hot(t, lp.shape[1])
    return -(bits * lp + (1 - bits) * log(1 - lp.exp()))


@check(points=1)
def test_probabilities_give_the_mean_of_both_terms(student, inputs):
    expect_right(student, "bce", probability_cases(inputs))


@check(points=1.5)
def test_probabilities_of_zero_and_one_stay_finite(student, inputs):
    known = keys(student, "bce", probability_cases(inputs))
    y = torch.tensor([1.0, 0.0, 1.0, 0.0, 1.0, 0.3, 0.6])
    p = torch.tensor([0.0, 0.0, 1.0, 1.0, 0.4, 0.0, 1.0])
    for case in ((p, y), (p[:4], y[:4]), (p[1:4], y[1:4]), (p[5:].view(2, 1), y[5:].view(2, 1))):
        got = student.bce(*case)
        if known & readings(got, "bce", *case):
            continue
        wanted = binary_cross_entropy(*case)
        tensor = isinstance(got, torch.Tensor) and bool(known)
        misconception("infinite-at-zero-and-one", when=tensor and not bool(torch.isfinite(got).all()))
        expect_close(got, wanted, diagnosis="another-bound" if tensor else None)
        misconception("another-bound", when=True)


@check(points=1)
def test_logits_give_the_mean_of_both_terms(student, inputs):
    expect_right(student, "bce_with_logits", logit_cases(inputs))


@check(points=1.5)
def test_the_weight_multiplies_the_positive_term(student, inputs):
    cases = weighted_cases(inputs)
    # Mistakes that are there without weights cost the other check's points.
    forgive = mistakes(student, "bce_with_logits", logit_cases(inputs)) or frozenset()
    expect_right(student, "bce_with_logits", cases, forgive=forgive)


@check(points=1)
def test_large_logits_stay_finite(student, inputs):
    for ordinary, weights in ((logit_cases(inputs), None), (weighted_cases(inputs)[:2], inputs.positive(4))):
        known = keys(student, "bce_with_logits", ordinary)
        y = inputs.bits(5, 4)
        y[0, 0], y[1, 1] = 1.0, 0.0
        far = 1000 * inputs.signs(5, 4)
        far[0, 0], far[1, 1] = -1000, 1000
        # From a logit of about 17 on sigmoid is 1 in float32; the one that is wrong gives the scale.
        near = inputs.uniform(5, 4, low=20, high=80) * inputs.signs(5, 4)
        near[0, 0], near[1, 1] = -35, 35
        for logits in (far, near):
            case = (logits, y) if weights is None else (logits, y, weights)
            got = student.bce_with_logits(*case)
            if known & readings(got, "bce_with_logits", *case):
                continue
            wanted = right("bce_with_logits", *case)
            misconception("overflows", when=bool(known) and isinstance(got, torch.Tensor))
            expect_close(got, wanted)
            misconception("overflows", when=True)


@check(points=1)
def test_negative_log_likelihood_of_the_targets(student, inputs):
    expect_right(student, "nll", class_cases(inputs))


@check(points=0.25)
def test_gradients_reach_the_probabilities(student, inputs):
    expect_gradients_of(student, inputs, "bce", probability_cases(inputs)[1])


@check(points=0.25)
def test_gradients_reach_the_logits(student, inputs):
    expect_gradients_of(student, inputs, "bce_with_logits", weighted_cases(inputs)[0])
    # Where a large logit gives the right loss, it has a gradient as well: `torch.where` hides an infinity from one alone.
    far = 1000 * inputs.signs(5, 4), inputs.bits(5, 4), inputs.positive(4)
    if is_close(as_result(student.bce_with_logits(*far)), right("bce_with_logits", *far)):
        wanted = pull_back(Right, "bce_with_logits", list(far), {}, [0])
        got = student.run(pull_back, "bce_with_logits", list(far), {}, [0])
        misconception("leaves-the-graph", when=got is None)
        expect_close(got[0], wanted[0], diagnosis="gradient-is-not-finite")


@check(points=0.25)
def test_gradients_reach_the_log_probabilities(student, inputs):
    case = class_cases(inputs)[0]
    got = student.run(pull_back, "nll", list(case), {}, [0])
    misconception("leaves-the-graph", when=got is None)
    wanted = pull_back(Right, "nll", list(case), {}, [0])
    # Log-probabilities come of a log_softmax: what it takes away of a gradient makes no difference.
    p = case[0].exp()
    through = [grad - p * grad.sum(1, keepdim=True) for grad in (got[0], wanted[0])]
    expect_close(*through, diagnosis=mistake_of(student, "nll", class_cases(inputs)))


@check(points=0.25)
def test_the_losses_have_the_dtype_of_their_argument(student, inputs):
    for dtype, function in product((torch.float64, torch.float32), FORMULAS):
        case = [each.to(dtype) if each.is_floating_point() else each for each in one_case(inputs, function, dtype)]
        got = getattr(student, function)(*case)
        expect_some_loss(got, function, case)
        same = got.dtype == dtype
        expect(same, "wrong-dtype", got=str(got.dtype), expected=str(dtype), diagnosis="changes-the-dtype")
        # On the way through float32 nine of sixteen digits are lost, in all of the computation or in a part of it.
        if dtype == torch.float64 and not readings(got, function, *case, rtol=1e-11):
            # A probability smaller than any usual eps is no problem for float32.
            small = torch.tensor([1e-20, 0.5], dtype=dtype), torch.ones(2, dtype=dtype)
            misconception("another-bound", when=function == "bce" and not readings(student.bce(*small), "bce", *small))
            misconception("changes-the-dtype", when=True)


@check(points=0.5)
def test_the_arguments_stay_as_they_are(student, inputs):
    for function in FORMULAS:
        case = one_case(inputs, function, torch.float32)
        got = getattr(student, function)(*case)
        expect_some_loss(got, function, case)
        expect_unchanged(student)
    p = torch.tensor([0.0, 1.0, 0.0, 1.0, 0.5])
    expect_type(student.bce(p, torch.tensor([0.0, 1.0, 1.0, 0.0, 1.0])), torch.Tensor)
    expect_unchanged(student)
    far = 1000 * inputs.signs(3, 4)
    expect_type(student.bce_with_logits(far, inputs.bits(3, 4), inputs.positive(4)), torch.Tensor)
    expect_unchanged(student)


class Right:
    """Stands for a student whose answers are right."""

    bce = staticmethod(binary_cross_entropy)
    nll = staticmethod(nll_loss)

    @staticmethod
    def bce_with_logits(logits, target, pos_weight=None):
        return binary_cross_entropy_with_logits(logits, target, pos_weight=pos_weight)


def probability_cases(inputs):
    """Return probabilities and targets in several shapes: hard targets, soft ones, and a view with gaps."""
    p = [inputs.uniform(*shape, low=0.03, high=0.97) for shape in ((7,), (5, 3), (2, 3, 4), (6, 1))]
    y = [inputs.bits(7), inputs.uniform(5, 3), inputs.bits(2, 3, 4), inputs.bits(6, 1)]
    return [*zip(p, y, strict=True), (strided(p[1]), strided(y[1]))]


def logit_cases(inputs):
    """Return logits and targets in several shapes."""
    x = [inputs.normal(*shape, scale=2.0) for shape in ((7,), (5, 3), (2, 3, 4), (6, 1))]
    y = [inputs.bits(7), inputs.uniform(5, 3), inputs.bits(2, 3, 4), inputs.bits(6, 1)]
    return [*zip(x, y, strict=True), (strided(x[1]), strided(y[1]))]


def weighted_cases(inputs):
    """Return logits, targets and weights: one for each column, one for all."""
    return [
        (inputs.normal(5, 3, scale=2.0), inputs.bits(5, 3), inputs.positive(3) + torch.tensor([0.0, 1.0, 2.0])),
        (inputs.normal(3, 4, scale=2.0), inputs.uniform(3, 4), inputs.positive(4) + 1),
        (inputs.normal(7), inputs.bits(7), inputs.positive(1) + 1.5),
        (inputs.normal(2, 3, 4), inputs.bits(2, 3, 4), inputs.positive(4)),
    ]


def class_cases(inputs):
    """Return log-probabilities and classes: more samples than classes, fewer, one."""
    shapes = ((7, 3), (4, 6), (5, 5), (1, 4))
    return [(torch.log(inputs.probabilities(*shape)), inputs.classes(*shape)) for shape in shapes]


def one_case(inputs, function, dtype):
    """Return the arguments of an ordinary call."""
    if function == "nll":
        return torch.log(inputs.probabilities(7, 3, dtype=dtype)), inputs.classes(7, 3)
    target = inputs.uniform(5, 3, dtype=dtype)
    if function == "bce":
        return inputs.uniform(5, 3, low=0.03, high=0.97, dtype=dtype), target
    return inputs.normal(5, 3, scale=2.0, dtype=dtype), target, inputs.positive(3, dtype=dtype)


def right(function, *case):
    """Return what torch gives."""
    return getattr(Right, function)(*case)


def readings(got, function, *case, rtol=2e-5):
    """Return the combinations of formula, factor and reduction that give `got`, as places in the tables."""
    if not isinstance(got, torch.Tensor) or not bool(torch.isfinite(got).all()):
        return set()
    if function == "bce_with_logits" and len(case) == 2:
        case = (*case, torch.ones(1, dtype=case[0].dtype))
    found = set()
    for (i, (_, formula)), (r, (_, reduce)) in product(enumerate(FORMULAS[function]), enumerate(REDUCTIONS)):
        value = reduce(formula(*case))
        if value.shape == got.shape:
            found |= {(i, f, r) for f, (_, factor) in enumerate(FACTORS) if same(got, factor, value, rtol)}
    return found


def same(got, factor, value, rtol):
    """Return whether `got` is `factor` times `value`; most results are one number, and there are many to compare."""
    if value.ndim:
        return is_close(got, factor * value, rtol)
    wanted = factor * float(value)
    return abs(float(got) - wanted) <= rtol * abs(wanted) + 1e-12


def keys(student, function, cases):
    """Return the combinations that explain the student's answers to all cases together."""
    return set.intersection(*(readings(getattr(student, function)(*case), function, *case) for case in cases))


def names_of(key, function):
    """Return the mistakes that a combination is made of."""
    tables = FORMULAS[function], FACTORS, REDUCTIONS
    return frozenset(name for table, place in zip(tables, key, strict=True) for name in table[place][0].split())


def fewest(found, function):
    """Return the fewest mistakes among combinations, None where there are none."""
    names = [names_of(key, function) for key in found]
    return min(names, key=lambda each: (len(each), sorted(each)), default=None)


def mistakes(student, function, cases):
    """Return the fewest mistakes that explain the answers to all cases, None where no known ones do."""
    return fewest(keys(student, function, cases), function)


def mistake_of(student, function, cases):
    """Return one mistake that the student makes in `function`, None where none is known."""
    return min(mistakes(student, function, cases) or (), default=None)


def expect_right(student, function, cases, forgive=frozenset()):
    """Fail unless the answers to all cases are right, apart from the mistakes in `forgive`."""
    seen = [(getattr(student, function)(*case), case) for case in cases]
    found = set.intersection(*(readings(got, function, *case) for got, case in seen))
    if any(names_of(key, function) <= forgive for key in found):
        return
    names = fewest(found, function)
    # Several mistakes may be made at once; those that this check is about come first.
    order = sorted((names or frozenset()) - forgive, key=lambda name: ("weight" not in name, name))
    if names is None and function != "nll":
        order = blind_terms(student, function, *cases[0])
    if names is None and not order and function == "bce_with_logits":
        lost = any(isinstance(got, torch.Tensor) and bool(torch.isnan(got).any()) for got, _ in seen)
        order = ["forgets-the-sigmoid"] if lost else []
    for got, case in seen:
        expect_close(as_result(got), as_result(right(function, *case)), diagnosis=order[0] if order else None)


def blind_terms(student, function, x, y, *weights):
    """Return the misconception of an answer that does not change with the predictions of one of the two targets."""
    got = getattr(student, function)(x, y, *weights)
    blind = []
    for name, ignored in (("only-the-positive-term", 0.0), ("only-the-negative-term", 1.0)):
        other = torch.where(y == ignored, x * 0.5 + 0.1, x)
        again = getattr(student, function)(other, y, *weights)
        if all(isinstance(each, torch.Tensor) and bool(torch.isfinite(each).all()) for each in (got, again)):
            if is_close(again, got, 1e-6):
                blind.append(name)
    # An answer that changes with neither has no term at all.
    return blind if len(blind) == 1 else []


def expect_gradients_of(student, inputs, function, case):
    """Fail unless the gradients by the first argument are those of torch."""
    misconception("leaves-the-graph", when=student.run(pull_back, function, list(case), {}, [0]) is None)
    cases = probability_cases(inputs) if function == "bce" else weighted_cases(inputs)
    diagnosis = mistake_of(student, function, cases)
    expect_gradients(student, function, *case, like=getattr(Right, function), diagnosis=diagnosis)


def expect_some_loss(got, function, case):
    """Fail unless `got` is a loss, however wrong: manners alone earn no points."""
    expect_type(got, torch.Tensor)
    if not readings(got, function, *case, rtol=1e-4):
        expect_close(as_result(got), as_result(right(function, *case)))
        fail("wrong-value", got=brief(got), expected=brief(right(function, *case)))


def as_result(value):
    """Return a tensor as float32: the dtype is another check's business."""
    return value.float() if isinstance(value, torch.Tensor) and value.is_floating_point() else value
