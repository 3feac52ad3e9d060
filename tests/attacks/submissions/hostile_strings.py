"""Answers with strings where numbers belong: formulas, markup, terminal codes, directions of text.

Must come of it: failed, 0 points.
"""

ANSWER = "=cmd|'/c calc'!A0\x1b[2J<script>alert(1)</script>\u202e\0"


def double(x):
    print(ANSWER, "\x1b]52;c;aGk=\x07", "@SUM(1+1)*cmd|' /C calc'!A0")
    return ANSWER
