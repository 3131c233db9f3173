"""What is not surely read of a PDF is shown to a person, and nothing is left out silently."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from grader.intake.reader.documents.document import Document
from grader.intake.reader.documents.pdf import read_pdf
from tests.intake.documents.paper import HEIGHT, WIDTH, Paper, prose

PHOTO = bytes((x * 7 + y * 13) % 256 for y in range(60) for x in range(80))


def whys(document: Document) -> list[tuple[str, str]]:
    """Reason and reading of each region."""
    return [(region.why, region.read) for region in document.regions]


def test_a_picture_is_a_region_at_its_place() -> None:
    """It stands between the paragraphs, with a PNG of the place and the box as shares."""
    paper = Paper()
    paper.text(72, 80, "Problem 3:")
    paper.picture(72, 100, 306, 198, (80, 60), PHOTO)
    paper.text(72, 330, "Problem 4:")
    document = read_pdf(paper.pdf())
    assert document.text == "Problem 3:\n\n![picture](region:0)\n\nProblem 4:\n"
    (region,) = document.regions
    assert region.spot.page == 1
    assert region.spot.box == pytest.approx((72 / 612, 100 / 792, 378 / 612, 298 / 792), abs=0.01)
    picture = Image.open(io.BytesIO(region.png))
    assert picture.size == pytest.approx((612, 396), abs=4)
    assert document.findings[0][0] == "picture-answer"


def test_equal_pictures_have_equal_hashes_wherever_they_stand() -> None:
    """The hash is of the picture's own pixels, not of how the page shows them."""
    paper = Paper()
    paper.picture(72, 100, 306, 198, (80, 60), PHOTO)
    paper.page()
    paper.picture(80.3, 300.7, 151, 99, (80, 60), PHOTO)
    paper.picture(80.3, 500.7, 151, 99, (80, 60), PHOTO[:-1] + b"\0")
    one, two, three = read_pdf(paper.pdf()).regions
    assert one.pixels == two.pixels != three.pixels
    assert one.pixels


def test_a_scan_with_a_hidden_layer_of_text_is_not_read() -> None:
    """The text that a phone put behind the picture is a suggestion, never an answer."""
    paper = Paper()
    paper.picture(0, 0, WIDTH, HEIGHT, (80, 60), PHOTO)
    paper.text(72, 80, "theta = 3", mode=3)
    document = read_pdf(paper.pdf())
    assert document.text == "![text-layer-distrusted](region:0)\n"
    assert document.regions[0].suggestion == "theta = 3"
    assert "text-layer-distrusted" in {kind for kind, _, _ in document.findings}


def test_text_that_cannot_be_seen_is_not_read() -> None:
    """White words on white paper are no answer, and the student is told."""
    paper = Paper()
    paper.text(72, 80, "The answer is 3.")
    paper.draw("1 g")
    paper.text(72, 100, "1. True 2. False 3. True")
    document = read_pdf(paper.pdf())
    assert document.text == "The answer is 3.\n"
    assert [kind for kind, _, _ in document.findings] == ["text-layer-distrusted"]


def test_a_minus_drawn_as_a_line_is_flagged() -> None:
    """A short line that is no underline is ink that was not read."""
    paper = Paper()
    paper.text(72, 80, "x =")
    paper.text(102, 80, "3")
    whole = read_pdf(paper.pdf())
    paper.fill(94, 76, 6, 0.7)
    drawn = read_pdf(paper.pdf())
    assert whys(whole) == []
    assert whys(drawn) == [("unread-ink", "part")]


def test_struck_out_words_are_flagged_and_underlined_ones_are_not() -> None:
    """A line through letters changes what they say."""
    paper = Paper()
    paper.text(72, 80, "True")
    paper.fill(72, 82, 24, 0.7)
    assert whys(read_pdf(paper.pdf())) == []
    paper.fill(72, 76, 24, 0.7)
    assert whys(read_pdf(paper.pdf())) == [("unread-ink", "part")]


def test_a_sign_without_a_meaning_is_flagged() -> None:
    """A glyph that the file gives no character for is shown, and a placeholder stands for it."""
    paper = Paper()
    paper.text(72, 80, "x is ")
    paper.text(96, 80, "A", "unknown")
    paper.text(110, 80, "of all numbers")
    document = read_pdf(paper.pdf())
    assert document.text.startswith("x is \ufffd of all numbers\n\n![unmapped-glyphs](region:0)")
    assert whys(document) == [("unmapped-glyphs", "part")]
    assert ("glyph-unmapped", 1) in {(kind, page) for kind, _, page in document.findings}


def test_outlines_of_letters_are_a_drawn_formula() -> None:
    """Curves within a line of text, as Typora and MathJax leave them, are shown."""
    paper = Paper()
    paper.text(72, 80, "We get")
    y = HEIGHT - 80
    paper.draw(f"112 {y} m 116 {y + 8} l 120 {y} l f 123 {y} m 125 {y + 9} 129 {y + 9} 131 {y} c f")
    paper.text(136, 80, "as the result.")
    document = read_pdf(paper.pdf())
    assert whys(document) == [("drawn-formula", "part")]
    assert document.text.startswith("We get as the result.")


def test_strokes_of_a_pen_are_unread_ink() -> None:
    """Handwriting below a label is one region for a person, with a finding."""
    paper = Paper()
    paper.text(72, 80, "Problem 1:")
    for place in range(8):
        x, y = 100 + 40 * place, 500
        paper.draw(f"2 w {x} {y} m {x + 20} {y + 60} {x + 30} {y - 40} {x + 35} {y + 50} c S")
    document = read_pdf(paper.pdf())
    assert [region.why for region in document.regions] in (["unread-ink"], ["picture"])
    assert document.findings


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.sampled_from(["x", "=", "-", "3.5", "+", "(a)", "y"]), min_size=2, max_size=7),
    st.data(),
)
def test_no_sign_is_lost_without_a_trace(signs: list[str], data: st.DataObject) -> None:
    """With any sign of a line taken away, the text or the regions are others."""
    gone = data.draw(st.integers(0, len(signs) - 1))

    def read(words: list[str]) -> Document:
        paper = Paper()
        prose(paper, 80, ["Problem 1: a line before it"])
        paper.text(72, 120, " ".join(words))
        return read_pdf(paper.pdf())

    one, two = read(signs), read(signs[:gone] + signs[gone + 1 :])
    assert (one.text, one.regions) != (two.text, two.regions)


def test_a_page_that_is_cut_is_missed() -> None:
    """Pages past the limit make the document incomplete, with a finding."""
    paper = Paper()
    for number in range(3):
        if number:
            paper.page()
        paper.text(72, 80, f"Problem {number}: one")
    document = read_pdf(paper.pdf(), pages=2)
    assert not document.whole
    assert document.text == "Problem 0: one\n\nProblem 1: one\n"
    assert [kind for kind, _, _ in document.findings] == ["read-in-part"]
    assert read_pdf(paper.pdf()).whole
