"""Possible answers in what stands under a label, best first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import get_args

from . import formulas
from .candidate import Candidate, How
from .claims.listed import (
    arrays_said,
    formulas_of,
    lists_said,
    numbers_alone,
    numbers_of,
    printed,
)
from .claims.mentions import is_named_otherwise, used_for_another
from .claims.named import is_product, like, matches, named_in_table
from .claims.pieces import in_order, spellings, together
from .claims.plain_matrices import plain_matrices
from .claims.quantities import asks_statistic, is_limit, is_other, is_other_letter, is_to_solve
from .claims.said import PLAIN, Said, leaves, said
from .claims.sentences import NUMBER, in_words
from .claims.several import alternatives, by_cases, in_one, numbered, rows_said
from .claims.spoken import spoken
from .claims.told import formula_told, several_told, told
from .claims.values import is_system, leads, matrix_of, value_of, without_remark, worked_out
from .formulas import has_matrix, tidy
from .sections import Placed

_ORDER: tuple[How, ...] = get_args(How)
_RARE: tuple[How, ...] = ("only", "likely", "several")
"""How no candidate was come by that is one of several values of its kind."""
MAX_CANDIDATES = 12
_BROKEN = re.compile(r"(?:[-+*/^_=]|\\cdot|\\times|\\frac|\\begin\{\w+\})\s*$|\\text\{[^}]{30}")
_DENIED = re.compile(r"\b(?:not|never|nicht)\s*$", re.IGNORECASE)
_BETWEEN = re.compile(
    r"\\?(?:P|Pr|mathbb\s*\{?P\}?)\s*(?:\\left)?[(\[]"
    r"(\s*[-−]?[\d.]+\s*(?:<=?|≤|\\leq?|\\lt)[^()]+?(?:<=?|≤|\\leq?|\\lt)\s*[-−]?[\d.]+\s*)(?:\\right)?[)\]]"
)
_LETTERED = re.compile(
    r"(?<![A-Za-z\\])[A-Za-z](?![A-Za-z])[^A-Za-z]*\d|\d[^A-Za-z]*(?<![A-Za-z\\])[A-Za-z]\b"
)
"""A formula of letters and numbers."""
_OPEN = re.compile(r"\\i*int\b|\\lim\b|\\sum\b|∫")
_NUMERIC = re.compile(r"[-+\d.,/%\s\\]+")
_TURNED = re.compile(r"\s*-?[\d./]+ = \\?[A-Za-z]{1,8}\s*")
_POINT = re.compile(r"\(-?[\d./]+,-?[\d./]+\)|[a-z]=-?[\d./]+,[a-z]=-?[\d./]+")


def numbers_or_formulas(
    rows: Sequence[Placed],
    of: Sequence[str],
    parts: Sequence[str] = (),
    *,
    lone: bool = False,
    units: bool = False,
) -> list[Candidate]:
    """Possible numbers or formulas for the names `of`, best first; a vector of `parts` too.

    `lone` says that no other question is answered in the same place, so that any box is this one's,
    `units` that a number is asked for with its unit.
    """
    statements = [_named_last(one, of) for one in said(rows, units=units)]
    whole = [one for one in statements if not (parts and matches(one.left, parts))]
    found = list(of_statements(whole, of, value_of, lone=lone))
    found += [Candidate(value, line, "said") for name in of for value, line in spoken(rows, name)]
    for name in of:
        worded = list(told(rows, name, units=units)) or list(formula_told(rows, name))
        found += [Candidate(value, line, "told") for value, line in worded]
    if parts:
        found = [one if _is_vector(one.value) else replace(one, how="any") for one in found]
        found += in_order(statements, parts)
    if parts and (pieces := together(rows, statements, parts)) is not None:
        written = any(one.how == "defined" for one in found)
        found.append(replace(pieces, how="earlier") if written else pieces)
    found += named_in_table_as(rows, of)
    found += [
        Candidate(between[1].strip(), one.line, "any")  # P(1.2 < μ < 3.4) = 0.95 says two ends
        for one in statements
        if (between := _BETWEEN.fullmatch(one.parts[0].strip())) is not None
    ]
    found += in_words(rows, of, units=units)
    found = _of_others(found)
    if lone and not of and not parts:
        found = _with_the_last(found, statements, rows)
    rest = numbers_alone(rows, NUMBER, units=units)
    how: How = "other" if asks_statistic(of) and not _speaks_of(rows, of) else "any"
    alone = [Candidate(tidy(value), line, how) for value, line in rest]
    if units:
        found = [replace(one, value=without_remark(one.value)) for one in found]
    return ranked(_with_several(found, rows, whole, of)) or ranked(alone)


def _speaks_of(rows: Sequence[Placed], of: Sequence[str]) -> bool:
    """Whether a section names what is asked, or holds hardly any words at all."""
    text = " ".join(row.block.text for row in rows).casefold()
    few = len(re.findall(r"[^\W\d_]{3,}", text)) < 2
    return few or any(name.casefold() in text for name in of)


def _of_others(found: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, in which the value of another quantity is that in whatever way it is read."""
    others = {(one.line, _same(one.value)) for one in found if one.how == "other"}
    return [
        replace(one, how="other")
        if (one.line, _same(one.value)) in others and one.how in ("sentence", "only", "behind")
        else one
        for one in found
    ]


def _with_the_last(
    found: Sequence[Candidate], statements: Sequence[Said], rows: Sequence[Placed]
) -> list[Candidate]:
    """The candidates, in which the formula that the section ends with is that: a derivation's end.

    A number alone may be of anything, and an integral is still to be worked out.
    """
    written = [row.block.text for row in rows if row.block.kind in ("paragraph", "math", "list")]
    value = value_of(statements[-1]) if statements else ""
    if not _LETTERED.search(value) or _OPEN.search(value) or _same(value) not in _same(written[-1]):
        return list(found)
    alone = len({_same(one.value) for one in found if one.how == "only"}) == 1
    guessed = ("any", "sentence") if alone else ("any", "sentence", "only")
    return [
        replace(one, how="closing") if one.value == value and one.how in guessed else one
        for one in found
    ]


def _named_last(one: Said, of: Sequence[str]) -> Said:
    """A statement that ends with the asked name, `12 = 3 * 4 = E`, from its other end."""
    last = one.parts[-1]
    if not of and len(one.parts) == 2 and _TURNED.fullmatch(" = ".join(one.parts)):
        return replace(one, parts=one.parts[::-1])
    if not one.left or matches(one.left, of) or len(last.split()) != 1 or not matches(last, of):
        return one
    return replace(one, parts=one.parts[::-1])


def _with_several(
    found: Sequence[Candidate],
    rows: Sequence[Placed],
    statements: Sequence[Said],
    of: Sequence[str],
) -> list[Candidate]:
    """The candidates with those that are several values, of which one alone is no answer."""
    several = [
        (values, line)
        for name, values, line in alternatives(rows)
        if not of or matches(name, of)
    ]
    several += [*numbered(statements, of), *by_cases(rows)]
    single = {value for values, _ in several for value in values}
    if not several:
        return list(found)
    kept = [
        replace(one, how="any")
        if one.how == "only" or (one.value in single and one.how in ("defined", "earlier"))
        else one
        for one in found
    ]
    return kept + [Candidate(in_one(values), line, "several") for values, line in several]


def matrices(
    rows: Sequence[Placed],
    of: Sequence[str],
    parts: Sequence[str] = (),
    *,
    lone: bool = False,
    units: bool = False,
) -> list[Candidate]:
    """Possible vectors or matrices for the names `of`, best first; those written in pieces too."""
    everything = said(rows, units=units)
    statements = [
        one
        for one in everything
        if not is_system(one)
        if matches(one.left, of) or not _POINT.search(formulas.key(one.left))
        if not is_product(one.left, of)
    ]
    found = list(of_statements(statements, of, matrix_of, lone=lone))
    for names in spellings(parts, of):
        if (pieces := together(rows, everything, names)) is not None:
            written = any(one.how == "defined" for one in found)
            found.append(replace(pieces, how="earlier") if written else pieces)
            break
    found += [Candidate(values, line, "said") for values, line in rows_said(rows)]
    told_at_once = (one for name in of for one in several_told(rows, name))
    found += [Candidate(f"({values})", line, "told") for values, line in told_at_once]
    for values, line in numbered(everything, of):
        found.append(Candidate(in_one(values, "({})"), line, "several"))
    listed = (one for one in in_words(rows, of, units=units) if not isinstance(one.value, list))
    found += [replace(one, how="several") for one in listed if re.search(r"[,;]\s", str(one.value))]
    for row in rows:
        for block in leaves(row.block):
            if block.kind == "table" and (cells := numbers_of(block.rows, NUMBER)):
                found.append(Candidate(cells, block.line, "table"))
            elif block.kind == "table" and (formulas_there := formulas_of(block.rows)):
                found.append(Candidate(formulas_there, block.line, "table"))
            elif block.kind in ("code", "paragraph") and (text := printed(block.text)):
                found.append(Candidate(text, block.line, "only"))
            elif block.kind in ("code", "paragraph") and (arrays := list(arrays_said(block))):
                found += [
                    Candidate(text, line, "said" if matches(words, of) else "only")
                    for words, text, line in arrays
                    if not is_product(words.strip("$*`"), of)
                ]
            elif block.kind == "code" and block.info.lower() in PLAIN:
                found += [
                    Candidate(text, line, "only")
                    for line, text in enumerate(plain_matrices(block.text.split("\n")), block.line)
                    if text.startswith("[[") and text.endswith("]]")
                ]
            elif block.kind == "paragraph":
                found += [
                    Candidate(text, line, "said" if words and matches(words, of) else "only")
                    for words, text, line in lists_said(block, NUMBER, units=units)
                    if not is_product(words.strip("$*`"), of)
                ]
    return ranked(found)


def ranked(found: Sequence[Candidate]) -> list[Candidate]:
    """Best first, each value once; what is only one of several is not the only one."""
    found = [one for one in found if one.value]  # what is left of a lone full stop is none
    values = {how: {_same(one.value) for one in found if one.how == how} for how in _RARE}
    found = [replace(one, how="any") if len(values.get(one.how, ())) > 1 else one for one in found]
    kept: list[Candidate] = []
    seen: set[str] = set()
    for how in _ORDER:
        for one in (one for one in found if one.how == how):
            if _same(one.value) not in seen:
                seen.add(_same(one.value))
                kept.append(one)
    boxed = any(one.how == "boxed" for one in kept)
    kept = [one for one in kept if not (boxed and one.how in ("earlier", "any"))]
    return sorted(kept, key=lambda one: _ORDER.index(one.how))[:MAX_CANDIDATES]


def _same(value: str | list[list[str]]) -> str:
    return re.sub(r"[\s{}$*]|\\[,;! ]", "", str(value))


def of_statements(
    statements: Sequence[Said], of: Sequence[str], value_of: Callable[[Said], str], *, lone: bool
) -> Iterator[Candidate]:
    """What statements define, box, or are."""
    values = [(one, value) for one in statements if (value := value_of(one))]
    asked = [
        (one, value)
        for one, value in values
        if one.left and matches(one.left, of) and not _DENIED.search(one.words)
        if not is_limit(f"{one.words} {one.left}", of)
    ]
    used = used_for_another(statements, of) if of and not asked else None

    def is_another(one: Said) -> bool:
        if is_other(one.left, of) or is_limit(f"{one.words} {one.left}", of):
            return True
        if is_named_otherwise(one.left or one.words, of):
            return True
        if not of:
            return is_to_solve(one.left)
        return used is not None and used(one)

    boxes = [(one, value) for one, value in values if one.boxed]
    is_asked = any(one.left and matches(one.left, of) for one, _ in boxes)
    for one, value in reversed(boxes):
        last = lone and (one, value) == boxes[-1] and not (is_asked or is_another(one))
        if last or not one.left or not of or matches(one.left, of):
            yield Candidate(value, one.line, "boxed")
    readable = [pair for pair in asked if not _BROKEN.search(pair[1])]
    best = (readable or asked)[-1:]
    for one, value in best:
        yield Candidate(value, one.line, "defined")
    for one, value in [*best, *boxes[-1:]]:
        if formula := worked_out(one, value):
            yield Candidate(formula, one.line, "formula")
    for one, value in reversed(asked):
        if (one, value) not in best:
            yield Candidate(value, one.line, "earlier")
    for one, value in reversed(values):
        bare = not one.left
        if (one, value) in asked or (one.boxed and bare):
            continue
        is_number = _NUMERIC.fullmatch(value) or asks_statistic(of)
        if is_another(one) or (is_number and is_other_letter(one.left, of)):
            yield Candidate(value, one.line, "any" if asked else "other")
        elif one.display and like(one.left, of):
            yield Candidate(value, one.line, "any" if asked else "likely")
        elif one.boxed or one.alone or (one.typeset and not bare):
            yield Candidate(value, one.line, "any" if asked else "only")
        elif bare and leads(one.words):
            yield Candidate(value, one.line, "sentence")
        elif has_matrix(value):
            yield Candidate(value, one.line, "any" if asked else "only")
        elif one.typeset and re.search(r"\d", value) and not _BROKEN.search(value):
            yield Candidate(value, one.line, "any")


def _is_vector(value: str | list[list[str]]) -> bool:
    """Whether a value has several entries, as a question with parts asks for."""
    if not isinstance(value, str) or has_matrix(value):
        return True
    return "," in value and re.fullmatch(r"[-−]?\d+,\d+", value) is None


def named_in_table_as(rows: Sequence[Placed], of: Sequence[str]) -> list[Candidate]:
    """Numbers of tables in the row or below the head of an asked name."""
    found: list[Candidate] = []
    for row in rows:
        for block in leaves(row.block):
            if block.kind == "table":
                values = named_in_table(block.rows, of)
                how: How = "table" if len(values) == 1 else "any"
                found += [Candidate(value, block.line, how) for value in values]
    return found
