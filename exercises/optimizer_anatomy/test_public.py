"""Public checks of `optimizer_anatomy`: the example of the task, and the form of the table."""

from grader.checks import check, expect, expect_equal, expect_type, misconception

METHODS = ("zero_grad", "step", "add_param_group", "state_dict", "load_state_dict")
WORDS = (
    "clears gradients",
    "updates parameters",
    "adds parameters with options of their own",
    "returns groups and state",
    "restores groups and state",
)


@check(points=1)
def test_the_elements_of_the_example(student):
    got = student.run(count)
    instead = {"counts-groups": 2, "counts-tensors": 3, "counts-the-first-group": 9}
    expect_equal(got, 13, instead=instead)


@check(points=1)
def test_the_rate_of_the_example(student):
    rates = student.run(rates_afterwards)
    misconception("rate-of-the-first-group-only", when=rates == [0.01, 0.5])
    misconception("changes-no-rate", when=rates == [0.1, 0.5])
    expect_equal(rates, [0.01, 0.01])


@check(points=0)
def test_the_table_holds_words_of_the_task(student):
    table = student.METHODS
    expect_type(table, dict, name="METHODS")
    wrong = [name for name in METHODS if table.get(name) not in WORDS]
    expect(not wrong, "right-rows", right=len(METHODS) - len(wrong), of=len(METHODS), wrong=wrong)


def count(student):
    import torch

    shapes = (3, 2), (3,), (4,)
    weight, bias, other = (torch.nn.Parameter(torch.ones(*shape)) for shape in shapes)
    groups = [{"params": [weight, bias]}, {"params": [other], "lr": 0.5}]
    return student.parameter_count(torch.optim.SGD(groups, lr=0.1))


def rates_afterwards(student):
    import torch

    first, second = (torch.nn.Parameter(torch.ones(2)) for _ in range(2))
    optimizer = torch.optim.SGD([{"params": [first]}, {"params": [second], "lr": 0.5}], lr=0.1)
    student.set_learning_rate(optimizer, 0.01)
    return [group["lr"] for group in optimizer.param_groups]
