import torch


def diagnose(train_error, validation_error, target_error, tolerance=0.02):
    avoidable, generalization = torch.tensor([train_error, validation_error], dtype=torch.float64) - torch.tensor(
        [target_error, train_error], dtype=torch.float64
    )
    if avoidable <= tolerance:
        if generalization <= tolerance:
            return "good fit"
        return "high variance"
    if generalization <= tolerance:
        return "high bias"
    return "high bias and high variance"


REMEDIES = {
    "high bias": ("bigger network", "longer training", "better architecture"),
    "high variance": ("more data", "regularization", "better architecture", "more data"),
}
