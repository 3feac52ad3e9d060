"""Hidden checks of `losses_from_formulas`.

What is right is what torch's own losses give in the process of the checks. The mistakes of each formula are kept as
losses of the elements; a wrong function's answers are read as one of them together with a way to reduce and with the
parameter given or ignored, and the reading with the fewest mistakes that explains all answers is the diagnosis.
"""

import math
from itertools import product

import torch
from torch.nn import functional as F

from grader.checks import check, expect, expect_close, expect_gradients, expect_unchanged, is_close, misconception
from grader.verdicts import Raised

# Torch adds 1e-6 inside the distances of triplets, which no formula asks for: finer than this nothing is compared.
RTOL = 1e-4


@check(points=0.6)
def test_l1(student, inputs):
    expect_loss(student, inputs, "l1")


@check(points=0.8)
def test_smooth_l1(student, inputs):
    expect_loss(student, inputs, "smooth_l1")


@check(points=0.6)
def test_poisson_nll(student, inputs):
    expect_loss(student, inputs, "poisson_nll")


@check(points=0.8)
def test_gaussian_nll(student, inputs):
    expect_loss(student, inputs, "gaussian_nll")


@check(points=0.8)
def test_kl_div(student, inputs):
    expect_loss(student, inputs, "kl_div")
    log_q, p = inputs.probabilities(5, 4).log(), torch.zeros(5, 4)
    p[:, 1:3] = inputs.probabilities(5, 2)
    got = student.kl_div(log_q, p)
    misconception("nan-at-zero", when=isinstance(got, torch.Tensor) and not bool(torch.isfinite(got).all()))
    expect_close(got, LOSSES["kl_div"][0](log_q, p), rtol=RTOL, diagnosis="nan-at-zero")


@check(points=0.8)
def test_hinge_embedding(student, inputs):
    expect_loss(student, inputs, "hinge_embedding")


@check(points=0.6)
def test_margin_ranking(student, inputs):
    expect_loss(student, inputs, "margin_ranking")


@check(points=0.6)
def test_soft_margin(student, inputs):
    expect_loss(student, inputs, "soft_margin")


@check(points=0.8)
def test_multi_margin(student, inputs):
    expect_loss(student, inputs, "multi_margin")


@check(points=0.8)
def test_multilabel_soft_margin(student, inputs):
    expect_loss(student, inputs, "multilabel_soft_margin")


@check(points=0.8)
def test_cosine_embedding(student, inputs):
    expect_loss(student, inputs, "cosine_embedding")


@check(points=0.8)
def test_triplet_margin(student, inputs):
    expect_loss(student, inputs, "triplet_margin")


def relu(x):
    return x.clamp(min=0)


def smooth(x, y, beta=1.0, *, near=lambda d, b: d**2 / (2 * b), far=lambda d, b: d - b / 2, sign=abs, swap=False):
    d = sign(x - y)
    return torch.where((d < beta) != swap, near(d, beta), far(d, beta))


def gauss(m, y, v, eps=1e-6):
    return (v.log() + (y - m) ** 2 / v) / 2


def against_others(x, y, margin=1.0, *, own=0.0, sign=1.0, clamp=relu):
    """Return the hinge of each class against the right one, (N, C), which itself counts `own`."""
    losses = clamp(margin - sign * (x.gather(1, y[:, None]) - x))
    return losses.scatter(1, y[:, None], own)


def binary(x, y, positive=1.0, negative=1.0):
    return positive * y * F.softplus(-x) + negative * (1 - y) * F.softplus(x)


def cosines(
    x1, x2, y, margin=0.0, *, similar=lambda c, m: 1 - c, other=lambda c, m: relu(c - m), of=F.cosine_similarity
):
    cosine = of(x1, x2)
    return torch.where(y == 1, similar(cosine, margin), other(cosine, margin))


def dot(x1, x2):
    return (x1 * x2).sum(dim=1)


def euclidean(a, b):
    return (a - b).norm(dim=1)


def triplet(a, p, n, margin=1.0, *, of=euclidean, clamp=relu, anchor=0):
    far = of((a, p)[anchor], n)
    return clamp(of(a, p) - far + margin)


def poisson(x, y):
    return x.exp() - y * x


def divergence(log_q, p):
    return p * (p.log() - log_q)


def rows(losses):
    return losses.sum(dim=1)


# The loss of each element (or sample) by the mistakes in it; "" is right.
FORMULAS = {
    "l1": (
        ("", lambda x, y: (x - y).abs()),
        ("squares-the-difference", lambda x, y: (x - y) ** 2),
        ("squares-the-difference", lambda x, y: (x - y) ** 2 / 2),
        ("forgets-the-absolute-value", lambda x, y: x - y),
        ("forgets-the-absolute-value", lambda x, y: y - x),
    ),
    "smooth_l1": (
        ("", smooth),
        ("huber-for-smooth-l1", lambda x, y, beta=1.0: beta * smooth(x, y, beta)),
        ("forgets-the-half", lambda x, y, beta=1.0: smooth(x, y, beta, near=lambda d, b: d**2 / b)),
        ("does-not-divide-by-beta", lambda x, y, beta=1.0: smooth(x, y, beta, near=lambda d, b: d**2 / 2)),
        (
            "does-not-divide-by-beta",
            lambda x, y, b=1.0: smooth(x, y, b, near=lambda d, b: d**2 / 2, far=lambda d, b: d - 0.5),
        ),
        ("jumps-at-beta", lambda x, y, beta=1.0: smooth(x, y, beta, far=lambda d, b: d)),
        ("jumps-at-beta", lambda x, y, beta=1.0: smooth(x, y, beta, far=lambda d, b: d - 0.5)),
        ("jumps-at-beta", lambda x, y, beta=1.0: smooth(x, y, beta, far=lambda d, b: d - b)),
        ("swaps-the-branches", lambda x, y, beta=1.0: smooth(x, y, beta, swap=True)),
        ("forgets-the-absolute-value", lambda x, y, beta=1.0: smooth(x, y, beta, sign=lambda d: d)),
        (
            "forgets-the-absolute-value",
            lambda x, y, b=1.0: smooth(x, y, b, far=lambda d, b: d.abs() - b / 2, sign=lambda d: d),
        ),
    ),
    "poisson_nll": (
        ("", poisson),
        ("takes-the-rate-for-its-logarithm", lambda x, y: x - y * x.log()),
        ("takes-the-rate-for-its-logarithm", lambda x, y: x - y * (x + 1e-8).log()),
        ("takes-the-rate-for-its-logarithm", lambda x, y: x - y * x),
        ("takes-the-rate-for-its-logarithm", lambda x, y: x.exp() - y * x.log()),
        ("takes-the-rate-for-its-logarithm", lambda x, y: x.exp() - y * x.exp()),
        ("sign-of-the-likelihood", lambda x, y: -poisson(x, y)),
        ("adds-the-constant-term", lambda x, y: poisson(x, y) + torch.lgamma(y + 1)),
        (
            "adds-the-constant-term",
            lambda x, y: (
                poisson(x, y)
                + torch.where(
                    y > 1, torch.xlogy(y, y) - y + 0.5 * (2 * math.pi * y.clamp(min=1)).log(), torch.zeros_like(y)
                )
            ),
        ),
    ),
    "gaussian_nll": (
        ("", gauss),
        ("variance-for-standard-deviation", lambda m, y, v, eps=1e-6: gauss(m, y, v**2)),
        ("variance-for-standard-deviation", lambda m, y, v, eps=1e-6: gauss(m, y, v.sqrt())),
        ("variance-for-standard-deviation", lambda m, y, v, eps=1e-6: (v.log() + ((y - m) / v) ** 2) / 2),
        ("variance-for-standard-deviation", lambda m, y, v, eps=1e-6: v.log() + (y - m) ** 2 / v / 2),
        ("forgets-the-logarithm", lambda m, y, v, eps=1e-6: (y - m) ** 2 / v / 2),
        ("forgets-the-half", lambda m, y, v, eps=1e-6: 2 * gauss(m, y, v)),
        ("forgets-the-half", lambda m, y, v, eps=1e-6: v.log() / 2 + (y - m) ** 2 / v),
        ("adds-the-constant-term", lambda m, y, v, eps=1e-6: gauss(m, y, v) + math.log(2 * math.pi) / 2),
        ("sign-of-the-likelihood", lambda m, y, v, eps=1e-6: -gauss(m, y, v)),
        ("sign-of-the-likelihood", lambda m, y, v, eps=1e-6: ((y - m) ** 2 / v - v.log()) / 2),
    ),
    "kl_div": (
        ("", lambda log_q, p: rows(divergence(log_q, p))),
        ("swaps-the-distributions", lambda log_q, p: rows(log_q.exp() * (log_q - p.log()))),
        ("mean-over-elements", divergence),
        ("forgets-the-entropy", lambda log_q, p: rows(-p * log_q)),
        ("sign-of-the-divergence", lambda log_q, p: -rows(divergence(log_q, p))),
        ("takes-log-probabilities-for-probabilities", lambda log_q, p: rows(p * (p.log() - log_q.log()))),
        ("takes-log-probabilities-for-probabilities", lambda log_q, p: rows(p * (p / log_q).log())),
        ("takes-log-probabilities-for-probabilities", lambda log_q, p: rows(p.exp() * (p - log_q))),
        ("takes-log-probabilities-for-probabilities", lambda log_q, p: rows(p * (p - log_q))),
    ),
    "hinge_embedding": (
        ("", lambda x, y, margin=1.0: torch.where(y == 1, x, relu(margin - x))),
        ("hinge-of-the-sign", lambda x, y, margin=1.0: relu(margin - y * x)),
        ("swaps-the-signs", lambda x, y, margin=1.0: torch.where(y == -1, x, relu(margin - x))),
        ("does-not-clamp", lambda x, y, margin=1.0: torch.where(y == 1, x, margin - x)),
        ("targets-of-zero-and-one", lambda x, y, margin=1.0: y * x + (1 - y) * relu(margin - x)),
        ("targets-of-zero-and-one", lambda x, y, margin=1.0: torch.where(y == 1, x, 0 * x)),
        ("margin-for-similar-pairs", lambda x, y, margin=1.0: torch.where(y == 1, relu(x - margin), relu(margin - x))),
        ("squares-the-hinge", lambda x, y, margin=1.0: torch.where(y == 1, x**2, relu(margin - x) ** 2)),
        ("squares-the-hinge", lambda x, y, margin=1.0: torch.where(y == 1, x, relu(margin - x)) ** 2 / 2),
    ),
    "margin_ranking": (
        ("", lambda x1, x2, y, margin=0.0: relu(margin - y * (x1 - x2))),
        ("ranks-upside-down", lambda x1, x2, y, margin=0.0: relu(margin + y * (x1 - x2))),
        ("subtracts-the-margin", lambda x1, x2, y, margin=0.0: relu(-margin - y * (x1 - x2))),
        ("ranks-upside-down", lambda x1, x2, y, margin=0.0: relu(y * (x1 - x2) - margin)),
        ("does-not-clamp", lambda x1, x2, y, margin=0.0: margin - y * (x1 - x2)),
        ("adds-the-margin-after-clamping", lambda x1, x2, y, margin=0.0: relu(-y * (x1 - x2)) + margin),
        ("ignores-the-sign", lambda x1, x2, y, margin=0.0: relu(margin - (x1 - x2))),
        ("takes-the-absolute-value", lambda x1, x2, y, margin=0.0: relu(margin - y * (x1 - x2).abs())),
    ),
    "soft_margin": (
        ("", lambda x, y: F.softplus(-y * x)),
        ("forgets-the-minus", lambda x, y: F.softplus(y * x)),
        ("forgets-the-minus", lambda x, y: -F.softplus(-y * x)),
        ("targets-of-zero-and-one", lambda x, y: F.softplus(x) - y * x),
        ("targets-of-zero-and-one", lambda x, y: binary(x, y)),
        ("targets-of-zero-and-one", lambda x, y: F.softplus(-(2 * y - 1) * x)),
        ("exponential-loss", lambda x, y: (-y * x).exp()),
        ("exponential-loss", lambda x, y: 1 + (-y * x).exp()),
        ("hard-margin", lambda x, y: relu(1 - y * x)),
        ("hard-margin", lambda x, y: relu(-y * x)),
        ("forgets-the-one", lambda x, y: -y * x),
        ("another-logarithm", lambda x, y: F.softplus(-y * x) / math.log(2)),
    ),
    "multi_margin": (
        ("", against_others),
        ("counts-the-true-class", lambda x, y, margin=1.0: against_others(x, y, margin, own=margin)),
        ("divides-by-the-other-classes", lambda x, y, m=1.0: rows(against_others(x, y, m)) / (x.shape[1] - 1)),
        ("sums-over-classes", lambda x, y, margin=1.0: rows(against_others(x, y, margin))),
        ("swaps-the-scores", lambda x, y, margin=1.0: against_others(x, y, margin, sign=-1.0)),
        ("does-not-clamp", lambda x, y, margin=1.0: against_others(x, y, margin, clamp=torch.clone)),
        ("largest-rival-only", lambda x, y, margin=1.0: against_others(x, y, margin).amax(dim=1)),
        ("largest-rival-only", lambda x, y, margin=1.0: against_others(x, y, margin).amax(dim=1) / x.shape[1]),
        ("squares-the-hinge", lambda x, y, margin=1.0: against_others(x, y, margin) ** 2),
    ),
    "multilabel_soft_margin": (
        ("", binary),
        ("sums-over-classes", lambda x, y: rows(binary(x, y))),
        ("only-the-positive-term", lambda x, y: binary(x, y, negative=0.0)),
        ("only-the-positive-term", lambda x, y: binary(x, y, positive=0.0)),
        ("softmax-for-sigmoid", lambda x, y: -y * F.log_softmax(x, dim=1)),
        ("softmax-for-sigmoid", lambda x, y: rows(-y * F.log_softmax(x, dim=1))),
        (
            "softmax-for-sigmoid",
            lambda x, y: -y * F.log_softmax(x, dim=1) - (1 - y) * (1 - F.softmax(x, dim=1)).log(),
        ),
        ("forgets-the-minus", lambda x, y: -binary(x, y)),
        ("targets-of-minus-one-and-one", lambda x, y: F.softplus(-y * x)),
        ("swaps-the-signs", lambda x, y: binary(-x, y)),
    ),
    "cosine_embedding": (
        ("", cosines),
        ("dot-product-for-cosine", lambda a, b, y, margin=0.0: cosines(a, b, y, margin, of=dot)),
        ("does-not-clamp", lambda a, b, y, margin=0.0: cosines(a, b, y, margin, other=lambda c, m: c - m)),
        ("swaps-the-signs", lambda a, b, y, margin=0.0: cosines(a, b, -y, margin)),
        ("ignores-the-sign", lambda a, b, y, margin=0.0: 1 - F.cosine_similarity(a, b)),
        ("margin-of-a-distance", lambda a, b, y, m=0.0: cosines(a, b, y, m, other=lambda c, m: relu(m - (1 - c)))),
        ("margin-of-a-distance", lambda a, b, y, m=0.0: cosines(a, b, y, m, other=lambda c, m: relu(m - c))),
        ("margin-for-similar-pairs", lambda a, b, y, m=0.0: cosines(a, b, y, m, similar=lambda c, m: relu(1 - c - m))),
        ("margin-for-similar-pairs", lambda a, b, y, m=0.0: cosines(a, b, y, m, similar=lambda c, m: relu(1 - m - c))),
        ("adds-the-margin", lambda a, b, y, m=0.0: cosines(a, b, y, m, other=lambda c, m: relu(c + m))),
        ("forgets-the-one", lambda a, b, y, m=0.0: cosines(a, b, y, m, similar=lambda c, m: -c)),
        ("forgets-the-one", lambda a, b, y, m=0.0: cosines(a, b, y, m, similar=lambda c, m: c)),
    ),
    "triplet_margin": (
        ("", triplet),
        ("squared-distances", lambda a, p, n, margin=1.0: triplet(a, p, n, margin, of=lambda a, b: rows((a - b) ** 2))),
        (
            "squared-distances",
            lambda a, p, n, margin=1.0: triplet(a, p, n, margin, of=lambda a, b: ((a - b) ** 2).mean(dim=1)),
        ),
        (
            "sum-of-absolute-differences",
            lambda a, p, n, m=1.0: triplet(a, p, n, m, of=lambda a, b: rows((a - b).abs())),
        ),
        ("swaps-positive-and-negative", lambda a, p, n, margin=1.0: triplet(a, n, p, margin)),
        ("does-not-clamp", lambda a, p, n, margin=1.0: triplet(a, p, n, margin, clamp=lambda loss: loss)),
        ("subtracts-the-margin", lambda a, p, n, margin=1.0: triplet(a, p, n, -margin)),
        ("distance-from-the-positive", lambda a, p, n, margin=1.0: triplet(a, p, n, margin, anchor=1)),
        (
            "cosine-for-distance",
            lambda a, p, n, margin=1.0: triplet(a, p, n, margin, of=lambda a, b: 1 - F.cosine_similarity(a, b)),
        ),
    ),
}
# What is not clamped one by one may be so in the end.
REDUCTIONS = (
    ("", lambda losses: losses.mean()),
    ("returns-the-sum", lambda losses: losses.sum()),
    ("sums-over-classes", lambda losses: losses.sum() / len(losses)),
    ("not-reduced", lambda losses: losses),
    ("clamps-the-mean", lambda losses: relu(losses.mean())),
    ("clamps-the-mean", lambda losses: relu(losses.sum())),
    ("averages-over-nonzero-losses", lambda losses: losses[losses != 0].mean()),
)

# Torch's loss, and by which arguments it is to be differentiable.
LOSSES = {
    "l1": (F.l1_loss, (0, 1)),
    "smooth_l1": (lambda x, y, beta=1.0: F.smooth_l1_loss(x, y, beta=beta), (0, 1)),
    "poisson_nll": (F.poisson_nll_loss, (0,)),
    "gaussian_nll": (lambda m, y, v, eps=1e-6: F.gaussian_nll_loss(m, y, v, eps=eps), (0, 2)),
    "kl_div": (lambda log_q, p: F.kl_div(log_q, p, reduction="batchmean"), (0,)),
    "hinge_embedding": (F.hinge_embedding_loss, (0,)),
    "margin_ranking": (F.margin_ranking_loss, (0, 1)),
    "soft_margin": (F.soft_margin_loss, (0,)),
    "multi_margin": (lambda x, y, margin=1.0: F.multi_margin_loss(x, y, margin=margin), (0,)),
    "multilabel_soft_margin": (F.multilabel_soft_margin_loss, (0,)),
    "cosine_embedding": (F.cosine_embedding_loss, (0, 1)),
    "triplet_margin": (F.triplet_margin_loss, (0, 1, 2)),
}
LOW = ("margin_ranking", "triplet_margin")
# The last parameter, where there is one that counts: its name and two other values.
PARAMETERS = {
    "smooth_l1": ("beta", (0.4, 2.5)),
    "hinge_embedding": ("margin", (0.6, 2.0)),
    "margin_ranking": ("margin", (0.7, 1.5)),
    "multi_margin": ("margin", (0.5, 2.5)),
    "cosine_embedding": ("margin", (0.3, -0.4)),
    "triplet_margin": ("margin", (0.4, 2.2)),
}


def arguments(inputs, name, shape):
    """Return tensors for a loss; `shape` is (N,) or (N, C)."""
    samples, width = shape[0], shape[-1]
    match name:
        case "l1" | "smooth_l1":
            return inputs.normal(*shape, scale=2.0), inputs.normal(*shape)
        case "poisson_nll":
            return inputs.uniform(*shape, low=0.1, high=1.6), inputs.integers(0, 6, *shape).float()
        case "gaussian_nll":
            return inputs.normal(*shape), inputs.normal(*shape, scale=2.0), inputs.positive(*shape)
        case "kl_div":
            return inputs.probabilities(*shape).log(), inputs.probabilities(*shape)
        case "hinge_embedding":
            return inputs.uniform(*shape, low=0.1, high=2.6), inputs.signs(*shape)
        case "margin_ranking":
            return inputs.normal(*shape), inputs.normal(*shape), inputs.signs(*shape)
        case "soft_margin":
            return inputs.normal(*shape, scale=2.0), inputs.signs(*shape)
        case "multi_margin":
            return inputs.normal(*shape), inputs.classes(samples, width)
        case "multilabel_soft_margin":
            return inputs.normal(*shape, scale=2.0), inputs.bits(*shape)
        case "cosine_embedding":
            x1 = inputs.normal(*shape)
            return x1, x1 * 0.3 + inputs.normal(*shape), inputs.signs(samples)
    return inputs.normal(*shape), inputs.normal(*shape), inputs.normal(*shape, scale=1.8)


def draw(inputs, name):
    """Return three batches for a loss.

    A mean that is nearly 0 because its terms cancel, or because nearly all of them are clamped, would ask for more digits
    than float32 has, and for the 1e-6 that torch adds: draw again.
    """
    flat = name in (
        "l1",
        "smooth_l1",
        "poisson_nll",
        "gaussian_nll",
        "hinge_embedding",
        "margin_ranking",
        "soft_margin",
    )
    formula = FORMULAS[name][0][1]
    batches = []
    for shape in ((23,), (6, 5), (1, 7)) if flat else ((9, 4), (5, 7), (1, 6)):
        while True:
            batch = arguments(inputs, name, shape)
            losses = formula(*batch)
            # In the first batch, what is not clamped at all is below 0: clamping the mean is another mistake.
            raw = [other for mistake, other in FORMULAS[name] if mistake == "does-not-clamp"] if name in LOW else []
            low = batches or all(other(*batch).mean() < -0.05 for other in raw)
            if low and losses.mean().abs() > 0.1 * losses.abs().mean() > 0 and is_large(name, batch):
                break
        batches.append(batch)
    return batches


def is_large(name, batch):
    """Return whether a loss is not nearly 0 on a batch, whatever its parameter."""
    keyword, values = PARAMETERS.get(name, ("", ()))
    calls = [{}, *({keyword: value} for value in values)]
    return all(LOSSES[name][0](*batch, **options).abs() > 0.05 for options in calls)


def expect_loss(student, inputs, name):
    """Fail unless a loss is right in value, gradient and dtype, with its parameter given or not, and changes nothing."""
    oracle, wrt = LOSSES[name]
    batches = draw(inputs, name)
    calls = [(batch, {}) for batch in batches]
    if name in PARAMETERS:
        keyword, values = PARAMETERS[name]
        calls += [(batch, {keyword: value}) for batch in batches[:2] for value in values]
    answers = [(call(student, name, batch, options), batch, options) for batch, options in calls]
    wrong = [answer for answer in answers if not right(answer, oracle)]
    if wrong:
        diagnosis = reading(name, answers) or reading(name, wrong)
        for got, batch, options in wrong:
            if isinstance(got, Raised):
                continue
            expect_close(
                got, oracle(*batch, **options), rtol=RTOL, diagnosis=diagnosis or detached(got, batch, options, oracle)
            )
        raise wrong[0][0]
    if name == "kl_div":
        expect_gradients_by_logits(student, *batches[0])
    else:
        expect_gradients(student, name, *batches[0], like=oracle, wrt=wrt, rtol=1e-3, diagnosis="detaches")
    for batch in batches:
        getattr(student, name)(*batch)
        expect_unchanged(student)
    exact = [with_all_digits(each) if each.is_floating_point() else each for each in batches[0]]
    got = getattr(student, name)(*exact)
    same = isinstance(got, torch.Tensor) and got.dtype == torch.float64
    expect(
        same,
        "wrong-dtype",
        got=str(getattr(got, "dtype", None)),
        expected="torch.float64",
        diagnosis="changes-the-dtype",
    )
    expect_close(got, oracle(*exact), rtol=RTOL)
    # On the way through float32 nine of sixteen digits are lost.
    misconception("changes-the-dtype", when=bool(got.float().double() == got))
    if name in PARAMETERS:
        keyword, values = PARAMETERS[name]
        expect_close(
            getattr(student, name)(*batches[1], values[0]), oracle(*batches[1], **{keyword: values[0]}), rtol=RTOL
        )


def with_all_digits(values):
    """Return float64 values with digits that float32 has not; whole numbers, which may be signs or bits, stay.

    A mean of float32 values is one itself once in a hundred draws, in float64 as well.
    """
    return torch.where(values == values.round(), values.double(), values.double() * (1 + 1e-9))


def expect_gradients_by_logits(student, log_q, p):
    """Fail unless the divergence has torch's gradients by logits: only so do log-probabilities stay what they are."""
    logits = log_q + torch.arange(len(log_q))[:, None]
    got = student.run(pull_back_to_logits, logits, p)
    expect(got is not None, "no-gradient", diagnosis="detaches")
    leaf = logits.clone().requires_grad_()
    F.kl_div(leaf.log_softmax(1), p, reduction="batchmean").backward()
    expect_close(got, leaf.grad, rtol=1e-3, diagnosis="detaches")


def pull_back_to_logits(student, logits, p):
    """Return the gradient of a divergence by the logits, None where there is no graph (a probe)."""
    leaf = logits.detach().clone().requires_grad_()
    value = student.kl_div(leaf.log_softmax(1), p)
    if not hasattr(value, "requires_grad") or not value.requires_grad:
        return None
    value.backward()
    return leaf.grad


def call(student, name, batch, options):
    """Return the loss, or the error that was raised: other calls may tell more about the mistake."""
    try:
        return getattr(student, name)(*batch, **options)
    except Raised as error:
        return error


def right(answer, oracle):
    got, batch, options = answer
    wanted = oracle(*batch, **options)
    return isinstance(got, torch.Tensor) and got.dtype == wanted.dtype and is_close(got, wanted, RTOL)


def detached(got, batch, options, oracle):
    """Return "detaches" for the right number outside of torch, "keeps-an-axis" for the right one in a longer shape."""
    wanted = oracle(*batch, **options)
    values = as_values(got)
    if values is None or not is_close(values, wanted.reshape(-1), RTOL):
        return None
    return "keeps-an-axis" if isinstance(got, torch.Tensor) and got.ndim else "detaches"


def as_values(got):
    """Return a tensor or a number as a vector, everything else as None."""
    if isinstance(got, bool) or not isinstance(got, (int, float, torch.Tensor)):
        return None
    return torch.as_tensor(got).detach().reshape(-1)


def reading(name, answers):
    """Return the first of the fewest mistakes that explain all answers of a loss, None where no known ones do."""
    keyword = PARAMETERS[name][0] if name in PARAMETERS else None
    ignoring = (("", False), ("ignores-the-parameter", True)) if keyword else (("", False),)
    ways = sorted(
        product(FORMULAS[name], REDUCTIONS, ignoring), key=lambda way: len([mistake for mistake, _ in way if mistake])
    )
    for (mistake, formula), (reduction, reduce), (ignored, without) in ways:
        if not (mistake or reduction or ignored):
            continue
        if all(
            explains(reduce(formula(*batch, *([] if without else options.values()))), got)
            for got, batch, options in answers
        ):
            # What is clamped in the end was not clamped before: one mistake, and the end tells more of it.
            return reduction if reduction == "clamps-the-mean" else mistake or reduction or ignored
    return None


def explains(value, got):
    values = as_values(got)
    return values is not None and is_close(values, value.reshape(-1), RTOL)
