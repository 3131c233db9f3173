"""Without python-flint the same verdicts come from mpmath at two precisions."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROGRAM = """
import sys
sys.modules["flint"] = None
from grader.equivalence import compare
for given, expected, verdict in (
    ("(x+1)^2", "x^2+2x+1", "equal"),
    ("sin(x)^2+cos(x)^2", "1", "equal"),
    ("sqrt(x^2)", "x", "different"),
    ("log(x^2)", "2log(x)", "equal_on_common_domain"),
    ("9^9^9^9", "1", "unknown"),
    ("100000000!", "2", "different"),
    ("1+e^(-10000)", "1", "unknown"),
    ("sin(1024 pi x)", "0", "different"),
    ("(2x, x/x)", "(x+x, 1)", "equal_on_common_domain"),
    ("y = 2x", "2x - y = 0", "equal"),
    ("x^2 = 1", "x = 1", "different"),
    ("int_0^1 x dx", "1/2", "unknown"),
):
    found = compare(given, expected)
    assert found.verdict == verdict, (given, expected, found)
assert compare("e^(i pi)", "-1", domain="complex").verdict == "equal"
print("done")
"""

TABLE = """
import sys
sys.modules["flint"] = None
from grader.equivalence import compare
from tests.equivalence.test_pairs import PAIRS
functions = [pair for pair in PAIRS if pair.about.startswith("named functions")]
for pair in functions + PAIRS[::6]:
    found = compare(pair.given, pair.expected, **pair.options)
    assert found.verdict in (pair.verdict, "unknown"), (pair, found)
print("done")
"""


def test_verdicts_without_python_flint() -> None:
    """The fallback tells the same pairs apart, in a process that cannot import flint."""
    _done(PROGRAM)


def test_no_verdict_of_the_table_is_contradicted() -> None:
    """Where mpmath cannot decide what flint can, the verdict is unknown, never another one."""
    _done(TABLE)


def _done(program: str) -> None:
    command = [sys.executable, "-c", program]
    run = subprocess.run(command, capture_output=True, text=True, timeout=300, cwd=ROOT)
    assert run.stdout == "done\n", run.stderr
