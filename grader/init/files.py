"""Files of a new assignment: written where nothing is yet, and the data that a notebook reads."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from grader.errors import UsageMistake
from grader.init.notebook import Book

SUFFIXES = frozenset((
    *(".csv", ".tsv", ".txt", ".json", ".jsonl", ".npy", ".npz", ".xlsx", ".xls", ".ods", ".mat"),
    *(".parquet", ".feather", ".h5", ".hdf5", ".db", ".sqlite", ".png", ".jpg", ".jpeg", ".gif"),
    *(".gz", ".zip", ".dat", ".data", ".wav", ".py"),
))  # fmt: skip
"""What counts as data of a course."""
MOST_BYTES = 50 << 20
MOST_TEX = 500
"""Files beside a sheet that are looked at for what it puts in."""


def put(folder: Path, files: Iterable[tuple[str, str | bytes]]) -> list[Path]:
    """Write files into a folder; raises `UsageMistake` where one is there already."""
    made = dict(files)
    room_for(folder, *made)
    for name, content in made.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(content, encoding="utf-8")
    return [folder / name for name in made]


def room_for(folder: Path, *names: str) -> None:
    """Raise `UsageMistake` where one of these files is there already."""
    there = [name for name in names or ("rubric.yaml",) if (folder / name).exists()]
    if there:
        raise UsageMistake(f"{folder / there[0]} is there already; name an empty folder")


def put_together(source: Path) -> str:
    """A sheet in LaTeX with the files beside and below it that it puts in; "" where it has none."""
    from grader.intake.reader.writeup.latex.inputs import MAX_INPUTS, whole_text

    texts: dict[str, str] = {}
    for path in itertools.islice(sorted(source.parent.rglob("*.tex")), MOST_TEX):
        if path.is_file() and path.stat().st_size < MOST_BYTES >> 4:
            name = path.relative_to(source.parent).as_posix()
            texts[name] = path.read_bytes().decode("utf-8-sig", "replace")
    if source.name not in texts:
        return ""
    found = whole_text(source.name, texts, [MAX_INPUTS])
    return found if found != texts[source.name] else ""


def data_beside(book: Book) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """The files beside a notebook that its code names, and what is to be said of them."""
    folder = book.path.parent.resolve()
    found: dict[str, Path] = {}
    notes = []
    for name in dict.fromkeys(_named(book)):
        path = folder / name
        try:
            inside = path.resolve().is_relative_to(folder) and path.is_file()
        except (OSError, ValueError):
            continue
        if not inside or path.suffix.lower() not in SUFFIXES or path == book.path:
            continue
        if path.name in found and found[path.name] != path:
            notes.append(f"two files are called {path.name}; only {found[path.name]} is taken")
        elif path.stat().st_size > MOST_BYTES:
            most = f"{MOST_BYTES >> 20} MB"
            notes.append(f"{name} is larger than {most}: name it under data: yourself")
        else:
            found[path.name] = path
    return tuple(found.values()), tuple(notes)


def _named(book: Book) -> Iterator[str]:
    """Texts in code that may be paths, and modules that it imports."""
    for cell in book.cells:
        if cell.kind != "code":
            continue
        code = re.sub(r"(?m)^[ \t]*[%!].*$", "", cell.source)
        try:
            tree = ast.parse(code)
        except SyntaxError:
            yield from re.findall(r"[\"']([^\"'\n]{1,200}\.\w{1,8})[\"']", code)
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                if 0 < len(node.value) <= 200 and "\n" not in node.value:
                    yield node.value
            elif isinstance(node, ast.Import):
                yield from (f"{one.name.partition('.')[0]}.py" for one in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield f"{node.module.partition('.')[0]}.py"
