"""Hidden checks of parameter groups: where each weight is, how it moves, and how the groups are described.

What is right is what the installed torch does here, in the process of the checks, with the same weights and options.
"""

import re

import torch

from grader.checks import check, expect, expect_close, expect_equal, expect_shape, fail, is_close, misconception, note
from grader.verdicts import Raised

RATES = (0.01, 0.02, 0.03)
MOMENTA = (0.9, 0.8, 0.7)

# Groups with options and keys of their own, as a scheduler adds them, and values that are not the defaults.
SGD_GROUPS = {
    "optimizer": "SGD",
    "options": {"lr": 0.5, "momentum": 0.4, "weight_decay": 0.1},
    "groups": [
        {"size": 2, "lr": 0.25, "dampening": 0.3},
        {"size": 3, "momentum": 0.0, "name": "head"},
        {"size": 1, "lr": 0.125, "weight_decay": 0.0, "initial_lr": 0.75},
    ],
}
ADAM = {
    "optimizer": "Adam",
    "options": {"lr": 0.003, "betas": (0.8, 0.95), "eps": 1e-7},
    "groups": [{"size": 3}, {"size": 2, "betas": (0.7, 0.9), "amsgrad": True}],
}
RMSPROP = {"optimizer": "RMSprop", "options": {"lr": 0.02, "alpha": 0.9, "centered": True}, "groups": [{"size": 4}]}
NESTEROV = {"optimizer": "SGD", "options": {"lr": 0.1, "momentum": 0.9, "nesterov": True}, "groups": [{"size": 2}]}


@check(points=1)
def test_each_weight_has_a_group_of_its_own_in_order(student, inputs):
    built = build(student, weights_from(inputs))
    places = [group["params"] for group in built["groups"]]
    misconception("optimizes-copies", when=[-1] in places)
    expect_equal(
        places,
        [[0], [1], [2]],
        diagnosis="groups-in-another-order" if sorted(places) == [[0], [1], [2]] else None,
    )


@check(points=1)
def test_each_weight_has_its_rate(student, inputs):
    built = build(student, weights_from(inputs))
    for rates in options_of(built, "lr"):
        expect_equal(rates, RATES, diagnosis=what_is_off_in_the_rates(rates), name="lr")


@check(points=1)
def test_each_weight_has_its_momentum(student, inputs):
    built = build(student, weights_from(inputs))
    misconception("another-optimizer", when=any("momentum" not in group["options"] for group in built["groups"]))
    for momenta in options_of(built, "momentum"):
        expect_equal(momenta, MOMENTA, diagnosis=what_is_off_in_the_momenta(momenta), name="momentum")


@check(points=2)
def test_three_rates_and_three_velocities(student, inputs):
    weights = weights_from(inputs)
    gradients = [[inputs.normal(*weight.shape, scale=3.0) for weight in weights] for _ in range(8)]
    built = build(student, weights)
    misconception("another-optimizer", when=not built["is_sgd"])
    got, wanted = student.run(walk, weights, gradients), walk(Oracle, weights, gradients)
    off = what_is_off(built)
    if off is not None and not is_close(got, wanted):
        fail(diagnosis=off)  # the words say more than the numbers of a path
    expect_shape(got, tuple(wanted.shape))
    sizes = [weight.numel() for weight in weights]
    # The first weight that is off, at the first step where it is: a whole path would tell a student nothing.
    for mine, theirs in zip(got.split(sizes, dim=1), wanted.split(sizes, dim=1), strict=True):
        for here, there in zip(mine, theirs, strict=True):
            expect_close(here, there)
    if built["groups_from_constructor"] > 1:
        note("groups-in-constructor")


@check(points=1)
def test_description_has_every_key_of_each_group(student):
    expect_description(student, SGD_GROUPS)


@check(points=1.5)
def test_description_works_for_any_optimizer(student):
    for case in (ADAM, RMSPROP, NESTEROV):
        expect_description(student, case)


@check(points=0.5)
def test_description_leaves_the_optimizer_as_it_is(student):
    for case in (NESTEROV, SGD_GROUPS):
        described = expect_description(student, case)
        misconception("changes-the-optimizer", when=described["before"] != described["after"])
        misconception("clears-the-state", when=not described["state_stays"])


def weights_from(inputs):
    return [inputs.normal(2, 3), inputs.normal(4), inputs.normal(1)]


def build(student, weights):
    """Return what `build_optimizer` gives for `weights`, as data; end the check where that is no set of groups."""
    try:
        built = student.run(look_at_what_is_built, weights)
    except Raised as error:
        refused = why_torch_refused(error)
        if refused is None:
            raise
        fail("exception", diagnosis=refused, **error.finding.parameters)
    misconception("prints-instead-of-returning", when=built["type"] == "NoneType")
    misconception("three-optimizers", when=built["optimizers_inside"] > 1)
    misconception("another-optimizer", when=built["groups"] is None and built["can_step"])
    expect(built["groups"] is not None, "wrong-type", got=built["type"], expected="SGD")
    sizes = [len(group["params"]) for group in built["groups"]]
    # Torch refuses a weight in two groups; who catches its exception, or appends to the list by hand, is told the same.
    shared = built["refused"] if len(sizes) != 3 else max(sizes) > 1
    misconception("all-parameters-in-each-group", when=shared)
    misconception("one-group", when=len(sizes) == 1)
    expect(len(sizes) == 3, "wrong-length", got=len(sizes), expected=3)
    return built


def why_torch_refused(error):
    """Return the misconception that torch's own exception shows, or None."""
    if "more than one parameter group" in error.message:
        return "all-parameters-in-each-group"
    if "per-parameter options" in error.message:  # LBFGS allows one group alone
        return "another-optimizer"
    if "param_group must be a dict" in error.message or "add_param_group() " in error.message:
        return "group-is-not-a-dict"
    if re.search("'<' not supported between instances of '(list|tuple)' and", error.message):
        return "a-list-of-rates"
    return None


def options_of(built, key):
    """Return the values of an option in the order of the groups, and in the order of the weights if all are there."""
    groups = built["groups"]
    by_group = tuple(group["options"].get(key) for group in groups)
    places = [group["params"] for group in groups]
    if sorted(places) != [[0], [1], [2]]:
        return [by_group]
    return [by_group, tuple(by_group[places.index([number])] for number in range(3))]


def what_is_off_in_the_rates(rates):
    if same_numbers(rates, RATES):
        return "rates-in-another-order"
    if same_numbers(rates, MOMENTA):
        return "rate-and-momentum-swapped"
    return "one-rate-for-all" if len(set(rates)) == 1 else None


def what_is_off_in_the_momenta(momenta):
    first, *others = (rounded(momentum) for momentum in momenta)
    if first == 0.9 and all(momentum in (0, 0.9) for momentum in others):
        return "momentum-only-first"
    if same_numbers(momenta, MOMENTA):
        return "momenta-in-another-order"
    if same_numbers(momenta, RATES):
        return "rate-and-momentum-swapped"
    return "no-momentum" if not any(momenta) else None


def what_is_off(built):
    """Return the misconception that explains why the weights move otherwise, or None."""
    groups = built["groups"]
    if any(-1 in group["params"] for group in groups):
        return "optimizes-copies"
    for key, expected, off in (
        ("lr", RATES, what_is_off_in_the_rates),
        ("momentum", MOMENTA, what_is_off_in_the_momenta),
    ):
        for values in options_of(built, key):
            if [rounded(value) for value in values] != list(expected):
                # A key that SGD does not have explains more than what it left unchanged.
                return "misspelt-option" if any(group["unknown"] for group in groups) else off(values)
    further = ("dampening", "weight_decay", "nesterov", "maximize")
    return "further-options" if any(group["options"].get(key) for group in groups for key in further) else None


def same_numbers(values, expected):
    return sorted(map(rounded, values), key=str) == sorted(expected, key=str)


def rounded(value):
    return round(value, 7) if isinstance(value, (int, float)) else value


def expect_description(student, case):
    """Fail unless `describe` tells all of the optimizer of `case`; return what the probe saw."""
    try:
        seen = student.run(describe_in_there, case)
    except Raised as error:
        if "KeyError" in error.bases and case["optimizer"] != "SGD":
            fail("exception", diagnosis="describe-only-for-sgd", **error.finding.parameters)
        raise
    told, wanted = seen["told"], describe_in_there(Oracle, case)["told"]
    misconception("prints-instead-of-returning", when=told is None or (told != [] and is_filled_with(told, None)))
    misconception("describe-returns-text", when=isinstance(told, str) and seen["type"] == "str")
    told = told if isinstance(told, (list, dict)) else None
    misconception("gives-the-defaults", when=told == seen["defaults"] != wanted[0])
    misconception("describes-one-group", when=isinstance(told, dict) and "lr" in told)
    expect(isinstance(told, list), "wrong-type", got=seen["type"], expected="list")
    misconception("describe-returns-text", when=told != [] and all(isinstance(group, str) for group in told))
    misconception("describes-one-group", when=len(told) == 1 < len(wanted))
    expect(len(told) == len(wanted), "wrong-length", got=len(told), expected=len(wanted))
    for group in told:
        expect(isinstance(group, dict), "wrong-type", got=type(group).__name__, expected="dict")
    misconception("gives-the-defaults", when=told != wanted and is_filled_with(told, seen["defaults"]))
    lacking = any(there.keys() - here.keys() for here, there in zip(told, wanted, strict=True))
    misconception("describe-leaves-keys-out", when=lacking)
    misconception("keeps-the-parameters", when=any("params" in group for group in told))
    misconception("describes-one-group", when=len(wanted) > 1 and is_filled_with(told, told[0]))
    as_text = [{key: str(value) for key, value in group.items()} for group in wanted]
    if told != as_text:
        # One value tells more than a line of dicts that is cut in the middle.
        for here, there in zip(told, wanted, strict=True):
            for key in there:
                expect_equal(here[key], there[key], name=key)
    expect_equal(told, wanted, instead={"values-as-text": as_text})
    return seen


def is_filled_with(told, value):
    return isinstance(told, list) and all(item == value for item in told)


class Oracle:
    """Stands for the student's module where a probe runs here, with the answers that are right."""

    @staticmethod
    def build_optimizer(*weights):
        groups = zip(weights, RATES, MOMENTA, strict=True)
        return torch.optim.SGD(
            [{"params": [weight], "lr": lr, "momentum": momentum} for weight, lr, momentum in groups]
        )

    @staticmethod
    def describe(optimizer):
        return [{key: value for key, value in group.items() if key != "params"} for group in optimizer.param_groups]


def look_at_what_is_built(student, weights):
    import torch

    leaves = [torch.nn.Parameter(weight.clone()) for weight in weights]
    base = torch.optim.Optimizer
    make, add = base.__init__, base.add_param_group
    making, added, refused = [], [], []

    def watched_make(self, *arguments, **keywords):
        making.append(self)
        try:
            return make(self, *arguments, **keywords)
        finally:
            making.pop()

    def watched_add(self, *arguments, **keywords):
        added.append((self, bool(making)))
        try:
            return add(self, *arguments, **keywords)
        except ValueError:
            refused.append(self)
            raise

    base.__init__, base.add_param_group = watched_make, watched_add
    try:
        optimizer = student.build_optimizer(*leaves)
    finally:
        base.__init__, base.add_param_group = make, add

    def place(parameter):
        return next((number for number, leaf in enumerate(leaves) if leaf is parameter), -1)

    def plain(value):
        if isinstance(value, torch.Tensor) and value.numel() == 1:
            return value.item()
        return value if isinstance(value, (bool, int, float, str)) else None

    groups = None
    if isinstance(optimizer, base):
        known = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.1).param_groups[0]
        groups = [
            {
                "params": [place(parameter) for parameter in group["params"]],
                "options": {str(key): plain(value) for key, value in group.items() if key != "params"},
                "unknown": [str(key) for key in group if key not in known and isinstance(group[key], float)],
            }
            for group in optimizer.param_groups
        ]
    inside = optimizer if isinstance(optimizer, (list, tuple)) else []
    return {
        "type": type(optimizer).__name__,
        "is_sgd": isinstance(optimizer, torch.optim.SGD),
        "can_step": callable(getattr(optimizer, "step", None)),
        "optimizers_inside": sum(isinstance(each, base) for each in inside),
        "groups": groups,
        "refused": bool(refused),
        "groups_from_constructor": sum(while_made for owner, while_made in added if owner is optimizer),
    }


def walk(student, weights, gradients):
    import torch

    leaves = [torch.nn.Parameter(weight.clone()) for weight in weights]
    optimizer = student.build_optimizer(*leaves)
    path = []
    for step in gradients:
        for leaf, gradient in zip(leaves, step):
            leaf.grad = gradient.clone()
        optimizer.step()
        path.append(torch.cat([leaf.detach().reshape(-1).clone() for leaf in leaves]))
    return torch.stack(path)


def describe_in_there(student, case):
    from collections.abc import Mapping

    import torch

    groups = []
    for options in case["groups"]:
        group = dict(options)
        group["params"] = [torch.nn.Parameter(torch.ones(group.pop("size")))]
        groups.append(group)
    optimizer = getattr(torch.optim, case["optimizer"])(groups, **case["options"])

    def plain(value):
        if value is None or isinstance(value, (bool, int, float, str)):
            return value
        if isinstance(value, Mapping):
            return {key if isinstance(key, str) else repr(key): plain(item) for key, item in value.items()}
        if isinstance(value, (list, tuple)):
            return [plain(item) for item in value]
        return f"a {type(value).__name__}"

    # One step, so that there is a state which may get lost.
    params = [param for group in optimizer.param_groups for param in group["params"]]
    for param in params:
        param.grad = torch.ones_like(param)
    optimizer.step()
    state = str([optimizer.state.get(param) for param in params])
    before = plain(optimizer.param_groups)
    told = student.describe(optimizer)
    return {
        "told": plain(told),
        "type": type(told).__name__,
        "defaults": plain(optimizer.defaults),
        "before": before,
        "after": plain(optimizer.param_groups),
        "state_stays": state == str([optimizer.state.get(param) for param in params]),
    }
