"""Notebooks that were saved as web pages: their inputs, their text and what was shown."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

from ...writeup.html import closed, markdown_of_html
from ..document import Region, Spot
from ..pictures import region_of_uri
from .cells import Cell, Notebook, Output

_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"]
)
_SKIPPED = frozenset({"script", "style", "template", "noscript"})
MAX_OUTPUT = 1_000_000
MAX_CELLS = 3_000
MAX_REGIONS = 200
MAX_DEPTH = 300
"""Boxes within boxes that are followed: all of them are looked through at each tag."""


def cells_of_html(text: str) -> Notebook | None:
    """The cells of a page that JupyterLab, nbconvert or VS Code exported; None for any other."""
    if not re.search(r"""class=["'][^"']*(?:\bjp-Cell\b|\b(?:code|text)_cell\b)""", text):
        return None
    page = _Page()
    page.feed(closed(text))
    page.close()
    page.finish()
    return Notebook(tuple(page.cells), tuple(page.regions), "html") if page.cells else None


class _Page(HTMLParser):
    """Follows the boxes of a page by their classes and keeps what stands in those of cells."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.cells: list[Cell] = []
        self.regions: list[Region] = []
        self.stack: list[tuple[str, str]] = []
        """Each open box of a page: its tag, and what it is to us."""
        self.kind = ""
        self.line = 1
        self.source: list[str] = []
        self.outputs: list[Output] = []
        self.shown: list[str] = []
        self.show_as = ""
        self.skip = 0

    def role(self) -> str:
        """What the innermost box is that is anything to us."""
        innermost = reversed(self.stack[-MAX_DEPTH:])
        return next((role for _, role in innermost if role), "")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a box, or write a tag that belongs to text or to an output in HTML."""
        if tag in _SKIPPED:
            self.skip += 1
            return
        named = dict(attrs)
        classes = frozenset((named.get("class") or "").split())
        if tag == "div":
            role = _role(classes, named.get("data-mime-type") or "")
            if role in ("code", "markdown"):
                self.finish()
                self.stack = []
                self.kind, self.line = role, self.getpos()[0]
            elif role.startswith("show:"):
                self.end_of_output()
                self.show_as = role[5:]
            self.stack.append((tag, role))
            if role:
                return
        inside = self.role()
        if tag == "img" and (inside == "text" or inside.startswith("show:")):
            self.picture(named.get("src") or "", inside)
        elif inside == "input" and tag == "pre":
            self.stack.append((tag, "source"))
        elif inside == "text":
            self.source.append(self.get_starttag_text() or "")
        elif inside == "show:html":
            self.shown.append(self.get_starttag_text() or "")
        elif tag == "svg" and inside.startswith("show:"):
            self.add_region(Region(Spot(line=self.line), "picture"))

    def handle_endtag(self, tag: str) -> None:
        """Close a box, with all that was left open in it."""
        if tag in _SKIPPED:
            self.skip = max(self.skip - 1, 0)
            return
        inside = self.role()
        if tag in ("div", "pre") and any(open_ == tag for open_, _ in self.stack[-MAX_DEPTH:]):
            while self.stack:
                open_, role = self.stack.pop()
                if role.startswith("show:"):
                    self.end_of_output()
                if open_ == tag:
                    if role:
                        return
                    break
        if tag in _VOID:
            return
        if inside == "text":
            self.source.append(f"</{tag}>")
        elif inside == "show:html":
            self.shown.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        """Keep text where it belongs to a cell."""
        if self.skip or not self.kind:
            return
        inside = self.role()
        if inside == "source":
            self.source.append(data)
        elif inside == "text":
            self.source.append(html.escape(data, quote=False))
        elif inside.startswith("show:"):
            self.shown.append(html.escape(data, quote=False) if inside == "show:html" else data)

    def picture(self, address: str, inside: str) -> None:
        """A picture of a text goes on in it; one of an output is kept, where the page has it."""
        if inside == "text":
            self.source.append(f"<p><img src='{html.escape(address)}'></p>")
        else:
            self.add_region(region_of_uri(address, Spot(line=self.line)))

    def add_region(self, region: Region) -> None:
        """Keep a region of an output."""
        if len(self.regions) < MAX_REGIONS:
            self.regions.append(region)
            self.outputs.append(Output("picture", region=len(self.regions) - 1))

    def end_of_output(self) -> None:
        """Keep the text of the output that ends, without colours and overwritten lines."""
        text, kind = "".join(self.shown), self.show_as
        self.shown, self.show_as = [], ""
        if kind == "html":
            text = _markdown(text[:MAX_OUTPUT])
        lines = _ANSI.sub("", text[:MAX_OUTPUT]).split("\n")
        text = "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in lines).strip("\n")
        if text.strip():
            self.outputs.append(Output(kind, text))

    def finish(self) -> None:
        """End the cell that is open."""
        if self.show_as:
            self.end_of_output()
        source = "".join(self.source)
        if self.kind == "markdown":
            source = _markdown(source)
        source = source.strip("\n")
        full = len(self.cells) >= MAX_CELLS
        if self.kind and (source.strip() or self.outputs) and not full:
            self.cells.append(Cell(self.kind, source, self.line, tuple(self.outputs)))
        self.kind, self.source, self.outputs = "", [], []


def _markdown(page: str) -> str:
    """A piece of a page as Markdown, without lines of nothing but spaces."""
    lines = [line if line.strip() else "" for line in markdown_of_html(page).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def _role(classes: frozenset[str], mime: str) -> str:
    """What a box is by its classes, in the templates of nbconvert old and new."""
    if "jp-Cell" in classes or "cell" in classes:
        if classes & {"jp-CodeCell", "code_cell"}:
            return "code"
        if classes & {"jp-MarkdownCell", "text_cell", "jp-RawCell"}:
            return "markdown"
    if classes & {"jp-InputArea-editor", "input_area"}:
        return "input"
    if classes & {"jp-MarkdownOutput", "text_cell_render"}:
        return "text"
    if classes & {"jp-InputPrompt", "jp-OutputPrompt", "prompt"}:
        return "prompt"
    if classes & {"jp-OutputArea-output", "output_subarea"}:
        return f"show:{_shown(classes, mime)}"
    return ""


def _shown(classes: frozenset[str], mime: str) -> str:
    if "stderr" in mime or "output_stderr" in classes:
        return "stream"
    if mime.startswith("application/vnd.jupyter.error") or "output_error" in classes:
        return "error"
    if mime == "text/html" or classes & {"output_html", "jp-RenderedHTML"}:
        return "html"
    if "output_stream" in classes or "stdout" in mime:
        return "stream"
    return "picture" if mime.startswith("image/") or "output_png" in classes else "text"
