"""Near-equal answers are offered together, never decided alike by themselves."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.evidence import Answer
from grader.web.alike import Alike
from grader.web.groups import differences
from tests.web.classes import book_of, judgements
from tests.web.client import Person, at_the_page

BASE = "The gradient points in the direction of steepest ascent, so we step against it"


def groups(*texts: str) -> list[set[int]]:
    """The groups of texts, by their places."""
    found = Alike([str(n) for n in range(len(texts))], texts)
    return [{int(first), *map(int, others)} for first, others in found.groups.items()]


@pytest.mark.parametrize(
    "other",
    [
        BASE + ".",
        BASE.replace("steepest", "the steepest"),
        BASE.lower(),
        BASE.replace("ascent", "ascend"),
        "  " + BASE.replace(" ", "\n") + "  ",
    ],
)
def test_small_differences_stand_together(other: str) -> None:
    """An article, a letter, a break of lines."""
    assert groups(BASE, other, "Something else altogether is said in here") == [{0, 1}]


@pytest.mark.parametrize(
    "other",
    [
        BASE.replace("points", "never points"),
        BASE.replace("so we", "so we do not"),
        BASE + " with step size 0.2",
        BASE.replace("against it", "against it = 0"),
        "No idea what a gradient would be for, I was ill that week",
    ],
)
def test_a_negation_a_number_or_a_sign_keeps_them_apart(other: str) -> None:
    """However near the words are."""
    assert groups(BASE, other, "Something else altogether is said in here") == []


def test_groups_do_not_chain() -> None:
    """Each member is near the first of its group, not only near the last that joined."""
    words = BASE.split()
    others = [f"other{letter}" for letter in "abcdefghijklmn"]
    drift = [" ".join([*words[n:], *others[:n]]) for n in range(12)]
    for members in groups(*drift):
        assert max(members) - min(members) < 8


@given(st.lists(st.text(max_size=40), max_size=8))
def test_any_texts_can_be_compared(texts: list[str]) -> None:
    """Empty ones, signs alone, every script; nobody is in two groups."""
    members = [one for group in groups(*texts) for one in group]
    assert len(members) == len(set(members))


def test_a_suggestion_says_how_many_agree() -> None:
    """It is that of most of the nearest decided ones, and there is none without neighbours."""
    texts = [BASE, BASE + " again", BASE + " as said", "Apples and pears", BASE + " twice"]
    alike = Alike(list("abcde"), texts)
    decided = {"a": (("idea",), "1"), "b": (("idea",), "1"), "c": (("idea", "more"), "2")}
    found = alike.suggestion("e", decided)
    assert found is not None
    assert (found.items, found.points, found.agree, found.neighbours) == (("idea",), "1", 2, 3)
    assert alike.suggestion("d", decided) is None
    assert alike.suggestion("e", {}) is None
    assert alike.suggestion("z", decided) is None


@given(st.text(max_size=60), st.text(max_size=60))
def test_differences_hold_every_word_of_the_other(here: str, there: str) -> None:
    """Nothing of the other answer is left out of what is shown of it."""
    told = [words for words, _ in differences(here, there)]
    assert " ".join(word for word in told if word != "…").split() == [
        word for word in there.split() if word != "…"
    ]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Eight who wrote nearly the same, one word for word, and four others."""
    texts = [BASE, BASE, BASE + ".", BASE.lower(), BASE.replace("so we", "so that we")]
    texts += [BASE.replace("points", "does not point"), "I was ill", "Apples", "Pears"]
    given_ = {f"s{n}": {"why": Answer(text)} for n, text in enumerate(texts)}
    book_of(tmp_path, given_)
    return tmp_path / "out"


def near(person: Person, token: str) -> Any:
    """What the page shows beside an answer, once it is worked out."""
    for _ in range(200):
        told = person.get("near", question="why", token=token)
        if told["ready"]:
            return told
        time.sleep(0.05)
    raise AssertionError("never ready")


def test_a_group_is_decided_together_and_members_can_be_left_out(out: Path) -> None:
    """One decision for those in it; the one that was taken out still waits."""
    with at_the_page(out) as ada:
        token = next(
            one
            for one in ada.tokens("why")
            if ada.get("answer", question="why", token=one)["count"] == 2
        )
        told = near(ada, token)
        members = [one["token"] for one in told["members"]]
        assert len(members) == 3 and told["suggestion"] is None
        ada.decide("why", token, *members[:2], items=["falls"], by_items=True)
        assert len(judgements(out)) == 4
        assert members[2] in ada.tokens("why")
        told = near(ada, members[2])
        assert told["suggestion"] == {
            "items": ["falls"], "points": "1", "agree": 3, "neighbours": 3
        }  # fmt: skip
        assert len(judgements(out)) == 4  # a suggestion decides nothing
