"""Hidden checks of `huber_loss`.

What a loss was made of is read from its values: every combination of a width, a choice of branches, two formulas, a
factor and a reduction gives other numbers, and the combination that explains the answers of all cases at once names
the mistakes. Each check asks for some of them and puts up with the others.
"""

import torch
from torch.nn.functional import smooth_l1_loss

from grader.checks import (
    check,
    expect,
    expect_close,
    expect_gradients,
    expect_shape,
    expect_type,
    expect_unchanged,
    fail,
    is_close,
    misconception,
    pull_back,
)
from grader.verdicts import Raised

WIDTHS = (("", lambda s: s), ("ignores-sigma", lambda s: 1.0))

# Where the line is taken, by errors e and width s.
CHOICES = (
    ("", lambda e, s: e.abs() > s),
    ("compares-without-the-absolute-value", lambda e, s: e > s),
    ("swaps-the-branches", lambda e, s: e.abs() <= s),
    ("swaps-the-branches compares-without-the-absolute-value", lambda e, s: e <= s),
    ("compares-without-the-absolute-value", lambda e, s: e < -s),
    ("swaps-the-branches compares-without-the-absolute-value", lambda e, s: e >= -s),
    ("ignores-sigma", lambda e, s: e.abs() > 1),
    ("compares-the-square", lambda e, s: e**2 > s),
    ("one-branch-for-all", lambda e, s: (e.abs() > s).any().expand(e.shape)),
    ("one-branch-for-all", lambda e, s: (e.abs() > s).all().expand(e.shape)),
    ("one-branch-for-all", lambda e, s: (e.abs().mean() > s).expand(e.shape)),
    ("one-branch-for-all", lambda e, s: torch.ones_like(e, dtype=torch.bool)),
    ("one-branch-for-all", lambda e, s: torch.zeros_like(e, dtype=torch.bool)),
)

PARABOLAS = (
    ("", lambda e, s: e**2 / (2 * s)),
    ("forgets-the-half", lambda e, s: e**2 / s),
    ("parabola-without-sigma", lambda e, s: e**2 / 2),
    ("forgets-the-half parabola-without-sigma", lambda e, s: e**2),
    ("multiplies-by-sigma", lambda e, s: e**2 / 2 * s),
)

LINES = (
    ("", lambda e, s: e.abs() - s / 2),
    ("line-without-its-offset", lambda e, s: e.abs()),
    ("line-with-another-offset", lambda e, s: e.abs() - s),
    ("line-with-another-offset", lambda e, s: e.abs() - 0.5),
    ("line-with-another-offset", lambda e, s: e.abs() + s / 2),
    ("line-without-the-absolute-value", lambda e, s: e - s / 2),
    ("line-with-the-slope-sigma", lambda e, s: s * (e.abs() - s / 2)),
)

FACTORS = (
    ("", lambda s: 1.0),
    ("is-torchs-huber-loss", lambda s: s),
    ("divides-by-sigma-twice", lambda s: 1 / s),
    ("wrong-by-a-factor-of-two", lambda s: 2.0),
    ("wrong-by-a-factor-of-two", lambda s: 0.5),
)

# What becomes of many batches of losses (their choices beside them), elements along the last axis.
REDUCTIONS = (
    ("", lambda losses, lines, rows: losses.mean(dim=-1)),
    ("sums-instead-of-averaging", lambda losses, lines, rows: losses.sum(dim=-1)),
    ("returns-the-losses", lambda losses, lines, rows: losses),
    ("divides-by-the-rows", lambda losses, lines, rows: losses.sum(dim=-1) / rows),
    ("averages-each-branch", lambda losses, lines, rows: mean_of_each(losses, lines, added=1)),
    ("averages-each-branch", lambda losses, lines, rows: mean_of_each(losses, lines, added=0.5)),
    ("takes-the-root", lambda losses, lines, rows: losses.mean(dim=-1).sqrt()),
)

OF_THE_PARABOLA = ("forgets-the-half", "parabola-without-sigma", "multiplies-by-sigma")
OF_THE_LINE = (
    "line-without-its-offset",
    "line-with-another-offset",
    "line-without-the-absolute-value",
    "line-with-the-slope-sigma",
)
OF_BOTH = ("is-torchs-huber-loss", "divides-by-sigma-twice", "wrong-by-a-factor-of-two", "ignores-sigma")
OF_THE_CHOICE = (
    "compares-without-the-absolute-value",
    "swaps-the-branches",
    "compares-the-square",
    "one-branch-for-all",
    "ignores-sigma",
)
OF_THE_REDUCTION = tuple(dict.fromkeys(name for name, _ in REDUCTIONS if name))
EVERYTHING = tuple(dict.fromkeys((*OF_THE_PARABOLA, *OF_THE_LINE, *OF_BOTH, *OF_THE_CHOICE, *OF_THE_REDUCTION)))


@check(points=1.5)
def test_small_errors_lie_on_a_parabola(student, inputs):
    seen = answers(student, inputs)
    tell = (*OF_BOTH, *OF_THE_PARABOLA, "swaps-the-branches", "one-branch-for-all")
    expect_right(seen, "small", mistakes(seen), tell=tell, forgive=OF_THE_REDUCTION)


@check(points=1.5)
def test_large_errors_of_both_signs_lie_on_lines(student, inputs):
    seen = answers(student, inputs)
    tell = (*OF_BOTH, "compares-without-the-absolute-value", *OF_THE_LINE, "swaps-the-branches", "one-branch-for-all")
    expect_right(seen, "large", mistakes(seen), tell=tell, forgive=OF_THE_REDUCTION)


@check(points=1.5)
def test_each_error_takes_its_own_branch(student, inputs):
    seen = answers(student, inputs)
    forgive = (*OF_THE_REDUCTION, "is-torchs-huber-loss", "divides-by-sigma-twice", "wrong-by-a-factor-of-two")
    forgive = tuple(name for name in forgive if name != "averages-each-branch")
    tell = (*OF_THE_CHOICE, "averages-each-branch", *OF_THE_PARABOLA, *OF_THE_LINE)
    expect_right(seen, "mixed", mistakes(seen), tell=tell, forgive=forgive)


@check(points=1)
def test_the_mean_runs_over_all_elements(student, inputs):
    seen = answers(student, inputs)
    found = mistakes(seen)
    if found is None:
        # Whatever the formula: the same elements twice over have the same mean.
        once, twice = (got for kind, got, _, _ in seen if kind == "repeated")
        misconception("sums-instead-of-averaging", when=is_close(twice, 2 * as_tensor(once)))
    others = tuple(name for name in EVERYTHING if name not in OF_THE_REDUCTION)
    expect_right(seen, "shaped", found, tell=OF_THE_REDUCTION, forgive=others)
    for _, got, _, _ in seen:
        if isinstance(got, torch.Tensor):
            expect_shape(got, ())


@check(points=1)
def test_a_width_that_is_not_positive_raises_a_value_error(student, inputs):
    expect_some_loss(student, inputs)
    y_hat, y = inputs.normal(5), inputs.normal(5)
    accepted, others = [], []
    for sigma in (0, -1, 0.0, -0.25):
        try:
            student.huber_loss(y_hat, y, sigma)
        except Raised as error:
            others += [] if "ValueError" in error.bases else [error]
        else:
            accepted.append(sigma)
    if accepted:
        name = "accepts-a-width-of-zero" if not any(accepted) else "accepts-a-negative-width"
        fail("did-not-raise", expected="ValueError", diagnosis=name)
    for error in others:
        got, name = error.bases[0], "raises-another-error"
        fail("raised-other", expected="ValueError", got=got, message=error.message, diagnosis=name)


@check(points=1)
def test_the_gradients_by_both_arguments(student, inputs):
    instead = {
        "is-torchs-huber-loss": lambda y_hat, y, sigma: sigma * right(y_hat, y, sigma),
        "sums-instead-of-averaging": lambda y_hat, y, sigma: right(y_hat, y, sigma) * y.numel(),
        "detaches-the-target": lambda y_hat, y, sigma: right(y_hat, y.detach(), sigma) + 0 * y.sum(),
    }
    for sigma in (0.5, 2.0):
        y_hat, y = pair(inputs, errors(inputs, sigma, small=4, large=5))
        without = student.run(pull_back, "huber_loss", [y_hat, y, sigma], {}, [0, 1]) is None
        misconception("leaves-the-graph", when=without)
        expect_gradients(student, "huber_loss", y_hat, y, sigma, like=right, wrt=(0, 1), instead=instead)


@check(points=0.5)
def test_the_loss_has_the_dtype_of_the_predictions(student, inputs):
    for dtype in (torch.float64, torch.float32):
        got, case = expect_some_loss(student, inputs, dtype=dtype)
        # A number of Python's has no dtype; that it has no graph either is another check's question.
        if not isinstance(got, (int, float)):
            same = got.dtype == dtype
            expect(same, "wrong-dtype", got=str(got.dtype), expected=str(dtype), diagnosis="changes-the-dtype")
        # On the way through float32 nine of sixteen digits are lost.
        exact = dtype == torch.float32 or bool(readings(got, *case, rtol=1e-10))
        misconception("changes-the-dtype", when=not exact)


@check(points=0.5)
def test_the_arguments_stay_as_they_are(student, inputs):
    for _ in range(2):
        expect_some_loss(student, inputs)
        expect_unchanged(student)


def right(y_hat, y, sigma=1.0):
    """Return what the task asks for: torch's smooth L1 loss divides by its `beta`, and its Huber loss does not."""
    return smooth_l1_loss(y_hat, y, beta=float(sigma))


def answers(student, inputs):
    """Return the kind of errors, the student's loss, the errors and the width of every case."""
    cases = [
        ("small", 2.5, errors(inputs, 2.5, small=9)),
        ("small", 0.4, errors(inputs, 0.4, small=7).view(7, 1)),
        ("large", 0.3, errors(inputs, 0.3, large=9)),
        ("large", 2, errors(inputs, 2, large=7).view(7, 1)),
        ("mixed", 0.5, errors(inputs, 0.5, small=4, large=5)),
        ("mixed", None, errors(inputs, 1.0, small=4, large=5)),
        ("mixed", 3, errors(inputs, 3, small=5, large=4)),
        ("shaped", 0.7, errors(inputs, 0.7, small=7, large=8).view(5, 3)),
        ("shaped", 1.6, errors(inputs, 1.6, small=15, large=9).view(2, 3, 4)),
    ]
    repeated = errors(inputs, 0.8, small=4, large=3)
    cases += [("repeated", 0.8, repeated), ("repeated", 0.8, torch.cat([repeated, repeated]))]
    seen = []
    for kind, sigma, error in cases:
        y_hat, y = pair(inputs, error)
        got = student.huber_loss(y_hat, y) if sigma is None else student.huber_loss(y_hat, y, sigma=sigma)
        seen.append((kind, got, y_hat - y, 1.0 if sigma is None else float(sigma)))
    return seen


def errors(inputs, sigma, small=0, large=0, dtype=torch.float32):
    """Return errors on both sides of the target, in a random order, `small` ones within the width."""
    near = inputs.uniform(small, low=-0.95 * sigma, high=0.95 * sigma, dtype=dtype)
    far = inputs.signs(large, dtype=dtype) * inputs.uniform(large, low=1.1 * sigma, high=4 * sigma, dtype=dtype)
    return torch.cat([near, far])[inputs.permutation(small + large)]


def pair(inputs, error):
    """Return predictions and targets that differ by `error`."""
    y = inputs.normal(*error.shape, dtype=error.dtype)
    return y + error, y


def mistakes(seen):
    """Return the fewest mistakes that explain all answers together, or None where no known ones do."""
    if all(is_close(got, loss_of(error, sigma)) for _, got, error, sigma in seen):
        return frozenset()
    explained = [names_of(key) for key in explanations(seen)]
    return min(explained, key=lambda names: (len(names), sorted(names)), default=None)


def explanations(seen):
    """Return the combinations that explain all answers together."""
    return set.intersection(*(readings(got, error, sigma) for _, got, error, sigma in seen))


def readings(got, error, sigma, rtol=2e-5):
    """Return the combinations of width, choice, formulas, factor and reduction that give `got`, as places in tables."""
    value = as_tensor(got)
    if value is None:
        return set()
    value, flat = value.reshape(-1).double(), error.reshape(-1).double()
    widths = [width(sigma) for _, width in WIDTHS]
    far, on_parabolas, on_lines = (
        torch.stack([torch.stack([of(flat, s) for _, of in table]) for s in widths])
        for table in (CHOICES, PARABOLAS, LINES)
    )
    shape = (len(WIDTHS), len(CHOICES), len(PARABOLAS), len(LINES), len(flat))
    far = far[:, :, None, None].expand(shape)
    losses = torch.where(far, on_lines[:, None, None, :], on_parabolas[:, None, :, None])
    found = set()
    for r, (_, reduce) in enumerate(REDUCTIONS):
        reduced = reduce(losses, far, error.shape[0])
        reduced = reduced if reduced.ndim == len(shape) else reduced.unsqueeze(-1)
        if reduced.shape[-1] != len(value):
            continue
        for f, (_, factor) in enumerate(FACTORS):
            expected = factor(sigma) * reduced
            slack = rtol * expected.abs().amax(dim=-1, keepdim=True)
            same = ((expected - value).abs() <= slack).all(dim=-1)
            found.update((*place, f, r) for place in map(tuple, same.nonzero().tolist()))
    return found


def names_of(key):
    """Return the mistakes that a combination is made of."""
    tables = (WIDTHS, CHOICES, PARABOLAS, LINES, FACTORS, REDUCTIONS)
    return frozenset(name for table, place in zip(tables, key, strict=True) for name in table[place][0].split())


def mean_of_each(losses, lines, added):
    """Return the sum (or, halved, the mean) of the means over the elements of each branch, an empty branch being 0."""
    means = [(losses * part).sum(dim=-1) / part.sum(dim=-1).clamp(min=1) for part in (lines, ~lines)]
    return added * (means[0] + means[1])


def loss_of(error, sigma):
    """Return the right loss of some errors."""
    return right(error, torch.zeros_like(error), sigma)


def as_tensor(got):
    """Return a tensor or a number as a tensor, everything else as None."""
    if isinstance(got, bool) or not isinstance(got, (int, float, torch.Tensor)):
        return None
    return got.detach() if isinstance(got, torch.Tensor) else torch.tensor(got, dtype=torch.float64)


def expect_right(seen, kind, found, *, tell, forgive):
    """Fail unless the answers to cases of `kind` are right, apart from the mistakes in `forgive`."""
    if found == frozenset():
        return
    # A mistake that leaves these cases right does not cost their points.
    cases = [each for each in seen if each[0] == kind]
    if any(names_of(key) <= set(forgive) for key in explanations(cases)):
        return
    diagnosis = next((name for name in tell if name in (found or ())), None)
    for _, got, error, sigma in cases:
        value = torch.as_tensor(got) if type(got) in (int, float) else got
        expect_close(value, loss_of(error, sigma), diagnosis=diagnosis)
    fail("wrong-value", diagnosis=diagnosis)


def expect_some_loss(student, inputs, dtype=torch.float32):
    """Return a loss and its case, however wrong; fail where it is none: manners alone earn no points."""
    y_hat, y = pair(inputs, errors(inputs, 1.5, small=4, large=5, dtype=dtype))
    got = student.huber_loss(y_hat, y, 1.5)
    case = (y_hat - y, 1.5)
    if not readings(got, *case, rtol=1e-4):
        expect_type(got, torch.Tensor)
        expect_close(got, right(y_hat, y, 1.5))
    return got, case
