"""A text on the marking page: set to the page's width, but for lines that are lines."""

from grader.web.nodes import blocks

LONG = "PyTorch builds its graph while the code runs, which makes debugging easy with"


def test_a_text_that_an_editor_broke_is_one_again() -> None:
    """Long lines and a last one of any length flow."""
    (block,) = blocks(f"{LONG}\nordinary tools.")
    assert block["lines"] == [[f"{LONG} ordinary tools."]]


def test_lines_of_their_own_stay() -> None:
    """Short lines, items of a list and formulas are not joined."""
    for text in ("x = 1\ny = 2", f"- {LONG}\n- {LONG}", f"1. {LONG}\n2. {LONG}"):
        (block,) = blocks(text)
        assert len(block["lines"]) == 2
    (block,) = blocks(f"\\frac{{1}}{{2}} + \\alpha + {'x + ' * 20}1\nso this holds")
    assert len(block["lines"]) == 2
