"""What a notebook's file holds of an earlier run: printed text, displayed values, errors."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ..documents.document import Region, Spot
from ..documents.pictures import region_of_uri

MOST_TEXT = 20_000
MOST_OUTPUTS = 200
MOST_PICTURES = 10
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def stored_of(cell: Mapping[str, Any]) -> tuple[str, str]:
    """(displayed, printed) text of a code cell's saved outputs; an error ends the printed text."""
    outputs = cell.get("outputs")
    displayed: list[str] = []
    printed: list[str] = []
    for one in outputs[:MOST_OUTPUTS] if isinstance(outputs, list) else ():
        if not isinstance(one, dict):
            continue
        kind = one.get("output_type")
        if kind in ("execute_result", "display_data", "pyout"):
            inner = one.get("data")
            data = inner if isinstance(inner, dict) else one
            displayed.append(_text(data.get("text/plain", data.get("text"))))
        elif kind == "stream" and one.get("name", one.get("stream")) != "stderr":
            printed.append(_text(one.get("text")))
        elif kind in ("error", "pyerr"):
            printed.append(f"{_text(one.get('ename'))}: {_text(one.get('evalue'))}")
    return "\n".join(filter(None, displayed))[:MOST_TEXT], "".join(printed)[:MOST_TEXT]


def stored_pictures(cell: Mapping[str, Any]) -> list[Region]:
    """The pictures in a code cell's saved outputs."""
    outputs = cell.get("outputs")
    rows = [one for one in outputs if isinstance(one, dict)] if isinstance(outputs, list) else []
    inner = [one.get("data") if isinstance(one.get("data"), dict) else one for one in rows]
    found = [
        region_of_uri(f"data:{kind};base64,{_joined(data[kind])}", Spot())
        for data in inner[:MOST_OUTPUTS]
        for kind in ("image/png", "image/jpeg")
        if isinstance(data, dict) and kind in data
    ]
    return [region for region in found if region.png][:MOST_PICTURES]


def _joined(value: Any) -> str:
    lines = value if isinstance(value, list) else [value]
    return "".join(line for line in lines if isinstance(line, str))


def failed(cell: Mapping[str, Any]) -> bool:
    """Whether the saved outputs end in an error."""
    outputs = cell.get("outputs")
    rows = outputs if isinstance(outputs, list) else []
    return any(isinstance(o, dict) and o.get("output_type") in ("error", "pyerr") for o in rows)


def _text(value: Any) -> str:
    if isinstance(value, list):
        value = "".join(line for line in value if isinstance(line, str))
    if not isinstance(value, str):
        return ""
    plain = _ESCAPES.sub("", value[: 2 * MOST_TEXT])
    return "\n".join(line.rpartition("\r")[2] for line in plain.replace("\r\n", "\n").split("\n"))
