"""A feed-forward network as a list of layers, and the activations known by their values."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal[
    "dense", "activation", "conv", "pool", "norm", "dropout", "recurrent", "attention", "embedding",
    "residual", "other",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Layer:
    """One step that data goes through: a layer, an activation, or something else by name.

    `inputs` and `outputs` are numbers of features, channels or units; `size` is the width of a
    kernel or a pool, or the number of heads.
    """

    kind: Kind
    name: str = "dense"
    inputs: int | None = None
    outputs: int | None = None
    bias: bool = True
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Network:
    """What a module or a source text was found to compute.

    `parameters` counts those of layers in use, `shape` is the output's shape without the rows,
    `low` and `high` the range of the outputs on the given inputs (None where nothing was run),
    `problems` what keeps the description from being believed.
    """

    layers: tuple[Layer, ...] = ()
    parameters: int | None = None
    unused: tuple[str, ...] = ()
    shape: tuple[int, ...] | None = None
    low: float | None = None
    high: float | None = None
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())

    @property
    def dense(self) -> tuple[Layer, ...]:
        """The dense layers in order."""
        return tuple(layer for layer in self.layers if layer.kind == "dense")

    @property
    def sizes(self) -> tuple[int | None, ...]:
        """Inputs of the first dense layer, then the outputs of each."""
        if not self.dense:
            return ()
        return (self.dense[0].inputs, *(layer.outputs for layer in self.dense))

    @property
    def final(self) -> tuple[str, ...]:
        """The activation that ends the network, if one does."""
        last = self.layers[-1:]
        return tuple(layer.name for layer in last if layer.kind == "activation")

    @property
    def between(self) -> tuple[tuple[str, ...], ...]:
        """Activations (and other steps) before the first dense layer, and after each one."""
        slots: list[list[str]] = [[]]
        for layer in self.layers:
            if layer.kind == "dense":
                slots.append([])
            elif layer.kind != "dropout":  # which does nothing when the network predicts
                slots[-1].append(layer.name)
        return tuple(tuple(slot) for slot in slots)

    def to_plain(self) -> dict[str, Any]:
        """The network as JSON-able data."""
        return {
            "layers": [
                [x.kind, x.name, x.inputs, x.outputs, x.bias, x.size] for x in self.layers
            ],
            "parameters": self.parameters,
            "unused": list(self.unused),
            "shape": None if self.shape is None else list(self.shape),
            "low": self.low,
            "high": self.high,
            "problems": list(self.problems),
            "notes": list(self.notes),
        }

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> Network:
        """Read back what `to_plain` wrote."""
        return cls(
            tuple(Layer(*row) for row in plain["layers"]),
            plain["parameters"],
            tuple(plain["unused"]),
            None if plain["shape"] is None else tuple(plain["shape"]),
            plain["low"],
            plain["high"],
            tuple(plain["problems"]),
            tuple(plain["notes"]),
        )


def _elu(x: float, alpha: float = 1.0, scale: float = 1.0) -> float:
    return scale * (x if x > 0 else alpha * math.expm1(x))


ACTIVATIONS: dict[str, Callable[[float], float]] = {
    "linear": lambda x: x,
    "tanh": math.tanh,
    "sigmoid": lambda x: 1 / (1 + math.exp(-x)),
    "relu": lambda x: max(x, 0.0),
    "leaky_relu": lambda x: x if x > 0 else 0.01 * x,
    "elu": _elu,
    "selu": lambda x: _elu(x, 1.6732632423543772, 1.0507009873554805),
    "gelu": lambda x: x * (1 + math.erf(x / math.sqrt(2))) / 2,
    "silu": lambda x: x / (1 + math.exp(-x)),
    "softplus": lambda x: math.log1p(math.exp(x)),
    "softsign": lambda x: x / (1 + abs(x)),
    "relu6": lambda x: min(max(x, 0.0), 6.0),
    "hardtanh": lambda x: min(max(x, -1.0), 1.0),
    "hardsigmoid": lambda x: min(max(x / 6 + 0.5, 0.0), 1.0),
    "hardswish": lambda x: x * min(max(x / 6 + 0.5, 0.0), 1.0),
    "log_sigmoid": lambda x: -math.log1p(math.exp(-x)),
    "mish": lambda x: x * math.tanh(math.log1p(math.exp(x))),
    "tanhshrink": lambda x: x - math.tanh(x),
    "exp": math.exp,
    "sin": math.sin,
    "cos": math.cos,
    "abs": abs,
    "square": lambda x: x * x,
}
"""Activations of one number, by the name reports use."""

KNOWN = (*ACTIVATIONS, "softmax", "log_softmax")
"""Every activation that a rubric may ask for, by the name reports use."""

RISING = frozenset((
    *("relu", "leaky_relu", "tanh", "sigmoid", "elu", "selu", "relu6", "hardtanh", "hardsigmoid"),
    *("softplus", "softsign", "log_sigmoid", "exp"),
))  # fmt: skip
"""Activations that never fall: the largest of several numbers is then the largest before too."""


def pooled_first(layers: tuple[Layer, ...]) -> tuple[Layer, ...]:
    """The same network with each activation that it may change places with behind its pooling."""
    return _turned(layers, lambda one, other: _rises(one) and _is_max(other))


def pooled_last(layers: tuple[Layer, ...]) -> tuple[Layer, ...]:
    """The same with each such activation before its pooling."""
    return _turned(layers, lambda one, other: _is_max(one) and _rises(other))


def _turned(
    layers: tuple[Layer, ...], may_turn: Callable[[Layer, Layer], bool]
) -> tuple[Layer, ...]:
    kept = list(layers)
    for place in range(len(kept) - 1):
        if may_turn(kept[place], kept[place + 1]):
            kept[place : place + 2] = kept[place + 1], kept[place]
    return tuple(kept)


def _rises(layer: Layer) -> bool:
    return layer.kind == "activation" and layer.name in RISING


def _is_max(layer: Layer) -> bool:
    return layer.kind == "pool" and layer.name == "max pooling"


OVER_ROWS = " over the rows of a batch"
"""What makes a softmax another function: each class then shares its chances among the inputs."""

SPELLINGS = {
    "identity": "linear",
    "leakyrelu": "leaky_relu",
    "swish": "silu",
    "logsigmoid": "log_sigmoid",
    "hard_tanh": "hardtanh",
    "hard_sigmoid": "hardsigmoid",
    "hard_swish": "hardswish",
    "logsoftmax": "log_softmax",
}

SHOWN = {
    "relu": "ReLU",
    "leaky_relu": "leaky ReLU",
    "elu": "ELU",
    "selu": "SELU",
    "gelu": "GELU",
    "silu": "SiLU",
    "relu6": "ReLU6",
    "linear": "no activation",
    "log_softmax": "log-softmax",
    f"log_softmax{OVER_ROWS}": f"log-softmax{OVER_ROWS}",
}


def of_axis(name: str, axis: object) -> str:
    """The name of an activation that is taken along an axis: that of the rows makes it another.

    The last axis but one is that of the rows where a network ends with dense layers.
    """
    is_shared = axis in (0, -2) and axis is not False and name in ("softmax", "log_softmax")
    return f"{name}{OVER_ROWS}" if is_shared else name


def canonical(name: str) -> str:
    """The one name of an activation, however it was spelled (`ReLU`, `tf.nn.relu`, `relu`)."""
    plain = name.rsplit(".", 1)[-1].lower()
    return SPELLINGS.get(plain, plain)


def shown(name: str) -> str:
    """How a report writes an activation's name."""
    return SHOWN.get(name, name)
