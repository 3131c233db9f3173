"""What lateness costs: exact arithmetic on times with their zones, and the same in words.

Differences are taken in UTC, so that a night with 23 or 25 hours changes nothing. A unit begun
is a unit counted; within the grace nothing is, after it everything is, from the due time on.
"""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import TypedDict

from grader.marks import Tally, show
from grader.rubric.late import LatePolicy

_SECONDS = {"day": 86_400, "hour": 3_600}


class Late(TypedDict):
    """The `late` field of results: times as ISO 8601, seconds late, points deducted."""

    submitted: str
    due: str
    seconds: int
    deduction: Fraction
    excused: bool


def lateness(
    policy: LatePolicy | None, submission_id: str, submitted: datetime | None, total: Tally
) -> Late | None:
    """What a hand-in's lateness costs; None without a policy, or where no time is known.

    The deduction never exceeds the score. `submitted` without an offset is in the policy's zone.
    """
    if policy is None or submitted is None:
        return None
    due, came = policy.due_for(submission_id), policy.aware(submitted)
    seconds = _seconds_after(due, came)
    excused = submission_id in policy.excused
    deduction = Fraction(0)
    if not excused and seconds > policy.grace_minutes * 60:
        deduction = _deduction(policy, submission_id, seconds, came, total)
    return Late(
        submitted=came.isoformat(),
        due=due.isoformat(),
        seconds=seconds,
        deduction=deduction,
        excused=excused,
    )


def _seconds_after(due: datetime, came: datetime) -> int:
    """Whole seconds late, begun ones counted; 0 when in time."""
    passed = came.astimezone(UTC) - due.astimezone(UTC)
    return max(0, math.ceil(passed / timedelta(seconds=1)))


def _deduction(
    policy: LatePolicy, submission_id: str, seconds: int, came: datetime, total: Tally
) -> Fraction:
    score = max(total.score, Fraction(0))
    if _is_closed(policy, submission_id, came):
        return score
    return min(score, _cost(policy, seconds, total))


def _cost(policy: LatePolicy, seconds: int, total: Tally) -> Fraction:
    """What the policy takes, be it more than was earned."""
    dropped = total.bonus if policy.bonus == "drop" else Fraction(0)
    base = total.points if policy.of == "points" else max(total.score, Fraction(0)) - dropped
    cost = _units(policy, seconds) * _amount(policy.deduct, base)
    return min(cost, _amount(policy.at_most, base)) + dropped


def _is_closed(policy: LatePolicy, submission_id: str, came: datetime) -> bool:
    """An extension beyond the closing time moves that too."""
    if policy.closes is None:
        return False
    closing = max(policy.aware(policy.closes), policy.due_for(submission_id))
    return _seconds_after(closing, came) > 0


def _units(policy: LatePolicy, seconds: int) -> int:
    return -(-seconds // _SECONDS[policy.per])


def _amount(written: str, base: Fraction) -> Fraction:
    """Points, or a percentage of `base`, as the policy has them."""
    if written.endswith("%"):
        return Fraction(written[:-1]) / 100 * base
    return Fraction(written)


def arithmetic(policy: LatePolicy, submission_id: str, late: Late, total: Tally) -> str:
    """One sentence that shows how the deduction comes about; empty for a hand-in in time."""
    if not late["seconds"]:
        return ""
    due = datetime.fromisoformat(late["due"])
    came = datetime.fromisoformat(late["submitted"]).astimezone(due.tzinfo)
    when = f"Handed in {_clock(came)}, due {_clock(due)}: {_span(late['seconds'])} late"
    if late["excused"]:
        return f"{when}, excused: nothing is deducted."
    if late["seconds"] <= policy.grace_minutes * 60:
        return f"{when}, within the grace of {policy.grace_minutes:g} min: nothing is deducted."
    if _is_closed(policy, submission_id, datetime.fromisoformat(late["submitted"])):
        return f"{when}, after hand-in had closed: all {show(late['deduction'])} points deducted."
    units = _units(policy, late["seconds"])
    said = f"{when}, {units} {policy.per}{'s' if units > 1 else ''} begun × {policy.deduct}"
    if policy.deduct.endswith("%"):
        said += f" of {'the points' if policy.of == 'points' else 'the score'}"
    else:
        said += " point" if Fraction(policy.deduct) == 1 else " points"
    if policy.at_most != "100%":
        said += f", at most {policy.at_most}"
    if policy.bonus == "drop" and total.bonus:
        said += f", and the bonus of {show(total.bonus)}"
    if _cost(policy, late["seconds"], total) > late["deduction"]:
        said += ", never more than was earned"
    return f"{said}: {show(late['deduction'])} point{'s' * (late['deduction'] != 1)} deducted."


def _clock(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S UTC%z")


def _span(seconds: int) -> str:
    days, rest = divmod(seconds, 86_400)
    hours, rest = divmod(rest, 3_600)
    minutes, rest = divmod(rest, 60)
    parts = [(days, "d"), (hours, "h"), (minutes, "min"), (rest, "s")]
    return " ".join(f"{count} {unit}" for count, unit in parts if count)
