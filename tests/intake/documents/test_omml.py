"""Formulas of Word as LaTeX that a reader of the page would have typed."""

from __future__ import annotations

import re

import pytest
from grader.intake.reader.formulas import segments
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.intake.reader.documents.docx import read_docx
from tests.intake.documents.word import docx, math, mr, p


def latex(inner: str) -> str:
    """The LaTeX of one formula in a sentence."""
    text = read_docx(docx(p("so ", math(inner), " holds"))).text
    return next(piece.text for piece in segments(text) if piece.math)


def e(inner: str, name: str = "e") -> str:
    """An argument."""
    return f"<m:{name}>{inner}</m:{name}>"


def pr(name: str, **values: str) -> str:
    """Properties of an element."""
    rows = "".join(f'<m:{key} m:val="{value}"/>' for key, value in values.items())
    return f"<m:{name}Pr>{rows}</m:{name}Pr>"


def frac(top: str, bottom: str, **values: str) -> str:
    """A fraction."""
    return f"<m:f>{pr('f', **values)}{e(top, 'num')}{e(bottom, 'den')}</m:f>"


def sup(base: str, high: str) -> str:
    """A power."""
    return f"<m:sSup>{e(base)}{e(high, 'sup')}</m:sSup>"


def sub(base: str, low: str) -> str:
    """An index."""
    return f"<m:sSub>{e(base)}{e(low, 'sub')}</m:sSub>"


def d(*inner: str, **values: str) -> str:
    """Brackets."""
    return f"<m:d>{pr('d', **values)}{''.join(map(e, inner))}</m:d>"


def matrix(*rows: list[str]) -> str:
    """A matrix without brackets."""
    return f"<m:m>{''.join('<m:mr>' + ''.join(map(e, row)) + '</m:mr>' for row in rows)}</m:m>"


def nary(char: str, low: str, high: str, inner: str) -> str:
    """A sum, product or integral."""
    return f"<m:nary>{pr('nary', chr=char)}{e(low, 'sub')}{e(high, 'sup')}{e(inner)}</m:nary>"


X, Y, ONE = mr("x"), mr("y"), mr("1")
ROWS = f"<m:eqArr>{e(mr('a&=b'))}{e(mr('&=c'))}</m:eqArr>"
PLAIN = '<m:sty m:val="p"/>'


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        (frac(ONE, mr("2")), r"\frac{1}{2}"),
        (frac(ONE, mr("2"), type="lin"), r"\frac{1}{2}"),
        (d(frac(mr("n"), mr("k"), type="noBar")), r"\binom{n}{k}"),
        (sup(X, mr("2")), "x^{2}"),
        (sup(mr("3x"), mr("2")), "3x^{2}"),
        (sup(sup(X, mr("2")), mr("3")), "{x^{2}}^{3}"),
        (sub(mr("θ"), ONE) + Y, r"\theta_{1}y"),
        (f"<m:sSubSup>{e(X)}{e(mr('i'), 'sub')}{e(mr('2'), 'sup')}</m:sSubSup>", "x_{i}^{2}"),
        (f"<m:sPre>{e(ONE, 'sub')}{e(mr('2'), 'sup')}{e(X)}</m:sPre>", "{}_{1}^{2}x"),
        (sup(mr("f"), mr("′")), "f'"),
        (nary("∑", mr("i=1"), mr("n"), sub(X, mr("i"))), r"\sum_{i = 1}^{n} x_{i}"),
        (nary("∫", mr("0"), mr("∞"), mr("f") + d(X) + mr("dx")),
         r"\int_{0}^{\infty} f\left( x \right)dx"),
        (f"<m:nary><m:naryPr><m:subHide m:val='1'/><m:supHide m:val='on'/></m:naryPr>"
         f"{e('', 'sub')}{e('', 'sup')}{e(X)}</m:nary>", r"\int x"),
        (f"<m:rad>{e(mr('3'), 'deg')}{e(X)}</m:rad>", r"\sqrt[3]{x}"),
        (f"<m:rad>{pr('rad', degHide='1')}{e('', 'deg')}{e(X)}</m:rad>", r"\sqrt{x}"),
        (d(X, Y, begChr="⟨", endChr="⟩", sepChr=","), r"\left\langle x , y \right\rangle"),
        (d(X, begChr="|", endChr="|"), r"\left| x \right|"),
        (d(X, begChr="‖", endChr="‖"), r"\left\Vert x \right\Vert"),
        (d(X, begChr="[", endChr=""), r"\left[ x \right."),
        (d(matrix([X, Y], [ONE, mr("−2")]), begChr="[", endChr="]"),
         r"\begin{bmatrix} x & y \\ 1 & -2 \end{bmatrix}"),
        (d(ROWS, begChr="{", endChr=""), r"\begin{cases} a& = b \\ & = c \end{cases}"),
        (ROWS, r"\begin{aligned} a& = b \\ & = c \end{aligned}"),
        (f"<m:eqArr>{e(mr('E=m#(12)'))}</m:eqArr>", r"E = m \tag{12}"),
        (f"<m:acc>{e(X)}</m:acc>", r"\hat{x}"),
        (f"<m:acc>{pr('acc', chr='⃗')}{e(X)}</m:acc>", r"\vec{x}"),
        (f"<m:bar>{pr('bar', pos='top')}{e(X)}</m:bar>", r"\overline{x}"),
        (f"<m:bar>{e(X)}</m:bar>", r"\underline{x}"),
        (f"<m:limLow>{e('<m:groupChr>' + e(X) + '</m:groupChr>')}{e(mr('n'), 'lim')}</m:limLow>",
         r"\underbrace{x}_{n}"),
        ("<m:func><m:fName><m:limLow>" + e(mr("lim", PLAIN)) + e(mr("x→0"), "lim")
         + "</m:limLow></m:fName>" + e(X) + "</m:func>", r"\lim_{x\to0} x"),
        (f"<m:limLow>{e(mr('X'))}{e(mr('n'), 'lim')}</m:limLow>", r"\underset{n}{X}"),
        (f"<m:func>{e(mr('sin', PLAIN), 'fName')}{e(X)}</m:func>", r"\sin x"),
        (f"<m:func>{e(mr('softmax', PLAIN), 'fName')}{e(d(X))}</m:func>",
         r"\operatorname{softmax} \left( x \right)"),
        (f"<m:borderBox>{e(X)}</m:borderBox>", r"\boxed{x}"),
        (f"<m:borderBox><m:borderBoxPr><m:strikeH/></m:borderBoxPr>{e(X)}</m:borderBox>",
         r"\cancel{x}"),
        (f"<m:box>{e(X)}</m:box>", "x"),
        (f"<m:phant>{pr('phant', show='0')}{e(X)}</m:phant>" + Y, "y"),
        (mr("l") + mr("og") + d(X), r"\log\left( x \right)"),
        (mr("R", '<m:scr m:val="double-struck"/>'), r"\mathbb{R}"),
        (mr("x", '<m:sty m:val="b"/>'), r"\mathbf{x}"),
        (mr("θ", '<m:sty m:val="b"/>'), r"\boldsymbol{\theta}"),
        (mr("𝑥𝐲ℝ"), r"x\mathbf{y}\mathbb{R}"),
        (mr("if x", "<m:nor/>"), r"\text{if x}"),
        (mr("a−b"), "a - b"),
        (mr("x₁₀²"), "x_{10}^{2}"),
        (mr("x^10"), "x^{10}"),
        (mr("p=0.5   q=0.5"), r"p = 0.5\quad q = 0.5"),
        (mr("50%"), r"50\%"),
        (mr("a<=b"), r"a\le b"),
        (mr("n!=1"), "n!=1"),
        (f'<w:ins w:id="1">{X}</w:ins><w:del w:id="2">{Y}</w:del>', "x"),
    ],
)  # fmt: skip
def test_a_formula_as_latex(inner: str, expected: str) -> None:
    """Each construction of Word has its command."""
    assert latex(inner) == expected


def test_rows_of_a_broken_formula_stay_rows() -> None:
    """A line break in a formula separates statements, as it does on the page."""
    text = latex(mr("a=b") + "<m:r><w:br/><m:t>=c</m:t></m:r>")
    assert text == r"\begin{aligned} a = b \\ = c \end{aligned}"


def test_a_formula_too_deep_is_a_region() -> None:
    """Nesting has an end, and what lies behind it is shown to a person."""
    inner = X
    for _ in range(200):
        inner = f"<m:box>{e(inner)}</m:box>"
    document = read_docx(docx(p(math(inner))))
    assert [region.why for region in document.regions] == ["equation-object"]


LEAVES = st.sampled_from(["x", "y", "7", "−", "+", "θ", "=", "ab", "∞", "(", "%", "|", "log", "u"])
TREES = st.recursive(
    LEAVES.map(mr),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.builds(frac, inner, inner),
        st.builds(sup, inner, inner),
        st.builds(sub, inner, inner),
        st.builds(d, inner),
        st.builds(lambda a, b: d(matrix([a, b], [b, a])), inner, inner),
        st.builds(lambda a, b, c: nary("∑", a, b, c), inner, inner, inner),
        st.builds(lambda a: f"<m:rad>{e('', 'deg')}{e(a)}</m:rad>", inner),
        st.builds(lambda a: f"<m:acc>{e(a)}</m:acc>", inner),
        st.builds(lambda a: f"<m:eqArr>{e(a)}{e(a)}</m:eqArr>", inner),
    ),
    max_leaves=12,
)
_SHOWN = {"−": "-", "θ": r"\theta", "∞": r"\infty", "%": r"\%", "log": r"\log"}


@given(TREES)
@settings(max_examples=200, deadline=None)
def test_every_sign_of_a_formula_is_in_the_latex(tree: str) -> None:
    """Whatever is nested in what: nothing is lost, and braces and brackets close."""
    text = latex("<m:r><m:t>k</m:t></m:r>" + tree)
    for leaf in set(re.findall(r"<m:t>(.*?)</m:t>", tree)):
        if leaf not in ("ab", "log", "u"):
            wanted = _SHOWN.get(leaf, leaf)
            assert text.count(wanted) >= tree.count(f"<m:t>{leaf}</m:t>"), (leaf, text)
    depth = 0
    for match in re.finditer(r"\\[{}%]|[{}]", text):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        assert depth >= 0
    assert depth == 0
    for opening, closing in (("begin", "end"), ("left", "right")):
        ends = len(re.findall(rf"\\{closing}(?![a-z])", text))
        assert len(re.findall(rf"\\{opening}(?![a-z])", text)) == ends
    assert not re.search(r"\\(?:theta|infty|log)[A-Za-z]", text)


@given(st.integers(-99, 99), st.integers(1, 9))
def test_a_minus_is_never_lost(a: int, b: int) -> None:
    """Numbers come out with their sign, wherever they stand."""
    number = mr(str(a).replace("-", "−"))
    for inner in (number, frac(number, mr(str(b))), d(number), sup(X, number), sub(X, number)):
        assert str(a) in latex(inner).replace(" ", "")
