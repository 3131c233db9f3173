"""Evidence: what is kept reads back the same, and what a child says is never believed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.evidence import (
    Answer,
    Died,
    Evidence,
    Fault,
    Finding,
    Malformed,
    Missing,
    Raised,
    Source,
    TimedOut,
    Usage,
    outcome_from_frame,
    outcome_from_plain,
    outcome_to_plain,
)
from grader.values import Expression

WORDS = st.text(st.characters(codec="utf-8"), max_size=8)
PLACES = st.builds(
    Source, WORDS, WORDS, st.none() | st.integers(1, 99), st.none() | st.integers(0, 99)
)
SECONDS = st.floats(0, 1e6)
ANSWERS = st.builds(Answer, st.lists(st.integers() | WORDS | WORDS.map(Expression)), PLACES, WORDS)
OUTCOMES = (
    ANSWERS
    | st.builds(Missing, WORDS)
    | st.builds(Raised, WORDS, WORDS, PLACES, WORDS, WORDS, st.booleans())
    | st.builds(TimedOut, SECONDS, WORDS)
    | st.builds(Died, WORDS, WORDS)
    | st.builds(Malformed, WORDS)
    | st.builds(Fault, WORDS)
)
FINDINGS = st.builds(
    Finding,
    WORDS,
    WORDS,
    WORDS,
    st.none() | st.integers(1, 99),
    st.none() | st.integers(0, 99),
    st.booleans(),
)
EVIDENCE = st.builds(
    Evidence,
    st.dictionaries(WORDS, OUTCOMES, max_size=4),
    st.dictionaries(WORDS, st.lists(ANSWERS, max_size=2).map(tuple), max_size=2),
    st.lists(FINDINGS, max_size=3).map(tuple),
    WORDS,
    st.builds(
        Usage,
        SECONDS,
        SECONDS,
        st.integers(0, 1 << 40),
        st.integers(0, 9),
        st.dictionaries(WORDS, st.lists(SECONDS, min_size=2, max_size=2), max_size=2),
    ),
)


@settings(max_examples=150, deadline=None)
@given(EVIDENCE)
def test_kept_evidence_reads_back_the_same(evidence: Evidence) -> None:
    """Through plain data and JSON nothing is lost, so that re-scoring sees what grading saw."""
    assert Evidence.from_plain(json.loads(json.dumps(evidence.to_plain()))) == evidence


@given(OUTCOMES)
def test_every_outcome_is_tagged_by_its_kind(outcome: Any) -> None:
    """Each outcome alone goes the same way."""
    plain = outcome_to_plain(outcome)
    assert plain["outcome"] in {
        "answer", "missing", "raised", "timed_out", "died", "malformed", "fault"
    }  # fmt: skip
    assert outcome_from_plain(plain) == outcome


def test_only_our_own_fault_is_a_fault() -> None:
    """What the student's code did wrong may be reused; our failure may not."""
    assert Evidence({"a": Died("x"), "b": Fault("y")}).has_fault
    assert not Evidence({"a": Died("x"), "b": TimedOut(1.0), "c": Malformed("z")}).has_fault


@pytest.mark.parametrize("claim", ["timed_out", "died", "fault", "malformed", None, 3])
def test_a_child_cannot_claim_what_only_we_decide(claim: object) -> None:
    """A child that says "fault" (which would not count against it) is malformed."""
    found = outcome_from_frame({"outcome": claim, "reason": "ours", "seconds": 1}, [])
    assert isinstance(found, Malformed)


def test_a_child_cannot_hide_what_it_raised() -> None:
    """Whether a message is for the instructor alone is decided by us."""
    found = outcome_from_frame({"outcome": "raised", "type": "E", "hidden": True}, [])
    assert found == Raised("E", "")


@pytest.mark.parametrize("line", [0, -1, True, 1.5, "7", 10**9, None])
def test_odd_places_are_no_places(line: object) -> None:
    """A line that is no line number is left out."""
    found = outcome_from_frame({"outcome": "answer", "value": 1, "line": line}, [])
    assert found == Answer(1, Source())


def test_long_messages_are_cut() -> None:
    """What a child says is capped before anything keeps it."""
    frame = {"outcome": "raised", "type": "T" * 999, "message": "m" * 9999, "detail": "d" * 99999}
    found = outcome_from_frame(frame, [])
    assert isinstance(found, Raised)
    assert (len(found.type), len(found.message), len(found.detail)) == (100, 2000, 8000)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (Source("module", "hw2.py", 12), "hw2.py, line 12"),
        (Source("notebook", "hw2.ipynb", 3, 0), "hw2.ipynb, cell 0, line 3"),
        (Source("writeup"), "writeup"),
        (Source(), ""),
    ],
)
def test_places_in_words(source: Source, words: str) -> None:
    """A place reads as a student would say it."""
    assert source.where() == words
