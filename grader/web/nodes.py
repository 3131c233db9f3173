"""Text of students as plain data that the page builds elements of; no markup is ever sent.

A node is a text, or `[tag, {attribute: value}, [nodes]]`; formulas are the MathML that the reports
show, made by the same code.
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

from markupsafe import Markup

from grader.reports.pages.mathml import formula, inline, looks_like_latex
from grader.reports.text import cap, clean

Node = str | list[Any]
LONGEST = 20_000
"""Characters of one answer that are shown; the rest is counted."""
_EDITORS = 60
"""Characters of a line from which an editor, and not the writer, may have ended it."""
_ITEM = re.compile(r"\s*(?:[-*•]|\(?\w{1,3}[.)])\s")
_FENCE = re.compile(r"^ {0,3}(```|~~~)")
_NAMESPACE = re.compile(r"\{[^}]*\}")


def nodes(markup: Markup) -> list[Node]:
    """Markup that the reports made, as nodes."""
    try:
        root = ElementTree.fromstring(f"<x>{markup}</x>")
    except ElementTree.ParseError:
        return [clean(markup.striptags())]
    return _children(root)


def _children(element: ElementTree.Element) -> list[Node]:
    found: list[Node] = [element.text] if element.text else []
    for child in element:
        found.append([_NAMESPACE.sub("", child.tag), dict(child.attrib), _children(child)])
        if child.tail:
            found.append(child.tail)
    return found


def sentence(text: str, longest: int = 1200) -> list[Node]:
    """A sentence with its formulas typeset and its code set apart."""
    return nodes(inline(text, longest))


def block(latex: str) -> list[Node]:
    """A formula that stands by itself."""
    return nodes(formula(latex, "block"))


def blocks(text: str) -> list[dict[str, Any]]:
    """A text as paragraphs, each with its lines, and code with line numbers, in order."""
    found: list[dict[str, Any]] = []
    lines: list[str] = []
    code: list[str] | None = None
    first = 1
    for number, line in enumerate(cap(clean(text), LONGEST).split("\n"), start=1):
        if _FENCE.match(line):
            if code is None:
                found += _paragraph(lines)
                lines, code, first = [], [], 1
            else:
                found.append(listing(code, first))
                code = None
        elif code is not None:
            code.append(line)
        elif line.strip():
            lines.append(line)
        else:
            found += _paragraph(lines)
            lines, first = [], number
    if code is not None:
        found.append(listing(code, first))
    return [*found, *_paragraph(lines)]


def _paragraph(lines: list[str]) -> list[dict[str, Any]]:
    if not lines:
        return []
    shown: list[list[Node]] = []
    whole = "\n".join(lines)
    if whole.count("$$") >= 2:
        shown.append(sentence(whole, LONGEST))
    elif _is_wrapped(lines):
        shown.append(sentence(" ".join(map(str.strip, lines)), LONGEST))
    else:
        shown += [block(one) if looks_like_latex(one) else sentence(one, LONGEST) for one in lines]
    return [{"kind": "prose", "lines": shown}]


def _is_wrapped(lines: list[str]) -> bool:
    """Whether an editor broke one text into these lines, which a page sets to its own width."""
    return all(len(line) >= _EDITORS for line in lines[:-1]) and not any(
        looks_like_latex(line) or _ITEM.match(line) for line in lines
    )


def listing(lines: list[str], first: int = 1) -> dict[str, Any]:
    """Code, its first line being the `first` of its file."""
    return {"kind": "code", "lines": lines, "first": first}


def is_text(value: Any) -> bool:
    """Whether an answer is a text, or lines of one."""
    lines = value if isinstance(value, list) else [value]
    return all(isinstance(one, str) for one in lines)
