"""Word files as Markdown: what the page shows, and nothing else."""

from __future__ import annotations

import pytest
from grader.intake.reader.markup import blocks_of

from grader.intake.reader.documents.docx import read_docx
from tests.intake.documents.word import (
    SPACES,
    code,
    docx,
    image,
    math,
    mr,
    numbered,
    p,
    picture,
    r,
    tbl,
)

TYPED = r("1. ", "<w:b/>")


def text_of(*body: str, **more: object) -> str:
    """The Markdown of a Word file with this body."""
    document = read_docx(docx(*body, **more))  # type: ignore[arg-type]
    assert len(document.places) == len(document.text.split("\n"))
    return document.text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ([p("Problem 1", style="H1"), p("one"), p("two")], "# Problem 1\n\none\n\ntwo"),
        ([p("a", r("b", "<w:b/>"), r(" c ", "<w:i/>"), "d")], "ab *c* d"),
        ([p(r("Part 1:", "<w:b/>"), " x")], "**Part 1:** x"),
        ([p("θ", r("1", '<w:vertAlign w:val="subscript"/>'), " = e", r("2x", SUP := (
            '<w:vertAlign w:val="superscript"/>')))], "θ_1 = e^(2x)"),
        ([p("1", r("st", SUP))], "1st"),
        ([p("one\ntwo")], "one\ntwo"),
        ([p(r("gone", "<w:vanish/>"), "kept")], "kept"),
        ([p('<w:del w:id="1"><w:r><w:delText>old</w:delText></w:r></w:del>',
            f'<w:ins w:id="2">{r("new")}</w:ins>')], "new"),
        ([p("be", more='<w:rPr><w:del w:id="1"/></w:rPr>'), p("fore")], "before"),
        ([p(f'<w:hyperlink r:id="x">{r("link")}</w:hyperlink>', " there")], "link there"),
        ([p(f"<w:sdt><w:sdtPr/><w:sdtContent>{r('held')}</w:sdtContent></w:sdt>")], "held"),
        ([p(f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{r('Click here')}"
            "</w:sdtContent></w:sdt>", "typed")], "typed"),
        ([f"<w:sdt><w:sdtContent>{p('a')}{p('b')}</w:sdtContent></w:sdt>"], "a\n\nb"),
        ([p('<w:r><w:sym w:font="Symbol" w:char="F071"/></w:r>', " = 1")], "θ = 1"),
        ([p(r("a", '<w:rFonts w:ascii="Symbol"/>'), " = 2")], "α = 2"),
        ([p('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>')], "✓"),
        ([p("co\u00adop", "<w:r><w:softHyphen/><w:noBreakHyphen/></w:r>", "x")], "coop-x"),
        ([p('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF x</w:instrText>'
            '</w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>', "Table 1",
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>', " shows")], "Table 1 shows"),
        ([p('<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:checked/>'
            '</w:checkBox></w:ffData></w:fldChar></w:r><w:r><w:instrText>FORMCHECKBOX'
            '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>', " True")], "☒ True"),
        ([p("use ", code("fit(x)"), " here")], "use `fit(x)` here"),
        ([p("looped", style="LoopA")], "looped"),
    ],
)  # fmt: skip
def test_a_paragraph_as_markdown(body: list[str], text: str) -> None:
    """Each element of a paragraph becomes what the page shows of it."""
    assert text_of(*body) == text


@pytest.mark.parametrize(
    ("written", "markdown"),
    [
        ("2*a*b + 3*c", "2 * a * b + 3 * c"),
        ("x**2", "x ** 2"),
        ("it costs $5 and $6", r"it costs \$5 and \$6"),
        (r"so $x^2 = 4$ holds", r"so $x^2 = 4$ holds"),
        ("# no heading", r"\# no heading"),
        ("- 2x + 1", "-2x + 1"),
        ("- because it is", "- because it is"),
        ("+ 3", "+3"),
        ("1984. A year", r"1984\. A year"),
        ("p<q and q>r", "p< q and q>r"),
        ("__init__ and __call__", r"\_\_init\_\_ and \_\_call\_\_"),
        ("----", r"\----"),
        ("![x](region:0)", r"!\[x](region:0)"),
        ("snake_case_name", "snake_case_name"),
    ],
)
def test_signs_of_markdown_are_text(written: str, markdown: str) -> None:
    """What happens to look like Markdown comes out as it was typed."""
    assert text_of(p(written)) == markdown


def test_typed_numbers_keep_their_value() -> None:
    """Typed items that skip a number are not counted on by Markdown."""
    text = text_of(p("1. True"), p("2. False"), p("5. True"))
    items = [item for block in blocks_of(text) for item in block.items]
    assert [item.number for item in items] == [1, 2, 5]


def test_listings_are_fences() -> None:
    """Paragraphs in a fixed font or a code style are one fence, indented as they stand."""
    text = text_of(
        p("Keras:"),
        p(code("def f(x):")),
        p(code("\treturn “x”")),
        p(""),
        p("y = 1\nz = 2", style="Code"),
        p("after"),
    )
    assert text == 'Keras:\n\n```\ndef f(x):\n    return "x"\n\ny = 1\nz = 2\n```\n\nafter'


def test_indentation_by_paragraph_counts() -> None:
    """Word turns a typed tab into an indentation of the paragraph, which is code all the same."""
    indent = '<w:ind w:left="720"/>'
    text = text_of(p("x"), p(code("if a:")), p(code("b()"), more=indent), p(code("c()")))
    assert "if a:\n    b()\nc()" in text


def test_prose_in_a_fixed_font_is_no_listing() -> None:
    """Where everything stands in a fixed font, only what looks like code is a listing."""
    text = text_of(*[p(code(f"This is sentence {n} of an answer.")) for n in range(9)])
    assert "```" not in text
    assert "```\nimport os\n```" in text_of(p(code("Some words here.")), p(code("import os")))


def test_a_table_with_formulas_and_merged_cells() -> None:
    """Cells hold formulas; a merged cell leaves the others in their columns."""
    wide = '<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>' + p("wide") + "</w:tc>"
    joined = "<w:tc><w:tcPr><w:vMerge/></w:tcPr>" + p("") + "</w:tc>"
    table = tbl(["n", p(math(mr("p(x|y)"))), "a|b"], ["1", "2", "3"]).replace(
        "</w:tbl>", f"<w:tr>{wide}<w:tc>{p('z')}</w:tc></w:tr><w:tr>{joined}</w:tr></w:tbl>"
    )
    rows = next(block.rows for block in blocks_of(text_of(table)) if block.kind == "table")
    assert rows[0] == ("n", r"$p(x\vert y)$", "a|b")
    assert rows[1:] == (("1", "2", "3"), ("wide", "", "z"), ("", "", ""))


def test_a_table_that_frames_code_is_laid_open() -> None:
    """A frame of one cell around a listing is not a table."""
    text = text_of(tbl([p(code("x = 1")) + p(code("y = 2"))]))
    assert text == "```\nx = 1\ny = 2\n```"


def test_displays_stand_alone() -> None:
    """A formula alone in its paragraph is a display; in a sentence it is inline."""
    formula = math(mr("x=1"))
    assert text_of(p(formula)) == "$$x = 1$$"
    assert text_of(p("so ", formula, " holds")) == "so $x = 1$ holds"
    assert text_of(p(f"<m:oMathPara>{formula}{formula}</m:oMathPara>")) == "$$x = 1$$\n\n$$x = 1$$"


def test_boxes_and_footnotes_are_read() -> None:
    """A text box comes behind its paragraph, a footnote below it."""
    box = (
        "<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:wsp><wps:txbx><w:txbxContent>"
        f"{p('in the box')}</w:txbxContent></wps:txbx></wps:wsp></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox><w:txbxContent>{p('in the box')}</w:txbxContent>"
        "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert text_of(p("before", box), p("after")) == "before\n\nin the box\n\nafter"
    notes = f'<w:footnotes {SPACES}><w:footnote w:id="2">{p("a note")}</w:footnote></w:footnotes>'
    text = text_of(
        p("said", '<w:r><w:footnoteReference w:id="2"/></w:r>'),
        parts={"footnotes.xml": notes},
        relations={"f": ("footnotes", "footnotes.xml")},
    )
    assert text == "said[^1]\n\n(Footnote 1) a note"


def test_a_table_of_contents_is_left_out() -> None:
    """It repeats headings, and would stand for every label a second time."""
    styles = '<w:style w:type="paragraph" w:styleId="T1"><w:name w:val="toc 1"/></w:style>'
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    body = [p(begin, "Problem 1 … 2", style="T1"), p("Problem 2 … 3", end, style="T1"), p("x")]
    assert text_of(*body, styles=styles) == "x"


def test_pictures_are_regions_where_they_stand() -> None:
    """A picture cuts its paragraph; equal pictures have equal pixels, none is read."""
    document = read_docx(
        docx(
            p("before", picture("a"), "after"),
            p(picture("b")),
            parts={"media/1.png": image(), "media/2.bmp": image(form="BMP")},
            relations={"a": ("image", "media/1.png"), "b": ("image", "media/2.bmp")},
        )
    )
    assert document.text.split("\n\n") == [
        "before", "![picture](region:0)", "after", "![picture](region:1)",
    ]  # fmt: skip
    first, second = document.regions
    assert first.pixels == second.pixels != ""
    assert first.png.startswith(b"\x89PNG") and first.read == "none"
    assert (first.spot.line, second.spot.line) == (1, 2)


def test_a_picture_in_a_cell_stands_in_it_and_below() -> None:
    """The cell is not empty for whoever reads the table, and the picture has its line."""
    document = read_docx(
        docx(
            tbl(["a", "b"], ["1", p(picture("a"))]),
            parts={"media/1.png": image()},
            relations={"a": ("image", "media/1.png")},
        )
    )
    assert "| 1 | ![picture](region:0) |\n\n![picture](region:0)" in document.text


@pytest.mark.parametrize(
    ("element", "why", "suggestion"),
    [
        ("<w:r><x:thing><w:t>said</w:t></x:thing></w:r>", "unread-ink", "said"),
        ("<x:thing/>", "unread-ink", ""),
        (r("no", "<w:strike/>"), "unread-ink", "~~no~~"),
        ('<w:r><w:object><v:shape/><o:OLEObject ProgID="Equation.DSMT4"/></w:object></w:r>',
         "equation-object", ""),
        ('<w:r><w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r>', "picture", ""),
        ("<w:r><w:drawing><wp:inline/></w:drawing></w:r>", "picture", ""),
        (r("\uf001\ue123"), "unmapped-glyphs", ""),
        (math("<m:unheard><m:e>" + mr("x") + "</m:e></m:unheard>"), "equation-object", "x"),
        ('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>EQ \\f(1;2)'
         '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>',
         "equation-object", "\\f(1;2)"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_a_region(element: str, why: str, suggestion: str) -> None:
    """Nothing on the page is dropped without a trace."""
    document = read_docx(docx(p("a", element, "b")))
    region = document.regions[0]
    assert (region.why, region.suggestion, region.png) == (why, suggestion, b"")
    assert document.text == f"a\n\n![{why}](region:0)\n\nb"


def test_an_inserted_document_and_comments_are_reported() -> None:
    """What is left out makes the document less than whole."""
    document = read_docx(docx(p("a"), '<w:altChunk r:id="x"/>'))
    assert not document.whole and document.findings[0][0] == "read-in-part"
    comments = f'<w:comments {SPACES}><w:comment w:id="1">{p("hm")}</w:comment></w:comments>'
    document = read_docx(
        docx(
            p("a", '<w:r><w:commentReference w:id="1"/></w:r>'),
            parts={"comments.xml": comments},
            relations={"c": ("comments", "comments.xml")},
        )
    )
    assert document.text == "a" and not document.whole


def test_an_item_keeps_its_continuation() -> None:
    """A paragraph indented like an item's text belongs to the item; a label never does."""
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/><w:pPr><w:ind w:left="720"/></w:pPr>'
        '</w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    inside = '<w:ind w:left="720"/>'
    text = text_of(
        numbered(1, 0, "False"),
        p("since it is not so", more=inside),
        numbered(1, 0, "True"),
        p("Problem 2", more=inside),
        numbering=numbering,
    )
    assert text == "1. False\n\n   since it is not so\n\n2. True\n\nProblem 2"
