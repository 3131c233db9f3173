"""Examines this machine: which sandboxes it gives, proved by trying forbidden things in them."""

from __future__ import annotations

import importlib
import os
import platform
import sys
from dataclasses import dataclass
from pathlib import Path

from grader.errors import EXIT_DONE, EXIT_OURS, SandboxRefusal
from grader.sandbox import TIERS, try_sandbox
from grader.sandbox.refusal import advice

WORDS = {
    "namespaces": "tier A, namespaces + system-call filter + landlock + limits",
    "landlock": "tier B, landlock + system-call filter + limits",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One thing examined: whether it is there (None where that is no question), and what it is."""

    name: str
    held: bool | None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Examination:
    """What this machine offers."""

    rows: tuple[Row, ...]
    tier: str | None
    advice: str = ""
    words: str = ""

    @property
    def exit_code(self) -> int:
        """0 where submissions can be run in a sandbox, else 3."""
        return EXIT_DONE if self.tier else EXIT_OURS


def examine(python: Path | None = None) -> Examination:
    """Try every sandbox with the interpreter that runs submissions; takes well under a second."""
    python = python or Path(sys.executable)
    rows = [*_machine(python)]
    reasons: dict[str, str] = {}
    tier, words = None, ""
    for name in TIERS:
        try:
            held = try_sandbox(name, python)
        except SandboxRefusal as refusal:
            reasons[name] = str(refusal).splitlines()[0]
            rows.append(Row(f"isolation {name}", False, reasons[name]))
            continue
        made_of = WORDS[name] if "landlock" in held else WORDS[name].replace(" + landlock", "")
        tier, words = tier or name, words or made_of
        rows.append(Row(f"isolation {name}", all(held.values()), made_of))
        rows += [Row(f"  {what}", good) for what, good in held.items()]
    return Examination(tuple(rows), tier, "" if tier else advice(reasons), words)


def render(found: Examination) -> str:
    """The examination as plain text, one line a row."""
    marks = {True: "yes", False: "NO", None: "-"}
    width = max(len(row.name) for row in found.rows)
    lines = [
        f"{row.name:{width}}  {marks[row.held]:3}  {row.detail}".rstrip() for row in found.rows
    ]
    lines.append("")
    if found.tier:
        lines.append(f"Submissions run behind: {found.words} (isolation: {found.tier}).")
    else:
        lines.append(found.advice)
    return "\n".join(lines)


def _machine(python: Path) -> list[Row]:
    system = f"{platform.system()} {platform.release()} on {platform.machine()}"
    rows = [Row("system", sys.platform == "linux", system), Row("interpreter", None, str(python))]
    if sys.platform != "linux":
        return rows
    who = "root; submissions run as a spare user" if os.geteuid() == 0 else f"user {os.geteuid()}"
    rows.append(Row("started as", None, who))
    kernel = importlib.import_module("grader.sandbox.server.kernel")
    landlock = importlib.import_module("grader.sandbox.server.landlock")
    if kernel.ARCH is None:
        rows.append(Row("system-call filter", False, "no table for this processor"))
        return rows
    version = landlock.version()
    rows.append(Row("landlock", version > 0, f"version {version}" if version else "not here"))
    return rows
