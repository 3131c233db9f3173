"""Compares a network with the one asked for and says what differs, check by check."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from grader.questions.architecture.network import Network, shown
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
            [(f"{name} is defined but never used.", "unused_layer") for name in network.unused],
        ),
    )


def _check(name: str, found: list[tuple[str, str]]) -> Check:
    return Check(name, tuple(said for said, _ in found), tuple(mistake for _, mistake in found))


def _sizes(network: Network, wanted: Wanted) -> list[tuple[str, str]]:
    sizes, count = network.sizes, len(wanted.sizes) - 1
    if len(network.dense) != count:
        single = len(network.dense) == 1
        are, layers = ("There is", "dense layer") if single else ("There are", "dense layers")
        return [(f"{are} {len(network.dense)} {layers} where {count} were asked.", "layer_count")]
    found = []
    if sizes[0] is None:
        found.append(
            (f"The text does not say that there are {wanted.sizes[0]} inputs.", "input_size")
        )
    elif sizes[0] != wanted.sizes[0]:
        said = f"The network takes {sizes[0]} inputs where {wanted.sizes[0]} were asked."
        found.append((said, "input_size"))
    for number, (size, asked) in enumerate(zip(sizes[1:], wanted.sizes[1:], strict=True), 1):
        if size != asked:
            many = f"{asked} were" if asked != 1 else "1 was"
            has = f"{size or 'an unknown number of'} output{'s' if size != 1 else ''}"
            found.append((f"Layer {number} has {has} where {many} asked.", "layer_size"))
    return found


def _activations(network: Network, wanted: Wanted) -> list[tuple[str, str]]:
    found = []
    between = network.between
    if between[0]:
        said = " and ".join(map(shown, between[0]))
        found.append((f"{upper(said)} before layer 1 was not asked for.", "extra_step"))
    after = between[1:]
    if len(after) != len(wanted.activations) and after and not found:
        return _by_pattern(after, wanted)
    for number, (steps, asked) in enumerate(zip(after, wanted.activations, strict=False), 1):
        expected = () if asked == "linear" else (asked,)
        if steps == expected:
            continue
        said = " then ".join(map(shown, steps)) or "no activation"
        mistake = "missing_activation" if not steps else "other_activation"
        found.append(
            (f"{upper(said)} after layer {number} where {shown(asked)} was asked.", mistake)
        )
    return found


def _by_pattern(after: tuple[tuple[str, ...], ...], wanted: Wanted) -> list[tuple[str, str]]:
    """With another number of layers: hidden activations all as the first asked, the last as the
    last.
    """
    asked = [wanted.activations[0]] * (len(after) - 1) + [wanted.activations[-1]]
    found = []
    for number, (steps, name) in enumerate(zip(after, asked, strict=True), 1):
        if steps != (() if name == "linear" else (name,)):
            said = " then ".join(map(shown, steps)) or "no activation"
            found.append(
                (
                    f"{upper(said)} after layer {number} where {shown(name)} was asked.",
                    "other_activation",
                )
            )
    return found


def _output(network: Network, wanted: Wanted) -> list[tuple[str, str]]:
    found = []
    if network.shape is not None and network.shape not in ((wanted.sizes[-1],), ()):
        asked = f"({wanted.sizes[-1]},)"
        said = f"Each row gives an output of shape {network.shape} where {asked} was asked."
        found.append((said, "output_shape"))
    elif network.shape == () and wanted.sizes[-1] != 1:
        found.append(
            (f"Each row gives one number where {wanted.sizes[-1]} were asked.", "output_shape")
        )
    last = wanted.activations[-1]
    span = wanted.range or RANGES.get(last)
    if span is None:
        return found
    low, high = span
    if network.low is not None and network.high is not None:
        inside = low - ROOM <= network.low and network.high <= high + ROOM
        if not inside:
            span_found = f"{network.low:.3g} to {network.high:.3g}"
            said = f"Outputs run from {span_found}, outside {low:g} to {high:g}."
            found.append((said, "output_range"))
        return found
    final = network.between[-1][-1:]
    reach = RANGES.get(final[0]) if final else None
    if reach is None or reach[0] < low or reach[1] > high:
        found.append((f"Outputs are not held between {low:g} and {high:g}.", "output_range"))
    return found


def _parameters(network: Network, wanted: Wanted) -> list[tuple[str, str]]:
    found = []
    for number, layer in enumerate(network.dense, 1):
        if layer.bias != wanted.bias:
            has = "has a bias" if layer.bias else "has no bias"
            found.append((f"Layer {number} {has}.", "bias"))
    known = [size for size in network.sizes if size is not None]
    if len(known) < 2 or len(known) != len(network.sizes):
        return found
    # Sizes are charged once, by their own check: here the found sizes are followed through.
    expected = Wanted(tuple(known), (), wanted.bias).parameters
    if network.parameters is None:
        found.append(("The number of parameters cannot be told from the text.", "parameter_count"))
    elif network.parameters != expected and not found:
        said = f"The network has {network.parameters:,} parameters where {expected:,} were expected"
        notes = f" ({'; '.join(network.notes)})" if network.notes else ""
        found.append((f"{said}{notes}.", "parameter_count"))
    return found
