"""Puts the pages of eight samples into docs/gallery, with what each of these students did.

`python -m tests.reports.gallery RESULTS docs/gallery`, where RESULTS is what `grader grade
submissions --rubric rubric/homework2.yaml --out RESULTS` left.
"""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

STUDENTS = {
    "wrong_sign": "climbed instead of descending, and lost a minus sign in the Jacobian",
    "follow_through": "slipped in the gradient and carried it on rightly: it costs once",
    "transposed_jacobian": "wrote the Jacobian with rows and columns exchanged",
    "sequential_update": "used the new first parameter to update the second",
    "crashes_on_import": "divided by zero half-way: what stands below was not run",
    "written_up": "handed in a write-up instead of code",
    "leaks_test_rows": "trained on the test rows, and it is told with its line",
    "empty": "handed in a file that holds none of the answers",
}
"""What each of the eight did, by the sample's folder."""


_MACHINES = (
    (re.compile(r'<meta name="fingerprint".*?>|<footer.*?</footer>', re.DOTALL), ""),
    (re.compile(r"<path [^>]*>|<(?:line|circle|polyline|rect) [^>]*>"), ""),
    (re.compile(r"\d+(?:\.\d+)? s\b"), "# s"),
    (re.compile(r"\d+\.\d+"), "#"),
)
"""What may differ between machines: packages, and the last digits of what models learned."""


def comparable(page: str) -> str:
    """A page without what may differ between machines."""
    for pattern, instead in _MACHINES:
        page = pattern.sub(instead, page)
    return page


def gallery(results: Path, out: Path) -> None:
    """Copy the pages and write the list of them."""
    out.mkdir(parents=True, exist_ok=True)
    lines = [
        "# Gallery", "",
        "Pages as students of Homework 2 get them, made from `submissions/` by `make gallery`.",
        "Save one and open it in a browser: each is one file, without a script.", "",
        "| page | what this student did |", "|---|---|",
    ]  # fmt: skip
    for name, did in STUDENTS.items():
        shutil.copyfile(results / "reports" / f"{name}.html", out / f"{name}.html")
        lines.append(f"| [{name}]({name}.html) | {did} |")
    (out / "README.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    gallery(Path(sys.argv[1]), Path(sys.argv[2]))
