"""PDF: from glyphs and ink to Markdown with places, and regions for what was not surely read."""

from .reading import read_pdf

__all__ = ["read_pdf"]
