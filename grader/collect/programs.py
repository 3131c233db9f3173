"""Runs the instructor's own Python in the sandbox, in processes that never hold a submission."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from grader.collect.plan import Plan
from grader.evidence import Answer, Evidence, Missing, Outcome
from grader.gradebook import fingerprint
from grader.sandbox import open_launcher
from grader.sandbox.child import Launcher
from grader.sandbox.job import Ask, Code, Job
from grader.sandbox.supervise import collect
from grader.values import Array, Value

USUAL = ("numpy", "pandas", "scipy", "torch", "sympy")
"""Libraries that are loaded before a program that names them."""


class Source(Protocol):
    """A Python file of the instructor's, and a function in it."""

    @property
    def file(self) -> str:
        """The file's name."""

    @property
    def function(self) -> str:
        """The function."""

    @property
    def source(self) -> bytes:
        """The file's bytes."""


class Calls(Protocol):
    """What is asked of a program."""

    @property
    def program(self) -> Source:
        """What is called."""

    @property
    def arguments(self) -> tuple[tuple[Any, ...], ...]:
        """For each call, the arguments in order."""

    @property
    def keywords(self) -> tuple[Mapping[str, Any], ...]:
        """For each call, the arguments by name; none at all where no call has any."""

    @property
    def seconds(self) -> float | None:
        """How long all of it may take."""


@dataclass(slots=True)
class Programs:
    """The instructor's programs of one rubric, run where and as submissions are run.

    What it has started is kept for the next program, and ends with it.
    """

    plan: Plan
    tier: Callable[[], str]
    python: Callable[[], Path]
    _launchers: dict[tuple[str, ...], Launcher] = field(default_factory=dict)
    _known: dict[str, Outcome] = field(default_factory=dict)

    def call(self, asked: Calls) -> Outcome:
        """A row for each call, or why there are none."""
        keywords = [self.filled(dict(one)) for one in asked.keywords]
        arguments = [self.filled(list(row)) for row in asked.arguments]
        return self._run(asked.program, arguments, keywords, asked.seconds, self.plan.seed)

    def filled_plan(self) -> Plan:
        """The plan with all data made that generators of the instructor's make."""
        asks = tuple(
            replace(ask, body=self.filled(dict(ask.body)), held=tuple(self.filled(list(ask.held))))
            for ask in self.plan.asks
        )
        return replace(self.plan, asks=asks)

    def filled(self, value: Any) -> Any:
        """A value with what a generator makes in each place that is marked for it."""
        if isinstance(value, Mapping):
            if value.get("$") == "made" and value.get("as") == "generated":
                return self._generated(value["of"])
            made = {key: self.filled(item) for key, item in value.items()}
            return made if any(made[key] is not value[key] for key in made) else value
        if isinstance(value, list | tuple):
            items = [self.filled(item) for item in value]
            changed = any(new is not old for new, old in zip(items, value, strict=True))
            return items if changed else value
        return value

    def _generated(self, wanted: Mapping[str, Any]) -> Any:
        key = fingerprint(wanted)
        program = _Wanted(wanted["file"], wanted["called"], wanted["source"])
        if key not in self._known:
            arguments, named = [self.filled(wanted["arguments"])], [self.filled(wanted["keywords"])]
            self._known[key] = self._run(program, arguments, named, None, wanted["seed"])
        outcome = self._known[key]
        rows = outcome.value if isinstance(outcome, Answer) else None
        row = rows[0] if isinstance(rows, list) and rows else None
        if isinstance(row, dict) and row.get("ok") is True:
            return handed_over(row["value"], row.get("columns"))
        where = f"{program.file}::{program.function}"
        if isinstance(row, dict) and "type" in row:
            said = f"{where} raised {row['type']} at line {row.get('line')}: {row.get('message')}"
        else:
            said = f"{where} gave nothing: {getattr(outcome, 'reason', 'it did not end')}"
        return {"$": "made", "as": "failed", "of": said[:300], "dtype": ""}

    def _run(
        self,
        program: Source,
        arguments: list[Any],
        keywords: list[Any],
        seconds: float | None,
        seed: int,
    ) -> Outcome:
        name = Path(program.file).name
        body = {
            "do": "call",
            "names": [program.function],
            "forms": ["module"],
            "arguments": arguments,
            "data": {"keywords": keywords} if any(keywords) else {},
        }
        job = Job(
            {**self.plan.data, name: program.source},
            (Code("module", name, ({"file": name},)),),
            (Ask("call", body, (), seconds),),
            seed,
            (),
            self.plan.limits,
            self.plan.aliases,
        )
        evidence = collect(self._launcher(program.source), job)
        return _explained(evidence)

    def _launcher(self, source: bytes) -> Launcher:
        preload = tuple(name for name in USUAL if name.encode() in source)
        if preload not in self._launchers:
            self._launchers[preload] = open_launcher(self.tier(), self.python(), preload)
        return self._launchers[preload]


@dataclass(frozen=True, slots=True)
class _Wanted:
    file: str
    function: str
    source: bytes


def _explained(evidence: Evidence) -> Outcome:
    """What came of the calls; where there is no function, what kept the file from loading."""
    outcome = evidence.outcomes.get("call", Missing())
    if isinstance(outcome, Answer):
        return outcome
    loading = [one for one in evidence.findings if one.kind in ("load-error", "load-lost")]
    if not loading:
        return outcome
    where = f" at line {loading[0].line}" if loading[0].line else ""
    return Missing(f"it could not be loaded{where}: {loading[0].message}")


def handed_over(value: Value, columns: Any = None) -> Any:
    """A result of the instructor's own as an argument; frames by their columns."""
    if isinstance(columns, list) and isinstance(value, Array | list):
        rows = value.tolist() if isinstance(value, Array) else value
        of = {str(name): [row[i] for row in rows] for i, name in enumerate(columns)}
        return {"$": "made", "as": "frame", "of": of, "dtype": ""}
    if isinstance(value, complex):
        return {"$": "complex", "re": value.real, "im": value.imag}
    if isinstance(value, list):
        return [handed_over(item) for item in value]
    if isinstance(value, Mapping):
        keys = [list(key) if isinstance(key, tuple) else key for key in value]
        items = zip(keys, map(handed_over, value.values()), strict=True)
        return {"$": "map", "items": [list(pair) for pair in items]}
    return value
