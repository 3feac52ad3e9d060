"""Answers all imports itself, and watches everything that Python does.

Must come of it: failed or errored or crashed or timed_out, 0 points.
"""

import sys

ANSWER = 0


class Finder:
    @staticmethod
    def find_spec(name, path=None, target=None):
        raise ImportError("none for you")


def trace(frame, event, argument):
    for value in list(frame.f_locals.values()):
        if type(value).__name__ == "Check":
            print("BREACH: a check")
    return trace


sys.meta_path.insert(0, Finder)
sys.path_hooks.insert(0, lambda path: Finder)
sys.settrace(trace)
sys.setprofile(trace)
sys.addaudithook(lambda event, arguments: None)


def double(x):
    return x
