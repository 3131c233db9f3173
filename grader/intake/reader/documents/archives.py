"""The parts of a zipped document (docx, odt): capped, and never anything from outside the file."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from xml.etree import ElementTree
from xml.parsers import expat

from .document import Unreadable

Element = ElementTree.Element

MAX_XML = 50 << 20
MAX_PARTS = 10_000
MAX_PICTURE = 30 << 20
MAX_PICTURES = 120 << 20
BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, KeyError, RuntimeError,
    NotImplementedError, struct.error, OverflowError, MemoryError,
)  # fmt: skip
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Archive:
    """A zipped document; XML in it is read with its namespaces as the usual prefixes."""

    def __init__(self, data: bytes, kind: str, prefixes: Mapping[str, str]) -> None:
        self.kind = kind
        self.prefixes = prefixes
        self.xml_left = MAX_XML
        self.pictures_left = MAX_PICTURES
        self._names: dict[str, str] = {}
        if data.startswith(_COMPOUND):
            raise _compound(data, kind)
        try:
            self.zip = zipfile.ZipFile(io.BytesIO(data))
            self.parts = {info.filename.lstrip("/"): info for info in self.zip.infolist()}
        except BROKEN as reason:
            raise self.damaged() from reason
        if len(self.parts) > MAX_PARTS:
            raise Unreadable("document-too-large", f"The {kind} file has too many parts.")

    def damaged(self, part: str = "") -> Unreadable:
        """What to raise where a part cannot be read."""
        where = f" ({part})" if part else ""
        message = f"The {self.kind} file is damaged{where}; save it again, or as PDF."
        return Unreadable(f"{self.kind}-damaged", message)

    def content(self, part: str, limit: int) -> bytes | None:
        """The bytes of a part, or None where it is not there; more than `limit` is refused."""
        info = self.parts.get(part)
        if info is None:
            return None
        try:
            with self.zip.open(info) as stream:
                content = stream.read(limit + 1)
        except BROKEN as reason:
            raise self.damaged(part) from reason
        if len(content) > limit:
            message = f"The {self.kind} file unpacks to more than a document should hold."
            raise Unreadable("document-too-large", message)
        return content

    def picture(self, part: str) -> bytes | None:
        """The bytes of a picture, or None where it is absent, damaged or too large."""
        try:
            content = self.content(part, min(MAX_PICTURE, self.pictures_left))
        except Unreadable:
            return None
        self.pictures_left -= len(content or b"")
        return content

    def xml(self, part: str) -> Element | None:
        """The root of a part in XML, or None where it is not there."""
        content = self.content(part, self.xml_left)
        if content is None:
            return None
        self.xml_left -= len(content)
        try:
            gate = expat.ParserCreate()
            gate.StartDoctypeDeclHandler = self._refuse
            gate.Parse(content, True)
            root = ElementTree.fromstring(content)
        except (ElementTree.ParseError, expat.ExpatError, ValueError, LookupError) as reason:
            raise self.damaged(part) from reason
        self._shorten(root)
        return root

    def _refuse(self, *_: object) -> None:
        """No document that a word processor saves declares entities or loads a DTD."""
        raise self.damaged("a document type declaration")

    def _shorten(self, root: Element) -> None:
        """Write `w:p` for a name with its namespace spelled out."""
        names = self._names
        for element in root.iter():
            tag = element.tag
            element.tag = names.get(tag) or self._short(tag)
            attributes = element.attrib
            if attributes:
                element.attrib = {names.get(k) or self._short(k): v for k, v in attributes.items()}

    def _short(self, name: str) -> str:
        space, _, local = name.rpartition("}")
        prefix = self.prefixes.get(space[1:]) if space else None
        short = f"{prefix}:{local}" if prefix else local if not space else name
        self._names[name] = short
        return short


def _compound(data: bytes, kind: str) -> Unreadable:
    """What to say of a file in Microsoft's old container: a password, or the old format."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        message = "The file is protected by a password; save it without one."
        return Unreadable(f"{kind}-encrypted", message)
    message = "The file is in an old Word format; save it as docx or PDF."
    return Unreadable("unread-document", message)
