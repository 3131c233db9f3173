"""Without python-flint the same verdicts come from mpmath at two precisions."""

import subprocess
import sys

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


def test_verdicts_without_python_flint() -> None:
    """The fallback tells the same pairs apart, in a process that cannot import flint."""
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=60
    )
    assert run.stdout == "done\n", run.stderr
