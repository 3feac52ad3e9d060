"""Keeps the size, and forgets the batch axis as well."""

DENSE_WEIGHT = (8, 1)
DENSE_BIAS = (1, 1)
DEPENDS_ON_BATCH_SIZE = False
LINEAR_WEIGHT = (30, 20)
LINEAR_BIAS = (30,)
LINEAR_OUTPUT = (128, 30)
CONV_WEIGHT = (20, 1, 5, 5)
CONV_OUTPUT = (20, 28, 28)
SECOND_CONV_OUTPUT = (64, 28, 28)
DIFFERENCE = (5, 5)
