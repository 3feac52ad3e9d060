_WORDS = {"high bias": dict.fromkeys(["longer training", "bigger network", "better architecture"]).keys(), "high variance": dict.fromkeys(["more data", "better architecture", "regularization"]).keys()}
REMEDIES = {k: frozenset(v) for k, v in _WORDS.items()}
def diagnose(train_error, validation_error, target_error, tolerance=0.02):
    if validation_error - target_error <= tolerance:
        return "good fit"
    if train_error - target_error > tolerance and validation_error - target_error > tolerance:
        return "high bias and high variance"
    return "high variance"

