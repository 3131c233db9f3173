"""What the names in a model's source text stand for while it is read: layers, models, and data that
flowed through layers.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import Any

from grader.questions.architecture.network import KNOWN, Layer, canonical


class Unknown:
    """Anything the reader does not follow."""


UNKNOWN = Unknown()


@dataclass(eq=False)
class Piece:
    """A layer object: `kind` is dense, activation, other, none (changes nothing), input, sequence
    or list.
    """

    kind: str
    name: str = ""
    inputs: int | None = None
    outputs: int | None = None
    bias: bool = True
    then: str | None = None
    pieces: list[Any] = field(default_factory=list)
    keras: bool = False


@dataclass(frozen=True, eq=False)
class Data:
    """A tensor: its width, the layers it went through with the objects they belong to, and what did
    not fit.
    """

    width: int | None = None
    layers: tuple[tuple[Layer, Piece | None], ...] = ()
    problems: tuple[str, ...] = ()
    squeezed: bool = False

    def then(self, layer: Layer, piece: Piece | None = None, problem: str = "") -> Data:
        """The data after one more layer."""
        width = layer.outputs if layer.kind == "dense" else self.width
        problems = (*self.problems, problem) if problem else self.problems
        return Data(width, (*self.layers, (layer, piece)), problems)

    def activated(self, name: str) -> Data:
        """The data after an activation; a linear one changes nothing."""
        plain = canonical(name)
        if plain == "linear":
            return self
        return self.then(Layer("activation", plain))


@dataclass(eq=False)
class Model:
    """A Keras model made from its inputs and outputs."""

    output: Data


@dataclass(eq=False)
class Function:
    """A function or lambda of the source, with the names it can see."""

    node: ast.FunctionDef | ast.Lambda
    names: dict[str, Any]


@dataclass(eq=False)
class Class:
    """A class of the source; `bases` are the last parts of names, or classes of the source."""

    name: str
    bases: list[Any]
    methods: dict[str, Function]


@dataclass(eq=False)
class Instance:
    """An object of a class of the source, and what was set on it."""

    made: Class
    fields: dict[str, Any] = field(default_factory=dict)
    sequence: Piece | None = None


LINEAR = {"Linear": False, "LazyLinear": False, "Dense": True}
NOTHING = {
    "Identity",
    "Dropout",
    "AlphaDropout",
    "Flatten",
    "InputLayer",
    "GaussianNoise",
    "Reshape",
}
OTHERS = {
    "BatchNorm1d": "batch normalisation",
    "BatchNormalization": "batch normalisation",
    "LayerNorm": "layer normalisation",
    "LayerNormalization": "layer normalisation",
    "Conv1d": "a convolution",
    "Conv2d": "a convolution",
    "Conv1D": "a convolution",
    "Conv2D": "a convolution",
    "LSTM": "a recurrent layer",
    "GRU": "a recurrent layer",
    "PReLU": "prelu",
}
ACTIVE = frozenset(KNOWN)


def make(name: str, given: list[Any], named: dict[str, Any]) -> Any:
    """The object that calling a library's `name` makes, or `UNKNOWN`."""
    if name in LINEAR:
        return _dense(name, given, named)
    if name == "Activation":
        said = given[0] if given else named.get("activation")
        return Piece("activation", activation(said) or "an unknown function", keras=True)
    if name in NOTHING:
        return Piece("none", name, outputs=_width(named))
    if name == "Input":
        width = _width({"shape": given[0], **named} if given else named)
        return Data(width)
    if name in OTHERS:
        return Piece("other", OTHERS[name])
    if name in {"Sequential", "ModuleList"}:
        listed = given[0] if len(given) == 1 and isinstance(given[0], list) else given
        listed = list(listed[0].values()) if listed and isinstance(listed[0], dict) else listed
        return Piece("sequence" if name == "Sequential" else "list", pieces=list(listed))
    if name in {"Model", "Functional"}:
        outputs = named.get("outputs", given[1] if len(given) > 1 else UNKNOWN)
        outputs = outputs[0] if isinstance(outputs, list) and len(outputs) == 1 else outputs
        return Model(outputs) if isinstance(outputs, Data) else UNKNOWN
    if name[:1].isupper() and canonical(name) in ACTIVE:
        return Piece("activation", canonical(name))
    return UNKNOWN


def activation(said: Any) -> str | None:
    """The activation that an argument names: a string, a function, or a layer."""
    if said is None:
        return "linear"
    if isinstance(said, str):
        return canonical(said)
    if isinstance(said, Piece) and said.kind == "activation":
        return said.name
    return None


def _dense(name: str, given: list[Any], named: dict[str, Any]) -> Piece:
    keras = LINEAR[name]
    bias = named.get("use_bias" if keras else "bias", True) is not False
    if keras:
        units = _size(named.get("units", given[0] if given else None))
        said = (
            named["activation"] if "activation" in named else (given[1] if len(given) > 1 else None)
        )
        then = activation(said) or "an unknown function"
        return Piece("dense", name, _width(named), units, bias, then, keras=True)
    sizes = [None, *given] if name == "LazyLinear" else given
    inputs = _size(named.get("in_features", sizes[0] if sizes else None))
    outputs = _size(named.get("out_features", sizes[1] if len(sizes) > 1 else None))
    bias = bias and (given[2] is not False if len(given) > 2 else True)
    return Piece("dense", name, inputs, outputs, bias)


def _is_size(item: Any) -> bool:
    return isinstance(item, int) and not isinstance(item, bool)


def _size(item: Any) -> int | None:
    return item if _is_size(item) else None


def _width(named: dict[str, Any]) -> int | None:
    """The width that `shape=(20,)`, `input_shape=(20,)` or `input_dim=20` declares."""
    for key in ("shape", "input_shape", "batch_shape", "input_dim"):
        said = named.get(key)
        if isinstance(said, list) and said and _is_size(said[-1]):
            return int(said[-1])
        if _is_size(said):
            return int(said)  # type: ignore[arg-type]
    return None


def apply(piece: Any, data: Data) -> Any:
    """The data after a layer object, `UNKNOWN` where that is not followed."""
    if not isinstance(piece, Piece):
        return UNKNOWN
    if piece.kind in {"sequence", "list"}:
        result: Any = data
        for part in piece.pieces:
            if isinstance(part, Data):
                result = Data(part.width)
            elif isinstance(result, Data):
                result = apply(part, result)
        return result
    if piece.kind == "none":
        return data if piece.outputs is None else Data(piece.outputs, data.layers, data.problems)
    if piece.kind == "activation":
        return data.activated(piece.name)
    if piece.kind == "other":
        return data.then(Layer("other", piece.name))
    inputs = piece.inputs if piece.inputs is not None else data.width
    problem = ""
    if data.width is not None and inputs != data.width:
        problem = f"a layer that takes {inputs} inputs is given {data.width}"
    layer = Layer("dense", "dense", inputs, piece.outputs, piece.bias)
    result = data.then(layer, piece, problem)
    return result.activated(piece.then) if piece.then else result
