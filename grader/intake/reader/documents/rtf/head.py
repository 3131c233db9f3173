"""What the head of an RTF file says: its code page and its fonts."""

from __future__ import annotations

import codecs
import re


def encoding_of(data: bytes) -> str:
    """The code page that the file names, as far as Python knows it."""
    named = re.search(rb"\\ansicpg(\d{3,5})", data[:2_000])
    name = f"cp{named[1].decode()}" if named else "mac-roman" if b"\\mac" in data[:60] else "cp1252"
    try:
        codecs.lookup(name)
    except LookupError:
        return "cp1252"
    return name


def fonts_of(data: bytes) -> dict[int, bytes]:
    """The names of the fonts by their number."""
    start = data.find(b"{\\fonttbl")
    if start < 0:
        return {}
    chunk = data[start : start + 100_000]
    pattern = rb"\\f(\d{1,5})\s?(?:\\[a-z]+-?\d* ?|\{\\\*[^{}]*\})*\s?([^\\;{}]{1,60});"
    return {int(number): name for number, name in re.findall(pattern, chunk)}
