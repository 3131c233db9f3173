"""Which front end reads a document; a format that none reads is said to be one."""

from __future__ import annotations

from .document import Document, Unreadable
from .docx import read_docx
from .odt import read_odt
from .pictures import SUFFIXES as PICTURES
from .pictures import read_picture
from .rtf import read_rtf
from .sheets import SUFFIXES as SHEETS
from .sheets import read_sheets_document


def read_document(name: str, data: bytes, max_seconds: float = 20.0) -> Document:
    """A file as a document, by its content where its suffix is wrong; raises `Unreadable`."""
    suffix = _suffix(name)
    if data.startswith(b"{\\rtf"):  # Word opens it whatever it is called
        return read_rtf(data)
    if suffix in (".docx", ".docm", ".dotx") or (suffix == ".doc" and data.startswith(b"PK")):
        return read_docx(data, max_seconds)
    if suffix == ".odt":
        return read_odt(data, max_seconds)
    if suffix == ".rtf":
        return read_rtf(data)
    if suffix in PICTURES:
        return read_picture(data)
    if suffix in SHEETS:
        return read_sheets_document(name, data)
    message = f"{name} is in a format that is not read here; save it as docx or PDF."
    raise Unreadable("unread-document", message)


def _suffix(name: str) -> str:
    last = name.rpartition("/")[2].lower()
    return f".{last.rpartition('.')[2]}" if "." in last else ""
