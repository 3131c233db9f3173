"""Rules on how a function is written: no loops, calls that are forbidden or required.

They are held against its text, which the reader took apart; nothing is run for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import Field

from grader.evidence import Answer, Outcome
from grader.marks import Mark, Status, show, status_of
from grader.questions.record import Points, Record

CODE = "code"
"""The suffix of what the reader found in the text."""
_NAME = re.compile(r"@|\.?[A-Za-z_]\w*(\.[A-Za-z_]\w*)*")

Named = Annotated[str, Field(min_length=1, max_length=100)]


class CodeRules(Record):
    """How the function has to be written, by its text and that of what it uses of its own."""

    loops: Literal["allow", "forbid"] = "allow"
    """forbid: no for, no while, no comprehension, and nothing that loops under another name, such
    as map, numpy.vectorize or a frame's apply."""
    forbid: tuple[Named, ...] = ()
    """What must not be used: a module (`sklearn`), something of one (`numpy.linalg.inv`), a
    function (`sorted`), a method (`.sort`), or `@`."""
    require: tuple[Named, ...] = ()
    """What has to be used, named likewise."""
    costs: Points = Fraction(0)
    """Points off for each rule that is broken; where left out, the report only says so."""

    def mistakes(self) -> Iterator[tuple[str, str]]:
        """Names that nothing can have, and rules that say nothing."""
        for field in ("forbid", "require"):
            for index, name in enumerate(getattr(self, field)):
                if not _NAME.fullmatch(name):
                    said = "write a name, such as numpy.linalg.inv, sorted, .sort or @"
                    yield f"code.{field}.{index}", said
        for index, name in enumerate(self.require):
            if name in self.forbid:
                yield f"code.require.{index}", f"{name} is forbidden as well: leave out one of them"
        if self.loops == "allow" and not (self.forbid or self.require):
            yield "code", "no rule is in it: write loops: forbid, or forbid: or require: with names"

    def broken(self, found: Any) -> list[str]:
        """What is said of each rule that the text breaks."""
        loops = _rows(found, "loops")
        names = _rows(found, "names")
        told = []
        if self.loops == "forbid" and loops:
            word, place = loops[0]
            more = f" and {len(loops) - 1} more" if len(loops) > 1 else ""
            told.append(f"No loop is allowed here: {word} at {place}{more}.")
        left = names
        for wanted in self.forbid:  # each use breaks one rule, though several may name it
            used = [one for one in left if _is(one[0], wanted)]
            left = [one for one in left if one not in used]
            if used:
                told.append(f"{wanted} is not allowed here: it is used at {used[0][1]}.")
        told += [
            f"{wanted} has to be used here, and is not."
            for wanted in self.require
            if not any(_is(word, wanted) for word, _ in names)
        ]
        return told


def _rows(found: Any, kind: str) -> list[tuple[str, str]]:
    """(word, place) of each row, whatever came back."""
    rows = found.get(kind) if isinstance(found, dict) else None
    listed = []
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, list) and len(row) == 3 and isinstance(row[0], str):
            place = f"line {row[1]}" if type(row[1]) is int else "its text"
            if type(row[2]) is int:
                place = f"cell {row[2]}, {place}"
            listed.append((row[0][:100], place))
    return listed


def _is(word: str, wanted: str) -> bool:
    """Whether a used name is the one of a rule, or something within it."""
    return word == wanted or word.startswith(f"{wanted}.") or (
        wanted.startswith(".") and word.endswith(wanted)
    )


def held(rules: CodeRules, found: Mark, outcome: Outcome | None) -> Mark:
    """A mark with what the rules say of the text, and with what that costs."""
    if found.status in (Status.MISSING, Status.NOT_GRADABLE):
        return found
    if not isinstance(outcome, Answer):
        said = "The rules on its code were not held against it: its text was not found."
        return replace(found, staff=(*found.staff, said))
    return _charged(rules, found, rules.broken(outcome.value))


def _charged(rules: CodeRules, found: Mark, told: Sequence[str]) -> Mark:
    if not told:
        return found
    off = rules.costs * len(told)
    says = [*found.feedback, *told]
    if not off or found.score is None:
        return replace(found, feedback=tuple(says))
    score = max(found.score - off, Fraction(0))
    says.append(f"That costs {show(found.score - score)} of {show(found.points)}.")
    status = found.status
    if status is not Status.AWAITING:
        status = status_of(score, found.points)
    return replace(found, score=score, status=status, feedback=tuple(says))
