"""Libraries that are not installed: their imports are left out, and what uses them alone fails."""

from __future__ import annotations

import json
from typing import Any

from grader.intake.reader.exchange import read
from grader.intake.reader.python.absent import without_absent
from tests.intake.hints import plain_hints

MODULE = """\
from __future__ import annotations
import math, absent_one as one
from absent_two.layers import (
    Dense,
); before = 1
model = Dense([
    7,
])
said = model.summary()
class Net(one.Module):
    pass
def later():
    return one.read()
after = before + math.floor(1.5)
"""


def test_a_module_goes_on_without_a_library() -> None:
    """Statements that use it are passed over, in turn; functions and the rest stay."""
    told: list[int] = []
    text = without_absent(MODULE, (), lambda line, said: told.append(line), whole=True)
    assert sorted(told) == [2, 3]
    assert text.count("\n") == MODULE.count("\n")
    scope: dict[str, Any] = {"__file__": "x.py"}
    exec(compile(text, "x.py", "exec"), scope)
    assert scope["after"] == 2
    assert "later" in scope
    assert not {"model", "said", "Net", "Dense"} & set(scope)


def test_a_library_that_is_there_after_all_is_used() -> None:
    """The interpreter of the hand-ins may have what ours has not; errors keep their lines."""
    text = without_absent(
        "import absent_one\n\n\nx = absent_one.y\n", (), lambda *_: None, whole=True
    )
    module = type("module", (), {"y": 3})
    scope: dict[str, Any] = {"__file__": "x.py"}
    import sys

    sys.modules["absent_one"] = module  # type: ignore[assignment]
    try:
        exec(compile(text, "x.py", "exec"), scope)
    finally:
        del sys.modules["absent_one"]
    assert scope["x"] == 3


def test_what_is_installed_or_handed_in_stays_as_it_is() -> None:
    """Also an import that a `try` guards, and one inside a function."""
    text = (
        "import json\nimport mine\ntry:\n    import absent\nexcept ImportError:\n    absent = 0\n"
    )
    assert without_absent(text, ("mine",), lambda *_: None, whole=True) == text


def test_one_import_does_not_cost_its_cell() -> None:
    """The imports of a first cell come together; the finding names cell and line."""
    cell = {"cell_type": "code", "metadata": {}, "source": "import absent_one\nimport json\nx = 1"}
    notebook = json.dumps({"nbformat": 4, "metadata": {}, "cells": [cell]})
    result = read({"hw.ipynb": notebook.encode()}, plain_hints())
    scope: dict[str, Any] = {}
    exec(result.forms[0]["units"][0]["source"], scope)
    assert scope["x"] == 1
    assert [[row[0], row[3], row[4]] for row in result.findings] == [["library-absent", 1, 1]]
