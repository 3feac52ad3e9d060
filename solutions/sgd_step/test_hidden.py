"""Hidden checks of `sgd_step`: how far, which way and whether the caller's own tensors move; what is left behind.

A step is read as `-factor * gradient` with one factor for all parameters. Each check asks one thing of it and puts up
with the rest: who forgets to divide does not lose the points for the direction as well. All checks ask for some step,
so that doing nothing earns nothing.
"""

import torch

from grader.checks import (
    CheckFailed,
    check,
    expect,
    expect_close,
    expect_type,
    fail,
    misconception,
)
from grader.verdicts import Raised

SHAPES = ((3, 1), (1,), (2, 4))

# No two mistakes give the same factor here, and none of them lr / batch_size.
RATES = ((0.3, 4), (0.07, 7), (0.6, 10))


@check(points=1.5)
def test_the_step_is_rate_times_gradient_over_batch_size(student, inputs):
    for lr, batch_size in RATES:
        seen, factor = expect_a_step(student, inputs, lr, batch_size)
        factors = {
            "does-not-divide-by-the-batch-size": lr,
            "multiplies-by-the-batch-size": lr * batch_size,
            "divides-twice": lr / batch_size**2,
            "divides-by-the-root-of-the-batch-size": lr / batch_size**0.5,
            "ignores-the-rate": 1 / batch_size,
            "divides-by-the-number-of-parameters": lr / len(SHAPES),
        }
        for name, other in factors.items():
            misconception(name, when=near(abs(factor), other))
        if not near(abs(factor), lr / batch_size):
            wanted = [start - lr * grad / batch_size for start, grad in zip(seen["starts"], seen["grads"], strict=True)]
            expect_close(seen["weights"][0], wanted[0])
            fail("wrong-value")


@check(points=1)
def test_the_step_goes_against_the_gradient(student, inputs):
    for lr, batch_size in RATES:
        _, factor = expect_a_step(student, inputs, lr, batch_size)
        misconception("climbs", when=factor < 0)


@check(points=1)
def test_the_callers_own_tensors_move(student, inputs):
    seen, _ = expect_a_step(student, inputs, *RATES[0])
    misconception("stops-requiring-gradients", when=not all(seen["requires_grad"]))
    misconception("leaves-the-update-in-the-graph", when=not all(seen["is_leaf"]))
    misconception("switches-autograd-off", when=not seen["autograd_is_on"])


@check(points=1)
def test_the_gradients_are_zero_afterwards(student, inputs):
    seen = step(student, inputs, *RATES[1])
    for grad in seen["grads_after"]:
        misconception("does-not-zero-the-gradients", when=grad is not None and bool(grad.any()))
    factor_of(student, inputs, seen)


@check(points=1)
def test_a_parameter_without_gradient_stays(student, inputs):
    expect_a_step(student, inputs, *RATES[0])
    for missing in (1, 0, 2):
        try:
            seen = step(student, inputs, *RATES[0], without=(missing,))
        except (Raised, CheckFailed) as error:
            # With all gradients in place it worked.
            fail(error.finding.kind, diagnosis="fails-without-a-gradient", **error.finding.parameters)
        moved = [not torch.equal(*pair) for pair in zip(seen["weights"], seen["starts"], strict=True)]
        misconception("moves-without-a-gradient", when=moved[missing])
        misconception("stops-at-a-missing-gradient", when=not all(moved[:missing] + moved[missing + 1 :]))
        given = [place for place in range(len(SHAPES)) if place != missing]
        expect(proportion(seen, given) is not None, "wrong-value")


@check(points=1)
def test_any_iterable_will_do(student, inputs):
    expected, factor = expect_a_step(student, inputs, *RATES[2])
    for kind in ("tuple", "generator", "parameters", "values", "set"):
        try:
            seen = step(student, inputs, *RATES[2], kind=kind)
        except (Raised, CheckFailed) as error:
            # With a list it worked.
            fail(error.finding.kind, diagnosis="needs-a-list", **error.finding.parameters)
        # What a list would leave behind is another check's question.
        uncleared = any(map(is_uncleared, seen["grads_after"])) and not any(map(is_uncleared, expected["grads_after"]))
        other = proportion(seen)
        misconception("goes-over-the-parameters-twice", when=uncleared or other is None)
        expect(near(other, factor), "wrong-value")


@check(points=1)
def test_several_steps_of_training(student, inputs):
    features, labels = inputs.normal(24, 3), inputs.normal(24, 1)
    weight, bias = inputs.normal(3, 1), inputs.normal(1)
    try:
        path = student.run(train, features, labels, weight, bias, 0.5, 6)
    except (Raised, CheckFailed) as error:
        fail(error.finding.kind, diagnosis=why_it_raised(error), **error.finding.parameters)
    expect_type(path, torch.Tensor)
    accumulating, climbing = (train(each, features, labels, weight, bias, 0.5, 6) for each in (Accumulating, Climbing))
    instead = {"does-not-zero-the-gradients": accumulating, "climbs": climbing}
    expect_close(path, train(Oracle, features, labels, weight, bias, 0.5, 6), instead=instead)


@check(points=0.5)
def test_double_precision_stays(student, inputs):
    seen, _ = expect_a_step(student, inputs, *RATES[0], dtype=torch.float64)
    misconception("changes-the-dtype", when=any(weight.dtype != torch.float64 for weight in seen["weights"]))
    # On the way through float32 nine of sixteen digits are lost.
    misconception("changes-the-dtype", when=proportion(seen, rtol=1e-11) is None)


def expect_a_step(student, inputs, lr, batch_size, **more):
    """Return what the probe saw of a step, however long and wherever to, and its factor."""
    seen = step(student, inputs, lr, batch_size, **more)
    return seen, factor_of(student, inputs, seen)


def step(student, inputs, lr, batch_size, *, kind="list", without=(), dtype=torch.float32):
    """Return what one step made of parameters and gradients; end the check where it raised."""
    weights = [inputs.normal(*shape, dtype=dtype) for shape in SHAPES]
    gradients = [None if place in without else inputs.normal(*shape, dtype=dtype) for place, shape in enumerate(SHAPES)]
    try:
        seen = student.run(take_a_step, weights, gradients, lr, batch_size, kind)
    except Raised as error:
        fail(error.finding.kind, diagnosis=why_it_raised(error), **error.finding.parameters)
    return seen | {"starts": weights, "grads": gradients}


def why_it_raised(error):
    """Return the misconception that an exception shows, all gradients being there, or None."""
    message, bases = error.finding.parameters.get("message", ""), getattr(error, "bases", ())
    if "leaf Variable that requires grad" in message:
        return "leaves-the-update-in-the-graph"
    if "NoneType" in message:
        # The tensor at hand has no gradient: it is a new one, or its gradient was thrown away before it was used.
        reading = "TypeError" in bases and "=:" not in message
        return "zeroes-before-the-step" if reading else "rebinds-instead-of-updating"
    return error.finding.diagnosis


def factor_of(student, inputs, seen):
    """Return the factor by which the parameters moved against their gradients; end the check where there is none."""
    weights, starts = seen["weights"], seen["starts"]
    moved = [not torch.equal(*pair) for pair in zip(weights, starts, strict=True)]
    if not any(moved):
        fail(diagnosis="zeroes-before-the-step" if zeroes_first(student, inputs) else "rebinds-instead-of-updating")
    misconception("zeroes-the-parameters", when=not any(bool(weight.any()) for weight in weights))
    misconception("moves-only-some-parameters", when=not all(moved))
    factor = proportion(seen)
    if factor is None:
        new_signs = [start - torch.sign(grad) for start, grad in zip(starts, seen["grads"], strict=True)]
        expect_close(weights[0], new_signs[0])
        fail("wrong-value")
    return factor


def proportion(seen, places=range(len(SHAPES)), rtol=2e-4):
    """Return the one factor of all steps, or None where they are not proportional to the gradients (or are zero)."""
    steps, gradients, starts = [], [], []
    for place in places:
        weight, start = seen["weights"][place], seen["starts"][place]
        if not isinstance(weight, torch.Tensor) or weight.shape != start.shape:
            return None
        starts.append(start.double().reshape(-1))
        steps.append(start.double().reshape(-1) - weight.double().reshape(-1))
        gradients.append(seen["grads"][place].double().reshape(-1))
    moved, gradient = torch.cat(steps), torch.cat(gradients)
    factor = float(moved @ gradient / (gradient @ gradient))
    # The weights are rounded, so the steps, which may be much smaller, are exact to a share of the weights only.
    slack = rtol * float(moved.abs().max()) + rtol / 100 * float(torch.cat(starts).abs().max())
    close = bool(((moved - factor * gradient).abs() <= slack).all())
    return factor if close and factor != 0 else None


def zeroes_first(student, inputs):
    """Return whether the parameters meet gradients that are zero already: infinity times zero is NaN."""
    try:
        seen = step(student, inputs, float("inf"), 1)
    except CheckFailed as error:
        return error.finding.diagnosis == "zeroes-before-the-step"
    return any(bool(weight.isnan().any()) for weight in seen["weights"])


def near(got, wanted):
    return abs(got - wanted) <= 1e-3 * abs(wanted)


def is_uncleared(gradient):
    return gradient is not None and bool(gradient.any())


class Oracle:
    """Stands for the student's module where a probe runs here."""

    @staticmethod
    def sgd(params, lr, batch_size):
        for param in params:
            param.data -= lr * param.grad / batch_size
            param.grad = None


class Accumulating:
    @staticmethod
    def sgd(params, lr, batch_size):
        for param in params:
            param.data -= lr * param.grad / batch_size


class Climbing:
    @staticmethod
    def sgd(params, lr, batch_size):
        for param in params:
            param.data += lr * param.grad / batch_size
            param.grad = None


def take_a_step(student, weights, gradients, lr, batch_size, kind):
    import torch

    torch.set_grad_enabled(True)
    leaves = [weight.clone().requires_grad_() for weight in weights]
    if kind == "parameters":
        leaves = [torch.nn.Parameter(leaf.detach()) for leaf in leaves]
    for leaf, gradient in zip(leaves, gradients):
        leaf.grad = None if gradient is None else gradient.clone()
    module = torch.nn.Module()
    if kind == "parameters":
        for number, leaf in enumerate(leaves):
            module.register_parameter(f"weight{number}", leaf)
    makers = {
        "list": lambda: list(leaves),
        "tuple": lambda: tuple(leaves),
        "generator": lambda: (leaf for leaf in leaves),
        "parameters": module.parameters,
        "values": lambda: dict(enumerate(leaves)).values(),
        "set": lambda: set(leaves),
    }
    student.sgd(makers[kind](), lr, batch_size)
    autograd_is_on = torch.is_grad_enabled()
    torch.set_grad_enabled(True)
    return {
        "weights": [leaf.detach().clone() for leaf in leaves],
        "grads_after": [None if leaf.grad is None else leaf.grad.detach().clone() for leaf in leaves],
        "requires_grad": [leaf.requires_grad for leaf in leaves],
        "is_leaf": [leaf.is_leaf for leaf in leaves],
        "autograd_is_on": autograd_is_on,
    }


def train(student, features, labels, weight, bias, lr, steps):
    import torch

    torch.set_grad_enabled(True)
    weight, bias = weight.clone().requires_grad_(), bias.clone().requires_grad_()
    path = []
    for start in range(0, 24, 24 // steps):
        part = slice(start, start + 24 // steps)
        loss = ((features[part] @ weight + bias - labels[part]) ** 2 / 2).sum()
        loss.backward()
        student.sgd([weight, bias], lr, 24 // steps)
        path.append(torch.cat([each.detach().reshape(-1).clone() for each in (weight, bias)]))
    return torch.stack(path)
