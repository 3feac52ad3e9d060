"""Hostile submissions among honest ones: no unearned point, no neighbour changed, nothing seen, nothing left behind."""

import re
from pathlib import Path
from typing import Any

import pytest
from attacks.arena import (
    BUILDERS,
    HONEST,
    HOSTILE_NAMES,
    Arena,
    Attack,
    attacks,
    csv_cells,
    fight,
    handed_back,
    report_pages,
    student_of,
)

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("attacks")]
EVERYTHING = attacks()
IDS = [attack.name for attack in EVERYTHING]
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
# 68 hanging calls of a second each and their reloads, on two workers, and time to import torch on a busy machine.
MAX_SECONDS = 120


@pytest.fixture(scope="module")
def arena(tmp_path_factory: pytest.TempPathFactory) -> Arena:
    """The class after the fight."""
    return fight(tmp_path_factory.mktemp("arena"))


def outcomes(exercise: dict[str, Any]) -> set[str]:
    """Return the outcomes of the checks that give points, or why there are none."""
    if exercise["status"] != "graded":
        return {exercise["status"]}
    return {check["outcome"] for check in exercise["checks"] if check["max_points"]}


@pytest.mark.parametrize(("number", "attack"), list(enumerate(EVERYTHING)), ids=IDS)
def test_no_attack_earns_a_point_or_escapes(arena: Arena, number: int, attack: Attack) -> None:
    """Each attack gets the points that it earned, and ends as its docstring says."""
    students = [each["student"] for each in arena.export["students"]]
    student = student_of(number, attack)
    assert student in students
    exercise = arena.exercise(student, attack.exercise)
    assert exercise["score"] == attack.points
    assert outcomes(exercise) <= attack.outcomes
    assert not exercise["provisional"]


def test_there_are_enough_attacks() -> None:
    """The suite holds at least sixty attacks, and each says what it tries and what must come of it."""
    assert len(EVERYTHING) >= 60
    assert len({attack.name for attack in EVERYTHING}) == len(EVERYTHING)


def test_neighbours_get_what_they_get_in_a_calm_class(arena: Arena) -> None:
    """Each honest neighbour, before and after every attacker, has the results of the same code in a calm class."""

    def of(export: dict[str, Any], student: str) -> Any:
        (found,) = [each for each in export["students"] if each["student"] == student]
        exercise = found["exercises"][0]
        checks = [{key: value for key, value in check.items() if key != "seconds"} for check in exercise["checks"]]
        return exercise["status"], exercise["score"], exercise["problem"], checks

    kinds = list(HONEST)
    calm = {kind: of(arena.calm, f"n{number:03}") for number, kind in enumerate(kinds)}
    assert [calm[kind][1] for kind in kinds] == [10.0, 0.0, 2.0]
    for number in range(len(EVERYTHING) + 1):
        assert of(arena.export, f"n{number:03}") == calm[kinds[number % len(kinds)]], number


def test_nobody_saw_what_is_not_theirs(arena: Arena) -> None:
    """No attack got hold of a check, a neighbour's file, the environment, a process or a socket."""
    breaches = [text[:500] for text in arena.printed().values() if "BREACH" in text]
    assert breaches == []
    assert arena.callers == 0
    texts = [*arena.printed().values(), arena.run.stdout, arena.run.stderr]
    assert [name for name, secret in arena.secrets.items() if any(secret in text for text in texts)] == []


def test_nothing_is_left_over(arena: Arena) -> None:
    """After the run no process, file or socket of it is left, and course and submissions are as they were."""
    assert arena.orphans == []
    assert arena.left_over == []
    assert arena.changed == []
    names = Path("/proc/net/unix").read_text().splitlines()
    assert [name for name in names if "attack-was-here" in name] == []


def test_the_run_ends_in_time(arena: Arena) -> None:
    """A class full of endless loops, sleepers and bombs is graded in bounded time."""
    assert arena.seconds < MAX_SECONDS


def test_the_isolation_is_stored(arena: Arena) -> None:
    """The export says how well the class was isolated, and that is as well as this machine can."""
    assert arena.export["isolation"] in ("full", "reduced")


def test_no_name_or_output_reaches_the_terminal_raw(arena: Arena) -> None:
    """What the command prints holds no control character, whatever students, files and messages are called."""
    assert CONTROL.findall(arena.run.stdout) == []
    assert CONTROL.findall(arena.run.stderr) == []


def test_the_table_holds_no_formula(arena: Arena) -> None:
    """No cell of the table of grades begins as a formula does, and none holds a control character."""
    cells = csv_cells(arena.home, arena.secrets)
    assert any("1+1" in cell for cell in cells)
    assert [cell for cell in cells if cell.lstrip().startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    assert [cell for cell in cells if CONTROL.search(cell)] == []


def test_the_pages_hold_no_markup_of_students(arena: Arena) -> None:
    """Names, code, output and messages of students stand in the report as text."""
    pages = report_pages(arena.home, arena.secrets)
    assert len(pages) > len(EVERYTHING)
    for name, page in pages.items():
        assert "<script>alert" not in page, name
        assert '"onmouseover="' not in page, name
        assert CONTROL.search(page) is None, name


def test_students_read_no_hidden_input(arena: Arena) -> None:
    """What an attack writes of its hidden inputs into names, messages and exit codes is in nothing that it may read."""
    pages = handed_back(arena.home, arena.secrets)
    assert len(pages) > 2 * len(EVERYTHING)
    assert any("public" in page for page in pages.values())
    assert [name for name, page in pages.items() if "LEAK" in page or "exit 99" in page] == []
    assert [name for name, page in pages.items() if CONTROL.search(page)] == []


def test_made_up_names_are_not_compared_at_length(arena: Arena) -> None:
    """A missing name of thousands of letters is cut, and near names of its length are not looked for: that takes seconds."""
    (number,) = [number for number, attack in enumerate(EVERYTHING) if attack.name == "names_to_compare"]
    exercise = arena.exercise(student_of(number, EVERYTHING[number]))
    messages = [check["message"] for check in exercise["checks"] if check["outcome"] == "failed"]
    assert any("aaaa" in message for message in messages)
    assert [message for message in messages if "a" * 101 in message or "aaa0" in message or "aaa4" in message] == []


def test_the_export_is_plain_json(arena: Arena) -> None:
    """The export holds every student once, and no raw control character in a name or a message."""
    students = [each["student"] for each in arena.export["students"]]
    assert len(students) == len(set(students)) >= 2 * len(EVERYTHING) + 1 + len(HOSTILE_NAMES)
    messages = [
        check["message"] or ""
        for each in arena.export["students"]
        for one in each["exercises"]
        for check in one["checks"]
    ]
    assert [text for text in (*students, *messages) if CONTROL.search(text)] == []


def test_every_builder_is_registered() -> None:
    """Archives, notebooks and odd files are among the attacks."""
    assert {"archive_bomb", "notebook_deep_json", "fifo"} <= set(BUILDERS)
