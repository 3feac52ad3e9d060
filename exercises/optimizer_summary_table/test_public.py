"""Public checks of the summary table: every cell is there, and holds a value that the task allows."""

from grader.checks import award, check, expect_type

OPTIMIZERS = ("SGD", "ASGD", "Rprop", "Adagrad", "Adadelta", "RMSprop", "Adam", "Adamax", "SparseAdam", "LBFGS")
COLUMNS = ("default_lr", "adaptive", "needs")
NEEDS = ("nothing", "closure", "sparse gradients")


@check(points=0)
def test_every_row_is_filled_in(student):
    table = read_table(student)
    award_cells([(name, column, column in table.get(name, {})) for name in OPTIMIZERS for column in COLUMNS])


@check(points=0)
def test_every_cell_holds_a_possible_value(student):
    table = read_table(student)
    # Cells that are missing are the other check's business, unless there are none at all.
    award_cells(
        [
            (name, column, is_possible(column, table.get(name, {}).get(column)))
            for name in OPTIMIZERS
            for column in COLUMNS
            if column in table.get(name, {}) or not any(table.values())
        ]
    )


def is_possible(column, value):
    if column == "default_lr":
        return isinstance(value, (int, float)) and not isinstance(value, bool) and value > 0
    return isinstance(value, bool) if column == "adaptive" else isinstance(value, str) and value in NEEDS


def award_cells(cells):
    """Name the cells that are not right, by row and column; a row of which no cell is right, by the row."""
    right = [(name, column) for name, column, is_right in cells if is_right]
    wrong = [
        f"{name}.{column}" if any(row == name for row, _ in right) else name
        for name, column, is_right in cells
        if not is_right
    ]
    wrong = list(dict.fromkeys(wrong))
    award(len(right) / len(cells), kind="right-rows", right=len(right), of=len(cells), wrong=wrong)


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
