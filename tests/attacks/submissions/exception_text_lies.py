"""Raises exceptions with enormous texts full of control characters, and chains that lead to themselves.

Must come of it: failed or errored, 0 points.
"""

ANSWER = 0


def double(x):
    error = ValueError("\x1b[2J\x1b]0;owned\x07\0\r\u202e<script>alert(1)</script>\ud800" * 1_000_000)
    error.__cause__ = error.__context__ = error
    raise error
