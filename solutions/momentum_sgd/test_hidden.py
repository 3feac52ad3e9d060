"""Hidden checks of `momentum_sgd`: the path of the weights under given gradients, one option at a time.

A path is read as that of torch, or as what comes of one or two known mistakes. Each check asks for the mistakes in its
own option and puts up with the others, so that who is wrong in one formula loses the points of that formula.
"""

from itertools import combinations

import torch

from grader.checks import CheckFailed, brief, check, expect, expect_close, fail, misconception
from grader.verdicts import Raised

# Each option with the mistakes that can be made in it; what follows a dot is a way to make the same mistake.
DECAY = (
    "decay-after-the-step",
    "decay-after-the-step.old_weight",
    "decay-after-the-step.before",
    "decay-without-the-rate",
    "ignores-weight-decay",
    "decay-with-the-wrong-sign",
    "decay-twice-as-strong",
)
DAMPENING = ("dampening-on-the-first-step", "ignores-dampening", "dampens-the-velocity", "dampens-the-velocity.both", "dampening-upside-down")
MOMENTUM = ("ignores-momentum", "velocity-is-an-average", "averages-from-zero", "momentum-without-memory")
NESTEROV = (
    "nesterov-looks-back",
    "nesterov-looks-back.minus",
    "nesterov-looks-back.twice",
    "nesterov-doubles-the-velocity",
    "nesterov-without-the-gradient",
    "nesterov-in-the-velocity",
)
RATE = ("learning-rate-inside-the-velocity", "ignores-a-changed-rate")
SHARED = ("one-velocity-for-all",)
# Asked for where gradients are missing alone: elsewhere every parameter has its first gradient in the first step.
LATE = ("dampening-on-the-first-step.late",)
SIGN = ("climbs",)
EVERY = (*RATE, *DAMPENING, *DECAY, *NESTEROV, *SHARED, *MOMENTUM, *SIGN)

SHAPES = ((3,), (3,), (3,))
STEPS = 8


@check(points=1)
def test_the_velocity_remembers(student, inputs):
    for momentum in (0.9, 0.5):
        expect_path(student, inputs, {"lr": 0.1, "momentum": momentum}, tell=(*SIGN, *MOMENTUM), after=(*SHARED, *RATE))


@check(points=1)
def test_the_decay_belongs_to_the_gradient(student, inputs):
    for options in ({"weight_decay": 0.3}, {"weight_decay": 0.3, "momentum": 0.8}):
        expect_path(student, inputs, {"lr": 0.2} | options, tell=DECAY)


@check(points=1)
def test_dampening_spares_the_first_gradient(student, inputs):
    # Without momentum there is no velocity to dampen.
    for options in ({"momentum": 0.7, "dampening": 0.4}, {"momentum": 0.9, "dampening": 0.8}, {"dampening": 0.4}):
        expect_path(student, inputs, {"lr": 0.1} | options, tell=DAMPENING)


@check(points=1)
def test_nesterov_looks_ahead(student, inputs):
    for momentum in (0.9, 0.4):
        expect_path(student, inputs, {"lr": 0.1, "momentum": momentum, "nesterov": True}, tell=NESTEROV)


@check(points=1)
def test_a_new_rate_counts_at_once(student, inputs):
    for options in ({}, {"momentum": 0.9}, {"momentum": 0.6, "nesterov": True}):
        rates = [0.3, 0.3, 0.05, 0.05, 0.4, 0.4, 0.1, 0.2]
        expect_path(student, inputs, {"lr": 0.3} | options, rates=rates, tell=RATE)


@check(points=0.5)
def test_each_parameter_has_its_velocity(student, inputs):
    options = {"lr": 0.1, "momentum": 0.9}
    expect_path(student, inputs, options, tell=SHARED)
    expect_path(student, inputs, options, shapes=((2, 3), (4,), (1,), ()), tell=SHARED, on_error=SHARED[0])
    start, gradients = drawn(inputs, SHAPES)
    for number in (0, 2, 3, 5):
        gradients[number][number % 3] = None
    gradients[1] = [None, gradients[1][1], None]
    got = walk(student, start, gradients, options, on_error="fails-without-a-gradient")
    read(got, start, gradients, options, tell=SHARED, forgive=EVERY, otherwise="moves-without-a-gradient")
    # A velocity begins with the first gradient of its parameter, whatever step of the optimizer that is.
    options = options | {"dampening": 0.4}
    got = walk(student, start, gradients, options, on_error="fails-without-a-gradient")
    read(got, start, gradients, options, tell=(*SHARED, *LATE), forgive=EVERY, otherwise="moves-without-a-gradient")
    options = {"lr": 0.1, "momentum": 0.9}
    # Two optimizers side by side know nothing of each other.
    start, gradients = drawn(inputs, SHAPES)
    together = walk(student, start, gradients, options, probe=two_walks)
    other = [list(reversed(step)) for step in gradients]
    for place, each in enumerate((gradients, other)):
        read(together[place], start, each, options, forgive=EVERY, otherwise="velocities-of-all-optimizers")
    # Nor does one know what another did with the same parameters before.
    there = list(together[0]["path"][-1].split([weight.numel() for weight in start]))
    read(together[2], there, gradients, options, forgive=EVERY, otherwise="velocities-of-all-optimizers")


@check(points=0.5)
def test_the_gradients_belong_to_the_caller(student, inputs):
    for options in ({"momentum": 0.9}, {"momentum": 0.9, "weight_decay": 0.2}, {"momentum": 0.5, "nesterov": True}):
        options = {"lr": 0.1} | options
        start, gradients = drawn(inputs, SHAPES)
        got = walk(student, start, gradients, options)
        path = read(got, start, gradients, options, forgive=EVERY)
        misconception("changes-the-gradients", when=not got["gradients_stay"])
        # As `backward` does it after `zero_grad(set_to_none=False)`: the same tensors with new numbers.
        again = walk(student, start, gradients, options, in_place=True)
        misconception("velocity-shares-the-gradient", when=not torch.allclose(again["path"], path, rtol=1e-4))


@check(points=0.5)
def test_the_closure_is_called_and_its_loss_returned(student, inputs):
    features, labels, weight = inputs.normal(12, 3), inputs.normal(12, 1), inputs.normal(3, 1)
    try:
        seen = student.run(train, features, labels, weight)
    except Raised as error:
        without = "does not require grad" in error.message
        name = "closure-without-autograd" if without else "ignores-the-closure" if "NoneType" in error.message else None
        fail(error.finding.kind, diagnosis=why_it_raised(error) or name, **error.finding.parameters)
    misconception("ignores-the-closure", when=seen["calls"] == 0)
    misconception("calls-the-closure-again", when=seen["calls"] > 5)
    misconception("returns-no-loss", when=seen["losses"] is None or None in seen["losses"])
    wanted = train(Oracle, features, labels, weight)
    rivals = {
        name: train(twisted, features, labels, weight)
        for name, twisted in (("closure-after-the-step", Late), ("does-not-clear-the-gradients", Accumulating))
    }
    for key in ("losses", "path"):
        others = {name: torch.tensor(seen_there[key]) for name, seen_there in rivals.items()}
        expect_close(torch.tensor(seen[key]), torch.tensor(wanted[key]), instead=others)


@check(points=0.5)
def test_nesterov_refuses_what_it_cannot_use(student, inputs):
    expect_path(student, inputs, {"lr": 0.1, "momentum": 0.9, "nesterov": True}, forgive=EVERY)
    expect_path(student, inputs, {"lr": 0.1, "momentum": 0.9, "dampening": 0.5}, forgive=EVERY)
    cases = (
        ("accepts-nesterov-without-momentum", {"lr": 0.1, "nesterov": True}),
        ("accepts-nesterov-with-dampening", {"lr": 0.1, "momentum": 0.9, "dampening": 0.1, "nesterov": True}),
        ("accepts-nesterov-without-momentum", {"lr": 0.1, "dampening": 0.3, "nesterov": True}),
    )
    for name, options in cases:
        try:
            student.run(construct, options)
        except Raised as error:
            if "ValueError" not in error.bases:
                got = error.bases[0]
                told = {"expected": "ValueError", "got": got, "message": error.message}
                fail("raised-other", diagnosis="raises-another-error", **told)
        else:
            fail("did-not-raise", diagnosis=name, expected="ValueError")


@check(points=0.5)
def test_any_iterable_will_do(student, inputs):
    options = {"lr": 0.1, "momentum": 0.9}
    cleared = walk(student, *drawn(inputs, SHAPES), options)["cleared"]
    expect_path(student, inputs, options, forgive=EVERY)
    for kind in ("tuple", "parameters", "generator", "values"):
        start, gradients = drawn(inputs, SHAPES)
        try:
            got = walk(student, start, gradients, options, kind=kind)
            read(got, start, gradients, options, forgive=EVERY)
        except CheckFailed as error:
            # With a list it worked.
            fail(error.finding.kind, diagnosis="needs-a-list", **error.finding.parameters)
        misconception("needs-a-list", when=cleared and not got["cleared"])


@check(points=0.5)
def test_all_options_together(student, inputs):
    rates = [0.2, 0.2, 0.1, 0.1, 0.3, 0.05, 0.05, 0.2]
    for options in (
        {"momentum": 0.8, "dampening": 0.3, "weight_decay": 0.1},
        {"momentum": 0.8, "weight_decay": 0.1, "nesterov": True},
    ):
        for dtype in (torch.float32, torch.float64):
            expect_path(student, inputs, {"lr": 0.2} | options, rates=rates, tell=EVERY, forgive=(), dtype=dtype)


def expect_path(student, inputs, options, *, shapes=SHAPES, rates=None, dtype=torch.float64, on_error=None, **more):
    """Fail unless the weights take the right path, or one that the mistakes in other options explain."""
    start, gradients = drawn(inputs, shapes, dtype)

    def once():
        return walk(student, start, gradients, options, rates=rates, on_error=on_error)

    told = set(more.get("tell", ()))
    more.setdefault("forgive", tuple(name for name in EVERY if name not in told))
    read(once(), start, gradients, options, rates=rates, dtype=dtype, again=once, **more)


def drawn(inputs, shapes, dtype=torch.float64):
    """Return weights, and the gradients of each step."""
    return [inputs.normal(*shape, dtype=dtype) for shape in shapes], [
        [inputs.normal(*shape, dtype=dtype) for shape in shapes] for _ in range(STEPS)
    ]


def walk(student, start, gradients, options, *, rates=None, kind="list", in_place=False, probe=None, on_error=None):
    """Return what the probe saw of many steps; end the check where they raised."""
    try:
        return student.run(probe or many_steps, start, gradients, options, rates, kind, in_place)
    except Raised as error:
        known = why_it_raised(error)
        fail(error.finding.kind, diagnosis=known or on_error or error.finding.diagnosis, **error.finding.parameters)


def why_it_raised(error):
    return "leaves-the-update-in-the-graph" if "leaf Variable that requires grad" in error.message else None


def read(
    got, start, gradients, options, *, rates=None, tell=(), after=(), forgive=(), otherwise=None, dtype=None, again=None
):
    """Return the path; fail unless it is right or comes of forgiven mistakes, with the name of the one it shows."""
    path = got["path"]
    expect(isinstance(path, torch.Tensor), "wrong-type", got="weights", expected="Tensor")
    if all(torch.equal(step, path[0]) for step in path) and torch.equal(path[0], flat(start)):
        fail(diagnosis="rebinds-instead-of-updating")
    misconception("stops-requiring-gradients", when=not got["require_gradients"])
    wanted = simulate(start, gradients, options, rates, ()).to(path.dtype)
    precision = 2e-4 if path.dtype == torch.float32 else 1e-7
    found = reading(path, (start, gradients, options, rates), (*tell, *after))
    if found == ():
        misconception("changes-the-dtype", when=dtype == torch.float64 and path.dtype != dtype)
        expect_close(path, wanted, rtol=precision)
        return path
    names = {name.partition(".")[0] for name in found or ()}
    if found and all(name in forgive or name in after for name in found):
        return path
    diagnosis = next((name.partition(".")[0] for name in tell if name in (found or ())), None)
    if diagnosis is None and found:
        diagnosis = sorted(names)[0]
    if not found and again is not None:
        # What an earlier optimizer leaves behind moves the next one.
        changed = not torch.allclose(again()["path"], path, rtol=1e-4)
        diagnosis = "velocities-of-all-optimizers" if changed else None
    if path.shape == wanted.shape:
        # The first step that goes wrong tells more than the whole path.
        wrong = ((path - wanted).abs() > precision * wanted.abs().max()).any(dim=1) | ~torch.isfinite(path).all(dim=1)
        first = int(wrong.nonzero()[0]) if bool(wrong.any()) else 0
        path, wanted = path[first], wanted[first]
    expect_close(path, wanted, rtol=precision, diagnosis=diagnosis or otherwise)
    fail("wrong-value", diagnosis=diagnosis or otherwise, got=brief(path), expected=brief(wanted))


def reading(path, case, first):
    """Return the mistakes, two at most, that lead along `path`, or None; those in `first` are tried before the others."""
    options, rates = case[2:]
    senseless = {
        *(() if options.get("nesterov") else NESTEROV),
        *(() if options.get("momentum") or options.get("dampening") else MOMENTUM + SHARED),
        *(() if options.get("dampening") else (*DAMPENING, *LATE)),
        *(() if options.get("weight_decay") else DECAY),
        *(() if rates else RATE),
    }
    order = [name for name in dict.fromkeys((*first, *EVERY)) if name not in senseless]
    scale = float(simulate(*case, ()).abs().max())
    precision = (2e-4 if path.dtype == torch.float32 else 1e-6) * scale
    for mistakes in ((), *combinations(order, 1), *combinations(order, 2)):
        wrong = simulate(*case, mistakes)
        if path.shape == wrong.shape and bool(((path.double() - wrong).abs() <= precision).all()):
            return mistakes
    return None


def simulate(start, gradients, options, rates, mistakes):
    """Return the path of the weights, one row a step, in float64, with some mistakes made."""
    mistakes = set(mistakes)
    momentum, decay = options.get("momentum", 0), options.get("weight_decay", 0)
    dampening, nesterov = options.get("dampening", 0), options.get("nesterov", False)
    if "ignores-momentum" in mistakes:
        momentum, nesterov = 0, False
    dampening = 0 if "ignores-dampening" in mistakes else dampening
    kept = dampening if "dampening-upside-down" in mistakes and dampening else 1 - dampening
    if "decay-with-the-wrong-sign" in mistakes or "decay-twice-as-strong" in mistakes:
        decay = -decay if "decay-with-the-wrong-sign" in mistakes else 2 * decay
    outside = mistakes & {*DECAY[:4], "ignores-weight-decay"}
    sign = -1 if "climbs" in mistakes else 1
    weights, velocities, path = [weight.double() for weight in start], {}, []
    shared = "one-velocity-for-all" in mistakes and len({tuple(weight.shape) for weight in start}) == 1
    rates = rates or [options["lr"]] * len(gradients)
    for count, (lr, step) in enumerate(zip(rates, gradients, strict=True)):
        lr = options["lr"] if "ignores-a-changed-rate" in mistakes else lr
        inside = "learning-rate-inside-the-velocity" in mistakes
        for number, gradient in enumerate(step):
            if gradient is None:
                continue
            old, place = weights[number], 0 if shared else number
            if "decay-after-the-step.before" in outside:
                weights[number] = old * (1 - lr * decay)
            slope = gradient.double() if outside else gradient.double() + decay * old
            slope = lr * slope if inside else slope
            update = slope
            if momentum:
                before = velocities.get(place)
                if "averages-from-zero" in mistakes:
                    velocity = momentum * (0 if before is None else before) + (1 - momentum) * slope
                elif "velocity-is-an-average" in mistakes:
                    velocity = slope if before is None else momentum * before + (1 - momentum) * slope
                elif "dampening-on-the-first-step" in mistakes:
                    velocity = kept * slope + (0 if before is None else momentum * before)
                elif "dampens-the-velocity" in mistakes:
                    velocity = slope if before is None else momentum * (1 - dampening) * before + slope
                elif "dampens-the-velocity.both" in mistakes:
                    velocity = slope if before is None else kept * (momentum * before + slope)
                elif before is None:
                    velocity = kept * slope if count and "dampening-on-the-first-step.late" in mistakes else slope
                else:
                    velocity = momentum * before + kept * slope
                velocities[place] = slope if "momentum-without-memory" in mistakes else velocity
                update = ahead(mistakes, slope, momentum, velocity, before) if nesterov else velocity
                if nesterov and "nesterov-in-the-velocity" in mistakes:
                    velocities[place] = update
            elif "dampening-on-the-first-step" in mistakes:
                update = kept * slope
            weights[number] = weights[number] - sign * (update if inside else lr * update)
            if "decay-after-the-step" in outside:
                weights[number] = weights[number] * (1 - lr * decay)
            if "decay-after-the-step.old_weight" in outside:
                weights[number] = weights[number] - lr * decay * old
            if "decay-without-the-rate" in outside:
                weights[number] = weights[number] - decay * old
        path.append(flat(weights))
    return torch.stack(path)


def ahead(mistakes, slope, momentum, velocity, before):
    """Return the update of Nesterov's variant."""
    before = torch.zeros_like(slope) if before is None else before
    if "nesterov-looks-back" in mistakes:
        return slope + momentum * before
    if "nesterov-looks-back.minus" in mistakes:
        return slope - momentum * velocity
    if "nesterov-looks-back.twice" in mistakes:
        return velocity + momentum * before
    if "nesterov-doubles-the-velocity" in mistakes:
        return velocity + momentum * velocity
    if "nesterov-without-the-gradient" in mistakes:
        return momentum * velocity
    return slope + momentum * velocity


def flat(weights):
    return torch.cat([weight.reshape(-1) for weight in weights])


class Oracle:
    """Stands for the student's module where a probe runs here."""

    SGD = torch.optim.SGD


class Late:
    class SGD(torch.optim.SGD):
        def step(self, closure=None):
            super().step()
            return closure()


class Accumulating:
    class SGD(torch.optim.SGD):
        def zero_grad(self, set_to_none=True):
            pass


def many_steps(student, start, gradients, options, rates, kind, in_place):
    """Make a step with each of the given gradients; return where the weights were after each (a probe)."""
    import torch

    torch.set_grad_enabled(True)
    leaves = [torch.nn.Parameter(weight.clone()) for weight in start]
    module = torch.nn.ParameterList(leaves)
    makers = {
        "list": lambda: list(leaves),
        "tuple": lambda: tuple(leaves),
        "parameters": module.parameters,
        "generator": lambda: (leaf for leaf in leaves),
        "values": lambda: dict(enumerate(leaves)).values(),
    }
    optimizer = student.SGD(makers[kind](), **options)
    path, stay = [], True
    for number, step in enumerate(gradients):
        for leaf, gradient in zip(leaves, step):
            if in_place and leaf.grad is not None:
                leaf.grad.copy_(gradient)
            else:
                leaf.grad = None if gradient is None else gradient.clone()
        if rates is not None and number and rates[number] != rates[number - 1]:
            optimizer.lr = rates[number]
        optimizer.step()
        for leaf, gradient in zip(leaves, step):
            stay = stay and (gradient is None or (leaf.grad is not None and torch.equal(leaf.grad, gradient)))
        path.append(torch.cat([leaf.detach().clone().reshape(-1) for leaf in leaves]))
    optimizer.zero_grad()
    return {
        "path": torch.stack(path),
        "require_gradients": all(leaf.requires_grad and leaf.is_leaf for leaf in leaves),
        "gradients_stay": bool(stay),
        "cleared": all(leaf.grad is None or not bool(leaf.grad.any()) for leaf in leaves),
    }


def two_walks(student, start, gradients, options, rates, kind, in_place):
    """Let two optimizers step by turns, the second with the gradients of each step in reverse; then a new one of the

    first one's parameters (a probe).
    """
    import torch

    torch.set_grad_enabled(True)
    groups = [[torch.nn.Parameter(weight.clone()) for weight in start] for _ in range(2)]
    optimizers = [student.SGD(group, **options) for group in groups]
    paths = [[], []]
    for step in gradients:
        for group, optimizer, path, given in zip(groups, optimizers, paths, (step, step[::-1])):
            for leaf, gradient in zip(group, given):
                leaf.grad = gradient.clone()
            optimizer.step()
            path.append(torch.cat([leaf.detach().clone().reshape(-1) for leaf in group]))
    paths.append([])
    optimizer = student.SGD(groups[0], **options)
    for step in gradients:
        for leaf, gradient in zip(groups[0], step):
            leaf.grad = gradient.clone()
        optimizer.step()
        paths[2].append(torch.cat([leaf.detach().clone().reshape(-1) for leaf in groups[0]]))
    return [{"path": torch.stack(path), "require_gradients": True} for path in paths]


def train(student, features, labels, weight):
    """Make five steps of training with a closure (a probe)."""
    import torch

    torch.set_grad_enabled(True)
    weight = torch.nn.Parameter(weight.clone())
    optimizer = student.SGD([weight], lr=0.1, momentum=0.5)
    calls, losses, path = [], [], []

    def closure():
        calls.append(1)
        optimizer.zero_grad()
        loss = ((features @ weight - labels) ** 2).mean()
        loss.backward()
        return loss

    for _ in range(5):
        loss = optimizer.step(closure)
        losses.append(float(loss.detach()) if isinstance(loss, torch.Tensor) else loss)
        path.append([float(number) for number in weight.detach().reshape(-1)])
    return {"calls": len(calls), "losses": losses, "path": path}


def construct(student, options):
    import torch

    student.SGD([torch.nn.Parameter(torch.ones(2))], **options)
