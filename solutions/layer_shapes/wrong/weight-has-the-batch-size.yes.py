"""Has the right shapes, and believes all the same that they depend on the batch."""

DENSE_WEIGHT = (8, 1)
DENSE_BIAS = (1, 1)
DEPENDS_ON_BATCH_SIZE = True
LINEAR_WEIGHT = (30, 20)
LINEAR_BIAS = (30,)
LINEAR_OUTPUT = (128, 30)
CONV_WEIGHT = (20, 1, 5, 5)
CONV_OUTPUT = (1, 20, 24, 24)
SECOND_CONV_OUTPUT = (1, 64, 20, 20)
DIFFERENCE = (5, 5)
