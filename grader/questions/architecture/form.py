"""A network as students have it: what goes in, and not of which layers it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar, Literal

from grader.evidence import Outcome, Raised, Source
from grader.questions.architecture import Architecture, read
from grader.questions.architecture.fields import Build, Input
from grader.questions.architecture.module.steps import Unreadable
from grader.questions.architecture.source import SourceMistake
from grader.questions.architecture.unread import is_of_a_model, is_unfilled
from grader.questions.asking.asked import PLACES
from grader.questions.asking.form import Form, Look, State
from grader.questions.base import Given, Probe
from grader.values import Array


class ArchitectureForm(Form):
    """What the network takes, and in which form it is handed in."""

    kind: Literal["architecture"]
    form: Literal["module", "source"] = "module"
    framework: Literal["keras", "pytorch", "any"] = "any"
    takes: Input | None = None
    """The shape of one row that goes in."""
    build: tuple[Build, ...] = ((),)

    public: ClassVar[tuple[str, ...]] = (*PLACES, "form", "framework", "build")
    checks: ClassVar[str] = "that the network builds, takes its input and gives finite numbers"

    @classmethod
    def facts(cls, question: Architecture, files: Mapping[str, str]) -> Mapping[str, Any]:
        """What goes in."""
        return {"takes": question.input or question.row if question.form == "module" else None}

    def expected(self) -> str:
        """A module or a text."""
        if self.form == "source":
            return f"the network as {self.framework} source text".replace("any ", "")
        shape = "×".join(map(str, self.takes)) if isinstance(self.takes, tuple) else "the tokens"
        return f"a torch nn.Module that takes {shape} numbers per row"

    def blank(self) -> Architecture:
        """A network of any layers."""
        fields = {name: getattr(self, name) for name in self.public}
        return Architecture(kind="architecture", id=self.id, points=self.points,
                            steps=("relu",), input=self.takes, **fields)  # fmt: skip

    def probes(self) -> tuple[Probe, ...]:
        """As with the layers: the module's summary, or the text."""
        return self.blank().probes()

    def look(self, given: Given) -> Look:
        """That it takes other inputs is said in words."""
        outcome: Outcome = given.answer
        if isinstance(outcome, Raised):
            lost = self.blank().lost(outcome)
            if lost is not None:
                said = lost.feedback[0].partition(" Expected:")[0]
                told = (said, f"Expected: {self.expected()}.")
                return Look(State.FIX, told, "", outcome.source)
        return super().look(given)

    def looked_at(self, value: Any, given: Given) -> Look:
        """Which network was read."""
        source = given.source or Source()
        if is_unfilled(value):
            return Look(State.MISSING, ("Nothing is written here yet.",), "", source)
        try:
            network = self.blank().network(value)
        except (SourceMistake, Unreadable) as reason:
            state = State.PERSON if is_of_a_model(value) else State.FIX
            return Look(state, (f"No network could be read: {reason}.",), "", source)
        outputs = value.get("output") if isinstance(value, dict) else None
        if isinstance(outputs, Array) and not _finite(outputs):
            return self.looked(value, given, ["Not all of its outputs are finite numbers."])
        first = network.layers[0] if network.layers else None
        inputs = first.inputs if first is not None and first.kind == "dense" else None
        row = self.takes if isinstance(self.takes, tuple) else ()
        if len(row) == 1 and inputs not in (None, *row):
            said = f"Its first layer takes {inputs} numbers. Expected: {self.expected()}."
            return replace(self.looked(value, given, [said]), read=read(network))
        told = f"Read as {read(network)}."
        return Look(State.FINE, (told,), read(network), source)

    def stub(self) -> str:
        """A blank, or an empty text."""
        text = super().stub()
        return text.replace("None", '"""\n"""') if self.form == "source" else text


def _finite(array: Array) -> bool:
    import numpy as np

    return bool(np.isfinite(array.numpy()).all())
