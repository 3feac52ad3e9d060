def diagnose(train_error, validation_error, target_error, tolerance=0.02):
    bias = train_error - target_error > tolerance
    variance = validation_error - target_error > tolerance
    if bias and variance:
        return "high bias and high variance"
    if bias:
        return "high bias"
    if variance:
        return "high variance"
    return "good fit"


REMEDIES = {
    "high bias": {"bigger network", "longer training", "better architecture"},
    "high variance": {"more data", "regularization", "better architecture"},
}
