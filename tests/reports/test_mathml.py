"""Formulas are typeset, and no text of a student becomes markup on the way."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.reports.pages.mathml import formula, inline, looks_like_latex
from tests.reports.hostile import PAYLOADS

PIECES = st.sampled_from(
    [
        *("<script>", "</math>", "\\text{", "\\href{javascript:x}{", "\\frac{", "}", "{", "&", "<"),
        *(">", '"', "'", "\\begin{bmatrix}", "\\end{bmatrix}", "\\\\", "^", "_", "x", "\\theta"),
        *("&lt;", " ", "\\mathrm{", "\\class{a}{", "\\style{color:red}{", "\\color{", "\x00"),
        *("\\hspace{-9em}", "\ud800"),
    ]
)
ALLOWED = re.compile(
    r"</?(?:math|mi|mn|mo|ms|mspace|mtext|mrow|mfrac|msqrt|mroot|mstyle|mpadded|mphantom|mfenced"
    r"|menclose|msub|msup|msubsup|munder|mover|munderover|mmultiscripts|mprescripts|mtable|mtr|mtd"
    r"|mlabeledtr|none|merror|code|span)(?: [a-z]+=\"[^\"<>]*\")* ?/?>"
)


def tags(markup: str) -> list[str]:
    """Everything that a browser takes for a tag."""
    return re.findall(r"<[^>]*>?", markup)


def check(markup: str) -> None:
    """Well-formed, and nothing but harmless tags in it."""
    ElementTree.fromstring(f"<p>{markup}</p>")
    for tag in tags(markup):
        assert ALLOWED.fullmatch(tag), tag
        assert not re.search(r"\b(href|src|style|on\w+)=", tag)


def test_a_formula_is_typeset() -> None:
    """Greek letters, fractions and matrices become MathML."""
    assert "<mi>θ</mi>" in formula(r"\theta_1")
    assert "<mfrac>" in formula(r"\frac{a}{b}")
    assert formula(r"\begin{bmatrix}2x & -2y \\ 2y & 2x\end{bmatrix}").count("<mtd>") == 4
    assert "argmax" in formula(r"\arg\max_\theta L")


@pytest.mark.parametrize("text", [r"\frac{1}{", "{" * 3000, "", "x" * 5000, r"\begin{bmatrix}"])
def test_what_is_no_formula_is_shown_as_source(text: str) -> None:
    """A reader that fails costs the typesetting only."""
    assert formula(text).startswith("<code")


@given(st.lists(PIECES, max_size=30).map("".join))
def test_no_formula_brings_markup(latex: str) -> None:
    """Whatever is put together from tags and commands, only MathML comes out."""
    check(formula(latex))
    check(formula(latex, "block"))


@given(st.lists(PIECES | st.just("$"), max_size=30).map("".join))
def test_no_sentence_brings_markup(text: str) -> None:
    """The same for sentences with formulas in them."""
    check(inline(text))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_known_attacks_stay_text(payload: str) -> None:
    """Every payload stays text, alone and in a formula."""
    check(inline(payload))
    check(formula(payload))


def test_money_is_not_mathematics() -> None:
    """Two prices in a sentence are left alone; a formula and a name in code are not."""
    assert "<math" not in inline("It costs $5 and then $6 more.")
    assert "<math" in inline("You wrote $2x$.")
    assert inline("Call `fit` first.") == "Call <code>fit</code> first."


def test_no_length_pushes_a_formula_over_its_neighbours() -> None:
    """Negative and huge spaces are dropped."""
    assert "width" not in formula(r"a\hspace{-400em}b")
    assert "400" not in formula(r"a\rule{400em}{400em}b")


def test_prose_with_a_command_is_not_a_formula() -> None:
    """Only a line that is mathematics by itself is typeset."""
    assert looks_like_latex(r"\int p(x) \log p(x) dx")
    assert not looks_like_latex(r"The first term with \theta is independent of everything")
    assert not looks_like_latex("x = 3")


def test_a_divergence_is_set_as_in_a_book() -> None:
    """KL stands upright and its two bars are one sign."""
    markup = str(formula("KL(p || q)"))
    assert "<mi>K</mi>" not in markup
    assert "‖" in markup and ">|<" not in markup


def test_a_space_after_a_function_breaks_no_subscript() -> None:
    """`arg min` below which a parameter stands keeps its two parts."""
    root = ElementTree.fromstring(str(formula(r"\arg\min_\theta f", "block")))
    assert [len(sub) for sub in root.iter() if sub.tag.endswith("msub")] == [2]
    assert any(space.tag.endswith("mspace") for space in root.iter())
