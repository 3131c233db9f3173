"""A PDF whose forms draw without end costs that file alone, before any library draws it."""

from __future__ import annotations

import hashlib
import re
import struct
import sys
import zlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.intake.reader.documents.document import Unreadable
from grader.intake.reader.documents.pdf import read_pdf
from grader.intake.reader.documents.pdf.objects.drawn import draws_too_much
from grader.intake.reader.exchange import read
from tests.intake.hints import plain_hints

FILES = Path(__file__).parent / "files"
RECTANGLE = b"0 0 10 10 re f\n"


def _stream(head: bytes, content: bytes) -> bytes:
    body = zlib.compress(content)
    return b"<<%s/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (head, len(body), body)


def _form(content: bytes, drawn: bytes, kind: bytes = b"/Form") -> bytes:
    head = b"/Type/XObject/Subtype%s/BBox[0 0 612 792]/Resources<</XObject<<%s>>>>" % (kind, drawn)
    return _stream(head, content)


def _pdf(content: bytes, *more: bytes) -> bytes:
    """A page that may draw object 5 as A, and the objects from 5 on."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R%s>>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        page % b"/Resources<</XObject<</A 5 0 R>>>>",
        _stream(b"", content),
        *more,
    ]
    out, places = b"%PDF-1.7\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    tail = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n%s%s" % (size, table, tail)


def _doubling(depth: int, times: int) -> bytes:
    inner = [_form(b"/A Do " * times, b"/A %d 0 R" % (6 + n)) for n in range(depth)]
    return _pdf(b"/A Do", *inner, _form(RECTANGLE, b""))


PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
"""What stands for a password of no letters (PDF 1.7, 7.6.3.3)."""


def _rc4(key: bytes, text: bytes) -> bytes:
    box, j = list(range(256)), 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    out, i, j = bytearray(), 0, 0
    for byte in text:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) % 256])
    return bytes(out)


def _encrypted(pdf: bytes) -> bytes:
    """The same file under a password that everybody knows: 40 bits of RC4, as PDF 1.1 has it."""
    owner, rights, name = b"o" * 32, -4, b"n" * 16
    key = hashlib.md5(PADDING + owner + struct.pack("<i", rights) + name).digest()[:5]
    objects = re.findall(rb"\n\d+ 0 obj\n(.*?)\nendobj", pdf, re.DOTALL)
    out, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        head, mark, body = one.partition(b"stream\n")
        if mark:
            inner = hashlib.md5(key + struct.pack("<I", number)[:3] + b"\0\0").digest()[:10]
            body = _rc4(inner, body.removesuffix(b"\nendstream")) + b"\nendstream"
        out += b"%d 0 obj\n%s\nendobj\n" % (number, head + mark + body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    how = b"<</Filter/Standard/V 1/R 2/P %d/O<%s>/U<%s>>>" % (
        rights, owner.hex().encode(), _rc4(key, PADDING).hex().encode())  # fmt: skip
    ids = b"/Encrypt %s/ID[<%s><%s>]" % (how, name.hex().encode(), name.hex().encode())
    tail = b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF"
    size = len(objects) + 1
    first = b"xref\n0 %d\n0000000000 65535 f \n" % size
    return out + first + table + tail % (size, ids, len(out))


HOSTILE = {
    "itself": _pdf(b"/A Do", _form(b"/A Do /A Do", b"/A 5 0 R")),
    "each other": _pdf(
        b"/A Do", _form(b"/B Do /B Do", b"/B 6 0 R"), _form(b"/A Do /A Do", b"/A 5 0 R")
    ),
    "by the names of the page": _pdf(b"/A Do", _form(b"/A Do /A Do", b"")),
    "escaped": _pdf(b"/A Do", _form(b"/#41 Do %x\n/A%y\nDo", b"/A 5 0 R", b"/#46orm")),
    "tenfold": _doubling(9, 10),
    "by a million": _pdf(b"/A Do " * 1_000_000, _form(RECTANGLE * 100, b"")),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_forms_that_draw_without_end_cost_that_file_alone(what: str) -> None:
    """The file is refused from its bytes, with a finding; what stands beside it is read."""
    data = HOSTILE[what]
    assert len(data) < 20_000
    with pytest.raises(Unreadable) as caught:
        read_pdf(data)
    assert caught.value.kind == "document-too-large"
    result = read({"a.pdf": data, "b.md": b"Problem 1\n\n1. True\n2. False\n"}, plain_hints())
    assert ["document-too-large", "a.pdf"] in [[one[0], one[2]] for one in _findings(result)]
    assert "p1" in result.sections


@pytest.mark.parametrize("what", HOSTILE)
def test_encryption_hides_no_forms(what: str) -> None:
    """Under a password of no letters a file opens for everybody: its forms are counted as well."""
    data = _encrypted(HOSTILE[what])
    assert not draws_too_much(data)  # its bytes tell nothing
    with pytest.raises(Unreadable) as caught:
        read_pdf(data)
    assert caught.value.kind == "document-too-large"
    read_pdf(_encrypted(_doubling(3, 5)))


def _findings(result: Any) -> list[list[Any]]:
    """Findings as (kind, message, file)."""
    return [
        [one[0], one[1], next((x for x in one[2:] if x == "a.pdf"), "")] for one in result.findings
    ]


def test_forms_in_forms_are_read() -> None:
    """A figure in a figure, drawn many times, and a long line of forms are ordinary."""
    for data in (_doubling(3, 5), _doubling(300, 1), _pdf(b"/A Do " * 1000, _form(RECTANGLE, b""))):
        assert not draws_too_much(data)
        read_pdf(data)


@pytest.mark.parametrize("file", sorted(FILES.rglob("*.pdf")), ids=lambda file: file.name)
def test_real_files_draw_what_they_show(file: Path) -> None:
    """No file of a program in use is refused."""
    assert not draws_too_much(file.read_bytes())


@given(st.data())
def test_damage_never_upsets_the_count(data: st.DataObject) -> None:
    """Any changed or cut file is counted or refused, without an exception."""
    raw = bytearray(HOSTILE[data.draw(st.sampled_from(sorted(HOSTILE)))])
    for place in data.draw(st.lists(st.integers(0, len(raw) - 1), max_size=6)):
        raw[place] = data.draw(st.integers(0, 255))
    assert draws_too_much(bytes(raw[: data.draw(st.integers(0, len(raw)))])) in (True, False)


def test_the_count_itself_is_cheap() -> None:
    """What counting costs grows with the number of forms."""

    def calls(depth: int) -> int:
        count, data = 0, _doubling(depth, 1)

        def counted(frame: Any, event: str, argument: Any) -> None:
            nonlocal count
            count += event in ("call", "c_call")

        sys.setprofile(counted)
        try:
            draws_too_much(data)
        finally:
            sys.setprofile(None)
        return count

    assert calls(400) <= 2.4 * calls(200)
