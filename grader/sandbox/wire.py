"""The message format between worker, zygote and child: length-prefixed msgpack, decoded into typed records.

How it works: worker and child exchange one `Request` and one `Reply` at a time over a stream socket. A frame is two
four-byte big-endian lengths, a msgpack record, and the elements of its tensors one after the other. The worker trusts
nothing in a reply: both lengths are bounded before anything is read, the record is decoded into those below or refused,
and `grader.sandbox.values` checks what they claim. Records make objects of many times their size, elements don't;
that is why the two have limits of their own. Both ends use this file; it knows neither torch nor the course.
"""

import struct
from collections.abc import Sequence
from typing import Any, Literal, NamedTuple, TypeAlias

import msgspec

_HEADER = struct.Struct(">II")
HEADER_BYTES = _HEADER.size


class Limit(NamedTuple):
    """The most bytes of record and of elements that are read of one frame."""

    record: int
    elements: int


REPLY_LIMIT = Limit(record=2 << 20, elements=14 << 20)
# Requests carry the files of an exercise in their records.
REQUEST_LIMIT = Limit(record=64 << 20, elements=64 << 20)


class Message(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """A record whose first element on the wire is its name."""


class TensorData(Message, frozen=True, tag="t"):
    """A tensor as dtype name and shape; its elements in row-major order are the frame's next `size` bytes.

    `strides` (in elements; only from the worker) lays them out as the original was. `number` is the tensor's
    identity within one message; `SameTensor` repeats it.
    """

    dtype: str
    shape: tuple[int, ...]
    size: int
    requires_grad: bool = False
    grad: "TensorData | None" = None
    strides: tuple[int, ...] | None = None
    number: int = 0


class SameTensor(Message, frozen=True, tag="="):
    """The tensor that came under `number` earlier in this message."""

    number: int


class ArrayData(Message, frozen=True, tag="a"):
    """A NumPy array, or with `scalar` a NumPy scalar; its elements are the frame's next `size` bytes."""

    dtype: str
    shape: tuple[int, ...]
    size: int
    scalar: bool = False


class ListData(Message, frozen=True, tag="l"):
    """A list."""

    items: "list[Value]"


class TupleData(Message, frozen=True, tag="u"):
    """A tuple (of a named tuple only the items cross)."""

    items: "list[Value]"


class SetData(Message, frozen=True, tag="s"):
    """A set or frozenset."""

    items: "list[Value]"


class DictData(Message, frozen=True, tag="d"):
    """A dict as keys and values in its order."""

    keys: "list[Value]"
    values: "list[Value]"


class ComplexData(Message, frozen=True, tag="c"):
    """A complex number."""

    real: float
    imag: float


class BytesData(Message, frozen=True, tag="b"):
    """Bytes (msgspec can't tell them from text in a union)."""

    data: bytes


class BigIntData(Message, frozen=True, tag="i"):
    """An int beyond 64 bits, in hexadecimal."""

    digits: str


class SliceData(Message, frozen=True, tag=":"):
    """A slice."""

    start: "Value"
    stop: "Value"
    step: "Value"


class SizeData(Message, frozen=True, tag="z"):
    """A torch.Size."""

    shape: tuple[int, ...]


class DtypeData(Message, frozen=True, tag="y"):
    """A torch.dtype by name."""

    name: str


class HandleData(Message, frozen=True, tag="h"):
    """Something that stays in the child: its number there, and the names of its type and that type's bases."""

    number: int
    types: tuple[str, ...] = ()
    callable: bool = False


Value: TypeAlias = (
    None
    | bool
    | int
    | float
    | str
    | TensorData
    | SameTensor
    | ArrayData
    | ListData
    | TupleData
    | SetData
    | DictData
    | ComplexData
    | BytesData
    | BigIntData
    | SliceData
    | SizeData
    | DtypeData
    | HandleData
)


class Prepare(Message, frozen=True):
    """First frame to a child: what it may use, and the read-only files that lie in its folder."""

    memory_bytes: int
    cpu_seconds: int
    files: dict[str, bytes] = {}


class Load(Message, frozen=True):
    """The submission: its cells, and what its exercise says of names."""

    cells: list[str]
    notebook: bool
    filename: str
    packages: list[str]
    contract: list[str]


class Started(Message, frozen=True):
    """The zygote's program runs; it imports torch now."""


class Hello(Message, frozen=True):
    """The zygote is ready; the layers that its children will have, and its version of torch."""

    layers: tuple[str, ...]
    torch_version: str


class Fork(Message, frozen=True):
    """Fork a child to which names are `forbidden`; the child's socket and its output pipe come as descriptors."""

    forbidden: tuple[str, ...] = ()


class Forked(Message, frozen=True):
    """The child's number in the zygote's eyes."""

    pid: int


class Reap(Message, frozen=True):
    """Kill a child with all its descendants."""

    pid: int


class Reaped(Message, frozen=True):
    """How the child ended: its wait status, the seconds that it computed and those that it waited for a processor."""

    status: int
    cpu_seconds: float
    waited_seconds: float


Operation = Literal["call", "attribute", "item", "iterate", "next", "length", "contains", "fetch", "put", "run"]


class Request(Message, frozen=True):
    """One thing to do with `target` (None: the submission's module). `seed` reseeds the generators first."""

    do: Operation
    target: HandleData | None = None
    name: str = ""
    arguments: list[Value] = []
    keywords: dict[str, Value] = {}
    seed: int | None = None


class Loaded(Message, frozen=True):
    """The submission is loaded; `names` are its public names, `failed` the cells that raised an exception."""

    names: dict[str, HandleData | None]
    folder: str
    failed: "list[Raised]" = []


class Returned(Message, frozen=True):
    """The result, and the call's arguments as they are afterwards."""

    value: Value
    arguments: list[Value] = []


class Raised(Message, frozen=True):
    """An exception: its class and that class's bases, its text, and where in the student's source it passed last."""

    bases: tuple[str, ...]
    message: str
    cell: int = 0
    line: int = 0
    source: str = ""


class Refused(Message, frozen=True):
    """Forbidden names that the submission reached."""

    names: tuple[str, ...]


class LoadFailed(Message, frozen=True):
    """The submission can't be loaded: `kind` is `syntax` or `exception`."""

    kind: Literal["syntax", "exception"]
    error: Raised


class Unsendable(Message, frozen=True):
    """The result is data of a kind or size that does not cross."""

    reason: str


class Exhausted(Message, frozen=True):
    """An iterator has no more items."""


Reply: TypeAlias = Loaded | Returned | Raised | Refused | LoadFailed | Unsendable | Exhausted

_encoder = msgspec.msgpack.Encoder()
_reply_decoder = msgspec.msgpack.Decoder(Reply)
_control_decoder = msgspec.msgpack.Decoder(Started | Hello | Fork | Forked | Reap | Reaped)
_request_decoder = msgspec.msgpack.Decoder(Prepare | Load | Request)


class WireError(Exception):
    """A frame that is too large, or is no message."""


def pack(message: Message, elements: Sequence[bytes] = ()) -> bytes:
    """Return the frame of a message and its tensors' elements; a `WireError` if no header can hold its lengths."""
    record = _encoder.encode(message)
    try:
        header = _HEADER.pack(len(record), sum(map(len, elements)))
    except struct.error:
        raise WireError("a message of more than 4 GiB") from None
    return b"".join((header, record, *elements))


def lengths(header: bytes | bytearray, limit: Limit) -> Limit:
    """Return the lengths that a frame's header announces; a `WireError` if one is beyond `limit`."""
    announced = Limit(*_HEADER.unpack(header))
    if announced.record > limit.record or announced.elements > limit.elements:
        raise WireError(f"a message of {sum(announced)} bytes; at most {sum(limit)} are read")
    return announced


def unpack_reply(record: bytes | bytearray | memoryview) -> Reply:
    """Return the reply in a frame's record; a `WireError` if it is none."""
    reply: Reply = _unpack(_reply_decoder, record)
    return reply


def unpack_request(record: bytes | bytearray | memoryview) -> "Prepare | Load | Request":
    """Return the request in a frame's record; a `WireError` if it is none."""
    request: Prepare | Load | Request = _unpack(_request_decoder, record)
    return request


def pack_control(message: Message) -> bytes:
    """Return the datagram of a message between worker and zygote."""
    return _encoder.encode(message)


def unpack_control(datagram: bytes) -> Any:
    """Return the message in a datagram between worker and zygote."""
    return _unpack(_control_decoder, datagram)


def _unpack(decoder: "msgspec.msgpack.Decoder[Any]", record: bytes | bytearray | memoryview) -> Any:
    try:
        return decoder.decode(record)
    # msgspec guards its own depth; strings that are no UTF-8 raise UnicodeDecodeError.
    except (msgspec.MsgspecError, RecursionError, UnicodeError, ValueError, MemoryError) as error:
        raise WireError(f"not a message: {error}") from None
