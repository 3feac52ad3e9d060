"""A teacher begins an exercise with one command."""

import json
from pathlib import Path

from e2e.conftest import grade


def test_a_new_exercise_keeps_every_promise(tmp_path: Path) -> None:
    """In an empty folder `grade new` begins a course; `grade stubs` and `grade verify` accept it as it is."""
    made = grade("new", "weighted_mean", "--unit", "Means", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    assert "  + solutions/weighted_mean/wrong/sums-the-squares.py" in made.stdout
    assert "grade verify -e weighted_mean" in made.stderr
    second = grade("new", "spread", "--course", tmp_path, cwd=tmp_path.parent)
    assert second.returncode == 0, second.stderr
    assert grade("stubs", cwd=tmp_path / "solutions").stdout == "all stubs are up to date\n"
    verified = grade("verify", "--json", cwd=tmp_path)
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert [report["exercise"] for report in json.loads(verified.stdout)] == ["weighted_mean", "spread"]
    refused = grade("new", "spread", cwd=tmp_path)
    assert (refused.returncode, "there already" in refused.stderr) == (2, True)
