"""Reports of a run: shifted code, sources beside what was made of them, what clauses tell."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from grader.intake.reader.writeup.claims.told import told
from grader.intake.reader.writeup.copied.knitted import sources_of_reports
from grader.intake.reader.writeup.markup import blocks_of
from grader.intake.reader.writeup.sections import Placed

LINES = st.lists(
    st.sampled_from(["", "    f(x)", "    ## [1] 3", "text", "- item", "```", "\t#> 2", "  near"]),
    max_size=14,
)
WORDS = st.lists(st.sampled_from(["the", "mean", "of", "days", "is", "not", "and"]), max_size=9)


def rows_of(text: str) -> list[Placed]:
    """The blocks of a text, under no label."""
    return [Placed(block, ()) for block in blocks_of(text)]


@given(LINES)
def test_lines_stay_where_they_are(lines: list[str]) -> None:
    """A word that stands in a line is found in a block that begins there or above."""
    text = "\n".join([*lines, "", "landmark"])
    place = len(lines) + 2
    found = [block for block in blocks_of(text) if "landmark" in block.text]
    assert found
    assert all(block.line <= place <= block.end + 1 for block in found)


def test_code_that_is_shifted_in_is_code() -> None:
    """What pandoc shifts in with its output is one listing; other shifted text is none."""
    kinds = [b.kind for b in blocks_of("so\n\n    f(1)\n\n    ## [1] 2\n\nand\n\n    f(2)\n\nend")]
    assert kinds == ["paragraph", "code", "paragraph", "paragraph", "paragraph"]


@given(WORDS, st.integers(0, 999), WORDS)
def test_what_is_told_stands_in_the_text(
    before: list[str], value: int, after: list[str]
) -> None:
    """No clause tells a value that is not written, and a denied one tells none."""
    text = f"{' '.join(before)} {value} {' '.join(after)}."
    found = list(told(rows_of(text), "mean"))
    assert all(one == str(value) for one, _ in found)
    assert not (found and "not" in before)


def test_who_is_told_of() -> None:
    """The subject of a clause has its value, and nothing that only mentions the name."""
    assert list(told(rows_of("The mean of the days was 9.5."), "mean")) == [("9.5", 1)]
    assert list(told(rows_of("The error of the mean is 9.5."), "mean")) == []
    assert list(told(rows_of("The mean squared error is 9.5."), "mean")) == []
    assert list(told(rows_of("The mean and median are 9.5 and 9."), "median")) == []
    assert list(told(rows_of("The mean is 9.5. The mean is 8."), "mean")) == []


@given(st.text(alphabet="ab c.\n`#r{}", max_size=60))
def test_a_source_is_left_out_only_where_its_report_says_as_much(text: str) -> None:
    """A line of prose that the report does not have keeps its source from being left out."""
    files = {"a.Rmd": f"{text}\n\nunheard of\n".encode(), "a.md": text.encode()}
    assert sources_of_reports(files) == frozenset()


def test_a_report_stands_for_its_source() -> None:
    """The report has the words of its source, with values for what was worked out in it."""
    source = b"# One\n\n```{r}\nx <- 3\n```\n\nThe mean is `r x` here.\n"
    report = b"# One\n\n```r\nx <- 3\n```\n\nThe mean is 3 here.\n"
    assert sources_of_reports({"a.Rmd": source, "a.md": report}) == {"a.Rmd"}
    assert sources_of_reports({"a.Rmd": source, "b.md": report}) == frozenset()
    python = source.replace(b"{r}", b"{python}")
    assert sources_of_reports({"a.Rmd": python, "a.md": report}) == frozenset()
