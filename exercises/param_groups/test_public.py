"""Public checks of parameter groups: three groups of one weight, and the description of a plain optimizer."""

import torch

from grader.checks import check, expect_equal, expect_items, expect_type, fail, misconception
from grader.verdicts import Raised


@check(points=1)
def test_three_groups_of_one_weight(student):
    try:
        sizes = student.run(sizes_of_the_groups)
    except Raised as error:
        if "more than one parameter group" in error.message:
            fail("exception", diagnosis="all-parameters-in-each-group", **error.finding.parameters)
        raise
    misconception("prints-instead-of-returning", when=sizes == "NoneType")
    if isinstance(sizes, str):
        fail("wrong-type", got=sizes, expected="SGD")
    misconception("one-group", when=len(sizes) == 1)
    misconception("all-parameters-in-each-group", when=len(sizes) == 3 and max(sizes) > 1)
    expect_equal(sizes, [1, 1, 1])


@check(points=1)
def test_description_of_a_plain_optimizer(student):
    told = student.run(describe_a_plain_optimizer)
    misconception("prints-instead-of-returning", when=told in (None, [None]))
    misconception("describes-one-group", when=isinstance(told, dict) and "lr" in told)
    (described,) = expect_items(told, 1)
    expect_type(described, dict)
    group = torch.optim.SGD([torch.zeros(2, requires_grad=True)], lr=0.1).param_groups[0]
    del group["params"]
    misconception("describe-leaves-keys-out", when=not group.keys() <= described.keys())
    misconception("keeps-the-parameters", when="params" in described)
    expect_equal(described, group)


def sizes_of_the_groups(student):
    import torch

    weights = [torch.nn.Parameter(torch.tensor([float(number)])) for number in range(3)]
    optimizer = student.build_optimizer(*weights)
    if not isinstance(optimizer, torch.optim.Optimizer):
        return type(optimizer).__name__
    return [len(group["params"]) for group in optimizer.param_groups]


def describe_a_plain_optimizer(student):
    from collections.abc import Mapping

    import torch

    told = student.describe(torch.optim.SGD([torch.nn.Parameter(torch.zeros(2))], lr=0.1))
    if isinstance(told, (list, tuple)):
        return [dict(group) if isinstance(group, Mapping) else group for group in told]
    return told
