"""Hidden checks of weighted cross-entropy.

The checks of values ask the same question of three batches: fewer samples than classes, more, and as many. Wrong
answers are compared with what each known misconception gives, and the one that explains them all is the diagnosis: no
single batch can separate the misconceptions, and chance deceives none of them three times.
"""

import math
from itertools import product

import torch
from torch.nn.functional import cross_entropy, log_softmax

from grader.checks import check, expect, expect_close, expect_gradients, expect_unchanged, fail, is_close, type_name
from grader.verdicts import Raised

REDUCTIONS = ("none", "sum", "mean")


@check(points=1)
def test_losses_of_each_sample_carry_the_weight_of_their_class(student, inputs):
    batches = draw(inputs)
    answers = ask(student, batches, "none")
    name = diagnosis_of(answers, "none")
    if name == "ignores-the-weight" and diagnosis_of(ask(student, batches, "mean"), "mean") != name:
        name = "none-without-weights"
    judge(answers, name)
    # A batch of one keeps its axis: `squeeze` would take it away.
    alone = inputs.logits(1, 4), inputs.classes(1, 4), inputs.positive(4)
    judge_alone(student, alone)


@check(points=0.5)
def test_sum_adds_the_weighted_losses(student, inputs):
    answers = ask(student, draw(inputs), "sum")
    judge(answers, diagnosis_of(answers, "sum"))


@check(points=3)
def test_mean_divides_by_the_weights_of_the_targets(student, inputs):
    answers = ask(student, draw(inputs), "mean")
    judge(answers, diagnosis_of(answers, "mean"))


@check(points=0.5)
def test_every_class_counts_one_without_weights(student, inputs):
    logits, target, _ = usual_batch(inputs)
    for reduction in REDUCTIONS:
        expect_right_without_weights(student, inputs, logits, target, reduction)
    got, expected = student.weighted_cross_entropy(logits, target), cross_entropy(logits, target)
    expect_close(as_tensor(got, expected), expected)
    expect_right_at_large_logits(student, inputs, None)
    # A batch of one keeps its axis here too, where no weight broadcasts it back.
    alone = inputs.logits(1, 4), inputs.classes(1, 4), None
    judge_alone(student, alone)


@check(points=1)
def test_large_logits_stay_finite(student, inputs):
    # Where all weights are 1, and samples as many as classes, mistakes with the weights make no difference.
    expect_right_at_large_logits(student, inputs, torch.ones(6))


@check(points=1)
def test_gradients_reach_the_logits(student, inputs):
    batch = usual_batch(inputs)
    # Coarse: where the graph is cut nothing is near, and what a small number in the logarithm does is told elsewhere.
    options = {"like": cross_entropy, "diagnosis": "detaches", "rtol": 1e-2}
    words = rightly_reduced(student, batch)
    for word in words:
        expect_gradients(student, "weighted_cross_entropy", *batch, reduction=word, **options)
    # Where a large logit gives the right loss, it has a gradient as well: `torch.where` hides an infinity from one alone.
    far = 1000 * inputs.signs(*batch[0].shape)
    far[0, 0], far[0, 1] = 1000, -1000
    batch = far, *batch[1:]
    for word in words:
        if is_right(attempt(student, batch, word), right(*batch, word)):
            options["diagnosis"] = "gradient-is-not-finite"
            expect_gradients(student, "weighted_cross_entropy", *batch, reduction=word, **options)


@check(points=0.5)
def test_the_result_has_the_dtype_of_the_logits(student, inputs):
    logits, target, weight = usual_batch(inputs)
    for reduction in rightly_reduced(student, (logits, target, weight)):
        for dtype in (torch.float32, torch.float64):
            batch = logits.to(dtype), target, weight.to(dtype)
            got, expected = attempt(student, batch, reduction), right(*batch, reduction)
            if isinstance(got, Raised):
                judge([(got, expected, batch)], "changes-the-dtype")
            got = got if isinstance(got, torch.Tensor) else as_tensor(got, expected)
            # On the way through float32 nine of sixteen digits are lost, in all of the computation or in a part of it.
            near = is_close(as_tensor(got, expected), expected, 1e-5)
            precise = 1e-11 if dtype == torch.float64 else None
            expect_close(got, expected, diagnosis="changes-the-dtype" if near else None, rtol=precise)


@check(points=0.5)
def test_arguments_stay_as_they_are(student, inputs):
    batch = usual_batch(inputs)
    for reduction in rightly_reduced(student, batch):
        student.weighted_cross_entropy(*batch, reduction)
        expect_unchanged(student)


@check(points=0.5)
def test_another_reduction_is_a_value_error(student, inputs):
    batch = usual_batch(inputs)
    rightly_reduced(student, batch)
    for word in ("average", "total", "batchmean", ""):
        try:
            student.weighted_cross_entropy(*batch, reduction=word)
        except Raised as error:
            expect(
                "ValueError" in error.bases,
                "raised-other",
                diagnosis="raises-another-exception",
                expected="ValueError",
                got=error.bases[0],
                message=error.message,
            )
        else:
            fail("did-not-raise", diagnosis="accepts-any-reduction", expected="ValueError")


@check(points=0.5)
def test_the_homework_answer_is_the_weighted_mean(student, inputs):
    batch = torch.tensor([[1.0, 2.0], [1.0, 3.0], [1.0, 3.0]]), torch.tensor([0, 1, 1]), torch.tensor([1.0, 2.0])
    expected = right(*batch, "mean")
    answer = student.HOMEWORK_ANSWER
    try:
        got = torch.tensor(float(answer.detach() if isinstance(answer, torch.Tensor) else answer))
    except (TypeError, ValueError, RuntimeError, OverflowError):
        fail("wrong-type", got=type_name(answer), expected="number", name="HOMEWORK_ANSWER")
    # Half a unit of the third decimal, and a little for rounding.
    share = 0.00051 / float(expected)
    names = explanations(got, expected, batch, "mean", 1, share)
    # N and the sum of all class weights are both 3 here: what the student's function does elsewhere tells which it was.
    elsewhere = diagnosis_of(ask(student, draw(inputs), "mean"), "mean") if len(names) > 1 else None
    expect_close(got, expected, rtol=share, diagnosis=elsewhere if elsewhere in names else next(iter(names), None))


def draw(inputs):
    """Return batches of logits, targets and weights: fewer samples than classes, more, and as many.

    The last class is nobody's target in the first batch, and somebody's in the others.
    """
    batches = []
    for samples, classes, used in ((4, 7, 6), (8, 3, 3), (5, 5, 5)):
        target = inputs.classes(samples, used)
        target[-1] = used - 1
        batches.append((inputs.logits(samples, classes), target, inputs.positive(classes)))
    return batches


def usual_batch(inputs):
    """Return a batch of more samples than classes, as batches mostly are."""
    return draw(inputs)[1]


def right(logits, target, weight, reduction):
    """Return what the contract asks for."""
    return cross_entropy(logits, target, weight, reduction=reduction)


def ask(student, batches, reduction):
    """Return the student's answer, or what was raised instead, the right answer and the batch, for each batch."""
    return [(attempt(student, batch, reduction), right(*batch, reduction), batch) for batch in batches]


def attempt(student, batch, reduction):
    """Return the student's answer, or what was raised instead."""
    try:
        return student.weighted_cross_entropy(*batch, reduction=reduction)
    except Raised as error:
        return error


def as_tensor(got, expected):
    """Return an answer as its value is compared: a number as a 0-d tensor, any floating dtype as the expected one.

    That a number has no gradient, and which dtype is right, are questions of other checks.
    """
    if isinstance(got, torch.Tensor):
        return got.to(expected.dtype) if got.is_floating_point() else got
    try:
        return torch.tensor(float(got), dtype=expected.dtype)
    except (TypeError, ValueError, RuntimeError, OverflowError):
        return got


def is_right(got, expected):
    """Return whether an answer has the right value."""
    return not isinstance(got, Raised) and is_close(as_tensor(got, expected), expected)


def is_right_but_for_its_shape(got, expected):
    """Return whether an answer holds the right numbers in another shape."""
    got = as_tensor(got, expected)
    same_size = isinstance(got, torch.Tensor) and got.numel() == expected.numel()
    return same_size and is_close(got.reshape(expected.shape), expected)


def judge(answers, name):
    """Fail with the diagnosis `name` unless all answers are right."""
    for got, expected, _ in answers:
        if isinstance(got, Raised):
            if name is None:
                raise got
            fail(got.finding.kind, diagnosis=name, **got.finding.parameters)
        expect_close(as_tensor(got, expected), expected, diagnosis=name)


def judge_alone(student, batch):
    """Fail unless the loss of a single sample is right, and still a vector."""
    got, expected = attempt(student, batch, "none"), right(*batch, "none")
    lost = isinstance(got, torch.Tensor) and got.ndim == 0
    judge([(got, expected, batch)], "loses-the-batch-axis" if lost else None)


def diagnosis_of(answers, reduction):
    """Return the misconception that explains all wrong answers, the one with the fewest mistakes, or None."""
    wrong = [answer for answer in answers if not is_right(*answer[:2])]
    values = [answer for answer in wrong if not isinstance(answer[0], Raised)]
    if values and all(is_right_but_for_its_shape(*answer[:2]) for answer in values):
        return "keeps-a-dimension"
    # Weights by position have no value where there are more positions than weights: exceptions fit what values say.
    for mistakes in (1, 2):
        names = [explanations(*answer, reduction, mistakes) for answer in values]
        common = [name for name in names[0] if all(name in others for others in names)] if names else []
        if common:
            return common[0]
    without_last = [batch for _, _, batch in answers if int(batch[1].max()) < batch[0].shape[1] - 1]
    narrow = len(wrong) == len(without_last) and all(batch is other for (*_, batch), other in zip(wrong, without_last))
    return "one-hot-too-narrow" if narrow and not values and wrong else None


def explanations(got, expected, batch, reduction, mistakes, rtol=None):
    """Return the names of the misconceptions that give this wrong answer, in the order of their mistakes."""
    got = as_tensor(got, expected)
    if not isinstance(got, torch.Tensor) or is_close(got, expected, rtol):
        return []
    # Where weights come to an end before the samples do, `zip` leaves the other samples out.
    end = len(batch[2]) if got.shape == batch[2].shape else None
    names = {}
    first = float(got.reshape(-1)[0]) if got.numel() and not got.is_complex() else math.nan
    for name, other, start, scale in known_wrong_answers(batch, reduction, mistakes):
        # There are a thousand of them: most can be told from the first number.
        if abs(first - start) > (rtol or 1e-3) * scale + 1e-9:
            continue
        telling = bool(torch.isfinite(other).any()) and not is_close(expected, other, rtol)
        other = other[:end] if other.ndim == 1 else other
        # A dimension too many is found by itself; it must not hide what the values say.
        same = got.reshape(other.shape) if got.numel() == other.numel() else got
        if telling and is_close(same, other, rtol):
            names[name] = None
    return list(names)


def known_wrong_answers(batch, reduction, mistakes):
    """Return each misconception's name and answer, with the answer's first number and its largest finite one."""
    key = *(part.numpy().tobytes() for part in batch), batch[0].shape, reduction, mistakes
    if key not in KNOWN:
        # All submissions meet the same few batches; other batches push them out.
        while len(KNOWN) > 100:
            KNOWN.pop(next(iter(KNOWN)))
        KNOWN[key] = [
            (name, other, float(other.reshape(-1)[0]), float(other.nan_to_num(0, 0, 0).abs().max()))
            for name, other in wrong_answers(*batch, reduction, mistakes)
        ]
    return KNOWN[key]


KNOWN = {}


def wrong_answers(logits, target, weight, reduction, mistakes):
    """Yield each misconception's name and answer, first those that need one mistake, then those that need two."""
    found = []
    for (what, losses), (whose, weights) in product(losses_of(logits, target), weights_of(logits, target, weight)):
        for how, result in reductions_of(losses * weights, weights.sum(), logits, target, weight, reduction):
            found.append(([*what, *whose, *how], result))
    losses = cross_entropy(logits, target, reduction="none")
    scaled = cross_entropy(logits * weight, target, reduction="none")
    pairs = [torch.outer(losses, weight[target]), torch.outer(losses, weight)]
    for name, values in [
        ("weights-the-logits", scaled),
        *(("broadcasts-to-a-matrix", each) for pair in pairs for each in (pair, pair.T)),
    ]:
        for how, result in reductions_of(values, values.numel(), logits, target, weight, reduction):
            # No mean of these is right, so that none is a second mistake.
            found.append(([name, *(how if reduction != "mean" else ())], result))
    found.sort(key=lambda one: len(one[0]))
    yield from ((names[0], result) for names, result in found if 0 < len(names) <= mistakes)


def losses_of(logits, target):
    """Return the losses of the samples, right and mistaken, each with the names of its misconceptions."""
    chosen = torch.arange(len(target)), target
    losses, picked = cross_entropy(logits, target, reduction="none"), logits[chosen]
    probabilities = torch.softmax(logits, dim=1)
    return [
        ((), losses),
        (("forgets-the-minus",), -losses),
        (("softmax-over-the-batch",), -log_softmax(logits, dim=0)[chosen]),
        (("softmax-over-the-batch",), logits.logsumexp(dim=(0, 1)) - picked),
        (("softmax-twice",), cross_entropy(probabilities, target, reduction="none")),
        (("forgets-the-logarithm",), probabilities[chosen]),
        (("forgets-the-logarithm",), -probabilities[chosen]),
        (("forgets-the-logarithm",), 1 - probabilities[chosen]),
        (("forgets-the-softmax",), -picked),
        (("forgets-the-softmax",), -picked.log()),
        (("another-logarithm",), losses / math.log(2)),
        (("another-logarithm",), losses / math.log(10)),
    ]


def weights_of(logits, target, weight):
    """Return the weights of the samples, right and mistaken, each with the names of its misconceptions."""
    own, positions = weight[target], torch.arange(len(target))
    return [
        ((), own),
        (("ignores-the-weight",), torch.ones_like(own)),
        (("weights-by-position",), weight[positions % len(weight)]),
        (("weights-by-position",), weight[positions % len(weight)] * (positions < len(weight))),
        (("weight-squared",), own**2),
        (("weight-of-the-predicted-class",), weight[logits.argmax(dim=1)]),
        (("normalizes-the-weights",), own / weight.sum()),
        (("normalizes-the-weights",), own / weight.sum() * len(weight)),
        (("normalizes-the-weights",), own / own.sum()),
        (("normalizes-the-weights",), own / own.sum() * len(own)),
    ]


def reductions_of(weighted, divisor, logits, target, weight, reduction):
    """Return the reductions of weighted losses, right and mistaken, each with the names of its misconceptions.

    `divisor` is the sum of the weights that these losses carry, be they the right ones or not.
    """
    total, (samples, classes), own = weighted.sum(), logits.shape, weight[target].sum()
    means = [
        ((), total / own),
        ((), total / divisor),
        (("divides-by-n",), total / samples),
        (("divides-by-the-sum-of-all-class-weights",), total / weight.sum()),
        (("divides-by-the-number-of-classes",), total / classes),
        (("divides-by-n-times-c",), total / (samples * classes)),
        (("divides-twice",), total / (samples * own)),
        (("divides-twice",), total / (samples * weight.sum())),
    ]
    if reduction == "mean":
        return [*means, (("mean-returns-the-sum",), total)]
    if reduction == "sum":
        return [((), total), *((("sum-returns-the-mean", *names), mean) for names, mean in means)]
    numbers = [((), total), *means]
    return [((), weighted), *((("none-returns-one-number", *names), number) for names, number in numbers)]


def rightly_reduced(student, batch):
    """Return the reductions that the student's function gets right; fail where there is none.

    A side condition is asked of these alone: a wrong value has lost its points elsewhere.
    """
    words = [word for word in REDUCTIONS if is_right(attempt(student, batch, word), right(*batch, word))]
    if not words:
        answers = ask(student, [batch], "mean")
        judge(answers, diagnosis_of(answers, "mean"))
    return words


def expect_right_without_weights(student, inputs, logits, target, reduction):
    """Fail unless the answer for weight=None is that for weights of 1."""
    batch = logits, target, torch.ones(logits.shape[1])
    try:
        got = student.weighted_cross_entropy(logits, target, weight=None, reduction=reduction)
    except Raised as error:
        if isinstance(attempt(student, batch, reduction), Raised):
            raise
        fail(error.finding.kind, diagnosis="needs-a-weight", **error.finding.parameters)
    judge_equal_weights(student, inputs, got, batch, reduction)


def expect_right_at_large_logits(student, inputs, weight):
    """Fail unless logits around ±1,000 are dealt with: who does well near zero and not here has let them overflow."""
    logits, target, far = inputs.logits(6, 6), inputs.classes(6, 6), 1000 * inputs.signs(6, 6)
    # Each sample has a class of 1,000 and one of -1,000; the first sample belongs to one that looks impossible.
    far[:, 0], far[:, 1] = 1000, -1000
    target[0], target[-1] = 1, 5
    stretched = logits * torch.tensor([300.0, 1.0, 1.0, 1.0, 1.0, 1.0])[:, None]
    near = [(large, "none") for large in (logits + 1000, logits - 1000, stretched)]
    for large, reduction in [*((far, word) for word in REDUCTIONS), *near]:
        got = attempt(student, (large, target, weight), reduction)
        expected, expected_of_small = (right(each, target, None, reduction) for each in (large, logits))
        if is_right(got, expected):
            continue
        small = attempt(student, (logits, target, weight), reduction)
        if overflows(got, expected, small, expected_of_small):
            judge([(got, expected, None)], "overflows")
        judge_equal_weights(student, inputs, got, (large, target, torch.ones(6)), reduction)


def overflows(got, expected, small, expected_of_small):
    """Return whether a wrong answer for large logits comes of their size, seeing the answer for small ones."""
    values = as_tensor(got, expected), as_tensor(small, expected_of_small)
    if is_right(small, expected_of_small) or not all(isinstance(value, torch.Tensor) for value in values):
        return is_right(small, expected_of_small)
    large_is_finite, small_is_finite = (bool(torch.isfinite(value).all()) for value in values)
    return small_is_finite and not large_is_finite


def judge_equal_weights(student, inputs, got, batch, reduction):
    """Fail unless an answer for weights of 1 is right; what the student does with other weights tells more of why."""
    answers = [(got, right(*batch, reduction), batch)]
    if not is_right(*answers[0][:2]):
        name = diagnosis_of(ask(student, draw(inputs), reduction), reduction)
        judge(answers, name or diagnosis_of(answers, reduction))
    judge(answers, None)
