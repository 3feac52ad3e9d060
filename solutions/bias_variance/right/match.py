def diagnose(train_error, validation_error, target_error, tolerance=0.02):
    match (train_error - target_error > tolerance, validation_error - train_error > tolerance):
        case (True, True):
            return "high bias and high variance"
        case (True, False):
            return "high bias"
        case (False, True):
            return "high variance"
        case _:
            return "good fit"


REMEDIES = {
    "high bias": {"bigger network", "longer training", "better architecture"},
    "high variance": {"more data", "regularization", "better architecture"},
}
