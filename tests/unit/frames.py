"""Values, frames and broken frames for tests of the message format, and the worker's end without a child."""

import socket
import threading
from collections.abc import Callable
from typing import Any

import numpy
import torch
from hypothesis import strategies as st

from grader.sandbox import claims, wire
from grader.sandbox.connection import ChildDied, Connection, DeadlineMissed
from grader.sandbox.values import ARRAY_DTYPES, DTYPES, Decoder, Encoder, ValueFault

# What `grader.sandbox.student` takes for the submission's fault, besides a `ValueFault`.
READING_FAULTS = (RuntimeError, ValueError, TypeError, OverflowError, RecursionError, MemoryError)


def encode(value: Any) -> bytes:
    """Return the frame of a reply that brings a value."""
    encoder = Encoder(lambda kept: wire.HandleData(1, (type(kept).__name__,)))
    record = encoder.encode(value)
    return wire.pack(wire.Returned(record), encoder.elements)


def read(frame: bytes) -> wire.Reply:
    """Return the reply in a frame, with its values decoded and thrown away; what the worker's end does to it."""
    size = wire.lengths(frame[: wire.HEADER_BYTES], wire.REPLY_LIMIT)
    body = memoryview(frame)[wire.HEADER_BYTES :]
    reply = claims.within_bounds(wire.unpack_reply(body[: size.record]))
    if isinstance(reply, wire.Returned):
        decode(reply, body[size.record : size.record + size.elements])
    return reply


def decode(reply: wire.Returned, elements: memoryview) -> Any:
    """Return the value of a reply."""
    decoder = Decoder(claims.handle, elements)
    value = decoder.decode(reply.value)
    for argument in reply.arguments:
        decoder.decode(argument)
    return value


def round_trip(value: Any) -> Any:
    """Return what arrives of a value on the other side."""
    frame = encode(value)
    size = wire.lengths(frame[: wire.HEADER_BYTES], wire.REPLY_LIMIT)
    body = memoryview(frame)[wire.HEADER_BYTES :]
    reply = wire.unpack_reply(body[: size.record])
    assert isinstance(reply, wire.Returned)
    return decode(reply, body[size.record :])


def is_refused(frame: bytes) -> bool:
    """Return whether a frame is refused in one of the ways that cost its sender points and nobody else anything."""
    try:
        read(frame)
    except (wire.WireError, ValueFault, *READING_FAULTS):
        return True
    return False


class NoZygote:
    """Stands for a zygote whose children are threads that write bytes to the worker."""

    def __init__(self, talk: Callable[[socket.socket], None]) -> None:
        self._talk = talk
        self._thread: threading.Thread | None = None

    def fork(self, channel: socket.socket, output: int, forbidden: object = ()) -> int:
        """Start the thread."""
        theirs = channel.dup()
        self._thread = threading.Thread(target=self._run, args=(theirs,), daemon=True)
        self._thread.start()
        return 1

    def reap(self, pid: int) -> wire.Reaped:
        """Wait for the thread: its socket is closed."""
        assert self._thread is not None
        self._thread.join(5)
        assert not self._thread.is_alive()
        return wire.Reaped(0, 0.0, 0.0)

    def _run(self, theirs: socket.socket) -> None:
        with theirs:
            try:
                self._talk(theirs)
            except OSError:
                # The worker hung up, as it may.
                return


def answer(content: bytes, seconds: float = 5.0) -> str:
    """Send bytes in the place of a reply and return what the worker's end makes of them."""

    def talk(theirs: socket.socket) -> None:
        theirs.recv(1 << 16)
        theirs.sendall(content)

    connection = Connection(NoZygote(talk))  # type: ignore[arg-type]
    try:
        connection.ask(wire.Request("call", None, "f"), seconds)
    except (ChildDied, DeadlineMissed, wire.WireError) as error:
        return type(error).__name__
    finally:
        connection.close()
    return "a reply"


def _tensor(drawn: tuple[str, list[int], bool]) -> torch.Tensor:
    name, shape, grad = drawn
    tensor = torch.arange(torch.Size(shape).numel()).reshape(shape).to(DTYPES[name])
    return tensor.requires_grad_() if grad and (tensor.is_floating_point() or tensor.is_complex()) else tensor


def _array(drawn: tuple[str, list[int]]) -> Any:
    name, shape = drawn
    array = numpy.arange(numpy.prod(shape, dtype=int)).reshape(shape).astype(name)
    return array if shape else array[()]


SHAPES = st.lists(st.integers(0, 4), max_size=4)
TENSORS = st.tuples(st.sampled_from(sorted(DTYPES)), SHAPES, st.booleans()).map(_tensor)
ARRAYS = st.tuples(st.sampled_from(sorted(ARRAY_DTYPES)), SHAPES).map(_array)
KEYS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=20), st.tuples(st.integers(), st.text(max_size=5))
)
SCALARS = st.one_of(
    KEYS,
    st.floats(),
    st.complex_numbers(),
    st.binary(max_size=50),
    st.integers(-(2**9000), 2**9000),
    st.builds(slice, st.none() | st.integers(), st.none() | st.integers(), st.none()),
    st.sampled_from(sorted(DTYPES)).map(DTYPES.__getitem__),
    SHAPES.map(torch.Size),
)
VALUES = st.recursive(
    SCALARS | TENSORS | ARRAYS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=5),
        st.lists(inner, max_size=5).map(tuple),
        st.dictionaries(KEYS, inner, max_size=5),
        st.sets(KEYS, max_size=5),
    ),
    max_leaves=20,
)
FRAMES = VALUES.map(encode)


@st.composite
def broken_frames(draw: st.DrawFn) -> bytes:
    """Draw a frame that was right once: bytes changed, moved, left out, put in, or its lengths changed."""
    frame = bytearray(draw(FRAMES))
    for _ in range(draw(st.integers(1, 6))):
        place = draw(st.integers(0, max(0, len(frame) - 1)))
        match draw(st.sampled_from(("change", "remove", "insert", "repeat", "header", "cut"))):
            case "change" if frame:
                frame[place] = draw(st.integers(0, 255))
            case "remove":
                del frame[place : place + draw(st.integers(1, 8))]
            case "insert":
                # The heads of msgpack's arrays, maps, strings, numbers and extensions are where the danger is.
                head = draw(
                    st.sampled_from(b"\x80\x90\x9f\xa0\xc0\xc1\xc4\xc6\xc9\xca\xcb\xcf\xd3\xd9\xdb\xdd\xdf\xff")
                )
                frame[place:place] = bytes([head]) + draw(st.binary(max_size=6))
            case "repeat":
                frame[place:place] = frame[place : place + 40] * draw(st.integers(1, 50))
            case "header":
                frame[: wire.HEADER_BYTES] = draw(st.binary(min_size=8, max_size=8))
            case "cut":
                del frame[place:]
    return bytes(frame)
