"""Looks for the checks, their inputs and the reference among the imported modules, and imports them.

Must come of it: failed, 0 points.
"""

import importlib
import sys

ANSWER = 0


def double(x):
    for name in list(sys.modules):
        if any(word in name for word in ("test_hidden", "test_public", "checks", "session", "gradebook")):
            if name.startswith("grader") and getattr(sys.modules[name], "__file__", None):
                print("BREACH", name)
    for name in ("grader.checks", "grader.session", "grader.sandbox.student", "test_hidden", "solutions.double.double"):
        try:
            module = importlib.import_module(name)
            if getattr(module, "__file__", None):
                print("BREACH", module.__file__)
        except ImportError as error:
            print(error)
    return x
