"""Gives its module another class, which answers for every name anew each time that it is asked.

Must come of it: failed or errored, 0 points.
"""

import sys
import types


class Module(types.ModuleType):
    asked = 0

    @property
    def ANSWER(self):
        Module.asked += 1
        return [28] * Module.asked

    def __getattribute__(self, name):
        return (lambda x: [x] * 2) if name == "double" else super().__getattribute__(name)


ANSWER = 0
double = len
sys.modules[__name__].__class__ = Module
