"""Hidden checks of `weight_init`.

A number is read as what comes of the fans, the kind of number and the gain, each of them right or mistaken; each check asks for
one of these and puts up with the others. Weights are measured: spread, mean and the share far from the mean.
"""

import math
from itertools import product

import torch

from grader.checks import as_plain, award, check, expect, expect_close, expect_type, fail, misconception
from grader.verdicts import Raised

# The sum of the fans, as Xavier's rule has it, and what is taken for it.
FANS = (
    ("", lambda fan_in, fan_out: fan_in + fan_out),
    ("fan-in-alone", lambda fan_in, fan_out: 2 * fan_in),
    ("fan-in-alone", lambda fan_in, fan_out: fan_in),
    ("fan-out-alone", lambda fan_in, fan_out: 2 * fan_out),
    ("fan-out-alone", lambda fan_in, fan_out: fan_out),
    ("multiplies-the-fans", lambda fan_in, fan_out: fan_in * fan_out),
)
# Of a distribution with the variance 2 / n.
NUMBERS = (
    ("", lambda n: math.sqrt(6 / n)),
    ("standard-deviation-for-bound", lambda n: math.sqrt(2 / n)),
    ("standard-deviation-for-bound", lambda n: math.sqrt(1 / n)),
    ("variance-for-bound", lambda n: 2 / n),
    ("forgets-the-root", lambda n: 6 / n),
)
GAINS = (
    ("", lambda gain: gain),
    ("ignores-the-gain", lambda gain: 1.0),
    ("gain-inside-the-root", lambda gain: math.sqrt(gain)),
    ("squares-the-gain", lambda gain: gain**2),
    ("divides-by-the-gain", lambda gain: 1 / gain),
)
SLOPES = (
    ("", lambda slope: 2 / (1 + slope**2)),
    ("ignores-the-slope", lambda slope: 2.0),
    ("slope-not-squared", lambda slope: 2 / (1 + slope)),
    ("multiplies-by-the-slope", lambda slope: 2 * (1 + slope**2)),
    ("forgets-the-two", lambda slope: 1 / (1 + slope**2)),
    ("forgets-the-two", lambda slope: 1.0),
)
SPREADS = (
    ("", math.sqrt),
    ("variance-for-standard-deviation", lambda variance: variance),
    ("bound-for-standard-deviation", lambda variance: math.sqrt(3 * variance)),
)
# Numbers in float32 are as good.
RTOL = 1e-4

ROWS = {
    "xavier_uniform_": (True, True, 2),
    "xavier_normal_": (True, True, 2),
    "kaiming_uniform_": (True, True, 2),
    "kaiming_normal_": (True, True, 2),
    "uniform_": (True, False, 0),
    "normal_": (True, False, 0),
    "constant_": (False, False, 0),
    "orthogonal_": (True, False, 2),
    "eye_": (False, False, 2),
    "sparse_": (True, False, 2),
}


@check(points=0.5)
def test_both_fans_count(student, inputs):
    expect_bounds(student, inputs, tell=FANS, forgive=NUMBERS + GAINS)


@check(points=0.5)
def test_the_bound_of_a_uniform_distribution(student, inputs):
    expect_bounds(student, inputs, tell=NUMBERS, forgive=FANS + GAINS)


@check(points=0.5)
def test_the_gain_scales_the_bound(student, inputs):
    expect_bounds(student, inputs, tell=GAINS, forgive=FANS + NUMBERS, gains=(5 / 3, 0.5, math.sqrt(2)))


@check(points=1)
def test_the_standard_deviation_for_relu_and_its_leaky_kin(student, inputs):
    for slope in (None, 0.01, inputs.number(0.3, 0.8), math.sqrt(5)):
        fan_in = inputs.integer(20, 400)
        more = {} if slope is None else {"negative_slope": slope}
        got = student.kaiming_normal_std(fan_in, **more)
        slope = slope or 0.0
        found = None
        for (spread, kind), (mistake, factor) in product(SPREADS, SLOPES):
            if is_number(got, kind(factor(slope) / fan_in)):
                found = spread or mistake
                break
        wanted = math.sqrt(2 / ((1 + slope**2) * fan_in))
        expect_close(got, wanted, number=True, rtol=RTOL, diagnosis=found or None)


@check(points=1.5)
def test_the_weights_are_kaiming_normal(student):
    layers = initialise(student, "flat")["layers"]
    misconception("leaves-the-weights", when=all(torch.equal(layer["before"], layer["after"]) for layer in layers))
    rivals = [
        ("", lambda n_in, n_out: math.sqrt(2 / n_in)),
        ("xavier-in-init-mlp", lambda n_in, n_out: math.sqrt(2 / (n_in + n_out))),
        ("xavier-in-init-mlp", lambda n_in, n_out: 2 / math.sqrt(n_in + n_out)),
        ("fan-out-for-fan-in", lambda n_in, n_out: math.sqrt(2 / n_out)),
        ("forgets-the-gain", lambda n_in, n_out: math.sqrt(1 / n_in)),
        ("variance-for-standard-deviation", lambda n_in, n_out: 2 / n_in),
        ("variance-for-standard-deviation", lambda n_in, n_out: 2 / (n_in + n_out)),
        ("spread-of-the-constructor", lambda n_in, n_out: math.sqrt(1 / (3 * n_in))),
        ("bound-for-standard-deviation", lambda n_in, n_out: math.sqrt(6 / n_in)),
    ]

    # With 30,000 weights or more the standard deviation is off by 0.41 % at most (one sigma): 2.5 % are six of them,
    # a false alarm in about a thousand million.
    def fits(spread):
        return all(abs(float(w["after"].std()) / spread(w["fan_in"], w["fan_out"]) - 1) < 0.025 for w in layers)

    found = next((name for name, spread in rivals if fits(spread)), None)
    for layer in layers:
        weight, sigma = layer["after"], math.sqrt(2 / layer["fan_in"])
        expect(bool(weight.isfinite().all()), "not-finite", got="weights")
        close = abs(float(weight.std()) / sigma - 1) < 0.025
        shown = {"got": f"{float(weight.std()):.4f}", "expected": f"{sigma:.4f}"}
        expect(close, "wrong-value", diagnosis=found or None, **shown)
        # Of a normal distribution 4.55 % lie beyond two sigmas, give or take 0.12 % (six of these: one in a thousand
        # million); of a uniform one nothing does.
        beyond = float((weight.abs() > 2 * sigma).double().mean())
        misconception("uniform-for-normal", when=beyond == 0)
        expect(0.0383 < beyond < 0.0527, "wrong-value", diagnosis="no-normal-distribution")
        # The mean of n weights is within 6.5 sigma / sqrt(n): a false alarm in ten thousand million.
        expect(abs(float(weight.mean())) < 6.5 * sigma / math.sqrt(weight.numel()), "wrong-value")
    # Of a thousand independent numbers the correlation is 0, give or take 0.03.
    starts = torch.stack([layer["after"].reshape(-1)[:1000] for layer in layers])
    misconception("same-numbers-in-every-layer", when=float(torch.corrcoef(starts)[0, 1]) > 0.5)


@check(points=0.5)
def test_the_biases_are_zero(student):
    layers = initialise(student, "flat")["layers"]
    expect_spread(layers)
    for layer in layers:
        expect(layer["bias"] is not None, "returned-nothing", name="bias")
        misconception("biases-left-random", when=bool((layer["bias"] != 0).any()))


@check(points=0.5)
def test_layers_at_any_depth(student):
    try:
        layers = initialise(student, "nested")["layers"]
    except Raised as error:
        if set(error.bases) & {"TypeError", "AttributeError"}:
            fail("exception", diagnosis="only-the-top-layers", **error.finding.parameters)
        raise
    changed = [not torch.equal(layer["before"], layer["after"]) for layer in layers]
    misconception("leaves-the-weights", when=not any(changed))
    misconception("only-the-top-layers", when=not all(changed))
    expect_spread(layers)


@check(points=0.5)
def test_layers_without_a_bias(student):
    try:
        layers = initialise(student, "no bias")["layers"]
    except Raised as error:
        if set(error.bases) & {"TypeError", "AttributeError"}:
            fail("exception", diagnosis="assumes-a-bias", **error.finding.parameters)
        raise
    changed = [not torch.equal(layer["before"], layer["after"]) for layer in layers]
    misconception("leaves-the-weights", when=not all(changed))
    expect_spread(layers)
    misconception("gives-a-bias", when=layers[0]["bias"] is not None)


@check(points=0.5)
def test_in_place_and_nothing_else(student):
    seen = initialise(student, "others")
    changed = [not torch.equal(layer["before"], layer["after"]) for layer in seen["layers"]]
    misconception("leaves-the-weights", when=not any(changed))
    expect_spread(seen["layers"])
    misconception("rebinds-the-parameters", when=not seen["same_objects"])
    misconception("freezes-the-parameters", when=not seen["need_gradients"])
    misconception("touches-other-layers", when=not seen["others_kept"])
    dtypes = {layer["after"].dtype for layer in initialise(student, "double")["layers"]}
    expect(
        dtypes == {torch.float64},
        "wrong-dtype",
        got=str(min(dtypes, key=str)),
        expected="torch.float64",
        diagnosis="changes-the-dtype",
    )


@check(points=2.5)
def test_the_table_of_initializers(student):
    table = student.INITIALIZERS
    expect_type(table, dict, name="INITIALIZERS")
    expect(len(table) > 0, "wrong-length", got=0, expected=len(ROWS))
    rows = {name: as_plain(table.get(name)) for name in ROWS}
    right = [name for name in ROWS if is_right(rows[name], ROWS[name])]
    wrong = [
        f"{name}.{key}" if isinstance(rows[name], dict) and key in rows[name] else name
        for name, answers in ROWS.items()
        for key, answer in zip(("random", "uses_fan", "min_dims"), answers, strict=True)
        if name not in right and not is_right_cell(rows[name], key, answer)
    ]

    def says(key, value, names):
        return any(isinstance(rows[name], dict) and rows[name].get(key) == value for name in names)

    fans = [name for name, (_, uses_fan, _) in ROWS.items() if uses_fan]
    told = [
        ("fan-of-a-vector", says("min_dims", 0, fans) or says("min_dims", 1, fans)),
        ("calls-it-random", says("random", True, ("constant_", "eye_"))),
        ("calls-it-fixed", says("random", False, [name for name, (random, *_) in ROWS.items() if random])),
        ("fan-where-none-is", says("uses_fan", True, [name for name in ROWS if name not in fans])),
        ("forgets-the-fan", says("uses_fan", False, fans)),
    ]
    diagnosis = next((name for name, holds in told if holds), None)
    wrong = list(dict.fromkeys(wrong))
    award(len(right) / len(ROWS), kind="right-rows", diagnosis=diagnosis, right=len(right), of=len(ROWS), wrong=wrong)


def is_right(row, answers):
    return all(is_right_cell(row, key, answer) for key, answer in zip(("random", "uses_fan", "min_dims"), answers))


def is_right_cell(row, key, answer):
    value = row.get(key) if isinstance(row, dict) else None
    accepted = (0, 1) if key == "min_dims" and answer == 0 else (answer,)
    return isinstance(value, (bool, int, float)) and value in accepted


def is_number(got, value):
    plain = as_plain(got)
    return isinstance(plain, (int, float)) and abs(plain - value) <= RTOL * abs(value)


def expect_bounds(student, inputs, *, tell, forgive, gains=(None,)):
    """Fail unless bounds are right, or wrong by the mistakes in `forgive` alone."""
    for gain in gains:
        fan_in = inputs.integer(20, 60)
        fan_out = fan_in + inputs.integer(30, 90)
        got = student.xavier_uniform_bound(fan_in, fan_out, *(() if gain is None else (gain,)))
        wanted = (gain or 1.0) * math.sqrt(6 / (fan_in + fan_out))
        if is_number(got, wanted):
            continue
        ways = [
            {fans, number, gained} - {""}
            for (fans, total), (number, kind), (gained, scale) in product(FANS, NUMBERS, GAINS)
            if is_number(got, scale(gain or 1.0) * kind(total(fan_in, fan_out)))
        ]
        # One mistake explains more than two.
        found = min(ways, key=len, default=set())
        if found and found <= {name for name, _ in forgive}:
            continue
        diagnosis = next((name for name, _ in tell if name in found), None)
        expect_close(got, wanted, number=True, rtol=RTOL, diagnosis=diagnosis)


def expect_spread(layers):
    """Fail where all weights of a layer are one number: a constant knows nothing of its layer."""
    expect(all(float(layer["after"].std()) > 0 for layer in layers), "wrong-value")


def initialise(student, kind):
    return student.run(initialise_in_there, kind)


def initialise_in_there(student, kind):
    """Initialise a new net of some kind; return its layers before and after (a probe)."""
    import torch
    from torch import nn

    class Block(nn.Module):
        def __init__(self):
            super().__init__()
            self.body = nn.Sequential(nn.Linear(6, 5), nn.ReLU(), nn.Sequential(nn.Linear(5, 4), nn.ReLU()))
            self.head = nn.Linear(4, 3)

        def forward(self, x):
            return self.head(self.body(x))

    if kind == "flat":
        net = nn.Sequential(nn.Flatten(), nn.Linear(400, 150), nn.ReLU(), nn.Linear(150, 200))
    elif kind == "nested":
        net = Block()
    elif kind == "no bias":
        net = nn.Sequential(nn.Linear(6, 5, bias=False), nn.ReLU(), nn.Linear(5, 4))
    else:
        net = nn.Sequential(nn.Linear(6, 5), nn.BatchNorm1d(5), nn.ReLU(), nn.Linear(5, 4), nn.LayerNorm(4))
        net.extend([nn.Conv2d(2, 3, 3), nn.Embedding(4, 3), nn.Bilinear(2, 3, 4)])
    if kind == "double":
        net = net.double()
    linear = [module for module in net.modules() if type(module) is nn.Linear]
    inside = {id(parameter) for module in linear for parameter in module.parameters()}
    others = [parameter for parameter in net.parameters() if id(parameter) not in inside]
    with torch.no_grad():
        for number, parameter in enumerate(others):
            parameter.fill_(0.5 + number)
    held = list(net.parameters())
    kept = [parameter.detach().clone() for parameter in others]
    before = [module.weight.detach().clone() for module in linear]
    student.init_mlp(net)
    return {
        "layers": [
            {
                "fan_in": module.in_features,
                "fan_out": module.out_features,
                "before": old,
                "after": module.weight.detach().clone(),
                "bias": None if module.bias is None else module.bias.detach().clone(),
            }
            for module, old in zip(linear, before)
        ],
        "same_objects": len(held) == len(list(net.parameters()))
        and all(old is new for old, new in zip(held, net.parameters())),
        "need_gradients": all(parameter.requires_grad and parameter.is_leaf for parameter in net.parameters()),
        "others_kept": all(torch.equal(old, new) for old, new in zip(kept, others)),
    }
