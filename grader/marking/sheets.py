"""Sheets that go out to people and come back: fields as they were typed, cells that run nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import yaml

from grader.errors import GradebookError
from grader.rubric.yaml_nodes import Reader

MOST_BYTES = 64 << 20
MOST_NODES = 5_000_000
_KINDS = (".yaml", ".yml", ".csv")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_CUT = re.compile(r";([\s\"]*)('*)(?=[=+\-@])")
_CUT_AND_DEFUSED = re.compile(r";([\s\"]*)'('*)(?=[=+\-@])")


class AsWritten(Reader):
    """Reads every field as it was typed, since a comment of `no` or 1.50 is a comment."""

    def scalar(self, node: yaml.ScalarNode, path: tuple[str, ...]) -> str | None:
        """The text, or None for what YAML 1.2 calls null."""
        return None if super().scalar(node, path) is None else str(node.value)


def sheets_at(paths: Iterable[Path]) -> list[Path]:
    """The sheets that were named, and those in the folders that were."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(one for one in path.iterdir() if one.suffix.lower() in _KINDS)
        else:
            found.append(path)
    if not found:
        raise GradebookError("there is no sheet to import; name a .yaml or .csv file, or a folder")
    return found


def free_name(folder: Path, stem: str, form: str) -> Path:
    """A name that no sheet has yet: one that is there may hold somebody's work."""
    path, number = folder / f"{stem}.{form}", 2
    while path.exists():
        path = folder / f"{stem}-{number}.{form}"
        number += 1
    return path


def defused(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula, nor what it is cut into at semicolons;
    control characters are made visible.
    """
    shown = "".join(c if c in "\n\t" or ord(c) >= 32 else "\ufffd" for c in cell)
    shown = _CUT.sub(r";\1'\2", shown)
    return f"'{shown}" if shown.startswith(_FORMULA) else shown


def fused(cell: str) -> str:
    """The text that `defused` was given."""
    cell = _CUT_AND_DEFUSED.sub(r";\1\2", cell)
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(_FORMULA) else cell
