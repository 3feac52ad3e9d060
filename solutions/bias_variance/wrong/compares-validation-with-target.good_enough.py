def diagnose(train_error, validation_error, target_error, tolerance=0.02):
    if validation_error - target_error <= tolerance:
        return "good fit"
    bias = train_error - target_error > tolerance
    variance = validation_error - train_error > tolerance
    if bias and variance:
        return "high bias and high variance"
    return "high bias" if bias else "high variance" if variance else "good fit"



REMEDIES = {
    "high bias": {"bigger network", "longer training", "better architecture"},
    "high variance": {"more data", "regularization", "better architecture"},
}
