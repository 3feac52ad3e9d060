"""Believes that the weight has the shape of the output."""

DENSE_WEIGHT = (7, 1)
DENSE_BIAS = (7, 1)
DEPENDS_ON_BATCH_SIZE = True
LINEAR_WEIGHT = (128, 30)
LINEAR_BIAS = (30,)
LINEAR_OUTPUT = (128, 30)
CONV_WEIGHT = (20, 1, 5, 5)
CONV_OUTPUT = (1, 20, 24, 24)
SECOND_CONV_OUTPUT = (1, 64, 20, 20)
DIFFERENCE = (5, 5)
