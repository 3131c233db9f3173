"""Names, bars, cases and indicators as courses write them: read as what they mean."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.equivalence import compare, read
from grader.equivalence.errors import ReadError
from grader.equivalence.trees.mutation import mutants
from grader.equivalence.trees.structure import canonical
from tests.questions.answers_marked import earned

XY = {"kind": "symbolic", "variables": ["x", "y"]}
RELU = r"Piecewise((x, x > 0), (0, True))"
RIGHT = {
    "sign(x)": ["signum(x)", "sgn x", "np.sign(x)", r"\operatorname{signum} x", "x/|x|"],
    "1/sin(x)": ["cosec(x)", "csc x", r"\operatorname{cosec} x", "cosec x"],
    "1/sinh(x)": ["cosech(x)", "csch(x)", "cosech x"],
    "acos(1/x)": ["arcsec(x)", "asec(x)", "sec^{-1}(x)"],
    "atan2(y, x)": ["arctan2(y,x)", "np.arctan2(y, x)", "math.atan2(y,x)"],
    "sin(x)/x": ["sinc(x)", r"\operatorname{sinc}(x)"],
    "floor(x)": [r"\lfloor x\rfloor", "⌊x⌋", "math.floor(x)", "-ceil(-x)"],
    "ceil(x)": [r"\left\lceil x \right\rceil", "⌈x⌉", "-floor(-x)", "np.ceil(x)"],
    "round(x)": ["floor(x + 1/2)", r"\operatorname{round}(x)", "np.round(x)"],
    "log(x/(1 - x))": ["logit(x)", "ln(x) - ln(1-x)"],
    "abs(x + 2*abs(y))": ["|x + 2|y||", r"\left|x + 2\left|y\right|\right|", "|x + |y|*2|"],
    "abs(abs(x) - abs(y))": ["||x| - |y||", r"\big||y|-|x|\big|", "| |x| - |y| |"],
    "x*abs(y)": ["x|y|", "|y|x", "np.abs(y)*x"],
    RELU: [
        "max(x, 0)", "np.maximum(x, 0)", "relu(x)", "x if x > 0 else 0", "np.where(x > 0, x, 0)",
        r"\begin{cases} x & x > 0\\ 0 & x \le 0\end{cases}", "x*(x > 0)", "x*[x > 0]",
        r"\begin{cases} x, & \text{if } x > 0, \\ 0, & \text{otherwise}\end{cases}",
        r"f(x) = \left\{\begin{array}{ll} x & x > 0 \\ 0 & x \le 0\end{array}\right.",
        "x 1_{x > 0}", r"x \mathbf{1}_{x > 0}", r"x \mathbb{1}\{x > 0\}", "x I(x > 0)",
        r"\mathbb{I}[x > 0]\, x", r"x \cdot 1_{(0,\infty)}(x)", "Piecewise((0, x <= 0), (x, True))",
        "x for x > 0, 0 otherwise", "x if x > 0, 0 if x <= 0", "x, x > 0; 0, x <= 0",
        "x if x > 0, otherwise 0", r"x \text{ if } x > 0, \quad 0 \text{ otherwise}",
        "x when x > 0; 0 when x <= 0", "(|x| + x)/2",
    ],
}  # fmt: skip
WRONG = {
    "sign(x)": ["x", "signum(-x)"],
    "1/sin(x)": ["sec x", "arcsin(x)"],
    "atan2(y, x)": ["arctan2(x, y)"],
    "floor(x)": ["⌈x⌉", r"\lfloor x \rfloor + 1", "round(x)"],
    "round(x)": ["floor(x)", "ceil(x)"],
    "abs(x + 2*abs(y))": ["|x| + 2|y|", "|x + 2y|"],
    RELU: [r"x \mathbf{1}_{x < 0}", "x for x < 0, 0 otherwise", "x", "0 if x > 0, x if x <= 0"],
}


def pairs(table: dict[str, list[str]]) -> list[Any]:
    """Each answer with its key."""
    return [pytest.param(k, a, id=f"{a[:40]}~{k[:20]}") for k, row in table.items() for a in row]


@pytest.mark.parametrize(("key", "answer"), pairs(RIGHT))
def test_a_usual_notation_is_right(key: str, answer: str) -> None:
    """Whatever the course calls it."""
    assert earned({**XY, "key": key}, answer) == "4"


@pytest.mark.parametrize(("key", "answer"), pairs(WRONG))
def test_another_function_is_not(key: str, answer: str) -> None:
    """It is refuted, or it keeps what a named slip keeps."""
    assert earned({**XY, "key": key}, answer) in ("0", "2")


def test_sinc_alone_is_a_sine_of_c() -> None:
    """In the law of sines nobody means a function of nothing."""
    assert compare("sinc/c", "sin(c)/c").verdict == "equal"


@pytest.mark.parametrize(
    "text", ["⌊x⌉", r"\lceil x \rfloor", "|x + |y|", "a|b|c|d", "| |", "|2|y|+x|"]
)
def test_brackets_and_bars_that_do_not_pair_up_are_told(text: str) -> None:
    """Nobody guesses what they were."""
    with pytest.raises(ReadError):
        read(text, syntax="latex" if "\\" in text else "infix")


LEAVES = st.sampled_from(["x", "y", "2", "x + 1"])


def grown(inner: st.SearchStrategy[tuple[str, str]]) -> st.SearchStrategy[tuple[str, str]]:
    """A formula in bars, brackets or a case, beside its plain form."""
    apart = inner.filter(lambda p: "|" not in p[0][:1] + p[0][-1:])
    bars = apart.map(lambda p: (f"|{p[0]}|", f"abs({p[1]})"))
    floors = inner.map(lambda p: (f"⌊{p[0]}⌋", f"floor({p[1]})"))
    step = inner.map(lambda p: (f"1_{{{p[0]} > 0}}", f"Piecewise((1, {p[1]} > 0), (0, True))"))
    sums = st.tuples(inner, inner).map(
        lambda t: (f"3 {t[0][0]} + {t[1][0]}", f"(3*({t[0][1]}) + ({t[1][1]}))")
    )
    return bars | floors | step | sums


NESTED = st.recursive(LEAVES.map(lambda leaf: (f"({leaf})", f"({leaf})")), grown, max_leaves=4)


@settings(max_examples=60, deadline=None)
@given(NESTED)
def test_bars_and_brackets_of_any_depth_are_read_as_their_functions(pair: tuple[str, str]) -> None:
    """The tree is the one of the plain form, or the text is refused: never another tree."""
    written, plain = pair
    try:
        found = read(written)
    except ReadError:
        return
    assert canonical(found) == canonical(read(plain))


@settings(max_examples=40, deadline=None)
@given(NESTED, st.data())
def test_a_mutant_of_such_a_formula_is_never_equal(
    pair: tuple[str, str], data: st.DataObject
) -> None:
    """Unless it really is: what is called equal agrees at many points."""
    key = read(pair[1])
    changed = [mutant.expr for mutant in mutants(key)]
    if not changed:
        return
    from grader.equivalence import evaluate, to_text
    from grader.equivalence.errors import Undecidable, Undefined, Undetermined

    wrong = data.draw(st.sampled_from(changed))
    if not compare(to_text(wrong), to_text(key)).is_equal:
        return
    for k in range(-7, 8):
        point = {"x": 0.37 * k + 0.011, "y": 0.53 * k - 0.017}
        try:
            assert abs(evaluate(wrong, point) - evaluate(key, point)) < 1e-9
        except (Undefined, Undetermined, Undecidable):
            continue
