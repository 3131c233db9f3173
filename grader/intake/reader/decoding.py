"""Bytes to text as students' editors write them: UTF-8, byte order marks, old Windows encodings."""

from __future__ import annotations

import codecs

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


BLANKS = dict.fromkeys([*range(9), *range(11, 32), *range(127, 160), 0x2028, 0x2029], " ")
"""What prints nothing, and counts as a blank here and not there: one blank, so that lines stay."""


class NotText(Exception):
    """The bytes are no text in any encoding we read."""


def decode(data: bytes) -> tuple[str, str]:
    """The text with plain newlines, and the encoding when it is not UTF-8 (else empty)."""
    text, encoding = _decoded(data)
    text = plain_newlines(text)
    if text.count("\0") > 0:
        raise NotText("it holds bytes that no text has")
    return text, encoding


def plain_newlines(text: str) -> str:
    """The text with the line ends of every system as one; Python counts lines by all of them."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(data: bytes) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), "" if encoding == "utf-8-sig" else encoding
            except UnicodeDecodeError:
                raise NotText(f"it starts as {encoding} but is damaged") from None
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError:
        pass
    if b"\0" in data[:4096]:
        for encoding in ("utf-16-le", "utf-16-be"):
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                continue
            if text.isprintable() or "\n" in text[:4096]:
                return text, encoding
        raise NotText("it holds bytes that no text has")
    try:
        return data.decode("cp1252"), "cp1252"
    except UnicodeDecodeError:
        return data.decode("latin-1"), "latin-1"
