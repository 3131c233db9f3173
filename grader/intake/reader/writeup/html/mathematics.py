"""Formulas in a page: MathML, those that KaTeX and MathJax have set, and what is only drawn."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, TreeBuilder

from ...documents.mathml import Unknown, latex_of_mathml

DRAWN = "![](drawn)"
"""What stands for something that nobody can read: a formula set as shapes, a drawing."""
_SET = frozenset(("katex-html", "MathJax", "MathJax_SVG", "MathJax_CHTML"))
"""Classes of boxes in which a program has set a formula; its source stands beside."""
_DRAWINGS = frozenset(("svg", "canvas", "object", "embed", "iframe", "mjx-math"))
_EMPTY = frozenset(("embed", "img", "br"))
_SOURCE = re.compile(r"math/tex(?P<display>;\s*mode=display)?", re.IGNORECASE)
_DEEPEST = 200
_NEAR = 4
"""Pieces of text between a set formula and its source."""


class Mathematics:
    """Follows the tags of formulas and drawings, and writes each formula once, as LaTeX."""

    def __init__(self, out: list[str]) -> None:
        self.out = out
        self.hidden: list[str] = []
        """The open tags of a box that is passed over."""
        self.open: list[str] = []
        """The open tags of a formula in MathML."""
        self.tree = TreeBuilder()
        self.display = False
        self.source: list[str] | None = None
        """What was read so far of a formula's own source."""

    def starts(self, tag: str, attrs: dict[str, str | None], *, in_link: bool) -> bool:
        """Whether an opening tag belongs to a formula or a drawing."""
        if self.hidden:
            if tag == self.hidden[0] and tag not in _EMPTY:
                self.hidden.append(tag)
            return True
        if self.open or tag == "math":
            if not self.open:
                self.tree, self.display = TreeBuilder(), attrs.get("display") == "block"
            self.open.append(tag)
            self.tree.start(tag, {name: value or "" for name, value in attrs.items()})
            return True
        if tag == "script" and (source := _SOURCE.match(attrs.get("type") or "")) is not None:
            self.source, self.display = [], source["display"] is not None
            return True
        classes = set((attrs.get("class") or "").split())
        is_set = bool(classes & _SET) and tag != "mjx-container"  # which has its source within
        if tag in _DRAWINGS or is_set or "MathJax_Preview" in classes:
            if tag not in _EMPTY:
                self.hidden = [tag]
            if not (in_link or "MathJax_Preview" in classes or self.is_written(classes)):
                self.out.append(DRAWN)
            return True
        return False

    def is_written(self, classes: set[str]) -> bool:
        """Whether a box that a program has set repeats the formula right before it."""
        return "katex-html" in classes and bool(self.out) and self.out[-1].rstrip().endswith("$")

    def ends(self, tag: str) -> bool:
        """Whether a closing tag belongs to a formula or a drawing."""
        if self.hidden:
            if tag == self.hidden[0]:
                self.hidden.pop()
            return True
        if tag in self.open[-_DEEPEST:]:
            while (last := self.open.pop()) != tag:
                self.tree.end(last)
            self.tree.end(tag)
            if not self.open:
                self.put(self.latex(self.tree.close()))
            return True
        if self.open:
            return True
        if tag == "script" and self.source is not None:
            latex, self.source = "".join(self.source), None
            self.put(_marked(latex, display=self.display))
            return True
        return False

    def says(self, data: str) -> bool:
        """Whether text belongs to a formula or a drawing."""
        if self.source is not None:
            self.source.append(data)
        elif self.open:
            self.tree.data(data)
        return bool(self.hidden or self.open or self.source is not None)

    def latex(self, root: Element) -> str:
        """A formula in MathML as LaTeX, by the author's own source where it has one."""
        for one in root.iter("annotation"):
            if "tex" in (one.get("encoding") or "").lower():
                return _marked("".join(one.itertext()), display=self.display)
        try:
            return _marked(latex_of_mathml(root), display=self.display)
        except Unknown:
            return DRAWN

    def put(self, formula: str) -> None:
        """Write a formula in the place of the box right before it in which it is set."""
        for place in range(len(self.out) - 1, max(len(self.out) - _NEAR, 0) - 1, -1):
            if self.out[place] == DRAWN:
                del self.out[place]
                break
            if self.out[place].strip():
                break
        self.out.append(formula)


def _marked(latex: str, *, display: bool) -> str:
    text = " ".join(latex.split())
    return f"\n\n$${text}$$\n\n" if display else f"${text}$"
