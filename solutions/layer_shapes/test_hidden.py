"""Hidden checks of `layer_shapes`: one point for each answer.

Everything is computed from the student's own numbers: the right shapes by building the layers, the misconceived ones by
making the mistake, a neighbour's by building the layers with the neighbour's numbers.
"""

import math
from dataclasses import dataclass
from functools import cache
from itertools import permutations, product

import torch
from torch import nn

from grader.checks import as_plain, check, expect_equal, misconception


@dataclass(frozen=True)
class Numbers:
    """The numbers of the quiz (exercises/layer_shapes/variant.toml says which are asked by default)."""

    dense_batch: int
    dense_inputs: int
    dense_outputs: int
    linear_batch: int
    linear_inputs: int
    linear_outputs: int
    images: int
    image_channels: int
    first_channels: int
    second_channels: int
    kernel_size: int
    image_size: int
    samples: int


@check(points=1)
def test_dense_weight(student, inputs):
    expect_shape_answer(student.DENSE_WEIGHT, dense_weight, inputs, name="DENSE_WEIGHT")


@check(points=1)
def test_dense_bias(student, inputs):
    expect_shape_answer(student.DENSE_BIAS, dense_bias, inputs, name="DENSE_BIAS")


@check(points=1)
def test_depends_on_batch_size(student, inputs):
    # A guess is right half of the time: it counts beside a right shape.
    answer = student.DEPENDS_ON_BATCH_SIZE
    misconception("weight-has-the-batch-size", when=as_plain(answer) in (True, "True"))
    expect_shape_answer(student.DENSE_WEIGHT, dense_weight, inputs, name="DENSE_WEIGHT")
    expect_equal(answer, False, name="DEPENDS_ON_BATCH_SIZE")


@check(points=1)
def test_linear_weight(student, inputs):
    expect_shape_answer(student.LINEAR_WEIGHT, linear_weight, inputs, name="LINEAR_WEIGHT")


@check(points=1)
def test_linear_bias(student, inputs):
    expect_shape_answer(student.LINEAR_BIAS, linear_bias, inputs, name="LINEAR_BIAS")


@check(points=1)
def test_linear_output(student, inputs):
    expect_shape_answer(student.LINEAR_OUTPUT, linear_output, inputs, name="LINEAR_OUTPUT")


@check(points=1)
def test_conv_weight(student, inputs):
    expect_shape_answer(student.CONV_WEIGHT, conv_weight, inputs, name="CONV_WEIGHT")


@check(points=1)
def test_conv_output(student, inputs):
    expect_shape_answer(student.CONV_OUTPUT, conv_output, inputs, name="CONV_OUTPUT")


@check(points=1)
def test_second_conv_output(student, inputs):
    expect_shape_answer(student.SECOND_CONV_OUTPUT, second_conv_output, inputs, name="SECOND_CONV_OUTPUT")


@check(points=1)
def test_difference(student, inputs):
    expect_shape_answer(student.DIFFERENCE, difference, inputs, name="DIFFERENCE")


def expect_shape_answer(got, shapes, inputs, *, name):
    """Fail unless `got` is one of the shapes that `shapes` accepts for the student's own numbers."""
    accepted, mistakes = shapes(Numbers(**inputs.variant))
    plain = as_plain(got)
    # A number is taken as the shape that it stands for: (30) for (30,).
    shape = (plain,) if isinstance(plain, int) and not isinstance(plain, bool) else plain
    mistakes = [*mistakes, *(("counts-the-elements", (math.prod(right),)) for right in accepted)]
    diagnosis = next((mistake for mistake, wrong in mistakes if wrong == shape), None)
    if shape in accepted:
        diagnosis = "forgets-the-comma"
    elif diagnosis is None and any(shape in shapes(Numbers(**other))[0] for other in inputs.other_variants):
        diagnosis = "another-variant"
    if isinstance(plain, str) and plain.strip():
        diagnosis = "writes-the-shape-as-text"
    expect_equal(got, accepted[0], accept=accepted[1:], diagnosis=diagnosis, name=name)


def dense_weight(n):
    """Return the accepted shapes of w in Xw + b, and the mistakes."""
    batch, inputs, outputs = n.dense_batch, n.dense_inputs, n.dense_outputs
    return [(inputs, outputs)], [
        ("dense-weight-transposed", (outputs, inputs)),
        ("forgets-the-output-axis", (inputs,)),
        *(("weight-has-the-batch-size", shape) for shape in with_batch(batch, inputs, outputs)),
    ]


def dense_bias(n):
    """Return the accepted shapes of b in Xw + b, and the mistakes."""
    batch, inputs, outputs = n.dense_batch, n.dense_inputs, n.dense_outputs
    return [(1, outputs), (outputs,)], [
        *(("bias-for-each-input", shape) for shape in [(inputs,), (inputs, 1), (1, inputs), (inputs, outputs)]),
        *(("bias-for-each-sample", shape) for shape in with_batch(batch, inputs, outputs)),
        ("bias-without-axes", ()),
    ]


def linear_weight(n):
    """Return the shape of the weight of `nn.Linear`, and the mistakes."""
    batch, inputs, outputs = n.linear_batch, n.linear_inputs, n.linear_outputs
    return [size_of(linear(n).weight)], [
        ("linear-weight-transposed", (inputs, outputs)),
        *(("weight-has-the-batch-size", shape) for shape in with_batch(batch, inputs, outputs)),
    ]


def linear_bias(n):
    """Return the shape of the bias of `nn.Linear`, and the mistakes."""
    batch, inputs, outputs = n.linear_batch, n.linear_inputs, n.linear_outputs
    return [size_of(linear(n).bias)], [
        ("bias-for-each-input", (inputs,)),
        ("bias-for-each-input", (1, inputs)),
        ("bias-for-each-input", (inputs, 1)),
        ("bias-has-two-axes", (1, outputs)),
        ("bias-has-two-axes", (outputs, 1)),
        ("one-bias-for-all-outputs", (1,)),
        ("one-bias-for-all-outputs", (1, 1)),
        ("one-bias-for-all-outputs", ()),
        *(("bias-for-each-sample", shape) for shape in with_batch(batch, inputs, outputs)),
    ]


def linear_output(n):
    """Return the shape of what `nn.Linear` gives for a batch, and the mistakes."""
    batch, inputs, outputs = n.linear_batch, n.linear_inputs, n.linear_outputs
    return [size_of(linear(n)(torch.zeros(batch, inputs)))], [
        ("forgets-the-batch-axis", (outputs,)),
        ("forgets-the-batch-axis", (1, outputs)),
        ("forgets-the-batch-axis", (outputs, 1)),
        ("output-keeps-the-features", (batch, inputs)),
        ("output-transposed", (outputs, batch)),
        ("answers-with-the-weight", (inputs, outputs)),
        ("answers-with-the-weight", (outputs, inputs)),
    ]


def conv_weight(n):
    """Return the shape of the weight of the first convolution, and the mistakes."""
    before, after, kernel = n.image_channels, n.first_channels, (n.kernel_size,) * 2
    right = size_of(convolutions(n)[0].weight)
    sizes = {n.image_size, n.image_size - n.kernel_size + 1}
    return [right], [
        ("channels-swapped", (before, after, *kernel)),
        ("forgets-the-input-channels", (after, *kernel)),
        ("forgets-the-output-channels", (before, *kernel)),
        ("one-kernel-for-all-channels", kernel),
        ("one-kernel-for-all-channels", (1, 1, *kernel)),
        ("kernel-has-one-side", (after, before, n.kernel_size)),
        ("kernel-has-one-side", (before, after, n.kernel_size)),
        ("kernel-has-one-side", (after, n.kernel_size)),
        ("channels-last", (*kernel, before, after)),
        ("channels-last", (*kernel, after, before)),
        ("channels-last", (after, *kernel, before)),
        ("channels-last", (before, *kernel, after)),
        *(("weight-has-the-image-size", (after, before, size, size)) for size in sizes),
        *(("weight-has-the-image-size", (before, after, size, size)) for size in sizes),
        *(("weight-has-the-image-size", (after, size, size)) for size in sizes),
        ("weight-has-the-batch-size", (n.images, *right)),
        ("weight-has-the-batch-size", (n.images, after, *kernel)),
    ]


def conv_output(n):
    """Return the shape of what the first convolution gives, and the mistakes."""
    # Whoever makes two mistakes makes them in both outputs: this names the size first, the second one the axis.
    tell = ("convolution-keeps-the-size", "forgets-the-batch-axis")
    sizes = sizes_after_a_convolution(n.image_size, n.kernel_size)
    channels = [("", n.first_channels), ("convolution-keeps-the-channels", n.image_channels)]
    right = size_of(convolutions(n)[0](images(n)))
    return [right], images_mistaken(n.images, channels, sizes, tell)


def second_conv_output(n):
    """Return the shape of what both convolutions give, and the mistakes."""
    tell = ("forgets-the-batch-axis", "convolution-keeps-the-size")
    sizes = []
    for earlier, before in sizes_after_a_convolution(n.image_size, n.kernel_size):
        # A mistake in the first convolution goes on to the second, where it is made again or not.
        for name, size in sizes_after_a_convolution(before, n.kernel_size):
            sizes.append((name or earlier, size))
    # A size less half a kernel twice is often also that of one convolution only: what keeps the size is likelier.
    sizes.sort(key=lambda named: named[0] != "convolution-keeps-the-size")
    channels = [
        ("", n.second_channels),
        ("convolution-keeps-the-channels", n.first_channels),
        ("convolution-keeps-the-channels", n.image_channels),
        ("multiplies-the-channels", n.first_channels * n.second_channels),
        ("multiplies-the-channels", n.first_channels + n.second_channels),
    ]
    right = size_of(convolutions(n)(images(n)))
    return [right], images_mistaken(n.images, channels, sizes, tell)


def difference(n):
    """Return the shape of y_hat - y, and the mistakes."""
    y_hat, y = torch.zeros(n.samples, 1), torch.zeros(n.samples)
    return [size_of(y_hat - y)], [
        ("difference-elementwise", size_of(y_hat)),
        ("difference-elementwise", size_of(y)),
        ("difference-elementwise", (1, n.samples)),
    ]


def with_batch(batch, inputs, outputs):
    """Return every shape of up to three different sizes, the batch size among them."""
    sizes = (batch, inputs, outputs)
    shapes = [shape for length in (1, 2, 3) for shape in permutations(sizes, length) if batch in shape]
    return [*shapes, (batch, 1), (1, batch), (batch, batch)]


def sizes_after_a_convolution(size, kernel):
    """Return pairs of a mistake ("" for none) and the height, or width, that it gives."""
    return [
        ("", size - kernel + 1),
        ("convolution-keeps-the-size", size),
        ("subtracts-the-kernel-without-one", size - kernel),
        ("subtracts-half-the-kernel", size - kernel // 2),
    ]


def images_mistaken(batch, channels, sizes, tell):
    """Return pairs of a mistake and a shape, for each mix of mistakes; the names in `tell` come first in a mix."""
    mixes = []
    for (channel, depth), (resized, size), channels_first in product(channels, sizes, (True, False)):
        image = (depth, size, size) if channels_first else (size, size, depth)
        layout = "" if channels_first else "channels-last"
        # Without the axis of the channels, too, an image is what one can see.
        for axis, shape in (
            ("", (batch, *image)),
            *(("forgets-the-batch-axis", each) for each in (image, (size, size))),
        ):
            names = [name for name in (resized, axis, channel, layout) if name]
            mixes.append((sorted(names, key=lambda name: tell.index(name) if name in tell else len(tell)), shape))
    # Where several mixes give one shape, the smallest is the likeliest.
    return [(names[0], shape) for names, shape in sorted(mixes, key=lambda mix: len(mix[0])) if names]


def size_of(tensor):
    """Return the shape of a tensor as a tuple."""
    return tuple(tensor.shape)


@cache
def linear(n):
    """Return the layer of the quiz."""
    return nn.Linear(n.linear_inputs, n.linear_outputs)


@cache
def convolutions(n):
    """Return both convolutions of the quiz, one after the other."""
    return nn.Sequential(
        nn.Conv2d(n.image_channels, n.first_channels, n.kernel_size),
        nn.Conv2d(n.first_channels, n.second_channels, n.kernel_size),
    )


def images(n):
    """Return a batch of images for the convolutions."""
    return torch.zeros(n.images, n.image_channels, n.image_size, n.image_size)
