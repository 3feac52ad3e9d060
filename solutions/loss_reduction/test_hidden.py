"""Hidden checks of `loss_reduction`.

A step is read as `-factor * (X'e, sum e)` with the errors e: the factor is twice the rate for the sum, and twice the
rate over N for the mean. Each check asks for one property of the factors of both reductions and puts up with the rest.
"""

import torch

from grader.checks import (
    check,
    expect,
    expect_close,
    expect_items,
    expect_type,
    fail,
    identical,
    is_close,
    misconception,
)
from grader.verdicts import Raised

# Numbers of samples and features, and rates; no factor of one mistake is that of another.
CASES = ((6, 3, 0.3), (5, 1, 0.07), (9, 4, 0.13))


@check(points=1.5)
def test_the_rate_that_makes_both_steps_the_same(student, inputs):
    for batch_size in (7, 32, 100, 1):
        mean_lr = inputs.number(0.05, 0.9)
        got = student.sum_learning_rate(mean_lr, batch_size)
        instead = {
            "multiplies-by-the-batch-size": mean_lr * batch_size,
            "divides-by-the-root-of-the-batch-size": mean_lr / batch_size**0.5,
            "multiplies-by-the-root-of-the-batch-size": mean_lr * batch_size**0.5,
            "divides-by-the-square-of-the-batch-size": mean_lr / batch_size**2,
            "divides-twice-the-batch-size": mean_lr / (2 * batch_size),
            "keeps-the-rate": mean_lr,
            "divides-in-whole-numbers": mean_lr // batch_size,
        }
        expect_close(got, mean_lr / batch_size, instead=instead, number=True)


@check(points=1.5)
def test_a_step_on_the_mean(student, inputs):
    for samples, features, lr in CASES:
        mean, summed = factors(student, inputs, samples, features, lr)
        expect_factor(mean, summed, lr, samples)


@check(points=1.5)
def test_the_step_on_the_sum_is_longer_by_the_batch_size(student, inputs):
    for samples, features, lr in CASES:
        mean, summed = factors(student, inputs, samples, features, lr)
        ratio = summed / mean
        misconception("ignores-the-reduction", when=near(ratio, 1))
        misconception("step-of-the-other-reduction", when=near(ratio, 1 / samples))
        expect(near(ratio, samples), "wrong-value", got=f"{ratio:.4f}", expected=f"{samples}")


@check(points=1)
def test_several_steps(student, inputs):
    data = problem(inputs, 8, 3)
    for reduction, lr in (("mean", 0.1), ("sum", 0.01)):
        got = run(student, several_steps, *data, lr, reduction, 6)
        w, b = expect_items(got, 2)
        wanted_w, wanted_b = several_steps(Oracle, *data, lr, reduction, 6)
        for rate in (-lr, -lr / 2):
            misconception("climbs", when=is_close(w, several_steps(Oracle, *data, rate, reduction, 6)[0]))
        halved_w, _ = several_steps(Oracle, *data, lr / 2, reduction, 6)
        expect_close(w, wanted_w, instead={"halves-the-loss": halved_w})
        expect_close(b, wanted_b)


@check(points=1)
def test_the_arguments_stay_as_they_are(student, inputs):
    for reduction in ("mean", "sum"):
        data = problem(inputs, 6, 3)
        seen = run(student, two_calls, *data, 0.2, reduction)
        for before, after in zip(data, seen["arguments"], strict=True):
            misconception("changes-its-arguments", when=not identical(before, after))
        first, second = (new_values(result, data) for result in seen["results"])
        misconception("gradients-accumulate", when=not all(map(is_close, second, first)))
        factor_of(first, data)


@check(points=1)
def test_another_reduction_raises_a_value_error(student, inputs):
    data = problem(inputs, 6, 3)
    factor_of(one_step(student, data, 0.2, "mean"), data)
    others = []
    for reduction in ("none", "average", "", "Mean", "SUM"):
        try:
            run(student, one_call, *data, 0.2, reduction)
        except Raised as error:
            others += [] if "ValueError" in error.bases else [error]
        else:
            fail("did-not-raise", expected="ValueError", diagnosis="accepts-another-reduction")
    for error in others:
        got, name = error.bases[0], "raises-another-error"
        fail("raised-other", expected="ValueError", got=got, message=error.message, diagnosis=name)


@check(points=0.5)
def test_shapes_and_dtype_stay(student, inputs):
    for dtype in (torch.float64, torch.float32):
        data = problem(inputs, 6, 3, dtype=dtype)
        w, b = one_step(student, data, 0.2, "sum")
        factor = factor_of((w, b), data)
        for got, old in zip((w, b), data, strict=False):
            expect(
                got.dtype == dtype,
                "wrong-dtype",
                got=str(got.dtype),
                expected=str(dtype),
                diagnosis="changes-the-dtype",
            )
        # On the way through float32 nine of sixteen digits are lost.
        exact = dtype == torch.float32 or is_close(w, data[0] - factor * errors_by_weights(data), rtol=1e-10)
        misconception("changes-the-dtype", when=not exact)


class Oracle:
    """Stands for the student's module where a probe runs here."""

    @staticmethod
    def step(w, b, X, y, lr, reduction):
        error = X @ w + b - y
        factor = 2 * lr / (len(X) if reduction == "mean" else 1)
        return w - factor * X.T @ error, b - factor * error.sum()


def problem(inputs, samples, features, dtype=torch.float32):
    """Return w, b, X and y."""
    w, b = inputs.normal(features, 1, dtype=dtype), inputs.normal(1, dtype=dtype)
    # Features and errors are positive, so that they never cancel out: no part of the step is small.
    X = inputs.positive(samples, features, dtype=dtype) * 0.6
    return w, b, X, X @ w + b - inputs.positive(samples, 1, dtype=dtype) * 1.5


def errors_by_weights(data):
    """Return the sum of the errors, each times the features of its sample."""
    w, b, X, y = data
    return X.T @ (X @ w + b - y)


def run(student, probe, *arguments):
    """Return what a probe returns; who counts on tensors that require gradients gets them."""
    try:
        return student.run(probe, *arguments, False)
    except Raised as error:
        if "does not require grad" not in error.message and "NoneType" not in error.message:
            raise
        return student.run(probe, *arguments, True)


def one_step(student, data, lr, reduction):
    """Return the new weights and the new bias."""
    return new_values(run(student, one_call, *data, lr, reduction), data)


def new_values(result, data):
    """Return the two results; end the check where they are none, or come in another order."""
    w, b = expect_items(result, 2)
    expect_type(w, torch.Tensor)
    expect_type(b, torch.Tensor)
    swapped = w.shape == data[1].shape and b.shape == data[0].shape
    misconception("results-in-another-order", when=swapped)
    for got, old in zip((w, b), data, strict=False):
        expect(got.shape == old.shape, "wrong-shape", got=list(got.shape), expected=list(old.shape))
    return w.detach(), b.detach()


def factors(student, inputs, samples, features, lr):
    """Return the factors of the steps on the mean and on the sum."""
    found = []
    for reduction in ("mean", "sum"):
        data = problem(inputs, samples, features)
        found.append(factor_of(one_step(student, data, lr, reduction), data, lr))
    return found


def factor_of(new, data, lr=0.2):
    """Return the factor of a step, the same for weights and bias; end the check where there is none."""
    (w, b, X, y), (new_w, new_b) = data, new
    errors = X @ w + b - y
    by_weights, by_bias = errors_by_weights(data), errors.sum().reshape(1)
    factor, bias_factor = proportion(w - new_w, by_weights), proportion(b - new_b, by_bias)
    if factor is not None and bias_factor is not None and near(factor, bias_factor):
        return factor
    misconception("moves-nothing", when=torch.equal(w, new_w) and torch.equal(b, new_b))
    misconception("leaves-the-bias", when=factor is not None and torch.equal(b, new_b))
    misconception("leaves-the-weights", when=bias_factor is not None and torch.equal(w, new_w))
    mean_errors = (X @ w + b - y.mean()).reshape(-1, 1)
    misconception("broadcasts", when=proportion(w - new_w, X.T @ mean_errors) is not None)
    late = proportion(b - new_b, (X @ new_w.to(X.dtype) + b - y).sum().reshape(1))
    misconception("updates-one-after-the-other", when=factor is not None and late is not None and near(factor, late))
    gradient, bias_gradient = proportion(new_w, by_weights), proportion(new_b, by_bias)
    only_gradients = gradient is not None and bias_gradient is not None and near(gradient, bias_gradient)
    misconception("returns-the-gradients", when=only_gradients)
    expect_close(new_w, w - 2 * lr / len(X) * by_weights)
    expect_close(new_b, b - 2 * lr / len(X) * by_bias)
    fail("wrong-value")


def proportion(moved, gradient):
    """Return the factor by which `moved` is a multiple of `gradient`, or None where it is none."""
    moved, gradient = moved.double().reshape(-1), gradient.double().reshape(-1)
    factor = float(moved @ gradient / (gradient @ gradient))
    close = bool(((moved - factor * gradient).abs() <= 2e-4 * moved.abs().max() + 2e-6).all())
    return factor if close and factor != 0 else None


def expect_factor(mean, summed, lr, samples):
    """Fail unless the step on the mean has the right length and direction."""
    length = abs(mean)
    # A step on half the sum is half a step too; that it should have been the mean is told by the other check.
    misconception("halves-the-loss", when=near(length, lr / samples) or near(length, lr))
    misconception("averages-twice", when=near(length, 2 * lr / samples**2) or near(length, lr / samples**2))
    misconception("ignores-the-rate", when=near(length, 2 / samples))
    if near(length, 2 * lr):
        fail(diagnosis="ignores-the-reduction" if near(summed, mean) else "step-of-the-other-reduction")
    misconception("climbs", when=mean < 0)
    expect(near(mean, 2 * lr / samples), "wrong-value")


def near(got, wanted):
    return abs(got - wanted) <= 2e-3 * abs(wanted)


def one_call(student, w, b, X, y, lr, reduction, require):
    if require:
        w, b = w.requires_grad_(), b.requires_grad_()
    return student.step(w, b, X, y, lr, reduction)


def two_calls(student, w, b, X, y, lr, reduction, require):
    def copied(result):
        import torch

        if not isinstance(result, (tuple, list)):
            return result
        return [each.detach().clone() if isinstance(each, torch.Tensor) else each for each in result]

    if require:
        w, b = w.requires_grad_(), b.requires_grad_()
    results = [copied(student.step(w, b, X, y, lr, reduction)) for _ in range(2)]
    return {"arguments": [each.detach() for each in (w, b, X, y)], "results": results}


def several_steps(student, w, b, X, y, lr, reduction, count, require=False):
    for _ in range(count):
        w, b = student.step(w.detach().requires_grad_(require), b.detach().requires_grad_(require), X, y, lr, reduction)
    return w.detach(), b.detach()
