"""Hidden checks of `loss_anatomy`.

Objectives are read as combinations of a cost, a penalty and what it is multiplied by; the combination that explains all
cases names the mistakes.
"""

from itertools import product

import torch
from torch import nn

from grader.checks import (
    brief,
    check,
    expect,
    expect_close,
    expect_equal,
    expect_type,
    expect_unchanged,
    fail,
    is_close,
    misconception,
    pull_back,
)
from grader.verdicts import Raised

LOSSES = (
    "CrossEntropyLoss NLLLoss BCELoss BCEWithLogitsLoss L1Loss MSELoss SmoothL1Loss HuberLoss PoissonNLLLoss KLDivLoss "
    "MultiLabelSoftMarginLoss MultiMarginLoss TripletMarginLoss CTCLoss"
).split()

COSTS = (
    ("", lambda losses: losses.mean()),
    ("cost-sums", lambda losses: losses.sum()),
    ("returns-the-losses", lambda losses: losses),
    ("forgets-the-cost", lambda losses: torch.zeros_like(losses.mean())),
)

PENALTIES = (
    ("", lambda params: sum((w**2).sum() for w in params)),
    ("forgets-the-penalty", lambda params: torch.zeros(())),
    ("takes-the-root", lambda params: sum((w**2).sum() for w in params).sqrt()),
    ("takes-the-root", lambda params: sum((w**2).sum().sqrt() for w in params)),
    ("takes-the-absolute-values", lambda params: sum(w.abs().sum() for w in params)),
    ("averages-the-squares", lambda params: sum((w**2).mean() for w in params)),
    ("averages-the-squares", lambda params: torch.cat([w.flatten() for w in params]).square().mean()),
    ("averages-the-squares", lambda params: sum((w**2).sum() for w in params) / len(params)),
    ("one-parameter-only", lambda params: (params[0] ** 2).sum()),
    ("one-parameter-only", lambda params: (params[-1] ** 2).sum()),
    ("squares-the-sum", lambda params: sum(w.sum() ** 2 for w in params)),
    ("squares-the-sum", lambda params: sum(w.sum() for w in params) ** 2),
    ("forgets-the-square", lambda params: sum(w.sum() for w in params)),
    ("leaves-out-biases", lambda params: sum((w**2).sum() for w in params if w.ndim > 1)),
)

SHARES = (
    ("", lambda l2, n: l2),
    ("penalty-divided-by-the-samples", lambda l2, n: l2 / n),
    ("halves-the-penalty", lambda l2, n: l2 / 2),
    ("penalty-divided-by-the-samples halves-the-penalty", lambda l2, n: l2 / (2 * n)),
    ("penalty-times-the-samples", lambda l2, n: l2 * n),
    ("forgets-the-factor", lambda l2, n: 1.0),
    ("penalty-divided-by-the-samples forgets-the-factor", lambda l2, n: 1 / n),
    ("subtracts-the-penalty", lambda l2, n: -l2),
    ("squares-the-factor", lambda l2, n: l2**2),
    ("doubles-the-penalty", lambda l2, n: 2 * l2),
)


@check(points=1)
def test_without_reduce_nothing_is_reduced(student):
    answers = {flag: student.reduction_of(flag, False) for flag in (None, True, False)}
    for got in (*answers.values(), student.reduction_of(reduce=False)):
        misconception("reduce-false-gives-the-sum", when=got == "sum")
        instead = {"reduce-false-gives-the-mean": "mean"}
        expect_equal(got, "none", instead=instead, name="reduction_of")
    # One word for everything knows nothing about the flags.
    expect(student.reduction_of(True, True) != "none", diagnosis="the-same-for-all-flags")


@check(points=1)
def test_without_size_average_the_losses_are_summed(student):
    instead = {"size-average-false-gives-none": "none", "size-average-false-gives-the-mean": "mean"}
    expect_equal(student.reduction_of(False, True), "sum", instead=instead, name="reduction_of")
    # Whoever is right where both flags are given, and not here, misunderstands None.
    for got in (student.reduction_of(False, None), student.reduction_of(size_average=False)):
        instead = {"none-counts-as-false": "none", "size-average-false-gives-the-mean": "mean"}
        expect_equal(got, "sum", instead=instead, name="reduction_of")
    expect_equal(student.reduction_of(True, True), "mean", name="reduction_of")
    for flags in ((None, None), (True, None), (None, True)):
        wrong = {"none-counts-as-false": "none"}
        got = student.reduction_of(*flags)
        misconception("none-counts-as-false", when=got == "sum")
        expect_equal(got, "mean", instead=wrong, name="reduction_of")
    expect_equal(student.reduction_of(), "mean", instead={"none-counts-as-false": "none"}, name="reduction_of")


@check(points=1.5)
def test_the_buffers_of_torchs_losses(student):
    for given in (False, True):
        for name in LOSSES:
            expect_buffers(student.run(buffers_of_torch, name, given), sorted(getattr(nn, name)()._buffers))


@check(points=0.5)
def test_the_buffers_of_other_modules(student):
    got = student.run(buffers_of_a_module)
    misconception("counts-parameters", when=isinstance(got, list) and "slope" in got)
    # The loss has a loss inside, whose buffers are not its own.
    misconception("counts-inner-modules", when=isinstance(got, list) and any("running_mean" in each for each in got))
    expect_buffers(got, ["alpha", "middle", "zeta"])


@check(points=1)
def test_the_cost_is_the_mean(student, inputs):
    for samples in (7, 4, 1):
        losses = inputs.positive(samples)
        got = as_result(student.cost(losses))
        instead = {"cost-sums": losses.sum(), "returns-the-losses": losses, "takes-the-median": losses.median()}
        expect_close(got, losses.mean(), instead=instead)


@check(points=1.5)
def test_the_penalty_is_added_once(student, inputs):
    cases = draw(inputs)
    answers = [student.objective(*case) for case in cases]
    found = mistakes(answers, cases)
    # A wrong cost costs another check's points.
    if found is None or found - {"cost-sums", "returns-the-losses"}:
        name = next((each for each in TELL if each in (found or ())), min(found or (), default=None))
        for got, case in zip(answers, cases, strict=True):
            expect_close(as_result(got), right(*case), diagnosis=name)
        fail("wrong-value", diagnosis=name, got=brief(answers[0]), expected=brief(right(*cases[0])))
    elif "returns-the-losses" in found or (
        "cost-sums" in found and is_close(student.cost(cases[0][0]), cases[0][0].mean())
    ):
        expect_close(as_result(answers[0]), right(*cases[0]), diagnosis=min(found))
    for got, case in zip(answers, cases, strict=True):
        try:
            once = student.run(with_a_generator, *case)
        except Raised as error:
            fail(error.finding.kind, diagnosis="needs-a-list", **error.finding.parameters)
        expect_close(as_result(once), as_result(got), diagnosis="needs-a-list")


TELL = ("penalty-divided-by-the-samples", *(name for name, _ in PENALTIES if name))


@check(points=1)
def test_the_three_levels(student):
    levels = student.LEVELS
    expect_type(levels, dict, name="LEVELS")
    one, whole, penalty = "one sample", "the whole set", "the whole set and a penalty"
    got = [levels.get(name) for name in ("loss", "cost", "objective")]
    got = [each.strip().lower() if isinstance(each, str) else each for each in got]
    misconception("loss-and-cost-swapped", when=got[:2] == [whole, one] or (got[0] == whole and got[2] == one))
    misconception("cost-and-objective-swapped", when=got == [one, penalty, whole])
    misconception("loss-and-objective-swapped", when=got[0] == penalty)
    expect_equal(got, [one, whole, penalty], name="LEVELS")


@check(points=0.5)
def test_gradients_reach_losses_and_parameters(student, inputs):
    losses, params, l2 = draw(inputs)[0]
    got = student.run(pull_back, "cost", [losses], {}, [0])
    misconception("leaves-the-graph", when=got is None)
    known = is_close(student.cost(losses), losses.mean())
    diagnosis = None if known else "cost-sums"
    expect_close(got[0], torch.full_like(losses, 1 / len(losses)), diagnosis=diagnosis)
    got = student.run(gradients_of_the_objective, losses, params, l2)
    misconception("leaves-the-graph", when=got is None or any(each is None for each in got))
    wanted = gradients_of_the_objective(Right, losses, params, l2)
    cases = draw(inputs)
    found = mistakes([student.objective(*case) for case in cases], cases) or ()
    for mine, theirs in zip(got, wanted, strict=True):
        expect_close(mine, theirs, diagnosis=min(found, default=None))


@check(points=0.5)
def test_dtype_and_arguments_are_kept(student, inputs):
    for dtype in (torch.float64, torch.float32):
        case = draw(inputs, dtype)[0]
        sensible = [value for places, value in readings_of(case) if places[0] < 2]
        for call, wanted in (
            (lambda case: student.cost(case[0]), [case[0].mean(), case[0].sum()]),
            (lambda case: student.objective(*case), sensible),
        ):
            got = call(case)
            expect_unchanged(student)
            expect_type(got, torch.Tensor)
            expect(
                any(same(got, value, 1e-4) for value in wanted),
                "wrong-value",
                got=brief(got),
                expected=brief(wanted[0]),
            )
            kept = got.dtype == dtype
            expect(kept, "wrong-dtype", got=str(got.dtype), expected=str(dtype), diagnosis="changes-the-dtype")
            # On the way through float32 nine of sixteen digits are lost, in all of the computation or in a part of it.
            exact = any(same(got, value, 1e-11) for value in wanted)
            misconception("changes-the-dtype", when=dtype == torch.float64 and not exact)


class Right:
    """Stands for a student whose answers are right."""

    objective = staticmethod(lambda losses, params, l2: right(losses, params, l2))


def right(losses, params, l2):
    """Return the objective."""
    return losses.mean() + l2 * sum((w**2).sum() for w in params)


def draw(inputs, dtype=torch.float32):
    """Return losses, parameters of several shapes and penalties."""
    shapes = (((3, 2), (2,)), ((4,), (2, 3), (1, 3)), ((5, 1), (1,)))
    return [
        (inputs.positive(samples, dtype=dtype), [inputs.normal(*shape, dtype=dtype) for shape in each], l2)
        for samples, each, l2 in zip((7, 5, 3), shapes, (0.3, 1.7, 0.05), strict=True)
    ]


def readings_of(case):
    """Yield the places in the tables and the value of each combination of cost, penalty and share."""
    losses, params, l2 = case
    costs = enumerate(cost(losses) for _, cost in COSTS)
    penalties = enumerate(penalty(params) for _, penalty in PENALTIES)
    shares = enumerate(share(l2, len(losses)) for _, share in SHARES)
    for (first, cost), (second, penalty), (third, share) in product(costs, penalties, shares):
        yield (first, second, third), cost + share * penalty


def mistakes(answers, cases):
    """Return the fewest mistakes that explain all answers together, None where no known ones do."""
    if all(same(got, right(*case), 2e-5) for got, case in zip(answers, cases, strict=True)):
        return frozenset()
    found = set.intersection(
        *(
            {places for places, value in readings_of(case) if same(got, value, 2e-5)}
            for got, case in zip(answers, cases, strict=True)
        )
    )
    names = [
        frozenset(
            name
            for table, place in zip((COSTS, PENALTIES, SHARES), places, strict=True)
            for name in table[place][0].split()
        )
        for places in found
    ]
    return min(names, key=lambda each: (len(each), sorted(each)), default=None)


def same(got, value, rtol):
    """Return whether `got` is `value`; most results are one number, and there are many to compare."""
    if value.ndim or not isinstance(got, torch.Tensor) or got.ndim:
        return is_close(got, value, rtol)
    return abs(float(got) - float(value)) <= rtol * abs(float(value)) + 1e-12


def expect_buffers(got, wanted):
    """Fail unless `got` is the list of names `wanted`."""
    expect_type(got, list, name="buffers")
    if got == wanted:
        return
    misconception("not-sorted", when=sorted(got) == wanted)
    missing = set(wanted) - set(got)
    misconception("leaves-out-empty-buffers", when=bool(missing) and set(got) <= set(wanted))
    diagnosis = "counts-other-attributes" if set(got) > set(wanted) else None
    expect_equal(got, wanted, diagnosis=diagnosis, name="buffers")


def as_result(value):
    """Return a tensor as float32: the dtype is another check's business."""
    return value.float() if isinstance(value, torch.Tensor) and value.is_floating_point() else value


def buffers_of_torch(student, name, given):
    import torch
    from torch import nn

    options = {}
    if given and name in ("CrossEntropyLoss", "NLLLoss", "MultiMarginLoss", "BCEWithLogitsLoss"):
        options = {"weight": torch.ones(3)} if name != "BCEWithLogitsLoss" else {"pos_weight": torch.ones(3)}
    got = student.buffers(getattr(nn, name)(**options))
    if isinstance(got, (list, tuple)):
        return [each if isinstance(each, str) else str(each) for each in got]
    return got


def buffers_of_a_module(student):
    import torch
    from torch import nn

    class Other(nn.Module):
        def __init__(self):
            super().__init__()
            self.slope = nn.Parameter(torch.ones(2))
            self.plain = torch.zeros(2)
            self.register_parameter("absent", None)
            self.register_buffer("zeta", torch.zeros(3))
            self.register_buffer("alpha", None)
            self.register_buffer("middle", torch.zeros(()), persistent=False)
            self.inner = nn.Sequential(nn.NLLLoss(torch.ones(3)), nn.BatchNorm1d(2))

    got = student.buffers(Other())
    if isinstance(got, (list, tuple)):
        return [each if isinstance(each, str) else str(each) for each in got]
    return got


def with_a_generator(student, losses, params, l2):
    return student.objective(losses, (each for each in params), l2)


def gradients_of_the_objective(student, losses, params, l2):
    import torch

    leaves = [each.detach().clone().requires_grad_() for each in (losses, *params)]
    value = student.objective(leaves[0], leaves[1:], l2)
    if not isinstance(value, torch.Tensor) or not value.requires_grad:
        return None
    return list(torch.autograd.grad(value.sum(), leaves, allow_unused=True))
