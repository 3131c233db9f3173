"""The plan of probes: what every submission is asked, with no key inside."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from grader.questions.base import Probe, Question
from grader.rubric.model import Rubric
from grader.sandbox.child import Limits
from grader.sandbox.job import Ask

CODE_FORMS = ("module", "notebook", "writeup")


@dataclass(frozen=True, slots=True)
class Plan:
    """What to ask, by question, and how to run it; the same for every submission."""

    probes: dict[str, tuple[Probe, ...]]
    asks: tuple[Ask, ...]
    seed: int
    limits: Limits
    data: dict[str, bytes] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)

    def only(self, questions: Iterable[str]) -> Plan:
        """The plan with these questions' probes alone."""
        wanted = set(questions)
        probes = {name: row for name, row in self.probes.items() if name in wanted}
        ids = {probe.id for row in probes.values() for probe in row}
        asks = tuple(ask for ask in self.asks if ask.id in ids)
        return Plan(probes, asks, self.seed, self.limits, self.data, self.aliases)


def plan_of(rubric: Rubric) -> Plan:
    """Every probe of a rubric; those that send hidden inputs come last.

    What runs after hidden inputs were sent might echo them, so nothing else runs after.
    """
    probes = {question.id: question.probes() for question in rubric.questions}
    pairs = [(question, probe) for question in rubric.questions for probe in probes[question.id]]
    pairs.sort(key=lambda pair: (pair[1].hidden, pair[1].do == "estimator"))
    folder = Path(rubric.path).parent
    data = {Path(file.file).name: (folder / file.file).read_bytes() for file in rubric.data}
    aliases = {name: Path(file.file).name for file in rubric.data for name in file.names}
    asks = tuple(_ask(rubric, question, probe) for question, probe in pairs)
    return Plan(probes, asks, rubric.seed, limits_of(rubric), data, aliases)


def _ask(rubric: Rubric, question: Question, probe: Probe) -> Ask:
    forms = [form for form in question.sources or rubric.sources if form in CODE_FORMS]
    body = {
        "do": probe.do,
        "names": list(probe.names),
        "forms": forms,
        "arguments": list(probe.arguments),
        "data": dict(probe.data),
    }
    seconds = probe.seconds or question.seconds
    return Ask(probe.id, body, probe.held, seconds, probe.hidden)


def limits_of(rubric: Rubric) -> Limits:
    """The rubric's limits in bytes and seconds."""
    limits = rubric.limits
    return Limits(
        limits.seconds,
        limits.load_seconds,
        limits.probe_seconds,
        limits.memory_mb << 20,
        limits.output_kb << 10,
        limits.files_mb << 20,
        limits.processes,
    )
