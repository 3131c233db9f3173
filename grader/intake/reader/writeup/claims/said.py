"""What a section says, in order: statements with their sides, and the words before each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from .. import formulas
from ..formulas import Chain, has_matrix, matrices_in
from ..frames import unframed
from ..markup import Block
from ..sections import Placed
from .plain_matrices import plain_matrices

PLAIN = ("", "text", "txt", "plaintext", "plain", "none", "output")
_MATH = re.compile(r"(?<!\\)\$\$(.+?)(?<!\\)\$\$|(?<!\\)\$(.+?)(?<!\\)\$", re.DOTALL)
_EMPHASIS = re.compile(r"(?<![\w)\]}*])(\*{1,3}|__)(?=[^\s*])([^*\n]+?)(?<=[^\s*])\1(?!\w)")
_DASH = re.compile(r"(?:^|(?<=[\s(\[{=:,;$|]))[–‒﹣－](?=\.?\d)", re.MULTILINE)
_HALF_TYPESET = re.compile(
    r"(?<![\w.$\\])([-+−]?\d+(?:\.\d+)?)\s*\$\s*(\\(?:times|cdot)\s*10\^(?:\{[^{}$]{1,5}\}|\d)\s*)\$"
)
"""A number whose power of ten alone is a formula."""
_PERCENT = re.compile(
    r"(?<![$\\])\$(?!\$)([^$\n]{0,200}\d\}?)\$[ ~]?(?:\\?%|per\s?cent\b)", re.IGNORECASE
)
"""A sign of per cent behind a formula that ends with a number."""
_ESCAPED = re.compile(r"\\([*^])")
_STRUCK = re.compile(r"(?<!~)~~(?!~)[^~\n]+~~(?!~)")
UNITS = (
    r"(?:(?:[kmcdMGµ]?(?:m|s|g|Hz|N|J|W|Pa|V|A|L|l|mol|bits?|B)"
    r"|min|h|hrs?|sec|minutes?|hours?|seconds?|days?|weeks?|months?|years?|nats?|bytes?|km/h|mph|K|°C"
    r"|kilomet(?:er|re)s?|met(?:er|re)s?|dollars?|euros?|cents?|rad|degrees?)(?:\^?[23]|²|³)?"
    r"(?:/(?:s|h|min|m|kg)(?:\^?[23]|²|³)?)?)"
)
"""Units as words, in plain text."""
_BEHIND = rf"(?<![$\\])\$([^$\n]{{0,200}}\d)\$(?:[ ~]|\\[, ])?({UNITS})"
_LIST_WITH_UNIT = re.compile(
    r"(?P<open>[\[(])\s*(?P<numbers>[-−+]?[\d.]+(?:\s*[,;]\s*[-−+]?[\d.]+)+)\s*(?P<close>[\])])"
    rf"(?P<end>\$?)(?:[ ~]|\\[, ])?(?P<unit>{UNITS})(?![\w/^²³·-])"
)
_UNIT = re.compile(rf"{_BEHIND}(?=[.!]?\s*(?:$|\n))")
_UNIT_ANYWHERE = re.compile(
    r"(?<![$\\])\$([^$\n]{0,200}(?:\d|\\end\{\w{1,12}\}|\^\{?(?:T|\\top)\}?))\$(?:[ ~]|\\[, ])?"
    rf"({UNITS})(?![\w/^²³·-])"
)
"""A unit behind a formula that ends with a number."""
_LINKS = frozenset({
    "and", "so", "then", "thus", "hence", "therefore", "which", "is", "are", "equals", "that", "or",
    "this", "gives", "giving", "get", "also", "for", "the", "with", "have", "has",
})  # fmt: skip
_REMARK = re.compile(r"\s+#\s.*$")
_RESULT_OUTSIDE = re.compile(
    r"(?<![$\\])\$(?!\$)([^$\n]{1,300}(?:=|≈|\\approx)\s*)\$[ \t]*"
    r"([-−]?(?:\d+(?:[.,]\d+)?|\.\d+)(?:/\d+)?)(?=[\s.,;]*(?:$|\n))"
)
"""A formula that ends with its sign, and the number behind it: `$x = 1 + 2 =$ **3**`."""
_TYPED_VALUE = re.compile(
    r"(?<![\w$.=/*+^({-])(?P<name>[A-Za-z](?:_?\d)?)\s?=\s?(?P<value>[-−]?\d+(?:[.,/]\d+)?)"
    r"(?=[.;,)]?(?:\s+[A-Za-z]|\s*$))"
)
"""A letter and its number in running text, which nothing is worked out with."""
_OPEN_END = re.compile(r"(?:=|≈|\\approx|\\simeq|\\cong)\s*(?:\\\\)?\s*$")
OR = r"(?:and|or|und|oder|bzw\.|et|ou)"
"""What links values and statements."""
AND = re.compile(
    rf",?\s+(?:{OR}|with|where|wobei|mit|avec)\s+(?=[^=<>≤≥]{{1,30}}=)|;\s+(?=[^=\]]{{1,30}}=)"
)
_ENDS = re.compile(
    r"\s+(?:is|are|was|were|which|that|because|since|so|but|hence|thus|therefore|we|by|from)\b"
    r"|[.;!?]\s+(?=[A-Z])|,\s+(?=[A-Za-z]+\s+[A-Za-z])"
)
_BEFORE = re.compile(r"[.;!?]\s+(?=[A-Z])|\n\s*\n")
_COLON = re.compile(
    r"^\W{0,4}(?P<name>[^\d:=$]{1,40}?|\$[^$]{1,40}\$)\s*:\s+(?P<value>\S.{0,120})$"
)


@dataclass(frozen=True, slots=True)
class Said:
    """A statement: its sides, the first empty where nothing is named, and where it stands."""

    parts: tuple[str, ...]
    line: int
    words: str = ""
    """What the sentence says before it."""
    boxed: bool = False
    typeset: bool = False
    alone: bool = False
    """Whether nothing else stands in its paragraph."""
    display: bool = False
    """Whether it is set on lines of its own."""

    @property
    def left(self) -> str:
        """The raw name of what is defined, empty where there is none."""
        left = self.parts[0] if len(self.parts) > 1 else ""
        return formulas.BOUND.split(left)[-1].strip()


def said(rows: Sequence[Placed], *, units: bool = False) -> list[Said]:
    """Every statement of the blocks; one that goes on in a later formula is one statement.

    Where `units` are asked for, a formula has the one that follows it wherever it stands.
    """
    found: list[Said] = []
    is_open = False
    for one, leaves_open in _statements(rows, units):
        goes_on = one.parts[0] == "" and len(one.parts) > 1
        if found and (goes_on or is_open) and found[-1].typeset >= one.typeset:
            last = found[-1]
            more = one.parts[1:] if goes_on else one.parts
            found[-1] = replace(last, parts=(*last.parts, *more), boxed=last.boxed or one.boxed)
        else:
            found.append(replace(one, parts=one.parts[1:]) if goes_on else one)
        is_open = leaves_open
    return found


def leaves(block: Block) -> Iterator[Block]:
    """A block, or the blocks in the items of a list."""
    if block.kind != "list":
        yield block
        return
    for item in block.items:
        for inner in item.blocks:
            yield from leaves(inner)


def plain(text: str) -> str:
    """A text without its marks of emphasis and what is struck out, and with a minus for the dash
    that stands for one.
    """
    text = _PERCENT.sub(r"$\1\\%$", _STRUCK.sub("", text))
    bare = _HALF_TYPESET.sub(r"$\1 \2$", _EMPHASIS.sub(r"\2", text).replace("`", ""))
    return _DASH.sub("-", _ESCAPED.sub(r"\1", bare))


def with_units(text: str, anywhere: bool) -> str:
    """A text whose formulas have the units behind them: at the end of a line, or anywhere.

    That of a list is the unit of each of its numbers.
    """
    if anywhere:
        text = _LIST_WITH_UNIT.sub(_each_with_unit, text)
    return (_UNIT_ANYWHERE if anywhere else _UNIT).sub(r"$\1\\,\\text{\2}$", text)


def _each_with_unit(match: re.Match[str]) -> str:
    unit = rf"\,\text{{{match['unit']}}}" if match["end"] else f" {match['unit']}"
    numbers = ", ".join(f"{one.strip()}{unit}" for one in re.split("[,;]", match["numbers"]))
    return f"{match['open']}{numbers}{match['close']}{match['end']}"


def _statements(rows: Sequence[Placed], units: bool) -> Iterator[tuple[Said, bool]]:
    """Statements, and whether each ends with a sign that the next formula goes on."""
    for row in rows:
        for block in leaves(row.block):
            if block.kind == "math":
                yield from _typeset(block.text, block.line, "", alone=True, display=True)
            elif block.kind in ("paragraph", "heading") or (
                block.kind == "code" and block.info.lower() in PLAIN
            ):
                yield from _in_text(block, units)


def _typeset(
    latex: str, line: int, words: str, *, alone: bool, display: bool
) -> Iterator[tuple[Said, bool]]:
    _, is_boxed = unframed(latex)
    chains = formulas.chains(latex, line)
    for number, chain in enumerate(chains, 1):
        ends = number == len(chains)
        before = words if number == 1 else ""
        one = Said(chain.parts, line, before, is_boxed, True, alone, display)
        yield one, ends and _OPEN_END.search(unframed(latex)[0]) is not None


def _in_text(block: Block, units: bool) -> Iterator[tuple[Said, bool]]:
    lines = plain_matrices(block.text.split("\n"))
    text = _RESULT_OUTSIDE.sub(r"$\1 \2$", with_units(plain("\n".join(lines)), units))
    matches = list(_MATH.finditer(text))
    outside = _MATH.sub(" ", text)
    for start, before, latex in _joined(text, matches):
        line = block.line + text.count("\n", 0, start)
        words = _BEFORE.split(before)[-1]
        alone = len(matches) == 1 and not re.search(r"\w", outside)
        display = text.startswith("$$", start)
        found = list(_typeset(latex, line, words, alone=alone, display=display))
        lead = _lead(words)
        if not lead and not display and found and found[0][0].parts[0] == "":
            lead = _name_before(words)
        if lead and found:
            first, leaves_open = found[0]
            parts = first.parts[1:] if first.parts[0] == "" else first.parts
            found[0] = replace(first, parts=(lead, *parts)), leaves_open
        yield from found
    inside = {
        block.line + text.count("\n", 0, place)
        for match in matches
        for place in range(match.start(), match.end())
        if text[place] == "\n" or place in (match.start(), match.end() - 1)
    }
    is_code = block.kind == "code"
    for number, line_text in enumerate(text.split("\n"), block.line):
        if number in inside:
            yield from ((one, False) for one in _beside_formulas(line_text, number))
            continue
        line_text = _REMARK.sub("", line_text) if is_code else line_text
        yield from ((one, False) for one in _plain_line(line_text, number, block))


def _beside_formulas(text: str, line: int) -> Iterator[Said]:
    """Numbers that a line with formulas gives to letters beside them: "$x = 1$ and then y = 2"."""
    for match in _TYPED_VALUE.finditer(_MATH.sub(lambda one: "$" * len(one[0]), text)):
        yield Said((match["name"], match["value"]), line)


def _joined(text: str, matches: Sequence[re.Match[str]]) -> list[tuple[int, str, str]]:
    """Where each formula begins, the words before it, and the formula.

    Formulas with nothing but a sign between them are one, and so are matrices side by side.
    """
    found: list[tuple[int, str, str]] = []
    end = 0
    for match in matches:
        between, latex = text[end : match.start()], (match[1] or match[2]).strip()
        sign = between.strip()
        product = not sign and "\n\n" not in between and found and _product(found[-1][2], latex)
        if found and end and (sign in ("=", "≈", "+", "*", r"\cdot") or product):
            start, words, before = found.pop()
            latex = f"{before} {sign} {latex}"
            found.append((start, words, latex))
        else:
            found.append((match.start(), between, latex))
        end = match.end()
    return found


def _product(one: str, other: str) -> bool:
    """Whether two formulas side by side are matrices that are multiplied."""
    ends = one.rstrip().endswith(("matrix}", "array}", "^T", r"^\top"))
    return ends and other.startswith(next(matrices_in(other), "?")) and has_matrix(one)


def _lead(words: str) -> str:
    """The name before a sign that a formula follows: `rank(A) = $2$`."""
    text = words.rstrip()
    if not text.endswith(("=", "≈")):
        return ""
    name = re.split(r"[.;]\s|,\s+(?=[A-Za-z])|\s{2,}", text[:-1].rstrip())[-1].split()
    return name[-1] if name else ""


def _name_before(words: str) -> str:
    """The word before a formula that begins with a sign: the mean of "mean $= 3$"."""
    name = re.search(r"(?<![\w$])([^\W\d_]{3,})\s*$", words)
    return "" if name is None or name[1].casefold() in _LINKS else name[1]


def _plain_line(text: str, line: int, block: Block) -> Iterator[Said]:
    """Equations and named values in a line without dollars."""
    if "=" in text or formulas.APPROXIMATE.search(text):
        for statement in _apart_at_and(text.strip()):
            for chain in formulas.chains(statement, line):
                for one in _apart(chain):
                    yield _trimmed(one, block)
        return
    colon = _COLON.match(text.strip())
    if colon is not None and len(colon["name"].split()) <= 5:
        yield Said((colon["name"].strip("$ "), colon["value"].rstrip(" .")), line)


def _apart_at_and(text: str) -> Iterator[str]:
    """The statements that "and" or "or" links; not the sides of `P(A or B)`."""
    start = 0
    for match in AND.finditer(text):
        before = text[start : match.start()]
        if before.count("(") == before.count(")"):
            yield before
            start = match.end()
    yield text[start:]


def _apart(chain: Chain) -> Iterator[Chain]:
    """The statements of `a = 1 a = 2`, where two lines about one name were run together."""
    name = chain.parts[0].strip()
    start = 0
    for place, part in enumerate(chain.parts[1:-1], 1):
        rest = part.removesuffix(name) if name and place > start else part
        if rest != part and rest.strip() and rest[-1:].isspace():
            yield Chain((name, *chain.parts[start + 1 : place], rest.strip()), chain.line)
            start = place
    yield Chain((name, *chain.parts[start + 1 :]), chain.line) if start else chain


def _trimmed(chain: Chain, block: Block) -> Said:
    """A statement of running text without the words around it."""
    if len(chain.parts) < 2:
        return Said(chain.parts, chain.line)
    left = re.split(r"[:;]\s+", formulas.split_at(chain.parts[0], ", ")[-1])[-1]
    sides = tuple(formulas.trimmed(_ENDS.split(part)[0]) for part in chain.parts[1:])
    return Said((left, *sides), chain.line, alone="\n" not in block.text)
