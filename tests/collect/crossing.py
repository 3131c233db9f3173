"""What crosses to a worker and into the sandbox: every value of it, and every byte of it."""

from __future__ import annotations

import functools
import struct
import types
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from grader.questions.base import Question
from grader.rubric import Rubric
from grader.sandbox.child import Launcher, Limits
from grader.sandbox.process import ProcessChild
from grader.values import Array

_ENDS = (str, bytes, int, float, Fraction, Path, type(None))


def values_in(thing: object, seen: set[int] | None = None) -> Iterator[object]:
    """Everything that can be reached from an object, its closures and private fields included."""
    seen = set() if seen is None else seen
    yield thing
    if isinstance(thing, (*_ENDS, type, types.ModuleType)) or id(thing) in seen:
        return
    seen.add(id(thing))
    for part in list(_parts(thing)):
        yield from values_in(part, seen)


def _parts(thing: object) -> Iterator[object]:
    if isinstance(thing, Mapping):
        yield from thing.keys()
        yield from thing.values()
    elif isinstance(thing, list | tuple | set | frozenset):
        yield from thing
    elif isinstance(thing, functools.partial):
        yield from (thing.func, thing.args, thing.keywords)
    elif isinstance(thing, types.FunctionType):
        yield from (cell.cell_contents for cell in thing.__closure__ or ())
        yield from (thing.__defaults__, thing.__kwdefaults__)
    elif isinstance(thing, types.MethodType):
        yield from (thing.__self__, thing.__func__)
    else:
        yield from getattr(thing, "__dict__", {}).values()
        yield getattr(thing, "__pydantic_private__", None)
        slots = (getattr(kind, "__slots__", ()) for kind in type(thing).__mro__)
        for names in slots:
            for name in (names,) if isinstance(names, str) else names:
                yield getattr(thing, name, None)


@dataclass(frozen=True)
class Secrets:
    """What must not cross: pieces of text, numbers, and the labels of hidden rows in order."""

    texts: tuple[str, ...]
    numbers: frozenset[float]
    labels: tuple[tuple[int, ...], ...]

    def held_by(self, thing: object) -> list[str]:
        """What of it can be reached from an object, each told in a few words."""
        held: list[str] = []
        for value in values_in(thing):
            if isinstance(value, Rubric | Question):
                held.append(type(value).__name__)
            elif isinstance(value, str | bytes | Path):
                data = value if isinstance(value, bytes) else str(value).encode()
                held += self.held_by_bytes(data)
            elif isinstance(value, int | float | Fraction):
                held += [f"number {value}"] if float(value) in self.numbers else []
            elif isinstance(value, list | tuple):
                held += self._labels_among(value)
            elif isinstance(value, Array):
                numbers = value.numpy().ravel().tolist()
                held += self._labels_among(numbers)
                held += [f"number {x} in an array" for x in self.numbers.intersection(numbers)]
        return held

    def held_by_bytes(self, data: bytes) -> list[str]:
        """The same in bytes: texts, and labels as text or as raw numbers of any usual type."""
        held = [text for text in self.texts if text.encode() in data]
        for labels in self.labels:
            raw = [struct.pack(f"<{len(labels)}{code}", *labels) for code in "bhiqefd"]
            written = [mark.join(map(str, labels)).encode() for mark in ("", ",", ", ", "\n", " ")]
            held += ["labels"] if any(row in data for row in (*raw, *written)) else []
        return held

    def _labels_among(self, row: Sequence[Any]) -> list[str]:
        digits = "".join("01"[int(x)] if x in (0, 1) else "-" for x in row if _is_number(x))
        return ["labels" for one in self.labels if "".join(map(str, one)) in digits]


def _is_number(value: object) -> bool:
    return isinstance(value, int | float)


@dataclass
class Tapped:
    """A launcher whose children's lines are listened to."""

    launcher: Launcher
    tier: str = "none"
    sent: bytearray = field(default_factory=bytearray)

    def start(self, limits: Limits) -> Any:
        """A child; all that it is sent is written down."""
        child = self.launcher.start(limits)
        assert isinstance(child, ProcessChild)
        child.connection = _Line(child.connection, self.sent)  # type: ignore[assignment]
        return child

    def close(self) -> None:
        """Give back what the launcher holds."""
        self.launcher.close()


class _Line:
    """A socket that is listened to."""

    def __init__(self, line: Any, sent: bytearray) -> None:
        self._line, self._sent = line, sent

    def sendall(self, data: bytes) -> None:
        """Send, and write down."""
        self._sent += data
        self._line.sendall(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._line, name)
