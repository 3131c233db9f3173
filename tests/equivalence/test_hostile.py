"""Formulas that try to keep the reader busy, fill its memory, or have it run code."""

from pathlib import Path

import pytest

import grader.equivalence
from grader.equivalence import ReadError, compare, read

HOSTILE = {
    "brackets": "(" * 5000 + "x" + ")" * 5000,
    "open brackets": "(" * 3900,
    "a megabyte": "x" * 1_000_000,
    "a tower": "9^9^9^9",
    "a long tower": "2" + "^2" * 1900,
    "a factorial": "100000000!",
    "factorials": "x" + "!" * 3900,
    "signs": "-" * 3900 + "x",
    "terms": "x" + "+x" * 1900,
    "factors": "x" + "*x" * 1900,
    "bars": "|" * 3000,
    "nested calls": "f(" * 90 + "x" + ")" * 90,
    "sines": "sin " * 900 + "x",
    "an expansion": "(x+y+z+w+a+b+c+d)^60 (x-y)^60",
    "sums in sums": "sum(sum(sum(i j k, i, 1, 300), j, 1, 300), k, 1, 300)",
    "a long sum": "sum_{i=1}^1000000000 i",
    "a wild integral": "int_0^1000 sin(x^9) dx",
    "many derivatives": "diff(" * 20 + "x^x" + ", x)" * 20,
    "a long number": "9" * 3999,
    "a large exponent": "1e999999999",
    "an iterated exponential": "e^" * 90 + "x",
    "letters": "a" * 3999,
    "fractions": "\\frac" * 700,
    "roots": "√" * 3900 + "x",
    "integral signs": "∫" * 3000,
    "relations": "<" * 3000,
    "alternatives": "x=1" + " or x=1" * 400,
    "zero bytes": "\x00" * 100,
    "mixed scripts": "x + х + ｘ + 𝑥",
    "right to left": "\u202ex + 1",
    "a lone surrogate": "x + \ud800",
    "unbalanced braces": "{" * 500 + "}" * 499,
    "an environment bomb": "\\begin{bmatrix}" * 150,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("syntax", ["infix", "latex"])
def test_hostile_text_is_never_right(text: str, syntax: grader.equivalence.Syntax) -> None:
    """Whatever it is, it ends, and it equals neither a variable nor a vector."""
    for expected in ("q_7", "(q_7, q_8)", "q_7 = 1"):
        found = compare(text, expected, syntax=syntax, functions=("f",))
        assert found.verdict in ("invalid", "unknown", "different")
        assert found.message


@pytest.mark.parametrize(
    "name", ["brackets", "a megabyte", "a large exponent", "zero bytes", "mixed scripts", "letters"]
)
def test_what_no_one_means_is_invalid(name: str) -> None:
    """Sizes and characters that are no mathematics are refused while reading."""
    verdict = compare(HOSTILE[name], "x").verdict
    assert verdict == ("different" if name == "letters" else "invalid")


@pytest.mark.parametrize("name", ["a tower", "a long tower", "a wild integral", "a long sum"])
def test_what_is_too_much_work_goes_to_a_person(name: str) -> None:
    """A number nobody can write out is unknown, not wrong."""
    assert compare(HOSTILE[name], "1").verdict in ("unknown", "invalid")


def test_a_payload_does_nothing(tmp_path: Path) -> None:
    """Code in a formula is a read error, and nothing runs."""
    target = tmp_path / "hacked"
    for payload in (
        f"__import__('pathlib').Path({str(target)!r}).touch()",
        f"[c for c in ().__class__.__base__.__subclasses__()][0]({str(target)!r})",
        f"open({str(target)!r}, 'w')",
    ):
        assert compare(payload, "x").verdict == "invalid"
    assert not target.exists()


def test_the_sources_never_evaluate_text() -> None:
    """No file of the package calls anything that turns text into running code."""
    folder = Path(grader.equivalence.__file__).parent
    for path in folder.glob("*.py"):
        source = path.read_text("utf-8")
        for forbidden in ("eval(", "exec(", "sympify(", "parse_expr(", "parse_latex(", "compile("):
            assert forbidden not in source.replace("re.compile(", ""), path.name


@pytest.mark.parametrize(
    ("text", "syntax", "column"),
    [
        ("2 + )", "infix", 4),
        ("2 3", "infix", 2),
        ("x + $y", "infix", 4),
        (r"\frac{1}{\foo}", "latex", 9),
        ("(1 + 2", "infix", 0),
    ],
)
def test_the_caret_stands_under_the_fault(
    text: str, syntax: grader.equivalence.Syntax, column: int
) -> None:
    """An error names the character, and the drawing points at it."""
    with pytest.raises(ReadError) as caught:
        read(text, syntax=syntax)
    message, line, caret = caught.value.caret().split("\n")
    assert message == caught.value.message
    assert line[2:] == text
    assert caret.index("^") - 2 == column == caught.value.position


def test_the_caret_of_a_long_formula_shows_its_surroundings() -> None:
    """Only the part around the fault is drawn."""
    with pytest.raises(ReadError) as caught:
        read("x + " * 500 + "#" + " + x" * 100)
    _, line, caret = caught.value.caret().split("\n")
    assert len(line) <= 74 and line[caret.index("^")] == "#"
