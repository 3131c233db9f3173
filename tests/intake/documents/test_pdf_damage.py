"""Files that are locked, damaged, endless or odd: a message or findings, never anything else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.intake.reader.documents.document import Document, Unreadable
from grader.intake.reader.documents.pdf import read_pdf, reading
from grader.intake.reader.documents.pdf.leaves import leaf_of
from tests.intake.documents.paper import Paper, listing, prose

FILES = Path(__file__).parent / "files"


def _ordinary() -> bytes:
    paper = Paper()
    prose(paper, 80, ["Problem 1: words", "1. True", "2. False"])
    listing(paper, 150, "import a\nx = 1")
    paper.picture(72, 300, 100, 100, (4, 4), bytes(range(16)))
    paper.page()
    paper.text(72, 80, "The end.")
    return paper.pdf()


ORDINARY = _ordinary()


def test_a_locked_file_says_so() -> None:
    """A file with a password is a finding of its own, with what to do."""
    with pytest.raises(Unreadable, match="password") as caught:
        read_pdf((FILES / "locked.pdf").read_bytes())
    assert caught.value.kind == "pdf-encrypted"


@pytest.mark.parametrize("data", [b"", b"   ", b"%PDF-1.4", b"no PDF", ORDINARY[:200]])
def test_what_is_no_pdf_is_damaged(data: bytes) -> None:
    """Empty, cut and foreign files are unreadable, with the finding's kind."""
    with pytest.raises(Unreadable) as caught:
        read_pdf(data)
    assert caught.value.kind == "pdf-damaged"


def test_a_file_without_pages_is_damaged() -> None:
    """A PDF whose tree of pages is empty has nothing to read."""
    with pytest.raises(Unreadable):
        read_pdf(Paper(pages=[]).pdf())


def test_an_empty_page_is_an_empty_text() -> None:
    """Nothing on the page is read in full."""
    document = read_pdf(Paper().pdf())
    assert document == Document("\n", (), (), (), True)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    st.lists(st.tuples(st.integers(0, len(ORDINARY) - 1), st.integers(0, 255)), max_size=8),
    st.integers(0, len(ORDINARY)),
)
def test_any_damage_gives_a_document_or_a_message(changes: list[tuple[int, int]], end: int) -> None:
    """Bytes are changed and the end is cut: the reader answers in one of its two ways."""
    data = bytearray(ORDINARY)
    for place, byte in changes:
        data[place] = byte
    for damaged in (bytes(data), bytes(data[:end])):
        try:
            document = read_pdf(damaged, seconds=5)
        except Unreadable as reason:
            assert reason.kind.startswith("pdf-")
        else:
            assert len(document.places) == document.text.rstrip("\n").count("\n") + bool(
                document.text.strip()
            )


def test_a_page_that_trips_the_reader_over_goes_to_a_person(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An error of our own on one page makes that page a picture; the others are read."""

    def trips(page: Any, number: int, tick: Any) -> Any:
        if number == 1:
            raise ZeroDivisionError
        return leaf_of(page, number, tick)

    monkeypatch.setattr(reading, "leaf_of", trips)
    document = read_pdf(ORDINARY)
    assert document.text == "![unread-ink](region:0)\n\nThe end.\n"
    assert document.regions[0].png


def test_time_that_runs_out_leaves_pages_out_and_says_so() -> None:
    """Without time, nothing is read, and the document is known to be incomplete."""
    document = read_pdf(ORDINARY, seconds=0)
    assert not document.whole
    assert [kind for kind, _, _ in document.findings] == ["read-in-part"]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_shown_turned_is_shown_to_a_person_or_read(turn: int) -> None:
    """Text that stands sideways for the reader of the page is a region, not words in disorder."""
    paper = Paper(turn=turn)
    prose(paper, 80, ["Some words that stand on a turned page", "and some more of them"])
    document = read_pdf(paper.pdf())
    assert document.regions
    assert "words" not in document.text


def test_a_page_set_sideways_and_turned_back_is_read() -> None:
    """A landscape page by rotation reads as what a person sees."""
    paper = Paper(turn=90)
    paper.draw("BT /plain 11 Tf 0 1 -1 0 100 100 Tm (Some words to read) Tj ET")
    document = read_pdf(paper.pdf())
    assert document.text == "Some words to read\n"
    box = document.places[0].box
    assert box is not None
    assert box[0] == pytest.approx(100 / 792, abs=0.01)


def test_a_huge_page_is_read_in_a_small_picture() -> None:
    """A page of 200 inches costs no more than others."""
    paper = Paper(width=14400, height=14400)
    paper.text(500, 500, "Some words", size=300)
    paper.picture(500, 3000, 9000, 9000, (4, 4), bytes(range(16)))
    document = read_pdf(paper.pdf(), seconds=5)
    assert "Some words" in document.text
    assert [region.why for region in document.regions] == ["picture"]
    assert len(document.regions[0].png) < 500_000


def test_a_page_of_endless_drawing_is_one_region() -> None:
    """Past a number of objects the page is a picture for a person."""
    paper = Paper()
    paper.draw("\n".join(f"{n % 600} {n % 700} m {n % 500} {n % 650} l S" for n in range(21_000)))
    document = read_pdf(paper.pdf())
    assert [region.why for region in document.regions] == ["unread-ink"]
    assert document.regions[0].spot.box == (0, 0, 1, 1)
