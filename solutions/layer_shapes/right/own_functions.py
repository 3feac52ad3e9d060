"""Computes every shape with functions of its own."""


def dense(x_shape, out_shape):
    (batch, inputs), (same_batch, outputs) = x_shape, out_shape
    assert batch == same_batch
    return (inputs, outputs), (outputs,)


def linear(inputs, outputs, *leading):
    return (outputs, inputs), (outputs,), (*leading, outputs)


def conv(shape, in_channels, out_channels, kernel, stride=1, padding=0):
    batch, channels, *sides = shape
    assert channels == in_channels
    sides = [(side + 2 * padding - kernel) // stride + 1 for side in sides]
    return (out_channels, in_channels, kernel, kernel), (batch, out_channels, *sides)


def broadcast(a, b):
    length = max(len(a), len(b))
    a, b = (1,) * (length - len(a)) + a, (1,) * (length - len(b)) + b
    return tuple(map(max, a, b))


DENSE_WEIGHT, DENSE_BIAS = dense((7, 8), (7, 1))
DEPENDS_ON_BATCH_SIZE = dense((7, 8), (7, 1)) != dense((9, 8), (9, 1))
LINEAR_WEIGHT, LINEAR_BIAS, LINEAR_OUTPUT = linear(20, 30, 128)
CONV_WEIGHT, CONV_OUTPUT = conv((1, 1, 28, 28), 1, 20, 5)
_, SECOND_CONV_OUTPUT = conv(CONV_OUTPUT, 20, 64, 5)
DIFFERENCE = broadcast((5, 1), (5,))
