"""Hidden checks of `broadcasting_bug`.

Half a square, the right pairs and the right shape can each be missed alone or together. So every result is read as one
of all combinations of these mistakes; each check asks for one of them and puts up with the others, and a student who
forgets the half does not lose the points for the shapes as well.
"""

from itertools import product

import torch

from grader.checks import (
    as_plain,
    check,
    expect,
    expect_close,
    expect_equal,
    expect_gradients,
    expect_shape,
    expect_type,
    expect_unchanged,
    fail,
    is_close,
    misconception,
    pull_back,
)
from grader.inputs import strided
from grader.verdicts import Raised

# What becomes of an error y_hat - y.
FORMULAS = (
    ("", lambda error: error**2 / 2),
    ("forgets-the-half", lambda error: error**2),
    ("halves-before-squaring", lambda error: (error / 2) ** 2),
    ("forgets-the-square", lambda error: error / 2),
    ("forgets-the-square", lambda error: error),
    ("forgets-the-square", lambda error: -error / 2),
    ("forgets-the-square", lambda error: -error),
    ("takes-the-absolute-value", lambda error: error.abs()),
    ("takes-the-absolute-value", lambda error: error.abs() / 2),
)

# Which errors there are: one for each sample, or one for each prediction and each target.
PAIRINGS = (
    ("", lambda errors: errors.diagonal()),
    ("broadcasts", lambda errors: errors),
    ("broadcasts", lambda errors: errors.T),
)

# What becomes of the losses.
REDUCTIONS = (
    ("", lambda losses: losses),
    ("returns-the-mean", lambda losses: losses.mean()),
    ("returns-the-mean", lambda losses: losses.sum() / len(losses)),
    ("returns-the-mean", lambda losses: losses.mean(dim=0)),
    ("returns-the-mean", lambda losses: losses.mean().expand(losses.shape)),
    ("returns-the-sum", lambda losses: losses.sum()),
    ("returns-the-sum", lambda losses: losses.sum(dim=0)),
    ("divides-by-the-batch-size", lambda losses: losses / len(losses)),
)

WRONG_FORMULA = ("forgets-the-half", "halves-before-squaring", "forgets-the-square", "takes-the-absolute-value")
REDUCED = ("returns-the-mean", "returns-the-sum", "divides-by-the-batch-size")

# With an odd number of samples above three, half a sum is no mean, and a quarter of one neither.
SAMPLES = 7


@check(points=1)
def test_half_of_each_squared_difference(student, inputs):
    for shape in ((SAMPLES,), (SAMPLES, 1)):
        y_hat, y = inputs.normal(*shape), inputs.normal(*shape)
        got = call(student, y_hat, y)
        expect_reading(got, y_hat, y, tell=(*WRONG_FORMULA, *REDUCED, "broadcasts"))


@check(points=2)
def test_each_prediction_meets_its_own_target(student, inputs):
    results = [(call(student, y_hat, y), y_hat, y) for y_hat, y in mixes(inputs)]
    misconception("broadcasts", when=any("broadcasts" in (reading(*result) or ()) for result in results))
    for got, y_hat, y in results:
        expect_reading(got, y_hat, y, tell=REDUCED, forgive=WRONG_FORMULA)


@check(points=1)
def test_a_column_stays_a_column(student, inputs):
    results = []
    for samples in (SAMPLES, 1):
        for shape in ((samples, 1), (samples,)):
            y_hat, y = apart(inputs, (samples, 1), shape)
            results.append((call(student, y_hat, y), y_hat, y))
    misconception("flattens-the-prediction", when=any(has_shape(got, (len(y),)) for got, _, y in results[:2]))
    for got, y_hat, y in results:
        expect_reading(got, y_hat, y, tell=(*REDUCED, "broadcasts"), forgive=WRONG_FORMULA)
        expect_shape(got, y_hat.shape)


@check(points=0.5)
def test_a_vector_stays_a_vector(student, inputs):
    results = []
    for samples in (SAMPLES, 1):
        for shape in ((samples,), (samples, 1)):
            y_hat, y = apart(inputs, (samples,), shape)
            results.append((call(student, y_hat, y), y_hat, y))
    same, mixed = (has_shape(got, (SAMPLES, 1)) for got, _, _ in results[:2])
    misconception("always-returns-a-column", when=same)
    misconception("takes-the-shape-of-the-target", when=mixed)
    for got, y_hat, y in results:
        expect_reading(got, y_hat, y, tell=(*REDUCED, "broadcasts"), forgive=WRONG_FORMULA)
        expect_shape(got, y_hat.shape)


@check(points=1)
def test_unequal_numbers_raise_a_value_error(student, inputs):
    expect_some_losses(student, inputs, ((SAMPLES,), (SAMPLES,)))
    # Among them pairs that torch would broadcast silently, and pairs for which it raises a RuntimeError.
    shapes = [((3, 1), (1,)), ((1,), (4,)), ((3,), (1, 1)), ((1, 1), (3,)), ((4, 1), (1, 1)), ((1,), (3, 1))]
    shapes += [((4,), (3,)), ((6, 1), (3,)), ((3,), (6, 1)), ((5, 1), (4, 1))]
    others = []
    for shape, other_shape in shapes:
        try:
            student.squared_loss(inputs.normal(*shape), inputs.normal(*other_shape))
        except Raised as error:
            others += [] if "ValueError" in error.bases else [error]
        else:
            fail("did-not-raise", expected="ValueError", diagnosis="accepts-unequal-numbers")
    for error in others:
        got, name = error.bases[0], "raises-another-error"
        fail("raised-other", expected="ValueError", got=got, message=error.message, diagnosis=name)


@check(points=0.5)
def test_the_gradient_is_the_error_of_each_prediction(student, inputs):
    instead = {
        "broadcasts": lambda y_hat, y: (y_hat - y) ** 2 / 2,
        "forgets-the-half": lambda y_hat, y: 2 * right(y_hat, y),
        "returns-the-mean": lambda y_hat, y: right(y_hat, y).mean(),
        "returns-the-sum": lambda y_hat, y: right(y_hat, y).sum(),
    }
    for shapes in (((SAMPLES,), (SAMPLES,)), ((SAMPLES, 1), (SAMPLES,)), ((SAMPLES,), (SAMPLES, 1))):
        y_hat, y = (inputs.normal(*shape) for shape in shapes)
        misconception("leaves-the-graph", when=student.run(pull_back, "squared_loss", [y_hat, y], {}, [0]) is None)
        expect_gradients(student, "squared_loss", y_hat, y, like=right, instead=instead)


@check(points=0.5)
def test_the_losses_keep_the_dtype(student, inputs):
    for dtype in (torch.float64, torch.float32):
        y_hat, y, got = expect_some_losses(student, inputs, ((SAMPLES, 1), (SAMPLES, 1)), dtype=dtype)
        expect_type(got, torch.Tensor)
        same = got.dtype == dtype
        expect(same, "wrong-dtype", got=str(got.dtype), expected=str(dtype), diagnosis="changes-the-dtype")
        # On the way through float32 nine of sixteen digits are lost.
        exact = dtype == torch.float32 or reading(got, y_hat, y, rtol=1e-9) is not None
        misconception("changes-the-dtype", when=not exact)


@check(points=0.5)
def test_the_arguments_stay_as_they_are(student, inputs):
    for shape, other_shape in product(((SAMPLES,), (SAMPLES, 1)), repeat=2):
        expect_some_losses(student, inputs, (shape, other_shape))
        expect_unchanged(student)


@check(points=1)
def test_the_variant_that_cannot_train(student):
    answer = student.BROKEN_VARIANT
    letter = answer.strip().upper() if isinstance(answer, str) else answer
    other = isinstance(letter, str) and len(letter) == 1 and letter.isalpha()
    expect_equal(letter, "B", name="BROKEN_VARIANT", diagnosis="answers-another-letter" if other else None)


@check(points=1)
def test_the_shape_of_what_it_returns(student, inputs):
    answers = [(n, student.broken_loss_shape(n)) for n in (inputs.integer(3, 9), inputs.integer(9, 16), 1)]
    n, got = answers[0]
    misconception("returns-the-losses", when=isinstance(got, torch.Tensor) and got.shape == (n, n))
    misconception("answers-for-one-n", when=is_square(got) and as_plain(got) == as_plain(answers[1][1]))
    for n, got in answers:
        instead = {
            "shape-of-the-prediction": (n, 1),
            "shape-of-the-target": (n,),
            "swaps-the-axes-of-the-prediction": (1, n),
            "counts-the-losses": n * n if isinstance(as_plain(got), int) else (n * n,),
        }
        expect_equal(got, (n, n), instead=instead, name="broken_loss_shape")


def right(y_hat, y):
    """Return what the task asks for."""
    return (y_hat - y.reshape(y_hat.shape)) ** 2 / 2


def apart(inputs, shape, other_shape):
    """Return predictions and targets that are never close.

    The expanded square is right too, and loses its last digits where a batch of one is almost predicted.
    """
    return inputs.uniform(*shape, low=1.0, high=2.5), -inputs.uniform(*other_shape, low=1.0, high=2.5)


def mixes(inputs):
    """Yield predictions and targets in every mix of shapes: several samples, one, and a view with gaps."""
    for samples in (SAMPLES, 5, 1):
        for shape, other_shape in product(((samples,), (samples, 1)), repeat=2):
            yield apart(inputs, shape, other_shape) if samples == 1 else (
                inputs.normal(*shape),
                inputs.normal(*other_shape),
            )
    yield strided(inputs.normal(SAMPLES, 1)), strided(inputs.normal(SAMPLES))
    yield strided(inputs.normal(SAMPLES)), strided(inputs.normal(SAMPLES, 1))


def call(student, y_hat, y):
    """Return the losses, or the error that was raised: other calls may tell more about the mistake."""
    try:
        return student.squared_loss(y_hat, y)
    except Raised as error:
        return error


def reading(got, y_hat, y, rtol=None):
    """Return the mistakes by which `got` comes from `y_hat` and `y`, or None where no known ones lead there.

    Its shape does not count: only the values, in their order.
    """
    losses = as_values(got)
    if losses is None:
        return None
    errors = y_hat.reshape(-1, 1) - y.reshape(1, -1)
    for (pairing, pair), (formula, loss), (reduction, reduce) in product(PAIRINGS, FORMULAS, REDUCTIONS):
        if is_close(losses, reduce(loss(pair(errors))).reshape(-1), rtol):
            return {pairing, formula, reduction} - {""}
    return {"broadcasts"} if y.numel() > 1 and losses.numel() == y.numel() ** 2 else None


def as_values(got):
    """Return a tensor or a number as a vector, everything else as None."""
    if isinstance(got, bool) or not isinstance(got, (int, float, torch.Tensor)):
        return None
    return torch.as_tensor(got).detach().reshape(-1)


def expect_reading(got, y_hat, y, *, tell, forgive=()):
    """Fail unless `got` holds the right losses, apart from its shape, its dtype and the mistakes in `forgive`."""
    if isinstance(got, Raised):
        misconception("rejects-unequal-shapes", when="ValueError" in got.bases and y_hat.shape != y.shape)
        raise got
    found = reading(got, y_hat, y)
    if found is not None and not found - set(forgive):
        return
    diagnosis = next((name for name in tell if name in (found or ())), None)
    expect_close(got, right(y_hat, y), diagnosis=diagnosis)
    fail("wrong-value", diagnosis=diagnosis)


def expect_some_losses(student, inputs, shapes, dtype=torch.float32):
    """Return y_hat, y and their losses, however wrong; fail where they are none: manners alone earn no points."""
    y_hat, y = (inputs.normal(*shape, dtype=dtype) for shape in shapes)
    got = student.squared_loss(y_hat, y)
    if reading(got, y_hat, y, rtol=1e-4) is None:
        expect_close(got, right(y_hat, y))
        fail("wrong-value")
    return y_hat, y, got


def has_shape(got, shape):
    """Return whether `got` is a tensor of `shape`."""
    return isinstance(got, torch.Tensor) and tuple(got.shape) == shape


def is_square(got):
    """Return whether `got` reads as (n, n) for some n."""
    plain = as_plain(got)
    return isinstance(plain, tuple) and len(plain) == 2 and plain[0] == plain[1]
