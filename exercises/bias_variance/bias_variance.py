"""Tell high bias from high variance by three errors, and say what helps against each.

The errors are those on the training set, on the validation set, and the one that is aimed at.
"""


def diagnose(train_error, validation_error, target_error, tolerance=0.02):
    """Return "high bias", "high variance", "high bias and high variance" or "good fit".

    Bias is high where the training error exceeds the target error by more than `tolerance`, variance where the
    validation error exceeds the training error by more than `tolerance`.
    """
    raise NotImplementedError("diagnose: write your code here")


# For "high bias" and for "high variance", the set (or list) of those remedies that help, of
# "more data", "regularization", "bigger network", "longer training", "better architecture".
REMEDIES = None  # your answer
