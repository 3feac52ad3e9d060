def diagnose(train_error, validation_error, target_error, tolerance=0.02):
    words = ["good fit", "high bias", "high variance", "high bias and high variance"]
    return words[(train_error > target_error + tolerance) + 2 * (validation_error > train_error + tolerance)]


BOTH = ["better architecture"]
REMEDIES = {
    "high variance": BOTH + ["regularization", "more data"],
    "high bias": BOTH + ["longer training", "bigger network"],
}
