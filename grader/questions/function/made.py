"""Arrays, tensors and data frames as a rubric writes them, among arguments and results of calls."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from grader.questions.function import data
from grader.questions.numeric.entries import flat
from grader.questions.shapes.simple import shape_of
from grader.values import DTYPES

What = Literal["array", "tensor", "frame", "tuple", "generated"]
WORDS: tuple[Literal["array", "tensor", "frame"], ...] = ("array", "tensor", "frame")
NAMES = {
    **{"bool": "|b1", "int8": "|i1", "uint8": "|u1", "int16": "<i2", "uint16": "<u2"},
    **{"int32": "<i4", "uint32": "<u4", "int64": "<i8", "uint64": "<u8"},
    **{"float16": "<f2", "float32": "<f4", "float64": "<f8"},
}
"""The types of numbers that a rubric may ask for, and how evidence writes them."""
assert set(NAMES.values()) == DTYPES.keys()

Told = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Made:
    """What is made of plain data: an array or tensor of lists, a frame of columns, a tuple.

    What is generated is made by a program of the instructor's, before anything is handed over.
    """

    what: What
    of: Any
    dtype: str = ""

    @property
    def columns(self) -> list[str]:
        """The names of a frame's columns."""
        return list(self.of)

    @property
    def rows(self) -> list[list[Any]]:
        """The rows of a frame, or the lists themselves."""
        if self.what != "frame":
            return self.of  # type: ignore[no-any-return]
        return [list(row) for row in zip(*self.of.values(), strict=True)]


def read(value: Any) -> Any:
    """A value of the rubric with each `{array: …}`, `{tensor: …}` and `{frame: …}` as `Made`."""
    if isinstance(value, list | tuple):
        return [read(item) for item in value]
    if not isinstance(value, Mapping):
        return value
    elsewhere = data.kind_of(value)
    if elsewhere == "generated":
        return Made("generated", data.wanted_of_program(value))
    if elsewhere:
        return read(data.from_file(value) if elsewhere == "file" else data.drawn(value))
    if is_tuple(value):
        return Made("tuple", read(value["tuple"]))
    what = next((word for word in WORDS if word in value), None)
    if what is None:
        return {key: read(item) for key, item in value.items()}
    of = value[what]
    if what == "frame" and isinstance(of, list) and all(isinstance(row, Mapping) for row in of):
        of = {name: [row.get(name) for row in of] for name in (of[0] if of else ())}
    return Made(what, of, str(value.get("dtype", "")))


def is_tuple(value: Mapping[str, Any]) -> bool:
    """Whether a mapping of the rubric stands for a tuple, which YAML has not."""
    return value.keys() == {"tuple"} and isinstance(value["tuple"], list | tuple)


def result(value: Any) -> Any:
    """A result of the rubric as read: there a tuple is as good as a list."""
    return _listed(read(value))


def _listed(value: Any) -> Any:
    if isinstance(value, Made):
        return _listed(value.of) if value.what == "tuple" else value
    if isinstance(value, list):
        return list(map(_listed, value))
    if isinstance(value, Mapping):
        return {key: _listed(item) for key, item in value.items()}
    return value


def mistakes(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """What is wrong with the arrays, tensors and frames in a value, each with its path."""
    if isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield from mistakes(item, f"{path}.{index}")
    elif isinstance(value, Mapping):
        what = next((word for word in WORDS if word in value), None)
        if data.kind_of(value):
            yield from ((f"{path}.{field}", said) for field, said in data.mistakes(value))
        elif what is None:
            for key, item in value.items():
                yield from mistakes(item, f"{path}.{key}")
            if value.keys() == {"tuple"} and not is_tuple(value):
                yield f"{path}.tuple", "write what is in the tuple as a list: {tuple: [1, 2]}"
        else:
            yield from ((f"{path}.{what}", said) for said in _mistaken(value, what))


def _mistaken(value: Mapping[str, Any], what: str) -> Iterator[str]:
    """What is wrong with one array, tensor or frame."""
    beside = [key for key in value if key not in (what, "dtype")]
    if beside:
        yield (
            f"beside {what} may stand dtype alone, not {beside[0]}; "
            f"a mapping with the key {what} cannot be handed over"
        )
    if "dtype" in value and (what == "frame" or str(value["dtype"]) not in NAMES):
        known = "a frame has none" if what == "frame" else f"write one of {', '.join(NAMES)}"
        yield f"there is no dtype {value['dtype']!r} here: {known}"
    of = value[what]
    if what == "frame":
        yield from _no_frame(of)
    elif shape_of(of) is None:
        yield f"the rows of this {what} differ in length: write as many entries in each"
    elif what == "tensor" and not all(isinstance(item, int | float) for item in flat(of)):
        yield "a tensor holds numbers or truth values"
    elif any(isinstance(item, Mapping) or item is None for item in flat(of)):
        yield f"an {what} holds numbers, truth values or texts"
    elif value.get("dtype") and any(isinstance(item, str) for item in flat(of)):
        yield "there are texts among these numbers; write numbers, or leave the dtype out"


def _no_frame(of: Any) -> Iterator[str]:
    rows = isinstance(of, list) and all(isinstance(row, Mapping) for row in of)
    if rows and of and any(row.keys() != of[0].keys() for row in of):
        yield "the rows of this frame differ in their columns"
    elif not rows and not (
        isinstance(of, Mapping) and all(isinstance(column, list) for column in of.values())
    ):
        yield "write a frame as {column: [values], …}, or as a list of rows {column: value, …}"
    elif not rows and len({len(column) for column in of.values()}) > 1:
        yield "the columns of this frame differ in length: write as many values in each"


def sent(value: Any) -> Any:
    """A value that was read, as it travels to a submission."""
    if isinstance(value, Made):
        if value.what == "generated":
            of = {**value.of, "arguments": sent(read(value.of["arguments"]))}
            of["keywords"] = sent(read(value.of["keywords"]))
            return {"$": "made", "as": value.what, "of": of, "dtype": ""}
        if value.what == "tuple":
            return {"$": "made", "as": value.what, "of": sent(value.of), "dtype": ""}
        return {"$": "made", "as": value.what, "of": value.of, "dtype": value.dtype}
    if isinstance(value, list | tuple):
        return [sent(item) for item in value]
    if isinstance(value, Mapping):
        return {key: sent(item) for key, item in value.items()}
    return value


def with_arrays(value: Any) -> Any:
    """The same with every list of numbers, or of rows of them, as an array."""
    if isinstance(value, list | tuple):
        if shape_of(value) is not None and all(isinstance(x, int | float) for x in flat(value)):
            return Made("array", value)
        return [with_arrays(item) for item in value]
    if isinstance(value, Mapping):
        return {key: with_arrays(item) for key, item in value.items()}
    return value


def call_with_arrays(call: list[Any]) -> list[Any]:
    """Arguments in order and by name, each with arrays for its lists of numbers."""
    arguments, named = call
    return [list(map(with_arrays, arguments)), with_arrays(named)]


def holds_made(value: Any) -> bool:
    """Whether a value that was read holds an array, a tensor or a frame."""
    if isinstance(value, list | tuple):
        return any(map(holds_made, value))
    if isinstance(value, Mapping):
        return any(map(holds_made, value.values()))
    return isinstance(value, Made)
