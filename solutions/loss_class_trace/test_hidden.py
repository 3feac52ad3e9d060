"""Hidden checks of `loss_class_trace`: the truth is read from the installed torch.

A chain is judged by what it holds and in which order, so that several mistakes at once are seen; the checks name
them in different orders of preference.
"""

import inspect
import re

from torch import nn

from grader.checks import award, check, expect, expect_equal, expect_type, fail

LOSSES = (
    "CrossEntropyLoss NLLLoss BCELoss BCEWithLogitsLoss L1Loss MSELoss SmoothL1Loss HuberLoss PoissonNLLLoss "
    "GaussianNLLLoss KLDivLoss MarginRankingLoss MultiLabelMarginLoss SoftMarginLoss MultiLabelSoftMarginLoss "
    "MultiMarginLoss TripletMarginLoss HingeEmbeddingLoss CosineEmbeddingLoss CTCLoss"
).split()
WEIGHTED = [name for name in LOSSES if len(getattr(nn, name).__mro__) == len(nn.CrossEntropyLoss.__mro__)]

MISTAKES = ("includes-object", "stops-before-module", "upside-down", "leaves-out-the-private-classes")


@check(points=2)
def test_the_chain_of_the_cross_entropy_loss(student):
    got = student.run(constant_as_data)
    if not isinstance(got, list):
        expect_type(student.CLASS_CHAIN, (list, tuple), name="CLASS_CHAIN")
    expect_chain(got, chain(nn.CrossEntropyLoss), "CLASS_CHAIN", tell=MISTAKES[::-1])


@check(points=2)
def test_the_chains_of_losses_with_class_weights(student):
    expect_chains(student, WEIGHTED, tell=MISTAKES)


@check(points=1.5)
def test_the_chains_of_the_other_losses(student):
    others = [name for name in LOSSES if name not in WEIGHTED]
    expect_chains(student, others, tell=MISTAKES[::-1])


@check(points=1)
def test_the_chains_of_losses_that_are_derived_from_them(student):
    # Underscores in a name are no reason to drop a class, and neither is where it was defined.
    for bases, names in (
        (["CrossEntropyLoss"], ["Smoothed"]),
        (["MSELoss"], ["_Half", "Quarter"]),
        (["Module"], ["Own", "Own2"]),
    ):
        above = chain(getattr(nn, bases[0])) if bases[0] != "Module" else ["Module"]
        got = student.run(chain_of_derived, bases[0], names)
        if got == ["TABLE"]:
            fail(diagnosis="knows-only-torchs-losses")
        expect_chain(got, [*reversed(names), *above], "class_chain", tell=MISTAKES)


@check(points=2.5)
def test_the_functions_that_do_the_work(student):
    answers = student.run(functions_as_data, LOSSES)
    if all(isinstance(each, list) for each in answers.values()):
        student.run(one_function, LOSSES[0])  # raises what the student's code raises
    wrong = {name: got for name, got in answers.items() if got != function_of(name)}
    diagnosis = None
    if wrong:
        texts = {name: got for name, got in wrong.items() if isinstance(got, str)}
        right_inside = {
            name for name, got in texts.items() if re.split(r"\W+", got.strip("<>"))[-1] == function_of(name)
        }
        right_inside |= {name for name, got in texts.items() if f"<function {function_of(name)} " in got}
        guessed = [name for name, got in texts.items() if core(got) == core(name)]
        if any(got.startswith("<") and name in right_inside for name, got in texts.items()):
            diagnosis = "returns-the-function"
        elif right_inside:
            diagnosis = "prefixed"
        elif len(guessed) * 2 >= len(wrong):
            diagnosis = "guesses-from-the-class-name"
        for name, got in wrong.items():
            if len(wrong) == len(LOSSES):
                expect_type(None if got is None else got, str, diagnosis=diagnosis, name="functional_name")
    right = len(LOSSES) - len(wrong)
    share = right / len(LOSSES)
    # One name for all of them is right for one by chance.
    share = 0.0 if right and len({str(got) for got in answers.values()}) == 1 else share
    award(share, diagnosis=diagnosis, kind="right-rows", right=right, of=len(LOSSES), wrong=list(wrong))


def chain(kind):
    """Return the names of a class and of those above it, up to Module."""
    order = kind.__mro__
    return [each.__name__ for each in order[: order.index(nn.Module) + 1]]


def function_of(name):
    """Return the name of the function that the `forward` of a loss calls."""
    return re.search(r"\bF\.(\w+)\(", inspect.getsource(getattr(nn, name).forward)).group(1)


def core(name):
    """Return a name without capitals, underscores and the word loss."""
    return name.lower().replace("_", "").removesuffix("loss")


def expect_chains(student, losses, tell):
    for name in losses:
        expect_chain(student.run(chain_as_data, name), chain(getattr(nn, name)), "class_chain", tell)


def expect_chain(got, wanted, name, tell):
    """Fail unless the names are `wanted`; of the mistakes that are seen, the first in `tell` is named."""
    if got is None or isinstance(got, str):
        expect_type(got, (list, tuple), name=name)
    if got == wanted:
        return
    names = [each.rstrip("'>").rpartition(".")[2] for each in got]
    names = [each.rpartition(" ")[2].strip("'<>") for each in names]
    seen = mistakes_in(names, wanted)
    expect(
        names != wanted, "not-equal", diagnosis="classes-for-names", got=", ".join(got), expected=str(wanted), name=name
    )
    diagnosis = next((each for each in tell if each in seen), next(iter(sorted(seen)), None))
    expect_equal(got, wanted, diagnosis=diagnosis, name=name)


def mistakes_in(names, wanted):
    """Return what is wrong with a list of names."""
    kept = [name for name in names if name in wanted]
    seen = set()
    if not kept or len(set(names)) != len(names) or set(names) - {*wanted, "object"}:
        return {"another-class-in-the-chain"} if kept else seen
    if "object" in names:
        seen.add("includes-object")
    if "Module" not in names:
        seen.add("stops-before-module")
    private = [name for name in wanted[1:] if name.startswith("_")]
    missing = [name for name in private if name not in names]
    # Whoever stops early has no private classes above either.
    stopped = kept == wanted[: len(kept)] or kept[::-1] == wanted[: len(kept)]
    if missing and not (stopped and len(kept) > 1):
        seen.add("leaves-out-the-private-classes")
    if wanted[0] not in names:
        seen.add("leaves-out-the-class-itself")
    order = [wanted.index(name) for name in kept]
    if len(order) > 1 and order == sorted(order, reverse=True):
        seen.add("upside-down")
    elif order != sorted(order):
        seen.add("another-order")
    return seen


def constant_as_data(student):
    got = getattr(student, "CLASS_CHAIN", None)
    return [each if isinstance(each, str) else str(each) for each in got] if isinstance(got, (list, tuple)) else None


def chain_as_data(student, name):
    from torch import nn

    got = student.class_chain(getattr(nn, name)())
    if isinstance(got, (list, tuple)):
        return [each if isinstance(each, str) else str(each) for each in got]
    return got if got is None or isinstance(got, str) else str(got)


def chain_of_derived(student, base, names):
    from torch import nn

    kind = getattr(nn, base)
    for name in names:
        kind = type(name, (kind,), {})
    try:
        got = student.class_chain(kind())
    except KeyError:
        return ["TABLE"]
    if isinstance(got, (list, tuple)):
        return [each if isinstance(each, str) else str(each) for each in got]
    return got if got is None or isinstance(got, str) else str(got)


def functions_as_data(student, losses):
    from torch import nn

    answers = {}
    for number, name in enumerate(losses):
        options = {"reduction": "sum"} if number % 2 else {}
        try:
            got = student.functional_name(getattr(nn, name)(**options))
        except Exception as error:  # a loss that the answer cannot deal with costs its own share
            answers[name] = [type(error).__name__]
        else:
            answers[name] = got if isinstance(got, str) else None if got is None else str(got)
    return answers


def one_function(student, name):
    from torch import nn

    return str(student.functional_name(getattr(nn, name)()))
