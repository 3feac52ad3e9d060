"""Hidden checks of `softmax_regression`.

Every result is read as the right one or as what a known mistake would have given; where mistakes of one function can
come together (the sign, the logarithm, the reduction), all their combinations are tried.
"""

from itertools import product

import torch

from grader.checks import (
    as_plain,
    check,
    expect,
    expect_close,
    expect_unchanged,
    fail,
    is_close,
    misconception,
    pull_back,
)
from grader.inputs import strided
from grader.verdicts import Raised

# What becomes of the probabilities of a batch, and of its losses.
FORMULAS = (
    ("", lambda picked: -torch.log(picked)),
    ("forgets-the-minus", lambda picked: torch.log(picked)),
    ("forgets-the-logarithm", lambda picked: picked),
    ("forgets-the-logarithm", lambda picked: -picked),
    ("forgets-the-logarithm", lambda picked: 1 - picked),
    ("another-logarithm", lambda picked: -torch.log2(picked)),
    ("another-logarithm", lambda picked: -torch.log10(picked)),
)
CHOICES = (
    ("", lambda table, target: table.gather(1, target.view(-1, 1)).view(-1)),
    ("returns-a-column", lambda table, target: table.gather(1, target.view(-1, 1))),
    ("takes-every-pair", lambda table, target: table[:, target]),
    ("adds-all-classes", lambda table, target: table.sum(dim=1)),
    ("keeps-all-classes", lambda table, target: table),
    ("keeps-all-classes", lambda table, target: table * torch.nn.functional.one_hot(target, table.shape[1])),
)
REDUCTIONS = (
    ("", lambda losses: losses),
    ("averages-the-loss", lambda losses: losses.mean()),
    ("averages-the-loss", lambda losses: losses.sum() / len(losses)),
    ("averages-the-loss", lambda losses: losses.mean().expand(losses.shape)),
    ("averages-the-loss", lambda losses: losses.mean().view(1)),
    ("averages-the-loss", lambda losses: losses / len(losses)),
    ("adds-up-the-loss", lambda losses: losses.sum()),
    ("adds-up-the-loss", lambda losses: losses.sum().view(1)),
)
# The logarithm of a sum of exponentials near 1,000 is rounded to 3e-5 in float32: softmax made of it has that error.
ROUGH = 1e-3

REDUCED = ("averages-the-loss", "adds-up-the-loss")


@check(points=1.5)
def test_each_row_is_a_distribution(student, inputs):
    # As many samples as classes: there a sum without `keepdim` raises nothing.
    for shape in ((4, 4), (5, 3), (2, 6), (1, 4)):
        logits = inputs.logits(*shape)
        got = student.softmax(logits)
        expect_close(got, right_softmax(logits), diagnosis=softmax_mistake(got, logits))
    logits = strided(inputs.logits(5, 3))
    expect_close(student.softmax(logits), right_softmax(logits))


@check(points=2)
def test_large_logits(student, inputs):
    # As many rows as classes, so that a division by the sums of other rows raises nothing and the logits still tell.
    small = inputs.logits(6, 6)
    # Rows that are large or small as a whole, one that is both, and one that is neither.
    large = small + torch.tensor([1000.0, -1000.0, 990.0, -990.0, 0.0, 0.0]).view(-1, 1)
    large[4, inputs.permutation(6)[:4]] = torch.tensor([1000.0, -1000.0, 0.0, 999.0])
    ordinary = student.softmax(small)
    # Only who has a softmax at all can lose it to large logits.
    started = mistake(ordinary, [("right", right_softmax(small)), *other_softmaxes(small)]) is not None
    for logits in (large, large[1:2], large[4:5], large[:2]):
        got = student.softmax(logits)
        diagnosis = softmax_mistake(got, logits) or ("overflows" if started else None)
        expect_close(got, right_softmax(logits), diagnosis=diagnosis, rtol=ROUGH)


@check(points=0.5)
def test_the_gradient_of_softmax(student, inputs):
    # In float64: differences of probabilities show the rounding of large logits.
    for logits in (inputs.logits(4, 3), inputs.logits(4, 3, dtype=torch.float64) + 1000):
        arguments = ["softmax", [logits], {}, [0]]
        got = student.run(pull_back, *arguments)
        misconception("leaves-the-graph", when=got is None)
        expect_close(got[0], pull_back(Oracle, *arguments)[0], rtol=ROUGH)


@check(points=0.5)
def test_softmax_keeps_the_dtype_and_its_argument(student, inputs):
    for dtype in (torch.float64, torch.float32):
        logits = inputs.logits(5, 3, dtype=dtype)
        got = student.softmax(logits)
        # Manners alone earn no points; what is wrong with the values is told elsewhere.
        if mistake(got, [("right", right_softmax(logits)), *other_softmaxes(logits)]) is None:
            expect_close(got, right_softmax(logits))
            fail("wrong-value")
        expect_unchanged(student)
        expect_dtype(got, dtype)


@check(points=1.5)
def test_each_loss_is_that_of_the_true_class(student, inputs):
    # Five samples and three classes: no two of the combined mistakes lead to the same numbers.
    for samples, classes in ((5, 3), (4, 4), (3, 6), (1, 3)):
        probabilities, target = inputs.probabilities(samples, classes), inputs.classes(samples, classes)
        expect_losses(student.cross_entropy(probabilities, target), probabilities, target)
    probabilities = torch.tensor([[1e-4, 0.9998, 1e-4], [0.9998, 1e-4, 1e-4], [0.3, 0.3, 0.4]])
    target = torch.tensor([2, 0, 1])
    expect_losses(student.cross_entropy(probabilities, target), probabilities, target)


@check(points=0.5)
def test_the_gradient_of_the_loss(student, inputs):
    logits, target = inputs.logits(5, 3), inputs.classes(5, 3)
    got = student.run(gradient_of_the_loss, logits, target)
    misconception("leaves-the-graph", when=got is None)
    expect_close(got, gradient_of_the_loss(Oracle, logits, target), instead=mean_gradients(logits, target))


@check(points=0.5)
def test_cross_entropy_keeps_the_dtype_and_its_arguments(student, inputs):
    for dtype in (torch.float64, torch.float32):
        probabilities, target = inputs.probabilities(5, 3, dtype=dtype), inputs.classes(5, 3)
        got = student.cross_entropy(probabilities, target)
        # The probabilities themselves, unchanged, are no loss: manners alone earn no points.
        found = reading(got, probabilities, target)
        if found is None or "forgets-the-logarithm" in found:
            expect_close(got, right_losses(probabilities, target))
            fail("wrong-value")
        expect_unchanged(student)
        expect_dtype(got, dtype)


@check(points=1)
def test_accuracy_is_the_share_of_right_predictions(student, inputs):
    # A square batch: there the largest score of each column can be compared with the targets, too.
    scores, target, share = square_scores(inputs)
    try:
        got = student.accuracy(scores, target)
    except Raised as error:
        got = error
    if not isinstance(got, Raised):
        over_the_batch = float((scores.argmax(dim=0) == target).sum())
        instead = {"argmax-over-the-batch": [over_the_batch / len(scores), over_the_batch]}
        expect_share(got, share, len(scores), instead)
    for samples, classes, hits in ((7, 3, 5), (6, 4, 2), (3, 10, 2)):
        scores, target = some_scores(inputs, samples, classes, hits)
        instead = {"divides-by-the-number-of-classes": [hits / classes]}
        expect_share(student.accuracy(scores, target), hits / samples, samples, instead)
    if isinstance(got, Raised):
        raise got


@check(points=0.5)
def test_accuracy_of_any_scores(student, inputs):
    cases = [some_scores(inputs, 8, 4, 3), some_scores(inputs, 5, 3, 4)]
    cases[0] = (cases[0][0] - 20, cases[0][1])
    cases.append((torch.softmax(cases[1][0], dim=1), cases[1][1]))
    cases.append((strided(cases[1][0].double()), cases[1][1]))
    for (scores, target), share in zip(cases, (3 / 8, 4 / 5, 4 / 5, 4 / 5), strict=True):
        expect_share(student.accuracy(scores, target), share, len(scores), {})
        expect_unchanged(student)
    scores, target = some_scores(inputs, 1, 3, 1)
    expect_close(student.accuracy(scores, target), 1.0, number=True)


def right_softmax(logits):
    """Return what the task asks for."""
    return torch.softmax(logits, dim=1)


def right_losses(probabilities, target):
    """Return what the task asks for."""
    return -torch.log(probabilities.gather(1, target.view(-1, 1)).view(-1))


class Oracle:
    """Stands for a submission where probes make the expected values."""

    softmax = staticmethod(right_softmax)
    cross_entropy = staticmethod(right_losses)


def other_softmaxes(logits):
    """Return pairs of a known mistake and what it makes of logits of ordinary size."""
    exponentials = torch.exp(logits)
    shifted = torch.exp(logits - logits.max(dim=1, keepdim=True).values)
    falling = torch.exp(logits - logits.max(dim=0).values)
    others = [
        ("softmax-over-the-batch", torch.softmax(logits, dim=0)),
        # Only the sums, or only the maxima, are those of the columns.
        ("softmax-over-the-batch", shifted / shifted.sum(dim=0)),
        ("softmax-over-the-batch", falling / falling.sum(dim=1, keepdim=True)),
        ("normalizes-over-everything", exponentials / exponentials.sum()),
        ("normalizes-over-everything", shifted / shifted.sum()),
        ("does-not-normalize", exponentials),
        ("does-not-normalize", shifted),
        ("returns-log-probabilities", torch.log_softmax(logits, dim=1)),
        ("forgets-the-exponential", logits / logits.sum(dim=1, keepdim=True)),
    ]
    if logits.shape[0] == logits.shape[1]:
        # A vector of row sums, or of row maxima, is laid along the columns.
        for keep_maximum, keep_sum in ((True, False), (False, True), (False, False)):
            maxima = logits.max(dim=1, keepdim=keep_maximum).values
            shifted = torch.exp(logits - maxima)
            others.append(("forgets-keepdim", shifted / shifted.sum(dim=1, keepdim=keep_sum)))
        others.append(("forgets-keepdim", exponentials / exponentials.sum(dim=1)))
    return others


def softmax_mistake(got, logits):
    """Return the name of the known mistake that makes `got` of the logits, or None."""
    if len(logits) == 1 and is_close(got, right_softmax(logits)[0], ROUGH):
        return "squeezes-a-batch-of-one"
    return mistake(got, [(name, value) for name, value in other_softmaxes(logits) if bool(value.isfinite().all())])


def mistake(got, others):
    """Return the name of the first known mistake that gives `got`, or None."""
    return next((name for name, value in others if is_close(got, value)), None)


def reading(got, probabilities, target):
    """Return the mistakes by which `got` comes from the arguments, or None where no known ones lead there."""
    # Softmax of what are probabilities already: `F.cross_entropy` wants logits.
    tables = (("", probabilities), ("softmax-twice", torch.softmax(probabilities, dim=1)))
    for (twice, table), (formula, cost), (choice, choose), (reduction, reduce) in product(
        tables, FORMULAS, CHOICES, REDUCTIONS
    ):
        if is_close(got, reduce(choose(cost(table), target))):
            return {twice, formula, choice, reduction} - {""}
    return None


def expect_losses(got, probabilities, target):
    right = right_losses(probabilities, target)
    if len(target) == 1 and is_close(got, right[0]):
        # Larger batches came before: whoever averages did not get here.
        fail("wrong-shape", diagnosis="squeezes-a-batch-of-one", got=[], expected=[1])
    found = reading(got, probabilities, target) or ()
    order = (*REDUCED, *(name for pairs in (CHOICES, FORMULAS) for name, _ in pairs), "softmax-twice")
    diagnosis = next((name for name in order if name in found), None)
    expect_close(got, right, diagnosis=diagnosis)


def gradient_of_the_loss(student, logits, target):
    """Return the gradient of weighted losses by the logits, or None where there is no graph (a probe)."""
    # Through softmax: a formula that divides by the sum of the probabilities, which is 1, is right as well.
    import torch

    leaf = logits.clone().requires_grad_()
    losses = student.cross_entropy(torch.softmax(leaf, dim=1), target)
    if not isinstance(losses, torch.Tensor) or not losses.requires_grad:
        return None
    weights = torch.linspace(1, 2, losses.numel()).reshape(losses.shape)
    return torch.autograd.grad((losses * weights).sum(), leaf)[0]


def mean_gradients(logits, target):
    class Averages:
        @staticmethod
        def cross_entropy(probabilities, target):
            return right_losses(probabilities, target).mean()

    class Climbs:
        @staticmethod
        def cross_entropy(probabilities, target):
            return -right_losses(probabilities, target)

    return {
        "averages-the-loss": gradient_of_the_loss(Averages, logits, target),
        "forgets-the-minus": gradient_of_the_loss(Climbs, logits, target),
    }


def some_scores(inputs, samples, classes, hits):
    """Return scores and a target for which `hits` predictions are right, in random places."""
    scores = inputs.normal(samples, classes)
    target = scores.argmax(dim=1)
    misses = inputs.permutation(samples)[hits:]
    target[misses] = (target[misses] + 1) % classes
    return scores, target


def square_scores(inputs, length=6, hits=4):
    """Return scores with as many rows as columns, a target, and an accuracy that the columns don't have."""
    while True:
        scores, target = some_scores(inputs, length, length, hits)
        # Nor one that a constant has, as a share or as a number.
        if int((scores.argmax(dim=0) == target).sum()) not in (hits, length - hits, 0, 1, length):
            return scores, target, hits / length


def expect_share(got, share, samples, instead):
    others = {
        "counts-instead-of-dividing": [share * samples],
        "counts-the-errors": [1 - share, samples - share * samples],
        "returns-percent": [100 * share, 100 * (1 - share)],
        **instead,
    }
    if isinstance(got, torch.Tensor) and got.shape == (samples,) and samples > 1:
        # A truth value for each sample.
        fail("wrong-shape", diagnosis="keeps-every-sample", got=[samples], expected=[])
    found = next((name for name, values in others.items() if any(is_number(got, value) for value in values)), None)
    expect_close(got, share, number=True, diagnosis=found)


def is_number(got, value):
    plain = as_plain(got)
    return isinstance(plain, (int, float)) and abs(plain - value) <= 1e-4 * max(1, abs(value))


def expect_dtype(got, dtype):
    expect(got.dtype == dtype, "wrong-dtype", got=str(got.dtype), expected=str(dtype), diagnosis="changes-the-dtype")
