"""A write-up of headings, lines and tables as the files in which people hand one in."""

from __future__ import annotations

import io
import textwrap
import zipfile
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from xml.sax.saxutils import escape

Table = list[list[str]]
Block = tuple[int, str | Table]
"""The depth of a heading, or 0, and its text; or a table."""
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OPEN = "http://schemas.openxmlformats.org"
_PAGE, _SIZE = 46, 11.0
"""Rows on a page, and the size of letters."""


def blocks_of(rows: Sequence[str]) -> Iterator[Block]:
    """Markdown of headings, lines and tables, taken apart."""
    for row in rows:
        marks = len(row) - len(row.lstrip("#"))
        if marks:
            yield marks, row[marks:].strip()
        elif row.startswith("|"):
            lines = [line for line in row.splitlines() if set(line) - set("|- ")]
            yield 0, [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
        else:
            yield from ((0, line) for line in row.splitlines())


def can_be_pdf() -> bool:
    """Whether a PDF can be made here, and read again."""
    return all(find_spec(name) is not None for name in ("matplotlib", "pypdfium2"))


def pdf(blocks: Sequence[Block]) -> bytes:
    """A PDF as a word processor makes one: text in an embedded font, larger for headings."""
    from matplotlib import rc_context
    from matplotlib.backends.backend_pdf import FigureCanvasPdf, PdfPages
    from matplotlib.figure import Figure

    out, rows = io.BytesIO(), [row for block in blocks for row in _rows(block)]
    with rc_context({"pdf.fonttype": 42}), PdfPages(out) as pages:
        for start in range(0, len(rows), _PAGE):
            sheet = Figure(figsize=(8.27, 11.69))
            FigureCanvasPdf(sheet)
            for place, (cells, size) in enumerate(rows[start : start + _PAGE]):
                weight = "bold" if size > _SIZE else "normal"
                for column, cell in enumerate(cells):
                    sheet.text(0.1 + 0.15 * column, 0.94 - 0.019 * place, cell, size=size,
                               weight=weight, parse_math=False)  # fmt: skip
            pages.savefig(sheet)
    return out.getvalue()


def _rows(block: Block) -> Iterator[tuple[list[str], float]]:
    """The cells of each row of a page with the size of their letters."""
    depth, content = block
    if not isinstance(content, str):
        yield from ((row, _SIZE) for row in content)
    else:
        size = max(18.0 - 2 * depth, _SIZE + 1) if depth else _SIZE
        yield from (([line], size) for line in textwrap.wrap(content, 84))
    yield [], _SIZE


def docx(blocks: Sequence[Block]) -> bytes:
    """The same as a file of Word, with its styles for headings and its tables."""
    body = "".join(map(_word, blocks))
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="H{depth}"><w:name w:val="heading {depth}"/>'
        f'<w:pPr><w:outlineLvl w:val="{depth - 1}"/></w:pPr></w:style>'
        for depth in range(1, 7)
    )
    kinds = f"{_OPEN}/officeDocument/2006/relationships"
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    files = {
        "[Content_Types].xml": f'<Types xmlns="{_OPEN}/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{main}.styles+xml"/></Types>',
        "_rels/.rels": _related(f"{kinds}/officeDocument", "word/document.xml"),
        "word/_rels/document.xml.rels": _related(f"{kinds}/styles", "styles.xml"),
        "word/document.xml": f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>',
        "word/styles.xml": f'<w:styles xmlns:w="{_WORD}">{styles}</w:styles>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{text}')
    return out.getvalue()


def _related(kind: str, target: str) -> str:
    one = f'<Relationship Id="r1" Type="{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{_OPEN}/package/2006/relationships">{one}</Relationships>'


def _word(block: Block) -> str:
    depth, content = block
    if isinstance(content, str):
        style = f'<w:pPr><w:pStyle w:val="H{depth}"/></w:pPr>' if depth else ""
        text = f'<w:t xml:space="preserve">{escape(content)}</w:t>'
        return f"<w:p>{style}<w:r>{text}</w:r></w:p>"
    rows = (
        "".join(f"<w:tc>{_word((0, cell))}</w:tc>" for cell in row) for row in content
    )
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"
