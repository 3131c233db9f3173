"""However a document is damaged, a right answer in it is right or a person's, never a zero."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from grader.collect.plan import plan_of
from grader.collect.submission import hints_of, merge
from grader.evidence import Evidence
from grader.intake.reader.exchange import read
from grader.intake.reply import parse_reading
from grader.marking.mark import mark
from grader.marks import Mark, Status
from grader.rubric.load import load_rubric
from grader.sandbox.frames import Frame
from tests.intake.documents.paper import HEIGHT, WIDTH, Paper
from tests.intake.documents.test_odt_rtf import OBJECT, odt, rtf
from tests.intake.documents.word import docx, math, mr, p

RUBRIC = r"""
title: Three answers
sources: [writeup, notebook]
questions:
  - id: value
    kind: numeric
    points: 1
    writeup: {under: ["Problem 1"], take: formula, of: [a]}
    key: -3.25
  - id: formula
    kind: symbolic
    points: 1
    writeup: {under: ["Problem 2"], take: formula, of: ['f(x)', f]}
    variables: [x]
    functions: [f]
    key: 2*x - 7
  - id: truth
    kind: choice
    points: 1
    writeup: {under: ["Problem 3"], take: prose}
    options: {"true": "True", "false": "False"}
    key: ["false"]
"""
ANSWERS = ("a = -3.25", "f(x) = 2x - 7", "False, since it may be negative.")
OTHERS = ("a = 4", "f(x) = 5x^2 + 1", "True, whatever it is.")
LABELS = ("Problem 1", "Problem 2", "Problem 3")


@dataclass(frozen=True)
class Written:
    """What stands in a document: each label with its lines; one sign may be drawn or unreadable."""

    labels: tuple[str, ...] = LABELS
    lines: tuple[tuple[str, ...], ...] = tuple((answer,) for answer in ANSWERS)
    drawn: int | None = None
    """The answer whose first minus is drawn as a line."""
    unknown: int | None = None
    """The answer whose first minus is a glyph without a meaning."""
    pages: int = 9
    """How many pages the file still has."""


def as_latex(written: Written) -> tuple[str, bytes]:
    """A LaTeX source; what would be drawn in a PDF is a picture in it."""
    rows = [r"\documentclass{article}", r"\begin{document}"]
    for number, (label, lines) in enumerate(zip(written.labels, written.lines, strict=True)):
        rows.append(rf"\section*{{{label}}}" if label else "")
        for line in lines:
            if number in (written.drawn, written.unknown):
                rows.append(r"\includegraphics{answer.png}")
            else:
                rows.append(f"${line}$" if "=" in line else line)
            rows.append("")
    return "hw.tex", "\n".join([*rows, r"\end{document}"]).encode()


def as_word(written: Written) -> tuple[str, bytes]:
    """A Word file whose formulas are Word's own."""
    body = []
    for number, (label, lines) in enumerate(zip(written.labels, written.lines, strict=True)):
        body.append(p(label, style="H1") if label else p(" "))
        for line in lines:
            if number in (written.drawn, written.unknown):
                body.append(p("<w:r><w:object><o:OLEObject ProgID='Equation.3'/></w:object></w:r>"))
            else:
                body.append(p(math(mr(line))) if "=" in line else p(line))
    return "hw.docx", docx(*body)


def as_markdown(written: Written) -> tuple[str, bytes]:
    """A text in Markdown."""
    return "hw.md", "\n\n".join(_markdown(written)).encode()


def as_notebook(written: Written) -> tuple[str, bytes]:
    """A notebook with a text cell for each label and each line."""
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": text} for text in _markdown(written)
    ]
    book = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    return "hw.ipynb", json.dumps(book).encode()


def _markdown(written: Written) -> Iterator[str]:
    for number, (label, lines) in enumerate(zip(written.labels, written.lines, strict=True)):
        yield f"## {label}" if label else " "
        for line in lines:
            if number in (written.drawn, written.unknown):
                yield "![](answer.png)"
            else:
                yield f"${line}$" if "=" in line else line


def as_page(formula: Callable[[str], str]) -> Any:
    """A writer of web pages with formulas of one kind, which may be cells of a notebook."""

    def write(written: Written) -> tuple[str, bytes]:
        rows = ["<!doctype html><html><body>"]
        for number, (label, lines) in enumerate(zip(written.labels, written.lines, strict=True)):
            rows.append(f"<h2>{label}<a href='#x'>¶</a></h2>" if label else "<p></p>")
            for line in lines:
                if number in (written.drawn, written.unknown):
                    rows.append("<p><svg><path d='M0 0'></path></svg></p>")
                else:
                    rows.append(f"<p>{formula(line) if '=' in line else line}</p>")
        return "hw.html", "\n".join([*rows, "</body></html>"]).encode()

    return write


def _mathml(line: str) -> str:
    signs = re.findall(r"[a-z]|[\d.]+|\^|\S", line)
    tags = {True: "mi", False: "mo"}
    written, power = "", False
    for sign in signs:
        if sign == "^":
            power = True
            continue
        name = "mn" if sign[0].isdigit() else tags[sign.isalpha()]
        one = f"<{name}>{sign}</{name}>"
        if power:
            before, _, base = written.rpartition("<mi>")
            one, power = f"{before}<msup><mi>{base}{one}</msup>", False
            written = ""
        written += one
    return f"<math><mrow>{written}</mrow></math>"


def _mathjax(line: str) -> str:
    return f"<span class='MathJax'>{line}</span><script type='math/tex'>{line}</script>"


def as_open_document(written: Written) -> tuple[str, bytes]:
    """A text of LibreOffice; what is drawn is an object that is not there."""
    body = ""
    for number, (label, lines) in enumerate(zip(written.labels, written.lines, strict=True)):
        level = '<text:h text:outline-level="1">'
        body += f"{level}{label}</text:h>" if label else "<text:p/>"
        for line in lines:
            drawn = number in (written.drawn, written.unknown)
            body += f"<text:p>{OBJECT if drawn else line}</text:p>"
    return "hw.odt", odt(body)


def as_rich_text(written: Written) -> tuple[str, bytes]:
    """A text of WordPad."""
    body = ""
    for number, (label, lines) in enumerate(zip(written.labels, written.lines, strict=True)):
        body += rf"{{\b {label}}}\par " if label else r"\par "
        for line in lines:
            drawn = number in (written.drawn, written.unknown)
            body += (r"{\object x}" if drawn else line) + r"\par "
    return "hw.rtf", rtf(body)


def as_paper(font: str, label_font: str, size: float, left: float) -> Any:
    """A writer of PDFs with one problem per page, in the looks of one program."""

    def write(written: Written) -> tuple[str, bytes]:
        paper = Paper()
        for number, (label, lines) in enumerate(zip(written.labels, written.lines, strict=True)):
            if number:
                paper.page()
            paper.text(left, 90, label, label_font, size + 3)
            y = 90 + 3 * size
            for line in lines:
                before, minus, after = line.partition("-")
                marked = minus and number in (written.drawn, written.unknown)
                paper.text(left, y, before if marked else line, font, size)
                if marked:
                    x = left + _width(before, font, size)
                    if number == written.drawn:
                        paper.fill(x + 1, y - 0.3 * size, 0.5 * size, 0.6)
                    else:
                        paper.text(x, y, "A", "unknown", size)
                    paper.text(x + 0.7 * size, y, after.lstrip(), font, size)
                y += 2 * size
        paper.pages = paper.pages[: written.pages]
        return "hw.pdf", paper.pdf()

    return write


def _width(text: str, font: str, size: float) -> float:
    """About how wide a text is; a little too wide does no harm."""
    return len(text) * size * (0.6 if font == "fixed" else 0.52)


def as_scan(written: Written) -> tuple[str, bytes]:
    """A photo of the page, with the text that a phone put behind it."""
    paper = Paper()
    grey = bytes((x * 7 + y * 13) % 256 for y in range(60) for x in range(80))
    paper.picture(0, 0, WIDTH, HEIGHT, (80, 60), grey)
    for number, (label, lines) in enumerate(zip(written.labels, written.lines, strict=True)):
        paper.text(72, 80 + 100 * number, label, mode=3)
        for line in lines:
            paper.text(72, 110 + 100 * number, line.replace("-", ""), mode=3)
    return "hw.pdf", paper.pdf()


CLASSES: dict[str, Callable[[Written], tuple[str, bytes]]] = {
    "LaTeX source": as_latex,
    "Markdown": as_markdown,
    "notebook": as_notebook,
    "page": as_page(lambda line: f"${line}$"),
    "page of MathML": as_page(_mathml),
    "page of MathJax": as_page(_mathjax),
    "OpenDocument": as_open_document,
    "rich text": as_rich_text,
    "Word": as_word,
    "Google Docs": as_paper("plain", "bold", 11, 72),
    "browser": as_paper("italic", "bold", 13, 40),
    "scan": as_scan,
}


@pytest.fixture(scope="module")
def mark_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, bytes], dict[str, Mark]]:
    """What the rubric's questions earn by a file, without any sandbox."""
    path: Path = tmp_path_factory.mktemp("rubric") / "rubric.yaml"
    path.write_text(RUBRIC, encoding="utf-8")
    rubric = load_rubric(path)
    plan = plan_of(rubric)
    wanted = hints_of(plan)
    hints = {
        "questions": list(wanted.questions), "sources": list(wanted.sources), "data": {},
        "static": False,
    }  # fmt: skip

    def marks(name: str, data: bytes) -> dict[str, Mark]:
        body, blocks = read({name: data}, hints).reply()
        reading = parse_reading(Frame(body, blocks), {name: data})
        return mark(rubric, {}, merge(plan, reading, Evidence()))

    return marks


@pytest.mark.parametrize("name", CLASSES)
def test_a_clear_answer_is_decided(
    name: str, mark_of: Callable[[str, bytes], dict[str, Mark]]
) -> None:
    """Read in full, every class of document earns its marks; a photo waits for a person."""
    found = mark_of(*CLASSES[name](Written()))
    wanted = Status.AWAITING if name == "scan" else Status.CORRECT
    assert {id_: one.status for id_, one in found.items()} == dict.fromkeys(found, wanted)
    wrong = mark_of(*CLASSES[name](Written(lines=tuple((other,) for other in OTHERS))))
    wanted = Status.AWAITING if name == "scan" else Status.INCORRECT
    assert {id_: one.status for id_, one in wrong.items()} == dict.fromkeys(wrong, wanted)


def mutations(number: int, other: str, words: str) -> list[Written]:
    """A document with one thing changed at one answer: nothing that makes the answer wrong."""
    lines = [[answer] for answer in ANSWERS]
    twice, after, said = ([list(row) for row in lines] for _ in range(3))
    twice[number] = [ANSWERS[number], other]
    after[number] = [other, ANSWERS[number]]
    said[number] = [words, ANSWERS[number]]
    frozen = [tuple(map(tuple, rows)) for rows in (twice, after, said)]
    no_label = tuple("" if n == number else label for n, label in enumerate(LABELS))
    renamed = tuple("Warm up" if n == number else label for n, label in enumerate(LABELS))
    found = [Written(lines=rows) for rows in frozen]
    if "=" in ANSWERS[number]:  # a word without a label may answer anything
        found += [Written(labels=no_label), Written(labels=renamed)]
    found += [Written(drawn=number), Written(unknown=number)] if "-" in ANSWERS[number] else []
    return found


WORDS = st.lists(
    st.sampled_from(["we", "see", "that", "the", "value", "must", "hold", "here", "and", "so"]),
    min_size=2, max_size=6,
).map(" ".join)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(name=st.sampled_from(sorted(CLASSES)), number=st.integers(0, 2), words=WORDS, data=st.data())
def test_a_right_answer_never_becomes_a_zero(
    name: str,
    number: int,
    words: str,
    data: st.DataObject,
    mark_of: Callable[[str, bytes], dict[str, Mark]],
) -> None:
    """Two answers, a lost label, a drawn minus, a sign without a meaning: right, or a person's."""
    written = data.draw(st.sampled_from(mutations(number, OTHERS[number], f"{words}.")))
    found = mark_of(*CLASSES[name](written))
    assert {one.status for one in found.values()} <= {Status.CORRECT, Status.AWAITING}, written


@pytest.mark.parametrize("name", CLASSES)
def test_each_mutation_of_each_class_is_right_or_a_persons(
    name: str, mark_of: Callable[[str, bytes], dict[str, Mark]]
) -> None:
    """All of them, of every answer: what chance may leave out above."""
    for number, other in enumerate(OTHERS):
        for written in mutations(number, other, "we see."):
            found = mark_of(*CLASSES[name](written))
            assert {one.status for one in found.values()} <= {Status.CORRECT, Status.AWAITING}, (
                written
            )


@settings(max_examples=25, deadline=None)
@given(
    name=st.sampled_from(["Google Docs", "Word", "LaTeX source", "OpenDocument", "notebook"]),
    share=st.floats(0.05, 0.98),
)
def test_a_file_that_is_cut_off_costs_nothing_that_was_right(
    name: str, share: float, mark_of: Callable[[str, bytes], dict[str, Mark]]
) -> None:
    """Cut anywhere, what is lost is a person's, since nobody knows what stood there."""
    file, data = CLASSES[name](Written())
    cut = data[: int(len(data) * share)]
    if name == "LaTeX source":  # at a line's end: within a number nobody could tell
        cut = cut[: cut.rfind(b"\n") + 1]
        assume(cut)  # an empty file is one, wherever it comes from
    found = mark_of(file, cut)
    assert {one.status for one in found.values()} <= {Status.CORRECT, Status.AWAITING}


DOCUMENTS = ("Google Docs", "browser", "scan", "Word", "OpenDocument", "rich text")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_sign_is_read_or_flagged(name: str) -> None:
    """Each word of a document stands in its text, or in a region that a person is shown."""
    from grader.intake.reader.papers import opened

    for written in (Written(), Written(drawn=0), Written(unknown=1)):
        document = opened(*CLASSES[name](written))
        signs = re.sub(r"[\s\\{}$*]", "", document.text)
        for number, rows in enumerate(written.lines):
            for line in rows:
                whole = re.sub(r"\s", "", line)
                assert whole in signs or document.regions, (number, line, document.text)
