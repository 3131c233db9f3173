"""What lateness costs: exact arithmetic on times with their zones, and the same in words.

A started unit counts as a full one; within the grace nothing is, after it everything is, from the
due time on. Hours are hours that passed; days go by the calendar, so that the same time of the next
day is one day late also where a night has 23 or 25 hours.
"""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta, tzinfo
from fractions import Fraction
from typing import TypedDict
from zoneinfo import ZoneInfo

from grader.marks import Tally, show
from grader.rubric.late import LatePolicy

_HOUR = timedelta(hours=1)


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
    """What a submission's lateness costs; None without a policy, or where no time is known.

    The deduction never exceeds the score. `submitted` without an offset is in the policy's zone.
    """
    if policy is None or submitted is None:
        return None
    due, came = policy.due_for(submission_id), policy.aware(submitted)
    seconds = _seconds_after(due, came)
    excused = submission_id in policy.excused
    deduction = Fraction(0)
    if not excused and not _is_within_grace(policy, due, came):
        deduction = _deduction(policy, submission_id, came, total)
    return Late(
        submitted=came.isoformat(),
        due=due.isoformat(),
        seconds=seconds,
        deduction=deduction,
        excused=excused,
    )


def _counted(due: datetime, came: datetime) -> datetime:
    """The moment that counts: a due time of 23:59 lasts until its minute ends.

    Where the due time names seconds, it is meant to the second.
    """
    return came if due.second or due.microsecond else came.replace(second=0, microsecond=0)


def _passed(due: datetime, came: datetime) -> timedelta:
    """How long after the due time, in time that really passed; not above zero when in time."""
    return _counted(due, came).astimezone(UTC) - due.astimezone(UTC)


def _seconds_after(due: datetime, came: datetime) -> int:
    """Whole seconds late, begun ones counted; 0 when in time."""
    if _passed(due, came) <= timedelta(0):
        return 0
    return math.ceil((came.astimezone(UTC) - due.astimezone(UTC)) / timedelta(seconds=1))


def _is_within_grace(policy: LatePolicy, due: datetime, came: datetime) -> bool:
    return _passed(due, came) <= timedelta(minutes=policy.grace_minutes)


def _deduction(
    policy: LatePolicy, submission_id: str, came: datetime, total: Tally
) -> Fraction:
    score = max(total.score, Fraction(0))
    if _is_closed(policy, submission_id, came):
        return score
    return min(score, _cost(policy, submission_id, came, total))


def _cost(policy: LatePolicy, submission_id: str, came: datetime, total: Tally) -> Fraction:
    """What the policy takes, be it more than was earned."""
    dropped = total.bonus if policy.bonus == "drop" else Fraction(0)
    base = total.points if policy.of == "points" else max(total.score, Fraction(0)) - dropped
    units = _units(policy, policy.due_for(submission_id), came)
    cost = units * _amount(policy.deduct, base)
    return min(cost, _amount(policy.at_most, base)) + dropped


def _is_closed(policy: LatePolicy, submission_id: str, came: datetime) -> bool:
    """An extension beyond the closing time moves that too."""
    if policy.closes is None:
        return False
    closing = max(policy.aware(policy.closes), policy.due_for(submission_id))
    return _seconds_after(closing, came) > 0


def _units(policy: LatePolicy, due: datetime, came: datetime) -> int:
    """Hours or days begun after the due time; what is late at all is late by one."""
    passed = _passed(due, came)
    if passed <= timedelta(0):
        return 0
    if policy.per == "hour":
        return math.ceil(passed / _HOUR)
    zone = _zone(policy, due)
    local, counted = due.astimezone(zone), _counted(due, came).astimezone(zone)
    days = max(1, (counted.date() - local.date()).days)
    return days + (counted.astimezone(UTC) > (local + timedelta(days=days)).astimezone(UTC))


def _zone(policy: LatePolicy, due: datetime) -> tzinfo:
    """Where the days of the course begin and end."""
    return ZoneInfo(policy.timezone) if policy.timezone else (due.tzinfo or UTC)


def _amount(written: str, base: Fraction) -> Fraction:
    """Points, or a percentage of `base`, as the policy has them."""
    if written.endswith("%"):
        return Fraction(written[:-1]) / 100 * base
    return Fraction(written)


def arithmetic(policy: LatePolicy, submission_id: str, late: Late, total: Tally) -> str:
    """One sentence that shows how the deduction comes about; empty for a submission in time."""
    if not late["seconds"]:
        return ""
    due = policy.due_for(submission_id)
    zone = _zone(policy, due)
    due, came = due.astimezone(zone), datetime.fromisoformat(late["submitted"]).astimezone(zone)
    when = f"Handed in {_clock(came)}, due {_clock(due)}: {_span(late['seconds'])} late"
    if late["excused"]:
        return f"{when}, excused: nothing is deducted."
    if _is_within_grace(policy, due, came):
        return f"{when}, within the grace of {policy.grace_minutes:g} min: nothing is deducted."
    if _is_closed(policy, submission_id, came):
        return f"{when}, after the closing time: all {show(late['deduction'])} points deducted."
    units = _units(policy, due, came)
    turned = policy.per == "day" and due.utcoffset() != came.utcoffset()
    begun = "begun by the calendar, since the clocks changed," if turned else "begun"
    said = f"{when}, {units} {policy.per}{'s' if units > 1 else ''} {begun} × {policy.deduct}"
    if policy.deduct.endswith("%"):
        said += f" of {'the points' if policy.of == 'points' else 'the score'}"
    else:
        said += " point" if Fraction(policy.deduct) == 1 else " points"
    if policy.at_most != "100%":
        said += f", at most {policy.at_most}"
    if policy.bonus == "drop" and total.bonus:
        said += f", and the bonus of {show(total.bonus)}"
    if _cost(policy, submission_id, came, total) > late["deduction"]:
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
