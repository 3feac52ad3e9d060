"""Hidden checks of the optimizers' table: each cell is compared with what the installed torch does.

The experiments need nothing of the student, so each is made once for all submissions.
"""

import functools
import inspect
import warnings

import torch

from grader.checks import award, check, expect_type

OPTIMIZERS = ("SGD", "ASGD", "Rprop", "Adagrad", "Adadelta", "RMSprop", "Adam", "Adamax", "SparseAdam", "LBFGS")
COLUMNS = ("default_lr", "adaptive", "needs")
DIAGNOSES = {
    "default_lr": [
        *(("adadelta-with-a-small-rate", "Adadelta", rate) for rate in (0.001, 0.01, 0.1)),
        ("sgd-with-the-rate-of-others", "SGD", 0.01),
        ("rmsprop-like-adam", "RMSprop", 0.001),
        ("adamax-like-adam", "Adamax", 0.001),
        ("lbfgs-with-a-small-rate", "LBFGS", 0.001),
        ("lbfgs-with-a-small-rate", "LBFGS", 0.01),
        ("adagrad-like-adam", "Adagrad", 0.001),
    ],
    "adaptive": [
        ("sgd-adaptive", "SGD", True),
        ("asgd-adaptive", "ASGD", True),
        ("rprop-not-adaptive", "Rprop", False),
        *(("one-rate-for-all", name, False) for name in OPTIMIZERS[3:9]),
    ],
    "needs": [
        ("lbfgs-needs-nothing", "LBFGS", "nothing"),
        ("sparse-adam-takes-dense-gradients", "SparseAdam", "nothing"),
        *(
            ("needs-where-there-is-none", name, word)
            for name in OPTIMIZERS[:8]
            for word in ("closure", "sparse gradients")
        ),
    ],
}


@check(points=4)
def test_the_default_rates(student):
    award_rows(student, "default_lr")


@check(points=3)
def test_rates_for_each_weight(student):
    award_rows(student, "adaptive")


@check(points=3)
def test_what_each_one_needs(student):
    award_rows(student, "needs")


def award_rows(student, column):
    """Award the share of right rows in `column`, and name the misconception that a cell shows."""
    table = read_table(student)
    cells = {name: table[name][column] for name in OPTIMIZERS if column in table.get(name, {})}
    wrong = [name for name in OPTIMIZERS if name not in cells or not is_right(name, column, cells[name])]
    right = len(OPTIMIZERS) - len(wrong)
    shown = [name for name, row, word in DIAGNOSES[column] if row in cells and same(cells[row], word)]
    # One answer for all is no knowledge of any, however often it happens to be right: a count of it would tell the truth.
    if len(cells) > 4 and len(set(map(str, cells.values()))) == 1:
        award(0.0, diagnosis=(shown or ["same-in-every-row"])[0], kind="misconception")
    award(
        right / len(OPTIMIZERS),
        diagnosis=shown[0] if shown else None,
        kind="right-rows",
        right=right,
        of=len(OPTIMIZERS),
        wrong=[f"{name}.{column}" if table.get(name) else name for name in wrong],
    )


def same(value, word):
    if isinstance(value, str) or isinstance(word, str):
        return value == word
    if isinstance(value, bool) != isinstance(word, bool):
        return False
    return abs(value - word) <= 1e-9


def is_right(name, column, value):
    truths = {"default_lr": default_rate, "adaptive": is_adaptive, "needs": needs}
    if column == "adaptive" and name == "LBFGS":
        return isinstance(value, (bool, int, float)) and value in (True, False)
    if column == "adaptive":
        return isinstance(value, (bool, int, float)) and value == is_adaptive(name)
    return same(value, truths[column](name))


@functools.cache
def default_rate(name):
    return float(inspect.signature(getattr(torch.optim, name)).parameters["lr"].default)


@functools.cache
def is_adaptive(name):
    """Return whether two weights with gradients of 10 and 0.1 do not move in that proportion."""
    weight = torch.nn.Parameter(torch.zeros(2, dtype=torch.float64))
    optimizer = made(name, weight)
    for _ in range(3):
        gradient = torch.tensor([10.0, 0.1], dtype=torch.float64)
        weight.grad = gradient.to_sparse() if needs(name) == "sparse gradients" else gradient
        optimizer.step()
    first, second = weight.detach().abs().tolist()
    return not 99 < first / second < 101


@functools.cache
def needs(name):
    """Return what is missing where a dense gradient and no closure are not enough."""
    weight = torch.nn.Parameter(torch.ones(2))
    weight.grad = torch.ones(2)
    try:
        made(name, weight).step()
    except TypeError:
        return "closure"
    except RuntimeError:
        return "sparse gradients"
    return "nothing"


def made(name, weight):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return getattr(torch.optim, name)([weight])


def read_table(student):
    """Return the student's rows, of each the cells that the task names."""
    table = student.run(table_as_data, list(OPTIMIZERS), list(COLUMNS))
    if table is None:
        expect_type(student.SUMMARY, dict, name="SUMMARY")  # or the name is missing, which ends the check as well
    return table


def table_as_data(student, names, columns):
    from collections.abc import Mapping

    def plain(cell):
        cell = cell.item() if hasattr(cell, "item") else cell
        if isinstance(cell, (bool, int, float, str)):
            return cell
        return float(cell) if hasattr(cell, "__float__") else f"a {type(cell).__name__}"

    table = getattr(student, "SUMMARY", None)
    if not isinstance(table, Mapping):
        return None
    rows = {name: table[name] for name in names if isinstance(table.get(name), Mapping)}
    return {
        name: {column: plain(row[column]) for column in columns if row.get(column) is not None}
        for name, row in rows.items()
    }
