"""The body of a LaTeX document as Markdown, so that one reader serves both."""

from __future__ import annotations

import re

from ..frames import boxes_as_formulas
from .apart import apart
from .comments import with_shares
from .macros import expanded, headings_in_one_line
from .problems import labelled

_COMMENT = re.compile(r"(?<!\\)%.*")
_HIDDEN = re.compile(
    r"^[ \t]*\\begin\{comment\}.*?^[ \t]*\\end\{comment\}|\\iffalse(?![A-Za-z]).*?\\fi(?![A-Za-z])",
    re.DOTALL | re.MULTILINE,
)
"""What LaTeX itself leaves out."""
_SECTIONS = {"section": "#", "subsection": "##", "subsubsection": "###", "paragraph": "####",
             "chapter": "#", "part": "#"}  # fmt: skip
_SECTION = re.compile(r"^\s*\\(" + "|".join(_SECTIONS) + r")\*?\{(.*)\}\s*(.*)$")
_SIZES = re.compile(
    r"\\(?:tiny|scriptsize|footnotesize|small|normalsize|large|Large|LARGE|huge|Huge|bfseries)"
    r"(?![A-Za-z])\s?"
)
_STYLE = re.compile(r"\\(text(?:bf|it|tt|sc|sf|md|up|rm)?|emph|underline|mbox)\{([^{}]*)\}")
_STRUCK = re.compile(r"\\(?:sout|st|xout)\{([^{}]*)\}")
_CODE = re.compile(r"^\s*\\(begin|end)\{(verbatim|lstlisting|minted|python|Verbatim)\}")
_BEGIN = re.compile(
    r"^\s*\\(begin|end)\{(enumerate|itemize|description|tabular|table|center|figure|proof|"
    r"quote|flushleft|problem|solution|answer|soln?|mysolution)\*?\}"
)
_ANSWERS = {"proof": "Proof", "solution": "Solution", "answer": "Answer", "sol": "Solution",
            "soln": "Solution", "mysolution": "Solution"}  # fmt: skip
"""Environments that hold an answer, and the heading that stands for each."""
_DISPLAY = re.compile(
    r"\\begin\{(align|equation|gather|eqnarray|multline)\*?\}|(?<!\\)\\\[|\$\$"
)
_OPENS = re.compile(r"\\begin\{(?:align|equation|gather|eqnarray|multline)|(?<!\\)\\\[")
_CLOSES = re.compile(r"\\end\{(?:align|equation|gather|eqnarray|multline)|(?<!\\)\\\]")
_LISTS = ("enumerate", "itemize", "description")
_DEEPEST = 6
_ITEM = re.compile(r"^\s*\\item(?:\[([^\]]*)\])?(?![A-Za-z])\s*(.*)$")
_GRAPHIC = re.compile(r"\\includegraphics\s*(?:\[[^\]]*\]\s*)?\{([^{}]*)\}")
_OVER_LINES = re.compile(
    r"(?<![\\$])\$(?!\$)(?:[^$\\\n]|\\.|\\\n|\n(?![ \t]*\n)){1,3000}\$(?!\$)"
    r"|(?<!\\)\\\((?:[^\\\n]|\\(?!\))[^\n]|\\\n|\n(?![ \t]*\n)){1,3000}\\\)"
)
_BREAK = re.compile(r"(?:\\\\(?:\[[^\]]*\])?|\\newline(?![A-Za-z]))\s*$")
_FRAME_OPENS = re.compile(
    r"^\s*(?:\\noindent\s*)?(?:\\(?:f|frame|m|par|color|tcolor|mini|v|h)box\s*(?:\[[^\]]*\]\s*)?"
    r"(?:\{[\\\w.]*\}\s*)?\{\s*)+$"
)
_SPLIT = re.compile(r"(\$[^$]*\$|\$[^$]*$|\\\((?:[^\\]|\\(?!\)))*\\\))")
_MIDDLE = re.compile(r"\\\\(?:\[[^\]]{0,12}\])?|\\newline(?![A-Za-z])|\\hfill(?![A-Za-z])")
_BRACES = re.compile(r"^[\s{}]*[{}][\s{}]*(?:\\\\)?\s*$")
_OLD_STYLE = re.compile(
    r"\{\s*\\(bf|bfseries|large|Large|LARGE|huge|Huge|it|em|itshape|sc|scshape|sf|sffamily)"
    r"(?![A-Za-z])\s*(?:\\bf(?:series)?(?![A-Za-z])\s*)?([^{}$]*)\}"
)
_GROUPED = re.compile(r"(?<![\\\w^_{}])\{\s*(\*\*[^{}$*]{1,80}\*\*)\s*\}")
"""What stands in bold and in braces, as `{\\Large\\textbf{1}}` does when its size is gone."""
_UNDERLINES = re.compile(r"^[ \t]*(?:=+|-+)[ \t]*$|^[ \t]*(?:[>|]|\+\s|#{1,6}\s)")
"""Lines of LaTeX that Markdown would take for the rule below a heading, a quote or a list."""
_WRAPS = re.compile(
    r"\\(?:begin|end)\{(?:framed|mdframed|shaded|tcolorbox|minipage|adjustbox|landscape|spacing|sloppypar"
    r"|singlespace|doublespace|onehalfspace|multicols|abstract|small|large|theorem|lemma|corollary"
    r"|claim|proposition|definition|remark|note|example)\*?\}(?:\s*\[[^\]]*\])*(?:\s*\{[^{}]*\})?"
)
"""Environments that only say how what stands in them looks or is called."""
_DROPPED = re.compile(
    r"^(?:\s*\\(?:(?:title|author|date|usepackage|label|vspace\*?|hspace\*?)(?![A-Za-z])(?:\{[^}]*\})?"
    r"|(?:maketitle|newpage|clearpage|pagebreak|noindent|bigskip|medskip|smallskip|centering|par"
    r"|hrule|indent)(?![A-Za-z])))+"
)


def markdown_of_latex(text: str) -> str:
    """Sections as headings, lists and tables as Markdown's, listings as fences."""
    return lines_of_latex(text)[0]


def lines_of_latex(text: str) -> tuple[str, list[int]]:
    """The same, with the line of the file that each of its lines comes from."""
    text = _HIDDEN.sub(lambda hidden: "\n" * hidden[0].count("\n"), text)
    text = headings_in_one_line(expanded(text))
    lines, origins = apart(list(with_shares(text.split("\n"))))
    start = next((n for n, line in enumerate(lines) if "\\begin{document}" in line), -1)
    end = next((n for n, line in enumerate(lines) if "\\end{document}" in line), len(lines))
    body = [""] * (start + 1) + lines[start + 1 : end]
    if start >= 0:  # what stands beside the two marks is of the document too
        body[start] = lines[start].partition("\\begin{document}")[2].partition("\\end{document}")[0]
    if start < end < len(lines):
        body.append(lines[end].partition("\\end{document}")[0])
    body = labelled(body)
    converter = _Converter()
    inside = _lines_of_formulas(body)
    written = (converter.line(row, within=n in inside) for n, row in enumerate(body))
    return "\n".join(line for line in written if line is not None), origins


def _lines_of_formulas(body: list[str]) -> set[int]:
    r"""The lines of formulas in running text that go over several, where `\\` ends a row."""
    text = "\n".join(body)
    found: set[int] = set()
    for match in _OVER_LINES.finditer(text):
        if "\n" in match[0] and "\\begin{" in match[0]:
            first = text.count("\n", 0, match.start())
            found |= set(range(first, first + match[0].count("\n") + 1))
    return found


class _Converter:
    """Goes from line to line and remembers the environments that are open."""

    def __init__(self) -> None:
        self.open: list[tuple[str, int]] = []
        self.code = False
        self.display = 0
        self.ruled = False
        self.dropped = 0
        self.point = ")"
        """What stands behind the numbers of the present list: another than in the one before it,
        since Markdown would go on counting."""

    def line(self, line: str, *, within: bool = False) -> str | None:
        """The Markdown of one line, or None for a table's rule, whose line is made up for later.

        `within` says that a formula in running text goes on over the line's end.
        """
        code = _CODE.match(line)
        if code is not None:
            self.code = code[1] == "begin"
            return "```"
        if self.code:
            return line
        line = _COMMENT.sub("", line)
        if self.display or _DISPLAY.search(line):
            opened, closed = len(_OPENS.findall(line)), len(_CLOSES.findall(line))
            dollars = line.count("$$") % 2
            item = None if self.display or not self.open else _ITEM.match(line)
            self.display = max(self.display + opened - closed, 0) ^ dollars
            return self.item(item[1], item[2], raw=True) if item is not None else line
        if within:
            return line
        written = self.text(line)
        if written is None or not _UNDERLINES.match(line):
            return written
        return f"\N{NO-BREAK SPACE}{written.lstrip()}"

    def text(self, line: str) -> str | None:
        """A line outside formulas and listings, in Markdown."""
        line = _WRAPS.sub("", line)
        section = _SECTION.match(line)
        if section is not None:
            return f"{_SECTIONS[section[1]]} {_plain(section[2])} {_plain(section[3])}".rstrip()
        environment = _BEGIN.match(line)
        if environment is not None:
            return self.environment(environment[1], environment[2])
        if _BRACES.match(line) or _FRAME_OPENS.match(line):
            return ""
        if _DROPPED.match(line):
            return _plain(_BREAK.sub("", _DROPPED.sub("", line)))
        if self.open and self.open[-1][0] == "tabular":
            return self.row(line)
        item = _ITEM.match(line)
        if item is not None and self.open:
            return self.item(item[1], item[2])
        return _plain(_BREAK.sub("", line).rstrip("\\"))

    def environment(self, what: str, name: str) -> str:
        """Note a ``\\begin`` or ``\\end``; lines that a table dropped come back after it."""
        if what == "begin":
            if name == "enumerate" and not any(one in _LISTS for one, _ in self.open):
                self.point = "." if self.point == ")" else ")"
            self.open.append((name, 0))
            self.ruled = False
            if name in _ANSWERS:
                return f"###### {_ANSWERS[name]}"
        elif self.open and self.open[-1][0] == name:
            self.open.pop()
            if name == "tabular" and self.dropped > 0:
                gap, self.dropped = "\n" * self.dropped, 0
                return gap
        return ""

    def item(self, label: str | None, text: str, *, raw: bool = False) -> str:
        """An item of a list; a `raw` one has a formula that goes on over its line."""
        text = text if raw else _plain(text)
        name, count = self.open[-1]
        self.open[-1] = (name, count + 1)
        text = text if text.strip() else "\N{NO-BREAK SPACE}"  # an empty item holds no list
        depth = sum(n in _LISTS for n, _ in self.open) - 1
        indent = "    " * max(min(depth, _DEEPEST), 0)
        if label:
            worded = re.fullmatch(r"[A-Za-z]{3,}\s*\d[\w.]*", label.strip())
            return f"**{label.strip()}** {text}" if worded else f"{label} {text}"
        mark = f"{count + 1}{self.point}" if name == "enumerate" else "-"
        return f"{indent}{mark} {text}"

    def row(self, line: str) -> str | None:
        """A row of a table; below the first comes Markdown's own rule."""
        text = re.sub(r"\\(?:hline|toprule|midrule|bottomrule|cline\{[^}]*\})", "", line).strip()
        text = re.sub(r"\\\\(\[[^\]]*\])?\s*$", "", text).strip()
        if not text:
            self.dropped += 1
            return None
        cells = [_plain(cell).strip() for cell in re.split(r"(?<!\\)&", text)]
        row = "| " + " | ".join(cells) + " |"
        if self.ruled:
            return row
        self.ruled = True
        self.dropped -= 1
        return f"{row}\n|{'---|' * len(cells)}"


def _plain(text: str) -> str:
    text = _GRAPHIC.sub(r"![graphic](\1)", text)
    text = _OLD_STYLE.sub(lambda m: f"**{m[2].strip()}**" if m[1][0] in "blLhH" else m[2], text)
    text = _STRUCK.sub(r"~~\1~~", text)
    text = boxes_as_formulas(_SIZES.sub("", text))
    pieces = _SPLIT.split(text)
    text = "".join(p if n % 2 else _MIDDLE.sub("  ", p) for n, p in enumerate(pieces))
    for _ in range(3):
        text = _GROUPED.sub(r"\1", text)
        text = _STYLE.sub(lambda m: f"**{m[2]}**" if m[1] == "textbf" else _soft(m), text)
    return re.sub(r"\\([%&#_])", r"\1", re.sub(r"(?<!~)~(?!~)", " ", text))


def _soft(match: re.Match[str]) -> str:
    if match[1] in ("textit", "emph"):
        return f"*{match[2]}*"
    return match[0] if match[1] == "text" else match[2]
