"""Word's formulas (OMML) as LaTeX that says what the page shows."""

from __future__ import annotations

import re
from collections.abc import Callable

from ..archives import Element
from ..mathematics import ACCENTS, FUNCTIONS, joined, shown, sign
from .omml_runs import run_latex
from .package import switch, value

_SKIPPED = frozenset(
    [
        "m:ctrlPr",
        "m:argPr",
        "w:bookmarkStart",
        "w:bookmarkEnd",
        "w:proofErr",
        "w:commentRangeStart",
        "w:rPr",
        "m:oMathParaPr",
        "w:commentRangeEnd",
        "w:del",
        "w:moveFrom",
        "w:permStart",
        "w:permEnd",
        "w:lastRenderedPageBreak",
        "w:pPr",
    ]
)
_THROUGH = frozenset(
    [
        "m:oMath",
        "m:e",
        "m:num",
        "m:den",
        "m:sub",
        "m:sup",
        "m:lim",
        "m:fName",
        "m:deg",
        "w:ins",
        "w:moveTo",
        "w:smartTag",
        "w:customXml",
        "w:sdt",
        "w:sdtContent",
        "w:hyperlink",
    ]
)
_PAIRS = {("(", ")"): "pmatrix", ("[", "]"): "bmatrix", ("{", "}"): "Bmatrix",
          ("|", "|"): "vmatrix", ("‖", "‖"): "Vmatrix"}  # fmt: skip
_BRACKETS = {"": ".", "{": r"\{", "}": r"\}", "‖": r"\Vert", "∥": r"\Vert", "∣": "|"}
_LIMITS = re.compile(
    r"\\(?:lim|max|min|sup|inf|limsup|liminf|sum|prod|det|Pr|gcd|bigcup|bigcap|operatorname\*?"
    r"\{[^{}]*\}|(?:under|over)brace\{.*\})\s*$",
    re.DOTALL,
)
MAX_DEPTH = 60
MAX_LENGTH = 20_000


class Unknown(Exception):
    """An element of a formula that is not understood: the formula goes to a person."""


def latex_of(formula: Element) -> str:
    """A formula as LaTeX; raises `Unknown` where something in it is not understood."""
    lines = [tidy(line) for line in _Formula().inside(formula).split("\n")]
    lines = [re.sub(r"^(?:\\quad ?)+|(?: ?\\quad)+$", "", line) for line in lines]
    lines = [line for line in lines if line]
    if len(lines) < 2:
        return "".join(lines)
    return _environment("aligned", lines)


def tidy(latex: str) -> str:
    """LaTeX without the spaces that say nothing."""
    latex = re.sub(r"[ \t]+", " ", latex).strip()
    return re.sub(r"((?:^|[(\[{,=&<>])\s?)([-+]) ", r"\1\2", latex)


def _environment(name: str, rows: list[str]) -> str:
    written = r" \\ ".join(rows)
    return rf"\begin{{{name}}} {written} \end{{{name}}}"


class _Formula:
    """Writes one formula, element by element."""

    def __init__(self) -> None:
        self.depth = 0
        self.aligned = False
        """Whether `&` marks where rows are set under one another."""

    def inside(self, element: Element | None) -> str:
        """The content of an element, runs of one look taken together."""
        if element is None:
            return ""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Unknown("formula nested too deeply")
        pieces: list[str] = []
        runs: list[Element] = []
        for child in element:
            if child.tag == "m:r":
                runs.append(child)
                continue
            if child.tag in _SKIPPED or (child.tag.startswith("m:") and child.tag.endswith("Pr")):
                continue
            pieces += [run_latex(runs, self.aligned)] if runs else []
            runs = []
            pieces.append(self.element(child))
        pieces += [run_latex(runs, self.aligned)] if runs else []
        self.depth -= 1
        text = joined(pieces)
        if len(text) > MAX_LENGTH:
            raise Unknown("formula too long")
        return text.replace("\n", " ") if self.depth else text

    def element(self, element: Element) -> str:
        if element.tag in _THROUGH:
            return self.inside(element)
        if element.tag == "w:r":  # text that stands in a formula without being part of it
            text = "".join(t.text or "" for t in element.iter("w:t"))
            if any(child.tag not in ("w:rPr", "w:t", "w:br", "w:tab") for child in element):
                raise Unknown(element.tag)
            return f"\\text{{{text}}}" if text.strip() else " "
        write = _WRITERS.get(element.tag)
        if write is None:
            raise Unknown(element.tag)
        return write(self, element)

    def child(self, element: Element, name: str) -> str:
        """The content of a child, without outer spaces."""
        return tidy(self.inside(element.find(name)))

    def fraction(self, element: Element) -> str:
        top, bottom = self.child(element, "m:num"), self.child(element, "m:den")
        if value(element.find("m:fPr"), "m:type", "m:val") == "noBar":
            return rf"\begin{{matrix}} {top} \\ {bottom} \end{{matrix}}"
        return rf"\frac{{{top}}}{{{bottom}}}"

    def base(self, element: Element) -> str:
        """What carries a script: as it is read on the page, the script belongs to its end."""
        text = self.child(element, "m:e")
        if not text:
            return "{}"
        if re.search(r"[_^](?:\{(?:[^{}]|\{[^{}]*\})*\}|\w|\\[A-Za-z]+)$|'$", text):
            return f"{{{text}}}"
        return text

    def script(self, element: Element) -> str:
        low, high = self.child(element, "m:sub"), self.child(element, "m:sup")
        primes = bool(high) and not high.strip("'")
        text = self.base(element) + (f"_{{{low}}}" if low else "")
        return text + (high if primes else f"^{{{high}}}" if high else "")

    def before(self, element: Element) -> str:
        low, high = self.child(element, "m:sub"), self.child(element, "m:sup")
        return f"{{}}_{{{low}}}^{{{high}}}{self.child(element, 'm:e')}"

    def nary(self, element: Element) -> str:
        properties = element.find("m:naryPr")
        text = sign(value(properties, "m:chr", "m:val") or "∫")
        low, high = self.child(element, "m:sub"), self.child(element, "m:sup")
        if low and not switch(properties, "m:subHide"):
            text += f"_{{{low}}}"
        if high and not switch(properties, "m:supHide"):
            text += f"^{{{high}}}"
        return f"{text} {self.child(element, 'm:e')}"

    def root(self, element: Element) -> str:
        degree = self.child(element, "m:deg")
        hidden = switch(element.find("m:radPr"), "m:degHide")
        order = f"[{degree}]" if degree and not hidden else ""
        return rf"\sqrt{order}{{{self.child(element, 'm:e')}}}"

    def delimited(self, element: Element) -> str:
        """What stands between brackets, with the signs that Word keeps for them."""
        properties = element.find("m:dPr")
        opening = value(properties, "m:begChr", "m:val")
        closing = value(properties, "m:endChr", "m:val")
        between = value(properties, "m:sepChr", "m:val")
        opening, closing = "(" if opening is None else opening, ")" if closing is None else closing
        parts = element.findall("m:e")
        only = _only(parts[0]) if len(parts) == 1 else None
        if only is not None and only.tag == "m:m" and (opening, closing) in _PAIRS:
            return self.matrix(only, _PAIRS[opening, closing])
        if only is not None and only.tag == "m:eqArr" and (opening, closing) == ("{", ""):
            return self.rows(only, "cases")
        stacked = only is not None and value(only.find("m:fPr"), "m:type", "m:val") == "noBar"
        if only is not None and stacked and (opening, closing) == ("(", ")"):
            top, bottom = self.child(only, "m:num"), self.child(only, "m:den")
            return rf"\binom{{{top}}}{{{bottom}}}"
        middle = sign("|" if between is None else between)
        inner = f" {middle} ".join(tidy(self.inside(part)) for part in parts)
        return joined([rf"\left{_bracket(opening)} ", inner, rf" \right{_bracket(closing)}"])

    def matrix(self, element: Element, environment: str = "matrix") -> str:
        rows = [
            " & ".join(tidy(self.inside(entry)) for entry in row.findall("m:e"))
            for row in element.findall("m:mr")
        ]
        return _environment(environment, rows)

    def rows(self, element: Element, environment: str = "aligned") -> str:
        """Rows of equations; a number behind `#` in a single row is its number."""
        before, self.aligned = self.aligned, True
        rows = [tidy(self.inside(row)) for row in element.findall("m:e")]
        self.aligned = before
        rows = [re.sub(r"\s*\\#\s*(\(?[\w.*-]+\)?)$", r" \\tag{\1}", row) for row in rows]
        rows = [re.sub(r"\\tag\{\((.*)\)\}$", r"\\tag{\1}", row) for row in rows]
        if len(rows) == 1 and environment == "aligned":
            return rows[0].replace("&", "")
        return _environment(environment, rows)

    def accent(self, element: Element) -> str:
        char = value(element.find("m:accPr"), "m:chr", "m:val") or "\u0302"
        name, inner = ACCENTS.get(char), self.child(element, "m:e")
        if name is None:
            raise Unknown(f"accent {char!r}")
        return f"{inner}'" if name == "prime" else rf"\{name}{{{inner}}}"

    def bar(self, element: Element) -> str:
        top = value(element.find("m:barPr"), "m:pos", "m:val") == "top"
        return rf"\{'over' if top else 'under'}line{{{self.child(element, 'm:e')}}}"

    def group(self, element: Element) -> str:
        properties = element.find("m:groupChrPr")
        char = value(properties, "m:chr", "m:val") or "⏟"
        top = value(properties, "m:pos", "m:val") == "top"
        inner = self.child(element, "m:e")
        if char in "⏞⏟":
            return rf"\{'over' if char == '⏞' else 'under'}brace{{{inner}}}"
        if char in ("¯", "‾", "_", "\u0305", "\u0332"):
            return rf"\{'over' if top else 'under'}line{{{inner}}}"
        return rf"\{'over' if top else 'under'}set{{{sign(char)}}}{{{inner}}}"

    def limit(self, element: Element) -> str:
        base, limit = self.child(element, "m:e"), self.child(element, "m:lim")
        low = element.tag == "m:limLow"
        if _LIMITS.search(base):
            return f"{base}{'_' if low else '^'}{{{limit}}}"
        return rf"\{'under' if low else 'over'}set{{{limit}}}{{{base}}}"

    def function(self, element: Element) -> str:
        name = self.child(element, "m:fName")
        if name in FUNCTIONS:
            name = f"\\{name}"
        elif re.fullmatch(r"[A-Za-z]{2,}", name):
            name = rf"\operatorname{{{name}}}"
        return joined([name, " ", self.child(element, "m:e")])

    def boxed(self, element: Element) -> str:
        inner, properties = self.child(element, "m:e"), element.find("m:borderBoxPr")
        strikes = ("m:strikeH", "m:strikeV", "m:strikeBLTR", "m:strikeTLBR")
        if any(switch(properties, strike) for strike in strikes):
            return rf"\cancel{{{inner}}}"
        return rf"\boxed{{{inner}}}"

    def phantom(self, element: Element) -> str:
        hidden = switch(element.find("m:phantPr"), "m:show") is False
        return "" if hidden else self.child(element, "m:e")


_WRITERS: dict[str, Callable[[_Formula, Element], str]] = {
    "m:f": _Formula.fraction,
    "m:sSup": _Formula.script,
    "m:sSub": _Formula.script,
    "m:sSubSup": _Formula.script,
    "m:sPre": _Formula.before,
    "m:nary": _Formula.nary,
    "m:rad": _Formula.root,
    "m:d": _Formula.delimited,
    "m:m": _Formula.matrix,
    "m:eqArr": _Formula.rows,
    "m:acc": _Formula.accent,
    "m:bar": _Formula.bar,
    "m:groupChr": _Formula.group,
    "m:limLow": _Formula.limit,
    "m:limUpp": _Formula.limit,
    "m:func": _Formula.function,
    "m:box": _Formula.inside,
    "m:borderBox": _Formula.boxed,
    "m:phant": _Formula.phantom,
}


def _only(element: Element) -> Element | None:
    """The only child that has content, or None."""
    content = [child for child in element if child.tag not in _SKIPPED]
    return content[0] if len(content) == 1 else None


def _bracket(char: str) -> str:
    text = _BRACKETS.get(char)
    if text is None:
        text = sign(char) if shown(char, None) is not None else ""
    if not text or (len(text) > 1 and not text.startswith("\\")):
        raise Unknown(f"bracket {char!r}")
    return text
