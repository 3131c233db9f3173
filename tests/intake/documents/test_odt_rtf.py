"""OpenDocument texts and rich text: the same outline as from Word."""

from __future__ import annotations

import contextlib
import time
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.intake.reader.documents.document import Unreadable
from grader.intake.reader.documents.mathml import Unknown, latex_of_mathml
from grader.intake.reader.documents.odt import read_odt
from grader.intake.reader.documents.opening import read_document
from grader.intake.reader.documents.rtf import read_rtf
from tests.intake.documents.word import docx, image, p, zipped

_SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "text": "text",
        "table": "table",
        "draw": "drawing",
        "style": "style",
        "fo": "xsl-fo-compatible",
    }.items()
)
_STYLES = """
<style:style style:name="B"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="S"><style:text-properties style:text-position="super 58%"/></style:style>
<style:style style:name="X"><style:text-properties style:text-line-through-style="solid"/>
</style:style>
<style:style style:name="C"><style:text-properties style:font-name="Liberation Mono"/></style:style>
<text:list-style style:name="N"><text:list-level-style-number text:level="1" style:num-format="1"
 style:num-suffix="."/><text:list-level-style-number text:level="2" style:num-format="a"
 style:num-prefix="(" style:num-suffix=")"/></text:list-style>
"""


def odt(body: str, **parts: bytes | str) -> bytes:
    """An ODT file with this body; parts by their path with `__` for a slash."""
    content = (
        f'<office:document-content {_SPACES} xmlns:xlink="http://www.w3.org/1999/xlink">'
        f"<office:automatic-styles>{_STYLES}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    more = {name.replace("__", "/"): part for name, part in parts.items()}
    return zipped({"content.xml": content, **more})


MATHML = (
    '<math xmlns="http://www.w3.org/1998/Math/MathML"><semantics><mrow><mi>θ</mi><mo>=</mo>'
    "<mfrac><mn>1</mn><mn>2</mn></mfrac></mrow><annotation>said</annotation></semantics></math>"
)
OBJECT = '<draw:frame><draw:object xlink:href="./Object 1"/><draw:image/></draw:frame>'


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ('<text:h text:outline-level="2">Problem 1</text:h><text:p>x</text:p>',
         "## Problem 1\n\nx"),
        ('<text:p>a <text:span text:style-name="B">bold</text:span> e'
         '<text:span text:style-name="S">2x</text:span></text:p>', "a **bold** e^(2x)"),
        ('<text:p text:style-name="C">def f():</text:p><text:p text:style-name="C">'
         '<text:s text:c="4"/>pass</text:p><text:p>end</text:p>',
         "```\ndef f():\n    pass\n```\n\nend"),
        ('<text:list text:style-name="N"><text:list-item><text:p>x</text:p><text:list>'
         "<text:list-item><text:p>y</text:p></text:list-item><text:list-item><text:p>z</text:p>"
         "</text:list-item></text:list></text:list-item><text:list-item><text:p>w</text:p>"
         "</text:list-item></text:list>", "1. x\n\n(a) y\n\n(b) z\n\n2. w"),
        ("<text:list><text:list-item><text:p>x</text:p></text:list-item></text:list>", "- x"),
        ("<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell>"
         "<table:table-cell><text:p>b</text:p></table:table-cell></table:table-row></table:table>",
         "| a | b |\n|---|---|"),
        ('<text:p>said<text:note><text:note-citation>1</text:note-citation><text:note-body>'
         "<text:p>more</text:p></text:note-body></text:note></text:p>",
         "said[^1]\n\n(Footnote 1) more"),
        (f"<text:p>{OBJECT}</text:p>", r"$$\theta = \frac{1}{2}$$"),
        (f"<text:p>so {OBJECT} holds</text:p>", r"so $\theta = \frac{1}{2}$ holds"),
    ],
)  # fmt: skip
def test_an_odt_as_markdown(body: str, text: str) -> None:
    """Each element becomes what the page shows of it."""
    assert read_odt(odt(body, **{"Object 1__content.xml": MATHML})).text == text


def test_what_an_odt_draws_is_a_region() -> None:
    """Pictures have a picture; charts, shapes and struck words have none, and are there."""
    document = read_odt(
        odt(
            '<text:p>a<draw:frame><draw:image xlink:href="Pictures/1.png"/></draw:frame>b</text:p>'
            '<text:p><draw:frame><draw:object xlink:href="./Object 9"/></draw:frame></text:p>'
            '<text:p><text:span text:style-name="X">no</text:span>yes</text:p>'
            "<text:p><draw:frame><draw:text-box><text:p>boxed</text:p></draw:text-box></draw:frame>"
            "</text:p>",
            **{"Pictures/1.png": image()},
        )
    )
    assert [(r.why, bool(r.png), r.suggestion) for r in document.regions] == [
        ("picture", True, ""), ("picture", False, ""), ("unread-ink", False, "~~no~~"),
    ]  # fmt: skip
    assert document.text.split("\n\n") == [
        "a", "![picture](region:0)", "b", "![picture](region:1)", "![unread-ink](region:2)", "yes",
        "boxed",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("mathml", "latex"),
    [
        ("<msup><mi>x</mi><mn>2</mn></msup>", "x^{2}"),
        ("<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>", "x_{i}^{2}"),
        ("<munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover>",
         r"\sum_{i = 1}^{n}"),
        ("<munder><mi>lim</mi><mi>n</mi></munder>", r"\lim_{n}"),
        ("<mover><mi>x</mi><mo>^</mo></mover>", r"\hat{x}"),
        ("<msqrt><mn>2</mn></msqrt>", r"\sqrt{2}"),
        ("<mroot><mi>x</mi><mn>3</mn></mroot>", r"\sqrt[3]{x}"),
        ("<mo>−</mo><mn>1.5</mn>", "- 1.5"),
        ("<mrow><mo>[</mo><mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>2</mn></mtd></mtr></mtable>"
         "<mo>]</mo></mrow>", r"\begin{bmatrix} 1 & 2 \end{bmatrix}"),
        ("<mtext>if so</mtext>", r"\text{if so}"),
        ('<menclose notation="updiagonalstrike"><mi>x</mi></menclose>', r"\cancel{x}"),
    ],
)  # fmt: skip
def test_mathml_as_latex(mathml: str, latex: str) -> None:
    """What LibreOffice writes of a formula, as LaTeX."""
    assert latex_of_mathml(ElementTree.fromstring(f"<math>{mathml}</math>")) == latex


def test_mathml_that_is_not_understood_goes_to_a_person() -> None:
    """An unknown element, or one with parts missing, is never left out."""
    for body in ("<mlongdiv/>", "<mfrac><mn>1</mn></mfrac>", "<mrow>" * 90 + "</mrow>" * 90):
        with pytest.raises(Unknown):
            latex_of_mathml(ElementTree.fromstring(f"<math>{body}</math>"))


def rtf(body: str) -> bytes:
    """An RTF file with a proportional font, a fixed one and Symbol."""
    fonts = r"{\fonttbl{\f0 Times;}{\f1\fmodern Courier New;}{\f2 Symbol;}}"
    return rf"{{\rtf1\ansi\ansicpg1252{fonts}\f0 {body}}}".encode("latin-1")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"one\par two\par", "one\n\ntwo"),
        (r"{\b Part 1:} x{\super 2} \'e9 \u952? \u8722?1\par", "**Part 1:** x^2 é θ −1"),
        (r"{\listtext 1.\tab}True\par{\listtext 2.\tab}False\par", "1. True\n2. False"),
        (r"{\listtext (a)\tab}x\par", "(a) x"),
        (r"{\listtext\f2\'b7\tab}x\par", "- x"),
        (r"{\f1 x = [1,\par   2]\par}after\par", "```\nx = [1,\n  2]\n```\n\nafter"),
        (r"{\f2 q} = 1\par", "θ = 1"),
        (r"\trowd\cellx1\cellx2\intbl a\cell b\cell\row\intbl 1\cell 2\cell\row\pard end\par",
         "| a | b |\n|---|---|\n| 1 | 2 |\n\nend"),
        (r"\{x\} \\frac\~1\par", r"{x} \frac 1"),
        (r"\outlinelevel0 Problem 1\par\pard x\par", "# Problem 1\n\nx"),
        (r"seen{\v hidden}{\*\unknown no}\par", "seen"),
        (r"said{\footnote\pard more\par}\par", "said[^1]\n\n(Footnote 1) more"),
    ],
)
def test_rich_text_as_markdown(body: str, text: str) -> None:
    """Control words, code pages, lists, tables and listings."""
    assert read_rtf(rtf(body)).text == text


def test_what_rich_text_draws_is_a_region() -> None:
    """A PNG is shown; a drawing, an object and a struck word are regions without a picture."""
    body = rf"a{{\pict\pngblip {image().hex()}}}\par{{\object x}}{{\strike no}}{{\shp y}}b\par"
    document = read_rtf(rtf(body))
    assert [(r.why, bool(r.png)) for r in document.regions] == [
        ("picture", True), ("picture", False), ("unread-ink", False), ("picture", False),
    ]  # fmt: skip
    assert document.text.startswith("a\n\n![picture](region:0)\n\nb\n\n")


def test_a_file_is_read_by_its_content_where_its_name_is_wrong() -> None:
    """Word opens RTF and docx under the name `.doc`, so do we; what is not read says so."""
    assert read_document("a.doc", rtf(r"x\par")).text == "x"
    assert read_document("a.doc", docx(p("y"))).text == "y"
    assert read_document("a.csv", b"a,b\n1,2\n").text == "## a\n\n| a | b |\n|---|---|\n| 1 | 2 |"
    for name in ("a.doc", "a.pages", "a.pptx", "a"):
        with pytest.raises(Unreadable) as caught:
            read_document(name, b"\xd0\xcf\x11\xe0 anything")
        assert caught.value.kind == "unread-document" and "docx or PDF" in caught.value.message


GOOD = [odt(f"<text:p>{OBJECT}</text:p>", **{"Object 1__content.xml": MATHML}),
        rtf(r"{\b x}{\pict 00}\par{\listtext 1.\tab}\trowd\cell\row")]  # fmt: skip


@given(st.sampled_from(GOOD), st.integers(0, 900), st.binary(min_size=1, max_size=6))
@settings(max_examples=200, deadline=None)
def test_damage_anywhere_is_refused_or_read(good: bytes, place: int, noise: bytes) -> None:
    """No byte that is changed raises anything but what says that the file is damaged."""
    data = good[:place] + noise + good[place + len(noise) :]
    for read in (read_odt, read_rtf):
        try:
            document = read(data)
        except Unreadable:
            continue
        assert len(document.places) == len(document.text.split("\n"))


@given(st.text(r"\{}*'abpard 019"))
@settings(deadline=None)
def test_any_rich_text_is_read_or_refused(body: str) -> None:
    """Whatever stands between the braces."""
    try:
        read_rtf(rtf(body))
    except Unreadable:
        return


@pytest.mark.parametrize("piece", ["{", "}", "\\", "\\b ", "\\'41", "x", "\\cell ", "\\u65?"])
def test_rich_text_takes_no_long_time(piece: str) -> None:
    """Half a megabyte of one thing is refused or read in a moment."""
    began = time.process_time()
    with contextlib.suppress(Unreadable):
        read_rtf(rtf(piece * (500_000 // len(piece))))
    assert time.process_time() - began < 6


def test_entities_in_an_odt_are_refused() -> None:
    """Nothing is expanded and nothing is loaded."""
    data = zipped({"content.xml": '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'})
    with pytest.raises(Unreadable) as caught:
        read_odt(data)
    assert caught.value.kind == "odt-damaged"
