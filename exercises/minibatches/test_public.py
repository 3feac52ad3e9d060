"""Public checks of `minibatches`: sizes and pairs on a data set of ten samples."""

import torch

from grader.checks import check, expect, expect_close, expect_equal, expect_items, expect_type, misconception

NUMBERS = torch.arange(10.0)
FEATURES = torch.stack([NUMBERS + 1, NUMBERS + 101], dim=1)
LABELS = NUMBERS + 201


@check(points=1)
def test_ten_samples_in_batches_of_four(student):
    batches = pairs(student.run(one_epoch, FEATURES, LABELS, 4))
    samples = [each for X, _ in batches for each in X[:, 0].tolist()]
    sizes = [len(batch[0]) for batch in batches]
    misconception("drops-the-last-batch", when=sizes == [4, 4])
    misconception("pads-the-last-batch", when=sizes == [4, 4, 4])
    expect_equal(sizes, [4, 4, 2])
    expect_equal(sorted(samples), [number + 1 for number in range(10)])


@check(points=1)
def test_features_and_labels_belong_together(student):
    batches = pairs(student.run(one_epoch, FEATURES, LABELS, 5))
    expect_equal(len(batches), 2)
    X = torch.cat([X for X, _ in batches])
    y = torch.cat([y for _, y in batches])
    # The chance of this order is 1 in 3,628,800.
    misconception("does-not-shuffle", when=len(X) == 10 and torch.equal(X, FEATURES))
    apart = len(X) == len(y) and not torch.equal(X[:, 0] + 200, y.reshape(-1))
    misconception("shuffles-features-and-labels-apart", when=apart)
    expect_close(X[:, 1], X[:, 0] + 100)
    expect_close(y, X[:, 0] + 200)


def pairs(batches):
    """Return the batches; fail unless each is a pair of tensors."""
    # A pair that was returned and not yielded reads as two batches.
    misconception(
        "yields-one-batch", when=len(batches) == 2 and all(isinstance(each, torch.Tensor) for each in batches)
    )
    for batch in batches:
        X, y = expect_items(batch, 2)
        expect_type(X, torch.Tensor)
        expect_type(y, torch.Tensor)
        expect(X.ndim == 2 and y.ndim > 0, "wrong-shape", got=list(X.shape), expected=["n", "d"])
    return batches


def one_epoch(student, features, labels, batch_size):
    from itertools import islice

    return list(islice(student.minibatches(features, labels, batch_size), 100))
