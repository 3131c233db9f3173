"""The tests in a file, as its text tells: their names, their points, what they import."""

from __future__ import annotations

import ast
import builtins
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Listed:
    """One test function: its name with that of its class, the points it is marked with, and the
    first line of its docstring.
    """

    name: str
    points: Fraction | None = None
    says: str = ""


@dataclass(frozen=True, slots=True)
class TestFile:
    """What the text of a test file tells before it is run."""

    tests: tuple[Listed, ...]
    imports: tuple[tuple[str, tuple[str, ...]], ...]
    """(module, names) of each import of what may be handed in; `*` for all of it."""

    @property
    def modules(self) -> tuple[str, ...]:
        """The modules that may be handed in."""
        return tuple(dict.fromkeys(name for name, _ in self.imports))

    @property
    def names(self) -> tuple[str, ...]:
        """The names imported from them, looked up in them, or that only a star can have brought."""
        return tuple(dict.fromkeys(one for _, row in self.imports for one in row if one != "*"))


LIBRARIES = frozenset(
    (
        *("numpy", "pandas", "scipy", "sklearn", "torch", "matplotlib", "sympy", "statsmodels"),
        *("seaborn", "pytest", "_pytest", "hypothesis", "conftest", "nose"),
    )
)


USUAL = ("np", "pd", "plt", "sp", "sns", "tf", "nn", "F", "math", "torch")
"""What libraries are called in notebooks, whose names a star brings along."""


def read_tests(source: bytes, beside: frozenset[str] = frozenset()) -> TestFile:
    """What is in a test file; raises `SyntaxError` or `ValueError`.

    `beside` are the modules that lie next to it, which nobody hands in.
    """
    tree = ast.parse(source)
    tests = tuple(_tests(tree))
    found: dict[str, list[str]] = {}
    for node in ast.walk(tree):
        for module, names in _imported(node):
            top = module.partition(".")[0]
            if top in sys.stdlib_module_names or top in LIBRARIES or top in beside:
                continue
            found.setdefault(module, []).extend(names)
    aliases = dict(_aliases(tree, found))
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            of = aliases.get(node.value.id)
            if of is not None:
                found[of].append(node.attr)
    for row in found.values():
        if "*" in row:
            row += _free(tree)
    return TestFile(tests, tuple((name, tuple(dict.fromkeys(row))) for name, row in found.items()))


def _imported(node: ast.AST) -> Iterator[tuple[str, list[str]]]:
    if isinstance(node, ast.Import):
        for alias in node.names:
            yield alias.name, []
    elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
        yield node.module, [alias.name for alias in node.names]


def _free(tree: ast.Module) -> list[str]:
    """The names that are used and that nothing here gives a meaning: they came with a star."""
    used: dict[str, None] = {}
    given = {*dir(builtins), *USUAL}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            if isinstance(node.ctx, ast.Load):
                used[node.id] = None
            else:
                given.add(node.id)
        elif isinstance(node, ast.arg):
            given.add(node.arg)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            given.add(node.name)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            given |= {(one.asname or one.name).partition(".")[0] for one in node.names}
        elif isinstance(node, ast.ExceptHandler) and node.name:
            given.add(node.name)
    return [name for name in used if name not in given]


def _aliases(tree: ast.Module, found: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name in found:
                    yield alias.asname or alias.name.partition(".")[0], alias.name


def _tests(tree: ast.Module) -> Iterator[Listed]:
    marked = _points_of_all(tree)
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            if node.name.startswith("test"):
                yield Listed(node.name, _points(node.decorator_list) or marked, _says(node))
        elif isinstance(node, ast.ClassDef) and _is_of_tests(node):
            inner = [
                one
                for one in node.body
                if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)
                and one.name.startswith("test")
            ]
            for one in inner:
                points = _points(one.decorator_list) or _points(node.decorator_list) or marked
                yield Listed(f"{node.name}::{one.name}", points, _says(one))


def _is_of_tests(node: ast.ClassDef) -> bool:
    bases = [ast.unparse(base).rpartition(".")[2] for base in node.bases]
    return node.name.startswith("Test") or "TestCase" in bases


def _says(node: ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    return (ast.get_docstring(node) or "").strip().partition("\n")[0][:200]


def _points(decorators: list[ast.expr]) -> Fraction | None:
    """The number in `@pytest.mark.points(2)`."""
    for one in decorators:
        if isinstance(one, ast.Call) and ast.unparse(one.func).endswith("mark.points") and one.args:
            return _number(one.args[0])
    return None


def _points_of_all(tree: ast.Module) -> Fraction | None:
    """The same of `pytestmark`, which marks each test of the file."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "pytestmark":
            marks = node.value.elts if isinstance(node.value, ast.List) else [node.value]
            return _points(marks)
    return None


def _number(node: ast.expr) -> Fraction:
    value = ast.literal_eval(node)
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError(f"line {node.lineno}: the points of a test are a number")
    try:
        points = Fraction(str(value))
    except (ValueError, ZeroDivisionError):
        raise ValueError(f"line {node.lineno}: the points of a test are a number") from None
    if not 0 <= points <= 10_000:
        raise ValueError(f"line {node.lineno}: the points of a test are from 0 to 10000")
    return points
