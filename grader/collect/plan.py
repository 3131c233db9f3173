"""The plan: all that reading and running submissions needs of a rubric, with no key inside.

Nothing else on the side of collecting may know a rubric or a question.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from grader.collect.rules import Rule
from grader.evidence import Answer, Outcome
from grader.intake.discover import single
from grader.intake.reading import Where
from grader.intake.submission import Submission
from grader.questions.asking.asked import Asked
from grader.questions.base import Probe
from grader.questions.find import Find
from grader.questions.record import Writeup
from grader.rubric.model import Assignment, Rubric
from grader.sandbox.child import Limits
from grader.sandbox.job import Ask

SHOWN = "shown"
"""The suffix of the probe of a question whose answer is what code shows."""
CODE_FORMS = ("module", "notebook", "writeup")


@dataclass(frozen=True, slots=True)
class Sought:
    """Where one question's answer is looked for: under which names, in which forms, in what order.

    `writeup` says where a written-up submission holds it; `written` whether a text may answer at
    all, which it may not where a function is to be called or a model to be fitted. `find` are
    further rules, `labels` what stands over the cells and tables that they look into, `observes`
    what of all that is shown is the answer where no name holds it.
    """

    id: str
    names: tuple[str, ...]
    sources: tuple[str, ...]
    writeup: Writeup | None
    written: bool = True
    find: tuple[Rule, ...] = ()
    trust: str = "live"
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    observes: str = ""
    asked: str = "value"
    """What is done with the name: value, call, module or estimator."""
    arity: tuple[int, ...] = ()
    """With how many arguments it is called."""
    code: Literal["", "named", "whole"] = ""
    """What of its text is looked at: what the named function uses, or all of it."""
    conditions: Literal["", "one", "several"] = ""
    """Whether an equation or inequality, or several, is the answer as it stands."""
    has_unit: bool = False
    """Whether the answer is a number with its unit."""

    def places(self) -> Iterator[Where]:
        """What the reader has to look for beside the question itself."""
        for suffix, under in self.labels.items():
            kind, _, number = suffix.partition(".")
            rule = self.find[int(number)] if kind == "find" else None
            take = "tables" if rule is not None and rule.kind == "table" else "cells"
            files = "|".join(rule.names) if rule is not None and rule.kind == "file" else ""
            yield Where(f"{self.id}/{suffix}", under, take, files)

    def probes(self) -> Iterator[Probe]:
        """What the rules ask of the code; it is run also where only what it shows is asked."""
        if self.observes:
            drawn = self.observes == "figures"
            do: Literal["figures", "value"] = "figures" if drawn else "value"
            yield Probe(f"{self.id}/{SHOWN}", do, data={"as_script": True})
        for number, rule in enumerate(self.find):
            name = f"{self.id}/find.{number}"
            if rule.kind == "name":
                narrowed = {"shape": rule.shape and list(rule.shape), "dtype": rule.dtype}
                yield Probe(name, "names", rule.names, data=narrowed)
            elif rule.kind == "file":
                yield Probe(name, "files", rule.names)
            else:
                yield Probe(name, "value")


@dataclass(frozen=True, slots=True)
class Plan:
    """What to look for and to ask, by question, and how to run it; the same for every submission.

    `data` are the course's files that submissions may read, `aliases` the other names they look
    for them by. `reference` holds the files of the reference submission, which shows that honest
    code loads; `preload` the libraries to load beforehand, if the rubric names any.
    """

    sought: tuple[Sought, ...]
    probes: Mapping[str, tuple[Probe, ...]]
    asks: tuple[Ask, ...]
    sources: tuple[str, ...]
    seed: int
    limits: Limits
    data: Mapping[str, bytes] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)
    preload: tuple[str, ...] = ()
    reference: Submission | None = None
    handed_out: Mapping[str, bytes] = field(default_factory=dict)
    """The sheet and the starter files, which students have."""

    def only(self, questions: Iterable[str]) -> Plan:
        """The plan with these questions' probes alone; reading looks for every answer as before."""
        wanted = set(questions)
        probes = {name: row for name, row in self.probes.items() if name in wanted}
        ids = {probe.id for row in probes.values() for probe in row}
        asks = tuple(ask for ask in self.asks if ask.id in ids)
        return replace(self, probes=probes, asks=asks)


def plan_of(rubric: Assignment) -> Plan:
    """What a rubric looks for and asks; probes that send hidden inputs come last.

    What runs after hidden inputs were sent might echo them, so nothing else runs after.
    """
    sought = tuple(_sought(rubric, question) for question in rubric.questions)
    probes = {
        question.id: (*question.probes(), *one.probes())
        for question, one in zip(rubric.questions, sought, strict=True)
    }
    pairs = [(question, probe) for question in rubric.questions for probe in probes[question.id]]
    pairs.sort(key=lambda pair: (pair[1].hidden, pair[1].do == "estimator"))
    folder = Path(rubric.path).parent
    data = {Path(file.file).name: (folder / file.file).read_bytes() for file in rubric.data}
    aliases = {name: Path(file.file).name for file in rubric.data for name in file.names}
    asks = tuple(
        ask_of(probe, question.sources or rubric.sources, question.seconds)
        for question, probe in pairs
        if probe.do != "code"
    )
    return Plan(
        sought,
        probes,
        asks,
        rubric.sources,
        rubric.seed,
        limits_of(rubric),
        data,
        aliases,
        rubric.environment.preload,
        reference_of(rubric),
        handed_out(rubric),
    )


def handed_out(rubric: Assignment) -> dict[str, bytes]:
    """The sheet and the starter files, and what those say that are no texts."""
    folder = Path(rubric.path).parent
    found: dict[str, bytes] = {}
    if not rubric.handed_out:
        return found
    from grader.collect.sheet import DOCUMENTS, text_of  # and with it the readers of documents

    for _, name in rubric.handed_out:
        data = found[name] = (folder / name).read_bytes()
        if name.lower().endswith((*DOCUMENTS, ".tex")):
            found[f"{name}.md"] = text_of(name, data).encode()
    return found


def with_prompts(rubric: Rubric) -> Rubric:
    """The rubric with what its sheet asks as the prompt of each question that has none."""
    if not rubric.sheet:
        return rubric
    from grader.collect.sheet import prompts, text_of

    labels = {q.id: q.writeup.under for q in rubric.questions if q.writeup and not q.prompt}
    path = Path(rubric.path).parent / rubric.sheet
    asked = prompts(text_of(rubric.sheet, path.read_bytes()), labels) if labels else {}
    questions = tuple(
        q.model_copy(update={"prompt": asked[q.id]}) if q.id in asked else q
        for q in rubric.questions
    )
    return rubric.model_copy(update={"questions": questions})


def reference_of(rubric: Assignment) -> Submission | None:
    """The reference as a submission with its bytes at hand, if the rubric names one."""
    if rubric.reference is None:
        return None
    return single(Path(rubric.path).parent / rubric.reference).loaded()


def _sought(rubric: Assignment, question: Asked) -> Sought:
    sources = question.sources or rubric.sources
    probes = question.probes()
    source = question.writeup is not None and question.writeup.take == "code"
    main = next((probe for probe in probes if probe.id == question.id), None)
    value = main is not None and main.do == "value"
    calls = main.arguments if main is not None and main.do == "call" else ()
    keywords = main.data.get("keywords") if main is not None else None
    named = [len(row) for row in keywords] if isinstance(keywords, list) else [0] * len(calls)
    return Sought(
        question.id,
        question.names,
        sources,
        question.writeup,
        source or value or not probes,
        tuple(map(_rule, question.rules())),
        question.trust,
        dict(question.labels()),
        question.observes,
        "value" if main is None else "network" if main.data.get("text") else main.do,
        tuple(sorted({len(row) + more for row, more in zip(calls, named, strict=True)})),
        next((_extent(probe) for probe in probes if probe.do == "code"), ""),
        question.conditions,
        question.has_unit,
    )


def _extent(probe: Probe) -> Literal["named", "whole"]:
    return "whole" if probe.data.get("whole") else "named"


def _rule(find: Find) -> Rule:
    """A rule without the rubric that it comes from."""
    if find.output is not None:
        wanted = find.output
        return Rule("printed", under=find.under, match=wanted.match, which=wanted.which)
    if find.value is not None:
        return Rule("value", under=find.under, cell=find.value.cell)
    if find.table is not None:
        table = find.table
        return Rule("table", under=find.under, columns=table.columns, row=table.row)
    if find.file is not None:
        names = tuple(name.strip() for name in find.file.match.split("|"))
        column = () if find.file.column is None else (find.file.column,)
        whole = find.file.whole
        return Rule("file", names, columns=column, rows=find.file.rows, whole=whole)
    return Rule("name", find.names, find.shape, find.dtype)


def ask_of(probe: Probe, sources: Sequence[str], seconds: float | None = None) -> Ask:
    """A probe as it is asked of code from these sources; what is hidden is held back."""
    forms = [form for form in sources if form in CODE_FORMS]
    given = {"arguments": list(probe.arguments), "data": dict(probe.data)}
    held = probe.held
    if probe.hidden and probe.do == "call":
        held, given = (given, *held), {"arguments": [], "data": {}}
    body = {"do": probe.do, "names": list(probe.names), "forms": forms, **given}
    parts = (*probe.parts, *held)
    return Ask(probe.id, body, parts, probe.seconds or seconds, probe.hidden, len(probe.parts))


_OF_ALL = 0.6
"""The share of all its time that loading may take, so that what was loaded can be asked."""


def limits_of(rubric: Assignment) -> Limits:
    """The rubric's limits in bytes and seconds."""
    limits = rubric.limits
    return Limits(
        limits.seconds,
        min(limits.load_seconds, _OF_ALL * limits.seconds),
        limits.probe_seconds,
        limits.memory_mb << 20,
        limits.output_kb << 10,
        limits.files_mb << 20,
        limits.processes,
    )


def is_untouched(probes: Sequence[Probe], outcomes: Mapping[str, Outcome]) -> bool:
    """Whether the starter's own code answers: each call of it says that nobody has filled it in.

    Where the rubric wants that very exception of each call, it is an answer as any other.
    """
    rows: list[Any] = []
    for probe in probes:
        if probe.do == "code":
            continue
        outcome = outcomes[probe.id]
        asked = probe.do == "estimator" or (probe.do == "call" and probe.stubs)
        if not asked or not isinstance(outcome, Answer):
            return False
        listed = outcome.value if isinstance(outcome.value, list) else [None]
        for row in listed:
            steps = row.get("steps") if isinstance(row, dict) else None
            rows += steps if isinstance(steps, list) and steps else [row]
    return bool(rows) and all(
        isinstance(row, dict) and row.get("type") in ("NotImplementedError", "Unfilled")
        for row in rows
    )
