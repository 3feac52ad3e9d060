"""The words in which checks are written.

    @check(points=3)
    def test_mean_divides_by_the_weights_of_the_targets(student, inputs):
        logits, target, weight = inputs.logits(6, 4), inputs.classes(6, 4), inputs.positive(4)
        got = student.weighted_cross_entropy(logits, target, weight)
        losses = weight[target] * cross_entropy(logits, target, reduction="none")
        expect_close(got, losses.sum() / weight[target].sum(), instead={"divides-by-n": losses.mean()})

A check runs in the trusted worker; `student` is a proxy to the process that holds the submission. Every `expect_*`
ends the check with a `Finding` when the answer is wrong: data, no prose. `instead` names what a known misconception
would have given; an answer that equals it, and not the right one, is diagnosed with that name.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NoReturn, TypeVar

import numpy
import torch

from grader.model import Finding
from grader.verdicts import CheckFailed, Noted, Raised

F = TypeVar("F", bound=Callable[..., Any])

# Relative to the largest expected value. Right answers by another formula differ by a few units in the last place;
# no misconception of the catalogue comes this close.
TOLERANCES = {torch.float64: 1e-7, torch.float32: 1e-4, torch.float16: 1e-2, torch.bfloat16: 3e-2}


def check(*, points: float, after: str | None = None, visibility: str = "hidden") -> Callable[[F], F]:
    """Mark a test function as a check worth `points`, skipped where the check named `after` did not pass.

    The arguments must be literals: `grader.course` reads them without running the file.
    """

    def mark(function: F) -> F:
        return function

    return mark


def fail(kind: str = "misconception", *, diagnosis: str | None = None, **parameters: Any) -> NoReturn:
    """End the check as failed with a finding of `kind`."""
    raise CheckFailed(Finding(kind=kind, parameters=parameters, diagnosis=diagnosis))


def misconception(name: str, *, when: bool) -> None:
    """End the check as failed with the diagnosis `name` when it is `when`: for mistakes that no single value tells."""
    if when:
        fail(diagnosis=name)


def award(fraction: float, *, diagnosis: str | None = None, kind: str = "partial", **parameters: Any) -> None:
    """End the check with `fraction` of its points, unless that is all of them."""
    # NaN is not less than 1 either.
    if not fraction >= 1:
        kept = fraction if fraction > 0 else 0.0
        parameters.setdefault("percent", round(100 * kept))
        raise CheckFailed(Finding(kind=kind, parameters=parameters, diagnosis=diagnosis), kept)


def note(name: str) -> NoReturn:
    """End the check as passed, with the remark `name` (its words stand in `[notes]` of the feedback files)."""
    raise Noted(Finding(kind="note", parameters={"note": name}))


def expect(condition: bool, kind: str = "misconception", *, diagnosis: str | None = None, **parameters: Any) -> None:
    """Fail with a finding of `kind` unless `condition` holds."""
    if not condition:
        fail(kind, diagnosis=diagnosis, **parameters)


def expect_close(
    got: Any,
    expected: torch.Tensor | float,
    *,
    instead: Mapping[str, Any] | None = None,
    diagnosis: str | None = None,
    rtol: float | None = None,
    number: bool = False,
) -> None:
    """Fail unless `got` is `expected`: in type, shape, dtype, finiteness and value, in that order.

    With `number=True` anything that `float()` accepts stands for a 0-d tensor of any dtype. `rtol` is relative to the
    largest finite expected value; the default is 1e-4 for float32 and 1e-7 for float64. Infinities must be equal.
    """
    wanted = torch.as_tensor(expected).detach()
    if number:
        got = _as_number(got, wanted.dtype)
    if not _matches(got, wanted, rtol):
        for name, other in (instead or {}).items():
            rival = torch.as_tensor(other).detach()
            if _equals(got, rival, rtol) and not _equals(rival, wanted, rtol):
                fail("wrong-value", diagnosis=name, **_told_apart(got, wanted))
    _expect_tensor(got, diagnosis)
    expect_shape(got, tuple(wanted.shape), diagnosis=diagnosis)
    expect(
        got.dtype == wanted.dtype, "wrong-dtype", diagnosis=diagnosis, got=str(got.dtype), expected=str(wanted.dtype)
    )
    finite = bool(torch.isfinite(got).all()) or not bool(torch.isfinite(wanted).all())
    expect(finite, "not-finite", diagnosis=diagnosis, got=brief(got))
    if not _values_close(got, wanted, rtol):
        fail("wrong-value", diagnosis=diagnosis, **_told_apart(got, wanted))


def expect_shape(got: Any, shape: tuple[int, ...], *, diagnosis: str | None = None) -> None:
    """Fail unless `got` is a tensor of `shape`."""
    _expect_tensor(got, diagnosis)
    same = tuple(got.shape) == tuple(shape)
    expect(same, "wrong-shape", diagnosis=diagnosis, got=list(got.shape), expected=list(shape))


def expect_equal(
    got: Any,
    expected: Any,
    *,
    accept: Sequence[Any] = (),
    instead: Mapping[str, Any] | None = None,
    diagnosis: str | None = None,
    name: str = "",
) -> None:
    """Fail unless `got == expected`, or one of `accept`; lists, tuples and `torch.Size` are the same, floats within 1e-9.

    `name` is what the student calls the value (a constant's name); the finding carries it.
    """
    plain = as_plain(got)
    if any(_same(plain, as_plain(right)) for right in (expected, *accept)):
        return
    if got is None:
        fail("returned-nothing", diagnosis=diagnosis, name=name)
    named = next((name for name, other in (instead or {}).items() if _same(plain, as_plain(other))), diagnosis)
    fail("not-equal", diagnosis=named, got=brief(got), expected=brief(expected), name=name)


def expect_type(got: Any, kind: type | tuple[type, ...], *, diagnosis: str | None = None, name: str = "") -> None:
    """Fail unless `got` is an instance of `kind`."""
    kinds = kind if isinstance(kind, tuple) else (kind,)
    expected = " / ".join(each.__name__ for each in kinds)
    if got is None and type(None) not in kinds:
        fail("returned-nothing", diagnosis=diagnosis, name=name)
    expect(isinstance(got, kinds), "wrong-type", diagnosis=diagnosis, got=type_name(got), expected=expected, name=name)


def expect_items(got: Any, length: int, *, diagnosis: str | None = None) -> list[Any]:
    """Return the items of a tuple or list; fail unless there are `length` of them."""
    expect_type(got, (tuple, list), diagnosis=diagnosis)
    expect(len(got) == length, "wrong-length", diagnosis=diagnosis, got=len(got), expected=length)
    return list(got)


def expect_raises(exception: str, call: Callable[[], Any], *, diagnosis: str | None = None) -> None:
    """Fail unless `call` raises `exception` (its name, or a subclass) in the student's code.

    A function that always raises would pass: ask for a right value in the same check.
    """
    try:
        call()
    except Raised as error:
        if exception not in error.bases:
            fail("raised-other", diagnosis=diagnosis, expected=exception, got=error.bases[0], message=error.message)
    else:
        fail("did-not-raise", diagnosis=diagnosis, expected=exception)


def expect_unchanged(student: Any, *, diagnosis: str | None = "changes-its-arguments") -> None:
    """Fail if the last call changed the values of its arguments."""
    for position, (before, after) in enumerate(zip(student.arguments_before, student.arguments, strict=True), start=1):
        expect(identical(before, after), "changed-argument", diagnosis=diagnosis, argument=position)


def expect_gradients(
    student: Any,
    function: str,
    *arguments: Any,
    like: Callable[..., torch.Tensor],
    wrt: Sequence[int] = (0,),
    instead: Mapping[str, Callable[..., torch.Tensor]] | None = None,
    diagnosis: str | None = None,
    rtol: float | None = None,
    **keywords: Any,
) -> None:
    """Fail unless `student.<function>` has the gradients that `like` has, by the arguments numbered in `wrt`.

    Both are called on the same arguments; their results are weighted, summed and pulled back.
    """
    got = student.run(pull_back, function, list(arguments), keywords, list(wrt))
    expect(got is not None, "no-gradient", diagnosis=diagnosis)
    oracle = pull_back(_Module(like), "function", list(arguments), keywords, list(wrt))
    rivals = {
        name: pull_back(_Module(other), "function", list(arguments), keywords, list(wrt))
        for name, other in (instead or {}).items()
    }
    expect_items(got, len(wrt))
    for index, wanted in enumerate(oracle):
        others = {name: rival[index] for name, rival in rivals.items()}
        expect_close(got[index], wanted, instead=others, diagnosis=diagnosis, rtol=rtol)


def pull_back(student: Any, function: str, arguments: Any, keywords: dict[str, Any], wrt: Any) -> Any:
    """Return the gradients of a function's weighted sum by some arguments, or None where there is no graph (a probe)."""
    import torch

    arguments = list(arguments)
    leaves = []
    for index in wrt:
        leaves.append(arguments[index].detach().clone().requires_grad_())
        arguments[index] = leaves[-1]
    value = getattr(student, function)(*arguments, **keywords)
    if not isinstance(value, torch.Tensor) or not value.requires_grad:
        return None
    weights = torch.linspace(1, 2, max(value.numel(), 1), dtype=value.dtype)[: value.numel()].reshape(value.shape)
    gradients = torch.autograd.grad((value * weights).sum(), leaves, allow_unused=True)
    return [torch.zeros_like(leaf) if grad is None else grad for leaf, grad in zip(leaves, gradients, strict=True)]


class _Module:
    """Stands for the student's module where `pull_back` runs on the oracle."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function


def is_close(got: Any, expected: torch.Tensor | float, rtol: float | None = None) -> bool:
    """Return whether `got` has the shape and, within tolerance, the values of `expected`; the dtype does not count."""
    return _equals(got, torch.as_tensor(expected).detach(), rtol)


def identical(before: Any, after: Any) -> bool:
    """Return whether two plain values are exactly the same, dtypes included; NaN equals NaN."""
    if isinstance(before, torch.Tensor) and isinstance(after, torch.Tensor):
        if before.dtype != after.dtype or before.shape != after.shape:
            return False
        pair = before.detach(), after.detach()
        return bool(((pair[0] == pair[1]) | ((pair[0] != pair[0]) & (pair[1] != pair[1]))).all())
    if type(before) is not type(after):
        return False
    if isinstance(before, dict):
        return before.keys() == after.keys() and all(identical(before[key], after[key]) for key in before)
    if isinstance(before, (list, tuple)):
        return len(before) == len(after) and all(map(identical, before, after))
    if isinstance(before, numpy.ndarray):
        return bool(before.dtype == after.dtype and before.shape == after.shape and before.tobytes() == after.tobytes())
    return bool(before == after) or before != before


def as_plain(value: Any) -> Any:
    """Return `value` with sequences as tuples and one-element tensors, arrays and NumPy scalars as Python numbers."""
    if isinstance(value, (list, tuple)):
        return tuple(as_plain(item) for item in value)
    if isinstance(value, dict):
        return {key: as_plain(item) for key, item in value.items()}
    if isinstance(value, (torch.Tensor, numpy.ndarray)):
        return value.item() if value.ndim == 0 else as_plain(value.tolist())
    return value.item() if isinstance(value, numpy.generic) else value


def type_name(value: Any) -> str:
    """Return the name of the type that the student's code returned."""
    return str(getattr(type(value), "remote_type_name", lambda value: type(value).__name__)(value))


def brief(value: Any, length: int = 120, digits: int = 4) -> str:
    """Return a short text for a value, tensors as nested lists with four digits."""
    if isinstance(value, torch.Tensor):
        flat = value.detach()
        if flat.numel() > 16:
            return f"tensor of shape {tuple(flat.shape)}, first values {brief(flat.reshape(-1)[:4].tolist(), digits=digits)}"
        return brief(flat.tolist(), digits=digits)
    if isinstance(value, float):
        return f"{value:.{digits}f}" if 1e-3 <= abs(value) < 1e5 or value == 0 else f"{value:.{digits}g}"
    if isinstance(value, (list, tuple)):
        left, right = ("[", "]") if isinstance(value, list) else ("(", ",)" if len(value) == 1 else ")")
        text = left + ", ".join(brief(item, digits=digits) for item in value[:40]) + right
    elif isinstance(value, (str, int, bool, dict, set, type(None), bytes, numpy.ndarray, numpy.generic)):
        text = repr(value)
    else:
        text = type_name(value)
    return text if len(text) <= length else text[: length - 1] + "…"


def _told_apart(got: Any, wanted: Any) -> dict[str, str]:
    """Return short texts for two values that differ, with as many digits as it takes to see it."""
    pairs = [{"got": brief(got, digits=digits), "expected": brief(wanted, digits=digits)} for digits in (4, 6, 9, 16)]
    # Where they differ beyond the length of a short text, no number of digits tells.
    return next((pair for pair in pairs if pair["got"] != pair["expected"]), pairs[0])


def _expect_tensor(got: Any, diagnosis: str | None) -> None:
    if got is None:
        fail("returned-nothing", diagnosis=diagnosis)
    expect(isinstance(got, torch.Tensor), "wrong-type", diagnosis=diagnosis, got=type_name(got), expected="Tensor")


def _as_number(got: Any, dtype: torch.dtype) -> Any:
    """Return what `float()` accepts as a 0-d tensor, everything else unchanged."""
    if isinstance(got, numpy.ndarray) and got.size == 1:
        got = got.item()
    try:
        return torch.tensor(float(got), dtype=dtype) if not isinstance(got, str) else got
    except (TypeError, ValueError, RuntimeError, OverflowError):
        return got


def _matches(got: Any, wanted: torch.Tensor, rtol: float | None) -> bool:
    return isinstance(got, torch.Tensor) and got.dtype == wanted.dtype and _equals(got, wanted, rtol)


def _equals(got: Any, wanted: torch.Tensor, rtol: float | None) -> bool:
    if isinstance(got, (int, float)):
        got = torch.tensor(float(got))
    return isinstance(got, torch.Tensor) and got.shape == wanted.shape and _values_close(got, wanted, rtol)


def _values_close(got: torch.Tensor, wanted: torch.Tensor, rtol: float | None) -> bool:
    """Compare in float64; where `wanted` is infinite or NaN, `got` must be the same."""
    if got.is_complex() or wanted.is_complex():
        got, wanted = torch.view_as_real(got.to(torch.complex128)), torch.view_as_real(wanted.to(torch.complex128))
    precision = max(TOLERANCES.get(got.dtype, 0.0), TOLERANCES.get(wanted.dtype, 0.0)) if rtol is None else rtol
    got, wanted = got.detach().to(torch.float64), wanted.to(torch.float64)
    scale = float(wanted.abs().max()) if wanted.numel() else 0.0
    if not math.isfinite(scale):
        finite = torch.isfinite(wanted)
        same = (got == wanted) | (torch.isnan(got) & torch.isnan(wanted))
        if not bool(same[~finite].all()):
            return False
        got, wanted = got[finite], wanted[finite]
        scale = float(wanted.abs().max()) if wanted.numel() else 0.0
    # What is infinite or NaN in `got` alone is not within any tolerance.
    return bool(((got - wanted).abs() <= precision * scale + 1e-12).all())


def _same(got: Any, expected: Any) -> bool:
    if isinstance(got, tuple) and isinstance(expected, tuple):
        return len(got) == len(expected) and all(map(_same, got, expected))
    if isinstance(got, dict) and isinstance(expected, dict):
        return got.keys() == expected.keys() and all(_same(got[key], expected[key]) for key in expected)
    if isinstance(got, float) or isinstance(expected, float):
        numbers = isinstance(got, (int, float)) and isinstance(expected, (int, float))
        return numbers and (got == expected or abs(got - expected) <= 1e-9)
    return bool(got == expected)
