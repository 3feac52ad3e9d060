"""Ends its process with success before anything is checked.

Must come of it: crashed, 0 points.
"""

import os

os._exit(0)
