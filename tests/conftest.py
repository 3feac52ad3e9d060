"""What tests of all kinds share."""

from pathlib import Path

import pytest
from courses import build_course


@pytest.fixture(scope="session")
def mini_course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The miniature course, built once."""
    return build_course(tmp_path_factory.mktemp("course"))
