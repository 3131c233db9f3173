"""Cleaning keeps letters, shows what is dangerous, and never grows without bound."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from grader.reports.text import cap, clean, clean_line, number, sentence, sourced, symbol
from tests.reports.example_results import place

ANYTHING = st.text(st.characters(), max_size=200)


def test_letters_of_every_script_stay() -> None:
    """Names and formulas in other scripts come through unchanged."""
    for text in ("María López", "Nguyễn Văn Ân", "王小明", "فاطمة", "θ₁ ≤ −1.5", "👩‍💻"):
        assert clean(text) == text


def test_what_is_dangerous_becomes_visible() -> None:
    """Control characters, overrides and invisible characters are shown, not dropped."""
    assert clean("a\x00b\x1b") == "a␀b␛"
    assert clean("\u202eabc") == "⟨U+202E⟩abc"
    assert clean("a\u200bb\ufeff") == "a⟨U+200B⟩b⟨U+FEFF⟩"
    assert clean("\ud800\x9b") == "\ufffd\ufffd"
    assert clean("a\r\nb\rc\u2028d\te") == "a\nb\nc\nd\te"


@given(ANYTHING)
def test_clean_text_is_safe_everywhere(text: str) -> None:
    """No category that steers a terminal or the direction of text survives, and UTF-8 takes it."""
    done = clean(text)
    done.encode("utf-8")
    assert all(unicodedata.category(c) not in ("Cc", "Cs") or c in "\n\t" for c in done)
    assert not set(done) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b")
    assert clean(done) == done


@given(ANYTHING)
def test_a_cleaned_line_is_one_line(text: str) -> None:
    """Titles and names never break a line."""
    assert "\n" not in clean_line(text)


def test_long_texts_are_cut_and_counted() -> None:
    """A capped text says how much is missing."""
    assert cap("abc", 3) == "abc"
    assert cap("a" * 5000, 100) == "a" * 100 + "... (4,900 more characters)"
    assert len(clean("e" + "\u0301" * 500)) == 5


def test_numbers_are_short() -> None:
    """Scores look as people write them."""
    assert [number(x) for x in (None, 0, 2.0, 1.5, 1 / 3, 28.75, 123456.5)] == [
        "", "0", "2", "1.5", "0.33", "28.75", "123456.5",
    ]  # fmt: skip


def test_places_name_file_line_or_cell() -> None:
    """A source reads as `file:line`, or with its cell."""
    assert sourced(place("hw2.py", 12)) == "hw2.py:12"
    assert sourced(place("a.ipynb", 2, 3)) == "a.ipynb, cell 3, line 2"
    assert sourced(place("a.ipynb", None, 3)) == "a.ipynb, cell 3"
    assert sourced(place("", None, 3)) == "cell 3"
    assert sourced(None) == ""


def test_variables_are_written_as_by_hand() -> None:
    """Greek names become letters, indices become small; other names stay."""
    names = ("theta_1", "Theta", "x", "x_12", "alpha_max", "beta")
    assert [symbol(name) for name in names] == ["θ₁", "Θ", "x", "x₁₂", "αmax", "β"]


def test_sentences_start_with_a_capital() -> None:
    """Plain words do; ids and names from code stay as they are."""
    told = [sentence(text) for text in ("the label is", "p1.a is", "fit_all ran", "", "Éa b")]
    assert told == ["The label is", "p1.a is", "fit_all ran", "", "Éa b"]
