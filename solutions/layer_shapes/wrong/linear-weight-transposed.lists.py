"""The same belief, with lists, and for the dense layer the other way round."""

DENSE_WEIGHT = [1, 8]
DENSE_BIAS = (1, 1)
DEPENDS_ON_BATCH_SIZE = False
LINEAR_WEIGHT = [20, 30]
LINEAR_BIAS = [30]
LINEAR_OUTPUT = [128, 30]
CONV_WEIGHT = (20, 1, 5, 5)
CONV_OUTPUT = (1, 20, 24, 24)
SECOND_CONV_OUTPUT = (1, 64, 20, 20)
DIFFERENCE = (5, 5)
