"""Pictures, loose and embedded, as regions: decoded, turned upright, and made small enough."""

from __future__ import annotations

import binascii
import hashlib
import io
import re
import warnings
from base64 import b64decode
from typing import Any
from urllib.parse import unquote_to_bytes

from .document import Document, Region, Spot, Unreadable
from .markdown import Writer

SUFFIXES = frozenset(
    {".png", ".jpg", ".jpeg", ".jfif", ".gif", ".bmp", ".webp", ".tif", ".tiff", ".heic", ".heif"}
)
MAX_SIDE = 1600
MAX_PNG = 500_000
MAX_PIXELS = 64_000_000
"""The largest photo that a phone saves by default has 50 million."""
MAX_DECODED = 24_000_000
MAX_FRAMES = 60
_FORMATS = ("PNG", "JPEG", "GIF", "BMP", "DIB", "WEBP", "TIFF")
"""What Pillow may decode; its other formats start programs or are of no use here."""
_DATA_URI = re.compile(r"data:image/[\w.+-]{1,40}(?P<base>;base64)?,", re.IGNORECASE)


def read_picture(data: bytes, max_frames: int = MAX_FRAMES) -> Document:
    """A loose picture as a document of one region, or one for each page of a scan in TIFF."""
    writer = Writer()
    image = opened(data)
    frames = getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
    for number in range(min(frames, max_frames)):
        spot = Spot(page=number + 1)
        try:
            image.seek(number)
            region = _region(image, spot)
        except Unreadable:
            raise
        except Exception as reason:  # a decoder meets whatever a broken file holds
            if number == 0:
                raise _damaged() from reason
            region = Region(spot, "picture")
        writer.show(writer.add(region))
    if frames > max_frames:
        message = f"Only the first {max_frames} of its {frames} pages are read."
        writer.left_out("read-in-part", message, max_frames)
    return writer.document()


def region_of(data: bytes, spot: Spot, why: str = "picture") -> Region:
    """An embedded picture as a region, without a picture where it cannot be decoded."""
    try:
        return _region(opened(data), spot, why)
    except Exception:  # whatever the decoder says, a person is shown that there is a picture
        return Region(spot, why)


def region_of_uri(uri: str, spot: Spot, max_size: int = 30 << 20) -> Region:
    """The picture that a `data:` URI holds; nothing is ever loaded from elsewhere."""
    match = _DATA_URI.match(uri[:100])
    if match is None or len(uri) > max_size:
        return Region(spot, "picture")
    body = uri[match.end() :]
    try:
        data = b64decode(re.sub(r"\s+|%0[AaDd]", "", body)) if match["base"] else b""
    except (binascii.Error, ValueError):
        return Region(spot, "picture")
    return region_of(data or unquote_to_bytes(body), spot)


def opened(data: bytes) -> Any:
    """The picture as Pillow opens it, its size checked and nothing decoded yet."""
    try:
        from PIL import Image
    except ImportError as reason:
        message = "Pictures cannot be shown here: install homework-grader[grade]."
        raise Unreadable("reader-incomplete", message) from reason
    formats = list(_FORMATS)
    if _is_heif(data):
        formats = _with_heif()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            image = Image.open(io.BytesIO(data), formats=formats)
        except Image.DecompressionBombError as reason:
            raise _too_large() from reason
        except Exception as reason:  # unknown or broken; Pillow raises many kinds
            raise _damaged() from reason
    if image.size[0] * image.size[1] > MAX_PIXELS:
        raise _too_large()
    return image


_HEIF_BRANDS = frozenset({b"heic", b"heix", b"heif", b"hevc", b"heim", b"heis", b"mif1", b"msf1"})
_STARTS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\x00", b"MM\x00*")


def looks_like_picture(data: bytes) -> bool:
    """Whether a file begins as a picture does, whatever it is called."""
    is_webp = data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    return data.startswith(_STARTS) or is_webp or _is_heif(data)


def _is_heif(data: bytes) -> bool:
    """Whether a file names one of HEIF's brands at its start, as its own or as a compatible one."""
    size = int.from_bytes(data[:4], "big")
    brands = {data[place : place + 4] for place in range(8, min(size, 128), 4) if place != 12}
    return data[4:8] == b"ftyp" and bool(brands & _HEIF_BRANDS)


def _with_heif() -> list[str]:
    """The formats with HEIF, which phones save, registered."""
    library = find_heif()
    if library is None:
        message = "A photo in HEIC cannot be read here; save it as JPEG or PDF."
        raise Unreadable("unread-document", message)
    library.register_heif_opener()
    return ["HEIF"]


def find_heif() -> Any:
    """The library for HEIF where it is installed, else None."""
    try:
        import pi_heif
    except ImportError:
        return None
    return pi_heif


def _damaged() -> Unreadable:
    return Unreadable("picture-damaged", "The picture cannot be decoded; save it again.")


def _too_large() -> Unreadable:
    message = f"The picture has more than {MAX_PIXELS // 1_000_000} million pixels."
    return Unreadable("document-too-large", message)


def _region(image: Any, spot: Spot, why: str = "picture") -> Region:
    """The region of the frame at which an opened picture stands."""
    from PIL import ImageOps

    width, height = image.size
    if width * height > MAX_PIXELS:  # each page of a TIFF has a size of its own
        raise _too_large()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if width * height > MAX_DECODED and image.format in ("JPEG", "MPO"):
            image.draft("RGB", (width // 2, height // 2))
        plain = _on_white(ImageOps.exif_transpose(image))
    digest = hashlib.sha256(b"%d x %d\n" % plain.size)
    digest.update(plain.tobytes())
    return Region(spot, why, png_of(plain), digest.hexdigest())


def _on_white(image: Any) -> Any:
    """A picture in RGB or grey, what is transparent in it on white paper."""
    from PIL import Image

    if image.mode in ("I;16", "I;16B", "I;16L", "I", "F"):
        low, high = image.getextrema()
        scale = 255 / max(high - low, 1)
        return image.convert("F").point(lambda value: (value - low) * scale).convert("L")
    if "A" in image.getbands() or "transparency" in image.info:
        layer = image.convert("RGBA")
        paper = Image.new("RGBA", layer.size, "white")
        return Image.alpha_composite(paper, layer).convert("RGB")
    return image.convert("L" if image.mode in ("1", "L") else "RGB")


def png_of(image: Any, max_side: int = MAX_SIDE, max_bytes: int = MAX_PNG) -> bytes:
    """A decoded picture as a PNG that is neither too wide nor too heavy to be shown in a page.

    Colours go before size does: handwriting stays readable in 64 colours, not at half its size.
    """
    from PIL import Image

    if image.size[0] > max_side or image.size[1] > 4 * max_side:
        image = image.copy()
        image.thumbnail((max_side, 4 * max_side), Image.Resampling.LANCZOS, reducing_gap=2.0)
    png = _png(image)
    for colours in (64, 24):
        if len(png) <= max_bytes:
            return png
        png = _png(image.quantize(colours, method=Image.Quantize.FASTOCTREE, dither=0))
    while len(png) > max_bytes and min(image.size) > 16:
        share = max(0.5, min(0.9, (max_bytes / len(png)) ** 0.5))
        size = (max(1, int(image.size[0] * share)), max(1, int(image.size[1] * share)))
        image = image.resize(size, Image.Resampling.BILINEAR)
        png = _png(image.quantize(24, method=Image.Quantize.FASTOCTREE, dither=0))
    return png


def _png(image: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PNG", compress_level=4)
    return buffer.getvalue()
