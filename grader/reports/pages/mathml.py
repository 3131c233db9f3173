"""LaTeX to MathML that is safe to put into a page.

latex2mathml escapes nothing in `\\text{}` and keeps `\\href`; so its element tree is copied
through an allow-list before it becomes text, and whatever it cannot read is shown as its source.
"""

import html
import re
from functools import lru_cache
from xml.etree import ElementTree

from markupsafe import Markup, escape

from grader.reports.text import cap, clean

LONGEST = 1500
"""Characters of one formula that are still typeset; longer ones are shown as source."""

DEEPEST = 40
"""Levels of nesting that are still typeset."""

_TAGS = frozenset(
    """
    math mi mn mo ms mspace mtext mrow mfrac msqrt mroot mstyle merror mpadded mphantom
    mfenced menclose msub msup msubsup munder mover munderover mmultiscripts mprescripts
    mtable mtr mtd mlabeledtr none
    """.split()  # noqa: SIM905 - forty quotes say less
)
_ROWS = ("math", "mrow", "mstyle", "mtd", "mpadded")
"""Elements whose children stand in a row; a space among those of a subscript would break it."""
_ATTRIBUTES = frozenset(
    """
    display mathvariant stretchy fence form separator lspace rspace symmetric maxsize
    minsize largeop movablelimits accent accentunder linethickness columnalign rowalign
    columnlines rowlines rowspacing columnspacing displaystyle scriptlevel notation width
    height depth
    """.split()  # noqa: SIM905 - forty quotes say less
)
_FUNCTIONS = frozenset(
    """
    log ln exp sin cos tan sinh cosh tanh min max argmax argmin sup inf lim det
    """.split()  # noqa: SIM905 - forty quotes say less
)
_ARG = re.compile(r"\\(?:arg\s*\\?,?\s*\\|arg)(max|min)(?![A-Za-z])")
_PLAIN = re.compile(r"[A-Za-z ]*|[0-2]?(\.[0-9]{1,4})?(em|px)?")
"""Words, and lengths too small to push a formula over its neighbours."""

_BARS = re.compile(r"(?<!\|)\|\|(?!\|)")
_DIVERGENCE = re.compile(r"(?<![A-Za-z\\])KL(?![A-Za-z])")
_COMMAND = re.compile(r"\\[A-Za-z]+")
_NAMES = re.compile(r"\\(?:begin|end|text|mathrm|operatorname)\{[^{}]*\}")
_PROSE = re.compile(r"[A-Za-z]{4,}")


def _safe(element: ElementTree.Element, depth: int = 0) -> ElementTree.Element:
    """A copy that holds presentation tags, harmless attributes and cleaned text only."""
    if depth > DEEPEST * 3:
        raise ValueError("nested too deeply")
    tag = element.tag if element.tag in _TAGS else "mrow"
    attributes = {
        k: v for k, v in element.attrib.items() if k in _ATTRIBUTES and _PLAIN.fullmatch(v)
    }
    copy = ElementTree.Element(tag, attributes)
    if element.text:
        copy.text = clean(html.unescape(element.text))
    children = [_safe(child, depth + 1) for child in element]
    for index, child in enumerate(children):
        spaced = tag in _ROWS and index and _wants_space(children[index - 1], children[index:])
        if spaced:
            ElementTree.SubElement(copy, "mspace", {"width": "0.17em"})
        copy.append(child)
    return copy


def _wants_space(before: ElementTree.Element, rest: list[ElementTree.Element]) -> bool:
    """Whether a book sets a thin space here: around `log`, and before the `dx` of an integral."""
    first = rest[0]
    if first.tag == "mspace" or before.tag == "mspace":
        return False
    is_end = before.tag != "mo" or (before.text or "").strip() in (")", "]", "}", "|")
    is_differential = (
        first.tag == "mi" and first.text == "d" and len(rest) > 1
        and rest[1].tag in ("mi", "msub") and not _is_function(rest[1])
    )  # fmt: skip
    if is_end and (_is_function(first) or is_differential):
        return True
    return first.tag != "mo" and _is_function(before)


def _is_function(element: ElementTree.Element) -> bool:
    """Whether this is a name like `log`, which browsers set without a space after it."""
    name = element if element.tag == "mi" or not len(element) else element[0]
    return name.tag in ("mi", "mo", "mrow") and (name.text or "").strip() in _FUNCTIONS


def _depth(latex: str) -> int:
    """The deepest nesting of braces and environments."""
    deepest = level = 0
    for token in re.findall(r"[{}]|\\left|\\right|\\begin|\\end", latex):
        level += 1 if token in ("{", "\\left", "\\begin") else -1
        deepest = max(deepest, level)
    return deepest


@lru_cache(maxsize=4096)
def formula(latex: str, display: str = "inline") -> Markup:
    """A LaTeX formula as a `<math>` element, or its source in `<code>` when it cannot be typeset.

    `latex` is hostile; `display` is `inline` or `block`. A long inline formula scrolls by itself.
    """
    math = _typeset(_as_printed(clean(latex)).strip(), display)
    if math is None:
        return Markup('<code class="tex">{}</code>').format(cap(clean(latex), LONGEST))
    if len(latex) <= 50:
        return math
    return Markup('<span class="formula" tabindex="0">{}</span>').format(math)


def _as_printed(latex: str) -> str:
    """The formula as a book sets it: upright arg min and KL, and a double bar as one sign."""
    latex = _ARG.sub(r"\\operatorname{arg\1}", latex)
    latex = _DIVERGENCE.sub(r"\\mathrm{KL}", latex)
    return _BARS.sub(r"\\,\\|\\,", latex)


def _typeset(latex: str, display: str) -> Markup | None:
    """The `<math>` element, None when the text is no formula or too large for one."""
    if not latex or len(latex) > LONGEST or _depth(latex) > DEEPEST:
        return None
    from latex2mathml.converter import convert_to_element

    try:
        tree = _safe(convert_to_element(latex, display=display))
    except Exception:  # a student's text can fail a reader of LaTeX in any way, even by recursion
        return None
    tree.set("xmlns", "http://www.w3.org/1998/Math/MathML")
    return Markup(ElementTree.tostring(tree, encoding="unicode"))


def looks_like_latex(line: str) -> bool:
    """Whether a line outside dollars is one formula rather than prose or code."""
    if "$" in line or len(line) > LONGEST or not _COMMAND.search(line):
        return False
    return len(_PROSE.findall(_COMMAND.sub(" ", _NAMES.sub(" ", line)))) < 2


_INLINE = re.compile(
    r"\$\$(?P<block>[^$]{1,1500}?)\$\$"
    r"|(?<![\\$])\$(?P<math>(?=\S)[^$\n]{1,1500}?(?<=[^\s\\]))\$(?![0-9$])"
    r"|`(?P<code>[^`\n]{1,500})`"
)


def inline(text: str, longest: int = 1200) -> Markup:
    """A sentence with its `$formulas$` typeset and its `code` set apart; the rest is escaped."""
    text = cap(clean(text), longest)
    if "$" not in text and "`" not in text:
        return escape(text)
    pieces: list[Markup] = []
    end = 0
    for match in _INLINE.finditer(text):
        pieces.append(escape(text[end : match.start()]))
        if match["code"] is not None:
            pieces.append(Markup("<code>{}</code>").format(match["code"]))
        else:
            pieces.append(formula(match["block"] or match["math"]))
        end = match.end()
    pieces.append(escape(text[end:]))
    return Markup("").join(pieces)
