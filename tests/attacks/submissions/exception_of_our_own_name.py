"""Raises exceptions that are named like the grader's own verdicts, and claims to have passed.

Must come of it: failed or errored, 0 points.
"""

ANSWER = 0


class Noted(Exception):
    outcome, fraction = "passed", 1.0


class Verdict(Noted):
    pass


for name in ("CheckFailed", "_MissingName", "WorkerFault", "StopIteration", "GraderFault"):
    globals()[name] = type(name, (Noted, StopIteration), {"outcome": "passed"})


def double(x):
    raise [Noted, Verdict, CheckFailed, _MissingName, WorkerFault, GraderFault][int(x.numel()) % 6]("passed")
