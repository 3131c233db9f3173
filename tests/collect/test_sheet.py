"""The sheet of a course, in any format: its text is no answer, its questions are prompts."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.collect.plan import plan_of, with_prompts
from grader.collect.sheet import prompts, text_of
from grader.intake.reader.starter import Starter
from grader.rubric.load import load_rubric
from tests.intake.documents.paper import Paper
from tests.intake.documents.word import docx, math, mr, p

LABELS = {"mean": ["Problem 1", "a"], "size": ["Problem 2"]}
ASKED = "What is the mean of all the numbers that stand in the table above?"
CHOOSE = "Choose a number of samples that is large enough for the error to stay below the limit."


def as_markdown() -> tuple[str, bytes]:
    """The sheet as Markdown."""
    text = f"# Problem 1\n\n(a) [2 points] {ASKED}\n\n# Problem 2\n\n{CHOOSE}\n\n$$n \\ge 3$$\n"
    return "sheet.md", text.encode()


def as_latex() -> tuple[str, bytes]:
    """The sheet as a LaTeX source."""
    text = rf"""\documentclass{{article}}
\begin{{document}}
\section*{{Problem 1}}
\begin{{enumerate}}
\item {ASKED}
\end{{enumerate}}
\section*{{Problem 2}}
{CHOOSE}
\[ n \ge 3 \]
\end{{document}}
"""
    return "sheet.tex", text.encode()


def as_word() -> tuple[str, bytes]:
    """The sheet as a Word file."""
    body = [p("Problem 1", style="H1"), p(f"(a) {ASKED}"), p("Problem 2", style="H1"), p(CHOOSE)]
    return "sheet.docx", docx(*body, p(math(mr("n≥3"))))


def as_pdf() -> tuple[str, bytes]:
    """The sheet as a PDF, whose lines break anywhere."""
    paper = Paper()
    paper.text(72, 80, "Problem 1", "bold", 14)
    words = f"(a) {ASKED}".split()
    paper.text(72, 110, " ".join(words[:8]))
    paper.text(72, 124, " ".join(words[8:]))
    paper.text(72, 160, "Problem 2", "bold", 14)
    words = CHOOSE.split()
    paper.text(72, 190, " ".join(words[:9]))
    paper.text(72, 204, " ".join(words[9:]))
    return "sheet.pdf", paper.pdf()


FORMS = [as_markdown, as_latex, as_word, as_pdf]


@pytest.mark.parametrize("form", FORMS)
def test_a_sheet_asks_under_its_labels(form: Callable[[], tuple[str, bytes]]) -> None:
    """The question stands there without its label and its points."""
    found = prompts(text_of(*form()), LABELS)
    assert " ".join(found["mean"].split()) == ASKED
    assert " ".join(found["size"].split()).startswith(CHOOSE)


@pytest.mark.parametrize("form", FORMS)
def test_words_of_the_sheet_are_no_answer(form: Callable[[], tuple[str, bytes]]) -> None:
    """However a student's file breaks and sets them; what is typed behind them stays."""
    name, data = form()
    starter = Starter({name: data, f"{name}.md": text_of(name, data).encode()})
    torn = ASKED.replace("of all", "of\nall")
    assert starter.own_text(f"{torn} The mean is 4.").strip() == "The mean is 4."
    assert starter.own_text(rf"\textbf{{{CHOOSE}}} True.").strip(" {}") == "True."
    assert starter.own_text("The mean of the numbers is 4.") == "The mean of the numbers is 4."


@pytest.mark.parametrize("form", FORMS)
def test_a_rubric_without_prompts_has_those_of_its_sheet(
    form: Callable[[], tuple[str, bytes]], tmp_path: Path
) -> None:
    """A prompt that the rubric spells stays; a plan holds what the sheet says as a text."""
    name, data = form()
    (tmp_path / name).write_bytes(data)
    rubric = tmp_path / "rubric.yaml"
    rubric.write_text(
        f"""title: A
sheet: {name}
questions:
  - id: mean
    kind: numeric
    points: 1
    writeup: {{under: ["Problem 1", "a"], take: formula, of: [mean]}}
    key: 4
  - id: size
    kind: numeric
    points: 1
    prompt: How many?
    writeup: {{under: ["Problem 2"], take: formula, of: [n]}}
    key: 3
""",
        encoding="utf-8",
    )
    found = with_prompts(load_rubric(rubric))
    assert [" ".join(q.prompt.split()) for q in found.questions] == [ASKED, "How many?"]
    said = b"\n".join(plan_of(found).handed_out.values()).decode("utf-8", "replace")
    assert "large enough" in " ".join(said.split())


def test_a_sheet_that_cannot_be_read_asks_nothing() -> None:
    """It is the instructor's, so that nothing is said of a student."""
    assert text_of("sheet.pdf", b"%PDF-1.4 no more") == ""
    assert prompts("", LABELS) == {}


def test_a_long_line_is_compared_at_once() -> None:
    """A line of thousands of letters behind a label, or as many words, costs nothing to compare."""
    starter = Starter({"sheet.md": b"(a) one option\n\n(b) another option\n"})
    begun = time.process_time()
    for line in ("(a) " + "x" * 20_000 + " \t", "(b) " + "word " * 5_000, "1. " + "x" * 20_000):
        assert not starter.is_labelled(line)
        assert starter.own_text(line).strip() == line.strip()
    assert time.process_time() - begun < 1
