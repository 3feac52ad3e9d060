"""Python values <-> wire records, checked on arrival: a reply is a claim by an adversary.

Data crosses as a copy; everything else stays in the child and crosses as a handle. What a record claims (dtype, shape,
number of bytes, bool bytes, nesting, identity) is checked before anything is allocated. And no value that passes can
cost its reader much: the limits below count what a value unfolds to, not what it takes on the wire.
"""

import math
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy
import torch

from grader.sandbox.wire import (
    ArrayData,
    BigIntData,
    BytesData,
    ComplexData,
    DictData,
    DtypeData,
    HandleData,
    ListData,
    SameTensor,
    SetData,
    SizeData,
    SliceData,
    TensorData,
    TupleData,
    Value,
)

MAX_DEPTH = 32
MAX_NODES = 200_000
MAX_TENSORS = 20_000
MAX_DIMENSIONS = 16
MAX_TENSOR_BYTES = 12 << 20
# What all tensors of a message would be as nested lists, each as often as it stands there. A list that holds one large
# tensor ten thousand times is small on the wire; a shape like (2**39, 0) has no element, and 2**39 empty rows.
MAX_UNFOLDED = 2 << 20
# Hashes of numbers are known, so a dict can be made of keys that all collide; then its cost is their number squared.
MAX_KEYS = 4_096
MAX_KEY_ITEMS = 16
# Python writes no int of more decimal digits than 4300.
MAX_DIGITS = 3_500

DTYPES = {
    str(dtype).removeprefix("torch."): dtype
    for dtype in (
        torch.bool,
        torch.uint8,
        torch.int8,
        torch.int16,
        torch.int32,
        torch.int64,
        torch.float16,
        torch.bfloat16,
        torch.float32,
        torch.float64,
        torch.complex64,
        torch.complex128,
    )
}
ARRAY_DTYPES = frozenset(
    "bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 float32 float64 complex64 complex128".split()
)


class ValueFault(Exception):
    """A value that does not cross, or a record whose claims don't hold."""


class Encoder:
    """Makes records of the values of one message; `to_handle` takes what is no data.

    What tensors and arrays hold is collected in `elements`, in the order of their records.
    """

    def __init__(self, to_handle: Callable[[Any], HandleData], *, keep_strides: bool = False) -> None:
        self.elements: list[bytes] = []
        self._to_handle, self._keep_strides = to_handle, keep_strides
        self._numbers: dict[int, int] = {}
        # Keeps numbered tensors alive: a freed one's id() could return with another tensor.
        self._alive: list[torch.Tensor] = []
        self._nodes = 0

    def encode(self, value: Any, depth: int = 0) -> Value:
        """Return the record of `value`; a `ValueFault` if it is data that does not cross."""
        self._nodes += 1
        if depth > MAX_DEPTH or self._nodes > MAX_NODES:
            raise ValueFault("nested too deeply" if depth > MAX_DEPTH else "too many values")
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, torch.Tensor):
            return self._tensor(value)
        # Before NumPy's scalars: its text is text.
        if isinstance(value, str):
            return str.encode(value, "utf-8", "replace").decode()
        if isinstance(value, numpy.ndarray | numpy.generic):
            return self._array(value)
        if isinstance(value, int):
            plain = int.__int__(value)
            return plain if -(2**63) <= plain < 2**64 else _big(plain)
        if isinstance(value, float):
            return float.__float__(value)
        if isinstance(value, Fraction | Decimal):
            return _as_float(value)
        if isinstance(value, bytes | bytearray):
            return BytesData(bytes(value))
        return self._container(value, depth + 1)

    def _container(self, value: Any, depth: int) -> Value:
        if isinstance(value, torch.Size):
            return SizeData(tuple(int(length) for length in value))
        if isinstance(value, list):
            return ListData([self.encode(item, depth) for item in list.__iter__(value)])
        if isinstance(value, tuple):
            return TupleData([self.encode(item, depth) for item in tuple.__iter__(value)])
        if isinstance(value, set | frozenset):
            return SetData([self.encode(item, depth) for item in value])
        if isinstance(value, dict):
            keys = [self.encode(key, depth) for key in dict.keys(value)]
            return DictData(keys, [self.encode(item, depth) for item in dict.values(value)])
        if isinstance(value, complex):
            return ComplexData(value.real, value.imag)
        if isinstance(value, slice):
            return SliceData(*(self.encode(part, depth) for part in (value.start, value.stop, value.step)))
        if isinstance(value, torch.dtype):
            return DtypeData(str(value).removeprefix("torch."))
        return self._to_handle(value)

    def _tensor(self, tensor: torch.Tensor) -> Value:
        if id(tensor) in self._numbers:
            return SameTensor(self._numbers[id(tensor)])
        number = len(self._numbers) + 1
        self._numbers[id(tensor)] = number
        self._alive.append(tensor)
        record = self._tensor_data(tensor, number)
        grad = None
        with torch._C.DisableTorchFunctionSubclass():
            if tensor.is_leaf and tensor.grad is not None:
                grad = self._tensor_data(tensor.grad, 0)
        if grad is None:
            return record
        return TensorData(
            record.dtype, record.shape, record.size, record.requires_grad, grad, record.strides, record.number
        )

    def _tensor_data(self, tensor: torch.Tensor, number: int) -> TensorData:
        with torch._C.DisableTorchFunctionSubclass(), torch.no_grad():
            plain, plain_requires_grad = tensor.detach(), bool(tensor.requires_grad)
            if plain.layout is not torch.strided and _bytes_of(plain) <= MAX_TENSOR_BYTES:
                plain = plain.to_dense()
            dtype = str(plain.dtype).removeprefix("torch.")
            if dtype not in DTYPES or plain.device.type != "cpu" or plain.is_quantized or plain.is_nested:
                raise ValueFault(f"a tensor of dtype {plain.dtype} on device {plain.device}")
            if _bytes_of(plain) > MAX_TENSOR_BYTES:
                raise ValueFault(f"a tensor of shape {tuple(plain.shape)}: larger than {MAX_TENSOR_BYTES >> 20} MiB")
            strides = None
            if self._keep_strides and not plain.is_contiguous():
                strides = tuple(plain.stride())
                span = 1 + sum((length - 1) * step for length, step in zip(plain.shape, strides, strict=True))
                flat = torch.as_strided(plain, (span,), (1,))
            else:
                # One element counts as contiguous whatever its stride; a view as bytes wants a stride of 1.
                whole = plain.resolve_conj().resolve_neg().contiguous()
                flat = torch.as_strided(whole, (whole.numel(),), (1,))
            data = bytes(flat.view(torch.uint8).numpy().data) if flat.numel() else b""
        self.elements.append(data)
        return TensorData(dtype, tuple(plain.shape), len(data), plain_requires_grad, None, strides, number)

    def _array(self, array: Any) -> ArrayData:
        if array.dtype.name not in ARRAY_DTYPES or array.nbytes > MAX_TENSOR_BYTES:
            raise ValueFault(f"an array of dtype {array.dtype.name[:40]} and {array.nbytes} bytes")
        # Little-endian row-major bytes, whatever the array's own layout.
        data = numpy.asarray(array, dtype=array.dtype.newbyteorder("<")).tobytes()
        self.elements.append(data)
        return ArrayData(array.dtype.name, tuple(array.shape), len(data), isinstance(array, numpy.generic))


class Decoder:
    """Makes values of the records of one message; `from_handle` gives the object that stands for a handle."""

    def __init__(
        self,
        from_handle: Callable[[HandleData], Any],
        elements: bytes | bytearray | memoryview = b"",
        *,
        trusted: bool = False,
    ) -> None:
        self._from_handle, self._trusted = from_handle, trusted
        self._bytes, self._taken = memoryview(elements), 0
        self._tensors: dict[int, torch.Tensor] = {}
        self._nodes = self._count = self._unfolded = self._keys = 0

    def decode(self, record: Value, depth: int = 0) -> Any:
        """Return the value of `record`; a `ValueFault` if its claims don't hold."""
        self._nodes += 1
        if depth > MAX_DEPTH + 2 or self._nodes > 2 * MAX_NODES:
            raise ValueFault("nested too deeply" if depth > MAX_DEPTH + 2 else "too many values")
        match record:
            case None | bool() | int() | float() | str():
                return record
            case TensorData():
                return self._tensor(record)
            case SameTensor(number=number):
                if number not in self._tensors:
                    raise ValueFault("a tensor that was never sent")
                self._count_elements(self._tensors[number].shape)
                return self._tensors[number]
            case ArrayData():
                return self._array(record)
            case HandleData():
                return self._from_handle(record)
        return self._container(record, depth + 1)

    def _container(self, record: Any, depth: int) -> Any:
        match record:
            case ListData(items=items):
                return [self.decode(item, depth) for item in items]
            case TupleData(items=items):
                return tuple(self.decode(item, depth) for item in items)
            case SetData(items=items):
                return {self._key(item, depth) for item in items}
            case DictData(keys=keys, values=values):
                if len(keys) != len(values):
                    raise ValueFault("a dict with more keys than values")
                # Keys first, as they were sent: each tensor takes its elements from where the last one stopped.
                decoded = [self._key(key, depth) for key in keys]
                return dict(zip(decoded, (self.decode(value, depth) for value in values), strict=True))
            case ComplexData(real=real, imag=imag):
                return complex(real, imag)
            case BytesData(data=data):
                return data
            case BigIntData(digits=digits):
                return _read_big(digits)
            case SliceData(start=start, stop=stop, step=step):
                return slice(*(self.decode(part, depth) for part in (start, stop, step)))
            case SizeData(shape=shape):
                return torch.Size(_shape(shape))
            case DtypeData(name=name):
                dtype = getattr(torch, name, None) if name.isidentifier() else None
                if not isinstance(dtype, torch.dtype):
                    raise ValueFault(f"no dtype {name[:40]!r}")
                return dtype
        raise ValueFault(f"a {type(record).__name__}")

    def _key(self, record: Value, depth: int) -> Any:
        """Return a key of a dict or an item of a set: few, small and hashable."""
        before = self._nodes
        key = self.decode(record, depth)
        self._keys += 1
        if not self._trusted and (self._keys > MAX_KEYS or self._nodes - before > MAX_KEY_ITEMS):
            raise ValueFault(f"more than {MAX_KEYS} keys" if self._keys > MAX_KEYS else "a key of many parts")
        try:
            hash(key)
        except TypeError:
            raise ValueFault(f"a key of type {type(key).__name__}") from None
        return key

    def _tensor(self, record: TensorData) -> torch.Tensor:
        tensor = self._elements(record)
        if record.requires_grad:
            if not (tensor.is_floating_point() or tensor.is_complex()):
                raise ValueFault(f"a gradient asked of a {record.dtype} tensor")
            tensor.requires_grad_()
        if record.grad is not None:
            grad = self._elements(record.grad)
            if grad.shape != tensor.shape or grad.dtype != tensor.dtype or not record.requires_grad:
                raise ValueFault("a gradient that does not fit its tensor")
            tensor.grad = grad
        if record.number:
            self._tensors[record.number] = tensor
        return tensor

    def _elements(self, record: TensorData) -> torch.Tensor:
        dtype = DTYPES.get(record.dtype)
        if dtype is None:
            raise ValueFault(f"no dtype {record.dtype[:40]!r}")
        shape = _shape(record.shape)
        if record.strides is not None:
            if not self._trusted:
                raise ValueFault("a tensor with strides")
            data = self._take(record.size, record.size)
            return torch.as_strided(torch.frombuffer(data, dtype=dtype), shape, record.strides)
        data = self._take(record.size, self._count_elements(shape) * dtype.itemsize)
        _expect_bools(data, is_bool=dtype is torch.bool)
        if not data:
            return torch.empty(shape, dtype=dtype)
        return torch.frombuffer(data, dtype=dtype).reshape(shape)

    def _array(self, record: ArrayData) -> Any:
        if record.dtype not in ARRAY_DTYPES:
            raise ValueFault(f"no array dtype {record.dtype[:40]!r}")
        shape, dtype = _shape(record.shape), numpy.dtype(record.dtype)
        data = self._take(record.size, self._count_elements(shape) * dtype.itemsize)
        _expect_bools(data, is_bool=record.dtype == "bool")
        array = numpy.frombuffer(data, dtype=dtype).reshape(shape)
        return array[()] if record.scalar and not shape else array

    def _count_elements(self, shape: tuple[int, ...]) -> int:
        """Return the number of elements of a shape, after adding up what it unfolds to: rows of rows of elements."""
        count = unfolded = 1
        for length in shape:
            count *= length
            unfolded += count
        self._count += 1
        self._unfolded += unfolded
        if not self._trusted and (self._unfolded > MAX_UNFOLDED or self._count > MAX_TENSORS):
            raise ValueFault(f"more than {MAX_UNFOLDED} elements or {MAX_TENSORS} tensors")
        return count

    def _take(self, size: int, expected: int) -> bytearray:
        """Return a copy of the next bytes of the frame; a `ValueFault` if they aren't as many as expected."""
        if size != expected or not 0 <= size <= len(self._bytes) - self._taken:
            raise ValueFault(f"{size} bytes for a shape that takes {expected}")
        self._taken += size
        return bytearray(self._bytes[self._taken - size : self._taken])


def _bytes_of(tensor: torch.Tensor) -> int:
    return math.prod(tensor.shape) * tensor.element_size()


def _shape(shape: tuple[int, ...]) -> tuple[int, ...]:
    if len(shape) > MAX_DIMENSIONS or any(not 0 <= length < 2**40 for length in shape):
        raise ValueFault(f"a shape of {len(shape)} axes, or with an impossible length")
    return shape


def _expect_bools(data: bytearray, *, is_bool: bool) -> None:
    if is_bool and data and bool((numpy.frombuffer(data, numpy.uint8) > 1).any()):
        raise ValueFault("a bool that is neither 0 nor 1")


def _as_float(value: Fraction | Decimal) -> float:
    """Return a number of Python's own as a float: checks compare with floats."""
    try:
        return float(value)
    except (OverflowError, ValueError):
        raise ValueFault(f"a {type(value).__name__} that no float holds") from None


def _big(value: int) -> BigIntData:
    digits = f"{value:x}"
    if len(digits) > MAX_DIGITS:
        raise ValueFault(f"an int of more than {MAX_DIGITS} hexadecimal digits")
    return BigIntData(digits)


def _read_big(digits: str) -> int:
    if len(digits) > MAX_DIGITS + 1 or not digits.isascii():
        raise ValueFault("an int that is too long")
    try:
        return int(digits, 16)
    except ValueError:
        raise ValueFault("an int that is no number") from None
