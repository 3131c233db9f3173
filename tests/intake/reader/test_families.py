# ruff: noqa: E501 (a table of families reads best in full lines)
"""What reading costs grows with a file and not with its square, in every format that is read.

Calls are counted, of Python and of C; what one search of one text costs is bounded by the room that
a file has (`test_room.py`).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

import pytest

from grader.intake.reader.exchange import read
from tests.intake.documents.word import docx, lvl, math, mr, numbered, p, tbl
from tests.intake.hints import plain_hints


def latex(line: str) -> Callable[[int], dict[str, bytes]]:
    """A LaTeX document that says one thing again and again under a label."""
    return lambda n: {
        "hw.tex": f"\\begin{{document}}\n\\section{{Problem 3}}\n3-1) {line * n}\n\\end{{document}}".encode()
    }


def plain(name: str, line: str, head: str = "Problem 3\n\n3-1)\n\n") -> Callable[[int], dict[str, bytes]]:
    """A text that says one thing again and again under a label."""
    return lambda n: {name: (head + line * n).encode()}


def notebook(**cell: Any) -> Callable[[int], dict[str, bytes]]:
    """A notebook of one cell again and again."""
    whole = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": 1, "source": "x = 1", **cell}
    rest = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}}
    return lambda n: {"hw.ipynb": json.dumps({"cells": [whole] * n, **rest}).encode()}


def word(*blocks: str) -> Callable[[int], dict[str, bytes]]:
    """A Word file of some blocks again and again."""
    return lambda n: {"hw.docx": docx(p("Problem 3", style="H1"), *(blocks * n))}


FRACTION = f"<m:f><m:num>{mr('x')}</m:num><m:den>{mr('y')}</m:den></m:f>"
FAMILIES: dict[str, Callable[[int], dict[str, bytes]]] = {
    "LaTeX: matrices": latex("$x = \\begin{pmatrix}1\\\\2\\end{pmatrix}$\n\n"),
    "LaTeX: matrices that never end": latex("\\begin{pmatrix}"),
    "LaTeX: one formula of matrices that never end": plain("hw.md", "\\begin{pmatrix}", "Problem 3\n\n3-1)\n\n$$x = "),
    "LaTeX: lists in lists": latex("\\begin{enumerate}\\item a\n"),
    "LaTeX: items": latex("\\item x = 1\n"),
    "LaTeX: displays": latex("\\[ x = 1 \\]\n"),
    "LaTeX: displays that never end": latex("\\[ x = 1\n"),
    "LaTeX: aligned rows": latex("\\begin{align*} x &= 1 \\\\ &= 2 \\end{align*}\n\n"),
    "LaTeX: environments that never end": latex("\\begin{align*} x &= 1\n\n"),
    "LaTeX: rows of a table": latex("\\begin{tabular}{cc} 1 & 2 \\\\ \\end{tabular}\n"),
    "LaTeX: verbatim": latex("\\begin{verbatim}\nx = 1\n\\end{verbatim}\n"),
    "LaTeX: commands": lambda n: {"hw.tex": ("".join(f"\\newcommand{{\\q{chr(97 + k % 26) * (1 + k // 26)}}}{{x}}\n" for k in range(n)) + "\\begin{document}\n\\section{Problem 3}\n" + "\\qa " * n + "\n\\end{document}").encode()},
    "LaTeX: braces": latex("{"),
    "LaTeX: bold": latex("\\textbf{"),
    "LaTeX: dollars": latex("$ "),
    "LaTeX: pictures": latex("\\includegraphics{a}\n"),
    "LaTeX: files that are put in": lambda n: {"hw.tex": b"\\begin{document}\n" + b"".join(b"\\input{p%d}\n" % k for k in range(n // 4)) + b"\\end{document}", **{f"p{k}.tex": b"x" for k in range(n // 4)}},
    "Markdown: pictures": plain("hw.md", "![a](b.png)\n\n"),
    "Markdown: pictures that never end": plain("hw.md", "![]("),
    "Markdown: names of pictures that never end": plain("hw.md", "!["),
    "Markdown: links": plain("hw.md", "[a](b) "),
    "Markdown: brackets": plain("hw.md", "[["),
    "Markdown: round brackets": plain("hw.md", "$(("),
    "Markdown: quotes": plain("hw.md", "> x = 1\n\n"),
    "Markdown: lists in lists": lambda n: {"hw.md": ("Problem 3\n\n" + "".join("  " * (k % 20) + "- x = 1\n" for k in range(n))).encode()},
    "Markdown: emphasis": plain("hw.md", "**a *b "),
    "Markdown: definitions of links": lambda n: {"hw.md": "".join(f"[a{k}]: b\n" for k in range(n)).encode()},
    "Markdown: comments": plain("hw.md", "<!-- a -->\n"),
    "Markdown: comments that never end": plain("hw.md", "<!-- a\n"),
    "Markdown: tables in HTML that never end": plain("hw.md", "<table><tr><td>1\n"),
    "Markdown: equals signs": plain("hw.md", "$x=", "Problem 3\n\n3-1) "),
    "Markdown: lines of one formula": plain("hw.md", "x = 1 \\\\\n", "Problem 3\n\n3-1)\n\n$$\n"),
    "Markdown: commas": plain("hw.md", "a, ", "Problem 3\n\n3-1) $x = "),
    "Markdown: entities": plain("hw.md", "&lt;&nbsp;"),
    "Markdown: front matter": plain("hw.md", "a: b\n", "---\n"),
    "Markdown: files": lambda n: {f"hw{k}.md": b"Problem 3\n\n3-1) $x = 1$\n" for k in range(n // 10)},
    "HTML: tags that never end": plain("hw.html", "<a "),
    "HTML: tags with quotes that never end": plain("hw.html", "<a b='"),
    "HTML: comments that never end": plain("hw.html", "<!--"),
    "HTML: comments that end wrongly": plain("hw.html", "<!-- >"),
    "HTML: declarations": plain("hw.html", "<![x >"),
    "HTML: instructions": plain("hw.html", "<?"),
    "HTML: ends": plain("hw.html", "</"),
    "HTML: formulas in formulas": plain("hw.html", "<math><mfrac></mi>"),
    "HTML: formulas": plain("hw.html", "<math><mi>x</mi><mo>=</mo><mn>1</mn></math>"),
    "HTML: drawings": plain("hw.html", "<svg><g></g>"),
    "HTML: sources of formulas": plain("hw.html", "<span class='MathJax'>x</span><script type='math/tex'>x"),
    "HTML: boxes in boxes": plain("hw.html", "<div><ol><li>"),
    "HTML: cells": plain("hw.html", "<table><tr><td>1</td></tr></table>"),
    "HTML: letters above": plain("hw.html", "e<sup>x"),
    "HTML: a notebook's boxes": plain("hw.html", "<div><pre></pre></b>", "<div class='jp-Cell jp-CodeCell'>"),
    "Word: paragraphs": word(p("3-1) x = 1")),
    "Word: lists": lambda n: {"hw.docx": docx(*(numbered(1, k % 3, "a") for k in range(n)), numbering=lvl(0, "decimal", "%1."))},
    "Word: tables": word(tbl(["1", "2"])),
    "Word: one table of many rows": lambda n: {"hw.docx": docx(tbl(*[["1", "2"]] * n))},
    "Word: formulas": word(p(math(FRACTION))),
    "Word: one formula": lambda n: {"hw.docx": docx(p(math(FRACTION * n)))},
    "Word: runs of one paragraph": lambda n: {"hw.docx": docx(p(*["x = 1 "] * n))},
    "notebook: code": notebook(),
    "notebook: texts": notebook(cell_type="markdown", source="3-1) $x = 1$"),
    "notebook: outputs": notebook(outputs=[{"output_type": "stream", "name": "stdout", "text": "1\n"}]),
    "notebook: one cell of many outputs": lambda n: notebook(outputs=[{"output_type": "stream", "name": "stdout", "text": "1\n"}] * n)(1),
    "notebook: cells that do not parse": notebook(source="def f(:"),
    "notebook: one source of many lines": lambda n: notebook(source=["x = 1\n"] * n)(1),
    "notebook: cut off": lambda n: {"hw.ipynb": notebook()(n)["hw.ipynb"][:-20]},
    "data: rows": plain("hw.csv", "1,2\n", "a,b\n"),
    "data: quotes": plain("hw.csv", '"', "a,b\n"),
    "data: lists in JSON": lambda n: {"hw.json": b'{"p1": [' + b"true, " * n + b"true]}"},
    "data: brackets in JSON": plain("hw.json", "[", ""),
    "data: lists in YAML": plain("hw.yaml", "- True\n", "p1:\n"),
    "data: names in YAML": lambda n: {"hw.yaml": "".join(f"a{k}: 1\n" for k in range(n)).encode()},
    "data: brackets in YAML": plain("hw.yaml", "[", "p1: "),
    "data: lists in lists in YAML": plain("hw.yaml", "- ", "p1:\n  "),
    "data: aliases in YAML": plain("hw.yaml", "- *a\n", "a: &a [1]\np1:\n"),
    "code: blanks": plain("hw.py", " ", "x = (\n"),
    "code: blanks and tabs": plain("hw.py", " \t", "x = (\n"),
    "code: names": plain("hw.py", "_", "x = (\n"),
    "code: brackets": plain("hw.py", "(", ""),
    "code: comments as labels": plain("hw.py", "# Problem 3-1\nx = 1\n", ""),
    "code: functions": lambda n: {"hw.py": "".join(f"def f{k}(x):\n    return x\n\n" for k in range(n)).encode()},
    "code: imports": lambda n: {"hw.py": "".join(f"import a{k}\n" for k in range(n)).encode()},
    "code: calls in calls": plain("hw.py", "f(", "x = "),
    "code: attributes": plain("hw.py", ".a", "x = a"),
    "code: files": lambda n: {f"m{k}.py": f"from m{k + 1} import x\n".encode() for k in range(n // 4)},
    "truth: reasons over lines": plain("hw.md", "1. False\nsince\n\n", "Problem 1\n\n"),
    "truth: numbers": lambda n: {"hw.md": ("Problem 1\n\n" + "".join(f"1-{k}) False\n" for k in range(n))).encode()},
    "truth: bold": plain("hw.md", "**True** ", "Problem 1\n\n"),
    "truth: negations": plain("hw.md", "not true ", "Problem 1\n\n1. "),
    "truth: a table": plain("hw.md", "| 1 | F | x |\n", "Problem 1\n\n| a | b | c |\n|---|---|---|\n"),
    "names: folders": lambda n: {"/".join(["a"] * (k % 30 + 1)) + f"/f{k}.txt": b"x" for k in range(n // 4)},
    "names: letters": lambda n: {"a" * n + ".md": b"x", "b" * n + ".py": b"x = 1"},
    "names: brackets": lambda n: {"(1)" * (n // 4) + ".md": b"x"},
}  # fmt: skip


def calls(files: dict[str, bytes]) -> int:
    """How many functions, of Python or C, are called while files are read."""
    count = 0

    def counted(frame: Any, event: str, argument: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    hints = plain_hints(static=True)
    sys.setprofile(counted)
    try:
        read(files, hints)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("family", FAMILIES)
def test_twice_the_file_costs_at_most_twice_the_work(family: str) -> None:
    """From 120 to 240 of anything the calls at most double, and some for all."""
    read(FAMILIES[family](4), plain_hints(static=True))  # loads what is loaded once
    few, many = (calls(FAMILIES[family](n)) for n in (120, 240))
    assert many <= 2.4 * few + 10_000
