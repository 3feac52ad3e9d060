"""Say from the description of a layer which shapes its parameters and its outputs have.

A shape is written as a tuple, as `(2, 3)`; lists and `torch.Size` count too.
"""

# A dense layer Xw + b takes X of shape (7, 8) to an output of shape (7, 1). The shape of w:
# BEGIN SOLUTION
DENSE_WEIGHT = (8, 1)  # (7, 8) times (8, 1) is (7, 1): the inner sizes meet and vanish
# END SOLUTION

# ... and the shape of b:
# BEGIN SOLUTION
DENSE_BIAS = (1, 1)  # one number for the one output, broadcast over the 7 rows; (1,) does the same
# END SOLUTION

# Does either of these two shapes depend on the batch size, 7? True or False:
# BEGIN SOLUTION
DEPENDS_ON_BATCH_SIZE = False  # the parameters belong to the layer, which meets batches of every size
# END SOLUTION

# `nn.Linear(20, 30)` on an input of shape (128, 20). The shape of its `weight`:
# BEGIN SOLUTION
LINEAR_WEIGHT = (30, 20)  # one row an output: torch stores A and computes x times A transposed
# END SOLUTION

# ... of its `bias`:
# BEGIN SOLUTION
LINEAR_BIAS = (30,)  # one number an output; the comma makes it a tuple
# END SOLUTION

# ... and of its output:
# BEGIN SOLUTION
LINEAR_OUTPUT = (128, 30)  # the batch passes through, the last axis becomes the outputs
# END SOLUTION

# `nn.Conv2d(1, 20, 5)`, then `nn.Conv2d(20, 64, 5)`, on one image: an input of shape (1, 1, 28, 28).
# The shape of the first one's `weight`:
# BEGIN SOLUTION
CONV_WEIGHT = (20, 1, 5, 5)  # output channels, input channels, height and width of the kernel
# END SOLUTION

# ... of the first one's output:
# BEGIN SOLUTION
CONV_OUTPUT = (1, 20, 24, 24)  # a kernel of 5 fits at 28 - 5 + 1 places along each side
# END SOLUTION

# ... and of the second one's output:
# BEGIN SOLUTION
SECOND_CONV_OUTPUT = (1, 64, 20, 20)  # 24 - 5 + 1; its own number of output channels
# END SOLUTION

# The shape of `y_hat - y`, with `y_hat` of shape (5, 1) and `y` of shape (5,):
# BEGIN SOLUTION
DIFFERENCE = (5, 5)  # from the right: 1 meets 5, then 5 meets nothing
# END SOLUTION
