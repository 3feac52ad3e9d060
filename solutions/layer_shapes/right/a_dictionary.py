"""Answers in a dictionary first, then under their names."""

answers = {
    "DENSE_WEIGHT": (8, 1),
    "DENSE_BIAS": (1,),
    "DEPENDS_ON_BATCH_SIZE": False,
    "LINEAR_WEIGHT": (30, 20),
    "LINEAR_BIAS": (30,),
    "LINEAR_OUTPUT": (128, 30),
    "CONV_WEIGHT": (20, 1) + (5,) * 2,
    "CONV_OUTPUT": (1, 20) + (28 - 4,) * 2,
    "SECOND_CONV_OUTPUT": (1, 64) + (28 - 2 * 4,) * 2,
    "DIFFERENCE": (5,) * 2,
}
globals().update(answers)
