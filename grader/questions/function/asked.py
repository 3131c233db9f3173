"""What a submission is asked of its function: the calls, with lists and once more with arrays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from grader.questions.base import Probe
from grader.questions.function import made
from grader.questions.function.case import Case

AGAIN = "arrays"
"""The suffix of the probe that calls once more, with arrays in place of lists."""


@dataclass(frozen=True, slots=True)
class Going:
    """All that goes into one case, as read: arguments, keywords, the object's making, its steps."""

    arguments: list[Any]
    keywords: Mapping[str, Any]
    construct: list[Any] | None
    steps: list[Mapping[str, Any]] | None

    @classmethod
    def of(cls, case: Case, construct: list[Any] | None) -> Going:
        """What a case hands over; `construct` is the question's own."""
        own = construct if case.built_from is None else construction(case.built_from)
        if case.steps is None:
            arguments, keywords = case.given
            return cls(arguments, keywords, own, None)
        steps: list[Mapping[str, Any]] = [
            {"get": step.get}
            if step.get is not None
            else {"call": step.call, "arguments": step.given[0], "keywords": step.given[1]}
            for step in case.steps
        ]
        return cls([], {}, own or [[], {}], steps)

    def with_arrays(self) -> Going:
        """The same with an array for each list of numbers."""
        arguments, keywords = made.call_with_arrays([self.arguments, self.keywords])
        steps = self.steps and [
            dict(step, **_named(made.call_with_arrays([step["arguments"], step["keywords"]])))
            if "call" in step
            else step
            for step in self.steps
        ]
        built = self.construct and made.call_with_arrays(self.construct)
        return Going(arguments, keywords, built, steps)

    @property
    def all(self) -> list[Any]:
        """All of it."""
        return [self.arguments, self.keywords, self.construct, self.steps]

    @property
    def holds_made(self) -> bool:
        """Whether an array, a tensor or a frame goes in."""
        return made.holds_made(self.all)


def _named(call: Sequence[Any]) -> dict[str, Any]:
    return {"arguments": call[0], "keywords": call[1]}


def construction(built_from: Sequence[Any] | Mapping[str, Any]) -> list[Any]:
    """What an object is made of: arguments in order, then those by name."""
    by_name = isinstance(built_from, Mapping)
    return made.read([(), built_from] if by_name else [built_from, {}])  # type: ignore[no-any-return]


def groups(cases: Sequence[Case]) -> Iterator[tuple[str, float | None, list[int]]]:
    """(suffix, seconds, places) of cases that are called together: those with a limit are alone."""
    yield "", None, [place for place, case in enumerate(cases) if case.seconds is None]
    for place, case in enumerate(cases):
        if case.seconds is not None:
            yield f"case{place + 1}", case.seconds, [place]


def probe(
    id_: str,
    names: tuple[str, ...],
    goings: Sequence[Going],
    keep: int | str | None,
    seconds: float | None,
    stubs: bool,
) -> Probe:
    """One probe that makes these calls."""
    data: dict[str, Any] = {"stops": True, **({"handed_out": True} if stubs else {})}
    if any(going.keywords for going in goings):
        data["keywords"] = [made.sent(going.keywords) for going in goings]
    constructs = [made.sent(g.construct and _named(g.construct)) for g in goings]
    if any(one is not None for one in constructs):
        same = all(one == constructs[0] for one in constructs)
        data.update({"construct": constructs[0]} if same else {"constructs": constructs})
    if any(going.steps is not None for going in goings):
        data["steps"] = [made.sent(going.steps) for going in goings]
    if keep is not None:
        data["keep"] = keep
    calls = tuple(tuple(made.sent(going.arguments)) for going in goings)
    return Probe(id_, "call", names, calls, data, seconds=seconds, hidden=True, stubs=stubs)
