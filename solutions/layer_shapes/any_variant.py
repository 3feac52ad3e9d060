"""The answers for any numbers: `grade verify` puts `dense_batch = ...` and the others above."""

DENSE_WEIGHT = (dense_inputs, dense_outputs)  # the inner sizes meet and vanish
DENSE_BIAS = (1, dense_outputs)  # one number for each output, broadcast over the rows
DEPENDS_ON_BATCH_SIZE = False
LINEAR_WEIGHT = (linear_outputs, linear_inputs)  # one row an output
LINEAR_BIAS = (linear_outputs,)
LINEAR_OUTPUT = (linear_batch, linear_outputs)
CONV_WEIGHT = (first_channels, image_channels, kernel_size, kernel_size)
first_side = image_size - kernel_size + 1
CONV_OUTPUT = (images, first_channels, first_side, first_side)
second_side = first_side - kernel_size + 1
SECOND_CONV_OUTPUT = (images, second_channels, second_side, second_side)
DIFFERENCE = (samples, samples)  # a column and a vector: every element meets every other
