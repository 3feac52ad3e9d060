"""Hidden checks of `linear_model`.

A prediction is read as one of all combinations of a product, a use of the bias and a shape; each check asks for one of
them and puts up with the others. Where there are as many samples as features even `X * w` fits, so that it can be told.
"""

from itertools import product

import torch

from grader.checks import (
    check,
    expect,
    expect_close,
    expect_gradients,
    expect_items,
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

# What X and w become, in the places where the predictions ought to be.
PRODUCTS = (
    ("", lambda X, w: X @ w),
    ("multiplies-elementwise", lambda X, w: X * w),
    ("multiplies-elementwise", lambda X, w: X * w.T),
    ("multiplies-elementwise", lambda X, w: X.T * w),
    ("multiplies-elementwise", lambda X, w: (X * w).sum(dim=1, keepdim=True)),
    ("sums-over-the-samples", lambda X, w: (X * w.T).sum(dim=0).reshape(-1, 1)),
    ("sums-over-the-samples", lambda X, w: X.T @ w),
    ("averages-the-products", lambda X, w: (X * w.T).mean(dim=1, keepdim=True)),
)

BIASES = (
    ("", lambda X, w, b: b),
    ("forgets-the-bias", lambda X, w, b: 0 * b),
    ("subtracts-the-bias", lambda X, w, b: -b),
    ("adds-the-bias-to-the-inputs", lambda X, w, b: b * w.sum()),
    ("adds-the-bias-for-each-feature", lambda X, w, b: len(w) * b),
    ("multiplies-by-the-bias", None),
)

WRONG_PRODUCT = ("multiplies-elementwise", "sums-over-the-samples", "averages-the-products")
WRONG_BIAS = tuple(name for name, _ in BIASES if name)

# As many samples as features first: there every product has a shape.
SIZES = ((4, 4), (7, 3), (3, 5), (6, 1), (1, 4))


@check(points=1.5)
def test_the_products_are_summed_over_the_features(student, inputs):
    for case in cases(inputs):
        expect_reading(call(student, case), case, tell=WRONG_PRODUCT, forgive=WRONG_BIAS)


@check(points=1)
def test_the_bias_is_added_once_to_each_prediction(student, inputs):
    # Squares alone: a wrong product is another check's question, and has a shape there.
    for case in (case_of(inputs, 4, 4), case_of(inputs, 5, 5)):
        expect_reading(call(student, case), case, tell=WRONG_BIAS, forgive=WRONG_PRODUCT)


@check(points=0.5)
def test_the_predictions_are_a_column(student, inputs):
    for case in (*cases(inputs), case_of(inputs, 1, 1)):
        got, samples = call(student, case), len(case[0])
        shape = tuple(got.shape) if isinstance(got, torch.Tensor) else None
        misconception("returns-a-vector", when=shape == (samples,))
        misconception("returns-a-row", when=shape == (1, samples) != (samples, 1))
        expect_reading(got, case, tell=WRONG_PRODUCT, forgive=WRONG_BIAS)
        expect_shape(got, (samples, 1))


@check(points=0.5)
def test_the_gradients_of_the_predictions(student, inputs):
    case = case_of(inputs, 5, 3)
    misconception("leaves-the-graph", when=student.run(pull_back, "linreg", list(case), {}, [0, 1, 2]) is None)
    # No gradient by the bias: it is missing, or it was taken out of the graph.
    forgotten = "forgets-the-bias" in (reading(call(student, case), case) or ())
    instead = {"forgets-the-bias" if forgotten else "leaves-the-graph": lambda X, w, b: X @ w + 0 * b}
    expect_gradients(student, "linreg", *case, like=predict, wrt=(0, 1, 2), instead=instead)


@check(points=0.5)
def test_the_predictions_have_the_dtype_and_change_nothing(student, inputs):
    for dtype in (torch.float64, torch.float32):
        case = case_of(inputs, 4, 4, dtype=dtype)
        got = student.linreg(*case)
        if reading(got, case, rtol=1e-4) is None:
            expect_close(got, predict(*case))
            fail("wrong-value")
        expect_unchanged(student)
        expect_dtype(got, dtype)
        # On the way through float32 nine of sixteen digits are lost.
        misconception("changes-the-dtype", when=dtype == torch.float64 and reading(got, case, rtol=1e-11) is None)


@check(points=1)
def test_the_ones_are_the_last_column(student, inputs):
    for case in cases(inputs):
        X1, w1 = augmented(student, case)
        X, w, b = case
        ones = torch.ones(len(X), 1)
        if is_close(X1, torch.cat([ones, X], dim=1)):
            fail(diagnosis="ones-first-weights-not" if bias_is_last(w1, w, b) else "ones-first")
        instead = {
            "ones-as-a-row": torch.cat([X, torch.ones(1, X.shape[1])]),
            "column-of-zeros": torch.cat([X, 0 * ones], dim=1),
            "bias-among-the-inputs": torch.cat([X, b * ones], dim=1),
            "forgets-the-ones": X,
            "ones-for-each-feature": torch.cat([X, torch.ones_like(X)], dim=1),
        }
        expect_close(X1, torch.cat([X, ones], dim=1), instead=instead)


@check(points=1)
def test_the_bias_is_the_last_weight(student, inputs):
    for case in cases(inputs):
        X1, w1 = augmented(student, case)
        X, w, b = case
        bias = b.view(1, 1)
        if is_close(w1, torch.cat([bias, w])):
            consistent = is_close(X1, torch.cat([torch.ones(len(X), 1), X], dim=1))
            fail(diagnosis="ones-first" if consistent else "bias-first")
        right = torch.cat([w, bias])
        instead = {
            "weights-as-a-vector": right.view(-1),
            "weights-as-a-row": right.T,
            "one-for-the-bias": torch.cat([w, torch.ones(1, 1)]),
            "forgets-the-bias-among-the-weights": w,
            "adds-the-bias-to-the-weights": torch.cat([w + b, torch.ones(1, 1)]),
        }
        expect_close(w1, right, instead=instead)


@check(points=1)
def test_both_forms_predict_the_same(student, inputs):
    for case in cases(inputs):
        X1, w1 = augmented(student, case)
        X, w, b = case
        sizes = len(X), X.shape[1] + 1
        ones_first = is_close(X1, torch.cat([torch.ones(len(X), 1), X], dim=1))
        misconception("ones-first-weights-not", when=ones_first and bias_is_last(w1, w, b))
        misconception("weights-as-a-vector", when=isinstance(w1, torch.Tensor) and w1.shape == (sizes[1],))
        expect_shape(X1, sizes)
        expect_shape(w1, (sizes[1], 1))
        expect(X1.dtype == w1.dtype, "wrong-dtype", got=str(w1.dtype), expected=str(X1.dtype))
        expect_close(X1 @ w1, predict(*case), instead={"forgets-the-bias": X @ w})


@check(points=0.5)
def test_the_gradients_of_the_augmented_form(student, inputs):
    case = case_of(inputs, 5, 3)
    augmented(student, case)
    weights = inputs.normal(5, 4), inputs.normal(4, 1)
    got, wanted = student.run(pull_back_both, *case, *weights), pull_back_both(Oracle, *case, *weights)
    misconception("leaves-the-graph", when=None in got)
    for gradient, expected in zip(got, wanted, strict=True):
        expect_close(gradient, expected)


@check(points=0.5)
def test_the_augmented_form_has_the_dtype_and_changes_nothing(student, inputs):
    for dtype in (torch.float64, torch.float32):
        case = case_of(inputs, 4, 3, dtype=dtype)
        X1, w1 = augmented(student, case)
        expect_unchanged(student)
        X, w, b = case
        ones, bias = X.new_ones(len(X), 1), b.view(1, 1)
        rows, columns = [torch.cat(pair, dim=1) for pair in ((X, ones), (ones, X))], [(w, bias), (bias, w)]
        for got, orders in ((X1, rows), (w1, [torch.cat(pair) for pair in columns])):
            expected = next((order for order in orders if same_values(got, order, 1e-4)), orders[0])
            expect_close(got.reshape(expected.shape).to(dtype), expected, rtol=1e-4)
            expect_dtype(got, dtype)
            # On the way through float32 nine of sixteen digits are lost.
            misconception("changes-the-dtype", when=dtype == torch.float64 and not same_values(got, expected, 1e-11))


class Oracle:
    """Stands for the student's module where a probe runs here."""

    @staticmethod
    def augment(X, w, b):
        return torch.cat([X, torch.ones(len(X), 1)], dim=1), torch.cat([w, b.view(1, 1)])


def predict(X, w, b):
    """Return the right predictions."""
    return X @ w + b


def case_of(inputs, samples, features, dtype=torch.float32):
    """Return inputs, weights and a bias that is never near 0.

    A single prediction whose terms cancel would ask for more digits than float32 has: draw again.
    """
    while True:
        X, w = inputs.normal(samples, features, dtype=dtype), inputs.normal(features, 1, dtype=dtype)
        b = 1 + inputs.positive(1, dtype=dtype)
        if predict(X, w, b).abs().max() > 0.1:
            return X, w, b


def cases(inputs):
    """Yield arguments of all sizes, the last ones with gaps in memory."""
    for samples, features in SIZES:
        yield case_of(inputs, samples, features)
    X, w, b = case_of(inputs, 5, 4)
    yield strided(X), strided(w), b


def call(student, case):
    """Return the predictions; an exception is raised again with the misconception that it shows, if any."""
    try:
        return student.linreg(*case)
    except Raised as error:
        X, w, _ = case
        swapped = "RuntimeError" in error.bases and X.shape[1] != len(X) and elementwise_on_squares(student)
        if swapped:
            fail(error.finding.kind, diagnosis="multiplies-elementwise", **error.finding.parameters)
        raise


def elementwise_on_squares(student):
    """Return whether the products are elementwise where the sizes allow it."""
    case = torch.tensor([[1.0, 2.0], [5.0, 7.0]]), torch.tensor([[3.0], [11.0]]), torch.tensor([0.5])
    try:
        return "multiplies-elementwise" in (reading(student.linreg(*case), case) or ())
    except Raised:
        return False


def reading(got, case, rtol=1e-5):
    """Return the fewest mistakes by which `got` comes from its case, or None; its shape does not count."""
    if not isinstance(got, torch.Tensor):
        return None
    X, w, b = case
    found = []
    for (name, multiply), (other, bias) in product(PRODUCTS, BIASES):
        try:
            products = multiply(X, w)
        except RuntimeError:  # these sizes don't fit for this product
            continue
        expected = products * b if bias is None else products + bias(X, w, b)
        if is_close(got.reshape(-1), expected.reshape(-1), rtol):
            found.append({name, other} - {""})
    return min(found, key=len, default=None)


def expect_reading(got, case, *, tell, forgive):
    """Fail unless `got` holds the right predictions, apart from its shape, its dtype and the mistakes in `forgive`."""
    found = reading(got, case)
    if found is not None and not found - set(forgive):
        return
    diagnosis = next((name for name in tell if name in (found or ())), None)
    expect_close(got, predict(*case), diagnosis=diagnosis)


def augmented(student, case):
    """Return the student's inputs and weights; end the check where there are no two tensors."""
    X, w, b = case
    got = student.augment(X, w, b)
    misconception("returns-the-prediction", when=isinstance(got, torch.Tensor))
    X1, w1 = expect_items(got, 2)
    expect_type(X1, torch.Tensor)
    expect_type(w1, torch.Tensor)
    misconception("results-in-another-order", when=len(w1) == len(X) != len(w) + 1 == len(X1))
    # Manners alone earn no points: the arguments themselves are no answer.
    misconception("forgets-the-ones", when=X1.shape == X.shape and w1.shape == w.shape)
    return X1, w1


def bias_is_last(w1, w, b):
    """Return whether the weights are followed by the bias, in whatever shape."""
    return same_values(w1, torch.cat([w, b.view(1, 1)]), 1e-4)


def same_values(got, expected, rtol):
    """Return whether two tensors hold the same numbers in the same order, in whatever shape."""
    return is_close(got.reshape(-1), expected.reshape(-1), rtol)


def expect_dtype(got, dtype):
    expect(got.dtype == dtype, "wrong-dtype", got=str(got.dtype), expected=str(dtype), diagnosis="changes-the-dtype")


def pull_back_both(student, X, w, b, by_inputs, by_weights):
    import torch

    leaves = [each.clone().requires_grad_() for each in (X, w, b)]
    X1, w1 = student.augment(*leaves)
    gradients = []
    for value, weights, of in ((X1, by_inputs, leaves[:1]), (w1, by_weights, leaves[1:])):
        if not value.requires_grad:
            return [None, None, None]
        found = torch.autograd.grad((value * weights).sum(), of, retain_graph=True, allow_unused=True)
        gradients += [torch.zeros_like(leaf) if each is None else each for leaf, each in zip(of, found)]
    return gradients
