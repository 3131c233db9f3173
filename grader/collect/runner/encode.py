"""Python objects as plain data with raw array blocks; whatever is not plain is only described."""

import binascii
import struct
import sys
from decimal import Decimal
from fractions import Fraction

import numpy_arrays
from called import results
from numpy_arrays import TooLarge
from stand_ins.absent import MARK, Lost, lost_of

MAX_DEPTH = 60
MAX_TEXT = 1000000
MANY = 1000
"""So many floats in one list travel as a block."""
MOST_ELEMENTS = 400000
LARGEST = 10**4000
"""No integer from here on is read on the other side."""
MOST_BLOCKS = 900
FEW_BLOCKS, SMALL = 16, 1024
"""Above so many blocks, arrays of so few bytes travel within the text."""
_PLAIN = frozenset((
    type(None), bool, int, float, complex, Fraction, Decimal,
    str, list, tuple, range, dict, set, frozenset,
))  # fmt: skip


def is_plain(kind):
    """Whether to look at an object of this class, not at what it holds, runs no student's code."""
    return kind in _PLAIN or numpy_arrays.owns(kind)


class Encoder:
    """Collects the raw blocks of one answer while its values are turned into JSON-able data.

    `before_foreign` is called before anything is asked of an object that may run code of its own.
    """

    def __init__(self, before_foreign=None, before=0):
        self.blocks = []
        self.before = before
        """Blocks that others have put into the same frame."""
        self.left = MOST_ELEMENTS
        self.before_foreign = before_foreign

    def value(self, thing, depth=0):
        """The JSON-able form of `thing`; see `grader.values` for the tags.

        Raises `TooLarge` before anything is made of what is larger than an answer may be.
        """
        kind = type(thing)
        if kind is int:
            return self.integer(thing)
        if thing is None or kind is bool or kind is float:
            return thing
        if self.before_foreign is not None and not is_plain(kind):
            self.before_foreign()
            self.before_foreign = None
        if isinstance(thing, str):
            return self.text(str.__str__(thing)[:MAX_TEXT])
        if depth > MAX_DEPTH:
            return self.opaque(thing)
        if isinstance(thing, (list, tuple, range, dict, set, frozenset)):
            self.left -= max(len(thing), 1)
            if self.left < 0:
                raise TooLarge("elements")
        if isinstance(thing, (list, tuple, range)):
            if (
                len(thing) >= MANY
                and self.has_room()
                and {type(item) for item in thing} == {float}
            ):
                return self.floats(thing)
            return [self.value(item, depth + 1) for item in thing]
        if isinstance(thing, dict):
            items = [[self.value(k, depth + 1), self.value(v, depth + 1)] for k, v in thing.items()]
            return {"$": "map", "items": items}
        if isinstance(thing, (set, frozenset)):
            return {"$": "set", "items": [self.value(item, depth + 1) for item in thing]}
        return self.number(thing, depth)

    def integer(self, number):
        """An integer that is short enough to be read."""
        if -LARGEST < number < LARGEST:
            return number
        raise TooLarge("digits")

    def has_room(self, size=MAX_TEXT):
        """Whether one more block is sent, of so many bytes."""
        most = FEW_BLOCKS if size <= SMALL else MOST_BLOCKS
        return self.before + len(self.blocks) < most

    def floats(self, numbers):
        """A long list of floats as a raw block, which JSON would make several times as long."""
        self.blocks.append(struct.pack("<%dd" % len(numbers), *numbers))
        return {"$": "floats", "block": len(self.blocks) - 1}

    def text(self, text):
        """A text; one that was made of what is lost is lost too."""
        if MARK in text:
            said = text.split(MARK, 1)[1].split("\u27e7", 1)[0]
            raise Lost("library", "%s is not here" % said[:200])
        return text

    def number(self, thing, depth):
        """Numbers that JSON does not know, arrays, symbolic objects, and the rest."""
        if numpy_arrays.owns(type(thing)):
            return self.array(numpy_arrays.plain(thing), depth)
        lost = lost_of(thing)
        if lost is not None:
            raise lost
        if isinstance(thing, complex):
            return {"$": "complex", "re": thing.real, "im": thing.imag}
        if isinstance(thing, Fraction):
            n, d = self.integer(int(thing.numerator)), self.integer(int(thing.denominator))
            return {"$": "fraction", "n": n, "d": d}
        if isinstance(thing, Decimal):
            return str(thing)
        symbolic = self.symbolic(thing, depth)
        if symbolic is not None:
            return symbolic
        array = numpy_arrays.plain(thing)
        if array is not None:
            return self.array(array, depth)
        if isinstance(thing, bool):
            return bool(thing)
        if isinstance(thing, int):
            return self.integer(int(thing))
        if isinstance(thing, float):
            return float(thing)
        items = results.listed(thing)
        return self.opaque(thing) if items is thing else self.value(items, depth + 1)

    def array(self, found, depth):
        """An array as a raw block, or the plain value that stands for it."""
        what, content = found
        if what != "block":
            return self.value(content, depth + 1)
        dtype, shape, data = content
        coded = {"$": "array", "dtype": dtype, "shape": shape}
        if not self.has_room(len(data)):
            coded["base64"] = binascii.b2a_base64(data, newline=False).decode("ascii")
            return coded
        self.blocks.append(data)
        coded["block"] = len(self.blocks) - 1
        return coded

    def symbolic(self, thing, depth):
        """The text of a SymPy object; matrices as nested lists."""
        sympy = sys.modules.get("sympy")
        if sympy is None:
            return None
        if isinstance(thing, getattr(sympy, "MatrixBase", ())):
            return [[self.value(item, depth + 2) for item in row] for row in thing.tolist()]
        if isinstance(thing, (sympy.Basic, getattr(sympy, "NDimArray", sympy.Basic))):
            if thing == sympy.true or thing == sympy.false:
                return bool(thing)
            return {"$": "expression", "text": str(thing)[:20000]}
        return None

    def opaque(self, thing):
        """Only what it is and how it prints, both cut."""
        kind = type(thing)
        try:
            said = str(thing)[:2000]
        except BaseException:
            said = ""
        return {"$": "opaque", "type": "%s.%s" % (kind.__module__, kind.__qualname__), "text": said}


def moved(plain, by):
    """Encoded data whose blocks stand `by` places further on."""
    if isinstance(plain, dict):
        if plain.get("$") in ("array", "floats") and "block" in plain:
            return dict(plain, block=plain["block"] + by)
        return {key: moved(item, by) for key, item in plain.items()}
    if isinstance(plain, list):
        return [moved(item, by) for item in plain]
    return plain
