"""Two numbers as the ends of what lies between: `1.2 < μ < 3.4`, `1.2 to 3.4`, `2.3 ± 1.1`."""

from __future__ import annotations

import re

_NUMBER = r"[-+−]?\s?(?:\d[\d,]*(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d+)?%?"
_BOUND = r"(?:<=?|≤|⩽|\\leq?(?:slant)?|\\lt)(?![A-Za-z])"
_NAME = r"(?:\\[A-Za-z]+(?:\s*\{\\?\w+\})?|[^\W\d_]{1,12})(?:_\{?\w{1,4}\}?)?"
_WAYS = tuple(
    re.compile(way, re.IGNORECASE)
    for way in (
        rf"(?P<low>{_NUMBER})\s*{_BOUND}\s*{_NAME}\s*{_BOUND}\s*(?P<high>{_NUMBER})",
        rf"(?:from\s+)?(?P<low>{_NUMBER})\s+to\s+(?P<high>{_NUMBER})",
        rf"(?:\w+\s+(?:is|lies)\s+)?between\s+(?P<low>{_NUMBER})\s+and\s+(?P<high>{_NUMBER})",
        rf"(?P<low>{_NUMBER})(?:\s*[–—]\s*|\s+-\s+)(?P<high>{_NUMBER})",
        rf"(?P<middle>{_NUMBER})\s*(?:±|\\pm|\+/?-)\s*(?P<margin>{_NUMBER})",
    )
)


def ends(text: str) -> list[str] | None:
    """The lower and the upper end that a text names; None where it is no such text."""
    plain = text.strip().strip("$").strip().removesuffix(".")
    for way in _WAYS:
        found = way.fullmatch(plain) if len(plain) <= 200 else None
        if found is not None:
            said = {name: value.replace(" ", "") for name, value in found.groupdict().items()}
            if "middle" in said:
                return [f"{said['middle']} {sign} {said['margin']}" for sign in "-+"]
            return [said["low"], said["high"]]
    return None
