"""What a server of the reader loads beforehand is all that reading a file takes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from grader.collect.imported import READ_WITH
from grader.intake.reading import READER

CASES = Path(__file__).parents[2] / "cases"
READS = """
import importlib, sys
for name in {names!r}:
    importlib.import_module(name)
sys.path.insert(0, {reader!r})
import preload
before = set(sys.modules)
import job
reply = job.part("exchange").read({{{name!r}: open({path!r}, "rb").read()}}, {hints!r})
print([row[0] for row in reply.findings if row[0] in ("file-unreadable", "reader-incomplete")])
late = sorted(name for name in set(sys.modules) - before if not name.startswith("encodings"))
print(late)
"""
ASKED = {"under": ["1"], "take": "formula", "of": [], "parts": []}
HINTS = {
    "questions": [{"id": "a", "names": [], "writeup": ASKED}],
    "sources": ["module", "notebook", "writeup", "data"], "data": {}, "static": False,
}  # fmt: skip


@pytest.mark.parametrize("ending", [".md", ".tex", ".ipynb", ".docx", ".rtf", *READ_WITH])
def test_a_forked_reader_loads_nothing_more(ending: str) -> None:
    """Or each submission would pay for it anew."""
    found = sorted(CASES.glob(f"*/submissions/**/*{ending}"))
    if not found:
        pytest.skip(f"no case has a {ending}")
    names = READ_WITH.get(ending, ())
    code = READS.format(
        names=names, reader=str(READER), name=f"hw{ending}", path=str(found[0]), hints=HINTS
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines() == ["[]", "[]"]
