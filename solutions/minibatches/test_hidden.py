"""Hidden checks of `minibatches`.

The first feature of each sample and its label tell its number, so that an epoch can be read as two lists of numbers and
a list of sizes. Each check asks one thing of them: who drops the last batch does not lose the points for the order.
"""

import torch

from grader.checks import (
    check,
    expect,
    expect_equal,
    expect_items,
    expect_shape,
    expect_type,
    fail,
    misconception,
)
from grader.verdicts import Raised

# Numbers of samples and batch sizes: with a rest, without one, one batch for all, batches of one.
SIZES = ((26, 6), (24, 6), (20, 3), (5, 9), (7, 7), (4, 1), (1, 2))

# Neither zeros nor a sample's place are ever the number of a sample.
FIRST, FIRST_LABEL = 1_000, 5_000


@check(points=1)
def test_every_sample_comes_exactly_once(student, inputs):
    for samples, batch_size in SIZES:
        # What becomes of the rest is another check's question.
        epoch = one_epoch(student, *dataset(inputs, samples), batch_size)
        whole = samples // batch_size * batch_size
        for numbers in (epoch.samples, epoch.labels):
            expect_known(numbers[:whole])
            # Independent draws of 24 samples are all different once in a billion times; a permutation always is.
            misconception("samples-with-replacement", when=len(set(numbers[:whole])) < len(numbers[:whole]))
            if len(numbers) == samples:
                expect_equal(sorted(numbers), list(range(samples)))
    expect(epoch.batches != [], "wrong-length", got=0, expected=1, diagnosis="drops-the-last-batch")


@check(points=1)
def test_the_last_batch_is_smaller(student, inputs):
    for samples, batch_size in SIZES:
        epoch = one_epoch(student, *dataset(inputs, samples), batch_size)
        whole, rest = divmod(samples, batch_size)
        wanted = [batch_size] * whole + [rest] * (rest > 0)
        sizes = epoch.sizes
        misconception("pads-the-last-batch", when=rest > 0 and sizes == [batch_size] * (whole + 1))
        misconception("drops-the-last-batch", when=rest > 0 and sizes == [batch_size] * whole)
        misconception("yields-one-batch", when=len(wanted) > 1 == len(sizes) and sizes[0] == batch_size)
        misconception("batch-size-for-the-number-of-batches", when=len(sizes) == batch_size != len(wanted))
        misconception(
            "evens-the-batches-out", when=sum(sizes) == samples and len(sizes) == len(wanted) and sizes != wanted
        )
        expect_equal(sizes, wanted)
        expect_known(epoch.samples)


@check(points=1)
def test_features_and_labels_stay_paired(student, inputs):
    for columns in (None, 1):
        epoch = one_epoch(student, *dataset(inputs, 24, columns=columns), 6)
        misconception("shuffles-features-and-labels-apart", when=epoch.samples != epoch.labels)
        expect_known(epoch.samples, some=True)


@check(points=1)
def test_every_order_is_equally_likely(student, inputs):
    # The chance of meeting one of these orders by accident is below 1e-12.
    epoch = one_epoch(student, *dataset(inputs, 24), 6)
    expect_known(epoch.samples, some=True)
    misconception("does-not-shuffle", when=is_in_order(epoch.samples) or is_in_order(epoch.samples[::-1]))
    blocks = [epoch.samples[start : start + 6] for start in range(0, len(epoch.samples), 6)]
    misconception("shuffles-the-batches-only", when=all(map(is_in_order, blocks)))
    misconception("shuffles-within-the-batches-only", when=all(is_in_order(sorted(block)) for block in blocks))
    orders = []
    for _ in range(4):  # each call has a deadline of its own
        epochs = run(student, many_epochs, *dataset(inputs, 10), 5, 500)
        expect_type(epochs, torch.Tensor)
        expect_shape(epochs, (500, 10))
        orders += (epochs.round().long() - FIRST).tolist()
    for order in orders:
        expect_known(order)
    if all(order == orders[0] for order in orders):
        return  # A new order for each epoch is another check's question.
    places, followers = torch.zeros(10, 10), torch.zeros(10, 10)
    for order in orders:
        for place, number in enumerate(order):
            expect(number < 10, "wrong-value")
            places[place, number] += 1
        for number, follower in zip(order, order[1:], strict=False):
            followers[number, follower] += 1
    # Of 2000 orders each number takes each place 200 times, and each number follows each other one as often. The sum over the
    # places is chi-squared with 81 degrees of freedom: beyond 180 with a chance of 2e-9. (Swapping each number with any other
    # one, the well-known wrong shuffle, gives 290, give or take 25.) A pair is binomial: off by 90 with a chance of 1e-9.
    spread = float(((places - 200) ** 2 / 200).sum()) * 9 / 10
    far = bool((followers - 200).abs()[~torch.eye(10).bool()].max() >= 90)
    misconception("some-orders-are-likelier", when=spread > 180 or far)


@check(points=1)
def test_another_order_in_every_epoch(student, inputs):
    for seed in (None, inputs.seed()):
        seen = epochs(student, *dataset(inputs, 24), 6, 3, seed)
        orders = [epoch.samples for epoch in seen]
        for order in orders:
            expect_known(order, some=True)
            misconception("does-not-shuffle", when=is_in_order(order))
        misconception("same-order-every-epoch", when=orders[0] == orders[1] or orders[1] == orders[2])


@check(points=1)
def test_the_generator_decides_the_order(student, inputs):
    for columns in (None, 1):
        data = dataset(inputs, 24, columns=columns)
        seed = inputs.seed()
        first, _, again = (epoch.samples for epoch in epochs(student, *data, 6, 3, seed, back_after=2))
        expect_known(first, some=True)
        misconception("does-not-shuffle", when=is_in_order(first))
        misconception("ignores-the-generator", when=first != again)
        other = one_epoch(student, *data, 6, seed=seed + 1).samples
        misconception("same-order-every-epoch", when=first == other)


@check(points=1)
def test_wrong_arguments_raise_a_value_error(student, inputs):
    features, labels = dataset(inputs, 12)
    expect_known(one_epoch(student, features, labels, 5).samples, some=True)
    cases = [(features, labels, size, "accepts-a-batch-size-below-one") for size in (-1, 0, -4)]
    for shape in ((-1,), (-1, 1)):
        column = labels.reshape(shape)
        cases.append((features, column[:-1], 4, "accepts-unequal-lengths"))
        cases.append((features[:-3], column, 4, "accepts-unequal-lengths"))
        cases.append((features, column[:1], 4, "accepts-unequal-lengths"))
    others = []
    for *arguments, name in cases:
        try:
            student.run(first_batch, *arguments)
        except Raised as error:
            others += [] if "ValueError" in error.bases else [error]
        else:
            fail("did-not-raise", expected="ValueError", diagnosis=name)
    for error in others:
        got, name = error.bases[0], "raises-another-error"
        fail("raised-other", expected="ValueError", got=got, message=error.message, diagnosis=name)


@check(points=0.5)
def test_shapes_and_dtypes_of_the_pairs(student, inputs):
    for dtype, label_dtype, columns in (
        (torch.float32, torch.float32, 1),
        (torch.float64, torch.float64, None),
        (torch.float32, torch.int64, None),
        (torch.int64, torch.float32, 1),
    ):
        features, labels = dataset(inputs, 11, dtype=dtype, label_dtype=label_dtype, columns=columns)
        epoch = one_epoch(student, features, labels, 4)
        expect_known(epoch.samples, some=True)
        for X, y in epoch.batches:
            misconception("changes-the-shape-of-the-labels", when=y.shape != (len(y), *labels.shape[1:]))
            expect_shape(X, (len(X), features.shape[1]))
            for got, whole in ((X, features), (y, labels)):
                same = got.dtype == whole.dtype
                expect(
                    same, "wrong-dtype", got=str(got.dtype), expected=str(whole.dtype), diagnosis="changes-the-dtype"
                )
            for row in X:
                # On the way through float32 nine of sixteen digits are lost.
                expect(bool((row == features).all(dim=1).any()), "wrong-value", diagnosis="changes-the-dtype")


@check(points=0.5)
def test_the_arguments_stay_as_they_are(student, inputs):
    features, labels = dataset(inputs, 12)
    for batch_size in (4, 5):
        epoch, after, labels_after = run(student, epoch_and_arguments, features, labels, batch_size)
        expect_known(Epoch(epoch).samples, some=True)
        changed = not torch.equal(after, features) or not torch.equal(labels_after, labels)
        misconception("changes-its-arguments", when=changed)


class Epoch:
    """What came of one epoch: the batches, their sizes, and the numbers of the samples by features and by labels."""

    def __init__(self, batches):
        """Read the batches; end the check where one of them is no pair of tensors."""
        self.batches, self.sizes, self.samples, self.labels = [], [], [], []
        expect_type(batches, (list, tuple))
        # A pair that was returned and not yielded reads as two batches.
        misconception(
            "yields-one-batch", when=len(batches) == 2 and all(isinstance(each, torch.Tensor) for each in batches)
        )
        for batch in batches:
            X, y = expect_items(batch, 2)
            expect_type(X, torch.Tensor)
            expect_type(y, torch.Tensor)
            expect(X.ndim == 2 and y.ndim > 0, "wrong-shape", got=list(X.shape), expected=["n", "d"])
            self.batches.append((X, y))
            self.sizes.append(len(X))
            self.samples += [round(number) - FIRST for number in X[:, 0].tolist()]
            self.labels += [round(float(number)) - FIRST_LABEL for number in y.reshape(-1).tolist()]


def dataset(inputs, samples, dtype=torch.float32, label_dtype=torch.float32, columns=None):
    """Return features and labels that tell the number of each sample."""
    numbers = torch.arange(samples, dtype=torch.float64)
    noise = inputs.uniform(samples, 3, low=-0.4, high=0.4, dtype=torch.float64)
    features = noise if dtype.is_floating_point else noise * 0
    features[:, 0] += numbers + FIRST
    labels = (numbers + FIRST_LABEL).to(label_dtype)
    return features.to(dtype), labels if columns is None else labels.reshape(-1, columns)


def one_epoch(student, features, labels, batch_size, seed=None):
    """Return one epoch, read."""
    return epochs(student, features, labels, batch_size, 1, seed)[0]


def epochs(student, features, labels, batch_size, count, seed=None, back_after=0):
    """Return some epochs, read; `seed` None gives no generator, after `back_after` its state is set back."""
    seen = run(student, some_epochs, features, labels, batch_size, count, seed, back_after)
    return [Epoch(batches) for batches in seen]


def run(student, probe, *arguments):
    """Return what a probe returns; a ValueError for valid arguments is told apart."""
    try:
        return student.run(probe, *arguments)
    except Raised as error:
        name = "rejects-valid-arguments" if error.bases[0] == "ValueError" else error.finding.diagnosis
        fail(error.finding.kind, diagnosis=name, **error.finding.parameters)


def expect_known(numbers, some=False):
    """Fail unless all numbers are those of samples."""
    expect(min(numbers, default=0) >= 0 and max(numbers, default=0) < 1_000, "wrong-value")
    expect(bool(numbers) or not some, "wrong-length", got=0, expected=1)


def is_in_order(numbers):
    """Return whether each number is followed by the next one."""
    return all(follower == number + 1 for number, follower in zip(numbers, numbers[1:], strict=False))


def some_epochs(student, features, labels, batch_size, count, seed, back_after):
    from itertools import islice

    import torch

    generator = None if seed is None else torch.Generator().manual_seed(seed)
    if generator is not None:
        torch.rand(5, generator=generator)  # a state that no seed alone leads to
        state = generator.get_state()
    epochs = []
    for number in range(count):
        if generator is not None and number == back_after > 0:
            generator.set_state(state)
        # None may be said, too; the last epochs say it.
        given = () if generator is None and number == 0 else (generator,)
        epochs.append(list(islice(student.minibatches(features, labels, batch_size, *given), 100)))
    return epochs


def many_epochs(student, features, labels, batch_size, count):
    from itertools import islice

    import torch

    epochs = []
    for _ in range(count):
        batches = islice(student.minibatches(features, labels, batch_size), 100)
        epochs.append(torch.cat([X[:, 0] for X, _ in batches]))
    return torch.stack(epochs)


def first_batch(student, features, labels, batch_size):
    for batch in student.minibatches(features, labels, batch_size):
        return len(batch)


def epoch_and_arguments(student, features, labels, batch_size):
    from itertools import islice

    batches = [
        tuple(each.clone() for each in batch)
        for batch in islice(student.minibatches(features, labels, batch_size), 100)
    ]
    return batches, features, labels
