"""Hidden checks of `learning_rate_effect`.

Iterates are read as those of all combinations of a derivative, a momentum and a direction, each right or mistaken; a
forgotten start is one check's question, and the others put up with it.
"""

from itertools import product

import numpy
import torch

from grader.checks import check, expect, expect_close, expect_equal, expect_type, fail, is_close, misconception

DERIVATIVES = (
    ("", lambda a, x: a * x),
    ("doubles-the-derivative", lambda a, x: 2 * a * x),
    ("halves-the-derivative", lambda a, x: a * x / 2),
    ("function-for-derivative", lambda a, x: a * x * x / 2),
    ("forgets-the-curvature", lambda a, x: x),
    ("second-derivative", lambda a, x: a),
)
# The new velocity and the step, of the old velocity and the derivative where it is asked for.
MOMENTA = (
    ("", lambda mu, v, g: (mu * v + g,) * 2),
    ("forgets-the-momentum", lambda mu, v, g: (g, g)),
    ("averages-the-gradients", lambda mu, v, g: (mu * v + (1 - mu) * g,) * 2),
    ("looks-ahead", lambda mu, v, g: (mu * v + g, mu * (mu * v + g) + g)),
    ("steps-with-the-old-velocity", lambda mu, v, g: (mu * v + g, v)),
    ("negative-momentum", lambda mu, v, g: (-mu * v + g,) * 2),
)
SIGNS = (("", 1), ("climbs", -1))


@check(points=1)
def test_the_start_and_the_number_of_iterates(student, inputs):
    for steps in (1, 6, 0):
        x0 = inputs.choice((-1, 1)) * inputs.number(1.0, 4.0)
        a = inputs.number(0.5, 3.0)
        values = numbers(student.descend(a, x0, 0.4 / a, 0.3, steps))
        started = bool(values) and same(values[0], x0)
        misconception("forgets-the-start", when=not started and len(values) in (steps, steps + 1))
        misconception("one-step-too-many", when=len(values) == steps + 2)
        misconception("one-step-short", when=len(values) == steps and steps > 0)
        expect(len(values) == steps + 1, "wrong-length", got=len(values), expected=steps + 1)
        if steps:
            misconception("repeats-the-start", when=all(same(value, x0) for value in values))


@check(points=1.5)
def test_iterates_without_momentum(student, inputs):
    for share in (0.3, 1.6, 2.3):
        a = inputs.number(0.5, 4.0)
        expect_iterates(student, inputs, a, share / a, 0.0, tell=(name for name, _ in DERIVATIVES))


@check(points=2)
def test_iterates_with_momentum(student, inputs):
    for share, momentum in ((0.3, inputs.number(0.3, 0.6)), (1.2, inputs.number(0.7, 0.95))):
        a = inputs.number(0.5, 4.0)
        expect_iterates(student, inputs, a, share / a, momentum, tell=(name for name, _ in MOMENTA))


@check(points=1)
def test_the_stable_bound_without_momentum(student, inputs):
    for a in (inputs.number(0.1, 0.8), inputs.number(2.5, 9.0)):
        instead = {
            "half-the-stable-bound": 1 / a,
            "inverted-bound": a / 2,
            "forgets-the-curvature": 2.0,
            "multiplies-by-the-curvature": 2 * a,
            "twice-the-stable-bound": 4 / a,
        }
        expect_close(student.max_stable_lr(a), 2 / a, number=True, rtol=1e-5, instead=instead)


@check(points=1)
def test_the_stable_bound_with_momentum(student, inputs):
    for a, mu in ((inputs.number(0.2, 0.8), inputs.number(0.2, 0.45)), (inputs.number(2.5, 9.0), 0.9)):
        instead = {
            "forgets-the-momentum": 2 / a,
            "half-the-stable-bound": (1 + mu) / a,
            "momentum-lowers-the-bound": 2 * (1 - mu) / a,
        }
        more = (
            ("momentum-lowers-the-bound", (1 - mu) / a),
            ("momentum-lowers-the-bound", 2 / (a * (1 + mu))),
            ("forgets-the-two", (2 + mu) / a),
            ("half-the-stable-bound", 1 / a),
            ("divides-by-one-minus-momentum", 2 / (a * (1 - mu))),
            ("divides-by-one-minus-momentum", 1 / (a * (1 - mu))),
        )
        got = student.max_stable_lr(a, momentum=mu)
        wanted = 2 * (1 + mu) / a
        found = None
        if isinstance(got, (int, float, torch.Tensor)):
            found = next((name for name, value in more if same(float(got), value)), None)
        expect_close(got, wanted, number=True, rtol=1e-5, instead=instead, diagnosis=found)


@check(points=1)
def test_words_for_any_curvature(student, inputs):
    cases = []
    for low, high, word in ((0.1, 0.45, "monotone"), (0.55, 0.95, "monotone"), (1.05, 1.4, "oscillates")):
        cases.append((low, high, word))
    cases += [(1.6, 1.95, "oscillates"), (2.05, 2.4, "diverges"), (3.0, 9.0, "diverges")]
    seen = []
    for a in (inputs.number(0.1, 0.4), inputs.number(4.0, 9.0)):
        for low, high, word in cases:
            share = inputs.number(low, high)
            got = student.regime(a, share / a)
            expect_type(got, str)
            seen.append((share / a, share, word, got))
    words = {"monotone", "oscillates", "diverges"}
    misconception("other-words", when=any(got.strip().lower() not in words for *_, got in seen))
    if any(got != word for _, _, word, got in seen):
        readings = {
            "half-the-stable-bound": lambda rate, share: word_for(2 * share),
            "forgets-the-curvature": lambda rate, share: word_for(rate),
            "words-swapped": lambda rate, share: {"monotone": "oscillates", "oscillates": "monotone"}.get(
                word_for(share), "diverges"
            ),
        }
        for name, read in readings.items():
            misconception(name, when=all(got.strip().lower() == read(rate, share) for rate, share, _, got in seen))
        # Whatever else is confused: who says that it diverges where it oscillates has a bound that is too small.
        early = any(got == "diverges" and word == "oscillates" for _, _, word, got in seen)
        misconception("half-the-stable-bound", when=early)
    for _, _, word, got in seen:
        expect_equal(got, word)


@check(points=0.5)
def test_the_rate_that_needs_one_step(student):
    # 1/a is exact for these, however it is computed.
    for a in (4.0, 0.5, 2.0):
        expect_equal(student.regime(a, 1.75 / a), "oscillates")
        expect_equal(student.regime(a, 1 / a), "monotone", instead={"one-step-oscillates": "oscillates"})


def word_for(share):
    """Return the right word for a rate of `share` / curvature."""
    if share > 2:
        return "diverges"
    return "oscillates" if share > 1 else "monotone"


def numbers(got):
    """Return iterates as a list of floats."""
    expect(got is not None, "returned-nothing", name="")
    alone = isinstance(got, (int, float)) or (isinstance(got, (torch.Tensor, numpy.ndarray)) and got.ndim == 0)
    misconception("returns-the-last-iterate", when=alone)
    if isinstance(got, str):
        fail("wrong-type", got="str", expected="list")
    return [float(each) for each in got]


def same(got, wanted):
    return abs(got - wanted) <= 1e-5 * abs(wanted)


def iterates(a, x, rate, mu, steps, derivative, momentum, sign):
    """Return the iterates after the start, by some derivative and momentum."""
    path, velocity = [], 0.0
    for _ in range(steps):
        velocity, step = momentum(mu, velocity, derivative(a, x))
        x = max(-1e30, min(1e30, x - sign * rate * step))
        path.append(x)
    return torch.tensor(path, dtype=torch.float64)


def expect_iterates(student, inputs, a, rate, mu, *, tell):
    """Fail unless what comes after the start is right; of several mistakes the first in `tell` is named."""
    x0, steps = inputs.choice((-1, 1)) * inputs.number(1.2, 3.0), 7
    values = numbers(student.descend(a, x0, rate, mu, steps))
    rest = values[1:] if values and same(values[0], x0) else values
    expect(len(rest) >= steps - 1, "wrong-length", got=len(values), expected=steps + 1)
    rest = torch.tensor(rest[:steps], dtype=torch.float64)
    wanted = iterates(a, x0, rate, mu, steps, DERIVATIVES[0][1], MOMENTA[0][1], 1)[: len(rest)]
    # Iterates in float32 are as good.
    if is_close(rest, wanted, rtol=1e-4):
        return
    tell, mixes = list(tell), []
    for (slope, derivative), (kept, momentum), (turned, sign) in product(DERIVATIVES, MOMENTA, SIGNS):
        path = iterates(a, x0, rate, mu, steps, derivative, momentum, sign)[: len(rest)]
        if is_close(rest, path, rtol=1e-4):
            mixes.append([name for name in (slope, kept, turned) if name])
    names = min(mixes, key=len, default=[])
    losses = a * wanted**2 / 2
    if is_close(rest[1:], losses[: len(rest) - 1], rtol=1e-4) or is_close(rest, losses, rtol=1e-4):
        names = ["returns-the-losses"]
    found = next((name for name in tell if name in names), next(iter(names), None))
    expect_close(rest, wanted, rtol=1e-4, diagnosis=found)
