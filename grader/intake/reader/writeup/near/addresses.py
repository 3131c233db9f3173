"""A submission that holds nothing but an address: what stands there was not read."""

from __future__ import annotations

import re

from ...result import Place, Result

MOST_WORDS = 25
"""Words around an address in a text that only says where the work is."""
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"')\]}]+", re.IGNORECASE)
_LINKED = re.compile(
    r"<a\b[^>]*\bhref\s*=\s*[\"']?\s*(https?://[^\"'\s>]+)"
    r"|<meta\b[^>]*\burl\s*=\s*[\"']?\s*(https?://[^\"'\s>]+)",
    re.IGNORECASE,
)
_UNSHOWN = re.compile(r"(?is)<(script|style)\b.*?</\1\s*>|<!--.*?-->|<[^<>]*>")
_FENCE = re.compile(r"(?m)^[ ]{0,3}(?:`{3}|~{3})")
_LONGEST = 8_000


def address_alone(text: str) -> str:
    """The address that is all a short text gives, be it HTML, Markdown or plain; else "".

    Code says more than the addresses that it loads something from.
    """
    if len(text) > _LONGEST or _FENCE.search(text):
        return ""
    linked = _LINKED.search(text)
    said = _UNSHOWN.sub(" ", text) if linked else text
    found = _ADDRESS.search(said)
    address = found[0] if found else (linked[1] or linked[2]) if linked else ""
    words = re.findall(r"\w+", _ADDRESS.sub(" ", said))
    return address.rstrip(".,;:") if len(words) <= MOST_WORDS else ""


def look_for_address(text: str, place: Place, result: Result) -> None:
    """Note whether a text says more than where the work is."""
    if address := address_alone(text):
        result.addresses.append((address, place))
    else:
        result.says_more |= bool(text.strip())


def note_addresses(result: Result) -> None:
    """Say of a submission that gives addresses and nothing else that nobody read what is there."""
    for address, place in () if result.says_more else result.addresses:
        message = f"{place.file} only points to {address[:200]}; what is there was not read."
        result.note("points-elsewhere", message, place.file, place.line, place.cell)
        result.unreadable("pointer", place)
