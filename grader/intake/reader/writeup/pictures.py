"""Pictures that a text shows: a file of the submission, or one within the text itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from urllib.parse import unquote

from ..result import Place, Result
from .labels import Path
from .markup import Block
from .sections import Placed
from .text import Text

PICTURE = re.compile(
    r"!\[(?P<said>(?:[^\]!]|!(?!\[)){0,2000})\]\((?P<target>(?:[^)\s!]++|!(?!\[))*+)"
    r"(?:[^)!]++|!(?!\[))*+\)|<img\b(?:[^<>]++|<(?!img\b))*+>",
    re.IGNORECASE,
)
_SRC = re.compile(r"src\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)
_DRAWN = re.compile(
    r"^plot of chunk\b|(?:_files/figure-\w+/[^/]+-|(?:^|/)figure/unnamed-chunk-|_files/[^/]+_\d+_)"
    r"\d+(?:-\d+)?\.(?:png|svg|jpe?g|pdf)$",
    re.IGNORECASE,
)
"""How knitr, Quarto and nbconvert name a plot that the document's own code drew."""
_DRAWS = re.compile(
    r"(?<![\w.])(?:plot|hist|barplot|boxplot|ggplot|qplot|xyplot|histogram|densityplot|pairs|curve|matplot"
    r"|mosaicplot|pie|autoplot|ggpairs)\s*\(|\b(?:plt|ax\d?|sns|px)\.\w+\("
)
"""Calls that draw, in R and Python."""
_REGION = re.compile(r"region:(\d{1,6})")
_GRAPHICS = (".png", ".jpg", ".jpeg", ".pdf")


def unseen_in(
    rows: Sequence[Placed], text: Text, result: Result
) -> Iterator[tuple[str, Place, int | None, str]]:
    """Every picture and unread region in blocks: why, where, the kept picture, what may stand."""
    for line, match in pictures_in(rows):
        target = match["target"] or ""
        region = _REGION.fullmatch(target)
        if region is not None and int(region[1]) < len(text.regions):
            number, why, place, said = text.regions[int(region[1])]
            yield why, place, number, said
        else:
            yield "picture", text.place(line), picture_of(match[0], target, result), ""


_WHOLE = ("scan", "picture", "text-layer-distrusted")
"""Why all of a page or picture is unread: what is drawn among a page's text may hide a label."""


def unseen_of_nobody(
    rows: Sequence[Placed], targets: Iterable[Path], text: Text, result: Result
) -> Iterator[tuple[str, Place, int | None, str]]:
    """The same of what may answer a question whose label is nowhere.

    That is what stands under no question's label, nor under the problem that it is a part of, and
    what is drawn among the text of a page.
    """
    asked = {path[:1] for path in targets if path}
    for row in rows:
        for why, place, number, said in unseen_in([row], text, result):
            if row.path[:1] not in asked or (place.page is not None and why not in _WHOLE):
                yield why, place, number, said


def picture_of(written: str, target: str, result: Result) -> int | None:
    """The kept picture that a text shows: a file of the submission, or one within the text."""
    from ..documents.document import Spot
    from ..documents.pictures import region_of, region_of_uri

    target = target or (found[1] if (found := _SRC.search(written)) else "")
    if target.startswith("data:"):
        region = region_of_uri(target, Spot())
    else:
        name = _file_of(target, result)
        if name is None:
            return None
        if name.lower().endswith(".pdf"):
            return _first_page(result.sources[name], result)
        region = region_of(result.sources[name], Spot())
    return result.picture(region.pixels, region.png)


def pictures_in(rows: Sequence[Placed]) -> Iterator[tuple[int, re.Match[str]]]:
    """The pictures that blocks show, with their lines, but for what the document's code drew."""
    draws = False
    for row in rows:
        block = row.block
        if block.kind == "code":
            draws = _DRAWS.search(block.text) is not None
            continue
        alone = PICTURE.fullmatch(block.text.strip()) is not None
        below = draws and alone and re.search(r"\]\(data:image/(?:png|svg)", block.text)
        for match in PICTURE.finditer(block.text) if not below else ():
            said, target = match["said"] or "", match["target"] or ""
            if not any(_DRAWN.search(text) for text in (said.strip(), unquote(target))):
                yield block.line + block.text.count("\n", 0, match.start()), match
        draws = False


def _first_page(data: bytes, result: Result) -> int | None:
    """The picture of what was not read in a PDF that a text shows as its figure."""
    from ..documents.document import Unreadable
    from ..documents.pdf import read_pdf

    try:
        regions = read_pdf(data).regions
    except (Unreadable, ImportError):
        return None
    return next((result.picture(one.pixels, one.png) for one in regions if one.png), None)


def note_pictures(blocks: Sequence[Block], result: Result) -> None:
    """Note every file that a text shows, under whatever label: it is no loose picture."""
    for block in blocks:
        for match in PICTURE.finditer(block.text) if block.kind != "code" else ():
            src = _SRC.search(match[0])
            name = _file_of(match["target"] or (src[1] if src else ""), result)
            if name is not None:
                result.shown.add(name)


def _file_of(target: str, result: Result) -> str | None:
    """The file of the submission that a text names, whatever its folder, case and ending."""
    last = unquote(target).rpartition("/")[2].casefold()
    wanted = (last, *(f"{last}{end}" for end in _GRAPHICS))
    for name in result.sources:
        if name.rpartition("/")[2].casefold() in wanted:
            return name
    return None


def without_pictures(rows: Sequence[Placed]) -> list[Placed]:
    """Blocks without the signs that pictures leave in a text."""
    kept: list[Placed] = []
    for row in rows:
        if row.block.kind in ("paragraph", "heading") and PICTURE.search(row.block.text):
            text = PICTURE.sub("", row.block.text)
            if not text.strip():
                continue
            row = replace(row, block=replace(row.block, text=text))
        kept.append(row)
    return kept


def shown(rows: Sequence[Placed]) -> str:
    """What stands in a section, for the person who reads it."""
    pieces = []
    for row in rows:
        block = row.block
        if block.kind == "heading":
            continue
        pieces.append(f"$${block.text}$$" if block.kind == "math" else block.text)
    return PICTURE.sub("[picture]", "\n\n".join(pieces))
