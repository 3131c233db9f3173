"""Word documents as Markdown with LaTeX: numbering, formulas, tables, listings and pictures."""

from .reading import read_docx

__all__ = ["read_docx"]
