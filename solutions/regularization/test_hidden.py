"""Hidden checks of `regularization`.

A penalty is read as a term, the way in which it is summed up and the parameters that take part, each of them right or
mistaken; each term is asked for alone, so that whoever makes two mistakes hears of both.
"""

from itertools import product

import torch
from torch.nn.functional import softshrink

from grader.checks import (
    as_plain,
    check,
    expect,
    expect_close,
    expect_equal,
    expect_gradients,
    expect_unchanged,
    fail,
    is_close,
    misconception,
    pull_back,
)
from grader.verdicts import Raised

# What each weight may be taken to cost.
COSTS = {
    "l1": (
        ("", torch.abs),
        ("swaps-the-penalties", torch.square),
        ("forgets-the-absolute-value", lambda w: w),
        ("halves-the-penalty", lambda w: w.abs() / 2),
    ),
    "l2": (
        ("", torch.square),
        ("halves-the-squares", lambda w: w**2 / 2),
        ("swaps-the-penalties", torch.abs),
        ("forgets-the-square", lambda w: w),
    ),
}
# How the costs of several parameters may be put together.
SUMS = (
    ("", lambda costs: sum(cost.sum() for cost in costs)),
    ("mean-for-sum", lambda costs: sum(cost.mean() for cost in costs)),
    ("mean-for-sum", lambda costs: sum(cost.mean() for cost in costs) / len(costs)),
    ("mean-for-sum", lambda costs: sum(cost.sum() for cost in costs) / len(costs)),
    ("mean-for-sum", lambda costs: torch.cat([cost.reshape(-1) for cost in costs]).mean()),
    ("root-of-the-squares", lambda costs: sum(cost.sum().abs().sqrt() for cost in costs)),
    ("root-of-the-squares", lambda costs: sum(cost.sum() for cost in costs).abs().sqrt()),
    ("root-of-the-squares", lambda costs: sum(cost.mean().abs().sqrt() for cost in costs)),
    ("root-of-the-squares", lambda costs: torch.cat([cost.reshape(-1) for cost in costs]).mean().abs().sqrt()),
    ("squares-the-sum", lambda costs: sum(cost.sum() ** 2 for cost in costs)),
    ("squares-the-sum", lambda costs: sum(cost.sum() for cost in costs) ** 2),
    ("forgets-the-absolute-value", lambda costs: sum(cost.sum().abs() for cost in costs)),
    ("forgets-the-absolute-value", lambda costs: sum(cost.sum() for cost in costs).abs()),
)
SUBSETS = (
    ("", lambda params: params),
    ("first-parameter-only", lambda params: params[:1]),
    ("last-parameter-only", lambda params: params[-1:]),
    ("leaves-the-biases-out", lambda params: [param for param in params if param.ndim > 1]),
    ("leaves-the-biases-out", lambda params: [param for param in params if param.ndim == 1]),
)
# Neither the first nor the last parameter alone, nor those of one axis, are as many as those of several axes.
LAYOUTS = (((5, 3), (4,), (2, 3)), ((2,), (3, 4), (2, 2, 2)))


@check(points=1)
def test_sum_of_the_absolute_values(student, inputs):
    for layout in LAYOUTS:
        params, l1 = weights(inputs, *layout), inputs.number(0.1, 0.7)
        expect_term(student.penalty(params, l1=l1), params, l1, "l1")
        expect_unchanged(student)


@check(points=1)
def test_sum_of_the_squares(student, inputs):
    for layout in LAYOUTS:
        params, l2 = weights(inputs, *layout), inputs.number(0.1, 0.7)
        expect_term(student.penalty(params, l2=l2), params, l2, "l2")
        expect_unchanged(student)


@check(points=1)
def test_both_terms_for_any_iterable(student, inputs):
    params, l1, l2 = weights(inputs, (4, 3), (3,), (1, 5)), inputs.number(0.1, 0.3), inputs.number(0.5, 0.9)
    ones, twos = (sum(term(param).sum() for param in params) for term in (torch.abs, torch.square))
    for kind in ("list", "tuple", "generator", "parameters"):
        try:
            got = student.run(penalty_of, kind, params, l1, l2)
        except Raised as error:
            if kind in ("generator", "parameters") and "TypeError" in error.bases:
                fail("exception", diagnosis="needs-a-list", **error.finding.parameters)
            raise
        misconception("swaps-the-penalties", when=is_close(got, l2 * ones + l1 * twos))
        if kind in ("generator", "parameters"):
            misconception("iterates-twice", when=is_close(got, l1 * ones) or is_close(got, l2 * twos))
        expect_close(got, l1 * ones + l2 * twos, number=True)


@check(points=0.5)
def test_the_penalty_can_be_pulled_back(student, inputs):
    params, l1, l2 = weights(inputs, (4, 3), (3,)), inputs.number(0.1, 0.3), inputs.number(0.5, 0.9)
    value, gradients = student.run(penalty_and_gradients, params, l1, l2)
    misconception("leaves-the-graph", when=gradients is None)
    expect_close(value, sum(l1 * param.abs().sum() + l2 * (param**2).sum() for param in params), number=True)
    for got, param in zip(gradients, params, strict=True):
        expect(got is not None, "no-gradient", diagnosis="leaves-the-graph")
        expect_close(got, l1 * param.sign() + 2 * l2 * param)


@check(points=0.5)
def test_the_penalty_keeps_the_dtype(student, inputs):
    params = [param.double() for param in weights(inputs, (4, 3), (3,))]
    got = student.penalty(params, 0.3, 0.7)
    wanted = sum(0.3 * param.abs().sum() + 0.7 * (param**2).sum() for param in params)
    if is_close(got, wanted, rtol=1e-4) and isinstance(got, torch.Tensor):
        misconception("changes-the-dtype", when=got.dtype != torch.float64)
    # On the way through float32 nine of sixteen digits are lost.
    expect_close(got, wanted, number=True, rtol=1e-5)
    expect_close(got, wanted, number=True, rtol=1e-11, diagnosis="changes-the-dtype")


@check(points=1)
def test_weight_decay_of_sgd(student, inputs):
    for l2 in (inputs.number(0.003, 0.04), inputs.number(0.1, 0.9), inputs.number(3.0, 7.0)):
        instead = {
            "decay-equal-to-l2": l2,
            "halves-l2": l2 / 2,
            "squares-l2": l2**2,
            "turns-the-sign": -2 * l2,
        }
        expect_close(student.weight_decay_for(l2), 2 * l2, number=True, rtol=1e-5, instead=instead)


@check(points=1.5)
def test_soft_threshold_shrinks_and_stops(student, inputs):
    for shape, dtype in (((40,), torch.float32), ((6, 7), torch.float64), ((2, 3, 8), torch.float32)):
        w, t = inputs.normal(*shape, dtype=dtype), inputs.number(0.4, 0.8)
        first = w.view(-1)
        first[:4] = torch.tensor([t / 2, -t / 2, 2 * t, -2 * t], dtype=dtype)
        first[4] = 0.0
        got = student.soft_threshold(w, t)
        if isinstance(got, torch.Tensor) and got.dtype != dtype and is_close(got, softshrink(w, t), rtol=1e-4):
            fail("wrong-dtype", got=str(got.dtype), expected=str(dtype), diagnosis="changes-the-dtype")
        if isinstance(got, torch.Tensor) and got.shape == w.shape and bool(got.isnan().any()):
            known = ~got.isnan()
            if bool((w[~known] == 0).all()) and is_close(got[known], softshrink(w, t)[known]):
                fail("not-finite", got="nan", diagnosis="divides-by-zero")
        expect_close(got, softshrink(w, t), instead=thresholds(w, t))
        expect_unchanged(student)
        # On the way through float32 nine of sixteen digits are lost.
        misconception("changes-the-dtype", when=dtype == torch.float64 and bool((got.float().double() == got).all()))


@check(points=0.5)
def test_soft_threshold_can_be_pulled_back(student, inputs):
    w, t = inputs.normal(6, 5), inputs.number(0.4, 0.8)
    # The slope where |w| = t, or at 0, is not asked.
    w = torch.where((w.abs() - t).abs() < 0.05, w * 1.4, w)
    w = torch.where(w.abs() < 0.02, 0.02, w)
    w[0, :2] = torch.tensor([2 * t, -2 * t])
    w[1, :2] = torch.tensor([t / 2, -t / 2])
    try:
        misconception("leaves-the-graph", when=student.run(pull_back, "soft_threshold", [w, t], {}, [0]) is None)
        instead = {"forgets-negative-weights": lambda w, t: (w - t).clamp(min=0)}
        expect_gradients(student, "soft_threshold", w, t, like=lambda w, t: softshrink(w, t), instead=instead)
    except Raised as error:
        if "requires grad" in error.message:
            fail("exception", diagnosis="leaves-the-graph", **error.finding.parameters)
        raise


@check(points=1)
def test_the_penalty_that_leaves_zeros(student):
    answer = as_plain(student.SPARSER)
    answer = answer.strip().lower() if isinstance(answer, str) else answer
    expect_equal(answer, "l1", instead={"l2-for-sparse": "l2"}, name="SPARSER")


def weights(inputs, *shapes):
    """Return tensors of some shapes, with negative values more often than positive ones, none near 0."""
    drawn = []
    for shape in shapes:
        sizes = inputs.uniform(*shape, low=0.3, high=1.6)
        # One positive weight in each, at least: a sum that forgets the absolute value is not minus the right one.
        signs = -torch.ones(shape)
        signs.view(-1)[::3] = 1.0
        drawn.append(sizes * signs)
    return drawn


def expect_term(got, params, factor, term):
    """Fail unless `got` is the one term of the penalty, with the diagnosis of the smallest mix of mistakes that it equals."""
    wanted = factor * SUMS[0][1]([COSTS[term][0][1](param) for param in params])
    if isinstance(got, (bool, int, float)) or (isinstance(got, torch.Tensor) and got.numel() == 1):
        got_number = torch.as_tensor(float(got))
        found = [
            (len({cost, total, subset} - {""}), cost or total or subset)
            for (cost, each), (total, add), (subset, choose) in product(COSTS[term], SUMS, SUBSETS)
            if choose(params) and is_close(got_number, factor * add([each(param) for param in choose(params)]))
        ]
        if found and min(found)[0] > 0:
            fail("wrong-value", diagnosis=min(found)[1], got=f"{float(got):.4f}", expected=f"{float(wanted):.4f}")
        misconception("root-of-the-squares", when=term == "l2" and is_close(got_number, wanted.sqrt()))
        misconception("ignores-the-factor", when=is_close(got_number, wanted / factor))
    misconception("returns-a-list", when=isinstance(got, (list, tuple)) or is_vector(got))
    expect_close(got, wanted, number=True)


def is_vector(got):
    return isinstance(got, torch.Tensor) and got.numel() > 1


def thresholds(w, t):
    """Return what mistaken thresholds give."""
    size = w.abs() - t
    return {
        "threshold-crosses-zero": w - t * w.sign(),
        "hard-threshold": torch.where(w.abs() > t, w, 0.0),
        "forgets-negative-weights": (w - t).clamp(min=0),
        "loses-the-sign": size.clamp(min=0),
        "clamps-instead": w.clamp(-t, t),
        "moves-away-from-zero": w + t * w.sign(),
        "subtracts-everywhere": w - t,
        "leaves-small-weights": torch.where(w.abs() > t, w - t * w.sign(), w),
        "multiplies-instead": w * (1 - t),
    }


def penalty_of(student, kind, params, l1, l2):
    """Return the penalty of parameters that come in some kind of iterable (a probe)."""
    import torch

    given = {"list": list(params), "tuple": tuple(params), "generator": (param for param in params)}
    if kind == "parameters":
        net = torch.nn.Module()
        for number, param in enumerate(params):
            net.register_parameter(f"p{number}", torch.nn.Parameter(param.clone()))
        given[kind] = net.parameters()
    value = student.penalty(given[kind], l1, l2)
    return value.detach() if isinstance(value, torch.Tensor) else value


def penalty_and_gradients(student, params, l1, l2):
    """Return the penalty and its gradients, or None where it has none (a probe)."""
    import torch

    leaves = [torch.nn.Parameter(param.clone()) for param in params]
    value = student.penalty(leaves, l1=l1, l2=l2)
    if not isinstance(value, torch.Tensor) or not value.requires_grad:
        return value, None
    gradients = torch.autograd.grad(value.sum(), leaves, allow_unused=True)
    return value.detach(), list(gradients)
