"""What the checks need to run in one plain pytest process, with nothing isolated: the baseline of the benchmark."""

import importlib.util
import os
from pathlib import Path

import pytest

from grader.inputs import Inputs
from grader.model import Finding
from grader.verdicts import Raised, Verdict


class Kept:
    """What `student.put` gives."""

    def __init__(self, value):
        self.value = value

    def get(self):
        return self.value


class PlainStudent:
    """The student's module, called directly."""

    def __init__(self, path):
        spec = importlib.util.spec_from_file_location(path.stem, path)
        self._module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(self._module)
        self.arguments, self.arguments_before, self.printed, self.folder = [], [], "", str(path.parent)

    def put(self, value):
        return Kept(value)

    def run(self, probe, *arguments):
        return _raising(probe, self._module, *arguments)

    def __getattr__(self, name):
        value = getattr(self._module, name)
        if not callable(value):
            return value

        def call(*arguments, **keywords):
            self.arguments_before = self.arguments = [*arguments, *keywords.values()]
            return _raising(value, *(each.value if isinstance(each, Kept) else each for each in arguments), **keywords)

        return call


def _raising(call, *arguments, **keywords):
    try:
        return call(*arguments, **keywords)
    except Verdict:
        raise
    except Exception as error:
        bases = tuple(base.__name__ for base in type(error).__mro__)
        raise Raised(Finding(kind="exception"), bases, str(error)) from error


@pytest.fixture(scope="session")
def student():
    return PlainStudent(Path(os.environ["SUBMISSION"]))


@pytest.fixture
def inputs(request):
    return Inputs("benchmark", request.function.__name__)
