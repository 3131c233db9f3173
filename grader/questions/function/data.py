"""Data that a rubric does not write out: in a file, drawn at random from a seed, made by a program.
"""

from __future__ import annotations

import csv
import io
import json
import math
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AfterValidator, ValidationInfo

from grader.questions.program import Program, program_of

LARGEST = 1_000_000
"""Numbers that one argument may have."""
FILE_FIELDS = {"file", "as", "dtype"}
RANDOM_FIELDS = {"random", "shape", "seed", "low", "high", "mean", "sd", "dtype"}
GENERATED_FIELDS = {"generated", "arguments", "keywords", "seed"}
WAYS = ("array", "frame", "list", "text")
DISTRIBUTIONS = ("normal", "uniform", "integers", "permutation", "signs")


@dataclass(frozen=True, slots=True)
class Loaded:
    """A file that the rubric names, with its bytes; none where nobody read it."""

    name: str
    content: bytes | None = None


def kind_of(value: Mapping[str, Any]) -> str:
    """Whether a mapping stands for data that is made elsewhere: file, random, generated, or ""."""
    for word, fields in (
        ("file", FILE_FIELDS),
        ("random", RANDOM_FIELDS),
        ("generated", GENERATED_FIELDS),
    ):
        if word in value and (word != "file" or value.keys() <= fields):
            return word
    return ""


def holds_files(value: Any) -> bool:
    """Whether anything in a value is read from a file or made by a program."""
    if isinstance(value, list | tuple):
        return any(map(holds_files, value))
    if not isinstance(value, Mapping):
        return False
    return kind_of(value) in ("file", "generated") or any(map(holds_files, value.values()))


def _resolved(value: Any, info: ValidationInfo) -> Any:
    """The same with files read and programs looked up; raises `ValueError`."""
    if isinstance(value, list | tuple):
        return type(value)(_resolved(item, info) for item in value)
    if not isinstance(value, Mapping):
        return value
    what = kind_of(value)
    found = {key: _resolved(item, info) for key, item in value.items()}
    read: Callable[[str], bytes] | None = (info.context or {}).get("read")
    if what == "file" and isinstance(value["file"], str):
        found["file"] = Loaded(value["file"], read(value["file"]) if read else None)
    if what == "generated":
        found["generated"] = program_of(value["generated"], info)
    return found


Written = Annotated[Any, AfterValidator(_resolved)]
"""A value as a rubric writes it; what it names by file is read with the rubric."""


def mistakes(value: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What is wrong with one that stands for data made elsewhere, as (field, message)."""
    what = kind_of(value)
    fields = {"file": FILE_FIELDS, "random": RANDOM_FIELDS, "generated": GENERATED_FIELDS}[what]
    for name in value.keys() - fields:
        yield what, f"beside {what} may stand {', '.join(sorted(fields - {what}))}, not {name}"
        return
    if what != "file" and type(value.get("seed", 0)) is not int:
        yield "seed", "write the seed as a whole number"
        return
    if what == "generated":
        given = value.get("arguments", ()), value.get("keywords", {})
        if not isinstance(given[0], list | tuple) or not isinstance(given[1], Mapping):
            yield what, "write its arguments as a list and its keywords as a mapping"
        return
    try:
        made = from_file(value) if what == "file" else drawn(value)
    except (ValueError, KeyError, TypeError, ImportError, RecursionError, csv.Error) as error:
        yield what, str(error)
        return
    if made is None and what == "file" and _content(value) is not None:
        yield what, "nothing can be read in this file"


def from_file(value: Mapping[str, Any]) -> Any:
    """What is in a file, as a rubric would write it; raises `ValueError`."""
    name, content = _name(value), _content(value)
    way = value.get("as") or _usual(name)
    if way not in WAYS:
        raise ValueError(f"there is no {way!r}; a file is read as one of {', '.join(WAYS)}")
    if content is None:
        return None
    more = {"dtype": value["dtype"]} if "dtype" in value else {}
    if way == "text":
        return content.decode("utf-8-sig")
    if name.endswith(".json"):
        data = json.loads(content)
        return data if way == "list" else {way: data, **more}
    if name.endswith(".npy"):
        import numpy as np

        try:
            array = np.load(io.BytesIO(content), allow_pickle=False)
        except (ValueError, EOFError, OSError, SyntaxError) as error:
            raise ValueError(f"{name} is no array of NumPy ({error})") from None
        _hold(array.size)
        return {"array": array.tolist(), "dtype": str(value.get("dtype", array.dtype))}
    header, rows = _table(name, content)
    _hold(len(rows) * len(header or (rows or [[]])[0]))
    if way == "frame":
        names = header or [f"x{i}" for i in range(len(rows[0]) if rows else 0)]
        return {"frame": {one: [row[i] for row in rows] for i, one in enumerate(names)}}
    plain = [row[0] for row in rows] if rows and len(rows[0]) == 1 else rows
    return plain if way == "list" else {"array": plain, **more}


def _name(value: Mapping[str, Any]) -> str:
    file = value["file"]
    name = file.name if isinstance(file, Loaded) else file
    if not isinstance(name, str):
        raise ValueError("write the path of a file, relative to the rubric")
    return name


def _content(value: Mapping[str, Any]) -> bytes | None:
    file = value["file"]
    return file.content if isinstance(file, Loaded) else None


def _usual(name: str) -> str:
    """What a file holds by its ending."""
    endings = {".csv": "frame", ".tsv": "frame", ".npy": "array", ".json": "list"}
    return endings.get("." + name.rpartition(".")[2].lower(), "text")


def _table(name: str, content: bytes) -> tuple[list[str], list[list[float | str]]]:
    """The names of a table's columns (none where the first line is numbers), and its rows."""
    delimiter = "\t" if name.endswith(".tsv") else ","
    lines = csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=delimiter)
    cells = [[_cell(cell) for cell in line] for line in lines if line]
    header: list[str] = []
    if cells and all(isinstance(cell, str) for cell in cells[0]):
        header, cells = [str(cell) for cell in cells[0]], cells[1:]
    lengths = {len(row) for row in cells} | ({len(header)} if header else set())
    if len(lengths) > 1:
        raise ValueError(f"the rows of {name} differ in length")
    if len(set(header)) < len(header):
        raise ValueError(f"two columns of {name} have one name")
    return header, cells


def _cell(written: str) -> float | int | str:
    for kind in (int, float):
        try:
            return kind(written)
        except ValueError:
            continue
    return written.strip()


def _hold(count: int) -> None:
    if count > LARGEST:
        raise ValueError(f"an argument has at most {LARGEST:,} numbers, and this has {count:,}")


def drawn(value: Mapping[str, Any]) -> Any:
    """An array drawn at random, the same for one seed in every version of Python."""
    what, shape = value["random"], value.get("shape", [])
    if what not in DISTRIBUTIONS:
        raise ValueError(f"there is no {what!r}; write one of {', '.join(DISTRIBUTIONS)}")
    if isinstance(shape, int):
        shape = [shape]
    if not isinstance(shape, list | tuple) or not all(type(n) is int and n >= 0 for n in shape):
        raise ValueError("write the shape as a list of lengths, such as [3, 4]")
    count = 1
    for length in shape:
        count *= length
    _hold(count)
    numbers = {name: value.get(name, usual) for name, usual in _USUAL.items()}
    if not all(isinstance(one, int | float) and math.isfinite(one) for one in numbers.values()):
        raise ValueError(f"{', '.join(_USUAL)} are numbers")
    if what == "integers" and not numbers["low"] < numbers["high"]:
        raise ValueError("low is below high: integers from low up to, not including, high")
    flat = list(_numbers(random.Random(value.get("seed", 0)), what, count, numbers))
    more = {"dtype": value["dtype"]} if "dtype" in value else {}
    nested = _nested(flat, list(shape))
    return {"array": nested, **more} if shape else nested


_USUAL = {"low": 0, "high": 1, "mean": 0, "sd": 1}


def _numbers(
    source: random.Random, what: str, count: int, by: Mapping[str, Any]
) -> Iterator[float]:
    if what == "permutation":
        order = list(range(count))
        source.shuffle(order)
        yield from order
        return
    for _ in range(count):
        if what == "normal":
            yield by["mean"] + by["sd"] * source.gauss(0.0, 1.0)
        elif what == "uniform":
            yield by["low"] + (by["high"] - by["low"]) * source.random()
        elif what == "integers":
            yield int(by["low"]) + int(source.random() * (int(by["high"]) - int(by["low"])))
        else:
            yield 1 if source.random() < 0.5 else -1


def _nested(flat: list[Any], shape: list[int]) -> Any:
    if not shape:
        return flat[0]
    step = len(flat) // shape[0] if shape[0] else 0
    return [_nested(flat[i * step : (i + 1) * step], shape[1:]) for i in range(shape[0])]


def wanted_of_program(value: Mapping[str, Any]) -> dict[str, Any]:
    """What a generator is asked for, as it travels to whoever runs it."""
    program = value["generated"]
    assert isinstance(program, Program)
    return {
        "file": program.file,
        "called": program.function,
        "source": program.source,
        "arguments": list(value.get("arguments", ())),
        "keywords": dict(value.get("keywords", {})),
        "seed": value.get("seed", 0),
    }
