"""Word files made to hurt: each is read, or refused with a kind and a message."""

from __future__ import annotations

import time
import zipfile
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.intake.reader.documents import archives
from grader.intake.reader.documents.document import Unreadable
from grader.intake.reader.documents.docx import read_docx
from tests.intake.documents.word import SPACES, docx, image, math, mr, p, picture, r, tbl, zipped

GOOD = docx(
    p("Problem 1", style="H1"),
    p("a", picture("a")),
    tbl(["1", "2"], ["3", "4"]),
    parts={"media/1.png": image()},
    relations={"a": ("image", "media/1.png")},
)


def kind_of(data: bytes) -> str:
    """The kind with which a file is refused."""
    with pytest.raises(Unreadable) as caught:
        read_docx(data)
    assert caught.value.message
    return caught.value.kind


@pytest.mark.parametrize(
    "prolog",
    [
        '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE w SYSTEM "file:///etc/passwd">',
        '<?xml version="1.0" encoding="cp037"?>',
    ],
)
def test_entities_and_odd_encodings_are_refused(prolog: str) -> None:
    """No Word processor declares entities; a bomb of them is never expanded."""
    body = f"{prolog}<w:document {SPACES}><w:body><w:p/></w:body></w:document>"
    assert kind_of(docx(parts={"document.xml": body})) == "docx-damaged"


def test_a_doctype_in_another_encoding_is_refused() -> None:
    """The declaration is seen by the parser, not by looking for its letters."""
    body = f"<!DOCTYPE w []><w:document {SPACES}><w:body/></w:document>".encode("utf-16")
    assert kind_of(docx(parts={"document.xml": body})) == "docx-damaged"


def test_a_zip_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """What unpacks to more than the limit is not unpacked, whatever the archive declares."""
    monkeypatch.setattr(archives, "MAX_XML", 200_000)
    assert kind_of(docx(p("x" * 300_000))) == "document-too-large"
    many = [p("y" * 1_000) for _ in range(150)]
    assert kind_of(docx(*many, styles="<!--" + "z" * 100_000 + "-->")) == "document-too-large"


def test_deep_nesting_is_refused() -> None:
    """Tables in tables without end are damage, not a crash."""
    inner = p("x")
    for _ in range(5_000):
        inner = f"<w:tbl><w:tr><w:tc>{inner}</w:tc></w:tr></w:tbl>"
    assert kind_of(docx(inner)) == "docx-damaged"


def test_outside_targets_are_never_read() -> None:
    """A relation to an address or out of the archive is a region without a picture."""
    targets = ("https://example.org/a.png", "file:///etc/passwd", "../../../etc/passwd")
    for target in targets:
        document = read_docx(docx(p(picture("a")), relations={"a": ("image", target)}))
        assert [(r.why, r.png) for r in document.regions] == [("picture", b"")]
    linked = docx(p(picture("a", "link")), relations={"a": ("image", targets[0])})
    assert read_docx(linked).regions[0].png == b""


@pytest.mark.parametrize("part", ["word/styles.xml", "word/numbering.xml", "_rels/.rels"])
def test_missing_parts_cost_only_what_they_held(part: str) -> None:
    """The text is still there."""
    assert "kept" in read_docx(docx(p("kept", style="H1"), left_out=part)).text


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "docx-damaged"),
        (b"PK\x03\x04", "docx-damaged"),
        (zipped({"a.txt": "x"}), "docx-damaged"),
        (docx(left_out="word/document.xml"), "docx-damaged"),
        (docx(parts={"document.xml": "<w:document"}), "docx-damaged"),
        (archives._COMPOUND + bytes(600), "unread-document"),
        (archives._COMPOUND + "EncryptedPackage".encode("utf-16-le"), "docx-encrypted"),
    ],
)
def test_what_is_no_word_file_says_so(data: bytes, kind: str) -> None:
    """Each kind of damage has its message."""
    assert kind_of(data) == kind


@pytest.mark.parametrize("sign", ["$", "=", "*", "_", "`", "- ", "$a=", "\\", "1. ", "<a "])
def test_long_lines_take_no_long_time(sign: str) -> None:
    """No line of one sign repeated makes a pattern go back and forth."""
    began = time.process_time()
    text = (sign * 200_000)[:200_000] + "x"
    read_docx(docx(p(r(text)), p(math(mr(text)))))
    assert time.process_time() - began < 4


def test_a_paragraph_without_end_is_refused() -> None:
    """Half a million characters in one paragraph are no answer."""
    assert kind_of(docx(p("x" * 600_000))) == "document-too-large"


def test_time_has_an_end() -> None:
    """A file that takes too long is refused, and not waited for."""
    with pytest.raises(Unreadable) as caught:
        read_docx(docx(*[p("x") for _ in range(50)]), max_seconds=0.0)
    assert caught.value.kind == "document-too-large"


@given(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=6))
@settings(max_examples=150, deadline=None)
def test_damage_anywhere_is_refused_or_read(place: int, noise: bytes) -> None:
    """No byte that is changed raises anything else, and a picture is lost only to a region."""
    data = GOOD[:place] + noise + GOOD[place + len(noise) :]
    try:
        document = read_docx(data)
    except Unreadable:
        return
    assert len(document.places) == len(document.text.split("\n"))


@given(st.binary(max_size=300))
@settings(max_examples=60, deadline=None)
def test_damaged_parts_are_refused_or_read(content: bytes) -> None:
    """Nonsense in a part that is well packed raises nothing else either."""
    for part in ("document.xml", "styles.xml", "numbering.xml"):
        try:
            read_docx(docx(p("x"), parts={part: content}))
        except Unreadable as reason:
            assert reason.kind == "docx-damaged"


def test_the_limits_are_those_of_the_design() -> None:
    """50 MB of XML; nothing that zlib or zipfile raises passes through."""
    assert archives.MAX_XML == 50 << 20
    assert {zipfile.BadZipFile, zlib.error} <= set(archives.BROKEN)
