"""The kind `architecture`: is this the network that was asked for, as a torch module or as source
text?
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Discriminator, Field, PositiveInt, Tag

from grader.evidence import Answer, Outcome, Raised
from grader.marks import Mark, Part, decided
from grader.questions.architecture.compare import CHECKS, Between, Check, Wanted, differences
from grader.questions.architecture.mistakes import MISTAKES
from grader.questions.architecture.module import network_of
from grader.questions.architecture.module.steps import Unreadable
from grader.questions.architecture.network import KNOWN, Network, canonical, shown
from grader.questions.architecture.source import SourceMistake, network_in
from grader.questions.base import Given, Probe, Question
from grader.questions.mistake import MistakeTable
from grader.questions.record import Record, Share
from grader.values import Array

ROWS = 6
CheckName = Literal["sizes", "activations", "output", "parameters", "unused"]


def _default_shares() -> Mapping[CheckName, Fraction]:
    return {name: check.share for name, check in CHECKS.items()}  # type: ignore[misc]


class Bounds(Record):
    """A size of a layer between bounds, both included."""

    least: PositiveInt | None = None
    """The smallest size; none where left out."""
    most: PositiveInt | None = None
    """The largest size; none where left out."""

    def problem(self) -> str:
        """What is wrong with the two together."""
        if self.least is None and self.most is None:
            return "write least, most or both; any size at all is `any`"
        if self.least is not None and self.most is not None and self.least > self.most:
            return "least is above most: exchange them"
        return ""


def _form(size: object) -> str:
    """Which way of writing a size is meant, so that a mistake in it is told once."""
    if isinstance(size, dict | Bounds):
        return "bounds"
    return "any" if isinstance(size, str) else "number"


Size = Annotated[
    Annotated[PositiveInt, Tag("number")]
    | Annotated[Literal["any"], Tag("any")]
    | Annotated[Bounds, Tag("bounds")],
    Discriminator(_form),
]
"""A size, any size, or one between bounds."""


def _between(size: int | str | Bounds) -> Between:
    if isinstance(size, Bounds):
        return Between(size.least, size.most)
    return Between(size, size) if isinstance(size, int) else Between()


class Architecture(Question):
    """A network of dense layers, as a torch `nn.Module` or as Keras or PyTorch source text.

    A module is run once on given inputs and marked by what ran; marking recomputes its output from
    its weights. Source text is read and never executed. Each check earns its share of the points by
    itself, and names what differs.
    """

    kind: Literal["architecture"]
    layers: Annotated[tuple[Size, ...], Field(min_length=2, max_length=50)]
    """Sizes from the input to the output, such as [20, 128, 128, 128, 1]; `any` is any size, and
    `{least: 16, most: 64}` one within bounds."""
    activations: tuple[str | tuple[str, ...], ...]
    """The activation after each dense layer, in order; "linear" where there is none, and a list
    where any of several will do, as in [relu, [softmax, log_softmax]]."""
    bias: bool = True
    """Whether dense layers have a bias."""
    framework: Literal["keras", "pytorch", "any"] = "any"
    """Which library a source text has to use."""
    form: Literal["module", "source"] = "module"
    """Whether the name holds a torch module (or a class of one) or a text to read."""
    range: tuple[float, float] | None = None
    """Where outputs lie; by default the range of the last activation."""
    build: tuple[tuple[int | float | str | bool, ...], ...] = ((),)
    """Arguments to try, in order, when a class has to be called to make the module."""
    shares: Mapping[CheckName, Share] = Field(default_factory=_default_shares)
    """The share of the points each check earns; they add up to 1."""

    entry: ClassVar[str] = "a network of dense layers"
    part_word: ClassVar[str] = "Check"
    mistake_table: ClassVar[MistakeTable] = MISTAKES
    measured_from: ClassVar[frozenset[str]] = frozenset(
        {"id", "name", "layers", "framework", "form"}
    )

    def problems(self) -> list[tuple[str, str]]:
        """Checks that do not fit one another."""
        found = []
        if not isinstance(self.layers[0], int):
            found.append(("layers.0", "write how many inputs the network takes, as a number"))
        for index, size in enumerate(self.layers):
            if isinstance(size, Bounds) and (said := size.problem()):
                found.append((f"layers.{index}", said))
        for index, names in enumerate(self.activations):
            if not names:
                found.append((f"activations.{index}", "write at least one activation"))
            for name in [names] if isinstance(names, str) else names:
                if canonical(name) not in KNOWN:
                    said = f"there is no activation {name!r}; write one of {', '.join(KNOWN)}"
                    found.append((f"activations.{index}", said))
        if len(self.activations) != len(self.layers) - 1:
            want = len(self.layers) - 1
            found.append(("activations", f"write {want}, one after each dense layer"))
        if sum(self.shares.values()) != 1:
            found.append(("shares", "the shares of the checks have to add up to 1"))
        return found

    @property
    def wanted(self) -> Wanted:
        """The network that was asked for."""
        listed = ([one] if isinstance(one, str) else one for one in self.activations)
        activations = tuple(tuple(map(canonical, names)) for names in listed)
        return Wanted(tuple(map(_between, self.layers)), activations, self.bias, self.range)

    def inputs(self) -> list[list[float]]:
        """The rows a module is run on: fixed for the question, and no secret."""
        seed = int.from_bytes(hashlib.sha256(self.id.encode()).digest()[:8], "big")
        chance = random.Random(seed)
        columns = self.layers[0] if isinstance(self.layers[0], int) else 1
        return [[round(chance.gauss(0, 1.5), 3) for _ in range(columns)] for _ in range(ROWS)]

    def probes(self) -> tuple[Probe, ...]:
        """The module's summary, or the text."""
        if not self.names:
            return ()
        if self.form == "source":
            return (Probe(self.id, "value", self.names, seconds=self.seconds),)
        data = {"inputs": self.inputs(), "arguments": [list(row) for row in self.build]}
        return (Probe(self.id, "module", self.names, data=data, seconds=self.seconds),)

    def lost(self, outcome: Outcome) -> Mark | None:
        """As for every kind; that a name holds no network is said without our own exception."""
        if isinstance(outcome, Raised) and outcome.message.endswith(", not a torch module"):
            named = " or ".join(self.names)
            said = f"{named}: {outcome.message}. Expected: {self.entry}."
            return decided(Fraction(0), self.points, (said,), source=outcome.source)
        return super().lost(outcome)

    def measure(self, given: Given) -> dict[str, Any]:
        """The network found, as plain data to keep: marking needs no weights after this."""
        answer = given.answer
        if not isinstance(answer, Answer):
            return {}
        try:
            return {"network": self.network(answer.value).to_plain()}
        except (SourceMistake, Unreadable) as reason:
            return {"reason": str(reason)}

    def network(self, value: Any) -> Network:
        """The network in an answer: a text, a list of texts, or a module's summary."""
        if isinstance(value, list) and value and all(isinstance(part, str) for part in value):
            value = "\n".join(value)
        if isinstance(value, str):
            return network_in(value, self.framework, self.names)
        if isinstance(value, dict) and "steps" in value:
            import numpy as np

            return network_of(value, np.array(self.inputs()))
        shown = ("list" if isinstance(value, Array) else type(value).__name__)
        wanted = "source text" if self.form == "source" else "a torch module"
        raise SourceMistake(f"this is {getattr(value, 'type', shown)}, not {wanted}")

    def mark_answer(self, given: Given) -> Mark:
        """Compare the network found with the one asked for, check by check."""
        found = dict(given.measures) or self.measure(given)
        if "network" not in found:
            said = f"No network could be read: {found.get('reason', '')}. Expected: {self.entry}."
            return decided(Fraction(0), self.points, (said,), source=given.source)
        network = Network.from_plain(found["network"])
        checks = differences(network, self.wanted)
        parts = tuple(self._part(check) for check in checks)
        lost = [said for check in checks for said in check.said]
        mistakes = [name for check in checks for name in check.mistakes]
        total = sum((part.score or Fraction(0) for part in parts), Fraction(0))
        return decided(
            total,
            self.points,
            lost,
            mistakes=mistakes,
            parts=parts,
            read=read(network),
            source=given.source,
        )

    def _part(self, check: Check) -> Part:
        points = self.points * self.shares.get(check.name, Fraction(0))  # type: ignore[call-overload]
        return self.part(check.name, points if check.passed else Fraction(0), points, *check.said)


def read(network: Network) -> str:
    """The network in one line, such as `20 -> 128 tanh -> 1 sigmoid`."""
    pieces = [str(network.sizes[0] or "?")] if network.sizes else []
    between = network.between
    pieces[0:1] = [" ".join([*pieces[0:1], *map(shown, between[0])])] if between[0] else pieces[0:1]
    for size, after in zip(network.sizes[1:], between[1:], strict=True):
        pieces.append(" ".join([str(size or "?"), *map(shown, after)]))
    return " → ".join(pieces)
