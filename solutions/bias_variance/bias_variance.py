"""Tell high bias from high variance by three errors, and say what helps against each.

The errors are those on the training set, on the validation set, and the one that is aimed at.
"""


def diagnose(train_error, validation_error, target_error, tolerance=0.02):
    """Return "high bias", "high variance", "high bias and high variance" or "good fit".

    Bias is high where the training error exceeds the target error by more than `tolerance`, variance where the
    validation error exceeds the training error by more than `tolerance`.
    """
    # BEGIN SOLUTION
    # What the network does badly even on the samples that it was trained on.
    high_bias = train_error - target_error > tolerance
    # What it does worse on new samples than on those. The target plays no part: that share of the error is bias.
    high_variance = validation_error - train_error > tolerance
    # The two are independent questions, so neither may hide the other.
    if high_bias and high_variance:
        return "high bias and high variance"
    if high_bias:
        return "high bias"
    return "high variance" if high_variance else "good fit"
    # END SOLUTION


# For "high bias" and for "high variance", the set (or list) of those remedies that help, of
# "more data", "regularization", "bigger network", "longer training", "better architecture".
# BEGIN SOLUTION
REMEDIES = {
    # The network cannot fit even what it sees: let it fit more.
    "high bias": {"bigger network", "longer training", "better architecture"},
    # It fits what it sees too closely: show it more, or hold it back.
    "high variance": {"more data", "regularization", "better architecture"},
}
# END SOLUTION
