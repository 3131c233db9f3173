"""Submissions that try to pass an instructor's tests without doing the work, in the sandbox.

The tests run in the process of the submission's code, so the promise is weaker than elsewhere;
what holds and what does not stands in SECURITY.md, and here.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.errors import SandboxRefusal
from grader.sandbox import verified_tier
from tests.questions.test_pytest_run import RIGHT, asked, told

pytestmark = [pytest.mark.attack, pytest.mark.sandbox]

WRONG = RIGHT.replace("** 2", "* 5 + 7")

LOADED = {
    "writes outcomes to every open file": """
import json, os, struct
row = json.dumps({"row": "t", "value": {"test": "test_spread[values0-1]", "ok": True}}).encode()
for number in range(3, 64):
    try:
        os.write(number, struct.pack(">II", len(row), 0) + row)
    except OSError:
        pass
""",
    "says that it is done": """
import gc
for one in gc.get_objects():
    if type(one).__name__ == "Channel":
        one.send({"probe": "t", "outcome": "answer", "value": [], "how": ""})
        one.send({"done": True, "notes": []})
""",
    "sends outcomes by the channel": """
import gc
for one in gc.get_objects():
    if type(one).__name__ == "Channel":
        for name in ("test_spread[values0-1]", "test_spread[values1-0]"):
            one.send({"row": "t", "token": "", "value": {"test": name, "ok": True}})
""",
    "exchanges a function's code": """
import _pytest.python
_pytest.python.Function.runtest.__code__ = (lambda self: None).__code__
""",
    "changes the arithmetic of tests": """
import builtins, math
math.isclose = lambda *a, **k: True
builtins.abs = lambda x: 0
builtins.sum = lambda *a: 0
""",
    "leaves hooks and settings beside": """
import os
open("conftest.py", "w").write("import pytest\\n@pytest.hookimpl(tryfirst=True)\\n"
    "def pytest_pyfunc_call(pyfuncitem): return True\\n")
open("pytest.ini", "w").write("[pytest]\\naddopts = --collect-only\\n")
open("pytest.py", "w").write("def main(*a, **k): return 0\\n")
os.environ["PYTEST_ADDOPTS"] = "--collect-only"
""",
    "looks for the tests while it is loaded": """
import glob, gc
FOUND = [p for p in glob.glob("**/*test_hw*", recursive=True)]
FOUND += [o for o in gc.get_objects() if isinstance(o, dict) and "test_hw.py" in o]
assert not FOUND, FOUND
""",
}


@pytest.mark.parametrize("tier", ["namespaces", "landlock"])
@pytest.mark.parametrize("name", LOADED)
def test_what_is_done_while_loading_passes_nothing(tmp_path: Path, name: str, tier: str) -> None:
    """Neither writing, ending, exchanging nor leaving something makes wrong work pass."""
    try:
        verified_tier(tier)
    except SandboxRefusal as refusal:
        pytest.skip(str(refusal))
    found = asked(tmp_path, LOADED[name] + WRONG, reference=RIGHT, isolation=tier)
    assert found["status"] != "correct", told(found)
    assert (found["score"] or 0) <= 2


def test_the_same_beside_right_work_is_told_or_harmless(tmp_path: Path) -> None:
    """The tests are not there yet, so looking for them finds nothing and costs nothing."""
    source = LOADED["looks for the tests while it is loaded"] + RIGHT
    assert asked(tmp_path, source, reference=RIGHT, isolation="auto")["status"] == "correct"
    source = LOADED["changes the arithmetic of tests"] + RIGHT
    found = asked(tmp_path, source, reference=RIGHT, isolation="auto")
    assert found["status"] == "awaiting" and "builtins.abs" not in told(found)


def test_what_is_not_promised_is_possible(tmp_path: Path) -> None:
    """Code that a test calls can read what the test expects: this kind never promises otherwise."""
    source = RIGHT.replace(
        "def spread(values):",
        "import sys\ndef spread(values):\n"
        "    return sys._getframe(1).f_locals['wanted']\ndef other(values):",
    )
    found = asked(tmp_path, source, reference=RIGHT, isolation="auto")
    assert found["status"] == "correct" and "which could see them" in told(found)
