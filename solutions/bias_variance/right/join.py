def diagnose(train_error, validation_error, target_error, tolerance=0.02):
    gaps = {"high bias": train_error - target_error, "high variance": validation_error - train_error}
    return " and ".join(name for name, gap in gaps.items() if gap > tolerance) or "good fit"


REMEDIES = {
    "high bias": frozenset({"bigger network", "longer training", "better architecture"}),
    "high variance": frozenset({"more data", "regularization", "better architecture"}),
}
