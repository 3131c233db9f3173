"""A function as students have it: its names, its parameters, and the cases that are public."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from grader.evidence import Source
from grader.marks import Status
from grader.questions.asking.asked import PLACES
from grader.questions.asking.form import Form, Look, State
from grader.questions.base import Given, Probe
from grader.questions.echo import shown
from grader.questions.function import Function
from grader.questions.function.case import Case
from grader.questions.function.data import Written
from grader.questions.numeric import NOISE
from grader.questions.numeric.tolerance import Tolerance
from grader.values import Opaque

CALLABLE = ("function", "type", "method", "ufunc", "partial", "class")


class FunctionForm(Form):
    """The signature, and examples where the rubric has public cases."""

    kind: Literal["function"]
    parameters: tuple[str, ...] = ()
    """Names by which it is called, `*` in front where they differ from call to call."""
    methods: tuple[str, ...] = ()
    """Of a class, what is called."""
    cases: tuple[Case, ...] = ()
    """Public ones; where there are none nothing is called."""
    built_from: tuple[Written, ...] | dict[str, Written] | None = None
    tolerance: Tolerance | None = None
    inputs: Literal["numpy", "list"] | None = None
    in_place: bool | Literal["either"] = False
    changes: int | str = 0

    public: ClassVar[tuple[str, ...]] = (*PLACES, "inputs", "in_place", "changes")
    checks: ClassVar[str] = "that it is a function, and the public examples"
    entry: ClassVar[str] = Function.entry

    @classmethod
    def facts(cls, question: Function, files: Mapping[str, str]) -> Mapping[str, Any]:
        """How many arguments, and every public case with what compares it."""
        public = (case for case in question.cases if case.public)
        shown = tuple(case.model_copy(update={"wrong": ()}) for case in public)
        steps = [step for case in question.cases for step in case.steps or ()]
        more = {"tolerance": question.tolerance, "built_from": question.built_from}
        return {
            "parameters": () if steps else _parameters(question),
            "methods": tuple(dict.fromkeys(step.name for step in steps)),
            "cases": shown,
            **(more if shown else {}),
        }

    def expected(self) -> str:
        """The function with its parameters, or the class with its methods."""
        name = self.names[0]
        if self.methods:
            return f"a class {name} with {', '.join(self.methods)}"
        return f"a function {name}({', '.join(self.parameters)})"

    def blank(self) -> Function | None:
        """The same question with the public cases alone."""
        if not self.cases:
            return None
        fields = {name: getattr(self, name) for name in self.public}
        return Function(kind="function", id=self.id, points=self.points, cases=self.cases,
                        construct=self.built_from, tolerance=self.tolerance or NOISE,
                        **fields)  # fmt: skip

    def probes(self) -> tuple[Probe, ...]:
        """The public calls, or what stands under the name."""
        blank = self.blank()
        if blank is not None:
            return blank.probes()
        first = tuple(dict.fromkeys(name.split(".")[0] for name in self.names))
        return (Probe(self.id, "value", first, seconds=self.seconds),)

    def looked_at(self, value: Any, given: Given) -> Look:
        """What the public cases gave, or that it can be called at all."""
        blank = self.blank()
        if blank is None:
            kind = value.type if isinstance(value, Opaque) else type(value).__name__
            if any(word in kind for word in CALLABLE):
                return Look(State.FINE, (), "a function", given.source or Source())
            other = f"{self.names[0]} is {shown(value)}. Expected: {self.expected()}."
            return self.looked(value, given, [other])
        mark = blank.mark_answer(given)
        bad = [said for part in mark.parts for said in part.feedback]
        if mark.status is Status.CORRECT:
            count = len(self.cases)
            said = "The public example gives" if count == 1 else f"All {count} public examples give"
            return Look(State.FINE, (f"{said} the right result.",), "", given.source or Source())
        state = State.OPEN if mark.score is None else State.FIX
        lines = [*mark.feedback[:1], *bad] if bad else mark.feedback
        told = tuple(line.replace("hidden call", "public example") for line in lines)
        return Look(state, told, "", given.source or Source())

    def stub(self) -> str:
        """A definition that says it is not written yet."""
        if not super().stub():
            return ""
        name, _, method = self.names[0].partition(".")
        methods = self.methods or ((method,) if method else ())
        body = f'    """{self.told()}"""\n'
        if not methods:
            head = f"def {name}({', '.join(self.parameters)}):\n"
            return f"{head}{body}    raise NotImplementedError\n"
        own = ", ".join(["self", *(self.parameters if method else ("*arguments",))])
        end = "        raise NotImplementedError\n"
        defined = [f"\n    def {one}({own}):\n{end}" for one in methods]
        return f"class {name}:\n{body}{''.join(defined)}"

    def told(self) -> str:
        """With the public calls."""
        rows = [super().told(), *(_example(self.names[0], case) for case in self.cases[:3])]
        return "\n\n    ".join(filter(None, rows))


def _parameters(question: Function) -> tuple[str, ...]:
    """What the prompt calls the arguments, or a letter for each, then the keywords; a star where
    calls differ.
    """
    counts = {len(case.arguments) for case in question.cases}
    keywords = tuple(dict.fromkeys(key for case in question.cases for key in case.keywords))
    if len(counts) != 1 or max(counts) > 8:
        return ("*arguments", *keywords)
    count = counts.pop()
    for name in question.names:
        said = re.search(rf"(?<!\w){re.escape(name)}\(([\w\s,]*)\)", question.prompt)
        named = [word.strip() for word in said[1].split(",")] if said else []
        if len(named) == count + len(keywords) and all(map(str.isidentifier, named)):
            return tuple(named)
    letters = [letter for letter in "xyzabcde" if letter not in keywords]
    return (*letters[:count], *keywords)


def _example(name: str, case: Case) -> str:
    """One public call with its result, where both are plain."""
    if case.steps is not None or not case.is_given:
        return ""
    named = [f"{key}={value!r}" for key, value in case.keywords.items()]
    call = ", ".join([*map(repr, map(_listed, case.arguments)), *named])
    return f"{name}({call}) gives {_listed(case.expected)!r}"


def _listed(value: Any) -> Any:
    if isinstance(value, dict) and value.keys() == {"array"}:
        return _listed(value["array"])
    return [_listed(one) for one in value] if isinstance(value, list | tuple) else value
