"""Hidden checks of `gradient_clipping`.

What became of the gradients is read as what comes of a norm and a way to use it, each of them right or mistaken; the
returned number is read apart from that. Checks of None, iterables and manners put up with a wrong norm.
"""

import torch

from grader.checks import as_plain, check, expect, expect_close, fail, identical, is_close, misconception
from grader.verdicts import Raised

NORMS = {
    "": lambda gradients: torch.cat([g.reshape(-1) for g in gradients]).norm(),
    "l1-norm": lambda gradients: sum(g.abs().sum() for g in gradients),
    "l1-norm ": lambda gradients: torch.stack([g.abs().sum() for g in gradients]).norm(),
    "forgets-the-root": lambda gradients: sum((g**2).sum() for g in gradients),
    "largest-element": lambda gradients: max(g.abs().max() for g in gradients),
    "adds-up-the-norms": lambda gradients: sum(g.norm() for g in gradients),
    "averages-the-squares": lambda gradients: torch.cat([g.reshape(-1) for g in gradients]).square().mean().sqrt(),
    "norm-of-the-parameters": lambda gradients: torch.cat(
        [torch.full((g.numel(),), 0.5 + index) for index, g in enumerate(gradients)]
    ).norm(),
}
# Torch's own function adds 1e-6 to the norm before it divides.
RTOL = 1e-4
TOLD = ("clips-each-parameter-alone", "clamps-values", "scales-up-small-gradients", "l1-norm", "forgets-max-norm")
TOLD += ("forgets-the-root", "largest-element", "adds-up-the-norms", "averages-the-squares", "factor-upside-down")
TOLD += ("norm-of-the-parameters",)


@check(points=2)
def test_one_common_factor(student, inputs):
    for max_norm in (inputs.number(1.0, 2.0), 2, inputs.number(0.2, 0.4)):
        gradients = some_gradients(inputs)
        seen = clip(student, gradients, max_norm)
        norm = NORMS[""](gradients)
        found = reading(seen["after"], gradients, max_norm) or ()
        if None not in seen["after"] and all(map(identical, seen["after"], gradients)):
            fail("wrong-value", diagnosis="leaves-the-gradients")
        diagnosis = next((name for name in TOLD if name in found), None)
        for got, gradient in zip(seen["after"], gradients, strict=True):
            expect(got is not None, "returned-nothing", name="grad")
            expect_close(got, gradient * (max_norm / norm), rtol=RTOL, diagnosis=diagnosis)


@check(points=1.5)
def test_small_gradients_stay_as_they_are(student, inputs):
    gradients = some_gradients(inputs)
    norm = float(NORMS[""](gradients))
    # Between the L2 norm and the larger ones, and beyond all of them.
    for max_norm in (1.05 * norm, 1.5 * norm, 10 * norm, 1000 * norm):
        after = clip(student, gradients, max_norm)["after"]
        if not unchanged(after, gradients):
            found = reading(after, gradients, max_norm) or ()
            fail("wrong-value", diagnosis=next((name for name in TOLD[2:] + TOLD[:2] if name in found), None))
    zeros = [torch.zeros_like(gradient) for gradient in gradients]
    after = clip(student, zeros, 1.0)["after"]
    misconception("divides-by-zero", when=any(g is not None and bool(g.isnan().any()) for g in after))
    expect(unchanged(after, zeros), "wrong-value")
    # Who never touches a gradient leaves small ones alone, too.
    expect_clipping(student, inputs)


@check(points=1.5)
def test_returns_the_norm_before(student, inputs):
    for factor in (0.3, 3.0, 0.8):
        gradients = some_gradients(inputs)
        norm = float(NORMS[""](gradients))
        max_norm = factor * norm
        seen = clip(student, gradients, max_norm)
        result = seen["result"]
        expect(result is not None, "returned-nothing", name="clip_gradients", diagnosis="returns-nothing")
        others = [("returns-the-norm-after", min(norm, max_norm)), ("returns-the-factor", min(1.0, factor))]
        others += [("returns-the-factor", factor), ("returns-the-factor", 1 / factor)]
        others += [(name.strip(), float(measure(gradients))) for name, measure in NORMS.items() if name]
        if all(gradient is not None for gradient in seen["after"]):
            after = float(NORMS[""](seen["after"]))
            others.append(("returns-the-norm-after", after))
        plain = as_plain(result)
        number = float(plain) if isinstance(plain, (int, float)) else None
        close = [name for name, value in others if number is not None and abs(number - value) <= RTOL * abs(value)]
        expect_close(result, norm, number=True, rtol=RTOL, diagnosis=close[0] if close else None)


@check(points=1)
def test_parameters_without_a_gradient_are_skipped(student, inputs):
    gradients = some_gradients(inputs)
    some = [None, gradients[0], None, *gradients[1:], None]
    sizes = [(2, 2), None, (3,), *[None] * (len(gradients) - 1), ()]
    try:
        seen = clip(student, some, 1.0, sizes=sizes)
    except Raised as error:
        if set(error.bases) & {"TypeError", "AttributeError"}:
            fail("exception", diagnosis="fails-without-a-gradient", **error.finding.parameters)
        raise
    after = seen["after"]
    expect(len(after) == len(some), "wrong-length", got=len(after), expected=len(some))
    left = [got for got, gradient in zip(after, some, strict=True) if gradient is None]
    misconception("gives-none-a-gradient", when=any(got is not None for got in left))
    expect_some_clipping([got for got in after if got is not None], gradients, 1.0)


@check(points=1.5)
def test_any_iterable(student, inputs):
    for kind in ("tuple", "values", "generator", "iterator", "map"):
        gradients = some_gradients(inputs)
        after = clip(student, gradients, 1.0, kind=kind)["after"]
        if kind in ("generator", "iterator", "map") and unchanged(after, gradients):
            # By a wrong norm they may be short enough: then they stay in a list as well.
            listed = clip(student, gradients, 1.0)["after"]
            misconception("exhausts-the-generator", when=not unchanged(listed, gradients))
        expect_some_clipping(after, gradients, 1.0)


@check(points=1)
def test_in_place_and_nothing_else(student, inputs):
    for dtype in (torch.float32, torch.float64):
        gradients = some_gradients(inputs, dtype)
        seen = clip(student, gradients, 1.0)
        expect_some_clipping(seen["after"], gradients, 1.0)
        misconception("changes-the-parameters", when=not seen["values_kept"])
        misconception("rebinds-the-gradients", when=not all(map(identical, seen["held"], seen["after"])))
        same = all(got.dtype == dtype for got in seen["after"])
        expect(same, "wrong-dtype", got=str(seen["after"][0].dtype), expected=str(dtype), diagnosis="changes-the-dtype")


def some_gradients(inputs, dtype=torch.float32):
    """Return gradients of several shapes with a joint norm of about 6: the norms of each alone are quite different."""
    sizes, scales = ((3, 2), (4,), (1,), (2, 1, 2)), (2.0, 0.4, 1.0, 1.5)
    return [inputs.normal(*size, scale=scale, dtype=dtype) + 0.2 for size, scale in zip(sizes, scales, strict=True)]


def clip(student, gradients, max_norm, kind="list", sizes=None):
    return student.run(clip_in_there, gradients, max_norm, kind, sizes)


def reading(after, gradients, max_norm):
    """Return the mistakes by which the gradients came to be what they are, or None where no known ones lead there."""
    if len(after) != len(gradients) or any(not isinstance(got, torch.Tensor) for got in after):
        return None

    def matches(expected):
        return all(is_close(got, wanted, RTOL) for got, wanted in zip(after, expected, strict=True))

    def scaled(factors):
        return [gradient * factor for gradient, factor in zip(gradients, factors, strict=True)]

    ones = torch.ones(len(gradients))
    if matches(scaled([min(1, max_norm / float(NORMS[""](gradients)))] * len(gradients))):
        return set()
    if matches([g.clamp(-max_norm, max_norm) for g in gradients]) or matches(
        [g.clamp(max=max_norm) for g in gradients]
    ):
        return {"clamps-values"}
    for name, measure in NORMS.items():
        joint = float(measure(gradients))
        alone = [float(measure([gradient])) for gradient in gradients]
        for where, norms in (("", [joint] * len(gradients)), ("clips-each-parameter-alone", alone)):
            ways = {
                "": [min(1.0, max_norm / norm) for norm in norms],
                "scales-up-small-gradients": [max_norm / norm for norm in norms],
                "forgets-max-norm": [1 / norm if norm > max_norm else 1.0 for norm in norms],
                "forgets-max-norm ": [1 / norm for norm in norms],
                "factor-upside-down": [max(1.0, norm / max_norm) for norm in norms],
                "factor-upside-down ": [norm / max_norm for norm in norms],
                "factor-upside-down  ": [min(1.0, norm / max_norm) for norm in norms],
            }
            for way, factors in ways.items():
                # What changes nothing is no reading: a function that does nothing at all gives that as well.
                if not torch.equal(torch.tensor(factors), ones) and matches(scaled(factors)):
                    return {name.strip(), where, way.strip()} - {""}
    return None


def unchanged(after, gradients):
    """Return whether the gradients are what they were; a factor of 1 up to rounding counts."""
    return all(is_close(got, gradient, 1e-6) for got, gradient in zip(after, gradients, strict=True))


def expect_some_clipping(after, gradients, max_norm):
    """Fail unless the gradients were clipped, if only by a wrong norm; what is wrong with it is told elsewhere."""
    known = reading(after, gradients, max_norm)
    expect(known is not None and not unchanged(after, gradients), "wrong-value")


def expect_clipping(student, inputs):
    gradients = some_gradients(inputs)
    expect_some_clipping(clip(student, gradients, 1.0)["after"], gradients, 1.0)


def clip_in_there(student, gradients, max_norm, kind, sizes):
    """Clip the gradients of new parameters, given as an iterable of some kind; return all that there is to see (a probe)."""
    import torch

    shapes = [sizes[index] if gradient is None else gradient.shape for index, gradient in enumerate(gradients)]
    dtype = next(gradient.dtype for gradient in gradients if gradient is not None)
    leaves = [torch.full(shape, 0.5 + index, dtype=dtype) for index, shape in enumerate(shapes)]
    values = [leaf.clone() for leaf in leaves]
    for leaf, gradient in zip(leaves, gradients):
        leaf.requires_grad_()
        leaf.grad = None if gradient is None else gradient.clone()
    held = [leaf.grad for leaf in leaves]
    params = {
        "list": lambda: list(leaves),
        "tuple": lambda: tuple(leaves),
        "values": lambda: {str(index): leaf for index, leaf in enumerate(leaves)}.values(),
        "generator": lambda: (leaf for leaf in leaves),
        "iterator": lambda: iter(leaves),
        "map": lambda: map(lambda leaf: leaf, leaves),
    }[kind]()
    result = student.clip_gradients(params, max_norm)
    return {
        "result": result,
        "after": [None if leaf.grad is None else leaf.grad.detach().clone() for leaf in leaves],
        "held": [None if gradient is None else gradient.detach().clone() for gradient in held],
        "values_kept": all(torch.equal(leaf.detach(), value) for leaf, value in zip(leaves, values)),
    }
