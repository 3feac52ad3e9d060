"""Public checks of `weight_init`: the examples of the task, a small net, and the form of the table."""

from grader.checks import award, check, expect_close, expect_type, misconception

NAMES = (
    "xavier_uniform_ xavier_normal_ kaiming_uniform_ kaiming_normal_ uniform_ normal_ constant_ orthogonal_ eye_ sparse_"
).split()
KEYS = {"random": (bool, int), "uses_fan": (bool, int), "min_dims": (int, float)}


@check(points=0.5)
def test_the_bound_of_the_example(student):
    instead = {"standard-deviation-for-bound": (1 / 3) ** 0.5, "fan-in-alone": (3 / 4) ** 0.5}
    expect_close(student.xavier_uniform_bound(4, 2), 1.0, instead=instead, number=True, rtol=1e-4)
    expect_close(student.xavier_uniform_bound(4, 2, gain=2.0), 2.0, number=True, rtol=1e-4)


@check(points=0.5)
def test_the_standard_deviation_of_the_example(student):
    instead = {"variance-for-standard-deviation": 0.25, "bound-for-standard-deviation": 0.75**0.5}
    expect_close(student.kaiming_normal_std(8), 0.5, instead=instead, number=True, rtol=1e-4)
    expect_close(student.kaiming_normal_std(8, negative_slope=1.0), 0.125**0.5, number=True, rtol=1e-4)


@check(points=0.5)
def test_a_small_net_has_new_weights_and_no_biases(student):
    changed, biases = student.run(initialise_a_small_net)
    misconception("leaves-the-weights", when=not all(changed))
    misconception("biases-left-random", when=any(bias != 0 for bias in biases))


@check(points=0)
def test_the_table_is_filled_in(student):
    table = student.INITIALIZERS
    expect_type(table, dict, name="INITIALIZERS")
    cells = [(name, key) for name in NAMES for key in KEYS]
    right = [cell for cell in cells if has_cell(table, *cell)]
    wrong = [f"{name}.{key}" for name, key in cells if (name, key) not in right]
    award(len(right) / len(cells), kind="right-rows", right=len(right), of=len(cells), wrong=wrong)


def has_cell(table, name, key):
    row = table.get(name)
    return isinstance(row, dict) and isinstance(row.get(key), KEYS[key])


def initialise_a_small_net(student):
    import torch

    net = torch.nn.Sequential(torch.nn.Linear(4, 3), torch.nn.ReLU(), torch.nn.Linear(3, 2))
    before = [net[index].weight.detach().clone() for index in (0, 2)]
    student.init_mlp(net)
    changed = [not torch.equal(old, net[index].weight) for old, index in zip(before, (0, 2))]
    return changed, [*net[0].bias.tolist(), *net[2].bias.tolist()]
