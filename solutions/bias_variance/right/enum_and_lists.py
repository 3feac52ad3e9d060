from enum import Enum


class D(str, Enum):
    B = "high bias"
    V = "high variance"


def diagnose(train_error, validation_error, target_error, tolerance=0.02):
    """诊断"""
    found = [
        d.value
        for d, gap in ((D.B, train_error - target_error), (D.V, validation_error - train_error))
        if gap > tolerance
    ]
    return " and ".join(found) or "good fit"


REMEDIES = {
    D.B.value: ["bigger network", "longer training", "better architecture"],
    D.V.value: ("more data", "regularization", "better architecture"),
}
