"""Markdown as a flat list of blocks with line numbers: what the finders of answers look at."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from .spans import replaced
from .spellings import fences, usual

_DISPLAY = re.compile(r"(?<!\\)\\\[")
_INLINE = re.compile(r"(?<!\\)\\\(")
_ENVIRONMENT = re.compile(
    r"(?P<dollars>\$\$\s{0,40})?\\begin\{"
    r"(?P<name>(?:align|equation|gather|eqnarray|multline)\*?)\}"
)
_OVER_LINES = re.compile(
    r"(?<!\\)\$\$(?:[^$\n]|\n(?![ \t]*\n)){1,20000}\$\$|"
    r"(?<![\\$])\$(?!\$)(?:[^$\n]|\n(?![ \t]*\n)){1,3000}\$(?!\$)(?:\s*\n=(?=\n))?"
)
_ROW_SIGN = re.compile(r"\n[ \t]*(?=[-+*=>|#]|\d{1,3}[.)][ \t])")
"""Where a row of a formula begins as a list, a quote or a heading's rule begins in Markdown."""
_GLUED = re.compile(
    r"^( {0,3}(?:#{2,6}(?=[^\W\d_]|\d{1,2}[.)]\s)"
    r"|#{1,6}(?=(?:\*\*|__)[^\W_]|\d{1,2}[.:)]?[ \t]*\n[^\s#])))",
    re.MULTILINE,
)
"""The signs of a heading with no blank behind them, as Markdown once took them."""
_KNITTED = re.compile(r"^(?: {4,}|\t)(?:##|#>)(?: |$)", re.MULTILINE)
_TABULAR = re.compile(
    r"\s*(?:\\begin\{(?:center|table)\}(?:\[\w+\])?|\\centering)?\s*\\begin\{tabular[xy*]?\}"
    r"(?:\{[^{}]*\}){1,2}(?P<body>.{1,20000}?)\\end\{tabular[xy*]?\}\s*(?:\\end\{\w+\}\s*)*",
    re.DOTALL,
)
"""A table of LaTeX in a paragraph of Markdown."""
_RULES = re.compile(
    r"\\(?:hline|toprule|midrule|bottomrule|cline\{[^{}]*\}|caption\{[^{}]*\}|label\{[^{}]*\})"
)
_MATH_FENCES = frozenset({"math", "latex", "tex", "katex"})
_COMMENT = re.compile(r"<!--")
_FRONT = re.compile(r"\A---\n.*?\n(?:---|\.\.\.)[ \t]*(?=\n)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list: its number (0 in a list of bullets), what it says, and its line."""

    number: int
    text: str
    line: int
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a write-up: heading, paragraph, math, list, table or code, from line to line."""

    kind: str
    text: str
    line: int
    end: int
    level: int = 0
    info: str = ""
    items: tuple[Item, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


class NoMarkdown(Exception):
    """The library that reads Markdown is not installed."""


_LAYOUT = re.compile(
    r"^[ \t]*\\(?:clearpage|newpage|pagebreak|cleardoublepage|bigskip|medskip|smallskip|hrule|vfill"
    r"|vspace\*?\{[^{}\n]*\})(?:\{\})?[ \t]*$",
    re.MULTILINE,
)
"""Lines of Markdown for LaTeX alone, which only lay out a page."""


def blocks_of(text: str) -> list[Block]:
    """The blocks of a Markdown text; raises `NoMarkdown` where the libraries are missing."""
    tokens = _parser().parse(_dollars(text))
    return list(_Walk(tokens).blocks(0, len(tokens)))


@cache
def _parser() -> Any:
    try:
        from markdown_it import MarkdownIt
        from mdit_py_plugins.dollarmath import dollarmath_plugin
    except ImportError as reason:
        raise NoMarkdown from reason
    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable(["code"])
    return parser.use(dollarmath_plugin, allow_space=True, double_inline=True)


def _dollars(text: str) -> str:
    r"""Other spellings of formulas as dollars: `\[ \]`, `\( \)`, bare environments; lines stay."""
    text = _LAYOUT.sub("", _FRONT.sub(lambda m: "\n" * m[0].count("\n"), text))
    pieces = fences(text)
    if _KNITTED.search(text):
        pieces[::2] = map(_fenced, pieces[::2])
        pieces = fences("".join(pieces))
    for place in range(0, len(pieces), 2):
        piece = _GLUED.sub(r"\1 ", pieces[place])
        piece = replaced(usual(piece), _COMMENT, lambda m: "-->", _blank, 100_000)
        piece = replaced(piece, _DISPLAY, lambda m: "\\]", lambda m, body: _display(body), 20_000)
        piece = replaced(piece, _INLINE, lambda m: "\\)", _inline, 2_000)
        piece = replaced(piece, _ENVIRONMENT, _end_of, _environment, 20_000)
        pieces[place] = _OVER_LINES.sub(_without_marks, piece)
    return "".join(pieces)


def _fenced(text: str) -> str:
    """Code with what it printed, which pandoc shifts in, between fences; lines stay."""
    lines = [*text.split("\n"), ""]
    first = 0
    for place, line in enumerate(lines):
        if line.strip() and not line.startswith(("    ", "\t")):
            first = place + 2  # the line above is an empty one
            continue
        following = lines[place + 1] if place + 1 < len(lines) else "end"
        ends = not line.strip() and following.strip() and not following.startswith(("    ", "\t"))
        inside = [n for n in range(first, place) if lines[n].strip()] if ends else []
        if inside and inside[0] > 1 and _KNITTED.search("\n".join(lines[first:place])):
            lines[inside[0] - 1], lines[inside[-1] + 1] = "```r", "```"
    return "\n".join(lines[:-1])


def _without_marks(formula: re.Match[str]) -> str:
    """A formula over several lines, of which none looks like a list, a quote or a rule."""
    return _ROW_SIGN.sub("\n\N{NO-BREAK SPACE}", formula[0])


def _blank(opening: re.Match[str], body: str) -> str:
    """As many lines with nothing in them."""
    return "\n" * body.count("\n")


def _inline(opening: re.Match[str], body: str) -> str:
    whole = f"\\({body}\\)"
    return whole if "\n\n" in body or not body.strip() else f"${body.strip()}$"


def _end_of(opening: re.Match[str]) -> str:
    return f"\\end{{{opening['name']}}}"


def _environment(opening: re.Match[str], body: str) -> str:
    inner = f"\\begin{{{opening['name']}}}{body}{_end_of(opening)}"
    return f"{opening['dollars']}{inner}" if opening["dollars"] else _display(inner)


def _display(body: str) -> str:
    """A display formula without blank lines inside, which would end it."""
    return "$$" + re.sub(r"\n[ \t]*(?=\n)", "\n%", body) + "$$"


class _Walk:
    """Turns markdown-it's flat tokens into blocks."""

    def __init__(self, tokens: Sequence[Any]) -> None:
        self.tokens = tokens

    def blocks(self, start: int, end: int) -> Iterator[Block]:
        index = start
        while index < end:
            token = self.tokens[index]
            close = self.close(index, end)
            block = self.block(token, index, close)
            if block is not None:
                yield block
                index = close + 1
            else:
                index += 1

    def close(self, index: int, end: int) -> int:
        """Where the token that opens at `index` is closed."""
        depth = 0
        for place in range(index, end):
            depth += self.tokens[place].nesting
            if depth == 0:
                return place
        return end - 1

    def block(self, token: Any, index: int, close: int) -> Block | None:
        """The block that the token at `index` opens, if it opens one."""
        line, end = (token.map[0] + 1, token.map[1]) if token.map else (0, 0)
        if token.type == "heading_open":
            content = self.tokens[index + 1].content
            return Block("heading", content, line, end, level=int(token.tag[1:]))
        if token.type == "paragraph_open":
            content = self.tokens[index + 1].content
            if (tabular := _TABULAR.fullmatch(content)) is not None:
                return _table(latex_rows(tabular["body"]), line, end)
            return Block("paragraph", content, line, end)
        if token.type.startswith("math_block"):
            return Block("math", _plain_math(token.content), line, end)
        if token.type == "fence" and token.info.strip().lower() in _MATH_FENCES:
            return Block("math", token.content.strip().strip("$").strip(), line, end)
        if token.type in ("fence", "code_block"):
            return Block("code", token.content, line, end, info=token.info.strip())
        if token.type in ("ordered_list_open", "bullet_list_open"):
            items = tuple(self.items(token, index, close))
            return Block("list", "\n".join(item.text for item in items), line, end, items=items)
        if token.type == "table_open":
            return _table(tuple(self.rows(index, close)), line, end)
        return None

    def items(self, token: Any, index: int, close: int) -> Iterator[Item]:
        """The items of the list between two tokens, with their numbers as typed."""
        number = int(token.attrs.get("start", 1)) if token.type == "ordered_list_open" else 0
        place = index + 1
        while place < close:
            inner = self.close(place, close)
            found = tuple(self.blocks(place + 1, inner))
            line = self.tokens[place].map[0] + 1
            typed = self.tokens[place].info
            if number and typed.isdigit() and int(typed) > number:
                number = int(typed)  # as it was typed: a problem was left out
            yield Item(number, "\n".join(_item_text(block) for block in found), line, found)
            number += 1 if number else 0
            place = inner + 1

    def rows(self, index: int, close: int) -> Iterator[tuple[str, ...]]:
        row: list[str] = []
        for place in range(index, close):
            token = self.tokens[place]
            if token.type == "inline":
                row.append(token.content.strip())
            elif token.type == "tr_close":
                yield tuple(row)
                row = []


def latex_rows(body: str) -> tuple[tuple[str, ...], ...]:
    """The cells of a table that LaTeX sets, between its signs for columns and rows."""
    rows = re.split(r"\\\\(?:\[[^\]]{0,12}\])?", _RULES.sub("", body))
    cells = (tuple(cell.strip() for cell in re.split(r"(?<!\\)&", row)) for row in rows)
    return tuple(row for row in cells if any(row))


def _table(rows: tuple[tuple[str, ...], ...], line: int, end: int) -> Block:
    return Block("table", "\n".join(" | ".join(row) for row in rows), line, end, rows=rows)


def _plain_math(content: str) -> str:
    return re.sub(r"(?m)^%$", "", content).strip()


def _item_text(block: Block) -> str:
    return f"$${block.text}$$" if block.kind == "math" else block.text
