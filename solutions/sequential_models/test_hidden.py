"""Hidden checks of `sequential_models`: options of the layers, what the networks compute, and measured weights."""

import math

import torch
from torch.nn import functional

from grader.checks import check, expect, expect_close, expect_equal, fail, is_close, misconception

CHANNELS = [(1, 20), (20, 64)]
# The standard deviations of mistaken starts, by the number of features.
SPREADS = (
    ("default-initialisation", lambda n: math.sqrt(1 / (3 * n))),
    ("variance-for-standard-deviation", lambda n: 0.1),
    ("squares-the-standard-deviation", lambda n: 0.0001),
    ("standard-normal", lambda n: 1.0),
    ("another-initialisation", lambda n: math.sqrt(2 / n)),
    ("another-initialisation", lambda n: math.sqrt(1 / n)),
    ("another-initialisation", lambda n: math.sqrt(2 / (n + 1))),
)


@check(points=1.5)
def test_convolutions_without_names(student):
    expect_convolutions(student, "positional")


@check(points=1.5)
def test_convolutions_with_names(student):
    expect_convolutions(student, "named")


@check(points=0.5)
def test_output_without_names(student, inputs):
    expect_output(student, inputs, "positional")


@check(points=0.5)
def test_output_with_names(student, inputs):
    expect_output(student, inputs, "named")


@check(points=0.5)
def test_the_linear_network_computes_and_trains(student, inputs):
    x = inputs.normal(6, 5)
    seen = student.run(linear_in_there, 5, x)
    expect_layer(seen)
    misconception("freezes-the-parameters", when=not seen["trainable"])
    weight, bias = seen["weight"], seen["bias"]
    expect_close(seen["output"], x @ weight.T + (0 if bias is None else bias))
    misconception("weights-all-equal", when=bool((weight == weight[0, 0]).all()))


@check(points=1)
def test_the_bias_starts_at_zero(student, inputs):
    for features in (3, 50):
        seen = student.run(linear_in_there, features, inputs.normal(2, features))
        expect_layer(seen)
        misconception("no-bias", when=seen["bias"] is None)
        misconception("bias-left-random", when=bool((seen["bias"] != 0).any()))


@check(points=1.5)
def test_the_spread_of_the_weights(student, inputs):
    features = 40_000
    seen = student.run(linear_in_there, features, inputs.normal(1, features))
    expect_layer(seen)
    weight = seen["weight"].double()
    expect(bool(weight.isfinite().all()), "not-finite", got="weights")
    misconception("weights-all-equal", when=bool((weight == weight[0, 0]).all()))
    spread, mean = float(weight.std()), float(weight.mean())
    # The standard deviation of 40,000 weights is off by 0.35 % (one sigma): 2.5 % are seven of these.
    found = next((name for name, other in SPREADS if abs(spread / other(features) - 1) < 0.025), None)
    misconception("default-initialisation", when=found == "default-initialisation")
    # Of a normal distribution 4.55 % lie beyond two sigmas, give or take 0.10 % (six of these: two in a thousand million);
    # of a uniform one nothing does.
    beyond = float(((weight - mean).abs() > 2 * spread).double().mean())
    shown = {"got": f"{spread:.5f}", "expected": "0.01000"}
    if beyond == 0:
        fail("wrong-value", diagnosis="uniform-for-normal", **shown)
    expect(abs(spread / 0.01 - 1) < 0.025, "wrong-value", diagnosis=found, **shown)
    expect(0.0392 < beyond < 0.0518, "wrong-value", diagnosis="no-normal-distribution", **shown)
    # The mean is within 6.5 sigma / sqrt(40,000): a false alarm in ten thousand million.
    shown = {"got": f"{mean:.5f}", "expected": "0.00000"}
    expect(abs(mean) < 6.5 * 0.01 / math.sqrt(features), "wrong-value", diagnosis="mean-not-zero", **shown)


def expect_convolutions(student, function):
    """Fail unless both convolutions have the channels, the kernels and the options that the task says."""
    layers = student.run(convolutions_of, function)
    expect_equal(len(layers), 2)
    sizes = [tuple(layer["channels"]) for layer in layers]
    shown = {"got": str(sizes), "expected": str(CHANNELS), "name": ""}
    if sizes == CHANNELS[::-1]:
        fail("not-equal", diagnosis="layers-swapped", **shown)
    if any(size == right[::-1] for size, right in zip(sizes, CHANNELS, strict=True)):
        fail("not-equal", diagnosis="channels-swapped", **shown)
    if sizes != CHANNELS:
        fail("not-equal", diagnosis="other-channels", **shown)
    for layer in layers:
        kernel, padding = tuple(layer["kernel"]), layer["padding"]
        misconception("another-kernel", when=kernel != (5, 5))
        misconception("pads-the-images", when=padding not in ((0, 0), [0, 0], "valid"))
        misconception("another-stride", when=tuple(layer["stride"]) != (1, 1) or tuple(layer["dilation"]) != (1, 1))
        misconception("no-bias", when=not layer["bias"])
        expect_equal(layer["groups"], 1)


def expect_output(student, inputs, function):
    """Fail unless the network computes what its convolutions, each with a ReLU after it, compute."""
    x = inputs.normal(2, 1, 12, 13)
    seen = student.run(output_of, function, x)
    first, second = seen["weights"]
    expect_equal((list(first[0].shape), list(second[0].shape)), ([20, 1, 5, 5], [64, 20, 5, 5]))

    def through(*steps):
        value = x
        for weight in steps:
            value = torch.relu(value) if weight is None else functional.conv2d(value, *weight)
        return value

    instead = {
        "layers-missing": [(first, None, second), (first, second)],
        "layers-swapped": [(None, first, None, second), (None, first, second, None), (None, None, first, second)],
    }
    for name, orders in instead.items():
        misconception(name, when=any(is_close(seen["output"], through(*order)) for order in orders))
    expect_close(seen["output"], through(first, None, second, None))


def expect_layer(seen):
    """Fail unless the network is one linear layer of one output."""
    if seen["type"] == "NoneType":
        fail("returned-nothing", name="")
    if not seen["sequential"]:
        fail("wrong-type", got=seen["type"], expected="Sequential", diagnosis="not-a-sequential")
    expect_equal(len(seen["kinds"]), 1, diagnosis="further-layers")
    expect_equal(seen["kinds"], ["Linear"])
    features = seen["features"]
    misconception("sizes-swapped", when=list(seen["weight"].shape) == [features, 1] and features > 1)
    expect_equal(list(seen["weight"].shape), [1, features])


def convolutions_of(student, function):
    """Return the options of a network's convolutions, at any depth (a probe)."""
    import torch
    from torch import nn

    net = getattr(student, function)()
    layers = [layer for layer in net.modules() if isinstance(layer, nn.Conv2d)]
    if any("Lazy" in type(layer).__name__ for layer in layers):
        net(torch.zeros(1, 1, 28, 28))
    return [
        {
            "channels": (layer.in_channels, layer.out_channels),
            "kernel": tuple(layer.kernel_size),
            "padding": layer.padding if isinstance(layer.padding, str) else tuple(layer.padding),
            "stride": tuple(layer.stride),
            "dilation": tuple(layer.dilation),
            "groups": layer.groups,
            "bias": layer.bias is not None,
        }
        for layer in layers
    ]


def output_of(student, function, x):
    """Return a network's output and the parameters of its convolutions (a probe)."""
    from torch import nn

    net = getattr(student, function)()
    output = net(x).detach().clone()
    layers = [layer for layer in net.modules() if isinstance(layer, nn.Conv2d)]
    parameters = [
        [value.detach().clone() for value in (layer.weight, layer.bias) if value is not None] for layer in layers
    ]
    return {"output": output, "weights": parameters}


def linear_in_there(student, features, x):
    """Return a linear network's layer and its output (a probe)."""
    from torch import nn

    net = student.linear_net(features)
    if not isinstance(net, nn.Sequential):
        return {"type": type(net).__name__, "sequential": False}
    layer = next((layer for layer in net.modules() if isinstance(layer, nn.Linear)), None)
    seen = {
        "type": type(net).__name__,
        "sequential": True,
        "kinds": ["Linear" if isinstance(each, nn.Linear) else type(each).__name__ for each in net],
        "features": features,
    }
    if layer is None:
        return seen
    seen |= {
        "weight": layer.weight.detach().clone(),
        "bias": None if layer.bias is None else layer.bias.detach().clone(),
        "trainable": all(parameter.requires_grad and parameter.is_leaf for parameter in net.parameters()),
    }
    if layer.weight.shape == (1, features):
        seen["output"] = net(x).detach().clone()
    return seen
