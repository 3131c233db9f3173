"""Every twentieth answer comes twice, answers are dealt out, and who decided what is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.web.entries import EVERY, Entry, is_twice, owners
from tests.web.classes import judgements, usual
from tests.web.client import Person, at_the_page


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class of 120."""
    folder = tmp_path_factory.mktemp("class")
    usual(folder, 120)
    return folder


@pytest.fixture
def out(whole: Path, tmp_path: Path) -> Path:
    """A copy of it to change."""
    import shutil

    shutil.copytree(whole / "out", tmp_path / "out")
    shutil.copy(whole / "rubric.yaml", tmp_path / "rubric.yaml")
    return tmp_path / "out"


def again(person: Person) -> list[str]:
    """The answers that this person has to look at once more."""
    return [row[0] for row in person.get("queue", question="why", filter="awaiting")["again"]]


def test_one_in_twenty_is_judged_twice() -> None:
    """The same ones for everybody, about as many as promised."""
    entries = [Entry("q", f"a{n}", "", ()) for n in range(4000)]
    twice = [one for one in entries if is_twice(one)]
    assert 4000 / EVERY * 0.7 < len(twice) < 4000 / EVERY * 1.4


def test_answers_are_dealt_out_evenly_and_twice_to_two() -> None:
    """Each to one person, and those that come twice to two."""
    entries = [Entry("q", f"a{n}", "", ()) for n in range(3000)]
    share = ("ada", "ben", "eve")
    counts = dict.fromkeys(share, 0)
    for one in entries:
        own = owners(one, share)
        counts[own[0]] += 1
        assert len(own) == (2 if is_twice(one) else 1) == len(set(own))
    assert all(850 < count < 1150 for count in counts.values())


def test_a_second_look_is_blind_and_counted(out: Path) -> None:
    """It comes after the first, shows nothing of it, survives a restart, and is told."""
    with at_the_page(out) as ada:
        entries = ada.get("queue", question="why", filter="awaiting")["entries"]
        twice = [row[0] for row in entries if row[4]]
        assert len(twice) >= 3 and again(ada) == []
        for token in twice[:3]:
            ada.decide("why", token, items=["falls"], by_items=True)
    with at_the_page(out) as ada:
        assert set(again(ada)) == set(twice[:3])
        seen = ada.get("answer", question="why", token=twice[0], second="1")
        assert seen["person"] is None and seen["score"] is None
        assert "falls" not in str(seen["machine"]) and seen["machine"]["score"] is None
        for token, item in zip(twice[:3], ("falls", "falls", "wrong"), strict=True):
            ada.decide("why", token, items=[item], by_items=True, second=True)
        assert again(ada) == []
        told = ada.get("queue", question="why", filter="awaiting")["progress"]
        assert told["agreement"] == [{"who": ["ada"], "twice": 3, "equal": 2}]
        assert ada.tokens("why", "disagreed") == [twice[2]]


def test_shared_answers_meet_two_people(out: Path) -> None:
    """Each sees their own part, together all of it; agreement between them is told."""
    share = ("ada", "ben")
    with at_the_page(out, "ada", share) as ada, at_the_page(out, "ben", share) as ben:
        mine, theirs = set(ada.tokens("why")), set(ben.tokens("why"))
        whole = ada.get("queue", question="why", filter="all", everybody="1")["entries"]
        assert mine | theirs == {row[0] for row in whole}
        both = mine & theirs
        assert both and len(both) < 20
        token = sorted(both)[0]
        first, second = (ada, ben) if owner(ada, token) == "ada" else (ben, ada)
        first.decide("why", token, points="2")
        assert token in again(second) and token not in again(first)
        second.decide("why", token, points="1", second=True)
        told = ada.get("queue", question="why", filter="awaiting")["progress"]
        assert told["agreement"] == [{"who": ["ada", "ben"], "twice": 1, "equal": 0}]
        assert ada.tokens("why", "disagreed") == [token]


def owner(person: Person, token: str) -> str:
    """To whom an answer was dealt first."""
    return owners(person.desk.entries("why")[token], person.desk.share)[0]


def test_who_decided_how_much_and_how_strictly(out: Path) -> None:
    """Count and mean of each person, this one's beside the others'; what was taken back is gone."""
    with at_the_page(out) as ada, at_the_page(out, "ben") as ben:
        tokens = ada.tokens("why")
        for token, points in zip(tokens[:4], ("3", "3", "0", "1"), strict=True):
            ada.decide("why", token, points=points)
        for token in tokens[4:6]:
            ben.decide("why", token, points="3")
        ada.decide("why", tokens[3], take_back=True)
        told = ada.get("queue", question="why", filter="awaiting")["progress"]
        assert told["decided"] == 5 and told["total"] == 120
        assert told["mine"] == {
            "who": "ada", "answers": 3, "submissions": 3, "mean": 0.667, "strictest": 0.333
        }  # fmt: skip
        assert told["others"] == {"answers": 2, "mean": 1.0}
        (why, *_) = ada.get("people")["questions"]
        assert [one["who"] for one in why["people"]] == ["ada", "ben"]
    assert len(judgements(out)) == 7
