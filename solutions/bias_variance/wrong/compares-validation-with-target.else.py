def diagnose(train_error, validation_error, target_error, tolerance=0.02):
    if validation_error - target_error <= tolerance:
        return "good fit" if train_error - target_error <= tolerance else "high bias"
    if train_error - target_error > tolerance:
        return "high bias and high variance"
    return "high variance"


REMEDIES = {
    "high bias": {"bigger network", "longer training", "better architecture"},
    "high variance": {"more data", "regularization", "better architecture"},
}
