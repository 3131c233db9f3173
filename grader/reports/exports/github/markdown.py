"""Texts nobody trusts inside GitHub's Markdown: shown as they are, never as markup."""

from __future__ import annotations

import re

from grader.reports.records import FindingResult, Place
from grader.reports.text import clean_line, sourced

_PLAIN = re.compile(r"[^A-Za-z0-9 \u00a1-\U0010ffff,;()'\"?%=+]")


def literal(text: object, longest: int = 200) -> str:
    """A text on one line in which each character that could be markup is written by its number.

    An entity is a character of text in every version of Markdown: it starts no link, address,
    image, tag, emphasis, code or column of a table. GitHub looks for mentions in the page that it
    made, so that a space of no width stands behind each `@`.
    """
    plain = _PLAIN.sub(lambda found: f"&#{ord(found[0])};", clean_line(str(text), longest))
    return plain.replace("&#64;", "&#64;&#8203;")


def place_of(place: Place | FindingResult | None) -> str:
    """Where an answer stands, such as `hw2.py:12`."""
    return literal(sourced(place))
