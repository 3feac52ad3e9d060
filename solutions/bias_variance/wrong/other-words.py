def diagnose(train_error, validation_error, target_error, tolerance=0.02):
    troubles = []
    if train_error - target_error > tolerance:
        troubles.append("High bias")
    if validation_error - train_error > tolerance:
        troubles.append("High variance")
    return " and ".join(troubles) or "Good fit"


REMEDIES = {
    "high bias": {"bigger network", "longer training", "better architecture"},
    "high variance": {"more data", "regularization", "better architecture"},
}
