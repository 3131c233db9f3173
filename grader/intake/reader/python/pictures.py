"""Pictures within a notebook: those pasted into a text cell, and photos that a code cell shows."""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from collections.abc import Mapping
from typing import Any

from ..result import Result

_ATTACHED = re.compile(r"attachment:(?P<name>[^\s)\"'>]{1,300})")
_SHOWS = re.compile(r"\b(?:Image|imread)\s*\(")
"""Code that shows a file, as against a plot, which code draws."""
_KINDS = ("image/png", "image/jpeg")
_MOST = 40 << 20
_MOST_SHOWN = 20


def with_attachments(cell: Mapping[str, Any], source: str, number: int, result: Result) -> str:
    """A text cell whose pasted pictures are files of the submission."""
    attached = cell.get("attachments")
    if not isinstance(attached, dict) or "attachment:" not in source:
        return source

    def named(match: re.Match[str]) -> str:
        data = _bundle(attached.get(match["name"]))
        return _kept(data, f"cell-{number}-{match['name']}", result) if data else match[0]

    return _ATTACHED.sub(named, source)


def photos_shown(cell: Mapping[str, Any], source: str, number: int, result: Result) -> str:
    """Lines for the photos that a code cell shows by its saved outputs; nothing where it has none.

    A picture is worth a person's look where the code only loads it from a file.
    """
    outputs = cell.get("outputs")
    if not isinstance(outputs, list) or not _SHOWS.search(source):
        return ""
    lines: list[str] = []
    for output in outputs[:_MOST_SHOWN]:
        data = _bundle(output.get("data")) if isinstance(output, dict) else b""
        if data:
            name = _kept(data, f"cell-{number}-output-{len(lines) + 1}.png", result)
            lines.append(f"![]({name})")
    return "\n\n".join(lines)


def _bundle(found: Any) -> bytes:
    """The picture in what notebooks keep of one, by its media type."""
    if not isinstance(found, dict):
        return b""
    for kind in _KINDS:
        text = found.get(kind)
        if isinstance(text, list):
            text = "".join(line for line in text if isinstance(line, str))
        if isinstance(text, str) and len(text) <= _MOST:
            try:
                return b64decode(re.sub(r"\s+", "", text))
            except (binascii.Error, ValueError):
                continue
    return b""


def _kept(data: bytes, name: str, result: Result) -> str:
    """The name under which a picture is found by the text that shows it."""
    plain = re.sub(r"[^\w.-]", "-", name)
    result.sources = {**result.sources, plain: data}
    return plain
