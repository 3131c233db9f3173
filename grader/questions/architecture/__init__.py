"""The kind `architecture`: is this the network that was asked for, as a torch module or as source
text?
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal, get_args

from pydantic import Field

from grader.evidence import Answer, Outcome, Raised
from grader.marks import Mark, awaiting, decided, missing
from grader.marks import Part as MarkPart
from grader.questions.architecture.compare import CHECKS, Check, Wanted, differences
from grader.questions.architecture.every import mark_best, measured_of_all
from grader.questions.architecture.fields import Bounds, Build, Input, Part, Size, Tokens
from grader.questions.architecture.loss import CODE, losses_in, with_loss
from grader.questions.architecture.mistakes import MISTAKES
from grader.questions.architecture.module import network_of
from grader.questions.architecture.module.steps import Unreadable
from grader.questions.architecture.network import KNOWN, Network, canonical, shown
from grader.questions.architecture.own import is_network
from grader.questions.architecture.pattern import Between, Wish, wishes
from grader.questions.architecture.source import SourceMistake, network_in
from grader.questions.architecture.unread import is_of_a_model, is_strange, is_unfilled, misfit_in
from grader.questions.architecture.wanted import between, part_problems, pattern_of
from grader.questions.base import Given, Probe, Question
from grader.questions.mistake import MistakeTable
from grader.questions.record import Share
from grader.values import Array

ROWS = 6
CHECKED: Mapping[str, str] = {
    "sizes": "Layers and their sizes",
    "activations": "Activations",
    "output": "Shape and range of the output",
    "parameters": "Number of parameters",
    "unused": "Every layer is used",
}
NO_LOSS = "whether the loss takes that cannot be told from the code. A person decides."
CheckName = Literal["sizes", "activations", "output", "parameters", "unused"]


def _default_shares() -> Mapping[CheckName, Fraction]:
    return {name: check.share for name, check in CHECKS.items()}  # type: ignore[misc]


class Architecture(Question):
    """A network of dense layers, as a torch `nn.Module` or as Keras or PyTorch source text.

    A module is run once on given inputs and marked by what ran; marking recomputes its output from
    its weights. Source text is read and never executed. Each check earns its share of the points by
    itself, and names what differs.
    """

    kind: Literal["architecture"]
    layers: Annotated[tuple[Size, ...], Field(min_length=2, max_length=50)] | None = None
    """Sizes of dense layers from the input to the output, such as [20, 128, 128, 128, 1]; `any` is
    any size, `{least: 16, most: 64}` one within bounds, with `times:` of several layers."""
    steps: Annotated[tuple[Part, ...], Field(max_length=200)] = ()
    """Instead of layers and activations: each step in order, such as [{conv: 8}, relu, {pool: max},
    {dense: 10}, softmax]."""
    input: Input | None = None
    """With `steps`: the shape of one row, such as [1, 28, 28], or `{tokens: 100, length: 12}`."""
    parameters: Bounds | None = None
    """How many parameters the network may have, such as `{most: 50000}`."""
    activations: tuple[str | tuple[str, ...], ...] = ()
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
    with_loss: bool = False
    """Softmax, log-softmax, sigmoid or plain logits may end it, each before the loss of the code
    that takes just that; without a loss in the code a person decides of what was not asked for."""
    build: tuple[Build, ...] = ((),)
    """Arguments to try, in order, when a class has to be called to make the module: a list, or a
    mapping of names."""
    shares: Mapping[CheckName, Share] = Field(default_factory=_default_shares)
    """The share of the points each check earns; they add up to 1."""

    entry: ClassVar[str] = "a network of the layers asked for"
    part_word: ClassVar[str] = "Check"
    look_again: ClassVar[str] = "Print your network and compare it with the sheet, layer by layer."
    mistake_table: ClassVar[MistakeTable] = MISTAKES
    measured_from: ClassVar[frozenset[str]] = frozenset(
        {"id", "name", "layers", "framework", "form", "input", "steps", "find", "writeup"}
    )

    def problems(self) -> list[tuple[str, str]]:
        """Checks that do not fit one another."""
        found = list(self._steps_problems() if self.steps else self._layers_problems())
        if self.parameters is not None:
            if self.parameters.times is not None:
                found.append(("parameters", "write least, most or both"))
            elif said := self.parameters.problem():
                found.append(("parameters", said))
        if sum(self.shares.values()) != 1:
            found.append(("shares", "the shares of the checks have to add up to 1"))
        return found

    def _steps_problems(self) -> Iterator[tuple[str, str]]:
        if self.layers is not None or self.activations:
            field = "layers" if self.layers is not None else "activations"
            yield field, "steps: say all of it; leave out layers and activations"
        for path, said in part_problems(self.steps):
            yield f"steps.{path}", said
        if self.input is None and self.form == "module":
            yield "input", "write the shape of one row, such as [1, 28, 28], or {tokens, length}"

    def _layers_problems(self) -> Iterator[tuple[str, str]]:
        if self.layers is None:
            yield "layers", "write layers with activations, or steps"
            return
        if self.input is not None:
            yield "input", "the first of the layers says what goes in; input: is for steps"
        if not isinstance(self.layers[0], int):
            yield "layers.0", "write how many inputs the network takes, as a number"
        repeated = []
        for index, size in enumerate(self.layers):
            if isinstance(size, Bounds) and (said := size.problem()):
                yield f"layers.{index}", said
            if isinstance(size, Bounds) and size.times is not None:
                repeated.append(index)
        for index in repeated:
            if index in (0, len(self.layers) - 1) or index != repeated[0]:
                yield f"layers.{index}", "times is for one of the hidden layers"
        for index, names in enumerate(self.activations):
            if not names:
                yield f"activations.{index}", "write at least one activation"
            for name in [names] if isinstance(names, str) else names:
                if canonical(name) not in KNOWN:
                    said = f"there is no activation {name!r}; write one of {', '.join(KNOWN)}"
                    yield f"activations.{index}", said
        if len(self.activations) != len(self.layers) - 1:
            want = len(self.layers) - 1
            yield "activations", f"write {want}, one after each dense layer"

    @property
    def wanted(self) -> Wanted:
        """The network that was asked for."""
        budget = None if self.parameters is None else between(self.parameters)
        if self.steps:
            steps = pattern_of(self.steps)
            ends = [wish for wish in wishes(steps) if wish.kind in ("dense", "conv")]
            last = ends[-1].outputs if ends else Between()
            final = steps[-1]
            names = final.names if isinstance(final, Wish) and final.kind == "activation" else ()
            return Wanted((last,), (names,), self.bias, self.range, steps, budget)
        listed = ([one] if isinstance(one, str) else one for one in self.activations)
        activations = tuple(tuple(map(canonical, names)) for names in listed)
        sizes = self.layers or ()
        times = [(n, s.times) for n, s in enumerate(sizes) if isinstance(s, Bounds) and s.times]
        repeated = (times[0][0], times[0][1].least, times[0][1].most) if times else None
        bounds = tuple(map(between, sizes))
        return Wanted(bounds, activations, self.bias, self.range, (), budget, repeated)

    def inputs(self) -> Any:
        """The rows a module is run on: fixed for the question, and no secret."""
        seed = int.from_bytes(hashlib.sha256(self.id.encode()).digest()[:8], "big")
        chance = random.Random(seed)
        if isinstance(self.input, Tokens):
            one = self.input
            return [[chance.randrange(one.tokens) for _ in range(one.length)] for _ in range(ROWS)]

        def row(left: tuple[int, ...]) -> Any:
            if not left:
                return round(chance.gauss(0, 1.5), 3)
            return [row(left[1:]) for _ in range(left[0])]

        return [row(self.row) for _ in range(ROWS)]

    def probes(self) -> tuple[Probe, ...]:
        """The module's summary, or the text."""
        if not self.names and not self.is_any:
            return ()
        all_of_it = Probe(f"{self.id}/{CODE}", "code", self.names, data={"whole": True})
        code = (all_of_it,) if self.with_loss else ()
        if self.form == "source":
            read = {"text": True}
            return (Probe(self.id, "value", self.names, data=read, seconds=self.seconds), *code)
        arguments = [dict(row) if isinstance(row, Mapping) else list(row) for row in self.build]
        tokens = isinstance(self.input, Tokens)
        data = {"inputs": self.inputs(), "arguments": arguments, "tokens": tokens}
        do: Literal["module", "networks"] = "networks" if self.is_any else "module"
        return (Probe(self.id, do, self.names, data=data, seconds=self.seconds), *code)

    @property
    def is_any(self) -> bool:
        """Whether any network of the submission may be the answer, as no name and no place is."""
        return not (self.names or self.find or self.writeup) and self.form == "module"

    def lost(self, outcome: Outcome) -> Mark | None:
        """As for every kind; that a name holds no network, or one for other inputs, is said without
        our own exception and without torch's.
        """
        if isinstance(outcome, Raised):
            said, mistakes = "", tuple[str, ...]()
            if outcome.message.endswith(", not a torch module"):
                said = f"{' or '.join(self.names)}: {outcome.message}."
            elif sizes := misfit_in(outcome.message, self.row):
                place = outcome.source.where()
                said = f"{sizes}{f' ({place})' if place else ''}."
                mistakes = ("input_size",)
            if said:
                told = (f"{said} Expected: {self.entry}.",)
                return decided(
                    Fraction(0), self.points, told, source=outcome.source, mistakes=mistakes
                )
        return super().lost(outcome)

    @property
    def row(self) -> tuple[int, ...]:
        """The shape of one row that goes in."""
        if isinstance(self.input, Tokens):
            return (self.input.length,)
        first = self.layers[0] if self.layers else 1
        return self.input or (first if isinstance(first, int) else 1,)

    def is_answer(self, answer: Any, given: Given) -> bool:
        """Whether the network found is this one, written as the question writes networks."""
        return is_network(self, answer, given)

    def measure(self, given: Given) -> dict[str, Any]:
        """The network found, as plain data to keep: marking needs no weights after this."""
        answer = given.answer
        if not isinstance(answer, Answer):
            return {}
        if self.is_any:
            return {"networks": measured_of_all(self, answer.value)}
        try:
            return {"network": self.network(answer.value).to_plain()}
        except (SourceMistake, Unreadable) as reason:
            return {"reason": str(reason)}

    def network(self, value: Any) -> Network:
        """The network in an answer: a text, a list of texts, or a module's summary."""
        if isinstance(value, list) and value and all(isinstance(part, str) for part in value):
            value = "\n".join(value)
        if isinstance(value, str):
            if is_unfilled(value, self.names):
                raise SourceMistake(f"{' or '.join(self.names) or 'the text'} builds nothing yet")
            return network_in(value, self.framework, self.names)
        if isinstance(value, dict) and "steps" in value:
            import numpy as np

            return network_of(value, np.array(self.inputs()))
        shown = ("list" if isinstance(value, Array) else type(value).__name__)
        wanted = "source text" if self.form == "source" else "a torch module"
        raise SourceMistake(f"this is {getattr(value, 'type', shown)}, not {wanted}")

    def part_titles(self) -> Mapping[str, str]:
        """The checks in words."""
        return CHECKED

    def mark_answer(self, given: Given) -> Mark:
        """Compare the network found with the one asked for, check by check."""
        if is_unfilled(given.value):
            return missing(self.points, f"Nothing is written. Expected: {self.entry}.")
        found = dict(given.measures) or self.measure(given)
        if "networks" in found:
            return mark_best(self, found["networks"], given)
        return self.mark_network(found, given)

    def mark_network(self, found: Mapping[str, Any], given: Given) -> Mark:
        """The mark of one network as it was measured."""
        if "network" not in found:
            said = f"No network could be read: {found.get('reason', '')}. Expected: {self.entry}."
            if is_of_a_model(given.value):
                return awaiting(self.points, said, reason="undecided", source=given.source)
            return decided(Fraction(0), self.points, (said,), source=given.source)
        network = Network.from_plain(found["network"])
        checks, is_open = self._checked(network, given)
        parts = tuple(self._part(check) for check in checks)
        lost = [said for check in checks for said in check.said]
        mistakes = [name for check in checks for name in check.mistakes]
        if is_open:
            told = (f"It ends with {shown((network.final or ('linear',))[0])}: {NO_LOSS}", *lost)
            return awaiting(
                self.points, *told, reason="undecided", parts=parts, source=given.source
            )
        strange = [one.name for one in network.layers if is_strange(one)]
        if lost and strange:
            said = f"Not understood by the machine: {', '.join(dict.fromkeys(strange))}."
            return awaiting(
                self.points, *lost, said, reason="undecided", parts=parts, source=given.source
            )
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

    def part_ids(self) -> tuple[str, ...]:
        """One part per check."""
        return tuple(f"{self.id}.{name}" for name in get_args(CheckName))

    def _checked(self, network: Network, given: Given) -> tuple[tuple[Check, ...], bool]:
        """Every check, and whether the loss leaves open what its end should be."""
        wanted, other, is_open = self.wanted, None, False
        if self.with_loss:
            text = given.value if isinstance(given.value, str) else None
            losses = losses_in(given.outcomes.get(CODE), text)
            wanted, other, is_open = with_loss(network, wanted, losses)
        checks = differences(network, wanted)
        if other is None:
            return checks, is_open
        return tuple(
            replace(one, said=(*one.said, *other.said), mistakes=(*one.mistakes, *other.mistakes))
            if one.name == other.name else one
            for one in checks
        ), False  # fmt: skip

    def _part(self, check: Check) -> MarkPart:
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
