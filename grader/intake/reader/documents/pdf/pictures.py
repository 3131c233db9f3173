"""Pictures of regions: a page is rendered once, and only if something on it has to be looked at."""

from __future__ import annotations

import hashlib
import io
from typing import Any

from .geometry import Box, Sheet

_SCALE = 2.0
_WIDEST = 1600
_LARGEST = 500_000
"""Bytes of one PNG."""


class Camera:
    """Takes pictures of one page, which must stay open."""

    def __init__(self, page: Any, sheet: Sheet) -> None:
        self.scale = min(_SCALE, _WIDEST / max(sheet.size))
        self._whole = page.render(scale=self.scale).to_pil().convert("RGB")

    def shot(self, box: Box) -> tuple[bytes, str]:
        """PNG of a part of the page, and the hash of its pixels; nothing where it has no extent."""
        width, height = self._whole.size
        left, top = int(max(box.left * self.scale, 0)), int(max(box.top * self.scale, 0))
        right = int(min(box.right * self.scale + 1, width))
        bottom = int(min(box.bottom * self.scale + 1, height))
        if right <= left or bottom <= top:
            return b"", ""
        image = self._whole.crop((left, top, right, bottom))
        pixels = hashlib.sha256(b"%dx%d:" % image.size + image.tobytes()).hexdigest()
        return _png(image), pixels


def _png(image: Any) -> bytes:
    """A PNG, with fewer colours and then fewer pixels where it would be too large."""
    if image.width * image.height > 250_000 and len(image.getcolors(4096) or ()) == 0:
        image = image.quantize(32, method=2, dither=0)
    data = _saved(image)
    for _ in range(4):
        if len(data) <= _LARGEST:
            break
        share = max(0.5, 0.9 * (_LARGEST / len(data)) ** 0.5)
        small = image.convert("RGB").resize(
            (max(int(image.width * share), 1), max(int(image.height * share), 1))
        )
        image = small.quantize(16, method=2, dither=0)
        data = _saved(image)
    return data


def _saved(image: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=3)
    return out.getvalue()
