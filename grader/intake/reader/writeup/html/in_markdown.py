"""HTML between the lines of a Markdown text, as Markdown; the lines stay where they can."""

from __future__ import annotations

import html
import re

from ..spans import replaced
from . import markdown_of_html, shown_picture

_ATTRIBUTES = r"""(?:\s+[\w:-]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+))?)*\s*/?"""
_BLOCK = re.compile(rf"<(?P<name>table|ol|ul|pre|h[1-6]){_ATTRIBUTES}>", re.IGNORECASE)
_INLINE = re.compile(
    r"<(?P<close>/?)(?P<name>b|strong|i|em|u|br|p|div|span|center|font|sub|sup|details|summary|"
    rf"aside|section|mark|small|big|a|img|hr|ins|figure){_ATTRIBUTES}>(?P<end>[ \t]*\n)?",
    re.IGNORECASE,
)
_ENTITY = re.compile(
    r"&(?:nbsp|ensp|emsp|lt|gt|minus|times|middot|theta|alpha|nabla|part|int|sum|ne|le|ge|sup2);"
)
_SOURCE = re.compile(r"""\ssrc\s*=\s*(?P<src>"[^"]*"|'[^']*'|[^\s"'<>]+)""", re.IGNORECASE)
_EMPHASIS = {"b": "**", "strong": "**", "i": "*", "em": "*", "u": "*", "mark": "*"}
MAX_BLOCK = 100_000


def without_html(text: str) -> str:
    """Tables, lists and headings in HTML as Markdown's own, emphasis too; other tags go."""
    if "<" in text:
        text = replaced(text, _BLOCK, lambda m: f"</{m['name']}>", _block, MAX_BLOCK)
        text = "\n".join(_raised(line) for line in text.split("\n"))
        text = _INLINE.sub(_inline, text)
    return _ENTITY.sub(lambda m: html.unescape(m[0]).replace("\xa0", " "), text)


def _block(opening: re.Match[str], body: str) -> str:
    """One table, list or heading; as many lines as it had, unless it stood in fewer."""
    source = f"{opening[0]}{body}</{opening['name']}>"
    written = markdown_of_html(source).strip()
    if "```" not in written:
        written = re.sub(r"\s*\n\s*(?=[|\n])|[ \t]+\n", "\n", written)
    spare = source.count("\n") - written.count("\n")
    if opening["name"][0] in "hH":
        return written + "\n" * spare
    if spare > 0:
        return "\n" * (spare > 1) + written + "\n" * (spare - (spare > 1))
    return f"\n{written}\n\n"


def _raised(line: str) -> str:
    """A line with `<sub>` and `<sup>` as `_` and `^`."""
    line = re.sub(r"<sub>\s*(\w+)\s*</sub>", r"_\1", line, flags=re.IGNORECASE)
    line = re.sub(r"<sup>\s*(\w)\s*</sup>", r"^\1", line, flags=re.IGNORECASE)
    return re.sub(r"<sup>([^<>]+)</sup>", r"^(\1)", line, flags=re.IGNORECASE)


def _inline(match: re.Match[str]) -> str:
    """What one tag becomes: a mark of emphasis, an end of line, or nothing."""
    name, end = match["name"].lower(), match["end"] or ""
    if name in _EMPHASIS:
        return _EMPHASIS[name] + end
    if name == "img":
        source = _SOURCE.search(match[0])
        return shown_picture(html.unescape(source["src"]).strip("\"'") if source else "") + end
    ends = name == "br" or (match["close"] and name in ("p", "div", "summary", "details"))
    if not ends or end:
        return end
    line = match.string[match.string.rfind("\n", 0, match.start()) + 1 : match.start()]
    return " " if "|" in line else "\n"
