"""When submissions are due, what lateness costs, and who is an exception."""

from __future__ import annotations

import contextlib
import re
from datetime import UTC, datetime
from fractions import Fraction
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AwareDatetime,
    BeforeValidator,
    Field,
    PlainSerializer,
    WithJsonSchema,
    model_validator,
)

from grader.questions.record import Record, exact_of

_AMOUNT = re.compile(r"(\d+(?:\.\d+)?)\s*%")


def _moment(value: object) -> object:
    """A date and time as people write it, with an offset or in the policy's `timezone`."""
    if not isinstance(value, str):
        raise ValueError("write a date and time, such as 2025-02-21 23:59")
    try:
        found = datetime.fromisoformat(value.strip())
    except ValueError:
        raise ValueError("write a date and time, such as 2025-02-21 23:59") from None
    if len(value.strip()) <= 10:
        raise ValueError(f"add the time of day, such as {value.strip()} 23:59")
    return found


def _amount(value: object) -> object:
    """Points, or a percentage such as 10%, kept as text that `Amount.of` understands."""
    if isinstance(value, str) and (found := _AMOUNT.fullmatch(value.strip())):
        if Fraction(found[1]) <= 100:
            return f"{found[1]}%"
    elif not isinstance(value, bool) and isinstance(value, int | float | str):
        with contextlib.suppress(ValueError):
            if exact_of(value) >= 0:
                return str(exact_of(value))
    raise ValueError("write points, such as 0.5, or a percentage, such as 10%")


Moment = Annotated[
    datetime,
    BeforeValidator(_moment),
    PlainSerializer(datetime.isoformat),
    WithJsonSchema({"type": "string"}),
]
Amount = Annotated[
    str,
    BeforeValidator(_amount),
    WithJsonSchema({"anyOf": [{"type": "number", "minimum": 0}, {"type": "string"}]}),
]


class LatePolicy(Record):
    """The due date and what lateness costs; the arithmetic is in `grader.late`."""

    due: Moment
    """When submissions are due: 2025-02-21T23:59-05:00, or local time with `timezone`.

    23:59 lasts until that minute ends; a time with seconds other than zero is exact.
    """
    timezone: str | None = None
    """Where times without an offset are meant, such as America/New_York."""
    grace_minutes: Annotated[float, Field(ge=0)] = 0.0
    """Lateness up to this is forgiven; anything later counts from the due time."""
    per: Literal["day", "hour"] = "day"
    """The unit that costs; a started unit counts as a full one. Days go by the calendar: the same
    time of the next day is one day late, also where the clocks changed in between."""
    deduct: Amount = "0"
    """What each unit costs: points, such as 0.5, or a percentage, such as 10%."""
    of: Literal["points", "score"] = "points"
    """What a percentage is taken of: the assignment's points, or what the submission earned."""
    at_most: Amount = "100%"
    """The most that lateness can cost."""
    closes: Moment | None = None
    """After this nothing is accepted: the whole score is deducted."""
    bonus: Literal["keep", "drop"] = "keep"
    """Whether a late submission keeps its bonus points or loses them."""
    extensions: dict[str, Moment] = {}  # noqa: RUF012 - frozen by the model
    """Own due times by submission id."""
    excused: tuple[str, ...] = ()
    """Submission ids whose lateness costs nothing."""
    times: Literal["export", "file"] = "export"
    """Where times come from: what the platform's export says, or when files were changed."""
    times_csv: str | None = None
    """A CSV beside the rubric with the columns `id` and `submitted`; it goes before `times`."""

    @model_validator(mode="after")
    def _zones_are_known(self) -> Self:
        if self.timezone is not None:
            try:
                ZoneInfo(self.timezone)
            except (ZoneInfoNotFoundError, ValueError, OSError):
                raise ValueError(
                    f"there is no time zone {self.timezone!r}; write one such as America/New_York"
                ) from None
        moments = [self.due, self.closes, *self.extensions.values()]
        if self.timezone is None and any(m is not None and m.tzinfo is None for m in moments):
            raise ValueError(
                "a time has no offset; add one (2025-02-21T23:59:00-05:00) or add "
                "`timezone: America/New_York`"
            )
        if self.closes is not None and self.aware(self.closes) < self.aware(self.due):
            raise ValueError("`closes` is before `due`; write a later time")
        return self

    def aware(self, moment: datetime) -> AwareDatetime:
        """A moment with its offset: its own, or that of the policy's zone on that day.

        In the hour that clocks repeat, the first one is meant.
        """
        if moment.tzinfo is not None:
            return moment
        zone = ZoneInfo(self.timezone) if self.timezone else (self.due.tzinfo or UTC)
        return moment.replace(tzinfo=zone)

    def due_for(self, submission_id: str) -> AwareDatetime:
        """When this submission is due, with its own extension where it has one."""
        return self.aware(self.extensions.get(submission_id, self.due))
