"""Values of student answers: plain data that travels as JSON and raw array blocks, never pickle.

Plain JSON means itself; every other value is an object with a tag under `"$"`. The decoder
meets hostile data: it caps depth, nodes, digits and bytes and raises only `Malformation`.
"""

from __future__ import annotations

import base64
import math
import re
import struct
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy

PLAIN = frozenset({str, int, float, bool, type(None)})
"""Types whose values JSON has as they are."""
MAX_DEPTH = 60
_ADDRESS = re.compile(r" at 0x[0-9A-Fa-f]{4,16}\b")
MAX_NODES = 400_000
MAX_DIGITS = 4_000
MAX_TEXT = 1_000_000
MAX_ARRAY_BYTES = 64 << 20
MOST_SHORTENED = 20_000
"""So many narrow numbers are written as short as can be; more of them in one go."""
ENOUGH = {"f": 7, "e": 4}
"""Digits that name a narrow number to within its precision."""

# numpy's name: (struct code, bytes); half and single precision come back as shortest decimals
DTYPES = {
    "|b1": ("?", 1),
    "|i1": ("b", 1),
    "|u1": ("B", 1),
    "<i2": ("h", 2),
    "<u2": ("H", 2),
    "<i4": ("i", 4),
    "<u4": ("I", 4),
    "<i8": ("q", 8),
    "<u8": ("Q", 8),
    "<f2": ("e", 2),
    "<f4": ("f", 4),
    "<f8": ("d", 8),
}


class Malformation(Exception):
    """What came back is not a value; the message is fit for a report."""


@dataclass(frozen=True, slots=True)
class Expression:
    """The text of a symbolic object, such as a SymPy expression."""

    text: str


@dataclass(frozen=True, slots=True)
class Opaque:
    """Something that is not plain data: the name of its type and what it prints as."""

    type: str
    text: str


@dataclass(frozen=True, slots=True)
class Array:
    """A numeric array in row-major little-endian bytes; `dtype` is one of `DTYPES`."""

    dtype: str
    shape: tuple[int, ...]
    data: bytes

    def numpy(self) -> numpy.ndarray[Any, Any]:
        """The same numbers as a read-only NumPy array."""
        import numpy as np

        return np.frombuffer(self.data, dtype=self.dtype).reshape(self.shape)

    def tolist(self) -> Any:
        """Nested lists of Python numbers; narrow floats by their own shortest decimal.

        Raises `Malformation` where that would be more than `MAX_NODES` numbers: a list of that
        length is none of the answers a kind reads one by one.
        """
        code, size = DTYPES[self.dtype]
        if len(self.data) // size > MAX_NODES:
            raise Malformation(f"the answer has more than {MAX_NODES} elements")
        flat: list[Any] = list(struct.unpack(f"<{len(self.data) // size}{code}", self.data))
        if code in "ef" and len(flat) <= MOST_SHORTENED:
            flat = [shortest(x, code) for x in flat]
        elif code in "ef":
            flat = [float(f"{x:.{ENOUGH[code]}g}") for x in flat]
        return _nest(flat, self.shape)


Value = (
    None
    | bool
    | int
    | float
    | complex
    | str
    | Fraction
    | Expression
    | Opaque
    | Array
    | list[Any]
    | dict[Any, Any]
)


def shortest(value: float, code: str) -> float:
    """The float64 of the shortest decimal that names `value` in precision `code` (`e` or `f`)."""
    if not math.isfinite(value):
        return value
    for digits in range(1, 10):
        candidate = float(f"{value:.{digits}g}")
        try:
            if struct.unpack(f"<{code}", struct.pack(f"<{code}", candidate))[0] == value:
                return candidate
        except OverflowError:
            continue
    return value


def elements(value: Value) -> int:
    """How many elements a value has with every array as nested lists, none of them built."""
    total, left = 0, [value]
    while left and total <= MAX_ARRAY_BYTES:
        item = left.pop()
        total += 1
        if isinstance(item, Array):
            total += math.prod(max(n, 1) for n in item.shape)
        elif isinstance(item, list):
            left += item
        elif isinstance(item, dict):
            left += item.keys()
            left += item.values()
    return total + len(left)


def plain(value: Value) -> Any:
    """The value with every array as nested lists, for kinds that read numbers one by one.

    Raises `Malformation` where that would be more elements than an answer may have.
    """
    if elements(value) > MAX_NODES:
        raise Malformation(f"the answer has more than {MAX_NODES} elements")
    return _plain(value)


def _plain(value: Value) -> Any:
    if isinstance(value, Array):
        return value.tolist()
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value


def text(value: object, limit: int) -> str:
    """A string fit to keep: cut to `limit`, lone surrogates replaced; anything else is empty."""
    if not isinstance(value, str):
        return ""
    if value.isascii():
        return value[:limit]
    return value[:limit].encode("utf-8", "replace").decode()


def without_addresses(shown: str) -> str:
    """What Python prints of an object without its address, which differs from run to run."""
    return _ADDRESS.sub("", shown)


def _nest(flat: list[Any], shape: Sequence[int]) -> Any:
    if not shape:
        return flat[0]
    step = math.prod(shape[1:])
    return [_nest(flat[i * step : (i + 1) * step], shape[1:]) for i in range(shape[0])]


def decode(data: object, blocks: Sequence[bytes]) -> Value:
    """The value that `data` and its raw `blocks` stand for; raises `Malformation`."""
    try:
        return _Decoder(blocks).value(data, 0)
    except (OverflowError, ValueError, TypeError):
        raise Malformation("the answer holds a number that cannot be read") from None


class _Decoder:
    """Counts nodes and bytes over one whole answer."""

    def __init__(self, blocks: Sequence[bytes]) -> None:
        self.blocks = blocks
        self.nodes = 0
        self.room = sum(map(len, blocks))  # a block that is named again and again would multiply

    def value(self, data: object, depth: int) -> Value:
        """The value that plain data stands for; raises `Malformation`."""
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise Malformation(f"the answer has more than {MAX_NODES} elements")
        if depth > MAX_DEPTH:
            raise Malformation(f"the answer is nested more than {MAX_DEPTH} levels deep")
        if data is None or isinstance(data, bool | int | float):
            return data
        if isinstance(data, str):
            return text(data, MAX_TEXT)
        if isinstance(data, list):
            return [self.value(item, depth + 1) for item in data]
        if isinstance(data, dict):
            return self.tagged(data, depth)
        raise Malformation("the answer holds something that is not plain data")

    def tagged(self, data: dict[str, Any], depth: int) -> Value:
        """The value of a kind that JSON lacks."""
        tag = data.get("$")
        if tag == "map":
            return self.mapping(data.get("items"), depth)
        if tag == "set":
            items = data.get("items")
            if isinstance(items, list):
                return [self.value(item, depth + 1) for item in items]
        elif tag == "array":
            return self.array(data)
        elif tag == "floats":
            return self.floats(data)
        elif tag == "expression":
            return Expression(text(data.get("text"), 20_000))
        elif tag == "opaque":
            shown = without_addresses(text(data.get("text"), 2_000))
            return Opaque(text(data.get("type"), 200), shown)
        elif tag == "fraction":
            n, d = data.get("n"), data.get("d")
            if type(n) is int and type(d) is int and d != 0:
                return Fraction(n, d)
        elif tag == "complex":
            re, im = data.get("re"), data.get("im")
            if isinstance(re, int | float) and isinstance(im, int | float):
                return complex(re, im)
        raise Malformation("the answer is tagged in a way that cannot be read")

    def mapping(self, items: object, depth: int) -> dict[Any, Any]:
        """A mapping with keys of any kind, from its pairs."""
        result: dict[Any, Any] = {}
        if not isinstance(items, list):
            raise Malformation("a mapping came back without its items")
        for item in items:
            if not (isinstance(item, list) and len(item) == 2):
                raise Malformation("a mapping came back with an item that is not a pair")
            key = _key(self.value(item[0], depth + 1))
            result[key] = self.value(item[1], depth + 1)
        return result

    def block(self, number: object) -> bytes | None:
        """The bytes of one block; each may be named once."""
        if not (type(number) is int and 0 <= number < len(self.blocks)):
            return None
        raw = self.blocks[number]
        self.room -= len(raw)
        if self.room < 0:
            raise Malformation("an array came back twice")
        return raw

    def floats(self, data: dict[str, Any]) -> list[Any]:
        """A list of floats that came as a block."""
        raw = self.block(data.get("block"))
        if raw is None or len(raw) % 8:
            raise Malformation("a list came back without its numbers")
        self.nodes += len(raw) // 8
        if self.nodes > MAX_NODES:
            raise Malformation(f"the answer has more than {MAX_NODES} elements")
        return list(struct.unpack(f"<{len(raw) // 8}d", raw))

    def array(self, data: dict[str, Any]) -> Array:
        """An array whose numbers came as a block or as text, where shape and bytes agree."""
        dtype, shape, block = data.get("dtype"), data.get("shape"), data.get("block")
        raw = self.block(block)
        if raw is None and isinstance(data.get("base64"), str):
            raw = base64.b64decode(data["base64"])
        if not isinstance(dtype, str) or dtype not in DTYPES or raw is None:
            raise Malformation("an array came back without its numbers")
        if not isinstance(shape, list) or len(shape) > 8:
            raise Malformation("an array came back without a usable shape")
        if not all(type(n) is int and 0 <= n <= MAX_ARRAY_BYTES for n in shape):
            raise Malformation("an array came back with an impossible shape")
        if math.prod(shape) * DTYPES[dtype][1] != len(raw) or len(raw) > MAX_ARRAY_BYTES:
            raise Malformation("an array's shape does not fit its number of bytes")
        if not raw:  # it takes no bytes, and as lists any number of them
            self.nodes += math.prod(max(n, 1) for n in shape)
        if self.nodes > MAX_NODES:
            raise Malformation("an array without numbers came back in an impossible shape")
        return Array(dtype, tuple(shape), raw)


def _key(value: Value) -> Any:
    if isinstance(value, list):
        return tuple(_key(item) for item in value)
    if value is None or isinstance(value, bool | int | float | str | Fraction | Expression):
        return value
    raise Malformation("a mapping has a key that is not a number, a text or a tuple of them")


def encode(value: Value | tuple[Any, ...]) -> Any:
    """A value as JSON-able data that `decode` reads back; arrays travel as base64."""
    if type(value) in PLAIN:
        return value
    if isinstance(value, list | tuple):
        return [encode(item) for item in value]
    if isinstance(value, dict):
        return {"$": "map", "items": [[encode(k), encode(v)] for k, v in value.items()]}
    if isinstance(value, Array):
        data = base64.b64encode(value.data).decode("ascii")
        return {"$": "array", "dtype": value.dtype, "shape": list(value.shape), "base64": data}
    if isinstance(value, Expression):
        return {"$": "expression", "text": value.text}
    if isinstance(value, Opaque):
        return {"$": "opaque", "type": value.type, "text": value.text}
    if isinstance(value, Fraction):
        return {"$": "fraction", "n": value.numerator, "d": value.denominator}
    if isinstance(value, complex):
        return {"$": "complex", "re": value.real, "im": value.imag}
    return value


def array_of(numbers: Any) -> Array:
    """An array value of a NumPy array, for data that goes to a submission."""
    import numpy as np

    array = np.ascontiguousarray(numbers)
    if array.dtype.byteorder == ">" or (array.dtype.byteorder == "=" and sys.byteorder == "big"):
        array = array.astype(array.dtype.newbyteorder("<"))
    return Array(array.dtype.str, array.shape, array.tobytes())


def parse_int(digits: str) -> int:
    """`json`'s integer hook: refuses numbers so long that reading them is an attack."""
    if len(digits) > MAX_DIGITS:
        raise Malformation(f"an integer has more than {MAX_DIGITS} digits")
    return int(digits)
