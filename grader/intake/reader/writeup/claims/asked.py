"""What a section repeats of the question before its answer begins, so that it is no answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from ..labels import Path
from ..sections import Placed

_WORDS = (
    r"solutions?|answers?|ans|sol|soln|proof|my answer|lösung|antwort|beweis|ответ|решение|"
    r"доказательство|解答?|答案?|证明|réponse|solución|respuesta|soluzione|risposta|solução|resposta"
)
BEGINS = re.compile(
    rf"^[\s*_#>]*(?:(?:my|our|the)\s+)?(?:{_WORDS})(?:\s*(?:to|for)?\s*\(?\w{{1,4}}\)?)?"
    r"(?:[*_\s]*[:.：。][*_\s]*|[*_\s]*$)",
    re.IGNORECASE,
)
"""A line at whose start an answer begins: "Solution:", "**Proof.**", "解:"."""
_ASKS = re.compile(r"\?(?=[\s*_)\]\\]|$)|？")
_FORMULA = re.compile(r"\$\$.+?\$\$|\$[^$]+\$", re.DOTALL)


def asked_and_answered(rows: Sequence[Placed]) -> tuple[list[Placed], list[Placed]]:
    """The blocks of a section cut where the answer begins: what was asked, and what was answered.

    A formula below a line that tells to work out what follows is asked, wherever it stands.
    """
    asked, answered = _cut(rows)
    given, answered = _without_given(answered)
    return [*asked, *given], answered


def _cut(rows: Sequence[Placed]) -> tuple[list[Placed], list[Placed]]:
    """The cut where the answer begins.

    It begins behind the first line that says so; else behind the question mark that ends the first
    paragraph's question.
    """
    for number, row in enumerate(rows):
        if row.block.kind not in ("heading", "paragraph"):
            continue
        lines = row.block.text.split("\n")
        for place, line in enumerate(lines):
            if not BEGINS.match(line) or (not line.strip() and row.block.kind == "heading"):
                continue
            rest = BEGINS.sub("", line)
            before = [*rows[:number], *_kept(row, lines[:place], 0)]
            after = [*_kept(row, [rest, *lines[place + 1 :]], place), *rows[number + 1 :]]
            return (before, after) if _says(after) else ([], list(rows))
    return _behind_question(rows)


def as_asked(
    found: Iterable[tuple[Any, int, str]], rows: Sequence[Placed]
) -> list[tuple[Any, int, str]]:
    """The candidates, of which those in lines that tell to find something, or what is given, are
    asked and no answers.
    """
    tells, gives = _lines(rows, _TELLS), _lines(rows, _GIVEN)
    return [
        (value, line, "asked" if line in gives or (how == "only" and line in tells) else how)
        for value, line, how in found
    ]


def _lines(rows: Sequence[Placed], says: re.Pattern[str]) -> frozenset[int]:
    return frozenset(
        line
        for row in rows
        if row.block.kind in ("heading", "paragraph")
        for line, text in enumerate(row.block.text.split("\n"), row.block.line)
        if says.match(text)
    )


def _without_given(rows: Sequence[Placed]) -> tuple[list[Placed], list[Placed]]:
    """The formulas below lines that tell to work out what follows, and the blocks without them."""
    given: list[Placed] = []
    kept: list[Placed] = []
    before = ""
    for row in rows:
        text = row.block.text
        if row.block.kind == "math":
            is_given = _FOLLOWS.match(before) and _SAID.search(text) is None
            (given if is_given else kept).append(row)
            before = ""
            continue
        lines = text.split("\n") if row.block.kind in ("heading", "paragraph") else []
        for place, line in enumerate(lines):
            if _FOLLOWS.match(before) and _is_formula(line):
                at = row.block.line + place
                given.append(replace(row, block=replace(row.block, text=line, line=at, end=at)))
                lines[place] = ""
            before = line if line.strip() else before
        if not lines:
            before = ""
        elif lines != text.split("\n"):
            row = replace(row, block=replace(row.block, text="\n".join(lines)))
        if not lines or "".join(lines).strip() or row.block.kind == "heading":
            kept.append(row)
    return given, kept


def _is_formula(text: str) -> bool:
    alone = re.fullmatch(r"\$\$?[^$]+\$\$?[.,]?", text.strip()) is not None
    return alone and _SAID.search(text) is None


_SAID = re.compile(r"=|≈|\\approx|\\to(?![a-z])")
_FOLLOWS = re.compile(
    r"[\s*_>#]*(?:please\s+)?(?:find|compute|determine|calculate|evaluate|simplify|work out"
    r"|bestimmen? sie|berechnen? sie|calculer|déterminer|calcular|найдите|вычислите)\b[^$]*"
    r"\b(?:following|below|expression|folgende\w*|suivante?s?|siguientes?|следующ\w*)\b[^$]*$",
    re.IGNORECASE,
)
"""A line that tells to work out the formula that follows."""
_GIVEN = re.compile(
    r".*\b(?:are|is|was|were) (?:given|known)\b(?!\s+(?:by|as))"
    r"|.*\b(?:ist|sind|war) (?:gegeben|bekannt)\b",
    re.IGNORECASE,
)
_TELLS = re.compile(
    r"[\s*_>#]*(?:please\s+)?(?:find|compute|determine|calculate|evaluate|derive|solve|"
    r"show|prove|bestimmen? sie|berechnen? sie|zeigen sie|calculer|déterminer|calcular|найдите|"
    r"вычислите|求|given|let|suppose|assume|gegeben|es\s+sei(?:en)?|sei(?:en)?|soi(?:t|ent)|sean?|dado"
    r"|sia(?:no)?|дано|пусть)\b|[\s*_>#]*(?:已知|设|給定|给定)"
    r"|.*\b(?:(?:are|is|was|were) (?:given|known)|(?:ist|sind|war) (?:gegeben|bekannt))\b",
    re.IGNORECASE,
)


def without_parts(
    rows: Sequence[Placed], path: Path, targets: Iterable[Path]
) -> Sequence[Placed]:
    """Blocks but for the parts that another question asks for, whose "Answer:" is not this one's;
    all of them where nothing else is left.
    """
    inner = [one for one in targets if len(one) > len(path) and one[: len(path)] == path]
    own = [row for row in rows if not any(row.path[: len(one)] == one for one in inner)]
    return own if any(row.block.kind != "heading" for row in own) else rows


def _behind_question(rows: Sequence[Placed]) -> tuple[list[Placed], list[Placed]]:
    """The cut behind the last question mark of the first paragraph, where something follows it."""
    first = next((n for n, row in enumerate(rows) if row.block.kind == "paragraph"), len(rows) - 1)
    for number in range(first, -1, -1):
        row = rows[number]
        if row.block.kind not in ("heading", "paragraph"):
            continue
        plain = _FORMULA.sub(lambda m: re.sub(r"[^\n]", "x", m[0]), row.block.text)
        marks = [match.end() for match in _ASKS.finditer(plain)]
        if marks:
            break
    else:
        return [], list(rows)
    text = row.block.text
    line = text.count("\n", 0, marks[-1])
    before = [*rows[:number], *_kept(row, text[: marks[-1]].split("\n"), 0)]
    after = [*_kept(row, text[marks[-1] :].split("\n"), line), *rows[number + 1 :]]
    says = re.search(r"\w", text[marks[-1] :]) is not None or _says(after)
    return before, after if says else []


def _kept(row: Placed, lines: Sequence[str], skipped: int) -> list[Placed]:
    """A block with these of its lines; nothing where they are empty."""
    if not any(line.strip() for line in lines):
        return []
    line = row.block.line + skipped
    return [replace(row, block=replace(row.block, text="\n".join(lines), line=line))]


def _says(rows: Sequence[Placed]) -> bool:
    """Whether anything but headings stands in the blocks."""
    return any(re.search(r"\w", row.block.text) for row in rows if row.block.kind != "heading")
