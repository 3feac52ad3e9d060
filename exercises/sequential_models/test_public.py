"""Public checks of `sequential_models`: the kinds of layers, their names, and a linear network's layer."""

from grader.checks import check, expect_equal, fail, misconception

KINDS = ["Conv2d", "ReLU", "Conv2d", "ReLU"]
NAMES = ["conv1", "relu1", "conv2", "relu2"]


@check(points=1)
def test_four_layers_in_order(student):
    expect_kinds(student.run(layers_of, "positional", []), KINDS)


@check(points=1)
def test_names_of_the_layers(student):
    seen = student.run(layers_of, "named", [])
    expect_sequential(seen)
    names = seen["names"]
    misconception("unnamed-layers", when=names == [str(number) for number in range(len(names))])
    misconception("layers-swapped", when=sorted(names) == sorted(NAMES) and names != NAMES)
    misconception("other-names", when=len(names) == len(NAMES) and names != NAMES)
    expect_kinds(seen, KINDS)
    expect_equal(names, NAMES)


@check(points=1)
def test_one_linear_layer(student):
    for features in (4, 7):
        seen = student.run(layers_of, "linear_net", [features])
        expect_kinds(seen, ["Linear"])
        ((inputs, outputs),) = seen["sizes"]
        misconception("sizes-swapped", when=(inputs, outputs) == (1, features))
        expect_equal((inputs, outputs), (features, 1))


def expect_sequential(seen):
    if seen["type"] == "NoneType":
        fail("returned-nothing", name="")
    if not seen["sequential"]:
        fail("wrong-type", got=seen["type"], expected="Sequential", diagnosis="not-a-sequential")


def expect_kinds(seen, wanted):
    """Fail unless the layers are of the kinds `wanted`, in this order."""
    expect_sequential(seen)
    kinds = seen["kinds"]
    shown = {"got": ", ".join(kinds), "expected": ", ".join(wanted), "name": ""}
    if kinds == wanted:
        return
    if "Sequential" in kinds:
        fail("not-equal", diagnosis="nested-blocks", **shown)
    if sorted(kinds) == sorted(wanted):
        fail("not-equal", diagnosis="layers-swapped", **shown)
    if len(kinds) > len(wanted):
        fail("not-equal", diagnosis="further-layers", **shown)
    if len(kinds) < len(wanted):
        fail("not-equal", diagnosis="layers-missing", **shown)
    fail("not-equal", diagnosis="another-layer", **shown)


def layers_of(student, function, arguments):
    """Return what stands in a network (a probe)."""
    from torch import nn

    net = getattr(student, function)(*arguments)
    sequential = isinstance(net, nn.Sequential)
    children = list(net._modules.items()) if sequential else []
    known = (nn.Sequential, nn.Conv2d, nn.ReLU, nn.Linear)

    def kind(layer):
        return next((each.__name__ for each in known if isinstance(layer, each)), type(layer).__name__)

    return {
        "type": type(net).__name__,
        "sequential": sequential,
        "names": [name for name, _ in children],
        "kinds": [kind(layer).replace("Lazy", "") for _, layer in children],
        "sizes": [(layer.in_features, layer.out_features) for _, layer in children if isinstance(layer, nn.Linear)],
    }
