"""The house stays one that a newcomer can survey: few files in a folder, none long, no circle."""

from __future__ import annotations

import ast
import graphlib
from pathlib import Path

from tests.structure.test_imports import PACKAGE, files

MOST_AT_THE_TOP = 8
MOST_IN_A_FOLDER = 20
MOST_LINES = 350

FOLDERS_TO_REGROUP: dict[str, int] = {}
FILES_TO_CUT: dict[str, int] = {}
"""What is over the limit today, with its size: it may shrink, and then has to leave this list."""

def over(sizes: dict[str, int], most: int) -> dict[str, int]:
    """What is larger than it may be."""
    return {name: size for name, size in sizes.items() if size > most}


def of_the_package(file: Path) -> str:
    """A file's or folder's path within the package."""
    return file.relative_to(PACKAGE).as_posix()


def test_few_files_lie_at_the_top() -> None:
    """The rest has a folder that says what it is."""
    loose = {path.name for path in PACKAGE.glob("*.py")} - {"__init__.py", "__main__.py"}
    assert len(loose) <= MOST_AT_THE_TOP, sorted(loose)


def test_no_folder_holds_too_much() -> None:
    """Twenty files of Python, and no exception."""
    sizes: dict[str, int] = {}
    for file in files("."):
        folder = of_the_package(file.parent)
        sizes[folder] = sizes.get(folder, 0) + 1
    assert over(sizes, MOST_IN_A_FOLDER) == {}


def test_no_file_is_too_long() -> None:
    """350 lines, and no exception."""
    sizes = {of_the_package(f): len(f.read_text("utf-8").splitlines()) for f in files(".")}
    assert over(sizes, MOST_LINES) == {}


def test_what_is_over_the_limit_is_named() -> None:
    """With its size."""
    assert over({"a": 20, "b": 21}, 20) == {"b": 21}


def needed_at_start(file: Path) -> set[Path]:
    """The files of the package that have to be there before this one can be imported."""
    found: set[Path] = set()
    places: list[ast.AST] = [ast.parse(file.read_text(encoding="utf-8"))]
    for node in places:
        if isinstance(node, ast.Import):
            found |= {module(alias.name) for alias in node.names if is_ours(alias.name)}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and is_ours(node.module or ""):
            found |= {module(f"{node.module}.{alias.name}") for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level:
            folder = file.parents[node.level - 1]
            base = folder.joinpath(*(node.module or "").split("."))
            found |= {resolved(base / alias.name) for alias in node.names}
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            places += node.orelse
        elif not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            places += ast.iter_child_nodes(node)
    return {path for path in found if path.is_file()} - {file, PACKAGE / "__init__.py"}


def is_ours(name: str) -> bool:
    """Whether a dotted name is one of the package's."""
    return name.split(".")[0] == PACKAGE.name


def module(name: str) -> Path:
    """The file that a dotted name, or what it is taken from, stands for."""
    return resolved(PACKAGE.joinpath(*name.split(".")[1:]))


def resolved(path: Path) -> Path:
    """A module, a package's `__init__`, or the module that the last part is taken from."""
    for place in (path, path.parent):
        for file in (place.with_suffix(".py"), place / "__init__.py"):
            if file.is_file():
                return file
    return path


def test_no_file_needs_itself() -> None:
    """No circle among the imports that a start follows, be it over many files."""
    graph = {file: needed_at_start(file) for file in files(".")}
    assert sum(map(len, graph.values())) > len(graph)
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        circle = " -> ".join(of_the_package(file) for file in error.args[1])
        raise AssertionError(f"a circle: {circle}") from None
