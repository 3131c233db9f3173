"""What a number in a title or in another year's sheet means is told by the words around it."""

from __future__ import annotations

import pytest

from grader.intake.reader.writeup.copied.project import project_number
from grader.intake.reader.writeup.copied.sheet import with_sheet
from grader.intake.reader.writeup.known import Known, target_of
from grader.intake.reader.writeup.markup import blocks_of
from grader.intake.reader.writeup.sections import placed

KNOWN = Known.of([target_of(["1"]), target_of(["2"]), target_of(["3"])])
SHEET = """# Homework

## 1. Rows

How many rows does the table have?

## 2. Mean

What is the mean of the second column?

## 3. Largest

Which value of the third column is the largest of all?
"""
ASKED = with_sheet(KNOWN, {"sheet.md": SHEET})


@pytest.mark.parametrize(
    ("text", "is_title"),
    [
        ("# Assignment 1\n\n**1. Rows**\n\n4\n\n**2. Mean**\n\n5", True),
        ("# Assignment 1\n\n## 1. Rows\n\n4\n\n## 2. Mean\n\n5", True),
        ("# Assignment 1\n\n4\n\n# Assignment 2\n\n5", False),
        ("# Assignment 1\n\n**1. Rows**\n\n4", False),
        ("# Question 1\n\n**1. Rows**\n\n4\n\n**2. Mean**\n\n5", False),
    ],
)
def test_the_number_of_a_title(text: str, is_title: bool) -> None:
    """It is the homework's where asked problems follow by their own numbers."""
    assert (project_number(blocks_of(text), KNOWN) is not None) is is_title


def paths(text: str) -> list[tuple[str, tuple[int | str, ...]]]:
    """Where the paragraphs of a text stand."""
    rows = placed(blocks_of(text), ASKED)
    return [(row.block.text, row.path) for row in rows if row.block.kind == "paragraph"]


def test_the_words_behind_a_number_tell_which_question_is_meant() -> None:
    """Another question that stands under its number then is none of the asked ones."""
    text = (
        "**1. What is the mean of the second column?**\n\nfive\n\n"
        "**2. Draw both columns of the table in one figure**\n\na figure\n\n"
        "**3. Which value of the third column is the largest of all?**\n\nnine"
    )
    found = dict(paths(text))
    assert found["five"] == (2,)
    assert found["a figure"] != (2,)
    assert found["nine"] == (3,)


def test_own_words_are_no_other_question() -> None:
    """A number counts where nothing else claims its question."""
    text = "**2. My own words on the average of numbers**\n\nfive"
    assert dict(paths(text))["five"] == (2,)


def test_a_sentence_of_the_sheet_is_a_title() -> None:
    """Nearly as it stands there, as a heading or in bold."""
    mean = "### What's the mean of the second column\n\nfive"
    text = f"{mean}\n\n**How many rows does the table have?**\n\n4"
    found = dict(paths(text))
    assert (found["five"], found["4"]) == ((2,), (1,))
