"""Truth values as students tick, deny, number and translate them, and prose of any length."""

from __future__ import annotations

from typing import Any

import pytest

from grader.intake.reader.writeup.html import markdown_of_html
from grader.intake.reader.writeup.latex import markdown_of_latex
from grader.intake.reader.writeup.markup import blocks_of
from grader.intake.reader.writeup.sections import Placed
from grader.intake.reader.writeup.statements import prose
from grader.intake.reader.writeup.truth.lists import truth_list


def rows(text: str) -> list[Placed]:
    """What stands under one label."""
    return [Placed(block, (3,)) for block in blocks_of(text)]


def truths(text: str) -> list[str] | None:
    """The truth values of a text in order, as they were written."""
    found = truth_list(rows(text), (3,))
    if found is None:
        return None
    value: Any = found[0]
    items = value if isinstance(value, list) else [value[key] for key in sorted(value)]
    return [item[0].casefold()[:1] for item in items]


@pytest.mark.parametrize(
    "text",
    [
        "1. ✓\n2. ✗\n3. ✗",
        "1) ✓ 2) ✗ 3) ✗",
        "✓ ✗ ✗",
        "- [x] one\n- [ ] two\n- [ ] three",
        "i) T\nii) F\niii) F",
        "(i) T, (ii) F, (iii) F",
        "(a) T (b) F (c) F",
        "1. right\n2. wrong\n3. wrong",
        "1. Right.\n2. Wrong, since it diverges\n3. Wrong",
        "1. It is true.\n2. It is not true.\n3. It's false",
        "1. Not false\n2. isn't true\n3. **Not true**: the mean moves",
        "1. It is true\n2. This is not always true\n3. The statement is not correct",
        "1. wahr\n2. falsch\n3. nicht wahr",
        "1. Vrai\n2. Faux\n3. Faux",
        "1. верно\n2. неверно\n3. ложь",
        "1. 正确\n2. 错误\n3. 错",
        "1. The loss falls: **true**\n2. The mean moves: **not true**\n3. It converges: **false**",
        "| item | answer |\n|---|---|\n| 1 | true |\n| 2 | false |\n| 3 | false |",
    ],
)
def test_true_false_false_in_every_spelling(text: str) -> None:
    """Ticks, boxes, letters, Roman numbers, denials, and other languages say T, F, F."""
    assert truths(text) == ["t", "f", "f"]


@pytest.mark.parametrize(
    "text", ["- [ ] one\n- [ ] two\n- [ ] three", "no idea", "1. maybe\n2. perhaps\n3. unclear"]
)
def test_what_says_neither_is_no_list(text: str) -> None:
    """Boxes of which none is ticked, and words, are nobody's False."""
    assert truths(text) in (None, ["n"])


@pytest.mark.parametrize("start", ["Right-hand sides are equal", "Wrong signs do not matter here"])
def test_a_sentence_that_begins_with_right_or_wrong_is_none(start: str) -> None:
    """The first word of an ordinary sentence is no truth value."""
    assert truths(f"1. {start}\n2. True\n3. False") in ([start[:1].lower(), "t", "f"], None)


def test_a_list_of_html() -> None:
    """The same in a page of HTML."""
    page = "<ol><li>✔</li><li>It is not true</li><li><b>false</b></li></ol>"
    assert truths(markdown_of_html(page)) == ["t", "f", "f"]


@pytest.mark.parametrize(
    "text",
    ["It overfits.", "$$a = b$$", "因为二次型都不小于零。", "すべて正である。", "Yes", "$x > 0$"],
)
def test_a_short_text_is_an_answer(text: str) -> None:
    """A person judges a few words, a formula, or a sentence without blanks."""
    found = prose(rows(text))
    assert found is not None and text.strip("$") in found[0]


@pytest.mark.parametrize("text", ["", "\n\n", "---", "***", "..."])
def test_nothing_is_no_answer(text: str) -> None:
    """A rule, dots and blank lines are nothing."""
    assert prose(rows(text)) is None


@pytest.mark.parametrize(
    "matrix",
    [
        "$A = \\begin{bmatrix}\n1 & 2\\\\\n3 & 4\n\\end{bmatrix}$ has full rank.",
        "With $A =\n\\begin{bmatrix} 1 & 2\\\\\n3 & 4\n\\end{bmatrix}$ we have full rank.",
        "\\[\nA = \\begin{bmatrix}\n1 & 2\\\\\n3 & 4\n\\end{bmatrix}\n\\] has full rank.",
    ],
)
def test_rows_of_a_matrix_stay_rows(matrix: str) -> None:
    """A row's end within a formula is no line break of the text."""
    body = f"\\begin{{document}}\n{matrix}\n\nSo both columns form a basis.\n\\end{{document}}"
    found = prose(rows(markdown_of_latex(body)))
    assert found is not None and "1 & 2\\\\" in found[0] and "3 & 4" in found[0]
