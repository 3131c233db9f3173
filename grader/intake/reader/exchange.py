"""One request answered: the files of a submission in, everything that was read out."""

from __future__ import annotations

import importlib
import sys
import warnings
from collections.abc import Mapping
from typing import Any

from .archive import expand
from .forms import read_files
from .frames import Channel
from .handed_tables import read_handed_tables
from .python.uses import note_uses
from .result import Result


def serve(connection: Any) -> None:
    """Receive one request, read it, send the reply."""
    warnings.simplefilter("ignore")
    sys.setrecursionlimit(2_000)
    channel = Channel(connection)
    request, blocks = channel.receive()
    if "pictures" in request:
        channel.send({"seen": _seen(blocks)}, [])
        return
    files = {row["name"]: blocks[row["block"]] for row in request["files"]}
    del blocks
    body, data = read(files, request["hints"]).reply()
    channel.send(body, data)


def _seen(pictures: list[bytes]) -> list[str]:
    """What a program sees in pictures; loaded only where it is asked for, since it is large."""
    return list(importlib.import_module(f"{__package__}.seen").lines_in(pictures))


def read(files: Mapping[str, bytes], hints: Mapping[str, Any]) -> Result:
    """Everything in `files` that the hints ask for, code to run, findings, and files to keep."""
    result = Result()
    read_files(expand(files, result), files, hints, result)
    read_handed_tables(result.sources, hints, result)
    if hints.get("static"):
        _static(result)
    note_uses(hints, result)
    return result


def _static(result: Result) -> None:
    """Let `static_findings` look at every unit of code.

    A unit is `{"file", "form", "cell", "line", "source"}`, its source as text.
    """
    from .leaks import static_findings  # only for questions that train a model

    units = [
        {**unit, "file": form["file"], "form": form["form"], "source": _source(unit, result)}
        for form in result.forms
        for unit in form["units"]
    ]
    try:
        findings = static_findings(units)
    except Exception as reason:  # signs are a help, and never worth a submission
        said = f"The code could not be looked through ({type(reason).__name__})."
        result.note("static-failed", said)
        return
    for finding in findings:
        place = [finding.get("file", ""), finding.get("line"), finding.get("cell")]
        result.note(finding["kind"], finding["message"], *place)


def _source(unit: Mapping[str, Any], result: Result) -> str:
    if "source" in unit:
        return str(unit["source"])
    return result.texts.get(unit["file"], "")


_PAGE = b"""%PDF-1.4
1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj
3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 300 100] /Contents 4 0 R
/Resources <</Font <</F <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>>>>>>> endobj
4 0 obj <</Length 80>> stream
BT /F 12 Tf 20 60 Td (Problem 1: x = 1) Tj ET
20 40 100 1 re f
endstream endobj
trailer <</Root 1 0 R>>
"""


def warm_up() -> None:
    """Read one tiny submission of every form, so that a forked reader has everything loaded.

    A form whose library nobody asked to load beforehand is left out.
    """
    files = {
        "a.md": b"Problem 1: x (1)\n\n1. *True*\n\n$$x = 1$$\n\n| a |\n|---|\n| 1 |\n",
        "a.yaml": b"p1: [true]\n",
        "a.ipynb": b'{"nbformat":4,"nbformat_minor":5,"metadata":{},"cells":[{"cell_type":"code",'
        b'"id":"a","metadata":{},"outputs":[],"execution_count":1,"source":"%matplotlib inline"}]}',
    }
    if "pypdfium2" in sys.modules:
        files["a.pdf"] = _PAGE
    hint = {"under": ["Problem 1"], "take": "truth_list", "of": [], "parts": []}
    questions = [{"id": "p1", "names": ["P1"], "writeup": hint}]
    sources = ["module", "notebook", "writeup", "data"]
    read(files, {"questions": questions, "sources": sources, "data": {}, "static": True})
