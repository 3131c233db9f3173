"""Texts that have cells: R Markdown and its relatives, and notebooks saved as web pages."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from typing import Any

from ..documents.notebooks import cells_of
from ..documents.notebooks.cells import Notebook, Output
from ..result import Result
from ..writeup import read_cells
from ..writeup.copied.printed import is_copy, words_of
from .notebook import add_cells
from .scripts import units_of

_OTHER_CHUNK = re.compile(r"(?m)^[ ]{0,3}(?:`{3,}|~{3,})\s*\{\s*(?P<engine>(?!py|ipy)[A-Za-z]\w*)")
_DATA = re.compile(r"data:image/[^)\s\"']*")


def read_exported(name: str, text: str, hints: Mapping[str, Any], result: Result) -> bool:
    """Read a text with cells of code by its cells; False where it has none."""
    lower = name.lower()
    if lower.endswith((".rmd", ".qmd")) and (other := _OTHER_CHUNK.search(text)) is not None:
        message = f"{name} has code in {other['engine']}, not in Python; that is not run."
        result.note("notebook-language", message, name, text.count("\n", 0, other.start()) + 1)
    notebook = cells_of(name, text)
    if notebook is None:
        return False
    if lower.endswith((".html", ".htm")):
        _read_page(name, notebook, hints, result)
        return True
    if all(cell.kind != "code" for cell in notebook.cells):
        return False
    result.read_texts.append(text)
    units, cells = units_of(name, notebook, "writeup", hints, result)
    result.forms.append({"form": "writeup", "file": name, "units": units})
    read_cells(name, cells, hints, result, "writeup")
    return True


def _read_page(name: str, notebook: Notebook, hints: Mapping[str, Any], result: Result) -> None:
    """A notebook in a web page; one that shows another file of the submission is passed over."""
    said = _DATA.sub("", "\n".join(cell.source for cell in notebook.cells))
    written = "\n".join((*result.read_texts, *result.texts.values()))
    if is_copy(said, words_of(written)):
        message = f"{name} shows what stands in another file of the submission; that one is read."
        result.note("printed-copy", message, name)
        return
    cells = [
        {
            "cell_type": cell.kind,
            "source": cell.source,
            "outputs": [_output(one, notebook) for one in cell.outputs],
        }
        for cell in notebook.cells
    ]
    add_cells(name, cells, hints, result)


def _output(output: Output, notebook: Notebook) -> dict[str, Any]:
    """What a cell showed as a notebook's own file has it."""
    if output.kind == "stream":
        return {"output_type": "stream", "name": "stdout", "text": output.text}
    if output.kind == "error":
        name, _, said = output.text.rpartition("\n")[2].partition(": ")
        return {"output_type": "error", "ename": name, "evalue": said}
    data = {"text/plain": output.text}
    if output.region is not None:
        data = {"image/png": b64encode(notebook.regions[output.region].png).decode()}
    return {"output_type": "execute_result", "data": data}
