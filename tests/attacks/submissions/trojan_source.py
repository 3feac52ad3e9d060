"""Hides code from the reader by marks that turn the direction of text around.

Must come of it: failed, 0 points.
"""

ANSWER = 0


def double(x):
    """Return twice x ‮⁦ return x * 2 ⁩⁦"""
    return x  # ‮ 2 * x nruter ⁦
