"""A Markdown text as other programs write it, in the spelling that the parser knows.

Google Docs escapes every sign, pandoc puts attributes behind headings and draws tables with
spaces, and half the world writes 0{,}5 for a half. What stands in code fences is left alone.
"""

from __future__ import annotations

import re

from .html.in_markdown import without_html

_FENCED = re.compile(
    r"(?ms)^[ \t]*(?P<fence>(?P<sign>[`~])(?P=sign){2,}).*?"
    r"(?:^[ \t]*(?P=fence)(?P=sign)*[ \t]*$|\Z)"
)
_ESCAPED_BY_PROGRAM = re.compile(r"\\[=+]")
_ESCAPE = re.compile(r"\\([\\=+\-_\[\]().*#!<>~`|{}^&])")
_FORMULA = re.compile(r"(\$\$.+?\$\$|\$[^$\n]+\$)", re.DOTALL)
_COMMAND = re.compile(r"(?<!\\)\\[A-Za-z]{2,}")
_COMMA = re.compile(
    r"(?P<groups>(?<![\d.,}])[1-9]\d{0,2}(?:\{,\}\d{3})+(?!\d|\{,\}\d))|(?<=\d)\{,\}(?=\d)"
)
"""A decimal comma in LaTeX, or what may part thousands as well."""
_DOLLAR = re.compile(r"(?<!\\)\$")
_AMOUNT = re.compile(
    r"(?<![\\$\w])\$(?=(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d{1,2})?[.,;:!?)]?(?:\s|$|[|*]))"
)
_OLD_LESS = re.compile(r"[¡¿](?=[\s=\d.-])")
"""The signs < and > typed outside formulas, as LaTeX's oldest fonts print them."""
_ENDLESS = re.compile(r"(?<=\d)\.\.\.(?!\.)")
_PER_CENT = re.compile(
    r"(?<=\d)(?P<math>\$)?[ \u00a0]?"
    r"(?:per[ ]?cent|percent|prozent|pour cent|por ciento|per cento)\b",
    re.IGNORECASE,
)
_TEXT_IN_DOLLARS = re.compile(
    r"\\(?:text|mbox|textrm)\{([^{}$\n]{0,80})\$([^{}$\n]{1,80})\$([^{}\n]{0,80})\}"
)
"""Formulas within words within a formula, whose dollars would end it."""
_PLAIN_MATRIX = re.compile(
    r"\\(?P<name>[pbvBV]?matrix)\s{0,3}\{(?P<rows>(?:[^{}]|\{[^{}]{0,80}\}){1,2000}?)\}"
)
_MATRIX = re.compile(
    r"(\\begin\{(?P<env>[bBpvV]?(?:small)?matrix|array)\}(?:\{[lcr|]*\})?)(?P<rows>[^{}]{1,2000}?)"
    r"(?=\\end\{(?P=env)\})"
)
_LOST = re.compile(r"(?<!\\)\\(?=[\s\d-])")
"""What a program for Markdown makes of the two backslashes that end a row."""
_HEADING_ATTRIBUTES = re.compile(r"(?m)[ \t]*\{[#.][^{}\n]*\}[ \t]*$")
_PRINTED = re.compile(
    r"(?m)^[ \t]*\n(?P<lines>(?:(?: {4,}|\t)(?:##|#>)(?:[ \t].*)?\n)+)(?=[ \t]*(?:\n|\Z))"
)
"""Output as knitr prints it for GitHub, indented between empty lines: no headings of a list."""
_DIV = re.compile(r"(?m)^[ \t]*:{3,}.*$")
_RULE = re.compile(r"^\s*-{2,}(?:\s+-{2,})+\s*$")


def fences(text: str) -> list[str]:
    """The text cut at its code fences: every second piece is one."""
    pieces, end = [], 0
    for found in _FENCED.finditer(text):
        pieces += [text[end : found.start()], found[0]]
        end = found.end()
    return [*pieces, text[end:]]


def usual(text: str) -> str:
    """A piece without code fences in the usual spelling; as many lines where that can be."""
    if _ESCAPED_BY_PROGRAM.search(text):
        text = "".join(_unescaped(piece) for piece in _FORMULA.split(text))
    text = _PRINTED.sub(lambda found: f"```\n{_undented(found['lines'])}```", text)
    if "$" in text:
        text = "\n".join(map(_with_amounts, text.split("\n")))
    text = _COMMA.sub(lambda found: found["groups"] or ".", text)
    text = _OLD_LESS.sub(lambda found: "<" if found[0] == "¡" else ">", text)
    text = _ENDLESS.sub("\N{HORIZONTAL ELLIPSIS}", text)
    text = _PER_CENT.sub(lambda found: "\\%$" if found["math"] else "%", text)
    if "\\" in text:
        for _ in range(3):
            text = _TEXT_IN_DOLLARS.sub(r"\\text{\1}\2\\text{\3}", text)
        text = _PLAIN_MATRIX.sub(_environment, text)
        text = _MATRIX.sub(_with_rows, text)
    if "{" in text or ":::" in text:
        text = _DIV.sub("", _HEADING_ATTRIBUTES.sub("", text))
    return without_html(_tables(text))


def _undented(lines: str) -> str:
    return re.sub(r"(?m)^(?: {4}|\t)", "", lines)


def _with_amounts(line: str) -> str:
    """A line whose dollars before amounts of money begin no formula, where they cannot all."""
    amounts, signs = len(_AMOUNT.findall(line)), len(_DOLLAR.findall(line))
    is_money = amounts and "$$" not in line and (signs % 2 or amounts == signs)
    return _AMOUNT.sub(r"\\$", line) if is_money else line


def _environment(found: re.Match[str]) -> str:
    """Plain TeX's matrix as the environment of its name."""
    rows = re.sub(r"\\cr(?![A-Za-z])", r"\\\\", found["rows"])
    return f"\\begin{{{found['name']}}}{rows}\\end{{{found['name']}}}"


def _with_rows(found: re.Match[str]) -> str:
    """A matrix with the ends of its rows, where one backslash of each was lost on the way."""
    rows = _LOST.split(found["rows"])
    widths = {row.count("&") for row in rows}
    is_grid = len(rows) > 1 and len(widths) == 1 and "\\\\" not in found["rows"]
    numbers = all(re.fullmatch(r"\s*-?[\d./]+\s*", row) for row in rows)
    return found[1] + "\\\\".join(rows) if is_grid and (widths != {0} or numbers) else found[0]


def _unescaped(piece: str) -> str:
    """A piece without the backslashes of a program, unless LaTeX commands have but one too."""
    return piece if _COMMAND.search(piece) else _ESCAPE.sub(r"\1", piece)


def _tables(text: str) -> str:
    """Pandoc's simple tables, ruled by dashes between spaces, as tables with bars."""
    lines = text.split("\n")
    for place in range(1, len(lines)):
        if not _RULE.match(lines[place]) or not lines[place - 1].strip():
            continue
        columns = len(lines[place].split())
        rows = [place - 1]
        while rows[-1] + 1 < len(lines) and (lines[rows[-1] + 1].strip() or rows[-1] < place):
            rows.append(rows[-1] + 1)
        cells = {row: re.split(r"\s{2,}|\t", lines[row].strip()) for row in rows}
        if all(len(cells[row]) == columns for row in rows if row != place):
            lines[place] = "|" + "---|" * columns
            for row in rows:
                if row != place and not _RULE.match(lines[row]):
                    lines[row] = f"| {' | '.join(cells[row])} |"
    return "\n".join(lines)
