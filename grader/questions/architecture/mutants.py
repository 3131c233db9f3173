"""Networks with one layer that is another, marked as if they had been read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from grader.questions.architecture import Architecture
from grader.questions.architecture.network import Layer, Network
from grader.questions.asking.mutant import Mutant
from grader.questions.base import Given

OTHER = {"tanh": "relu", "relu": "tanh", "sigmoid": "tanh", "softmax": "tanh"}


def mutants(question: Architecture, given: Given) -> Iterator[Mutant]:
    """A size that is half, an activation that is another, a layer that is not there."""
    if not given.measures and question.form == "module":
        given = replace(given, measures=question.measure(given))
    plain = (dict(given.measures) or question.measure(given)).get("network")
    if plain is None:
        return
    network = Network.from_plain(plain)
    for index, layer in enumerate(network.layers):
        for name, wrong in _others(layer, index, len(network.layers)):
            layers = [*network.layers]
            layers[index : index + 1] = wrong
            if wrong and wrong[0].outputs != layer.outputs and index + 1 < len(layers):
                following = next((k for k in range(index + 1, len(layers))
                                  if layers[k].kind == "dense"), None)  # fmt: skip
                if following is not None:
                    layers[following] = replace(layers[following], inputs=wrong[0].outputs)
            changed = replace(network, layers=tuple(layers))
            told = f"layer {index + 1}: {name} is accepted"
            measures = {"network": changed.to_plain()}
            yield Mutant(f"layer {index + 1}: {name}", told, {}, measures)


def _others(layer: Layer, index: int, count: int) -> Iterator[tuple[str, list[Layer]]]:
    """What could stand in place of a layer."""
    if layer.kind == "dense" and layer.outputs and index + 2 < count:
        half = max(layer.outputs // 2, 1)
        if half != layer.outputs:
            yield f"{half} units for {layer.outputs}", [replace(layer, outputs=half)]
    if layer.kind == "activation":
        other = OTHER.get(layer.name, "sigmoid")
        yield f"{other} for {layer.name}", [replace(layer, name=other)]
        yield f"no {layer.name}", []
