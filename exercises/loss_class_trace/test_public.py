"""Public checks of `loss_class_trace`: a class of one's own, the example of the task, and the form of the answer."""

from grader.checks import as_plain, check, expect_equal, expect_items, expect_type


@check(points=0)
def test_the_chain_is_a_list_of_names(student):
    names = as_plain(student.CLASS_CHAIN)
    expect_type(names, tuple, name="CLASS_CHAIN")
    for name in names:
        expect_type(name, str, name="CLASS_CHAIN")


@check(points=0.5)
def test_the_chain_of_a_class_of_ones_own(student):
    got = student.run(chain_of_a_small_class)
    instead = {"includes-object": ["Distance", "Module", "object"], "upside-down": ["Module", "Distance"]}
    instead["stops-before-module"] = ["Distance"]
    expect_type(got, (list, tuple), name="class_chain")
    expect_items(got, 2, diagnosis=next((name for name, other in instead.items() if list(got) == other), None))
    expect_equal(got, ["Distance", "Module"], instead=instead, name="class_chain")


@check(points=0.5)
def test_the_function_of_the_l1_loss(student):
    expect_equal(student.run(function_of_the_l1_loss), "l1_loss", instead={"prefixed": "F.l1_loss"})


def chain_of_a_small_class(student):
    from torch import nn

    class Distance(nn.Module):
        def forward(self, x, y):
            return (x - y).abs().sum()

    got = student.class_chain(Distance())
    plain = isinstance(got, (list, tuple)) and all(isinstance(each, str) for each in got)
    return got if plain or got is None else str(got)


def function_of_the_l1_loss(student):
    from torch import nn

    got = student.functional_name(nn.L1Loss())
    return got if got is None or isinstance(got, str) else str(got)
