# ruff: noqa: E501 (a table of cases reads best with a case a line)
"""Makes damaged and hostile submissions, one student each, for `test_hostile.py`."""

from __future__ import annotations

import gzip
import io
import json
import os
import struct
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

MODULE = "TRUE_FALSE = [True]\n"


def notebook(*sources: str, **more: object) -> bytes:
    """A notebook of the current format with these code cells."""
    cells: list[object] = [
        {"cell_type": "code", "id": f"c{n}", "metadata": {}, "outputs": [], "source": source,
         "execution_count": None}
        for n, source in enumerate(sources)
    ]  # fmt: skip
    plain = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells, **more}
    return json.dumps(plain).encode()


def zipped(members: dict[str, bytes], **modes: int) -> bytes:
    """A zip of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = modes.get("mode", 0o100644) << 16
            archive.writestr(info, data)
    return out.getvalue()


def tarred(*rows: tuple[str, bytes, bytes], mode: str = "w") -> bytes:
    """A tar of (name, type, data or link target) rows."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for name, kind, data in rows:
            info = tarfile.TarInfo(name)
            info.type = kind
            if kind in (tarfile.SYMTYPE, tarfile.LNKTYPE):
                info.linkname = data.decode()
                archive.addfile(info)
            else:
                info.size = len(data)
                archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def encrypted() -> bytes:
    """A zip whose one member says that it is encrypted."""
    data = bytearray(zipped({"submission.py": MODULE.encode()}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.index(mark) + offset
        struct.pack_into("<H", data, place, struct.unpack_from("<H", data, place)[0] | 1)
    return bytes(data)


def nested(depth: int) -> bytes:
    """A zip in a zip in a zip."""
    data = zipped({"submission.py": MODULE.encode()})
    for _ in range(depth):
        data = zipped({"inner.zip": data})
    return data


def overlapping() -> bytes:
    """A zip with two members of the same name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("submission.py", MODULE)
        archive.writestr("Submission.py", "TRUE_FALSE = 'other'\n")
    return out.getvalue()


def old_notebook() -> bytes:
    """A notebook in format 3, with worksheets."""
    cell = {"cell_type": "code", "input": ["TRUE_FALSE = [True]\n"], "outputs": [], "language": "python",
            "collapsed": False, "metadata": {}, "prompt_number": 1}  # fmt: skip
    sheets = [{"cells": [cell], "metadata": {}}]
    return json.dumps(
        {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": sheets}
    ).encode()


def alias_bomb() -> bytes:
    """YAML whose aliases expand to a billion nodes."""
    lines = ["p1: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    for n in range(1, 10):
        lines.append(f"k{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]")
    return "\n".join(lines).encode()


def big_notebook(megabytes: int) -> bytes:
    """A notebook with embedded images of so many megabytes in its outputs."""
    image = {
        "output_type": "display_data",
        "data": {"image/png": "A" * (megabytes << 20)},
        "metadata": {},
    }
    cell = {"cell_type": "code", "metadata": {}, "outputs": [image], "source": MODULE, "id": "a"}
    plain = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell]}
    return json.dumps(plain).encode()


CASES: dict[str, tuple[str, bytes | Callable[[], bytes], str | None]] = {
    # student: (file name, bytes, kind of the finding)
    "zip-slip": ("hw.zip", zipped({"../../evil.py": b"x", "submission.py": MODULE.encode()}), "archive-unsafe-path"),
    "zip-absolute": ("hw.zip", zipped({"/etc/evil.py": b"x", "submission.py": MODULE.encode()}), "archive-unsafe-path"),
    "zip-drive": ("hw.zip", zipped({"C:\\evil.py": b"x", "submission.py": MODULE.encode()}), "archive-unsafe-path"),
    "zip-symlink": ("hw.zip", zipped({"submission.py": b"/etc/passwd"}, mode=0o120777), "archive-link"),
    "zip-device": ("hw.zip", zipped({"submission.py": b""}, mode=0o020666), "archive-link"),
    "zip-encrypted": ("hw.zip", encrypted(), "archive-encrypted"),
    "zip-truncated": ("hw.zip", zipped({"submission.py": MODULE.encode() * 50})[:-30], "archive-damaged"),
    "zip-bomb": ("hw.zip", lambda: zipped({"bomb.csv": bytes(40 << 20)}), "archive-bomb"),
    "zip-many": ("hw.zip", lambda: zipped({f"f{n}.txt": b"" for n in range(2_500)}), "archive-too-many"),
    "zip-deep": ("hw.zip", nested(6), "archive-too-deep"),
    "zip-case-clash": ("hw.zip", overlapping(), "name-clash"),
    "zip-reserved": ("hw.zip", zipped({"CON.py": MODULE.encode(), "aux": b""}), "odd-name"),
    "zip-control": ("hw.zip", zipped({"a\x1b[31m\u202eb.py": MODULE.encode()}), "odd-name"),
    "zip-startup": ("hw.zip", zipped({"sitecustomize.py": b"import os", "a.pth": b"import os", "submission.py": MODULE.encode()}), "ignored-file"),
    "tar-slip": ("hw.tar", tarred(("../evil.py", tarfile.REGTYPE, b"x"), ("submission.py", tarfile.REGTYPE, MODULE.encode())), "archive-unsafe-path"),
    "tar-symlink": ("hw.tar.gz", tarred(("submission.py", tarfile.SYMTYPE, b"/etc/passwd"), mode="w:gz"), "archive-link"),
    "tar-hardlink": ("hw.tar", tarred(("submission.py", tarfile.LNKTYPE, b"/etc/passwd")), "archive-link"),
    "tar-device": ("hw.tar", tarred(("submission.py", tarfile.CHRTYPE, b"")), "archive-link"),
    "tar-truncated": ("hw.tar", tarred(("submission.py", tarfile.REGTYPE, MODULE.encode() * 500))[:2_000], "archive-damaged"),
    "gzip-bomb": ("hw.tar.gz", lambda: gzip.compress(bytes(60 << 20)), "archive-bomb"),
    "gzip-truncated": ("hw.tar.gz", gzip.compress(os.urandom(5_000))[:2_000], "archive-damaged"),
    "rar": ("hw.rar", b"Rar!\x1a\x07\x01\x00" + b"x" * 50, "archive-unsupported"),
    "seven-zip": ("hw.7z", b"7z\xbc\xaf\x27\x1c" + b"x" * 50, "archive-unsupported"),
    "zip-as-py": ("submission.py", zipped({"../evil.py": b"x", "submission.py": MODULE.encode()}), "archive-unsafe-path"),
    "notebook-as-py": ("submission.py", notebook(MODULE), "wrong-extension"),
    "python-as-notebook": ("hw.ipynb", MODULE.encode(), "wrong-extension"),
    "html-as-notebook": ("hw.ipynb", b"<!DOCTYPE html><html></html>", "wrong-extension"),
    "python-as-txt": ("hw.txt", MODULE.encode(), "wrong-extension"),
    "pdf": ("hw.pdf", b"%PDF-1.7\n", "pdf-damaged"),
    "pdf-as-md": ("hw.md", b"%PDF-1.7\n\x00\x01", "wrong-extension"),
    "word": ("hw.docx", zipped({"[Content_Types].xml": b"", "word/document.xml": b""}), "docx-damaged"),
    "notebook-cut": ("hw.ipynb", notebook(MODULE, "B = 2\n", "C = 3\n")[:-180], "notebook-damaged"),
    "notebook-garbled": ("hw.ipynb", notebook(MODULE, "B = 2\n").replace(b'"c1", "metadata"', b'"c1", metadata'), "notebook-damaged"),
    "notebook-no-cells": ("hw.ipynb", b'{"nbformat": 4, "cells": 7}', "notebook-damaged"),
    "notebook-list": ("hw.ipynb", b"[" * 5_000, "notebook-damaged"),
    "notebook-old": ("hw.ipynb", old_notebook(), "notebook-upgraded"),
    "notebook-100mb": ("hw.ipynb", lambda: big_notebook(100), None),
    "utf16": ("submission.py", MODULE.encode("utf-16"), "odd-encoding"),
    "cp1252": ("submission.py", b"# caf\xe9\n" + MODULE.encode(), "odd-encoding"),
    "nul-bytes": ("submission.py", b"TRUE\0FALSE", "not-text"),
    "yaml-bomb": ("answers.yaml", alias_bomb(), "answers-unreadable"),
    "yaml-tag": ("answers.yaml", b"p1: !!python/object/apply:os.system [id]", "answers-unreadable"),
    "yaml-deep": ("answers.yaml", b"p1: " + b"[" * 3_000 + b"]" * 3_000, "answers-unreadable"),
    "yaml-deeper": ("answers.yaml", b"- " * 50_000 + b"x", "answers-unreadable"),
    "yaml-long": ("answers.yaml", b"[1, 2]: 3\n" * 400_000, "answers-unreadable"),
    "json-deep": ("answers.json", b'{"p1": ' + b"[" * 200_000, "answers-unreadable"),
    "json-digits": ("answers.json", b'{"p1": ' + b"9" * 100_000 + b"}", "answers-unreadable"),
    "json-repeats": ("answers.json", b'{"p1": [true], "p1": [false]}', "answers-unreadable"),
    "empty-notebook": ("hw.ipynb", b"", "empty-file"),
    "lfs-pointer": ("hw.ipynb", b"version https://git-lfs.github.com/spec/v1\n", "wrong-extension"),
}  # fmt: skip


def write_class(folder: Path) -> list[str]:
    """Write every case as a student's folder, honest neighbours and file-system oddities too."""
    for student, (name, data, _) in CASES.items():
        place = folder / student
        place.mkdir(parents=True)
        (place / name).write_bytes(data() if callable(data) else data)
    for student in ("aa-honest", "zz-honest"):
        (folder / student).mkdir()
        (folder / student / "submission.py").write_text(MODULE)
    _odd_files(folder)
    return [*CASES, "aa-honest", "zz-honest"]


def _odd_files(folder: Path) -> None:
    """Submissions that are odd on disk: links, a pipe, names of libraries, an empty folder."""
    secret = folder.parent / "secret.txt"
    secret.write_text("SECRET")
    for student in ("disk-link", "disk-pipe", "disk-shadow", "disk-empty", "disk-startup"):
        (folder / student).mkdir()
    (folder / "disk-link/submission.py").symlink_to(secret)
    os.mkfifo(folder / "disk-pipe/submission.py")
    for name in ("numpy.py", "torch.py", "random.py", "submission.py"):
        (folder / "disk-shadow" / name).write_text(MODULE)
    (folder / "disk-startup/submission.py").write_text(MODULE)
    for name in ("sitecustomize.py", "conftest.py", "evil.pth"):
        (folder / "disk-startup" / name).write_text("raise SystemExit")
    (folder / "disk-startup/__pycache__").mkdir()
    (folder / "disk-startup/__pycache__/submission.cpython-311.pyc").write_bytes(b"x")


DISK = {
    "disk-link": "link-ignored",
    "disk-pipe": "not-a-file",
    "disk-shadow": "shadows-library",
    "disk-empty": "empty",
    "disk-startup": "ignored-file",
}
