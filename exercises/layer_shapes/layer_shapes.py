"""Say from the description of a layer which shapes its parameters and its outputs have.

A shape is written as a tuple, as `(2, 3)`; lists and `torch.Size` count too.
"""

# A dense layer Xw + b takes X of shape (7, 8) to an output of shape (7, 1). The shape of w:
DENSE_WEIGHT = None  # your answer

# ... and the shape of b:
DENSE_BIAS = None  # your answer

# Does either of these two shapes depend on the batch size, 7? True or False:
DEPENDS_ON_BATCH_SIZE = None  # your answer

# `nn.Linear(20, 30)` on an input of shape (128, 20). The shape of its `weight`:
LINEAR_WEIGHT = None  # your answer

# ... of its `bias`:
LINEAR_BIAS = None  # your answer

# ... and of its output:
LINEAR_OUTPUT = None  # your answer

# `nn.Conv2d(1, 20, 5)`, then `nn.Conv2d(20, 64, 5)`, on one image: an input of shape (1, 1, 28, 28).
# The shape of the first one's `weight`:
CONV_WEIGHT = None  # your answer

# ... of the first one's output:
CONV_OUTPUT = None  # your answer

# ... and of the second one's output:
SECOND_CONV_OUTPUT = None  # your answer

# The shape of `y_hat - y`, with `y_hat` of shape (5, 1) and `y` of shape (5,):
DIFFERENCE = None  # your answer
