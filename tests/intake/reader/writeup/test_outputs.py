"""What a document's listings show of a run, as knitr and consoles print it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.intake.reader.writeup.claims.outputs import outputs_in
from grader.intake.reader.writeup.markup import Block, blocks_of
from grader.intake.reader.writeup.sections import Placed

NUMBERS = st.lists(st.floats(-1e6, 1e6).map(lambda x: round(x, 4)), min_size=1, max_size=30)


def shown(text: str) -> list[tuple[str, object]]:
    """The code and the value of each output of a text."""
    return [(one.expression, one.value) for one in outputs_in(rows(text))]


def rows(text: str) -> list[Placed]:
    """The blocks of a text under no label."""
    return [Placed(block, ()) for block in blocks_of(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("```\nmean(x)\n```\n\n```\n## [1] 0.25\n```", [("mean(x)", 0.25)]),
        ("```\nf(a,\n  b)\n#> [1] 7\n```", [("f(a, b)", 7)]),
        ("```\n> m\n     [,1] [,2]\n[1,]  1  2\n[2,]  3  4\n```", [("m", [[1, 2], [3, 4]])]),
        ("```\n>> A\\b\nans =\n\n   0.5\n```", [("A\\b", 0.5)]),
        ("```\nIn [3]: x\nOut[3]: 0.5\n```", [("x", 0.5)]),
        ("```\n0.16 / 0.84  # 0.19\n```", [("0.16 / 0.84", 0.19)]),
        ("```r\nf()\n```\n\n    ## [1] 3\n\ntext", [("f()", 3)]),
        ("```\n## 1. read\n## 2\nx = 1\n```", []),
        ("```\n## [1] 3\n```", []),
        ("f()\n\n## 3\n", []),
    ],
)
def test_outputs_and_the_code_they_are_of(text: str, found: list[tuple[str, object]]) -> None:
    """A value stands with the statement above it; a comment, or a heading, is none."""
    assert shown(text) == found


@given(NUMBERS, st.integers(1, 8))
def test_any_vector_is_read_as_it_was_printed(values: list[float], width: int) -> None:
    """R breaks a vector into rows, each begun by the number of its first entry."""
    parts = [values[n : n + width] for n in range(0, len(values), width)]
    lines = [
        f"## [{1 + n * width}] " + " ".join(map(str, part)) for n, part in enumerate(parts)
    ]
    text = "\n".join(["```", "x", "```", "", "```", *lines, "```"])
    assert shown(text) == [("x", values[0] if len(values) == 1 else values)]


@given(st.text(st.sampled_from("#>[1] 0.5x=\n\t+-()\"',:"), max_size=300))
def test_no_listing_upsets_it(text: str) -> None:
    """Whatever stands in a listing, an output has a line of it."""
    found = outputs_in([Placed(Block("code", text, 1, text.count("\n") + 3), ())])
    assert all(1 <= one.line <= text.count("\n") + 3 for one in found)
