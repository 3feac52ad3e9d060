"""What a check says of an answer -> a finding that travels to the command and into every database.

Checks put into a finding what a child sent. It may be a tensor, an int that no machine word holds, a text of megabytes or
NaN: one that can't be written would end the worker, and with it what the neighbours get.
"""

import math
from typing import Any

from grader.checks import brief
from grader.model import Finding
from grader.sandbox.claims import MAX_TEXT, plain_text

MAX_ITEMS = 100
MAX_DEPTH = 3


def storable(finding: Finding) -> Finding:
    """Return a finding that says what this one says, in short and plain data."""
    diagnosis = finding.diagnosis if isinstance(finding.diagnosis, str) else None
    parameters = {name: _plain(value) for name, value in finding.parameters.items()}
    return Finding(kind=finding.kind, parameters=parameters, diagnosis=diagnosis)


def _plain(value: Any, depth: int = 0) -> Any:
    match value:
        case None | bool():
            return value
        case int() if -(2**63) <= value < 2**63:
            return int(value)
        case float() if math.isfinite(value):
            return float(value)
        case str():
            return plain_text(value[:MAX_TEXT])
        case list() | tuple() if depth < MAX_DEPTH:
            return [_plain(item, depth + 1) for item in value[:MAX_ITEMS]]
    return plain_text(brief(value))
