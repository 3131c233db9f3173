"""Automatic numbering of Word: every number that the page shows stands in the text."""

from __future__ import annotations

import pytest
from grader.intake.reader.markup import blocks_of
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.intake.reader.documents.counting import letters, roman
from grader.intake.reader.documents.docx import read_docx
from grader.intake.reader.documents.docx.numbering import FORMATS
from tests.intake.documents.word import STYLES, docx, lvl, numbered, p

NUM = '<w:num w:numId="{}"><w:abstractNumId w:val="{}"/>{}</w:num>'


def lines(*body: str, numbering: str, styles: str = STYLES) -> list[str]:
    """The lines that are not empty."""
    text = read_docx(docx(*body, numbering=numbering, styles=styles)).text
    return [line for line in text.split("\n") if line]


def abstract(*levels: str, more: str = "", id_: int = 0) -> str:
    """The definition of a numbering."""
    return f'<w:abstractNum w:abstractNumId="{id_}">{more}{"".join(levels)}</w:abstractNum>'


@pytest.mark.parametrize(
    ("form", "pattern", "shown"),
    [
        ("decimal", "%1.", ["1. x", "2. x"]),
        ("decimal", "%1)", ["1) x", "2) x"]),
        ("decimal", "(%1)", ["(1) x", "(2) x"]),
        ("decimal", "Problem %1:", ["Problem 1: x", "Problem 2: x"]),
        ("lowerLetter", "(%1)", ["(a) x", "(b) x"]),
        ("upperLetter", "%1.", ["A. x", "B. x"]),
        ("lowerRoman", "%1)", ["i) x", "ii) x"]),
        ("upperRoman", "%1.", ["I. x", "II. x"]),
        ("ordinal", "%1 part", ["1st part x", "2nd part x"]),
        ("cardinalText", "Question %1", ["Question One x", "Question Two x"]),
        ("decimalZero", "%1", ["01 x", "02 x"]),
        ("none", "Note", ["Note x", "Note x"]),
        ("bullet", "\uf0b7", ["- x", "- x"]),
        ("bullet", " ", ["x", "x"]),
        ("bullet", "☑", ["- ☑ x", "- ☑ x"]),
    ],
)
def test_a_list_shows_its_numbers(form: str, pattern: str, shown: list[str]) -> None:
    """Each format of numbers is written as the page has it."""
    definition = abstract(lvl(0, form, pattern)) + NUM.format(1, 0, "")
    assert lines(numbered(1, 0, "x"), numbered(1, 0, "x"), numbering=definition) == shown


def test_levels_restart_under_their_parent() -> None:
    """A deeper level begins again when one above goes on, and shows the numbers above."""
    definition = abstract(
        lvl(0, "decimal", "%1."), lvl(1, "lowerLetter", "%1.%2)"), lvl(2, "lowerRoman", "(%3)")
    ) + NUM.format(1, 0, "")
    places = [0, 1, 1, 2, 2, 0, 1, 2]
    shown = lines(*[numbered(1, place, "x") for place in places], numbering=definition)
    assert shown == [
        "1. x", "1.a) x", "1.b) x", "(i) x", "(ii) x", "2. x", "2.a) x", "(i) x",
    ]  # fmt: skip


def test_a_level_that_never_restarts_counts_on() -> None:
    """`lvlRestart` of zero keeps parts counted through all problems."""
    definition = abstract(
        lvl(0, "decimal", "Problem %1"), lvl(1, "decimal", "Part %2", '<w:lvlRestart w:val="0"/>')
    ) + NUM.format(1, 0, "")
    shown = lines(*[numbered(1, place, "x") for place in (0, 1, 0, 1)], numbering=definition)
    assert shown == ["Problem 1 x", "Part 1 x", "Problem 2 x", "Part 2 x"]


def test_lists_of_one_definition_count_together_until_one_starts_anew() -> None:
    """Two numberings share the counters of their definition; a start of its own begins anew."""
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    definition = abstract(lvl(0, "lowerLetter", "(%1)")) + "".join(
        [NUM.format(1, 0, ""), NUM.format(2, 0, ""), NUM.format(3, 0, anew)]
    )
    shown = lines(*[numbered(n, 0, "x") for n in (1, 1, 2, 3, 3)], numbering=definition)
    assert shown == ["(a) x", "(b) x", "(c) x", "(e) x", "(f) x"]


def test_an_overridden_level_has_its_own_look() -> None:
    """A numbering may replace a level of its definition."""
    own = f'<w:lvlOverride w:ilvl="0">{lvl(0, "upperRoman", "%1)", start=4)}</w:lvlOverride>'
    definition = abstract(lvl(0, "decimal", "%1.")) + NUM.format(1, 0, own)
    assert lines(numbered(1, 0, "x"), numbering=definition) == ["IV) x"]


def test_styles_number_their_paragraphs() -> None:
    """A heading style linked to a list shows the list's number, at the level that names it."""
    levels = [
        lvl(0, "decimal", "Problem %1", '<w:pStyle w:val="H1"/>'),
        lvl(1, "decimal", "%1.%2", '<w:pStyle w:val="H2"/>'),
    ]
    definition = abstract(*levels) + NUM.format(7, 0, "")
    linked = '<w:pPr><w:numPr><w:numId w:val="7"/></w:numPr><w:outlineLvl'
    styles = STYLES.replace("<w:pPr><w:outlineLvl", linked)
    off = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    shown = lines(
        p("One", style="H1"), p("a", style="H2"), p("b", style="H2"), p("Two", style="H1"),
        p("no", style="H2", more=off), numbering=definition, styles=styles,
    )  # fmt: skip
    assert shown == ["# Problem 1 One", "## 1.1 a", "## 1.2 b", "# Problem 2 Two", "## no"]


def test_a_definition_by_link_is_followed() -> None:
    """A definition may only point to the style that holds the levels."""
    definition = (
        abstract(more='<w:numStyleLink w:val="L"/>', id_=0)
        + abstract(lvl(0, "upperLetter", "%1:"), more='<w:styleLink w:val="L"/>', id_=1)
        + NUM.format(1, 0, "")
    )
    assert lines(numbered(1, 0, "x"), numbering=definition) == ["A: x"]


def test_a_list_that_is_not_defined_is_text() -> None:
    """Damage in the numbering costs the number, not the paragraph."""
    assert lines(numbered(9, 0, "x"), numbered(1, 5, "y"), numbering="") == ["x", "y"]


@given(st.lists(st.tuples(st.sampled_from([1, 2]), st.integers(0, 2)), min_size=1, max_size=14))
@settings(max_examples=60, deadline=None)
def test_numbers_are_those_of_counting_by_hand(places: list[tuple[int, int]]) -> None:
    """Whatever the order of lists and levels, each paragraph has the number that counting gives."""
    levels = [lvl(n, "decimal", "".join(f"<%{k + 1}>" for k in range(n + 1))) for n in range(3)]
    definition = "".join(abstract(*levels, id_=n) + NUM.format(n, n, "") for n in (1, 2))
    counts: dict[int, list[int]] = {1: [0, 0, 0], 2: [0, 0, 0]}
    expected = []
    for list_id, level in places:
        count = counts[list_id]
        count[:level] = [max(number, 1) for number in count[:level]]
        count[level] += 1
        count[level + 1 :] = [0] * (2 - level)
        expected.append("".join(f"<{number}>" for number in count[: level + 1]) + " x")
    body = [numbered(list_id, level, "x") for list_id, level in places]
    assert lines(*body, numbering=definition) == expected


@given(st.lists(st.integers(0, 2), min_size=1, max_size=12))
@settings(max_examples=60, deadline=None)
def test_markdown_counts_as_word_does(places: list[int]) -> None:
    """Decimal lists come back from Markdown with the numbers that Word shows."""
    levels = [lvl(n, "decimal", f"%{n + 1}.") for n in range(3)]
    definition = abstract(*levels) + NUM.format(1, 0, "")
    count, expected = [0, 0, 0], []
    for place, level in enumerate(places):
        count[:level] = [max(number, 1) for number in count[:level]]
        count[level] += 1
        count[level + 1 :] = [0] * (2 - level)
        expected.append((count[level], f"item {place}"))
    body = [numbered(1, level, f"item {place}") for place, level in enumerate(places)]
    blocks = blocks_of(read_docx(docx(*body, numbering=definition)).text)
    found = []
    while blocks:
        block = blocks.pop(0)
        for item in block.items:
            found.append((item.number, item.blocks[0].text))
            blocks += item.blocks[1:]
    assert sorted(found, key=lambda row: int(row[1].split()[1])) == expected


@given(st.integers(1, 3_999))
def test_roman_numerals_go_up(number: int) -> None:
    """Numerals read back as the number they were made from."""
    value = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
    digits = [value[char] for char in roman(number)]
    total = sum(-d if d < max(digits[n:]) else d for n, d in enumerate(digits))
    assert total == number


def test_letters_repeat_after_z() -> None:
    """Word goes on with aa, bb after z."""
    assert [letters(n) for n in (1, 26, 27, 28, 53)] == ["a", "z", "aa", "bb", "aaa"]
    assert all(form(n) or name == "none" for name, form in FORMATS.items() for n in (0, 1, 99))
