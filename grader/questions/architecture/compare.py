"""Compares a network with the one asked for and says what differs, check by check."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from grader.questions.architecture.mistakes import MISTAKES
from grader.questions.architecture.network import Network, shown
from grader.questions.mistake import Mistake
from grader.questions.words import upper

RANGES = {
    "sigmoid": (0.0, 1.0),
    "tanh": (-1.0, 1.0),
    "softmax": (0.0, 1.0),
    "relu": (0.0, float("inf")),
}
ROOM = 1e-6


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for: `sizes` from input to output, one activation after each dense layer."""

    sizes: tuple[int, ...]
    activations: tuple[str, ...]
    bias: bool = True
    range: tuple[float, float] | None = None

    @property
    def parameters(self) -> int:
        """Weights and biases of the whole network."""
        pairs = zip(self.sizes, self.sizes[1:], strict=False)
        return sum(before * after + after * self.bias for before, after in pairs)


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
    return (
        _check("sizes", _sizes(network, wanted)),
        _check("activations", _activations(network, wanted)),
        _check("output", _output(network, wanted)),
        _check("parameters", _parameters(network, wanted)),
        _check(
            "unused",
            [MISTAKES["unused_layer"].told(name=name) for name in network.unused],
        ),
    )


def _check(name: str, found: list[Mistake]) -> Check:
    return Check(name, tuple(one.says for one in found), tuple(one.id for one in found))


def _sizes(network: Network, wanted: Wanted) -> list[Mistake]:
    sizes, count = network.sizes, len(wanted.sizes) - 1
    if len(network.dense) != count:
        single = len(network.dense) == 1
        are, layers = ("There is", "dense layer") if single else ("There are", "dense layers")
        there = {"are": are, "number": len(network.dense), "layers": layers}
        return [MISTAKES["layer_count"].told(**there, asked=count)]
    found = []
    if sizes[0] != wanted.sizes[0]:
        case = "unsaid" if sizes[0] is None else ""
        found.append(MISTAKES["input_size"].told(case, number=sizes[0], asked=wanted.sizes[0]))
    for number, (size, asked) in enumerate(zip(sizes[1:], wanted.sizes[1:], strict=True), 1):
        if size != asked:
            many = f"{asked} were" if asked != 1 else "1 was"
            has = f"{size or 'an unknown number of'} output{'s' if size != 1 else ''}"
            found.append(MISTAKES["layer_size"].told(layer=number, outputs=has, asked=many))
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
        expected = () if asked == "linear" else (asked,)
        if steps == expected:
            continue
        said = " then ".join(map(shown, steps)) or "no activation"
        mistake = "missing_activation" if not steps else "other_activation"
        found.append(MISTAKES[mistake].told(steps=upper(said), layer=number, asked=shown(asked)))
    return found


def _by_pattern(after: tuple[tuple[str, ...], ...], wanted: Wanted) -> list[Mistake]:
    """With another number of layers: hidden activations all as the first asked, the last as the
    last.
    """
    asked = [wanted.activations[0]] * (len(after) - 1) + [wanted.activations[-1]]
    found = []
    for number, (steps, name) in enumerate(zip(after, asked, strict=True), 1):
        if steps != (() if name == "linear" else (name,)):
            said = " then ".join(map(shown, steps)) or "no activation"
            other = MISTAKES["other_activation"]
            found.append(other.told(steps=upper(said), layer=number, asked=shown(name)))
    return found


def _output(network: Network, wanted: Wanted) -> list[Mistake]:
    found = []
    if network.shape is not None and network.shape not in ((wanted.sizes[-1],), ()):
        asked = f"({wanted.sizes[-1]},)"
        found.append(MISTAKES["output_shape"].told(shape=network.shape, asked=asked))
    elif network.shape == () and wanted.sizes[-1] != 1:
        found.append(MISTAKES["output_shape"].told("number", asked=wanted.sizes[-1]))
    last = wanted.activations[-1]
    span = wanted.range or RANGES.get(last)
    if span is None:
        return found
    low, high = span
    ends = {"low": f"{low:g}", "high": f"{high:g}"}
    if network.low is not None and network.high is not None:
        inside = low - ROOM <= network.low and network.high <= high + ROOM
        if not inside:
            span_found = f"{network.low:.3g} to {network.high:.3g}"
            found.append(MISTAKES["output_range"].told("seen", found=span_found, **ends))
        return found
    final = network.between[-1][-1:]
    reach = RANGES.get(final[0]) if final else None
    if reach is None or reach[0] < low or reach[1] > high:
        found.append(MISTAKES["output_range"].told(**ends))
    return found


def _parameters(network: Network, wanted: Wanted) -> list[Mistake]:
    found = []
    for number, layer in enumerate(network.dense, 1):
        if layer.bias != wanted.bias:
            found.append(MISTAKES["bias"].told("has" if layer.bias else "", layer=number))
    known = [size for size in network.sizes if size is not None]
    if len(known) < 2 or len(known) != len(network.sizes):
        return found
    # Sizes are charged once, by their own check: here the found sizes are followed through.
    expected = Wanted(tuple(known), (), wanted.bias).parameters
    if network.parameters is None:
        found.append(MISTAKES["parameter_count"].told("untold"))
    elif network.parameters != expected and not found:
        notes = f" ({'; '.join(network.notes)})" if network.notes else ""
        numbers = {"number": f"{network.parameters:,}", "expected": f"{expected:,}"}
        found.append(MISTAKES["parameter_count"].told(**numbers, notes=notes))
    return found
