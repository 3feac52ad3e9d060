"""What crosses the trust line arrives as it was sent, and what is sent to harm is refused."""

import gc
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import frames
import numpy
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.checks import as_plain, identical
from grader.sandbox import claims, wire
from grader.sandbox.values import MAX_KEYS, MAX_UNFOLDED, Decoder, Encoder, ValueFault

QUICK = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
SLOW = settings(QUICK, max_examples=40)
MEBIBYTE = 1 << 20


def fault_of(record: wire.Value, elements: bytes = b"") -> str:
    """Return why a value is refused."""
    with pytest.raises(ValueFault) as fault:
        Decoder(claims.handle, elements).decode(record)
    return str(fault.value)


@QUICK
@given(frames.VALUES)
def test_values_arrive_as_they_were_sent(value: Any) -> None:
    """Every kind of data crosses as a copy that equals it, dtypes, shapes and gradients included."""
    try:
        arrived = frames.round_trip(value)
    except ValueFault as fault:
        assert "nested" in str(fault) or "hexadecimal" in str(fault) or "keys" in str(fault)
        return
    assert same(value, arrived)


def same(sent: Any, arrived: Any) -> bool:
    """Return whether two values are the same, with named differences of kind left out."""
    if isinstance(sent, (list, tuple)) and not isinstance(sent, torch.Size):
        return type(sent) is type(arrived) and len(sent) == len(arrived) and all(map(same, sent, arrived))
    if isinstance(sent, dict):
        return list(sent) == list(arrived) and all(map(same, sent.values(), arrived.values()))
    if isinstance(sent, torch.Tensor):
        return identical(sent, arrived) and sent.requires_grad == arrived.requires_grad
    if isinstance(sent, numpy.generic):
        return type(sent) is type(arrived) and sent.tobytes() == arrived.tobytes()
    if isinstance(sent, complex):
        return repr(sent) == repr(arrived)
    return identical(sent, arrived)


@QUICK
@given(st.binary(max_size=2_000))
def test_noise_is_refused_or_read(noise: bytes) -> None:
    """Arbitrary bytes never raise anything but what is the submission's own fault."""
    frames.is_refused(noise.ljust(wire.HEADER_BYTES, b"\0"))


@QUICK
@given(frames.broken_frames())
def test_broken_frames_are_refused_or_read(frame: bytes) -> None:
    """A frame that was changed on the way never raises anything but what is the submission's own fault."""
    frames.is_refused(frame.ljust(wire.HEADER_BYTES, b"\0"))


@SLOW
@given(frames.broken_frames() | st.binary(max_size=400))
def test_the_workers_end_survives_any_bytes(content: bytes) -> None:
    """Whatever a child sends before it closes its socket, the worker's end says what it was, and goes on."""
    assert frames.answer(content) in ("ChildDied", "DeadlineMissed", "WireError", "a reply")


@pytest.mark.parametrize("announced", [(2**32 - 1, 0), (0, 2**32 - 1), wire.REPLY_LIMIT._replace(record=3 << 20)])
def test_too_large_a_frame_is_refused_by_its_header(announced: tuple[int, int]) -> None:
    """Of a frame that announces more than the limit, nothing is read."""
    header = announced[0].to_bytes(4, "big") + announced[1].to_bytes(4, "big")
    started = time.monotonic()
    assert frames.answer(header + b"x" * 100_000) == "WireError"
    assert time.monotonic() - started < 2


def test_a_reply_that_never_ends_misses_its_deadline() -> None:
    """A child that sends byte after byte is stopped at the deadline of the call, not of each byte."""

    def talk(theirs: Any) -> None:
        theirs.sendall(frames.encode([0] * 1000)[:20])
        for _ in range(200):
            theirs.sendall(b"\0")
            time.sleep(0.02)

    connection = frames.Connection(frames.NoZygote(talk))  # type: ignore[arg-type]
    started = time.monotonic()
    with pytest.raises(frames.DeadlineMissed):
        connection.ask(wire.Request("call", None, "f"), 0.4)
    connection.close()
    assert time.monotonic() - started < 4


def test_one_child_sends_only_so_much() -> None:
    """A child whose replies are small each, and too much together, is not read any further."""

    def talk(theirs: Any) -> None:
        reply = wire.pack(wire.Returned(None), [bytes(13 * MEBIBYTE)])
        while True:
            theirs.recv(1 << 16)
            theirs.sendall(reply)

    connection = frames.Connection(frames.NoZygote(talk))  # type: ignore[arg-type]

    def ask_on() -> None:
        for _ in range(60):
            connection.ask(wire.Request("call", None, "f"), 5)

    with pytest.raises(wire.WireError, match="more replies"):
        ask_on()
    assert not connection.alive


BOMBS = {
    "two million nothings": lambda: wire.ListData([None] * 2_000_000),
    "empty lists": lambda: wire.ListData([wire.ListData([])] * 400_000),
    "nested pairs": lambda: wire.ListData([wire.ListData([1])] * 190_000),
    "empty dicts": lambda: wire.ListData([wire.DictData([], [])] * 190_000),
    "colliding numbers": lambda: wire.SetData(
        [wire.BigIntData(f"{(2**61 - 1) * number:x}") for number in range(1, 60_000)]
    ),
    "one tensor many times": lambda: wire.ListData(
        [wire.TensorData("uint8", (4096,), 4096, number=1), *[wire.SameTensor(1)] * 100_000]
    ),
    "many tensors": lambda: wire.ListData([wire.TensorData("float32", (), 4)] * 100_000),
    "many axes": lambda: wire.ListData([wire.TensorData("uint8", (1,) * 16, 1)] * 15_000),
    "rows of nothing": lambda: wire.TensorData("float32", (2**39, 0), 0),
    "columns of rows of nothing": lambda: wire.TensorData("float32", (1000, 1000, 1000, 0), 0),
    "impossible lengths": lambda: wire.TensorData("float32", (2**62, 2**62), 0),
    "long ints": lambda: wire.ListData([wire.BigIntData("f" * 3_400)] * 600),
    "many handles": lambda: wire.ListData([wire.HandleData(1, ("x" * 90,) * 20)] * 1_000),
    "text": lambda: "x" * 2_000_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_small_frames_stay_small(name: str) -> None:
    """No frame within the limits takes more than two seconds or 160 MiB to read, and to look at as plain lists."""
    frame = wire.pack(wire.Returned(BOMBS[name]()), [bytes(13 * MEBIBYTE)])
    started = time.process_time()
    with memory_limit(160 * MEBIBYTE):
        try:
            expect_plain(frame)
        except (wire.WireError, ValueFault) as error:
            assert not isinstance(error.__context__, MemoryError)
    assert time.process_time() - started < 2


def expect_plain(frame: bytes) -> None:
    """Read a frame and turn its value into plain lists, as comparing it does."""
    reply = frames.read(frame)
    assert isinstance(reply, wire.Returned)
    size = wire.lengths(frame[: wire.HEADER_BYTES], wire.REPLY_LIMIT)
    as_plain(frames.decode(reply, memoryview(frame)[wire.HEADER_BYTES + size.record :]))


@contextmanager
def memory_limit(more: int) -> Iterator[None]:
    """Let this process take so many more bytes, and then no more."""
    before = resource.getrlimit(resource.RLIMIT_AS)
    size = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    # As a worker does: looking through torch's own objects is not the frame's cost.
    gc.freeze()
    resource.setrlimit(resource.RLIMIT_AS, (size + more, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)
        gc.unfreeze()


def test_what_a_message_unfolds_to_is_bounded() -> None:
    """Tensors count as often as they stand in a message, and rows count though they be empty."""
    tensor = wire.TensorData("uint8", (1 << 20,), 1 << 20, number=1)
    elements = bytes(1 << 20)
    assert "elements" in fault_of(wire.ListData([tensor, wire.SameTensor(1), wire.SameTensor(1)]), elements)
    assert "elements" in fault_of(wire.TensorData("bool", (MAX_UNFOLDED, 0), 0))
    assert "elements" in fault_of(wire.ArrayData("bool", (2**39, 0), 0))
    empty = Decoder(claims.handle).decode(wire.TensorData("float32", (0, 2**39), 0))
    assert empty.tolist() == []


@pytest.mark.parametrize(
    ("record", "why"),
    [
        (wire.TensorData("float32", (2, 2), 4), "4 bytes for a shape that takes 16"),
        (wire.TensorData("float32", (2,), 8), "8 bytes for a shape that takes 8"),
        (wire.TensorData("float32", (-1,), 0), "impossible length"),
        (wire.TensorData("float31", (), 4), "no dtype"),
        (wire.TensorData("bool", (4,), 4), "neither 0 nor 1"),
        (wire.TensorData("int8", (4,), 4, True), "a gradient asked of"),
        (wire.TensorData("float32", (1,), 4, False, None, (1,)), "strides"),
        (wire.TensorData("int8", (2,), 2, False, wire.TensorData("int8", (2,), 2)), "does not fit"),
        (wire.ArrayData("object", (1,), 4), "no array dtype"),
        (wire.SameTensor(3), "never sent"),
        (wire.DictData([1], []), "more keys than values"),
        (wire.DictData([wire.ListData([])], [1]), "a key of type list"),
        (wire.SetData(list(range(MAX_KEYS + 1))), "keys"),
        (wire.SetData([wire.TupleData([0] * 100)]), "many parts"),
        (wire.DtypeData("__name__"), "no dtype"),
        (wire.DtypeData("os.system"), "no dtype"),
        (wire.BigIntData("zz"), "no number"),
        (wire.BigIntData("f" * 5000), "too long"),
    ],
)
def test_claims_that_do_not_hold_are_refused(record: wire.Value, why: str) -> None:
    """A record whose claims contradict each other is refused with the reason."""
    assert why in fault_of(record, b"\2\2\2\2")


def test_a_deep_value_is_refused_on_both_sides() -> None:
    """Values nested beyond thirty-two levels neither leave a child nor enter the worker."""
    deep: Any = []
    record: wire.Value = None
    for _ in range(100):
        deep, record = [deep], wire.ListData([record])
    with pytest.raises(ValueFault, match="nested too deeply"):
        Encoder(lambda kept: wire.HandleData(1)).encode(deep)
    assert "nested too deeply" in fault_of(record)


def test_a_tensor_sent_twice_stays_one() -> None:
    """Two places that held one tensor hold one tensor again, and gradients come with it."""
    tensor = torch.ones(3, requires_grad=True)
    tensor.grad = torch.full((3,), 2.0)
    first, second, other = frames.round_trip([tensor, tensor, tensor.detach().clone()])
    assert first is second
    assert first is not other
    assert first.grad.tolist() == [2.0, 2.0, 2.0]


def test_keys_that_are_arrays_keep_their_elements() -> None:
    """NumPy scalars as keys and tensors as values of one dict do not take each other's elements."""
    sent = {numpy.int64(1): torch.tensor([1.0]), numpy.int64(2): torch.tensor([2.0, 3.0])}
    arrived = frames.round_trip(sent)
    assert {int(key): value.tolist() for key, value in arrived.items()} == {1: [1.0], 2: [2.0, 3.0]}


def test_text_about_a_submission_is_short_and_plain() -> None:
    """Names and messages of a child arrive without control characters, and no longer than people read."""
    hostile = "\x1b[2J\u202e\0\r\nname" * 400
    raised = wire.Raised((hostile,) * 1_000, hostile, -5, 2**60, hostile)
    error = claims.within_bounds(raised)
    assert isinstance(error, wire.Raised)
    assert len(error.bases) == claims.MAX_TYPES
    texts = [*error.bases, error.message, error.source]
    assert all(len(text) <= 10 * claims.MAX_TEXT for text in texts)
    assert not any(char in text for text in texts for char in "\x1b\u202e\0\r")
    assert (error.cell, error.line) == (0, claims.MAX_LINE)
    loaded = claims.within_bounds(
        wire.Loaded({f"{number}{hostile}": None for number in range(600)}, hostile, [raised] * 500)
    )
    assert isinstance(loaded, wire.Loaded)
    assert (len(loaded.names), len(loaded.failed)) == (claims.MAX_NAMES, claims.MAX_FAILED_CELLS)
    refused = claims.within_bounds(wire.Refused((hostile,) * 1_000))
    assert isinstance(refused, wire.Refused)
    assert len(refused.names) == claims.MAX_TYPES
    assert claims.plain_text("二\u3000é\n\tx") == "二\u3000é\n\tx"
