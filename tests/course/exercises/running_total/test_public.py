"""Public checks of running totals: the example of the task."""

from grader.checks import check, expect_equal


@check(points=1)
def test_the_example(student):
    expect_equal(list(student.running_totals([1, 2, 4])), [1, 3, 7])
