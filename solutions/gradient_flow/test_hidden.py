"""Hidden checks of `gradient_flow`.

The norms are read as what comes of a network, a loss, a norm and an order, each of them right or mistaken. Norms are
compared one by one, each relative to itself: in a deep chain they differ by many powers of ten.
"""

from itertools import product

import torch

from grader.checks import as_plain, check, expect, expect_equal, expect_unchanged, fail, misconception
from grader.verdicts import Raised

ACTIVATIONS = {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu, "identity": lambda x: x}
NORMS = (
    ("", lambda gradient: gradient.norm()),
    ("another-norm", lambda gradient: gradient.norm() ** 2),
    ("another-norm", lambda gradient: gradient.abs().sum()),
    ("another-norm", lambda gradient: gradient.abs().max()),
    ("another-norm", lambda gradient: gradient.abs().mean()),
    ("another-norm", lambda gradient: gradient.sum()),
    ("another-norm", lambda gradient: gradient.mean()),
    ("another-norm", lambda gradient: torch.linalg.matrix_norm(gradient, 2)),
)
WORDS = {"vanishing", "exploding", "stable"}
ORDERS = (("", slice(None)), ("order-reversed", slice(None, None, -1)))
LOSSES = (
    ("", lambda x: x.sum()),
    ("another-loss", lambda x: x.mean()),
    ("another-loss", lambda x: (x**2).sum()),
    ("another-loss", lambda x: x.norm()),
)
# Told in this order where several come together.
TOLD = ("detaches-between-layers", "norms-of-the-weights", "order-reversed", "gradients-by-the-activations")
TOLD += ("multiplies-by-the-transpose", "another-loss", "another-norm")


@check(points=2)
def test_a_chain_without_activation(student, inputs):
    for layers, samples, size in ((4, 5, 3), (2, 1, 2), (1, 4, 3)):
        weights, x = some_chain(inputs, layers, samples, size)
        got = norms_of(student, weights, x, "identity")
        expect_norms(got, weights, x, "identity", tell=TOLD)


@check(points=2)
def test_each_activation(student, inputs):
    for activation in ("sigmoid", "tanh", "relu", "identity"):
        weights, x = some_chain(inputs, 3, 5, 4, activation)
        got = norms_of(student, weights, x, activation)
        forgive = ("order-reversed", "another-loss", "another-norm")
        expect_norms(got, weights, x, activation, tell=("last-layer-linear", "ignores-the-activation"), forgive=forgive)


@check(points=1)
def test_very_small_norms(student, inputs):
    weights, x = some_chain(inputs, 16, 3, 4)
    weights = [W / 2 for W in weights]
    got = norms_of(student, weights, x, "sigmoid")
    wanted = right_norms(weights, x, "sigmoid")
    lost = any(number == 0 for number in got) and min(wanted) > 0
    misconception("rounds", when=lost and reading(got, weights, x, "sigmoid") is None)
    expect_norms(got, weights, x, "sigmoid", tell=("order-reversed", *TOLD))


@check(points=1)
def test_a_second_call_gives_the_same(student, inputs):
    weights, x = some_chain(inputs, 3, 4, 3)
    got = norms_of(student, weights, x, "tanh")
    found = reading(got, weights, x, "tanh")
    if found is None or "norms-of-the-weights" in found:
        expect_norms(got, weights, x, "tanh", tell=TOLD)
    expect_unchanged(student)
    first, second = student.run(call_twice, weights, x, "tanh")
    misconception("gradients-accumulate", when=not same(as_plain(first), as_plain(second)))


@check(points=1.5)
def test_vanishing_exploding_stable(student, inputs):
    # Exponents of ten: of the ratio, and of the last norm. With a large or small last norm the first one alone misleads.
    kinds = (
        ("vanishing", (-8.0, -3.3), (-0.5, 0.5)),
        ("vanishing", (-4.5, -3.3), (3.5, 4.5)),
        ("exploding", (3.3, 8.0), (-0.5, 0.5)),
        ("exploding", (3.3, 4.5), (-4.5, -3.5)),
        ("stable", (-2.7, 2.7), (-0.5, 0.5)),
        ("stable", (-0.5, 0.5), (-6.0, -5.0)),
        ("stable", (-0.5, 0.5), (5.0, 6.0)),
    )
    answers = []
    for word, ratios, lasts in kinds:
        for length in (2, 5):
            last, ratio = 10 ** inputs.number(*lasts), 10 ** inputs.number(*ratios)
            # Between the first and the last the norms go straight from one to the other.
            norms = [last * ratio ** (1 - step / (length - 1)) for step in range(length)]
            answers.append((student.diagnose(norms), norms, word))
    if all(got == word for got, _, word in answers):
        return
    # Of a wrong diagnosis all answers together tell more than one.
    swapped = {"vanishing": "exploding", "exploding": "vanishing"}
    misconception("ratio-upside-down", when=all(got == swapped[w] for got, _, w in answers if w in swapped))
    rivals = {
        "looks-at-the-first-norm-alone": lambda norms: norms[0],
        "looks-at-the-last-norm-alone": lambda norms: norms[-1],
        "difference-for-ratio": lambda norms: norms[0] - norms[-1],
        "takes-the-extremes": lambda norms: max(norms) / min(norms),
    }
    for name, ratio in rivals.items():
        misconception(name, when=all(got == said(ratio(norms)) for got, norms, _ in answers))
    for got, _, word in answers:
        expect_equal(got, word)


@check(points=1)
def test_only_the_first_and_the_last_count(student, inputs):
    small, large = 10 ** inputs.number(-8.0, -6.0), 10 ** inputs.number(6.0, 8.0)
    cases = [([1.5, small, large, 2.0], "stable"), ([2.0, large, small, 1.0], "stable")]
    cases += [([small, large, 1.0], "vanishing"), ([large, small, 1.0], "exploding"), ([0.7], "stable")]
    # A layer without any gradient at all, and the two bounds themselves.
    cases += [([0.0, 0.5, 1.0], "vanishing"), ([1000.0, 3.0, 1.0], "stable"), ([0.001, 3.0, 1.0], "stable")]
    # Close beside the bounds.
    cases += [([1000.5, 3.0, 1.0], "exploding"), ([0.000999, 3.0, 1.0], "vanishing")]
    cases += [([999.5, 3.0, 1.0], "stable"), ([0.001001, 3.0, 1.0], "stable")]
    for norms, word in cases:
        instead = {"ratio-upside-down": said(norms[-1] / norms[0])} if norms[0] else {}
        got = student.diagnose(norms)
        misconception("takes-the-extremes", when=word == "stable" and len(norms) == 4 and got in WORDS - {"stable"})
        if norms[0] in (1000.0, 0.001):
            instead = {"includes-the-bounds": "exploding" if norms[0] == 1000 else "vanishing"}
        expect_equal(got, word, instead=instead)


def some_chain(inputs, layers, samples, size, activation="identity"):
    """Return weights and a batch for which every layer has a gradient, and the norms another order backwards."""
    while True:
        weights = [inputs.normal(size, size) for _ in range(layers)]
        x = inputs.normal(samples, size)
        norms = right_norms(weights, x, activation)
        if min(norms) > 0 and (layers == 1 or not same(norms, norms[::-1], 0.05)):
            return weights, x


def said(ratio):
    return "vanishing" if ratio < 1e-3 else "exploding" if ratio > 1e3 else "stable"


def norms_of(student, weights, x, activation):
    """Return the norms as a tuple of floats; weights that require gradients are sent to those who need them."""
    try:
        got = student.gradient_norms(weights, x, activation)
    except Raised as error:
        leaves = [W.clone().requires_grad_() for W in weights]
        try:
            got = student.gradient_norms(leaves, x, activation)
        except Raised:
            misconception("detaches-between-layers", when=works_for_one_layer(student, weights, x, activation))
            raise error from None
    plain = as_plain(got)
    expect(plain is not None, "returned-nothing", name="gradient_norms")
    expect(isinstance(plain, tuple), "wrong-type", got=type(plain).__name__, expected="list", name="")
    misconception("returns-the-gradients", when=any(isinstance(number, tuple) for number in plain))
    if not all(isinstance(number, (int, float)) for number in plain):
        # A layer that has no gradient.
        misconception("detaches-between-layers", when=plain[-1] is not None and all(n is None for n in plain[:-1]))
        fail("wrong-type", got=type(plain[0]).__name__, expected="float", name="")
    expect(len(plain) == len(weights), "wrong-length", got=len(plain), expected=len(weights))
    return tuple(float(number) for number in plain)


def works_for_one_layer(student, weights, x, activation):
    """Return whether a single layer gives the right norm: then it is between layers that something is lost."""
    for needs_grad in (False, True):
        W = weights[0].clone().requires_grad_(needs_grad)
        try:
            got = as_plain(student.gradient_norms([W], x, activation))
        except Raised:
            continue
        if isinstance(got, tuple) and same(got, right_norms([W], x, activation)):
            return len(weights) > 1
    return False


def right_norms(weights, x, activation):
    gradients = networks(weights, x, ACTIVATIONS[activation])[""](lambda out: out.sum())
    return tuple(float(gradient.norm()) for gradient in gradients)


def networks(weights, x, f, *, last=None):
    """Return, by the mistake that they hold, functions of a loss that give the gradients in a chain."""

    def chain(transposed=False, detached=False, by_x=False, local=False):
        def gradients_of(loss):
            leaves = [W.detach().clone().requires_grad_() for W in weights]
            values, losses, out = [], [], x
            for index, W in enumerate(leaves):
                values.append(out.detach().requires_grad_() if detached or (by_x and index == 0) else out)
                act = last if last is not None and index == len(leaves) - 1 else f
                out = act(values[-1] @ (W.T if transposed else W))
                if by_x:
                    out.requires_grad_()
                losses.append(loss(out))
            wanted = values if by_x else leaves
            total = sum(losses) if local else losses[-1]
            found = torch.autograd.grad(total, wanted, allow_unused=True)
            return [torch.zeros_like(leaf) if g is None else g for g, leaf in zip(found, wanted, strict=True)]

        return gradients_of

    return {
        "": chain(),
        "detaches-between-layers": chain(detached=True),
        "detaches-between-layers ": chain(detached=True, local=True),
        "gradients-by-the-activations": chain(by_x=True),
        "multiplies-by-the-transpose": chain(transposed=True),
    }


def reading(got, weights, x, activation):
    """Return the mistakes by which `got` comes from the arguments, or None where no known ones lead there."""
    for order, step in ORDERS:
        if same(got, tuple(float(W.norm()) for W in weights)[step]):
            return {"norms-of-the-weights", order} - {""}
    identity, f = ACTIVATIONS["identity"], ACTIVATIONS[activation]
    variants = [("", networks(weights, x, f))]
    if activation != "identity":
        variants += [("ignores-the-activation", networks(weights, x, identity))]
        variants += [("ignores-the-activation", networks(weights, x, g)) for n, g in ACTIVATIONS.items() if g is not f]
        variants += [("last-layer-linear", networks(weights, x, f, last=identity))]
    # The last layer applied first.
    variants += [("order-reversed", networks(weights[::-1], x, f))]
    # From the fewest mistakes to more: a variant of each kind with the right rest comes first.
    for (act, nets), (loss_name, loss) in product(variants, LOSSES):
        for net, gradients_of in nets.items():
            gradients = gradients_of(loss)
            for (norm_name, norm), (order, step) in product(NORMS, ORDERS):
                if same(got, tuple(float(norm(gradient)) for gradient in gradients)[step]):
                    return {act, net.strip(), loss_name, norm_name, order} - {""}
    return None


def expect_norms(got, weights, x, activation, *, tell, forgive=()):
    """Fail unless `got` holds the right norms, apart from the mistakes in `forgive`."""
    wanted = right_norms(weights, x, activation)
    if same(got, wanted):
        return
    found = reading(got, weights, x, activation) or set()
    if found and not found - set(forgive):
        return
    name = next((name for name in (*tell, *TOLD) if name in found), None)
    shown = ["[" + ", ".join(f"{number:.4g}" for number in numbers[:6]) + "]" for numbers in (got, wanted)]
    fail("wrong-value", got=shown[0], expected=shown[1], diagnosis=name)


def same(got, wanted, rtol=1e-3):
    """Return whether each number is that of `wanted`, relative to itself."""
    return len(got) == len(wanted) and all(
        isinstance(a, (int, float)) and abs(a - b) <= rtol * abs(b) + 1e-30 for a, b in zip(got, wanted, strict=True)
    )


def call_twice(student, weights, x, activation):
    """Return the norms of two calls with the same tensors (a probe)."""
    try:
        return [[float(n) for n in student.gradient_norms(weights, x, activation)] for _ in range(2)]
    except (RuntimeError, AttributeError, TypeError):
        leaves = [W.clone().requires_grad_() for W in weights]
        return [[float(n) for n in student.gradient_norms(leaves, x, activation)] for _ in range(2)]
