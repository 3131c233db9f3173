"""Values that a sentence gives to an asked name: "the rank of A is 2", "A has rank 2"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..formulas import tidy
from ..sections import Placed
from .said import leaves, plain

_NUMBER = r"[-+−]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+|(?<=\d))(?:\s?/\s?\d+)?(?![\w.]\d|\w)"
_APPLIED = re.compile(r"\\?(?P<word>[A-Za-z]{3,})\s*\(\s*(?P<of>[A-Za-z]\w?)\s*\)")
_IS = r"(?:is|are|=|:|equals?|being|must be|will be)"
_ABOUT = r"(?:\s*(?:then|thus|therefore|just|only|also|exactly|simply|equal to|:|=))*"
_DENIED = re.compile(r"\b(?:not|never|if|whether|assume|suppose|unless)\b|n['’]t\b", re.IGNORECASE)
_WORKED = re.compile(r"(?:\b(?:sqrt|log|ln|exp)|[\d*/+^|√-])\s*\(?\s*$")
"""What makes another quantity of the one that follows: the root of a variance."""
_DRESS = re.compile(r"\\(?:mathbf|boldsymbol|mathrm|text(?:bf)?|operatorname|bf|boxed)\b|[${}\\*_]")
_CLAUSE = re.compile(r"[.;!?]\s|\n\s*\n|,?\s+(?:so|and|while|but|because|since|hence)\s+")


def spoken(rows: Sequence[Placed], name: str) -> Iterator[tuple[str, int]]:
    """Every value that a clause gives to `name`, a word of a letter such as rank(A), and its line.

    Other names, such as `n`, have their values in equations alone.
    """
    applied = _APPLIED.fullmatch(name.strip())
    if applied is None:
        return
    word, of = re.escape(applied["word"]), rf"(?<!\w){re.escape(applied['of'])}(?!\w)"
    value = rf"(?P<value>{_NUMBER})"
    patterns = [
        re.compile(rf"(?i:\b{word})\b[^.\d=]{{0,18}}?\(?{of}\)?\s*(?i:{_IS}){_ABOUT}\s*{value}"),
        re.compile(
            rf"{of}\s+(?i:(?:has|is|have|with)\b[^.\d=]{{0,20}}?\b{word}){_ABOUT}"
            rf"(?i:\s+of)?\s*{value}"
        ),
    ]
    others = r"[^.\d=]{0,30}?"
    patterns += [
        re.compile(rf"(?i:\bboth\b{others}(?:has|have)\b{others}\b{word}){_ABOUT}\s*{value}"),
        re.compile(rf"(?i:\b{word}s?\b{others}\bboth\b{others}{_IS}{_ABOUT})\s*{value}"),
        re.compile(rf"(?i:\b{word}s?\b{others}\b{_IS}\s+both){_ABOUT}\s*{value}"),
    ]
    for row in rows:
        for block in leaves(row.block):
            if block.kind not in ("paragraph", "heading"):
                continue
            text = _DRESS.sub(" ", plain(block.text))
            start = 0
            for end in (*(m.start() for m in _CLAUSE.finditer(text)), len(text)):
                clause = re.sub(r"\s+", " ", text[start:end])
                line = block.line + text.count("\n", 0, start)
                start = end
                for pattern in patterns:
                    match = pattern.search(clause)
                    if match is None or _WORKED.search(clause[: match.start()]):
                        continue
                    if not _DENIED.search(clause[: match.end()]):
                        yield tidy(match["value"]), line
                        break
