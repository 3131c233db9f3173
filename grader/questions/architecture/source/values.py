"""What the names in a model's source text stand for while it is read: layers, models, and data that
flowed through layers.
"""

from __future__ import annotations

import ast
import math
import re
from dataclasses import dataclass, field, replace
from typing import Any, Literal, cast

from grader.questions.architecture.network import KNOWN, Kind, Layer, canonical, of_axis


class Unknown:
    """Anything the reader does not follow."""


UNKNOWN = Unknown()


@dataclass(eq=False)
class Piece:
    """A layer object: `kind` is that of a layer, or none (changes nothing), input, sequence or
    list.
    """

    kind: Kind | Literal["none", "input", "sequence", "list"]
    name: str = ""
    inputs: int | None = None
    outputs: int | None = None
    bias: bool = True
    then: str | None = None
    size: int | None = None
    pieces: list[Any] = field(default_factory=list)
    keras: bool = False
    flat: int | None = None
    """How many numbers of a row the shape says that it declares."""


KEEPING = frozenset({"activation", "norm", "dropout", "residual", "other"})
"""Kinds of layers out of which as many numbers come as go in."""


@dataclass(frozen=True, eq=False)
class Data:
    """A tensor: its width, the layers it went through with the objects they belong to, and what did
    not fit.
    """

    width: int | None = None
    layers: tuple[tuple[Layer, Piece | None], ...] = ()
    problems: tuple[str, ...] = ()
    squeezed: bool = False
    flat: int | None = None
    """How many numbers a row has in all its dimensions, where its shape was declared."""

    def then(self, layer: Layer, piece: Piece | None = None, problem: str = "") -> Data:
        """The data after one more layer."""
        width = layer.outputs if layer.kind == "dense" else self.width
        problems = (*self.problems, problem) if problem else self.problems
        flat = self.flat if layer.kind in KEEPING else None
        return Data(width, (*self.layers, (layer, piece)), problems, flat=flat)

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
NOTHING = {"Identity", "Flatten", "InputLayer", "Reshape", "Unflatten", "Permute", "ZeroPadding2D"}
DROPOUTS = ("Dropout", "AlphaDropout", "FeatureAlphaDropout", "SpatialDropout", "GaussianNoise",
            "GaussianDropout")  # fmt: skip
NAMED: dict[str, tuple[Kind, str]] = {
    "BatchNorm": ("norm", "batch normalisation"),
    "BatchNormalization": ("norm", "batch normalisation"),
    "LayerNorm": ("norm", "layer normalisation"),
    "LayerNormalization": ("norm", "layer normalisation"),
    "GroupNorm": ("norm", "group normalisation"),
    "GroupNormalization": ("norm", "group normalisation"),
    "Conv": ("conv", "a convolution"),
    "Convolution": ("conv", "a convolution"),
    "MaxPool": ("pool", "max pooling"),
    "MaxPooling": ("pool", "max pooling"),
    "GlobalMaxPooling": ("pool", "max pooling"),
    "AdaptiveMaxPool": ("pool", "max pooling"),
    "AvgPool": ("pool", "average pooling"),
    "AveragePooling": ("pool", "average pooling"),
    "GlobalAveragePooling": ("pool", "average pooling"),
    "AdaptiveAvgPool": ("pool", "average pooling"),
    "LSTM": ("recurrent", "an LSTM"),
    "GRU": ("recurrent", "a GRU"),
    "RNN": ("recurrent", "a plain recurrent layer"),
    "SimpleRNN": ("recurrent", "a plain recurrent layer"),
    "Embedding": ("embedding", "an embedding"),
    "MultiheadAttention": ("attention", "attention"),
    "MultiHeadAttention": ("attention", "attention"),
    "PReLU": ("other", "prelu"),
    "Add": ("residual", "add of two branches"),
    "Concatenate": ("other", "a concatenation"),
    **{name: ("dropout", "dropout") for name in DROPOUTS},
}
"""Layers by the names that libraries have for them, without how many dimensions they have."""
_DIMENSIONS = re.compile(r"^(?:Lazy)?(.*?)(?:[123][dD])?$")
ACTIVE = frozenset(KNOWN)


def make(name: str, given: list[Any], named: dict[str, Any]) -> Any:
    """The object that calling a library's `name` makes, or `UNKNOWN`."""
    if name in LINEAR:
        return _dense(name, given, named)
    if name == "Activation":
        said = given[0] if given else named.get("activation")
        return Piece("activation", activation(said) or "an unknown function", keras=True)
    if name in NOTHING:
        said = {"shape": given[0], **named} if name == "Reshape" and given else named
        return Piece("none", name, outputs=_width(said), flat=_flat(said))
    if name == "Input":
        said = {"shape": given[0], **named} if given else named
        return Data(_width(said), flat=_flat(said))
    if (plain := _DIMENSIONS.sub(r"\1", name)) in NAMED:
        return _named(plain, name, given, named)
    if name in {"Sequential", "ModuleList"}:
        listed = given[0] if len(given) == 1 and isinstance(given[0], list) else given
        listed = list(listed[0].values()) if listed and isinstance(listed[0], dict) else listed
        return Piece("sequence" if name == "Sequential" else "list", pieces=list(listed))
    if name in {"Model", "Functional"}:
        outputs = named.get("outputs", given[1] if len(given) > 1 else UNKNOWN)
        outputs = outputs[0] if isinstance(outputs, list) and len(outputs) == 1 else outputs
        return Model(outputs) if isinstance(outputs, Data) else UNKNOWN
    if name[:1].isupper() and canonical(name) in ACTIVE:
        axis = named.get("dim", named.get("axis", given[0] if given else None))
        return Piece("activation", of_axis(canonical(name), axis))
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


def _named(plain: str, name: str, given: list[Any], named: dict[str, Any]) -> Piece:
    """A layer that is not dense, with its sizes where they are said."""
    kind, words = NAMED[plain]
    keras = name.endswith("D") or any(key in named for key in ("filters", "units", "input_shape"))
    keras = keras or name in ("BatchNormalization", "LayerNormalization", "MultiHeadAttention")
    piece = Piece(kind, words, keras=keras)
    order: tuple[str, ...] = ("in_channels", "out_channels", "kernel_size")
    order = ("filters", "kernel_size") if keras else order
    if kind in ("recurrent", "embedding"):
        few = len(given) < 2 and kind == "recurrent"
        order = ("units",) if few and "hidden_size" not in named else ("input_size", "hidden_size")
        order = ("num_embeddings", "embedding_dim") if kind == "embedding" else order
    elif kind == "attention":
        order = ("num_heads", "key_dim") if keras else ("embed_dim", "num_heads")
    elif kind == "pool":
        order = ("pool_size",) if keras else ("kernel_size",)
    elif kind != "conv":
        order = ()
    said = {**dict(zip(order, given, strict=False)), **named}
    inputs = ("in_channels", "input_size", "num_embeddings")
    piece.inputs = next((_size(said[key]) for key in inputs if key in said), None)
    outputs = ("out_channels", "filters", "units", "hidden_size", "embedding_dim", "output_dim")
    piece.outputs = next((_size(said[key]) for key in outputs if key in said), None)
    width = said.get("num_heads") if kind == "attention" else said.get(
        "kernel_size", said.get("pool_size")
    )  # fmt: skip
    piece.size = _size(width[-1] if isinstance(width, list) and width else width)
    piece.then = activation(said["activation"]) if kind == "conv" and "activation" in said else None
    return piece


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


def _flat(named: dict[str, Any]) -> int | None:
    """How many numbers a declared shape has in all."""
    said = next((named[key] for key in ("shape", "input_shape", "target_shape") if key in named), 0)
    if isinstance(said, list) and said and all(_is_size(one) and one > 0 for one in said):
        return math.prod(said)
    return None


KINDS = frozenset(kind for kind, _ in NAMED.values())


def _after(piece: Piece, data: Data) -> int | None:
    """The width of what comes out of a layer that is not dense."""
    if piece.kind in KEEPING:
        return data.width
    return piece.outputs if piece.kind in ("recurrent", "embedding") else None


def apply(piece: Any, data: Data) -> Any:
    """The data after a layer object, `UNKNOWN` where that is not followed."""
    if not isinstance(piece, Piece):
        return UNKNOWN
    if piece.kind in {"sequence", "list"}:
        result: Any = data
        for part in piece.pieces:
            if isinstance(part, Data):
                result = Data(part.width, flat=part.flat)
            elif isinstance(result, Data):
                result = apply(part, result)
        return result
    if piece.kind == "none":
        if piece.outputs is not None:
            data = replace(data, width=piece.outputs, flat=piece.flat)
        is_one_row = piece.name == "Flatten" and data.flat is not None
        return replace(data, width=data.flat) if is_one_row else data
    if piece.kind == "activation":
        return data.activated(piece.name)
    if piece.kind in KINDS:
        sizes = (piece.inputs, piece.outputs, piece.bias, piece.size)
        after = data.then(Layer(cast("Kind", piece.kind), piece.name, *sizes))
        changed = replace(after, width=_after(piece, data))
        return changed.activated(piece.then) if piece.then else changed
    inputs = piece.inputs if piece.inputs is not None else data.width
    problem = ""
    if data.width is not None and inputs != data.width:
        problem = f"a layer that takes {inputs} inputs is given {data.width}"
    layer = Layer("dense", "dense", inputs, piece.outputs, piece.bias)
    result = data.then(layer, piece, problem)
    return result.activated(piece.then) if piece.then else result
