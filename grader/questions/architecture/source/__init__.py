"""Finds the network in Keras or PyTorch source text, without running it and without either library.

Texts are capped in size and in how deeply one expression can nest before Python's own parser sees
them.
"""

from __future__ import annotations

import ast
import re
import warnings
from typing import Any, Literal

from grader.questions.architecture.network import Layer, Network
from grader.questions.architecture.source.follow import Returned, TooMuch
from grader.questions.architecture.source.reader import Reader
from grader.questions.architecture.source.values import (
    UNKNOWN,
    Class,
    Data,
    Function,
    Instance,
    Model,
    Piece,
    apply,
)

MAX_TEXT = 30_000
MAX_DEPTH = 40
MAX_OPERATORS = 300
"""Operators in one bracketless stretch of text: chains such as `a.b.c` or `- - x` nest too."""

UNNAMED = ""
"""Stands for the name of a model that has none; no code can write it."""

Framework = Literal["keras", "pytorch", "any"]


class SourceMistake(ValueError):
    """The text is not a model the reader can find; the message is for the student."""


def network_in(text: str, framework: Framework = "any", names: tuple[str, ...] = ()) -> Network:
    """The network that `text` builds: the one called like one of `names`, else the last one built.

    Raises `SourceMistake` when the text does not parse or builds none.
    """
    tree = _parsed(text)
    reader = Reader()
    try:
        for statement in tree.body:
            if isinstance(statement, ast.Expr):  # a model that is written down without a name
                reader.names.pop(UNNAMED, None)
                reader.names[UNNAMED] = reader.value(statement.value, reader.names)
            else:
                reader.statement(statement, reader.names)
        found = _candidates(reader, framework)
    except (TooMuch, RecursionError):
        raise SourceMistake("the text does far more than describe a model") from None
    except Returned:
        raise SourceMistake("there is a return outside a function") from None
    if not found:
        kind = {"keras": "Keras ", "pytorch": "PyTorch "}.get(framework, "")
        raise SourceMistake(f"no {kind}model with dense layers was found in the text")
    chosen = next((found[name] for name in names if name in found), None)
    data, owner = chosen or list(found.values())[-1]
    return _network(data, owner)


def _parsed(text: str) -> ast.Module:
    """The syntax tree; notebooks' `%` and `!` lines and code fences' marks are dropped first."""
    if len(text) > MAX_TEXT:
        raise SourceMistake(f"the text is longer than {MAX_TEXT} characters")
    lines = text.replace("\r\n", "\n").replace("\t", "    ").split("\n")
    kept = ["" if re.match(r"\s*([%!]|```|~~~)", line) else line for line in lines]
    code = "\n".join(kept)
    _measure(code)
    failure: SyntaxError | None = None
    for attempt in (code, _dedented(code), code + _closing(code)):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return ast.parse(attempt)
        except SyntaxError as error:
            failure = failure or error
        except (RecursionError, MemoryError, ValueError):
            break
    where = f" (line {failure.lineno}: {failure.msg})" if failure and failure.lineno else ""
    raise SourceMistake(f"the text does not read as Python code{where}")


def _measure(code: str) -> None:
    """Refuse texts that nest too deeply for a parser that recurses."""
    depth = deepest = 0
    for character in code:
        depth += (character in "([{") - (character in ")]}")
        deepest = max(deepest, depth)
    chains = (
        len(re.findall(r"[-+~*/.%@|&^<>=]|\b(?:not|lambda|if|else|and|or|await|in|is)\b", line))
        for line in re.sub(r"\\\n", " ", code).split("\n")
    )
    if deepest > MAX_DEPTH or max(chains, default=0) > MAX_OPERATORS:
        raise SourceMistake("the text nests more deeply than a model's description does")
    words = len(re.findall(r"[-~]|\b(?:not|lambda|elif|await)\b", code))
    if words > 2000:
        raise SourceMistake("the text nests more deeply than a model's description does")


def _dedented(code: str) -> str:
    lines = code.split("\n")
    widths = [len(line) - len(line.lstrip()) for line in lines if line.strip()]
    least = min(widths, default=0)
    return "\n".join(line[least:] for line in lines)


def _closing(code: str) -> str:
    """The brackets that a listing cut off in the middle leaves open."""
    pairs, stack = {"(": ")", "[": "]", "{": "}"}, []
    for character in code:
        if character in pairs:
            stack.append(pairs[character])
        elif stack and character == stack[-1]:
            stack.pop()
    return "\n" + "".join(reversed(stack))


def _candidates(reader: Reader, framework: Framework) -> dict[str, tuple[Data, Any]]:
    """Every network the text builds, by the name it has, in the order of the text."""
    found: dict[str, tuple[Data, Any]] = {}
    for name, value in list(reader.names.items()):
        owner = reader.instance(value, [], {}) if _is_model_class(value) else value
        data = _flow(reader, owner)
        if data is None or not any(layer.kind == "dense" for layer, _ in data.layers):
            continue
        keras = [piece.keras for _, piece in data.layers if piece is not None]
        if framework != "any" and any(keras) != (framework == "keras"):
            continue
        found[name] = (data, owner)
    return found


def _flow(reader: Reader, value: Any) -> Data | None:
    """What comes out of a model when data goes in."""
    if isinstance(value, Model):
        return value.output
    if isinstance(value, Piece) and value.kind == "sequence":
        result = apply(value, Data())
    elif isinstance(value, Instance):
        result = reader.invoke(value, [Data()], {})
    elif isinstance(value, Function):
        return _flow_of_result(reader, value)
    else:
        return None
    return result if isinstance(result, Data) else None


def _is_model_class(value: Any) -> bool:
    known = ("Module", "Model", "Sequential", "LightningModule")
    return isinstance(value, Class) and any(
        base in known or isinstance(base, Class) for base in value.bases
    )


def _flow_of_result(reader: Reader, value: Function) -> Data | None:
    taken = value.node.args
    required = len(taken.args) - len(taken.defaults)
    result = reader.function(value, [UNKNOWN] * required, {})  # nothing says what is handed over
    return None if isinstance(result, Function) else _flow(reader, result)


def _network(data: Data, owner: Any) -> Network:
    used = {id(piece): piece for _, piece in data.layers if piece is not None}
    widths = {
        id(piece): (layer.inputs, layer.outputs, layer.bias)
        for layer, piece in data.layers
        if piece is not None
    }
    own = _owned(owner)
    idle = {name: piece for name, piece in own.items() if id(piece) not in used}
    sizes = list(widths.values())
    weighted = {"conv", "recurrent", "embedding", "attention"}
    known = all(inputs is not None and outputs is not None for inputs, outputs, _ in sizes)
    known = known and not any(layer.kind in weighted for layer, _ in data.layers)
    total = sum((i or 0) * (o or 0) + (o or 0) * bool(bias) for i, o, bias in sizes)
    times = [sum(p is piece for _, p in data.layers) for piece in used.values()]
    dense = [layer for layer, _ in data.layers if layer.kind == "dense"]
    last: Layer = dense[-1]
    return Network(
        layers=tuple(layer for layer, _ in data.layers),
        parameters=total if known else None,
        unused=tuple(idle),
        shape=() if data.squeezed else (last.outputs or 0,),
        problems=data.problems,
        notes=("a layer is used more than once",) if any(n > 1 for n in times) else (),
    )


def _owned(owner: Any) -> dict[str, Piece]:
    """Dense layers set on an object, those inside its sequences and lists included."""
    if not isinstance(owner, Instance):
        return {}
    found: dict[str, Piece] = {}
    for name, value in owner.fields.items():
        pieces = (
            value.pieces
            if isinstance(value, Piece) and value.kind in {"sequence", "list"}
            else [value]
        )
        for number, piece in enumerate(pieces):
            if isinstance(piece, Piece) and piece.kind == "dense":
                found[name if piece is value else f"{name}.{number}"] = piece
    return found
