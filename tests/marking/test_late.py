from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from grader.errors import UsageMistake
from grader.intake.submission import Person, Submission
from grader.marking.late import arithmetic, lateness
from grader.marking.late_times import clock, strangers, times_of_csv
from grader.marks import Tally
from grader.rubric.late import LatePolicy

DUE = "2025-02-21T23:59:00-05:00"
TOTAL = Tally(Fraction(20), Fraction(32), Fraction(32), "graded", Fraction(1))


def policy(**fields: Any) -> LatePolicy:
    """A policy as the rubric loader makes it, from JSON."""
    return LatePolicy.model_validate_json(json.dumps({"due": DUE, **fields}))


def deduction(submitted: str, **fields: Any) -> Fraction:
    """What coming at that moment costs."""
    late = lateness(policy(**fields), "ada", datetime.fromisoformat(submitted), TOTAL)
    assert late is not None
    return late["deduction"]


@pytest.mark.parametrize(
    ("submitted", "fields", "cost"),
    [
        ("2025-02-21T23:59:00-05:00", {"deduct": "10%"}, "0"),
        ("2025-02-22T04:59:00+00:00", {"deduct": "10%"}, "0"),
        ("2025-02-21T23:59:59.9-05:00", {"deduct": "10%"}, "0"),
        ("2025-02-22T00:00:00-05:00", {"deduct": "10%"}, "3.2"),
        ("2025-02-22T04:59:30+00:00", {"deduct": "10%", "due": "2025-02-21T23:59-05:00"}, "0"),
        ("2025-02-21T23:59:30-05:00", {"deduct": 1, "due": "2025-02-21T23:59:29-05:00"}, "1"),
        ("2025-02-21T23:59:30-05:00", {"deduct": 1, "due": "2025-02-21T23:59:30-05:00"}, "0"),
        ("2025-02-22T23:59:00-05:00", {"deduct": "10%"}, "3.2"),
        ("2025-02-22T23:59:59-05:00", {"deduct": "10%"}, "3.2"),
        ("2025-02-23T00:00:00-05:00", {"deduct": "10%"}, "6.4"),
        ("2025-02-22T00:30:00-05:00", {"deduct": "0.5", "per": "hour"}, "0.5"),
        ("2025-02-22T01:30:00-05:00", {"deduct": 0.5, "per": "hour"}, "1"),
        ("2025-02-22T00:14:00-05:00", {"deduct": "10%", "grace_minutes": 15}, "0"),
        ("2025-02-22T00:14:59-05:00", {"deduct": "10%", "grace_minutes": 15}, "0"),
        ("2025-02-22T00:15:00-05:00", {"deduct": "10%", "grace_minutes": 15}, "3.2"),
        ("2025-03-21T23:59:00-05:00", {"deduct": "10%", "at_most": "30%"}, "9.6"),
        ("2025-03-21T23:59:00-05:00", {"deduct": "10%"}, "20"),
        ("2025-02-22T23:59:00-05:00", {"deduct": "10%", "of": "score"}, "2"),
        ("2025-02-22T23:59:00-05:00", {"deduct": 1, "bonus": "drop"}, "2"),
        ("2025-02-24T00:00:00-05:00", {"deduct": 1, "closes": "2025-02-23T23:59:00-05:00"}, "20"),
        ("2025-02-23T23:59:59-05:00", {"deduct": 1, "closes": "2025-02-23T23:59:00-05:00"}, "2"),
        (
            "2025-02-24T12:00:00-05:00",
            {
                "deduct": 1,
                "closes": "2025-02-23T23:59:00-05:00",
                "extensions": {"ada": "2025-02-24T23:59:00-05:00"},
            },
            "0",
        ),
        (
            "2025-02-25T00:00:00-05:00",
            {
                "deduct": 1,
                "closes": "2025-02-23T23:59:00-05:00",
                "extensions": {"ada": "2025-02-24T23:59:00-05:00"},
            },
            "20",
        ),
        (
            "2025-02-23T12:00:00-05:00",
            {
                "deduct": 1,
                "closes": "2025-02-23T23:59:00-05:00",
                "extensions": {"ada": "2025-02-22T23:59:00-05:00"},
            },
            "1",
        ),
        ("2025-02-24T00:00:59Z", {"deduct": 1, "extensions": {"ada": "2025-02-24 00:00Z"}}, "0"),
        (
            "2025-02-23T23:00:00-05:00",
            {"deduct": 1, "extensions": {"ada": "2025-02-24 00:00Z"}},
            "1",
        ),
        (
            "2025-02-23T23:00:00-05:00",
            {"deduct": 1, "extensions": {"bob": "2025-02-24T00:00Z"}},
            "2",
        ),
        ("2025-03-23T23:00:00-05:00", {"deduct": 1, "excused": ["ada"]}, "0"),
    ],
)
def test_what_lateness_costs(submitted: str, fields: dict[str, Any], cost: str) -> None:
    """Units begun are counted, from the end of the due minute, in whatever zone it is written."""
    assert deduction(submitted, **fields) == Fraction(cost)


def test_local_times_follow_the_clocks() -> None:
    """A due time and a submission on both sides of the change to summer time are 23 hours apart."""
    due = policy(due="2025-03-08 23:59", timezone="America/New_York", deduct=1, per="hour")
    late = lateness(due, "ada", datetime(2025, 3, 9, 23, 59), TOTAL)
    assert late is not None
    assert late["seconds"] == 23 * 3600
    assert late["due"] == "2025-03-08T23:59:00-05:00"
    assert late["submitted"] == "2025-03-09T23:59:00-04:00"
    assert late["deduction"] == 20


@pytest.mark.parametrize(
    ("due", "zone", "came", "days"),
    [
        ("2025-11-01 20:00", "America/New_York", "2025-11-02 19:30", 1),
        ("2025-11-01 20:00", "America/New_York", "2025-11-02 20:00:59", 1),
        ("2025-11-01 20:00", "America/New_York", "2025-11-02 20:01", 2),
        ("2025-11-01T20:00-04:00", "America/New_York", "2025-11-02 19:30", 1),
        ("2025-11-01 20:00", "America/New_York", "2025-11-03T00:30:00Z", 1),
        ("2025-10-25 23:59", "Europe/Berlin", "2025-10-26 23:40", 1),
        ("2025-03-29 20:00", "Europe/Berlin", "2025-03-30 20:30", 2),
        ("2025-03-29 20:00", "Europe/Berlin", "2025-04-05 19:59", 7),
        ("2025-03-29 02:30", "Europe/Berlin", "2025-03-30 03:10", 1),
        ("2025-11-01 01:30", "America/New_York", "2025-11-02T01:15-05:00", 2),
        ("2025-11-02 01:30", "America/New_York", "2025-11-02T01:15-05:00", 1),
        ("2025-11-01T20:00-04:00", None, "2025-11-02T19:30-05:00", 2),
    ],
)
def test_days_late_go_by_the_calendar(due: str, zone: str | None, came: str, days: int) -> None:
    """The same time of the next day is one day late, though the night had 23 or 25 hours."""
    fields = {"timezone": zone} if zone else {}
    assert deduction(came, due=due, deduct=1, **fields) == days


@given(
    st.datetimes(datetime(2025, 10, 30), datetime(2025, 11, 4)),
    st.lists(st.integers(0, 6 * 86_400), min_size=2, max_size=2),
)
def test_days_by_the_calendar_never_go_back(due: datetime, seconds: list[int]) -> None:
    """Whoever comes later has at least as many days, also in the hour that the clocks repeat."""
    rule = policy(due=due.isoformat(sep=" "), timezone="America/New_York", deduct=1)
    start = rule.due_for("ada").astimezone(UTC)
    costs = []
    for late_by in sorted(seconds):
        late = lateness(rule, "ada", start + timedelta(seconds=late_by), TOTAL)
        assert late is not None
        assert abs(late["deduction"] - Fraction(late_by, 86_400)) <= 2
        costs.append(late["deduction"])
    assert costs == sorted(costs)


def test_without_a_policy_or_a_time_nothing_is_said() -> None:
    """Nothing is deducted for lateness that nobody can know."""
    assert lateness(None, "ada", datetime.now(UTC), TOTAL) is None
    assert lateness(policy(), "ada", None, TOTAL) is None


@given(
    st.integers(0, 10**7),
    st.integers(0, 10**7),
    st.fractions(0, 40, max_denominator=12),
    st.sampled_from(["day", "hour"]),
    st.sampled_from(["points", "score"]),
    st.sampled_from(["0.5", "10%", "33.3%"]),
    st.sampled_from(["5", "50%", "100%"]),
)
def test_later_never_costs_less_nor_more_than_there_is(
    first: int, second: int, score: Fraction, per: str, of: str, deduct: str, at_most: str
) -> None:
    """The deduction grows with lateness and stays between nothing and the whole score."""
    rule = policy(per=per, of=of, deduct=deduct, at_most=at_most)
    total = Tally(score, Fraction(32), Fraction(32), "graded")
    due = datetime.fromisoformat(DUE)
    costs = []
    for seconds in sorted((first, second)):
        late = lateness(rule, "ada", due + timedelta(seconds=seconds), total)
        assert late is not None
        assert late["seconds"] == (seconds if seconds >= 60 else 0)
        costs.append(late["deduction"])
    assert 0 <= costs[0] <= costs[1] <= score


@pytest.mark.parametrize(
    ("submitted", "fields", "said"),
    [
        (
            "2025-02-23T01:00:00-05:00",
            {"deduct": "10%", "at_most": "50%", "bonus": "drop"},
            "Handed in 2025-02-23 01:00:00 UTC-0500, due 2025-02-21 23:59:00 UTC-0500: "
            "1 d 1 h 1 min late, 2 days begun × 10% of the points, at most 50%, and the bonus "
            "of 1: 7.4 points deducted.",
        ),
        ("2025-02-22T00:00:00-05:00", {"excused": ["ada"]}, "1 min late, excused: nothing is"),
        ("2025-02-22T00:00:00-05:00", {"grace_minutes": 5}, "within the grace of 5 min: nothing"),
        (
            "2025-02-24T00:00:00-05:00", {"closes": DUE},
            "after the closing time: all 20 points deducted.",
        ),
        ("2025-02-22T00:00:00-05:00", {"deduct": 1}, "1 day begun × 1 point: 1 point deducted."),
        ("2025-02-22T05:00:00+00:00", {"deduct": 1}, "Handed in 2025-02-22 00:00:00 UTC-0500, due"),
        ("2025-02-22T00:00:00-05:00", {"deduct": 90}, "never more than was earned: 20 points"),
        ("2025-02-21T00:00:00-05:00", {"deduct": 1}, ""),
        ("2025-02-21T23:59:59-05:00", {"deduct": 1}, ""),
        (
            "2025-11-02T19:30:00-05:00",
            {"deduct": 1, "due": "2025-11-01 20:00", "timezone": "America/New_York"},
            "1 d 30 min late, 1 day begun by the calendar, since the clocks changed, × 1 point",
        ),
    ],
)
def test_the_report_shows_the_arithmetic(submitted: str, fields: dict[str, Any], said: str) -> None:
    """A student can recompute the deduction from one sentence."""
    rule = policy(**fields)
    late = lateness(rule, "ada", datetime.fromisoformat(submitted), TOTAL)
    assert late is not None
    sentence = arithmetic(rule, "ada", late, TOTAL)
    assert sentence.endswith(said) or said in sentence
    assert bool(sentence) == bool(said)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"due": "2025-02-21"}, "add the time of day"),
        ({"due": "tomorrow"}, "write a date and time"),
        ({"due": 5}, "write a date and time"),
        ({"due": "2025-02-21 23:59"}, "a time has no offset"),
        ({"timezone": "Mars/Olympus"}, "there is no time zone"),
        ({"deduct": "ten"}, "write points, such as 0.5"),
        ({"deduct": "110%"}, "write points, such as 0.5"),
        ({"deduct": -1}, "write points, such as 0.5"),
        ({"closes": "2025-02-20 23:59Z"}, "`closes` is before `due`"),
        ({"extensions": {"ada": "soon"}}, "write a date and time"),
    ],
)
def test_mistakes_in_a_policy_say_what_to_write(fields: dict[str, Any], says: str) -> None:
    """An instructor's slip is told with what to write instead."""
    with pytest.raises(ValidationError, match=says):
        policy(**fields)


def test_times_come_from_a_csv_the_platform_or_the_files(tmp_path: Path) -> None:
    """The CSV goes first, then the export; the files' own times only where the policy asks."""
    work = tmp_path / "ada"
    work.mkdir()
    (work / "hw.py").write_text("x = 1\n")
    (tmp_path / "times.csv").write_text("id,submitted\nbob,2025-02-21T10:00:00+01:00\n")
    exported = datetime(2025, 2, 20, tzinfo=UTC)
    ada, bob = Submission("ada", "Ada", path=work), Submission("bob", "Bob", submitted=exported)
    when = clock(policy(times_csv="times.csv"), tmp_path)
    assert when(ada) is None
    assert when(bob) == datetime(2025, 2, 21, 9, tzinfo=UTC)
    when = clock(policy(times="file"), tmp_path)
    found = when(ada)
    assert found is not None and abs(found - datetime.now(UTC)) < timedelta(hours=1)
    assert when(bob) == exported


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("text", [
    "id,submitted\nada,2025-04-06 10:00+00:00\n", "ID;Name;Submitted\nada;Ada;2025-04-06T10:00Z\n",
    "sep=;\nid;submitted\nada;2025-04-06 10:00 UTC\n",
    '"submitted"\t"id"\n2025-04-06 10:00Z\tada\n',
])  # fmt: skip
def test_a_csv_of_times_is_read_as_programs_write_it(
    text: str, encoding: str, tmp_path: Path
) -> None:
    """With any separator and encoding, more columns and heads in capitals."""
    path = tmp_path / "times.csv"
    path.write_bytes(text.encode(encoding))
    assert times_of_csv(path) == {"ada": datetime(2025, 4, 6, 10, tzinfo=UTC)}


def test_names_that_no_submission_has_are_told(tmp_path: Path) -> None:
    """An extension that nobody gets is told, with the id to write where it is somebody's."""
    (tmp_path / "times.csv").write_text("id,submitted\nada,2025-01-01\nzed,2025-01-01\n")
    due = "2025-03-01T20:00Z"
    own = policy(extensions={"s1": due}, excused=("bob", "ada"), times_csv="times.csv")
    ada = Submission("ada", "Ada", people=(Person("s1", "Ada Alpha"),))
    assert strangers(own, tmp_path, [ada]) == [
        "late.extensions: no submission has the id s1 (write ada)",
        "late.excused: no submission has the id bob",
        "late.times_csv: no submission has the id zed",
    ]
    assert strangers(policy(extensions={"ada": due}), tmp_path, [ada]) == []
    assert strangers(None, tmp_path, [ada]) == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name,when\na,b\n", "columns `id` and `submitted`"),
        ("id,submitted\na,noon\n", "csv:2: 'noon' is no time"),
        ("id,submitted\na,2025-01-01\na,2025-01-01\n", "csv:3: a stands here twice"),
    ],
)
def test_a_bad_csv_of_times_is_told_with_its_line(tmp_path: Path, text: str, says: str) -> None:
    """Nothing is guessed where the CSV is not as it should be."""
    path = tmp_path / "times.csv"
    path.write_text(text)
    with pytest.raises(UsageMistake, match=says):
        times_of_csv(path)
