"""Networks that could not be run or not be read: what that says, and who decides."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Collection, Sequence
from typing import Any

from grader.questions.architecture.network import Layer

_PRODUCT = re.compile(
    r"mat1 and mat2 shapes cannot be multiplied \((\d+)x(\d+) and (\d+)x(\d+)\)"
    r"|size mismatch, got input \(\d+\), mat \((\d+)x(\d+)\), vec \((\d+)\)"
)
_CHANNELS = re.compile(
    r"expected input(?:\[[\d, ]*\])? to have (\d+) channels, but got (\d+) channels"
)
_RECURRENT = re.compile(r"must be equal to input_size\. Expected (\d+), got (\d+)")
_NORM = re.compile(r"running_mean should contain (\d+) elements not (\d+)")
_TOKEN = re.compile(r"index out of range in self")
_MODEL = re.compile(
    r"\b(keras|nn\.|torch|Sequential|Dense|Linear|Conv\w*|LSTM|GRU|Embedding|Module|forward|Input)\b"
)


def misfit_in(message: str, row: Sequence[int]) -> str:
    """What a library's exception says of sizes, in words; empty where it is about something else.

    The first layer takes what the question hands over: a misfit of that width is the input's.
    """
    asked, whole = row[-1], math.prod(row)
    if found := _PRODUCT.search(message):
        given, takes = (
            (int(found[2]), int(found[3])) if found[1] else (int(found[6]), int(found[7]))
        )
        if len(row) == 1 and given == asked:
            return f"The network takes {_count(takes, 'input')}, {_were(asked)} asked"
        flat = f", all {whole} numbers of a row" if given == whole and len(row) > 1 else ""
        return f"A dense layer takes {takes} inputs and is given {given}{flat}"
    if found := _CHANNELS.search(message):
        takes, given = int(found[1]), int(found[2])
        if given == row[0]:
            return f"The network takes {_count(takes, 'channel')}, {_were(given)} asked"
        return f"A convolution takes {takes} channels and is given {given}"
    if found := _RECURRENT.search(message):
        takes, given = int(found[1]), int(found[2])
        if given == asked:
            return f"The network takes {_count(takes, 'number')} at each step, {_were(given)} asked"
        return f"A recurrent layer takes {takes} numbers at each step and is given {given}"
    if found := _NORM.search(message):
        return f"A normalisation takes {found[2]} channels and is given {found[1]}"
    if _TOKEN.search(message):
        return "The embedding has too few tokens for what is asked"
    return ""


def is_unfilled(value: Any, names: Collection[str] = ()) -> bool:
    """Whether a text is code in which nothing is done yet: comments, and names without a value.

    What else it holds does not count where it defines a function or class of one of `names`.
    """
    if isinstance(value, list) and value and all(isinstance(part, str) for part in value):
        value = "\n".join(value)
    if not isinstance(value, str):
        return False
    try:
        body = ast.parse(value).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    kinds = ast.FunctionDef | ast.ClassDef
    named = [one for one in body if isinstance(one, kinds) and one.name in names]
    return all(map(_does_nothing, named or body))


def _does_nothing(node: ast.stmt) -> bool:
    """Whether a statement only says what is to be done; a function may return what nothing made."""
    match node:
        case ast.ClassDef(body=body):
            return all(map(_does_nothing, body))
        case ast.FunctionDef(args=taken, body=[*inner, ast.Return(value=value)]):
            names = {one.arg for one in taken.args}
            is_made = not isinstance(value, ast.Name | None) or getattr(value, "id", "") in names
            return not is_made and all(map(_does_nothing, inner))
        case ast.FunctionDef(body=body):
            return all(map(_does_nothing, body))
        case ast.Pass() | ast.Import() | ast.ImportFrom():
            return True
        case ast.Expr(value=ast.Constant(value=str())):
            return True
    return _is_blank(getattr(node, "value", node))


def _is_blank(node: object) -> bool:
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    if is_text and isinstance(node, ast.Constant):
        return not str(node.value).strip()
    return isinstance(node, ast.Constant) and node.value in (None, ...)


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'s' if number != 1 else ''}"


def _were(number: int) -> str:
    return f"{number} {'was' if number == 1 else 'were'}"


def is_of_a_model(value: Any) -> bool:
    """Whether a text that could not be read speaks of a model: then a person reads it."""
    listed = value if isinstance(value, list) else [value]
    return all(isinstance(part, str) for part in listed) and bool(_MODEL.search("\n".join(listed)))


def is_strange(layer: Layer) -> bool:
    """Whether a step could not be told: what it does may be what was asked."""
    return layer.name.startswith("an unknown")
