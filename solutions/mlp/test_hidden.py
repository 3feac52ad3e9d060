"""Hidden checks of `mlp`.

What a network returns is read as one of all combinations of known mistakes: what stands between the layers, what after
them, which bias is missing, what was done to the parameters. A check asks for some of these and puts up with the others.
"""

from itertools import product

import torch
from torch.nn import functional

from grader.checks import (
    check,
    expect,
    expect_close,
    expect_unchanged,
    fail,
    is_close,
    misconception,
    pull_back,
)
from grader.verdicts import Raised

HIDDEN = (
    ("", torch.relu),
    ("no-activation", lambda x: x),
    ("abs-for-relu", torch.abs),
    ("another-activation", torch.sigmoid),
    ("another-activation", torch.tanh),
    ("another-activation", functional.gelu),
    ("another-activation", functional.leaky_relu),
    ("keeps-the-negative-side", lambda x: x.clamp(max=0)),
    ("returns-zeros-and-ones", lambda x: (x > 0).to(x.dtype)),
)
OUTPUT = (
    ("", lambda o: o),
    ("activation-on-the-output", torch.relu),
    ("activation-on-the-output", torch.abs),
    ("activation-on-the-output", torch.sigmoid),
    ("activation-on-the-output", torch.tanh),
    ("activation-on-the-output", functional.gelu),
    ("activation-on-the-output", functional.leaky_relu),
    ("activation-on-the-output", lambda o: torch.softmax(o, dim=1)),
    ("activation-on-the-output", lambda o: torch.softmax(o, dim=0)),
    ("activation-on-the-output", lambda o: torch.log_softmax(o, dim=1)),
)
BIASES = (("", (1, 1)), ("forgets-a-bias", (0, 1)), ("forgets-a-bias", (1, 0)), ("forgets-a-bias", (0, 0)))
# In this order a mistake is told where several come together.
LISTED = ("activation-on-the-output", "no-activation", "abs-for-relu", "forgets-a-bias", "another-activation")
LISTED += ("keeps-the-negative-side", "returns-zeros-and-ones")


@check(points=1.5)
def test_relu_keeps_the_positive_side(student, inputs):
    for shape in ((9,), (2, 3, 4), (5, 1)):
        x = inputs.normal(*shape, scale=2.0)
        got = student.relu(x)
        found = next((name for name, act in HIDDEN[1:] if is_close(got, act(x))), None)
        expect_close(got, torch.relu(x), diagnosis=found)
    x = torch.tensor([[0.0, -1e-3, 1e-3], [-1e4, 1e4, -0.5]])
    expect_close(student.relu(x), torch.relu(x), rtol=1e-8)


@check(points=0.5)
def test_the_gradient_of_relu(student, inputs):
    x = inputs.signs(3, 4) * inputs.positive(3, 4)
    got = student.run(pull_back, "relu", [x], {}, [0])
    misconception("leaves-the-graph", when=got is None)

    def found(act):
        return is_close(got[0], pull_back(Oracle(relu=act), "relu", [x], {}, [0])[0])

    diagnosis = next((name for name, act in HIDDEN[1:-1] if found(act)), None)
    expect_close(got[0], pull_back(Oracle(relu=torch.relu), "relu", [x], {}, [0])[0], diagnosis=diagnosis)


@check(points=0.5)
def test_relu_keeps_the_dtype_and_its_argument(student, inputs):
    for dtype in (torch.float64, torch.float32):
        x = inputs.normal(3, 4, dtype=dtype)
        got = student.relu(x)
        # Manners alone earn no points, and what an activation does to the values is told elsewhere.
        if not any(is_close(got, act(x)) for name, act in HIDDEN if name != "no-activation"):
            expect_close(got, torch.relu(x))
            fail("wrong-value")
        expect_unchanged(student)
        expect_dtype(got, dtype)


@check(points=2)
def test_one_activation_between_two_layers(student, inputs):
    for sizes in ((5, 4, 7, 3), (4, 3, 3, 3), (1, 6, 5, 2), (3, 2, 4, 1)):
        X, params = some_network(inputs, sizes)
        got = call(student, X, params)
        found = reading(got, X, params, own_activation(student, X, params))
        if found is None or found:
            expect_close(
                got, right(X, params), diagnosis=next((name for name in LISTED if name in (found or ())), None)
            )


@check(points=1.5)
def test_samples_of_any_shape(student, inputs):
    vectors, params = some_network(inputs, (5, 6, 4, 3))
    for shape in ((2, 3), (1, 2, 3), (1, 6), (6, 1), (1, 1, 6)):
        X, params = some_network(inputs, (5, 6, 4, 3))
        try:
            got = call(student, X.view(5, *shape), params)
        except Raised as error:
            # Who can't do vectors either has another problem.
            answer = call(student, vectors, params)
            flat = isinstance(answer, torch.Tensor) and answer.shape == (5, 3)
            if flat and "RuntimeError" in error.bases:
                fail("exception", diagnosis="does-not-flatten", **error.finding.parameters)
            raise
        misconception("does-not-flatten", when=isinstance(got, torch.Tensor) and got.dim() > 2)
        if reading(got, X, params, own_activation(student, X, params)) is None:
            expect_close(got, right(X, params))


@check(points=0.5)
def test_gradients_of_all_parameters(student, inputs):
    X, params = some_network(inputs, (4, 3, 5, 2))
    got = student.run(gradients, X, params)
    if got is None or None in got:
        # No gradient by a bias: it is missing, or it was taken out of the graph.
        found = reading(call(student, X, params), X, params, own_activation(student, X, params)) or ()
        fail(diagnosis="forgets-a-bias" if got is not None and "forgets-a-bias" in found else "leaves-the-graph")
    for gradient, wanted in zip(got, gradients(Oracle(mlp=right), X, params), strict=True):
        expect_close(gradient, wanted)


@check(points=0.5)
def test_mlp_keeps_the_dtype_and_its_arguments(student, inputs):
    for dtype in (torch.float64, torch.float32):
        X, params = some_network(inputs, (4, 3, 5, 2), dtype)
        own = own_activation(student, X, params)
        got = call(student, X, params)
        if reading(got, X, params, own) is None:
            expect_close(got, right(X, params))
            fail("wrong-value")
        expect_unchanged(student)
        expect_dtype(got, dtype)


@check(points=1.5)
def test_build_computes_the_same(student, inputs):
    for shape, sizes in (((4,), (5, 4, 7, 3)), ((1, 2, 3), (5, 6, 4, 2))):
        X, params = some_network(inputs, sizes)
        samples, num_inputs, num_hidden, num_outputs = sizes
        seen = student.run(run_the_net, X.view(samples, *shape), params)
        misconception("returns-no-sequential", when=seen["kind"] != "Sequential")
        misconception("returns-the-same-net", when=seen["same"])
        expected = [(num_hidden, num_inputs), (num_hidden,), (num_outputs, num_hidden), (num_outputs,)]
        weights = [shape for shape in seen["shapes"] if len(shape) == 2]
        misconception("no-biases", when=weights == expected[::2] and len(seen["shapes"]) < 4)
        misconception("does-not-flatten", when=len(shape) > 1 and seen["error"] and not seen["flattens"])
        expect(seen["shapes"] == expected, "wrong-value", got=str(seen["shapes"]), expected=str(expected))
        if seen["error"]:
            fail("exception", type="RuntimeError", message=seen["error"], line=None, source="", cell=None)
        misconception("does-not-flatten", when=seen["output"].dim() > 2)
        found = reading(seen["output"], X, params) or ()
        diagnosis = next((name for name in LISTED if name in found), None)
        expect_close(seen["output"], right(X, params), diagnosis=diagnosis)
        misconception("does-not-learn", when=not seen["learns"])


def right(X, params):
    """Return what the task asks for."""
    W1, b1, W2, b2 = params
    return torch.relu(X.reshape(len(X), -1) @ W1 + b1) @ W2 + b2


class Oracle:
    """Stands for a submission where probes make the expected values."""

    def __init__(self, **functions):
        vars(self).update(functions)


def some_network(inputs, sizes, dtype=torch.float32):
    """Return a batch of vectors and parameters: hidden values and outputs of both signs, so that activations show."""
    samples, d, h, q = sizes
    while True:
        X = inputs.normal(samples, d, dtype=dtype)
        params = [inputs.normal(*shape, dtype=dtype) for shape in ((d, h), (h,), (h, q), (q,))]
        hidden = X @ params[0] + params[1]
        if all(bool((t < -0.5).any() and (t > 0.5).any()) for t in (hidden, right(X, params))):
            return X, params


def call(student, X, params):
    """Return what `mlp` returns; torch's complaint about a size that stands in the code is told."""
    try:
        return student.mlp(X, params)
    except Raised as error:
        if "is invalid for input of size" in error.message:
            fail("exception", diagnosis="hard-codes-the-size", **error.finding.parameters)
        raise


def own_activation(student, X, params):
    """Return what the student's own `relu` makes of the hidden values: who has it wrong loses its points only once."""
    hidden = X.reshape(len(X), -1) @ params[0] + params[1]
    try:
        own = student.relu(hidden)
    except Raised:
        return None
    return own if isinstance(own, torch.Tensor) and own.shape == hidden.shape and own.dtype == hidden.dtype else None


def reading(got, X, params, own=None):
    """Return the mistakes by which `got` comes from the arguments, or None where no known ones lead there."""
    W1, b1, W2, b2 = params
    if own is not None and is_close(got, own.detach() @ W2 + b2):
        return set()
    X = X.reshape(len(X), -1)
    for (missing, (first, second)), (inside, act), (outside, finish) in product(BIASES, HIDDEN, OUTPUT):
        if is_close(got, finish(act(X @ W1 + first * b1) @ W2 + second * b2)):
            return {missing, inside, outside} - {""}
    return None


def expect_dtype(got, dtype):
    expect(got.dtype == dtype, "wrong-dtype", got=str(got.dtype), expected=str(dtype), diagnosis="changes-the-dtype")


def gradients(student, X, params):
    """Return the gradients by X and all parameters (None where there is none), or None without a graph (a probe)."""
    import torch

    leaves = [tensor.clone().requires_grad_() for tensor in (X, *params)]
    got = student.mlp(leaves[0], leaves[1:])
    if not isinstance(got, torch.Tensor) or not got.requires_grad:
        return None
    weights = torch.linspace(1, 2, got.numel()).reshape(got.shape)
    return list(torch.autograd.grad((got * weights).sum(), leaves, allow_unused=True))


def run_the_net(student, X, params):
    """Build a net, put known parameters into it, and return what it looks like and returns (a probe)."""
    import torch

    W1, b1, W2, b2 = params
    sizes = W1.shape[0], W1.shape[1], W2.shape[1]
    net, other = student.build(*sizes), student.build(*sizes)
    seen = {"kind": "Sequential" if isinstance(net, torch.nn.Sequential) else type(net).__name__}
    seen["same"] = net is other
    if not isinstance(net, torch.nn.Module):
        return seen
    seen["flattens"] = any(isinstance(module, torch.nn.Flatten) for module in net.modules())
    try:
        net(X)  # lazy layers learn their sizes here
    except RuntimeError as error:
        seen["error"] = str(error)[:300]
        seen["shapes"] = []
        if any(isinstance(p, torch.nn.UninitializedParameter) for p in net.parameters()):
            return seen
    seen["shapes"] = [tuple(parameter.shape) for parameter in net.parameters()]
    if "error" in seen:
        return seen
    seen["error"] = ""
    wanted = [W1.T, b1, W2.T, b2]
    if seen["shapes"] != [tuple(value.shape) for value in wanted]:
        return seen
    with torch.no_grad():
        for parameter, value in zip(net.parameters(), wanted):
            parameter.copy_(value)
    output = net(X)
    seen["output"] = output.detach()
    seen["learns"] = False
    if output.requires_grad:
        output.sum().backward()
        seen["learns"] = all(parameter.grad is not None for parameter in net.parameters())
    return seen
