"""Formulas in MathML, as ODT holds them, as LaTeX."""

from __future__ import annotations

import re
from collections.abc import Callable

from .archives import Element
from .mathematics import ACCENTS, FUNCTIONS, NAMED_OPERATORS, joined, sign

_THROUGH = frozenset({"math", "mrow", "mstyle", "mpadded", "semantics", "menclose", "merror"})
_NOTHING = frozenset({"annotation", "annotation-xml", "none", "mprescripts", "maligngroup"})
_BIG = frozenset("∑∏∫∬∭∮⋃⋂∐⋁⋀")
_ENCLOSED = {"horizontalstrike", "verticalstrike", "updiagonalstrike", "downdiagonalstrike"}
MAX_DEPTH = 60


class Unknown(Exception):
    """An element that is not understood: the formula goes to a person."""


def latex_of_mathml(root: Element) -> str:
    """A formula as LaTeX, a matrix between brackets as one with brackets of its own."""
    latex = re.sub(r"\s+", " ", _written(root, 0)).strip()
    for opening, closing, name in (("(", ")", "p"), ("[", "]", "b"), ("|", "|", "v")):
        pattern = rf"{re.escape(opening)} ?\\begin\{{matrix\}}((?:(?!\\begin).)*?)\\end\{{matrix\}}"
        matrix = rf"\\begin{{{name}matrix}}\1\\end{{{name}matrix}}"
        latex = re.sub(rf"{pattern} ?{re.escape(closing)}", matrix, latex)
    return latex


def _written(root: Element, depth: int) -> str:
    if depth > MAX_DEPTH:
        raise Unknown("formula nested too deeply")
    tag = root.tag.rpartition("}")[2].rpartition(":")[2]
    if tag in _NOTHING:
        return ""
    if tag == "menclose" and _ENCLOSED & set((root.get("notation") or "").split()):
        return rf"\cancel{{{_row(root, depth)}}}"
    if tag in _THROUGH:
        return _row(root, depth)
    if tag == "mphantom":
        return ""
    write = _WRITERS.get(tag)
    if write is None:
        raise Unknown(tag)
    return write(root, depth + 1)


def _row(element: Element, depth: int) -> str:
    return joined([_written(child, depth + 1) for child in element])


def _text(element: Element) -> str:
    return " ".join((element.text or "").split())


def _name(element: Element, depth: int) -> str:
    text = _text(element)
    variant = element.get("mathvariant") or ""
    if text in FUNCTIONS:
        return f"\\{text}"
    if text in NAMED_OPERATORS or (len(text) > 2 and text.isalpha() and variant != "italic"):
        return rf"\operatorname{{{text}}}"
    latex = joined([sign(char) for char in text])
    command = {"bold": "mathbf", "bold-italic": "boldsymbol", "double-struck": "mathbb",
               "script": "mathcal", "fraktur": "mathfrak"}.get(variant)  # fmt: skip
    return rf"\{command}{{{latex}}}" if command else latex


def _operator(element: Element, depth: int) -> str:
    text = _text(element)
    latex = joined([sign(char) for char in text])
    if text in ("=", "+", "−", "-", "<", ">"):
        return f" {latex} "
    return rf"\operatorname{{{text}}}" if len(text) > 2 and text.isalpha() else latex


def _words(element: Element, depth: int) -> str:
    text = _text(element)
    return rf"\text{{{text}}}" if text else " "


def _parts(element: Element, count: int, depth: int) -> list[str]:
    """The children of an element that must have a certain number of them."""
    if len(element) != count:
        raise Unknown(f"{element.tag} with {len(element)} parts")
    return [_written(child, depth).strip() for child in element]


def _fraction(element: Element, depth: int) -> str:
    top, bottom = _parts(element, 2, depth)
    if (element.get("linethickness") or "").startswith("0"):
        return rf"\begin{{matrix}} {top} \\ {bottom} \end{{matrix}}"
    return rf"\frac{{{top}}}{{{bottom}}}"


def _script(low: bool, high: bool) -> Callable[[Element, int], str]:
    def write(element: Element, depth: int) -> str:
        base, *scripts = _parts(element, 1 + low + high, depth)
        text = f"{{{base}}}" if "_" in base or "^" in base else base or "{}"
        if low:
            text += f"_{{{scripts.pop(0)}}}"
        if high:
            text += scripts[0] if scripts[0].strip("'") == "" else f"^{{{scripts[0]}}}"
        return text

    return write


def _beside(low: bool, high: bool) -> Callable[[Element, int], str]:
    """What stands above and below: limits, an accent, or a remark."""

    def write(element: Element, depth: int) -> str:
        """The base in LaTeX with its marks."""
        base, *marks = _parts(element, 1 + low + high, depth)
        raw = _text(element[-1]) if len(element[-1]) == 0 else ""
        accent = ACCENTS.get(raw)
        if high and not low and accent is not None:
            return rf"\{accent}{{{base}}}"
        core = _text(element[0])
        if core in _BIG or core in FUNCTIONS:
            text = base + (f"_{{{marks.pop(0)}}}" if low else "")
            return text + (f"^{{{marks[0]}}}" if high else "")
        if low:
            base = rf"\underset{{{marks.pop(0)}}}{{{base}}}"
        return rf"\overset{{{marks[0]}}}{{{base}}}" if high else base

    return write


def _root(element: Element, depth: int) -> str:
    if element.tag.endswith("mroot"):
        inner, degree = _parts(element, 2, depth)
        return rf"\sqrt[{degree}]{{{inner}}}"
    return rf"\sqrt{{{_row(element, depth).strip()}}}"


def _table(element: Element, depth: int) -> str:
    rows = [" & ".join(_row(cell, depth).strip() for cell in row) for row in element]
    written = r" \\ ".join(rows)
    return rf"\begin{{matrix}} {written} \end{{matrix}}"


def _fenced(element: Element, depth: int) -> str:
    opening, closing = element.get("open", "("), element.get("close", ")")
    inner = ", ".join(_written(child, depth).strip() for child in element)
    return f"{sign(opening) if opening else ''}{inner}{sign(closing) if closing else ''}"


_WRITERS: dict[str, Callable[[Element, int], str]] = {
    "mi": _name,
    "mn": lambda element, depth: _text(element),
    "mo": _operator,
    "mtext": _words,
    "ms": _words,
    "mspace": lambda element, depth: r"\quad " if element.get("width") else "",
    "mfrac": _fraction,
    "msup": _script(False, True),
    "msub": _script(True, False),
    "msubsup": _script(True, True),
    "munder": _beside(True, False),
    "mover": _beside(False, True),
    "munderover": _beside(True, True),
    "msqrt": _root,
    "mroot": _root,
    "mtable": _table,
    "mfenced": _fenced,
}
