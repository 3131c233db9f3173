"""Pictures as regions: upright, small enough, known again, and never a danger."""

from __future__ import annotations

import base64
import io
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from grader.intake.reader.documents import pictures
from grader.intake.reader.documents.document import Region, Spot, Unreadable
from grader.intake.reader.documents.pictures import (
    MAX_PNG,
    MAX_SIDE,
    looks_like_picture,
    read_picture,
    region_of,
    region_of_uri,
)
from grader.intake.reader.exchange import read
from tests.intake.documents.word import image
from tests.intake.hints import plain_hints


def saved(picture: Image.Image, form: str = "PNG", **more: object) -> bytes:
    """A picture in a file of some format."""
    buffer = io.BytesIO()
    picture.save(buffer, form, **more)
    return buffer.getvalue()


def shown(region: Region) -> Image.Image:
    """The picture that a person is shown."""
    return Image.open(io.BytesIO(region.png))


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF"])
def test_formats_are_read(form: str) -> None:
    """Each usual format is one region on page 1, shown as PNG."""
    document = read_picture(image("white", (64, 32), form))
    assert document.text == "![picture](region:0)" and document.whole
    assert document.regions[0].spot == Spot(page=1)
    assert shown(document.regions[0]).size == (64, 32)


def test_a_photo_is_turned_upright() -> None:
    """How the phone was held is applied to what is shown and to what is compared."""
    picture = Image.new("RGB", (60, 20), "white")
    picture.paste("black", (0, 0, 20, 20))
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    region = region_of(saved(picture, "TIFF", exif=exif), Spot())
    upright = picture.transpose(Image.Transpose.ROTATE_270)
    assert shown(region).size == (20, 60)
    assert region.pixels == region_of(saved(upright), Spot()).pixels


def test_metadata_and_format_do_not_matter_for_being_equal() -> None:
    """Renaming or saving anew without loss gives the same pixels; another picture does not."""
    one = region_of(image("red", form="PNG"), Spot())
    two = region_of(image("red", form="BMP"), Spot(line=4))
    other = region_of(image("blue"), Spot())
    assert one.pixels == two.pixels != other.pixels
    assert region_of(image("red", (20, 40)), Spot()).pixels != one.pixels


def test_what_is_transparent_stands_on_white() -> None:
    """Black ink on nothing, as programs export formulas, must not become black on black."""
    picture = Image.new("RGBA", (10, 10), (0, 0, 0, 0))
    picture.putpixel((5, 5), (0, 0, 0, 255))
    view = shown(region_of(saved(picture), Spot())).convert("RGB")
    assert view.getpixel((0, 0)) == (255, 255, 255) and view.getpixel((5, 5)) == (0, 0, 0)


def test_a_large_photo_becomes_small_enough() -> None:
    """Noise is the worst case for PNG: it still fits, by colours first and then by size."""
    noise = random.Random(3).randbytes(2_400 * 1_800 * 3)
    region = region_of(saved(Image.frombytes("RGB", (2_400, 1_800), noise), "JPEG"), Spot())
    assert 0 < len(region.png) <= MAX_PNG
    assert shown(region).size[0] <= MAX_SIDE


def test_a_scan_of_several_pages_is_a_region_each() -> None:
    """A TIFF from a scanner has pages; more than the limit is reported as left out."""
    pages = [Image.new("L", (30, 30), shade) for shade in (0, 90, 255)]
    data = saved(pages[0], "TIFF", save_all=True, append_images=pages[1:])
    document = read_picture(data)
    assert [region.spot.page for region in document.regions] == [1, 2, 3]
    assert len({region.pixels for region in document.regions}) == 3
    assert not read_picture(data, max_frames=2).whole


def test_a_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture that unpacks to too many pixels is refused before it is unpacked."""
    monkeypatch.setattr(pictures, "MAX_PIXELS", 1_000)
    bomb = image(size=(100, 100))
    with pytest.raises(Unreadable) as caught:
        read_picture(bomb)
    assert caught.value.kind == "document-too-large"
    assert region_of(bomb, Spot(line=2)) == Region(Spot(line=2), "picture")


def test_other_formats_are_not_decoded() -> None:
    """PostScript would start a program; it is no picture here."""
    for data in (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", b"", b"no", b"RIFF"):
        with pytest.raises(Unreadable):
            read_picture(data)


@pytest.mark.skipif(pictures.find_heif() is not None, reason="pi-heif is installed")
def test_a_photo_that_needs_a_library_says_so() -> None:
    """HEIC without its library is a message, never a silence."""
    with pytest.raises(Unreadable) as caught:
        read_picture(b"\0\0\0\x18ftypheic" + bytes(40))
    assert "JPEG" in caught.value.message


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP", "TIFF"])
def test_a_picture_is_known_by_its_content(form: str) -> None:
    """Whatever it is called: a photo without a suffix, or under a wrong one."""
    data = saved(Image.new("RGB", (40, 30), "white"), form)
    assert looks_like_picture(data)
    result = read({"page one": data, "scan.dat": data}, plain_hints())
    assert [gap["why"] for gap in result.unread] == ["picture", "picture"]
    assert {row[0] for row in result.findings} == {"picture-answer"}


@pytest.mark.parametrize(
    ("start", "is_one"),
    [
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", True),
        (b"\0\0\0\x1cftypmif1\0\0\0\0mif1heicmiaf", True),
        (b"\0\0\0\x1cftypisom\0\0\0\0isomheicmp41", True),
        (b"\0\0\0\x18ftypisom\0\0\0\0isommp41", False),
        (b"heic, a text about photos", False),
    ],
)
def test_photos_of_phones_are_known_by_their_brands(start: bytes, is_one: bool) -> None:
    """HEIC under its own brand or as a compatible one; a film is none."""
    assert looks_like_picture(start + bytes(40)) == is_one


def test_pictures_in_addresses() -> None:
    """`data:` holds a picture in itself; any other address is never loaded."""
    body = base64.b64encode(image()).decode()
    region = region_of_uri(f"data:image/png;base64,{body[:20]}\n{body[20:]}", Spot())
    assert region.pixels == region_of(image(), Spot()).pixels != ""
    for uri in ("https://example.org/a.png", "data:image/png;base64,!!", "data:text/html,x", ""):
        assert region_of_uri(uri, Spot()) == Region(Spot(), "picture")


@given(st.binary(max_size=60), st.integers(0, 80))
@settings(max_examples=80, deadline=None)
def test_damage_is_a_region_without_a_picture(noise: bytes, place: int) -> None:
    """Whatever is broken in a picture, there is a region, and a PNG of it opens if there is one."""
    data = image()
    region = region_of(data[:place] + noise + data[place + len(noise) :], Spot())
    assert region.why == "picture"
    if region.png:
        shown(region).load()
