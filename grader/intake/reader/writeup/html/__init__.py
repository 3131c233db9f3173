"""Online text, as platforms save it in HTML, as Markdown: nothing is run and nothing is loaded."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import quote

from .mathematics import Mathematics

_BREAKS = frozenset({"p", "div", "ul", "ol", "table", "blockquote", "section", "pre", "tr"})
_LOW, _HIGH, _END = "\x01", "\x02", "\x03"
"""What stands for `<sub>`, `<sup>` and the end of either until the whole text is there."""
_SCRIPT = re.compile(f"([{_LOW}{_HIGH}])([^{_LOW}{_HIGH}{_END}]*){_END}")
_ENDS = (
    (re.compile("<(?=!--)"), "-->"),
    (re.compile(r"<(?=!\[)"), "]>"),
    (re.compile("<"), ">"),
)
_DECLARED = re.compile(r"<(?=!\[(?!CDATA\[|(?:if|else|endif)\b))")
"""What looks like a declaration that Python's parser has no name for, and gives up on."""
_SKIPPED = frozenset({"script", "style", "head", "title", "template", "noscript"})
_ANCHORS = frozenset("¶#§🔗")
"""Links behind a heading by which one copies its address."""


def markdown_of_html(text: str) -> str:
    """The text of a page as Markdown: headings, lists, tables, code, emphasis."""
    reader = _Reader()
    reader.feed(closed(text))
    reader.close()
    written = _SCRIPT.sub(_script, "".join(reader.out))
    written = re.sub(f"[{_LOW}{_HIGH}{_END}]", "", written)
    return re.sub(r"\n{3,}", "\n\n", written).strip("\n")


def closed(text: str) -> str:
    """A page in which every sign that opens a tag or a comment is closed; the others are text.

    Python's parser looks for the end of each anew, so that a thousand that never end take a
    million steps.
    """
    for opening, closing in _ENDS:
        end = text.rfind(closing)
        text = text[: max(end, 0)] + opening.sub("&lt;", text[max(end, 0) :])
    return _DECLARED.sub("&lt;", text)


def shown_picture(source: str, said: str = "") -> str:
    """The picture of a tag as Markdown has it, its target without blanks and brackets.

    Of its words only those are kept that say that a chunk of the document drew it.
    """
    said = said if re.fullmatch(r"plot of chunk [\w .-]{1,80}", said) else ""
    target = source if source.startswith("data:") else quote(source, safe="/:%?&=#.,~+@!$;*")
    return f"![{said}]({target})"


def _script(match: re.Match[str]) -> str:
    """What stands lower or higher: `θ_1`, `e^x`, `e^(2x)`."""
    mark, inner = ("_" if match[1] == _LOW else "^"), match[2].strip()
    if not inner or re.fullmatch(r"\w" if mark == "^" else r"\w+", inner):
        return mark * bool(inner) + inner
    return f"{mark}({inner})"


_UNRENDERED = re.compile(r"\s*#{2,6}[^\W\d_][^\n]{1,120}\n")
"""A heading without a blank that was not rendered as one: it ends with its line all the same."""
_LANGUAGES = frozenset({"r", "python", "py", "julia", "matlab", "octave", "sql", "bash", "sh"})


def _language(attrs: list[tuple[str, str | None]]) -> str:
    """The language that the class of a listing names: `r`, `sourceCode r`, `language-python`."""
    names = (dict(attrs).get("class") or "").lower().split()
    bare = (name.removeprefix("language-") for name in names)
    return next((name for name in bare if name in _LANGUAGES), "")


class _Reader(HTMLParser):
    """Writes Markdown while the tags go by."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.lists: list[int] = []
        self.skip = 0
        self.pre = False
        self.cells = 0
        self.headed = False
        self.in_cell = False
        self.in_link = False
        self.mathematics = Mathematics(self.out)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Write the mark that opens what the tag opens."""
        if not self.skip and self.mathematics.starts(tag, dict(attrs), in_link=self.in_link):
            return
        if tag in _SKIPPED:
            self.skip += 1
        elif re.fullmatch(r"h[1-6]", tag):
            self.out.append("\n\n" + "#" * int(tag[1]) + " ")
        elif tag in ("strong", "b"):
            self.out.append("**")
        elif tag in ("em", "i"):
            self.out.append("*")
        elif tag in ("sub", "sup"):
            self.out.append(_LOW if tag == "sub" else _HIGH)
        elif tag == "br":
            self.out.append(" " if self.in_cell else "\n")
        elif tag == "img":
            said = dict(attrs)
            self.out.append(shown_picture(said.get("src") or "", said.get("alt") or ""))
        elif tag == "a":
            self.in_link = True
        elif tag == "li":
            self.item()
        elif tag in ("td", "th"):
            self.out.append("| ")
            self.cells += 1
            self.in_cell = True
        elif tag in _BREAKS and not (self.in_cell and tag in ("p", "div")):
            self.opened(tag, attrs)
        elif tag == "code" and self.out[-1:] == ["```\n"]:
            self.out[-1] = f"```{_language(attrs)}\n"

    def opened(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Start a block of its own: a paragraph, a list, a table or one of its rows."""
        inner = tag in ("p", "div") and bool(self.lists)
        self.out.append("\n" if tag == "tr" or inner else "\n\n")
        if tag in ("ul", "ol"):
            self.lists.append(0 if tag == "ul" else 1)
        elif tag == "pre":
            self.pre = True
            self.out.append(f"```{_language(attrs)}\n")
        elif tag == "tr":
            self.cells = 0
        elif tag == "table":
            self.headed = False

    def item(self) -> None:
        """Start an item of the list that is open, numbered where the list is."""
        number = self.lists[-1] if self.lists else 0
        self.out.append(f"\n{number}. " if number else "\n- ")
        if number:
            self.lists[-1] += 1

    def handle_endtag(self, tag: str) -> None:
        """Write the mark that closes what the tag closes."""
        if not self.skip and self.mathematics.ends(tag):
            return
        if tag in _SKIPPED:
            self.skip = max(self.skip - 1, 0)
        elif tag in ("strong", "b"):
            self.out.append("**")
        elif tag in ("em", "i"):
            self.out.append("*")
        elif tag in ("sub", "sup"):
            self.out.append(_END)
        elif tag == "a":
            self.in_link = False
        elif tag in ("td", "th"):
            self.in_cell = False
        elif tag in ("ul", "ol") and self.lists:
            self.lists.pop()
            self.out.append("\n\n")
        elif tag == "pre" and self.pre:
            self.pre = False
            self.out.append("\n```\n\n")
        elif tag == "tr":
            self.in_cell = False
            self.out.append("|")
            if not self.headed:
                self.out.append("\n" + "|---" * self.cells + "|")
                self.headed = True
        elif tag == "table" or (re.fullmatch(r"h[1-6]|p|div", tag) and not self.in_cell):
            self.out.append("\n" if self.lists else "\n\n")

    def handle_data(self, data: str) -> None:
        if self.skip or self.mathematics.says(data) or (self.in_link and data.strip() in _ANCHORS):
            return
        data = re.sub(f"[{_LOW}{_HIGH}{_END}]", "", data)
        if self.pre:
            self.out.append(data)
            return
        head = _UNRENDERED.match(data)
        self.out.append(f"{head[0].strip()}\n\n" if head else "")
        self.out.append(re.sub(r"\s+", " ", data[head.end() if head else 0 :]))
