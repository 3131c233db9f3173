"""Whether a model answer needs arrays where a rubric writes lists."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

OF_ARRAYS = frozenset(
    (
        *("shape", "ndim", "size", "T", "dtype", "astype", "reshape", "ravel", "flatten", "dot"),
        *("sum", "mean", "std", "var", "max", "min", "argmax", "argmin", "argsort", "cumsum"),
        *("any", "all", "prod", "transpose", "trace", "diagonal", "clip", "round", "squeeze"),
    )
)
"""Attributes that arrays have and lists have not."""


def needed(files: Mapping[str, bytes], names: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    """(file, line) where a function of these names does to a parameter what no list can."""
    wanted = {name.rpartition(".")[2] for name in names}
    for file, content in files.items():
        if not file.endswith(".py"):
            continue
        try:
            tree = ast.parse(content)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and node.name in wanted:
                line = _line(node)
                if line is not None:
                    yield file, line


def _line(function: ast.FunctionDef) -> int | None:
    arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    given = {one.arg for one in arguments}
    for one in arguments:
        if one.annotation is not None and "ndarray" in ast.unparse(one.annotation):
            return one.lineno
    for node in ast.walk(function):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            given.discard(node.id)  # it may have been made an array before
    for node in ast.walk(function):
        match node:
            case ast.Attribute(value=ast.Name(id=name), attr=attr):
                needs = name in given and attr in OF_ARRAYS
            case ast.BinOp(left=left, op=ast.MatMult(), right=right):
                needs = any(isinstance(x, ast.Name) and x.id in given for x in (left, right))
            case ast.Subscript(value=ast.Name(id=name), slice=ast.Tuple()):
                needs = name in given
            case _:
                continue
        if needs:
            return node.lineno
    return None
