"""Is right, and prints, warns and logs more than anybody reads: that costs no point.

Must come of it: passed, 10 points.
"""

import sys
import warnings

ANSWER = 28
warnings.warn("x" * 1000)


def double(x):
    print("result", x * 2, "y" * 200_000)
    print("\x1b[31m<script>alert(1)</script>", file=sys.stderr)
    return x * 2
