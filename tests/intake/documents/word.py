"""Word files made piece by piece, as small as a test needs them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

from PIL import Image

SPACES = " ".join(
    f'xmlns:{prefix}="{space}"'
    for prefix, space in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
        "x": "urn:nobody:knows",
    }.items()
)
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
STYLES = """
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/>
  <w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/><w:basedOn w:val="H1"/>
  <w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Code"><w:name w:val="Source Code"/></w:style>
<w:style w:type="paragraph" w:styleId="LoopA"><w:name w:val="A"/>
  <w:basedOn w:val="LoopB"/></w:style>
<w:style w:type="paragraph" w:styleId="LoopB"><w:name w:val="B"/>
  <w:basedOn w:val="LoopA"/></w:style>
"""


def r(text: str, properties: str = "") -> str:
    """A run of text; tabs and line breaks become Word's own elements."""
    pieces = escape(text).replace("\t", "</w:t><w:tab/><w:t xml:space='preserve'>")
    pieces = pieces.replace("\n", "</w:t><w:br/><w:t xml:space='preserve'>")
    looks = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f"<w:r>{looks}<w:t xml:space='preserve'>{pieces}</w:t></w:r>"


def code(text: str) -> str:
    """A run in a fixed font."""
    return r(text, '<w:rFonts w:ascii="Consolas"/>')


def p(*content: str, style: str = "", more: str = "") -> str:
    """A paragraph of texts and of elements already written."""
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    inner = "".join(piece if piece.startswith("<") else r(piece) for piece in content)
    return f"<w:p><w:pPr>{styled}{more}</w:pPr>{inner}</w:p>"


def numbered(list_id: int, level: int, *content: str) -> str:
    """A paragraph that counts in a list."""
    more = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'
    return p(*content, more=more)


def lvl(level: int, form: str, text: str, more: str = "", start: int = 1) -> str:
    """One level of a numbering."""
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{escape(text)}"/></w:lvl>'
    )


def tbl(*rows: list[str]) -> str:
    """A table; cells are paragraphs already written, or texts."""
    written = ""
    for row in rows:
        cells = "".join(
            f"<w:tc>{cell if cell.startswith('<') else p(cell)}</w:tc>" for cell in row
        )
        written += f"<w:tr>{cells}</w:tr>"
    return f"<w:tbl>{written}</w:tbl>"


def math(inner: str) -> str:
    """A formula."""
    return f"<m:oMath>{inner}</m:oMath>"


def mr(text: str, properties: str = "") -> str:
    """A run in a formula."""
    return f"<m:r><m:rPr>{properties}</m:rPr><m:t>{escape(text)}</m:t></m:r>"


def picture(id_: str, attribute: str = "embed") -> str:
    """A run with a picture in DrawingML."""
    return (
        "<w:r><w:drawing><wp:inline><a:graphic><a:graphicData><pic:pic><pic:blipFill>"
        f'<a:blip r:{attribute}="{id_}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def image(colour: str = "red", size: tuple[int, int] = (40, 20), form: str = "PNG") -> bytes:
    """A picture of one colour in a file."""
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, form)
    return buffer.getvalue()


def docx(
    *body: str,
    numbering: str = "",
    styles: str = STYLES,
    parts: Mapping[str, bytes | str] | None = None,
    relations: Mapping[str, tuple[str, str]] | None = None,
    left_out: str = "",
) -> bytes:
    """A Word file; `relations` are id to (kind, target), further parts lie in `word/`."""
    all_relations = {"s": ("styles", "styles.xml"), "n": ("numbering", "numbering.xml")}
    all_relations |= dict(relations or {})
    rows = "".join(
        f'<Relationship Id="{id_}" Type="{_KINDS}{kind}" Target="{target}"'
        + (' TargetMode="External"' if "://" in target else "")
        + "/>"
        for id_, (kind, target) in all_relations.items()
    )
    main = f'<Relationship Id="d" Type="{_KINDS}officeDocument" Target="word/document.xml"/>'
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    files: dict[str, bytes | str] = {
        "_rels/.rels": f'<Relationships xmlns="{space}">{main}</Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{space}">{rows}</Relationships>',
        "word/document.xml": f"<w:document {SPACES}><w:body>{''.join(body)}<w:sectPr/></w:body>"
        "</w:document>",
        "word/styles.xml": f"<w:styles {SPACES}>{styles}</w:styles>",
        "word/numbering.xml": f"<w:numbering {SPACES}>{numbering}</w:numbering>",
        **{f"word/{name}": content for name, content in (parts or {}).items()},
    }
    files.pop(left_out, None)
    return zipped(files)


def zipped(files: Mapping[str, bytes | str]) -> bytes:
    """A zip archive of these files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()
