"""Hidden checks of `read_gradients`.

The networks live in the child; a probe builds them of given weights, calls the student several times and reports. A
result is compared with the right gradients up to a factor, which tells what loss was differentiated.
"""

import torch
from torch import nn

from grader.checks import (
    check,
    expect,
    expect_close,
    expect_items,
    expect_type,
    fail,
    is_close,
    misconception,
)
from grader.verdicts import Raised

# Sizes of the layers and of the batch: features, hidden units and outputs all differ, so that no shape fits by chance.
ONE_LAYER = (((3, 1), 5), ((4, 1), 1), ((1, 1), 7), ((2, 3), 6))
MORE_LAYERS = (((3, 5, 4), 7), ((4, 6, 5, 1), 8), ((2, 3, 4), 1))


@check(points=2)
def test_gradients_of_a_single_layer(student, inputs):
    for sizes, samples in ONE_LAYER:
        net = network(inputs, sizes)
        expect_right(student, net, batch_for(inputs, net, samples))


@check(points=2)
def test_gradients_through_several_layers(student, inputs):
    for sizes, samples in MORE_LAYERS:
        net = network(inputs, sizes)
        expect_right(student, net, batch_for(inputs, net, samples))


@check(points=2.5)
def test_later_calls_are_not_disturbed(student, inputs):
    for sizes, samples in (ONE_LAYER[0], MORE_LAYERS[0]):
        net = network(inputs, sizes)
        batch, other = batch_for(inputs, net, samples), batch_for(inputs, net, samples)
        (first, second, third), _ = call(student, net, [batch, batch, other])
        # Which loss was differentiated is another check's question, but some loss it has to be.
        factor = factor_of(student, first, net, batch)
        for place, (once, now) in enumerate(zip(right(net, batch), right(net, other), strict=True)):
            misconception("gradients-accumulate", when=is_close(second[place], 2 * first[place]))
            expect_close(second[place], first[place])
            misconception("gradients-accumulate", when=is_close(third[place], factor * (2 * once + now)))
            misconception("gives-the-first-result-again", when=is_close(third[place], first[place]))
            expect_close(third[place], factor * now)


@check(points=1)
def test_the_parameters_keep_their_values(student, inputs):
    for sizes, samples in (ONE_LAYER[3], MORE_LAYERS[1]):
        net = network(inputs, sizes)
        batch = batch_for(inputs, net, samples)
        (first,), after = call(student, net, [batch])
        misconception("takes-a-step", when=not all(map(torch.equal, flat(net), after)))
        if factor_or_none(first, right(net, batch)) is None:
            misconception("forgets-backward", when=student.run(backward_passes, net, batch) == 0)
            factor_of(student, first, net, batch)


@check(points=0.5)
def test_double_precision_stays(student, inputs):
    sizes, samples = MORE_LAYERS[0]
    net = network(inputs, sizes, torch.float64)
    batch = batch_for(inputs, net, samples)
    (first,), _ = call(student, net, [batch])
    factor = factor_of(student, first, net, batch)
    for got, wanted in zip(first, right(net, batch), strict=True):
        same = got.dtype == torch.float64
        expect(same, "wrong-dtype", got=str(got.dtype), expected="torch.float64", diagnosis="changes-the-dtype")
        # On the way through float32 nine of sixteen digits are lost.
        misconception("changes-the-dtype", when=not is_close(got, factor * wanted, rtol=1e-10))


def network(inputs, sizes, dtype=torch.float32):
    """Return weights and biases of linear layers."""
    return [
        (inputs.normal(outputs, features, dtype=dtype), inputs.normal(outputs, dtype=dtype))
        for features, outputs in zip(sizes, sizes[1:], strict=False)
    ]


def batch_for(inputs, net, samples):
    """Return positive features, and targets below what the network predicts: no gradient cancels out."""
    features = inputs.positive(samples, net[0][0].shape[1], dtype=net[0][0].dtype)
    predictions = forward(net, features)
    return features, predictions - 1 - inputs.positive(*predictions.shape, dtype=predictions.dtype)


def forward(net, features):
    """Return the predictions of linear layers with a softplus between them: smooth, and nowhere flat."""
    value = features
    for number, (weight, bias) in enumerate(net):
        value = nn.functional.linear(nn.functional.softplus(value) if number else value, weight, bias)
    return value


def flat(net):
    """Return the parameters in the order of the module."""
    return [parameter for layer in net for parameter in layer]


def call(student, net, batches):
    """Return the pairs of gradients that the calls gave, and the parameters afterwards; end the check without pairs."""
    try:
        seen, after = student.run(several_calls, net, batches, False)
    except Raised as error:
        if "NoneType" not in error.message:
            raise
        fail(error.finding.kind, diagnosis=why_there_is_none(student, net, batches[0]), **error.finding.parameters)
    pairs = []
    for result in seen:
        weight_grad, bias_grad = expect_items(result, 2)
        if weight_grad is None or bias_grad is None:
            fail("returned-nothing", name="", diagnosis=why_there_is_none(student, net, batches[0]))
        expect_type(weight_grad, torch.Tensor)
        expect_type(bias_grad, torch.Tensor)
        pairs.append((weight_grad, bias_grad))
    return pairs, after


def why_there_is_none(student, net, batch):
    """Return the misconception by which None stands where a gradient should be."""
    try:
        (result,), _ = student.run(several_calls, net, [batch], True)
    except Raised:
        result = None
    if factor_or_none(result, right(net, batch)) is not None:
        return "clears-gradients-that-are-not-there"
    return "throws-the-gradients-away" if student.run(backward_passes, net, batch) else "forgets-backward"


def right(net, batch):
    """Return the right gradients of the first layer."""
    return gradients_of(net, batch)[:2]


def gradients_of(net, batch):
    """Return the gradients of all parameters, computed here."""
    leaves = [parameter.clone().requires_grad_() for parameter in flat(net)]
    predictions = forward(list(zip(leaves[::2], leaves[1::2], strict=True)), batch[0])
    return torch.autograd.grad(nn.functional.mse_loss(predictions, batch[1]), leaves)


def expect_right(student, net, batch):
    """Fail unless one call gives the right gradients."""
    (first,), _ = call(student, net, [batch])
    factor = factor_of(student, first, net, batch)
    samples, outputs = batch[1].shape
    others = {
        "uses-the-summed-loss": (samples * outputs, samples * outputs / 2),
        "halves-the-loss": (0.5,),
        "sums-over-the-outputs": (outputs,),
        "sums-over-the-samples": (samples,),
        "adds-up-two-passes": (2,),
        "gradients-with-the-other-sign": (-1,),
    }
    for name, rivals in others.items():
        misconception(name, when=any(near(factor, rival) and not near(rival, 1) for rival in rivals))
    for got, wanted in zip(first, right(net, batch), strict=True):
        expect_close(got, wanted)


def factor_of(student, pair, net, batch):
    """Return the factor of a result, the same for weight and bias; end the check where it is no multiple."""
    wanted = right(net, batch)
    factor = factor_or_none(pair, wanted)
    if factor is not None:
        return factor
    (weight_grad, bias_grad), (weight, bias) = pair, net[0]
    shapes, last = (weight_grad.shape, bias_grad.shape), gradients_of(net, batch)[-2:]
    after = student.run(several_calls, net, [batch], False)[1]
    for values in ((weight, bias), after):
        misconception("returns-the-weights", when=is_close(weight_grad, values[0]) or is_close(bias_grad, values[1]))
    misconception("throws-the-gradients-away", when=not weight_grad.any() and not bias_grad.any())
    misconception("results-in-another-order", when=shapes == (bias.shape, weight.shape))
    misconception("reads-another-layer", when=len(net) > 1 and shapes == tuple(each.shape for each in last))
    misconception("transposes-the-gradient", when=len(weight) > 1 and shapes[0] == weight.T.shape)
    expect_close(weight_grad, wanted[0])
    expect_close(bias_grad, wanted[1])
    fail("wrong-value")


def factor_or_none(pair, wanted):
    """Return the one factor between two pairs of gradients, or None."""
    if not isinstance(pair, (list, tuple)) or len(pair) != 2:
        return None
    factors = [proportion(got, gradient) for got, gradient in zip(pair, wanted, strict=True)]
    return factors[0] if None not in factors and near(*factors) else None


def proportion(got, wanted):
    """Return the factor by which `got` is a multiple of `wanted`, or None where it is none."""
    if not isinstance(got, torch.Tensor) or got.shape != wanted.shape or not got.is_floating_point():
        return None
    values, gradient = got.double().reshape(-1), wanted.double().reshape(-1)
    factor = float(values @ gradient / (gradient @ gradient))
    close = bool(((values - factor * gradient).abs() <= 1e-4 * gradient.abs().max() * abs(factor)).all())
    return factor if close and factor != 0 else None


def near(got, wanted):
    return abs(got - wanted) <= 1e-3 * abs(wanted)


def several_calls(student, layers, batches, fill):
    import torch
    from torch import nn

    modules = []
    for weight, bias in layers:
        linear = nn.Linear(weight.shape[1], weight.shape[0], dtype=weight.dtype)
        linear.weight.data.copy_(weight)
        linear.bias.data.copy_(bias)
        modules += [linear, nn.Softplus()]
    net = nn.Sequential(*modules[:-1])
    if fill:
        for parameter in net.parameters():
            parameter.grad = torch.ones_like(parameter)
    seen = []
    for features, targets in batches:
        result = student.gradients(net, features.clone(), targets.clone())
        if isinstance(result, (tuple, list)):
            # The very tensors in `.grad` may be returned, and a later call may change them.
            result = [each.detach().clone() if isinstance(each, torch.Tensor) else each for each in result]
        seen.append(result)
    return seen, [parameter.detach().clone() for parameter in net.parameters()]


def backward_passes(student, layers, batch):
    import torch
    from torch import nn

    modules = []
    for weight, bias in layers:
        linear = nn.Linear(weight.shape[1], weight.shape[0], dtype=weight.dtype)
        linear.weight.grad, linear.bias.grad = torch.zeros_like(weight), torch.zeros_like(bias)
        modules += [linear, nn.Softplus()]
    net = nn.Sequential(*modules[:-1])
    seen = []
    net[0].weight.register_hook(lambda gradient: seen.append(1))
    try:
        student.gradients(net, *batch)
    except Exception:
        pass
    return len(seen)
