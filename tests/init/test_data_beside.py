"""Files beside a notebook that its code names come along; nothing from outside its folder does."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.grade import Options
from grader.init import draft_of, init
from grader.init import files as module
from grader.init.files import data_beside
from grader.init.notebook import read_notebook
from grader.rubric import load_rubric
from grader.selftest import prove
from tests.init.notebooks import code, graded, text, write

CODE = (
    "%matplotlib inline\nimport helper, numpy\nfrom more.parts import f\nimport pandas as pd\n"
    "a = pd.read_csv('rows.csv')\nb = pd.read_csv(\"data/rows.csv\")\nc = open('../secret.csv')\n"
    "d = '/etc/passwd'\ne = 'no such.csv'\ng = 'notes.md'\nh = 'b.ipynb'\ni = 'x' * 300\n"
)


def book(folder: Path, source: str = CODE) -> Path:
    """A notebook with files beside it, and one above."""
    inner = folder / "in"
    (inner / "data").mkdir(parents=True)
    for name in ("rows.csv", "data/rows.csv", "helper.py", "notes.md"):
        (inner / name).write_text("x = 1\n", "utf-8")
    (folder / "secret.csv").write_text("s\n1\n", "utf-8")
    cells = [
        text("# T"), code(source), code("def f(x):\n    return x", **graded("f", solution=True)),
        code("assert f(1) == 1", **graded("test_f", points=1)),
    ]  # fmt: skip
    return write(inner / "b.ipynb", cells)


def test_what_code_names_is_found(tmp_path: Path) -> None:
    """Tables and modules of the course, one of each name; a second one is told."""
    found, notes = data_beside(read_notebook(book(tmp_path)))
    assert sorted(path.name for path in found) == ["helper.py", "rows.csv"]
    assert all(path.is_relative_to(tmp_path / "in") for path in found)
    assert any("two files are called rows.csv" in note for note in notes)


def test_code_that_does_not_parse_names_files_too(tmp_path: Path) -> None:
    """By its texts in quotes."""
    found, _ = data_beside(read_notebook(book(tmp_path, "x = ('rows.csv'\nprint 3")))
    assert [path.name for path in found] == ["rows.csv"]


def test_a_large_file_is_left_to_its_author(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And told."""
    monkeypatch.setattr(module, "MOST_BYTES", 3)
    found, notes = data_beside(read_notebook(book(tmp_path, "open('rows.csv')")))
    assert found == () and "name it under data: yourself" in notes[0]


def test_an_assignment_of_nbgrader_has_its_data(tmp_path: Path) -> None:
    """Beside the rubric, which names it."""
    source = book(tmp_path, "rows = open('rows.csv').read()")
    init(tmp_path / "new", source)
    rubric = load_rubric(tmp_path / "new" / "rubric.yaml")
    assert [one.file for one in rubric.data] == ["data/rows.csv"]
    assert (tmp_path / "new" / "data" / "rows.csv").read_text("utf-8") == "x = 1\n"
    assert len(draft_of(source).questions) == 1


def test_a_sheet_in_several_files_is_put_together(tmp_path: Path) -> None:
    """With what lies beside and below it; its own title counts, not a setting's length."""
    folder = tmp_path / "hw"
    (folder / "questions").mkdir(parents=True)
    (folder / "settings.tex").write_text("\\setlength{\\parindent}{0pt}\n")
    (folder / "hw.tex").write_text(
        "\\documentclass{article}\n\\input{settings}\n\\title{Week 3: Chances}\n"
        "\\begin{document}\n\\maketitle\n\\input{questions/q1.tex}\n\\input{questions/q2}\n"
        "\\end{document}\n"
    )
    (folder / "questions" / "q1.tex").write_text("\\section*{Problem 1 (3 points)}\nExplain it.\n")
    (folder / "questions" / "q2.tex").write_text("\\section*{Problem 2 (2 points)}\nWhy?\n")
    made = init(tmp_path / "new", folder / "hw.tex")
    assert (made.title, made.questions) == ("Week 3: Chances", 2)
    assert made.points == 5
    assert "Explain it." in (tmp_path / "new" / "sheet" / "hw.tex").read_text()
    proof = prove(tmp_path / "new" / "rubric.yaml", Options(isolation="none"))
    assert (proof.short, proof.open) == ((), [])


def test_a_picture_or_a_length_is_no_title() -> None:
    """Nor are LaTeX's commands around the words of one."""
    from grader.init.sheet import sheet_of

    question = "\n\n## Problem 1\n\nExplain.\n"
    titles = {
        "![picture](region:0)\n\n![equation-object](region:1)": "usual",
        "![picture](region:0)\n\nProblem Set 4": "Problem Set 4",
        "\\center{\\vskip -1.0cm **Exercises** of week 1}": "Exercises of week 1",
        "# \\textbf{Homework} $\\theta_{1}$": "Homework $\\theta_{1}$",
    }
    assert {text: sheet_of(text + question, "usual").title for text in titles} == titles
