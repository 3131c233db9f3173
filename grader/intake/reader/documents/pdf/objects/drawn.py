"""How much the forms of a PDF draw, counted from its bytes before a library draws them.

PDFium follows forms within forms dozens of levels deep and builds all that they draw in memory, so
that a kilobyte of forms that draw themselves twice would take everything a reader has.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

MOST = 2_000_000
"""Sixteenths of what a page may draw through forms, in bytes of their contents."""
_MOST_LOOKED_THROUGH = 128 << 20
"""Bytes of contents and resources that are looked through; more than any paper has."""
_MOST_HEAD = 1 << 20
_OBJECT = re.compile(rb"(?<!\d)(\d{1,10})\s{1,20}\d{1,5}\s{1,20}obj\b")
_STREAM = re.compile(rb"\bstream\r?\n?")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_DRAWN = re.compile(rb"/([^\s/<>\[\](){}%]++)(?=(?:\s|%[^\r\n]*+)++Do\b)")
_REFERENCE = re.compile(rb"/([^\s/<>\[\](){}%]+)\s{0,20}(\d{1,10})\s{1,20}\d{1,5}\s{1,20}R\b")
_CONTENTS = re.compile(rb"/Contents\s{0,20}(?:\[([^\]]{0,100000})\]|(\d{1,10})\s{1,20}\d)")
_NUMBERS = re.compile(rb"(\d{1,10})\s{1,20}\d{1,5}\s{1,20}R\b")
_PACKED = re.compile(rb"/ObjStm\b")
_FIRST = re.compile(rb"/First\s{0,20}(\d{1,10})")


def draws_too_much(data: bytes) -> bool:
    """Whether a page's forms draw themselves, or together more than anybody can look at."""
    file = _File(data)
    drawers = {number: file.drawn(number) for number in {*file.forms, *file.pages}}
    weights: dict[int, int] = {}
    return file.room <= 0 or any(
        _weight(number, drawers, file.sizes, weights) > MOST for number in drawers
    )


def _weight(
    start: int,
    drawers: Mapping[int, Counter[int]],
    sizes: Mapping[int, int],
    weights: dict[int, int],
) -> int:
    """What an object draws with all that it draws in turn; one in a circle draws without end."""
    open_: set[int] = set()
    stack = [(start, False)]
    while stack:
        number, done = stack.pop()
        if done:
            open_.discard(number)
            inner = sum(times * weights[one] for one, times in drawers[number].items())
            weights[number] = min(sizes.get(number, 0) // 16 + 1 + inner, MOST + 1)
        elif number not in weights:
            if number in open_:
                return MOST + 1
            open_.add(number)
            stack.append((number, True))
            stack.extend((one, False) for one in drawers[number])
            if any(one in open_ for one in drawers[number]):
                return MOST + 1
    return weights[start]


@dataclass(slots=True)
class _File:
    """The objects of a PDF, as far as they tell which form draws which."""

    data: bytes
    heads: dict[int, bytes] = field(default_factory=dict)
    versions: dict[int, list[bytes]] = field(default_factory=dict)
    """All that any version of an object says: which one counts is the library's to say."""
    bodies: dict[int, bytes] = field(default_factory=dict)
    sizes: dict[int, int] = field(default_factory=dict)
    """How long the content of each form is; that of a page is drawn once, whatever its length."""
    forms: set[int] = field(default_factory=set)
    pages: set[int] = field(default_factory=set)
    named: dict[bytes, set[int]] = field(default_factory=dict)
    """The forms that go by a name anywhere in the file."""
    room: int = _MOST_LOOKED_THROUGH

    def __post_init__(self) -> None:
        places = list(_OBJECT.finditer(self.data))
        ends = [place.start() for place in places[1:]] + [len(self.data)]
        for place, end in zip(places, ends, strict=False):
            stream = _STREAM.search(self.data, place.end(), min(end, place.end() + _MOST_HEAD))
            head = self.data[place.end() : stream.start() if stream else end][:_MOST_HEAD]
            head = _plain(head)
            self.versions.setdefault(int(place[1]), []).append(head)
            if stream is not None:
                if _PACKED.search(head):
                    self._unpack(head, self._unpacked(self.data[stream.end() : end]))
                elif b"/Image" not in head:
                    self.bodies[int(place[1])] = self.data[stream.end() : end]
        self.heads = {number: b"\n".join(rows) for number, rows in self.versions.items()}
        self.forms = {n for n, head in self.heads.items() if n in self.bodies and b"/Form" in head}
        for head in self.heads.values():
            for content in _CONTENTS.finditer(head):
                numbers = _NUMBERS.findall(content[1]) if content[1] else [content[2] or b"0"]
                self.pages.update(int(n) for n in numbers if int(n) in self.bodies)
            for name, number in _REFERENCE.findall(head):
                if int(number) in self.forms:
                    self.named.setdefault(name, set()).add(int(number))
        self.pages -= self.forms

    def _unpack(self, head: bytes, packed: bytes) -> None:
        """The objects that stand in a packed stream; none of them has a content of its own."""
        first = _FIRST.search(head)
        start = int(first[1]) if first else 0
        numbers = [int(n) for n in packed[:start].split() if n.isdigit()]
        places = numbers[1::2]
        for number, place, end in zip(
            numbers[::2], places, [*places[1:], len(packed)], strict=False
        ):
            versions = self.versions.setdefault(number, [])
            versions.append(_plain(packed[start + place : start + end][:_MOST_HEAD]))
            self.room -= len(versions[-1])

    def _unpacked(self, body: bytes) -> bytes:
        """A content as far as there is room; as it stands where it is not deflated."""
        try:
            content = zlib.decompressobj().decompress(body, max(self.room, 1))
        except zlib.error:
            content = body
        self.room -= len(content)
        return content

    def drawn(self, number: int) -> Counter[int]:
        """The forms that an object draws, each with how often."""
        content = _plain(self._unpacked(self.bodies[number]))
        if number in self.forms:
            self.sizes[number] = len(content)
        own = self._own(number)
        found: Counter[int] = Counter()
        for name, times in Counter(_DRAWN.findall(content)).items():
            for one in own.get(name) or self.named.get(name) or ():
                found[one] += times
        return found

    def _own(self, number: int) -> dict[bytes, set[int]]:
        """The forms in an object's resources by name."""
        own: dict[bytes, set[int]] = {}
        heads = [self.heads[number]]
        for _ in range(3):
            inner: Iterable[bytes] = ()
            for head in heads:
                self.room -= len(head)
                if self.room <= 0:
                    return own
                pairs = [(name, int(n)) for name, n in _REFERENCE.findall(head)]
                for name, one in pairs:
                    if one in self.forms:
                        own.setdefault(name, set()).add(one)
                linked = {n for name, n in pairs if name in (b"Resources", b"XObject")}
                inner = [*inner, *(self.heads[n] for n in linked if n in self.heads)]
            heads = list(inner)
        return own


def _plain(text: bytes) -> bytes:
    """A text with its escaped signs as they are meant."""
    return _ESCAPED.sub(lambda sign: bytes([int(sign[1], 16)]), text) if b"#" in text else text
