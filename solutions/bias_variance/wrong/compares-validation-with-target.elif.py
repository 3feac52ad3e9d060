def diagnose(train_error, validation_error, target_error, tolerance=0.02):
    if train_error - target_error > tolerance:
        return "high bias"
    elif validation_error - target_error > tolerance:
        return "high variance"
    return "good fit"


REMEDIES = {
    "high bias": {"bigger network", "longer training", "better architecture"},
    "high variance": {"more data", "regularization", "better architecture"},
}
