"""Equations, inequalities and intervals as they stand, where one of them is the answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..candidate import Candidate
from ..candidates import numbers_or_formulas, of_statements, ranked
from ..formulas import BOUND, tidy
from ..sections import Placed
from .said import Said, leaves, plain, said

_LEAD = re.compile(r"^[^=<>≤≥∈:$]{0,40}:\s+")
_MEMBER = re.compile(r"∈|(?<=\w)\s+in\s+(?=[\[(])")
_RUN_ON = re.compile(r"^(-?\d[\d.]*)\s+(?=\S)")
_LINKED = re.compile(r"^[^$\w]*\$[^$]+\$(?:\s*,?\s*(?:and|or|und|oder)\s*\$[^$]+\$)+[^$\w]*$")
_LINK = re.compile(r"\$\s*,?\s*(\w+)\s*\$")
_WORDS = re.compile(r"[^\W\d_]{3,}")
_LINKS = frozenset(("and", "oder", "und", "for", "all", "sqrt", "log", "exp", "sin", "cos", "tan"))


def conditions(
    rows: Sequence[Placed], of: Sequence[str], *, lone: bool, several: bool
) -> list[Candidate]:
    """Possible conditions, best first; `several` asks for all that stand there together."""
    statements = said(rows)
    found = list(of_statements(statements, of, _whole, lone=lone))
    found += [one for one in _plain_ones(rows) if not (several and one.how == "several")]
    equations = [_whole(one) for one in statements if len(one.parts) > 1 and one.parts[0]]
    if several and len(equations) > 1:
        found.append(Candidate(", ".join(equations), statements[0].line, "several"))
    return ranked(found) or numbers_or_formulas(rows, of, lone=lone)


def _whole(one: Said) -> str:
    """All sides of a statement; nothing of words that state nothing."""
    if len(one.parts) == 1:
        return tidy(one.parts[0]) if one.typeset else ""
    sides = list(map(tidy, one.parts))
    if not one.typeset:  # two lines that ran together: x + y = 3 x - y = 1
        sides[1:-1] = [_RUN_ON.sub(r"\1, ", side) for side in sides[1:-1]]
    return " = ".join(sides)


def _plain_ones(rows: Sequence[Placed]) -> Iterator[Candidate]:
    """Lines of text that are nothing but an inequality or say where something lies."""
    for row in rows:
        for block in leaves(row.block):
            if block.kind not in ("paragraph", "heading"):
                continue
            for line, text in enumerate(plain(block.text).split("\n"), block.line):
                if _LINKED.match(text):
                    yield Candidate(_LINK.sub(_as_sign, text).strip(" .$"), line, "several")
                bare = _LEAD.sub("", text).strip(" .`*")
                states = BOUND.search(bare) or _MEMBER.search(bare)
                words = {word.casefold() for word in _WORDS.findall(bare)}
                if states and "$" not in bare and len(bare) < 200 and words <= _LINKS:
                    yield Candidate(bare, line, "only")


def _as_sign(link: re.Match[str]) -> str:
    return r" \lor " if link[1] in ("or", "oder") else r" \land "
