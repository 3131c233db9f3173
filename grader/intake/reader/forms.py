"""Sorts the files of a submission into forms: modules, notebooks, write-ups, data, the rest."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Callable, Mapping
from typing import Any

from .answer_sheets import kind_of_table
from .data_answers import read_answers
from .decoding import NotText, decode, plain_newlines
from .documents.pictures import SUFFIXES as PICTURES
from .documents.pictures import looks_like_picture
from .names import is_data, is_plumbing
from .python.exported import read_exported
from .python.guesses import take_guesses
from .python.modules import forms_of, unwrapped
from .python.near_names import take_near_names, take_source
from .python.notebook import read_notebook
from .python.only_words import read_words
from .python.paths import mapped_paths
from .python.python2_signs import MARK
from .python.scripts import cells_of, module_text, readable_text
from .python.unnamed import note_unnamed
from .python.unparsed import note_unparsed
from .result import MAX_REPLY_FILES, Place, Result
from .room import Room, TooLong, note_not_read
from .starter import Starter, take_back_starter, take_back_stubs
from .versions import note_versions
from .writeup import known_of, read_cells, read_writeup
from .writeup.copied.knitted import sources_of_reports
from .writeup.latex.inputs import MAX_INPUTS, main_files, whole_text
from .writeup.near.addresses import note_addresses

SUFFIXES = {
    ".py": "module", ".pyw": "module",
    ".ipynb": "notebook",
    ".md": "writeup", ".markdown": "writeup", ".txt": "writeup", ".tex": "writeup",
    ".rmd": "writeup", ".qmd": "writeup", ".html": "writeup", ".htm": "writeup",
    ".yaml": "data", ".yml": "data", ".json": "data",
    ".pdf": "document", ".docx": "document", ".docm": "document", ".dotx": "document",
    ".odt": "document", ".rtf": "document", ".doc": "document", ".pages": "document",
    ".pptx": "document", ".key": "document", ".djvu": "document", ".ps": "document",
    ".xlsx": "sheet", ".xls": "sheet", ".xlsm": "sheet", ".ods": "sheet",
    **dict.fromkeys(PICTURES, "picture"),
    ".zip": "archive", ".tar": "archive", ".tgz": "archive", ".gz": "archive",
}  # fmt: skip
ODD = ("", ".pyw", ".txt", ".ipynb", ".python", ".py3", ".code", ".src", ".script", ".ipy")
"""Suffixes under which Python comes by mistake."""
MAX_TEXT = 5_000_000


def read_files(
    files: Mapping[str, bytes], sent: Mapping[str, bytes], hints: Mapping[str, Any], result: Result
) -> None:
    """Read every file by what it is; put code, answers, findings and kept files in `result`."""
    short = _as_python(unwrapped(files), files, result)
    readme_only = not any(_is_writeup(name) and not _is_readme(name) for name in files)
    names = {short[name]: name for name in files}
    room = Room()
    papers: list[tuple[str, str, str]] = []
    result.sources = {new: files[old] for new, old in names.items()}
    inner = _put_in(result) | sources_of_reports(result.sources)
    result.starter = Starter(
        {name: text.encode() for name, text in hints.get("handed_out", {}).items()}
    )
    for new, old in sorted(names.items(), key=_texts_before_pages):
        kind = _kind(new, files[old], result)
        if kind == "writeup" and _is_readme(new) and not readme_only:
            kind = "other"
        if kind == "other" and new.lower().endswith((".csv", ".tsv")):
            kind = kind_of_table(new, files[old], hints, result)
        if new in inner or (kind != "data" and result.starter.is_file(files[old])):
            _keep(new, old, files[old], sent, result)
            continue
        if kind in ("document", "sheet", "picture"):
            papers.append((new, old, kind))
            continue
        try:
            with room.for_a_file():
                _READERS[kind](new, files[old], hints, result)
        except (Exception, TooLong) as reason:  # one file that upsets us must not cost the others
            note_not_read(new, reason, result)
        if kind not in ("notebook", "archive"):
            _keep(new, old, files[old], sent, result)
    if papers:
        from .papers import read_papers  # with the libraries that documents take
        read_papers(papers, files, hints, result, room)
    for new, old, kind in papers:
        if kind != "document":
            _keep(new, old, files[old], sent, result)
    _run_modules(hints, result)
    take_near_names(hints, result)
    take_source(hints, result)
    if not result.starter.is_empty:
        take_back_starter(hints, result.starter, result)
    take_back_stubs(hints, result)
    note_unparsed(hints, result)
    take_guesses(hints, result)
    note_unnamed(hints, result)
    note_versions(hints, result)
    note_addresses(result)
    order = list(hints["sources"])
    result.forms.sort(key=lambda form: order.index(form["form"]) if form["form"] in order else 9)


def _texts_before_pages(row: tuple[str, str]) -> tuple[bool, tuple[str, str]]:
    """The order of reading: web pages last, which may only show what other files say."""
    return _suffix(row[0]) in (".html", ".htm"), row


_TAILS = re.compile(
    r"(~|\.(txt|(cr)?download|part|bak|old|orig|save|backup|sav|tmp)|[ _-]?\(\d+\))$", re.I
)


def _as_python(
    short: Mapping[str, str], files: Mapping[str, bytes], result: Result
) -> dict[str, str]:
    """The names in the work folder, where what is Python by its content is Python by its name."""
    names = dict(short)
    for old, new in short.items():
        stem = _TAILS.sub("", new)
        inner = _suffix(stem) if stem != new else ""
        odd = _suffix(new) in ODD or inner in (".py", ".pyw") or new.endswith((".PY", ".Py"))
        if not odd or new.endswith(".py") or is_plumbing(new):
            continue
        name = re.sub(r"(\.(py|pyw|txt|ipynb))?$", ".py", stem, count=1, flags=re.IGNORECASE)
        by_name = _suffix(new) in (".py", ".pyw")
        if name in names.values() or not (by_name or _is_python(files[old])):
            continue
        if not by_name:
            result.note("wrong-extension", f"{new} holds Python and is run as a module.", new)
        names[old] = name
    return names


def _is_writeup(name: str) -> bool:
    return SUFFIXES.get(_suffix(name)) == "writeup" and not is_plumbing(name)


def _is_readme(name: str) -> bool:
    return name.rpartition("/")[2].casefold().startswith("readme")


def _suffix(name: str) -> str:
    last = name.rpartition("/")[2]
    return ("." + last.rpartition(".")[2]).lower() if "." in last else ""


def _kind(name: str, data: bytes, result: Result) -> str:
    """What a file is, by its suffix and, where they disagree, by its content."""
    kind = SUFFIXES.get(_suffix(name), "other")
    if is_plumbing(name):
        return "other"
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if data.startswith(b"%PDF") and kind != "document":
        result.note("wrong-extension", f"{name} is a PDF and is read as one.", name)
        return "document"
    if kind == "other" and looks_like_picture(data):
        return "picture"
    looks_notebook = head.startswith(b"{") and (b'"cells"' in data or b'"worksheets"' in data)
    if kind in ("module", "writeup", "data", "other") and looks_notebook and _is_notebook(data):
        result.note("wrong-extension", f"{name} is a notebook and is read as one.", name)
        return "notebook"
    if kind == "notebook" and not head.startswith(b"{"):
        return _not_a_notebook(name, head, result)
    if kind == "archive":
        result.note("wrong-extension", f"{name} is no archive and cannot be read.", name)
        return "other"
    return kind


def _is_notebook(data: bytes) -> bool:
    return b'"cell_type"' in data and b'"nbformat' in data


def _not_a_notebook(name: str, head: bytes, result: Result) -> str:
    if not head:
        result.note("empty-file", f"{name} is empty.", name)
        return "other"
    if head[:20].lower().startswith((b"<!doctype", b"<html")):
        message = f"{name} is a saved web page, not a notebook; download the .ipynb file itself."
        result.note("wrong-extension", message, name)
        return "other"
    if head.startswith(b"version https://git-lfs"):
        message = f"{name} is only a pointer to a large file; hand in the file itself."
        result.note("wrong-extension", message, name)
        return "other"
    return "notebook"


def _is_python(data: bytes) -> bool:
    """Whether a text is a program: it parses and it defines or imports something."""
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    binary = b"\0" in data[:4096] and not marked
    if len(data) > MAX_TEXT or data[:64].lstrip()[:1] in (b"{", b"<") or binary:
        return False
    try:
        body = ast.parse(decode(data)[0]).body
    except (SyntaxError, ValueError, NotText, RecursionError, MemoryError):
        return False
    defining = (ast.Assign, ast.FunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)
    return any(isinstance(statement, defining) for statement in body)


def _text(name: str, data: bytes, result: Result) -> str | None:
    """The text of a file, or None with a finding."""
    if len(data) > MAX_TEXT:
        message = f"{name} is longer than {MAX_TEXT // 1_000_000} MB of text and is not read."
        result.note("file-too-large", message, name)
        return None
    try:
        text, encoding = decode(data)
    except NotText as reason:
        result.note("not-text", f"{name} cannot be read as text: {reason}.", name)
        return None
    if encoding:
        result.note("odd-encoding", f"{name} is written in {encoding}; UTF-8 is safer.", name)
    if not text.strip():
        result.note("empty-file", f"{name} is empty.", name)
    return text


def _module(name: str, data: bytes, hints: Mapping[str, Any], result: Result) -> None:
    """A module stays a file; its text is kept aside for mapping paths and static findings."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or not _declared(data):
        text = _text(name, data, result)
    else:
        text = plain_newlines(data.decode("utf-8", "replace"))
    if text is None:
        return
    mapped = mapped_paths(text, hints["data"], lambda line, said: result.note(
        "path-mapped", said, name, line))  # fmt: skip
    if read_words(name, text, hints, result):
        result.texts[name] = text
        return
    result.says_more |= bool(text.strip())
    units, cells = cells_of(name, mapped, known_of(hints, result), result)
    mapped, older = module_text(mapped, Place("module", name), result)
    if not units:
        mapped = readable_text(name, mapped, result)
    result.texts[name] = mapped
    if older or any(unit.get("python2") for unit in units):
        result.python_2.add(name)
        mapped += MARK
    if units:
        result.cells[name] = units
    if cells:
        read_cells(name, cells, hints, result, "module")
    if mapped != text or (text.encode() != data and not _declared(data)):
        result.files[name] = mapped.encode()


def _declared(data: bytes) -> bool:
    """Whether Python itself can decode the source: UTF-8, or the encoding it declares."""
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        data.decode(encoding)
    except (SyntaxError, UnicodeDecodeError, LookupError):
        return False
    return b"\0" not in data


def _writeup(name: str, data: bytes, hints: Mapping[str, Any], result: Result) -> None:
    text = _text(name, result.sources.get(name, data), result)
    if text is None:
        return
    if not read_exported(name, text, hints, result):
        result.read_texts.append(text)
        read_writeup(name, text, hints, result)


def _data(name: str, data: bytes, hints: Mapping[str, Any], result: Result) -> None:
    if len(data) > MAX_TEXT:
        return
    text = _text(name, data, result)
    if text is not None:
        result.says_more = True
        read_answers(name, text, hints["questions"], result)


def _other(name: str, data: bytes, hints: Mapping[str, Any], result: Result) -> None:
    """Data that the student's own code may read; anything else is a person's to look at."""
    if is_data(name) or is_plumbing(name) or _is_readme(name) or not data.strip():
        return
    result.note("unread-file", f"{name} is not read: its kind of file is not known here.", name)
    result.unreadable("document", Place("writeup", name))


def _put_in(result: Result) -> frozenset[str]:
    """The LaTeX files that another one puts in; they are read there."""
    names = [name for name in result.sources if name.lower().endswith(".tex")]
    if len(names) < 2:
        return frozenset()
    texts = {name: result.sources[name].decode("utf-8", "replace") for name in names}
    outer = main_files(texts)
    left = [MAX_INPUTS]
    whole = {name: whole_text(name, texts, left).encode() for name in outer}
    if left[0] < 0:
        said = f"More than {MAX_INPUTS} LaTeX files are put into each other; the rest is not read."
        result.note("read-in-part", said, outer[0])
        result.unreadable("read-in-part", Place("writeup", outer[0]))
    result.sources = {**result.sources, **whole}
    return frozenset(names) - frozenset(outer)


_READERS: dict[str, Callable[[str, bytes, Mapping[str, Any], Result], None]] = {
    "module": _module,
    "notebook": read_notebook,
    "writeup": _writeup,
    "data": _data,
    "archive": _other,
    "other": _other,
}


def _keep(new: str, old: str, data: bytes, sent: Mapping[str, bytes], result: Result) -> None:
    """Pass a file on to the work folder: by name where it was sent, else with its bytes."""
    if new in result.files:
        return
    if sent.get(old) is data:
        result.kept.append([old, new])
    elif sum(map(len, result.files.values())) + len(data) <= MAX_REPLY_FILES:
        result.files[new] = data
    else:
        result.note("files-left-out", f"{new} is left out: the unpacked files are too large.", new)


def _run_modules(hints: Mapping[str, Any], result: Result) -> None:
    names = [name for question in hints["questions"] for name in question["names"]]
    present = set(result.files) | {new for _, new in result.kept}
    modules = [name for name in sorted(present) if name in result.texts]
    for form in forms_of(modules, names, lambda file, name: name in result.texts[file]):
        if (file := form["file"]) in result.cells and form["units"] == [{"file": file}]:
            form["units"] = result.cells[file]
        if file in result.python_2:
            form["units"] = [{**unit, "python2": True} for unit in form["units"]]
        result.forms.append(form)
