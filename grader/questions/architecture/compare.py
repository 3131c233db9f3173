"""Compares a network with the one asked for and says what differs, check by check."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, replace
from fractions import Fraction

from grader.questions.architecture.mistakes import MISTAKES
from grader.questions.architecture.network import (
    OVER_ROWS,
    Layer,
    Network,
    pooled_first,
    pooled_last,
    shown,
)
from grader.questions.architecture.pattern import (
    Between,
    Pattern,
    View,
    parting,
    told,
)
from grader.questions.mistake import Mistake
from grader.questions.words import upper

RANGES = {
    "sigmoid": (0.0, 1.0),
    "tanh": (-1.0, 1.0),
    "softmax": (0.0, 1.0),
    "log_softmax": (float("-inf"), 0.0),
    f"softmax{OVER_ROWS}": (0.0, 1.0),
    f"log_softmax{OVER_ROWS}": (float("-inf"), 0.0),
    "relu": (0.0, float("inf")),
}
ROOM = 1e-6
MANY = 50
"""Repetitions that stand for any number."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for: `sizes` from input to output, and after each dense layer one of several
    activations.
    """

    sizes: tuple[Between, ...]
    activations: tuple[tuple[str, ...], ...]
    bias: bool = True
    range: tuple[float, float] | None = None
    steps: Pattern = ()
    """Instead of sizes and activations: every step, in order."""
    budget: Between | None = None
    """How many parameters there may be."""
    repeated: tuple[int, int, int] | None = None
    """Which of the sizes stands for several layers, and how many at least and at most."""

    def of_length(self, count: int) -> Wanted:
        """The same with the size that is repeated standing there as often as `count` layers need,
        or as nearly as it may.
        """
        if self.repeated is None:
            return self
        place, least, most = self.repeated
        times = min(max(count - (len(self.sizes) - 2), least), most)
        sizes = self.sizes[:place] + self.sizes[place : place + 1] * times + self.sizes[place + 1 :]
        after = self.activations
        after = after[: place - 1] + after[place - 1 : place] * times + after[place:]
        return replace(self, sizes=sizes, activations=after)

    @property
    def counted(self) -> str:
        """How many dense layers are asked for, in words."""
        fixed = len(self.sizes) - 1
        if self.repeated is None:
            return str(fixed)
        _, least, most = self.repeated
        low, high = fixed - 1 + least, fixed - 1 + most
        return f"{low} to {high}" if most < MANY else f"at least {low}"

    @property
    def last(self) -> int | None:
        """The number of outputs, where exactly one was asked."""
        size = self.sizes[-1]
        return size.least if size.least == size.most else None


def parameters_of(sizes: list[int], bias: bool) -> int:
    """Weights and biases of dense layers of these sizes."""
    return sum(before * after + after * bias for before, after in itertools.pairwise(sizes))


@dataclass(frozen=True, slots=True)
class Check:
    """One check: what it says is what differs, and nothing where it passed."""

    name: str
    said: tuple[str, ...] = ()
    mistakes: tuple[str, ...] = ()
    share: Fraction = Fraction(0)
    lost: bool = False

    @property
    def passed(self) -> bool:
        """Whether nothing differs."""
        return not (self.said or self.lost)


CHECKS = {
    "sizes": Check("sizes", share=Fraction(3, 10)),
    "activations": Check("activations", share=Fraction(3, 10)),
    "output": Check("output", share=Fraction(1, 5)),
    "parameters": Check("parameters", share=Fraction(1, 10)),
    "unused": Check("unused", share=Fraction(1, 10)),
}


def differences(network: Network, wanted: Wanted) -> tuple[Check, ...]:
    """Every check in the order of `CHECKS`."""
    if network.problems:
        said = tuple(f"{problem[0].upper()}{problem[1:]}." for problem in network.problems)
        return tuple(Check(name, said if name == "sizes" else (), lost=True) for name in CHECKS)
    asked = wanted.of_length(len(network.dense))
    found = (_sizes(network, asked, wanted.counted), _activations(network, asked))
    if wanted.steps:
        found = _steps(network, wanted.steps)
    return (
        _check("sizes", found[0]),
        _check("activations", found[1]),
        _check("output", _output(network, wanted)),
        _check("parameters", _parameters(network, wanted)),
        _check(
            "unused",
            [MISTAKES["unused_layer"].told(name=name) for name in network.unused],
        ),
    )


def _check(name: str, found: list[Mistake]) -> Check:
    return Check(name, tuple(one.says for one in found), tuple(one.id for one in found))


def _steps(network: Network, pattern: Pattern) -> tuple[list[Mistake], list[Mistake]]:
    """Where layers leave the pattern, and where activations do, in the order that fits better."""
    orders = {network.layers, pooled_first(network.layers), pooled_last(network.layers)}
    in_order = sorted(orders, key=lambda one: one != network.layers)
    return min((_in_order(one, pattern) for one in in_order), key=lambda two: sum(map(len, two)))


def _in_order(
    layers: tuple[Layer, ...], pattern: Pattern
) -> tuple[list[Mistake], list[Mistake]]:
    found: tuple[list[Mistake], list[Mistake]] = ([], [])
    at = parting(layers, pattern, "layers")
    if at is not None:
        found[0].append(_step(*told(layers, pattern, "layers", at)))
    view: View = "all" if parting(layers, pattern, "kinds") is None else "activations"
    at = parting(layers, pattern, view)
    if at is not None:
        found[1].append(_step(*told(layers, pattern, view, at)))
    return found


def _step(case: str, stands: str, asked: str) -> Mistake:
    stands = stands if case == "ends" else upper(stands)
    return MISTAKES["other_step"].told(case, found=stands, asked=asked)


def _sizes(network: Network, wanted: Wanted, counted: str) -> list[Mistake]:
    sizes, count = network.sizes, len(wanted.sizes) - 1
    if len(network.dense) != count:
        single = len(network.dense) == 1
        are, layers = ("There is", "dense layer") if single else ("There are", "dense layers")
        there = {"are": are, "number": len(network.dense), "layers": layers}
        return [MISTAKES["layer_count"].told(**there, asked=counted)]
    found = []
    inputs = wanted.sizes[0]
    if sizes[0] is None:
        found.append(MISTAKES["input_size"].told("unsaid", asked=inputs.least))
    elif not inputs.fits(sizes[0]):
        found.append(MISTAKES["input_size"].told(number=sizes[0], asked=inputs.asked()))
    for number, (size, asked) in enumerate(zip(sizes[1:], wanted.sizes[1:], strict=True), 1):
        if not asked.fits(size):
            has = f"{size or 'an unknown number of'} output{'s' if size != 1 else ''}"
            told = MISTAKES["layer_size"].told(layer=number, outputs=has, asked=asked.asked())
            found.append(told)
    return found


def _activations(network: Network, wanted: Wanted) -> list[Mistake]:
    found = []
    between = network.between
    if between[0]:
        said = " and ".join(map(shown, between[0]))
        found.append(MISTAKES["extra_step"].told(steps=upper(said)))
    after = between[1:]
    if len(after) != len(wanted.activations) and after and not found:
        return _by_pattern(after, wanted)
    for number, (steps, asked) in enumerate(zip(after, wanted.activations, strict=False), 1):
        if _is_one_of(steps, asked):
            continue
        said = " then ".join(map(shown, steps)) or "no activation"
        mistake = "missing_activation" if not steps else "other_activation"
        told = MISTAKES[mistake].told(steps=upper(said), layer=number, asked=_either(asked))
        found.append(told)
    return found


def _is_one_of(steps: tuple[str, ...], asked: tuple[str, ...]) -> bool:
    return any(steps == (() if name == "linear" else (name,)) for name in asked)


def _either(asked: tuple[str, ...]) -> str:
    return " or ".join(map(shown, asked))


def _by_pattern(after: tuple[tuple[str, ...], ...], wanted: Wanted) -> list[Mistake]:
    """With another number of layers: hidden activations all as the first asked, the last as the
    last.
    """
    asked = [wanted.activations[0]] * (len(after) - 1) + [wanted.activations[-1]]
    found = []
    for number, (steps, names) in enumerate(zip(after, asked, strict=True), 1):
        if not _is_one_of(steps, names):
            said = " then ".join(map(shown, steps)) or "no activation"
            other = MISTAKES["other_activation"]
            found.append(other.told(steps=upper(said), layer=number, asked=_either(names)))
    return found


def _output(network: Network, wanted: Wanted) -> list[Mistake]:
    found = []
    shape, last = MISTAKES["output_shape"], wanted.sizes[-1]
    if network.shape == ():
        if not last.fits(1):
            found.append(shape.told("number", asked=last.asked()))
    elif network.shape is not None and not (
        len(network.shape) == 1 and last.fits(network.shape[0])
    ):
        found.append(shape.told(shape=network.shape, asked=f"({wanted.last or 'any number'},)"))
    spans = [wanted.range] if wanted.range else _spans(network, wanted.activations[-1])
    if not spans:
        return found
    if network.low is not None and network.high is not None:
        low, high = network.low, network.high
        if not any(least - ROOM <= low and high <= most + ROOM for least, most in spans):
            ends = f"{low:.3g} to {high:.3g}"
            found.append(MISTAKES["output_range"].told("seen", found=ends, asked=_ends(spans)))
        return found
    final = network.final
    reach = RANGES.get(final[0]) if final else None
    if reach is None or not any(least <= reach[0] and reach[1] <= most for least, most in spans):
        found.append(MISTAKES["output_range"].told(asked=_ends(spans, "and")))
    return found


def _spans(network: Network, asked: tuple[str, ...]) -> list[tuple[float, float]]:
    """The range of the activation that ends the network, or those of all that may; none where one
    of them has none.
    """
    final = network.final
    spans = [RANGES.get(name) for name in (final if set(final) & set(asked) else asked)]
    return [] if None in spans else [span for span in spans if span is not None]


def _ends(spans: list[tuple[float, float]], to: str = "to") -> str:
    return " or ".join(
        f"below {high:g}" if math.isinf(low)
        else f"above {low:g}" if math.isinf(high) else f"{low:g} {to} {high:g}"
        for low, high in spans
    )  # fmt: skip


def _parameters(network: Network, wanted: Wanted) -> list[Mistake]:
    found: list[Mistake] = []
    total, budget = network.parameters, wanted.budget
    if budget is not None and total is not None and not budget.fits(total):
        found.append(MISTAKES["budget"].told(number=f"{total:,}", asked=budget.asked()))
    if wanted.steps:
        return found
    for number, layer in enumerate(network.dense, 1):
        if layer.bias != wanted.bias:
            found.append(MISTAKES["bias"].told("has" if layer.bias else "", layer=number))
    known = [size for size in network.sizes if size is not None]
    if len(known) < 2 or len(known) != len(network.sizes):
        return found
    # Sizes are charged once, by their own check: here the found sizes are followed through.
    expected = parameters_of(known, wanted.bias)
    if network.parameters is None:
        found.append(MISTAKES["parameter_count"].told("untold"))
    elif network.parameters != expected and not found:
        notes = f" ({'; '.join(network.notes)})" if network.notes else ""
        numbers = {"number": f"{network.parameters:,}", "expected": f"{expected:,}"}
        found.append(MISTAKES["parameter_count"].told(**numbers, notes=notes))
    return found
