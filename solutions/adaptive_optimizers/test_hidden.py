"""Hidden checks of `adaptive_optimizers`: paths under given gradients, compared with those of torch.

A path is read as right, or as what comes of one or two known mistakes; each check asks for some of them and puts up with
the others. `torch.optim` runs here, in the process of the checks, only.
"""

from itertools import combinations

import torch

from grader.checks import brief, check, expect, expect_close, fail, misconception
from grader.verdicts import Raised

STEPS = 7
SHAPE = (2, 3)
# What follows a dot is another way to make the same mistake.
EPS = (
    "eps-inside-the-root",
    "eps-inside-the-root.uncorrected",
    "eps-inside-the-root.squared",
    "eps-before-the-correction",
    "forgets-eps",
    "ignores-eps",
)
AVERAGE = (
    "alpha-upside-down",
    "keeps-no-state",
    "sums-the-squares",
    "averages-without-squares",
    "starts-with-the-first-square",
    "corrects-the-bias-of-rmsprop",
    "ignores-alpha",
    "one-square-for-all",
    "no-root",
    "climbs",
)
MOMENTS = (
    "moments-swapped.betas",
    "moments-swapped",
    "moments-swapped.absolute",
    "moments-swapped.corrections",
    "betas-upside-down",
    "keeps-no-state",
    "no-first-moment",
    "averages-without-squares",
    "ignores-the-betas",
    "one-square-for-all",
    "no-root",
    "climbs",
)
CORRECTION = (
    "no-bias-correction",
    "no-bias-correction.of_the_first",
    "no-bias-correction.of_the_second",
    "no-bias-correction.first_gradient",
    "step-count-from-0",
    "step-count-from-0.guarded",
    "step-count-from-0.at_least_one",
    "step-count-from-2",
    "corrects-without-the-power",
    "stores-the-corrected-moments",
)
KNOWN = {"rmsprop_step": (*EPS, *AVERAGE), "adam_step": (*CORRECTION, *MOMENTS, *EPS)}


@check(points=1.5)
def test_rmsprop_averages_the_squares(student, inputs):
    for options in ({"alpha": 0.9}, {"alpha": 0.6}):
        expect_path(student, inputs, "rmsprop_step", {"lr": 0.1} | options, tell=AVERAGE)


@check(points=1)
def test_the_eps_of_rmsprop_stands_outside_the_root(student, inputs):
    for eps in (0.3, 0.05):
        expect_path(student, inputs, "rmsprop_step", {"lr": 0.1, "alpha": 0.8, "eps": eps}, tell=EPS, zeros=True)


@check(points=0.5)
def test_rmsprop_keeps_what_it_knows_in_the_state(student, inputs):
    expect_state(student, inputs, "rmsprop_step", {"lr": 0.1, "alpha": 0.8})


@check(points=0.5)
def test_rmsprop_moves_the_parameter_alone(student, inputs):
    expect_manners(student, inputs, "rmsprop_step")


@check(points=1)
def test_adam_has_two_moments(student, inputs):
    for betas in ((0.9, 0.97), (0.6, 0.8), (0.8, 0.5)):
        expect_path(student, inputs, "adam_step", {"lr": 0.1, "betas": betas}, tell=MOMENTS)


@check(points=1.5)
def test_adam_corrects_the_bias(student, inputs):
    for betas in ((0.9, 0.95), (0.5, 0.8)):
        expect_path(student, inputs, "adam_step", {"lr": 0.1, "betas": betas}, tell=CORRECTION)


@check(points=1)
def test_the_eps_of_adam_stands_outside_the_root(student, inputs):
    for eps in (0.3, 0.05):
        options = {"lr": 0.1, "betas": (0.8, 0.9), "eps": eps}
        expect_path(student, inputs, "adam_step", options, tell=EPS, zeros=True)


@check(points=0.5)
def test_adam_keeps_what_it_knows_in_the_state(student, inputs):
    expect_state(student, inputs, "adam_step", {"lr": 0.1, "betas": (0.8, 0.9)})


@check(points=0.5)
def test_adam_moves_the_parameter_alone(student, inputs):
    expect_manners(student, inputs, "adam_step")


def expect_path(student, inputs, function, options, *, tell=None, zeros=False, **more):
    """Fail unless the parameter takes the right path, or one that mistakes other than those in `tell` explain."""
    start, gradients = drawn(inputs, zeros=zeros, **more)
    read(walk(student, function, start, gradients, options), function, start, gradients, options, tell=tell)


def expect_state(student, inputs, function, options):
    """Fail unless the state given is all that a step knows of the earlier ones."""
    start, gradients = drawn(inputs)
    got, second = (walk(student, function, start, gradients, options) for _ in range(2))
    misconception("keeps-state-elsewhere", when=not same(second["path"], got["path"]))
    read(got, function, start, gradients, options, tell=("keeps-no-state",))
    for way in ("two by turns", "copied state", "new state"):
        again = walk(student, function, start, gradients, options, way=way)
        misconception("keeps-state-elsewhere", when=not same(again["path"], got["path"]))


def expect_manners(student, inputs, function):
    """Fail unless the parameter moves in place, of any shape and dtype, with the defaults too, and nothing else does."""
    for shape, dtype, leaf in ((SHAPE, torch.float32, True), ((), torch.float64, True), ((4,), torch.float64, False)):
        start, gradients = drawn(inputs, shape, dtype=dtype)
        got = walk(student, function, start, gradients, {}, leaf=leaf)
        misconception("changes-the-dtype", when=got["path"].dtype != dtype)
        read(got, function, start, gradients, {}, tell=("other-defaults",))
        misconception("stops-requiring-gradients", when=leaf and not got["requires_grad"])
        misconception("changes-the-gradient", when=not got["gradients_stay"])


def drawn(inputs, shape=SHAPE, *, dtype=torch.float64, zeros=False):
    """Return a parameter and the gradients of its steps, none of them small; some all zero if asked for."""
    start = inputs.normal(*shape, dtype=dtype)
    gradients = [inputs.signs(*shape, dtype=dtype) * inputs.positive(*shape, dtype=dtype) for _ in range(STEPS)]
    if zeros:
        for gradient in gradients:
            gradient[..., 0] = 0.0
    return start, gradients


def walk(student, function, start, gradients, options, *, leaf=True, way="alone"):
    """Return what the probe saw of the steps; end the check where they raised."""
    try:
        return student.run(many_steps, function, start, gradients, options, leaf, way)
    except Raised as error:
        name = error.finding.diagnosis
        if "leaf Variable that requires grad" in error.message:
            name = "leaves-the-update-in-the-graph"
        elif "ZeroDivisionError" in error.bases:
            name = "step-count-from-0"
        elif "KeyError" in error.bases:
            name = "expects-a-filled-state"
        fail(error.finding.kind, diagnosis=name, **error.finding.parameters)


def read(got, function, start, gradients, options, *, tell=None):
    """Fail unless the path is right, or comes of known mistakes that are not in `tell`."""
    path = got["path"]
    expect(isinstance(path, torch.Tensor), "wrong-type", got="param", expected="Tensor")
    wanted = oracle(function, start, gradients, options)
    precision = 2e-4 if start.dtype == torch.float32 else 1e-6
    if same(path, wanted, precision):
        return
    misconception("rebinds-instead-of-updating", when=all(same(step, start) for step in path))
    # An average that has no share yet: 0 / 0 in each element, whatever the gradient.
    if function == "adam_step" and bool(path.isnan().all()):
        fail("not-finite", diagnosis="step-count-from-0", got="nan")
    found = reading(path, function, start, gradients, options, tell or (), precision)
    if found is None and function == "adam_step" and leaps(path, start, options):
        found = ("step-count-from-0",)
    if found and tell and not set(found) & set(tell):
        return
    diagnosis = next((name for name in tell or () if name in (found or ())), (found or (None,))[0])
    if found is None and not options:
        diagnosis = "other-defaults" if has_other_defaults(path, function, start, gradients) else None
    diagnosis = diagnosis and diagnosis.partition(".")[0]
    if path.shape == wanted.shape:
        # The first step that goes wrong tells more than the whole path.
        first = next((step for step in range(len(path)) if not same(path[step], wanted[step], precision)), 0)
        path, wanted = path[first], wanted[first]
    expect_close(path, wanted, rtol=precision, diagnosis=diagnosis)
    fail("wrong-value", diagnosis=diagnosis, got=brief(path), expected=brief(wanted))


def reading(path, function, start, gradients, options, first, precision):
    """Return the mistakes, two at most, that lead along `path`, or None."""
    order = [name for name in dict.fromkeys((*first, *KNOWN[function])) if name in KNOWN[function]]
    for mistakes in (*combinations(order, 1), *combinations(order, 2)):
        if same(path, simulate(function, start, gradients, options, set(mistakes)), precision):
            return mistakes
    return None


def leaps(path, start, options):
    """Return whether the first step is far longer than `lr`: a small number was added to a correction of zero."""
    return bool((path[0].double() - start.double()).abs().max() > 100 * options.get("lr", 0.001))


def has_other_defaults(path, function, start, gradients):
    """Return whether options that another library or the other function has give this path."""
    rates = (0.1, 0.01, 0.001)
    shares = (0.9, 0.99, 0.999) if function == "rmsprop_step" else ((0.9, 0.999), (0.9, 0.99), (0.99, 0.999))
    name = "alpha" if function == "rmsprop_step" else "betas"
    tries = [{"lr": lr, name: share, "eps": eps} for lr in rates for share in shares for eps in (1e-8, 1e-6, 1e-3)]
    return any(same(path, simulate(function, start, gradients, options, set()), 2e-6) for options in tries)


def same(got, wanted, precision=1e-6):
    """Return whether two paths are the same, NaN where NaN is."""
    got, wanted = got.double(), wanted.double()
    if got.shape != wanted.shape or not torch.equal(got.isfinite(), wanted.isfinite()):
        return False
    got, wanted = got[got.isfinite()], wanted[wanted.isfinite()]
    scale = float(wanted.abs().max()) if wanted.numel() else 1.0
    return bool(((got - wanted).abs() <= precision * scale).all())


def oracle(function, start, gradients, options):
    """Return the path that torch's own optimizer takes."""
    weight = torch.nn.Parameter(start.double().clone())
    kind = {"rmsprop_step": torch.optim.RMSprop, "adam_step": torch.optim.Adam}[function]
    optimizer, path = kind([weight], **options), []
    for gradient in gradients:
        weight.grad = gradient.double()
        optimizer.step()
        path.append(weight.detach().clone())
    return torch.stack(path).to(start.dtype)


def simulate(function, start, gradients, options, wrong):
    """Return the path that some mistakes lead along, in float64."""
    weight, path = start.double(), []
    eps = 0.0 if "forgets-eps" in wrong else 1e-8 if "ignores-eps" in wrong else options.get("eps", 1e-8)
    sign = -1 if "climbs" in wrong else 1
    m, v = torch.zeros_like(weight), torch.zeros_like(weight)
    for t, gradient in enumerate(gradients, start=1):
        g = gradient.double()
        if "keeps-no-state" in wrong:
            m, v = torch.zeros_like(weight), torch.zeros_like(weight)
            t = 1
        square = g.abs() if "averages-without-squares" in wrong else g**2
        square = square.mean() if "one-square-for-all" in wrong else square
        if "ignores-the-betas" in wrong or "ignores-alpha" in wrong:
            options = {name: value for name, value in options.items() if name not in ("alpha", "betas")}
        if function == "rmsprop_step":
            lr, alpha = options.get("lr", 0.01), options.get("alpha", 0.99)
            new = alpha if "alpha-upside-down" in wrong else 1 - alpha
            if "sums-the-squares" in wrong:
                v = v + square
            elif "starts-with-the-first-square" in wrong and t == 1:
                v = square
            else:
                v = (1 - new) * v + new * square
            up, down = g, v / (1 - alpha**t) if "corrects-the-bias-of-rmsprop" in wrong else v
            share = torch.tensor(1.0)
        else:
            lr, (beta1, beta2) = options.get("lr", 0.001), options.get("betas", (0.9, 0.999))
            if "moments-swapped.betas" in wrong:
                beta1, beta2 = beta2, beta1
            if "betas-upside-down" in wrong:
                beta1, beta2 = 1 - beta1, 1 - beta2
            m = beta1 * m + (1 - beta1) * g
            v = beta2 * v + (1 - beta2) * square
            if "no-bias-correction.first_gradient" in wrong and t == 1:
                m, v = g, square
            power = t
            if "step-count-from-0" in wrong or "step-count-from-0.guarded" in wrong:
                power = t - 1
            elif "step-count-from-0.at_least_one" in wrong:
                power = max(t - 1, 1)
            elif "step-count-from-2" in wrong:
                power = t + 1
            elif "corrects-without-the-power" in wrong:
                power = 1
            first, second = torch.tensor([1 - beta1**power, 1 - beta2**power], dtype=torch.float64)
            if power == 0 and "step-count-from-0.guarded" in wrong:
                first = second = torch.tensor(1.0)
            if "moments-swapped.corrections" in wrong:
                first, second = second, first
            both = {"no-bias-correction", "no-bias-correction.first_gradient"}
            first = 1.0 if wrong & {*both, "no-bias-correction.of_the_first"} else first
            second = torch.tensor(1.0) if wrong & {*both, "no-bias-correction.of_the_second"} else second
            up, down = m / first, v / second
            share = second
            if "stores-the-corrected-moments" in wrong:
                m, v = up, down
            up = g if "no-first-moment" in wrong else up
            if "moments-swapped" in wrong:
                up, down = down, up
            elif "moments-swapped.absolute" in wrong:
                up, down = down, up.abs()
        root = down if "no-root" in wrong else down.sqrt()
        if "eps-inside-the-root" in wrong:
            denominator = down + eps if "no-root" in wrong else (down + eps).sqrt()
        elif "eps-inside-the-root.squared" in wrong:
            denominator = (down + eps**2).sqrt()
        elif "eps-inside-the-root.uncorrected" in wrong:
            denominator = (down + eps / share).sqrt()
        elif "eps-before-the-correction" in wrong:
            # The corrections gathered in the rate, as in the paper: its eps is another one.
            denominator = root + eps / share**0.5
        else:
            denominator = root + eps
        weight = weight - sign * lr * up / denominator
        path.append(weight)
    return torch.stack(path)


def many_steps(student, function, start, gradients, options, leaf, way):
    """Make a step with each gradient; return where the parameter was after each (a probe)."""
    import torch

    torch.set_grad_enabled(True)
    step = getattr(student, function)
    weight = start.clone().requires_grad_(leaf)
    state, path, stay = {}, [], True
    other, other_state = torch.ones_like(start).requires_grad_(leaf), {}
    if way == "new state":
        # Earlier steps of the same parameter, whose state is then thrown away.
        for gradient in gradients[:3]:
            step(weight, 2 * gradient, {}, **options)
        with torch.no_grad():
            weight.copy_(start)
    for gradient in gradients:
        given = gradient.clone()
        step(weight, given, state, **options)
        stay = stay and torch.equal(given, gradient)
        path.append(weight.detach().clone())
        if way == "two by turns":
            step(other, -3 * gradient, other_state, **options)
        if way == "copied state":
            state = dict(state)
    return {
        "path": torch.stack(path),
        "requires_grad": bool(weight.requires_grad and weight.is_leaf),
        "gradients_stay": bool(stay),
    }
