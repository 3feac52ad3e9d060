"""Hidden checks of `optimizer_anatomy`: what is read from an optimizer, and how a clone of it goes on.

The optimizers are made in the student's process, by probes that return plain data; here the same is made for comparison.
"""

import torch

from grader.checks import award, check, expect, expect_close, expect_equal, expect_type, fail, misconception
from grader.verdicts import Raised

CASES = (
    ("SGD", {"lr": 0.1, "momentum": 0.9}, [{"lr": 0.05}, {"momentum": 0.5, "weight_decay": 0.1}]),
    ("RMSprop", {"lr": 0.02, "alpha": 0.9, "momentum": 0.3}, [{}, {"lr": 0.01, "alpha": 0.7}]),
    ("Adam", {"lr": 0.03, "betas": (0.8, 0.95)}, [{"weight_decay": 0.2}, {"betas": (0.5, 0.9), "lr": 0.1}]),
)
WORDS = {
    "zero_grad": "clears gradients",
    "step": "updates parameters",
    "add_param_group": "adds parameters with options of their own",
    "state_dict": "returns groups and state",
    "load_state_dict": "restores groups and state",
}


@check(points=1)
def test_the_default_options(student):
    for kind, options, extra in CASES:
        got = student.run(look, "defaults", kind, options, extra, 0.0)["result"]
        wanted = look(Oracle, "defaults", kind, options, extra, 0.0)["result"]
        expect_type(got, dict)
        misconception("options-of-a-group", when="params" in got or got.get("lr") == extra[0].get("lr", 7))
        misconception("leaves-options-out", when=not wanted.keys() <= got.keys())
        expect_equal(got, wanted)


@check(points=1)
def test_the_number_of_elements(student):
    for kind, options, extra in CASES:
        got = student.run(look, "parameter_count", kind, options, extra, 0.0)["result"]
        # Three tensors in the first group, one in the second: (2, 3), (), (4,) and (5, 1).
        instead = {"counts-groups": 2, "counts-tensors": 4, "counts-the-first-group": 11}
        expect_equal(got, 16, instead=instead)


@check(points=1)
def test_the_rate_of_every_group(student):
    for kind, options, extra in CASES:
        seen = student.run(look, "set_learning_rate", kind, options, extra, 0.375)
        old = [options["lr"] if "lr" not in group else group["lr"] for group in extra]
        rates = [group["lr"] for group in seen["groups"]]
        misconception("changes-no-rate", when=rates == old)
        misconception("rate-of-the-first-group-only", when=rates == [0.375, old[1]])
        expect_equal(rates, [0.375, 0.375])
        wanted = look(Oracle, "set_learning_rate", kind, options, extra, 0.375)
        misconception("changes-other-options", when=seen["groups"] != wanted["groups"])
        misconception("changes-the-defaults", when=not seen["defaults_stay"])
        misconception("loses-the-state", when=not seen["state_stays"])


@check(points=1)
def test_the_velocity_of_a_parameter(student, inputs):
    gradients = [inputs.normal(3) for _ in range(4)]
    try:
        before, after = student.run(velocities, gradients)
    except Raised as error:
        if "KeyError" in error.bases:
            fail("exception", diagnosis="fails-before-the-first-step", **error.finding.parameters)
        raise
    wanted = velocities(Oracle, gradients)[1]
    instead = {
        "returns-the-gradient": gradients[-1],
        "velocity-of-another-parameter": 2 * wanted,
        "returns-the-parameter": wanted * 0,
    }
    expect_close(after, wanted, instead=instead)
    expect(before is None, "not-equal", diagnosis="no-none-before-the-first-step", got="a value", expected="None")


@check(points=1)
def test_a_clone_has_the_groups_of_the_old(student, inputs):
    for case in CASES:
        seen, _ = cloned(student, inputs, case, 3)
        sizes = [len(places) for places in seen["places"]]
        misconception("clone-in-one-group", when=len(sizes) == 1)
        expect_equal(seen["places"], [[0, 1, 2], [3]])
        misconception("clone-without-options", when=seen["new_groups"] != seen["old_groups"])
        misconception("clone-changes-the-new-parameters", when=not seen["new_stay"])


@check(points=1.5)
def test_a_clone_goes_on_as_the_old_would(student, inputs):
    for case in CASES:
        for steps in (3, 0):
            seen, wanted = cloned(student, inputs, case, steps)
            misconception("clone-without-state", when=seen["forgot_everything"])
            expect_same_path(seen["new_path"], wanted["new_path"], wanted)


@check(points=1)
def test_the_two_are_independent(student, inputs):
    for case in CASES:
        seen, wanted = cloned(student, inputs, case, 3)
        expect_same_path(seen["new_path"], wanted["new_path"], wanted)
        misconception("clone-changes-the-old", when=not seen["old_stays"])
        apart = torch.allclose(seen["old_path"], wanted["old_path"], rtol=1e-4, atol=1e-6)
        misconception("clone-shares-the-state", when=seen["shares"] or not apart)
        misconception("clone-shares-the-groups", when=seen["shares_groups"])


@check(points=0.5)
def test_what_the_methods_do(student):
    table = student.METHODS
    expect_type(table, dict, name="METHODS")
    wrong = [name for name, words in WORDS.items() if table.get(name) != words]
    said = [table.get(name) for name in WORDS]
    right = 0 if len(set(map(str, said))) == 1 else len(WORDS) - len(wrong)
    pair = table.get("state_dict"), table.get("load_state_dict")
    swapped = pair == (WORDS["load_state_dict"], WORDS["state_dict"])
    clearing = table.get("zero_grad") == WORDS["step"]
    name = "swaps-saving-and-restoring" if swapped else "zero-grad-for-step" if clearing else None
    award(right / len(WORDS), kind="right-rows", diagnosis=name, right=right, of=len(WORDS), wrong=wrong)


def cloned(student, inputs, case, steps):
    """Return what a probe saw of an optimizer and its clone, and the same of the reference's clone."""
    shapes = ((2, 3), (), (4,), (5, 1))
    start = [inputs.normal(*shape) for shape in shapes]
    gradients = [[inputs.normal(*shape) for shape in shapes] for _ in range(steps + 4)]
    try:
        seen = student.run(clone_and_go_on, *case, start, gradients, steps, False)
    except Raised as error:
        sizes = "different number of parameter groups" in error.message or "doesn't match the size" in error.message
        name = "clone-in-one-group" if sizes else None
        fail(error.finding.kind, diagnosis=name or error.finding.diagnosis, **error.finding.parameters)
    misconception("returns-the-old-optimizer", when=seen == "the old one")
    misconception("clone-of-another-class", when=seen == "another class")
    if isinstance(seen, str):
        fail("wrong-type", got=seen, expected="Optimizer")
    misconception("clone-over-the-old-parameters", when=-1 in sum(seen["places"], []))
    return seen, clone_and_go_on(Oracle, *case, start, gradients, steps, True)


def expect_same_path(got, wanted, there):
    """Fail unless the clone's parameters take the path of the old ones."""
    if wanted.shape == got.shape and not torch.allclose(got, wanted, rtol=1e-4, atol=1e-6):
        for name in ("clone-without-state", "clone-without-options"):
            for rival in there["rivals"][name]:
                misconception(name, when=torch.allclose(got, rival, rtol=1e-4, atol=1e-6))
    expect_close(got, wanted)


class Oracle:
    """Stands for the student's module where a probe runs here."""

    @staticmethod
    def defaults(optimizer):
        return dict(optimizer.defaults)

    @staticmethod
    def set_learning_rate(optimizer, lr):
        for group in optimizer.param_groups:
            group["lr"] = lr

    @staticmethod
    def velocity(optimizer, param):
        return optimizer.state[param].get("momentum_buffer")

    @staticmethod
    def clone(optimizer, params):
        import copy

        return Oracle.over(optimizer, params, copy.deepcopy(optimizer.state_dict()))

    @staticmethod
    def over(optimizer, params, state):
        rest = iter(params)
        groups = [{"params": [next(rest) for _ in group["params"]]} for group in optimizer.param_groups]
        new = type(optimizer)(groups, lr=0.1)
        new.load_state_dict(state)
        return new

    @staticmethod
    def rivals(optimizer):
        """Return makers of the clones that known mistakes make."""
        import copy

        whole = copy.deepcopy(optimizer.state_dict())
        plain = [{"params": group["params"], **optimizer.defaults} for group in whole["param_groups"]]
        bare = whole | {"state": {}}
        without = whole | {"param_groups": plain}
        both = bare | {"param_groups": plain}
        return {"clone-without-state": [bare, both], "clone-without-options": [without]}


def look(student, function, kind, options, extra, lr):
    """Call a function on an optimizer with two groups; return its result and the options afterwards (a probe)."""
    import copy
    from collections.abc import Mapping

    import torch

    torch.set_grad_enabled(True)
    shapes = ((2, 3), (), (4,), (5, 1))
    params = [torch.nn.Parameter(torch.ones(shape)) for shape in shapes]
    groups = [{"params": params[:3], **extra[0]}, {"params": params[3:], **extra[1]}]
    optimizer = getattr(torch.optim, kind)(groups, **options)
    # One step, so that there is a state which may get lost.
    if function == "set_learning_rate":
        for param in params:
            param.grad = torch.ones_like(param)
        optimizer.step()
    before = copy.deepcopy(optimizer.state_dict()["state"])
    defaults = dict(optimizer.defaults)
    arguments = (optimizer, lr) if function == "set_learning_rate" else (optimizer,)
    result = getattr(student, function)(*arguments)
    if isinstance(result, Mapping):
        result = {key: value if key != "params" else None for key, value in result.items()}
    elif function == "set_learning_rate":
        result = None
    plain = [{key: value for key, value in group.items() if key != "params"} for group in optimizer.param_groups]
    after = optimizer.state_dict()["state"]
    return {
        "result": result,
        "groups": plain,
        "state_stays": str(before) == str(after),
        "defaults_stay": optimizer.defaults == defaults,
    }


def velocities(student, gradients):
    """Return a parameter's velocity before and after some steps; another one's is twice as large (a probe)."""
    import torch

    torch.set_grad_enabled(True)
    other, param = (torch.nn.Parameter(torch.zeros(3)) for _ in range(2))
    optimizer = torch.optim.SGD([{"params": [other]}, {"params": [param]}], lr=0.0, momentum=0.8)
    before = student.velocity(optimizer, param)
    for gradient in gradients:
        other.grad, param.grad = 2 * gradient, gradient.clone()
        optimizer.step()
    after = student.velocity(optimizer, param)
    return before, after.detach().clone() if isinstance(after, torch.Tensor) else after


def clone_and_go_on(student, kind, options, extra, start, gradients, steps, with_rivals):
    """Make some steps, clone the optimizer, let first the clone and then the old one go on (a probe)."""
    import copy

    import torch

    torch.set_grad_enabled(True)
    old = [torch.nn.Parameter(weight.clone()) for weight in start]
    groups = [{"params": old[:3], **extra[0]}, {"params": old[3:], **extra[1]}]
    optimizer = getattr(torch.optim, kind)(groups, **options)

    def go(stepping, params, several):
        path = [torch.cat([param.detach().reshape(-1).clone() for param in params])]
        for each in several:
            for param, gradient in zip(params, each):
                param.grad = gradient.clone()
            stepping.step()
            path.append(torch.cat([param.detach().reshape(-1).clone() for param in params]))
        return torch.stack(path)

    def twins():
        return [torch.nn.Parameter(param.detach().clone()) for param in old]

    def plain(groups):
        return [{key: value for key, value in group.items() if key != "params"} for group in groups]

    go(optimizer, old, gradients[:steps])
    before, values = copy.deepcopy(optimizer.state_dict()), [param.detach().clone() for param in old]
    rivals = {}
    if with_rivals:
        for name, several in student.rivals(optimizer).items():
            rivals[name] = []
            for state in several:
                params = twins()
                rivals[name].append(
                    go(student.over(optimizer, params, copy.deepcopy(state)), params, gradients[steps:])
                )
    params = twins()
    new = student.clone(optimizer, list(params))
    if new is optimizer:
        return "the old one"
    if not isinstance(new, torch.optim.Optimizer):
        return type(new).__name__
    if type(new) is not type(optimizer):
        return "another class"
    after = optimizer.state_dict()
    stays = plain(before["param_groups"]) == plain(after["param_groups"])
    stays = stays and [group["params"] for group in before["param_groups"]] == [
        group["params"] for group in after["param_groups"]
    ]
    stays = stays and all(torch.equal(value, param.detach()) for value, param in zip(values, old))
    stays = stays and [len(entry) for entry in before["state"].values()] == [
        len(entry) for entry in after["state"].values() if entry
    ]
    held = {id(param): place for place, param in enumerate(params)}
    kept = {
        value.data_ptr() for entry in optimizer.state.values() for value in entry.values() if torch.is_tensor(value)
    }
    shares = any(
        value.data_ptr() in kept for entry in new.state.values() for value in entry.values() if torch.is_tensor(value)
    )
    others = [torch.nn.Parameter(param.detach() + 1) for param in old]
    student.clone(optimizer, list(others))
    new_stay = all(torch.equal(value + 1, param.detach()) for value, param in zip(values, others))
    places = [[held.get(id(param), -1) for param in group["params"]] for group in new.param_groups]
    new_groups = plain(new.param_groups)
    forgot = not any(new.state.values())
    new_path = go(new, params, gradients[steps:])
    # The old one goes on with other gradients.
    old_path = go(optimizer, old, [[-gradient for gradient in each] for each in gradients[steps:]])
    old_groups = plain(optimizer.param_groups)
    for group in new.param_groups:
        group["lr"] = group["lr"] * 3
    return {
        "forgot_everything": bool(steps) and forgot,
        "places": places,
        "new_groups": new_groups,
        "old_groups": old_groups,
        "new_path": new_path,
        "old_path": old_path,
        "old_stays": bool(stays),
        "new_stay": bool(new_stay),
        "shares": bool(shares),
        "shares_groups": plain(optimizer.param_groups) != old_groups,
        "rivals": rivals,
    }
