"""What a request may say: small plain data of the expected form, or a refusal in one sentence."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any


class Refused(Exception):
    """What was asked cannot be done; the message says why."""

    status = 400


class Gone(Refused):
    """The answer is not what it was: it was graded again, or the gradebook is another one."""

    status = 410


class Conflict(Refused):
    """Somebody else decided meanwhile; `other` is what they did."""

    status = 409

    def __init__(self, other: Mapping[str, Any]) -> None:
        super().__init__(f"{other.get('who')} decided this meanwhile")
        self.other = dict(other)


def text_in(asked: Mapping[str, Any], name: str, longest: int) -> str:
    """A text of a request, empty where it is left out; no character that no text can hold."""
    found = asked.get(name)
    if found is None:
        return ""
    if not isinstance(found, str):
        raise Refused(f"{name} is a text")
    if len(found) > longest:
        raise Refused(f"{name} has at most {longest:,} characters")
    return found.encode("utf-8", "replace").decode("utf-8").replace("\0", "\ufffd")


def texts_in(asked: Mapping[str, Any], name: str, most: int, longest: int) -> tuple[str, ...]:
    """A list of texts of a request."""
    found = asked.get(name) or []
    if not isinstance(found, list) or len(found) > most:
        raise Refused(f"{name} is a list of at most {most:,}")
    return tuple(text_in({name: one}, name, longest) for one in found)


def number_in(asked: Mapping[str, Any], name: str) -> int:
    """A whole number of a request, 0 where it is left out."""
    found = asked.get(name, 0)
    if isinstance(found, bool) or not isinstance(found, int) or not 0 <= found < 1 << 53:
        raise Refused(f"{name} is a whole number")
    return found


def points_in(asked: Mapping[str, Any], name: str, most: Fraction) -> Fraction:
    """Points of a request, such as `1.5` or `1/3`, between nothing and what there is."""
    written = text_in(asked, name, 40).strip().replace(",", ".")
    try:
        points = Fraction(written)
    except (ValueError, ZeroDivisionError):
        raise Refused(f"{written or 'nothing'} is no number of points") from None
    if not 0 <= points <= most:
        raise Refused(f"{written} points are not between 0 and {most}")
    return points
