"""Of a copied list of numbers the marked one is the answer, and an unmarked list is none."""

from __future__ import annotations

from typing import Any

import pytest

from grader.intake.reader.writeup.copied.marked import options_in
from grader.intake.reader.writeup.known import Known
from grader.intake.reader.writeup.markup import blocks_of
from grader.intake.reader.writeup.sections import placed


def found(text: str) -> tuple[list[Any], int]:
    """The marked options, and how many blocks are left."""
    rows, options = options_in(placed(blocks_of(text), Known.of([])))
    return [value for value, _, _ in options], len(rows)


@pytest.mark.parametrize(
    "text",
    [
        "- 1\n- 2 **\n- 3", "- 1\n- **2**\n- 3", "- [ ] 1\n- [x] 2\n- [ ] 3", "- 1\n- 2 <--\n- 3",
        "* A) 1\n* B) 2 ✓\n* C) 3", "- 1\n- 2 (correct)\n- 3", "- $1$\n- __2__\n- $3$",
        "- [X] 2\n- [] 3",
    ],
)  # fmt: skip
def test_the_marked_one_is_picked(text: str) -> None:
    """However it is marked, and without its mark."""
    assert found(text) == (["2"], 0)


def test_without_a_mark_nothing_is_picked() -> None:
    """Three numbers are options and no answers; two may be two answers."""
    assert found("- 1\n- 2\n- 3") == ([], 0)
    assert found("- [ ] 1\n- [ ] 2") == ([], 0)
    assert found("- 1\n- 2") == ([], 1)


def test_two_marks_leave_the_list_as_it_is() -> None:
    """A person sees which."""
    assert found("- 1 **\n- 2 **\n- 3") == ([], 1)


def test_other_lists_are_no_options() -> None:
    """Steps, words and sentences."""
    assert found("1. 4\n2. **5**\n3. 6") == ([], 1)
    assert found("- one\n- **two**") == ([], 1)
    assert found("- 1 is odd and **2** is even\n- 3") == ([], 1)
