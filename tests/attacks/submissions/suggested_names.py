"""Suggests what may have been meant: names full of markup and control characters.

Must come of it: errored or failed, 0 points.
"""

ANSWER = 0


class Thing:
    def __dir__(self):
        return ["\x1b[31mdoubled<script>alert(1)</script>", "\u202edoubled", "doubled\n\n=1+1"]


def double(x):
    return Thing().doubled
