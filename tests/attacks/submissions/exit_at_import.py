"""Leaves with success before anything is checked.

Must come of it: errored or crashed, 0 points.
"""

import sys

sys.exit(0)
