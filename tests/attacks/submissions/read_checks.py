"""Reads hidden checks and the reference from disk, by the paths that it was told.

Must come of it: failed, 0 points.
"""

import glob
import os

COURSE = "@COURSE@"
ANSWER = 0


def steal():
    places = [f"{COURSE}/solutions/double/test_hidden.py", f"{COURSE}/solutions/double/double.py"]
    places += glob.glob("/**/test_hidden.py", recursive=True)[:9] + glob.glob("/tmp/*checks*/**", recursive=True)[:9]
    places += [f"/proc/self/root{COURSE}/solutions/double/double.py", f"/proc/self/cwd/../../..{COURSE}/solutions"]
    for place in places:
        try:
            print("BREACH", os.listdir(place) if os.path.isdir(place) else open(place).read())
        except OSError as error:
            print(type(error).__name__)


steal()


def double(x):
    steal()
    return x
