"""Defines classes and names of a megabyte, with line ends, control characters and halves of characters.

Must come of it: failed or errored or crashed, 0 points.
"""

ANSWER = 0
for number in range(2_000):
    globals()[f"name{number}\x1b[31m\n" + "x" * 500] = (
        type("T\u202e\0\n" + "y" * 1_000_000, (), {}) if number < 3 else print
    )
globals()["\ud800"] = 1


def double(x):
    return type("\x1b[2J<b>\ud800" * 1000, (Exception,), {})("text")
