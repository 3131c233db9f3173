"""What came of single tests, as a hostile process tells it."""

from __future__ import annotations

import builtins
from dataclasses import dataclass
from typing import Any

MOST_ROWS = 5000


@dataclass(frozen=True, slots=True)
class Row:
    """One test: whether it passed, and if not what was raised, and where in the submission."""

    test: str
    ok: bool = False
    type: str = ""
    message: str = ""
    place: str = ""
    phase: str = ""
    printed: str = ""
    changed: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    skipped: bool = False
    ended: str = ""
    uncollected: str = ""
    lost: tuple[str, str] | None = None
    """What it lacked here, which is no fault of the submission's: a word and a sentence."""

    @property
    def is_absent(self) -> bool:
        """Whether what the test asks for is not there."""
        said = "in what was handed in" in self.message
        return not self.ok and self.type == "NameError" and said

    def told(self, reveal: bool) -> str:
        """Why it did not pass, for a student; the test's own words only where nothing is hidden."""
        if self.lost is not None:
            return f"it could not be run: {self.lost[1]}. A person decides."
        if self.ended:
            ended = self.ended.removeprefix("it ")
            return f"your code {'was ' if ended.startswith('stopped') else ''}{ended}."
        if not self.type:
            return "it was not run, since the tests could not be loaded or ended before."
        if self.is_absent:
            return f"{self.message}."
        where = f" at {self.place}" if self.place else ""
        if self.type == "AssertionError" and not self.place:
            words = f": {' '.join(self.message.split())[:400]}" if reveal and self.message else ""
            return f"it failed{words}."
        known = getattr(builtins, self.type, None)
        is_known = isinstance(known, type) and issubclass(known, BaseException)
        return f"your code raised {self.type if is_known else 'an exception'}{where}."

    def for_staff(self, name: str) -> str:
        """The same with all that was said."""
        if self.uncollected:
            return f"{name}: {self.uncollected[-600:]}"
        said = f"{self.type}: {self.message}" if self.type else self.ended or "it was not run"
        printed = f"; it printed: {self.printed[:300]}" if self.printed.strip() else ""
        return f"{name}: {said[:600]}{printed}"


def read_rows(value: Any) -> list[Row]:
    """The rows among what came back, whatever it is; the first of each test counts."""
    if not isinstance(value, list):
        return []
    return [row for one in value[:MOST_ROWS] if isinstance(one, dict) and (row := _row(one))]


def _row(one: dict[Any, Any]) -> Row | None:
    if isinstance(one.get("changed"), list) and "test" not in one:
        return Row("", changed=_texts(one["changed"]))
    if "uncollected" in one:
        return Row("", uncollected=_text(one["uncollected"], 4000), lost=_lost(one))
    test = _text(one.get("test"), 300)
    if not test:
        return None
    line = one.get("line")
    cell = one.get("cell")
    file = _text(one.get("file"), 200)
    where = ", ".join(
        filter(
            None,
            (
                file,
                f"cell {cell}" if type(cell) is int else "",
                f"line {line}" if type(line) is int else "",
            ),
        )
    )
    return Row(
        test,
        one.get("ok") is True,
        _text(one.get("type"), 100),
        _text(one.get("message"), 4000),
        where if type(line) is int else "",
        _text(one.get("phase"), 20),
        _text(one.get("printed"), 4000),
        _texts(one.get("changed")),
        _texts(one.get("own")),
        one.get("skipped") is True,
        _text(one.get("ended"), 300),
        lost=_lost(one),
    )


def _lost(one: dict[Any, Any]) -> tuple[str, str] | None:
    told = one.get("lost")
    if not isinstance(told, list) or len(told) != 2:
        return None
    why, reason = _text(told[0], 100), _text(told[1], 300)
    return (why, reason) if why and reason else None


def _text(value: Any, most: int) -> str:
    return value[:most] if isinstance(value, str) else ""


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(_text(one, 100) for one in value[:20]) if isinstance(value, list) else ()
