"""The fields of a kind that asks for formulas in matrices and vectors, and how they are written."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from grader.equivalence.comparison import Options
from grader.equivalence.deciding.dimensions import ONE_LINE, Dimensions, with_sizes
from grader.equivalence.errors import ReadError, Undecidable
from grader.equivalence.reading.notation import normal_name
from grader.equivalence.trees.structure import free_symbols
from grader.equivalence.trees.traversal import children, rebuild
from grader.equivalence.trees.tree import MINUS_ONE, Apply, Expr, Pow
from grader.questions.formulas import FormulaQuestion

Size = Annotated[str, Field(pattern=r"^[A-Za-z]\w*$")]
FUNCTIONS = ("tr", "Tr", "inv", "dot", "inner", "vdot")
"""Short names of the trace, the inverse and the inner product."""
_TRANSPOSED = re.compile(
    r"\^\s*\{\s*(?:\\top|\\intercal|\\mathsf\s*\{?\s*T\s*\}?)\s*\}|\.T\b|\.transpose\(\s*\)"
)
_ANGLES = re.compile(r"\\langle\b([^,]{1,200}?)(?:,|\\mid\b|\|)(.{1,200}?)\\rangle\b", re.DOTALL)
_ANGLED = re.compile(r"(^\s*|[-+*/(=]\s*)[<⟨]([^<>=,⟨⟩]{1,80})[,|]([^<>=,⟨⟩]{1,80})[>⟩]")
_NAMED_NORM = re.compile(r"(\bnorm\([^'\"]{1,200}?),\s*(?:ord\s*=\s*)?(['\"])fro\2\s*\)")
_INVERTED = re.compile(r"\b(?:np\.|numpy\.)?(?:linalg|la)\.inv\(")
_SPELLED = re.compile(r"\\(?:text|textrm|mathrm|operatorname)\s*\{\s*([Tt]r|trace|det)\s*\}")


class GridQuestion(FormulaQuestion):
    """A question whose formulas may hold matrices and vectors, whose products do not commute."""

    matrices: tuple[str, ...] | dict[str, tuple[Size, Size]] = ()
    """Names of matrices; with the names of their rows and columns, as in `{X: [n, d]}`, where the
    formulas do not show which of them are the same. I is the identity unless it is declared."""
    vectors: tuple[str, ...] | dict[str, Size] = ()
    """Names of column vectors; with the name of their length, as in `{y: n}`, where that matters.
    """
    symmetric: tuple[str, ...] = ()
    """Matrices that are their own transpose."""

    @property
    def grids(self) -> tuple[tuple[str, str, str], ...]:
        """Each matrix and vector with its rows and columns, as comparing takes them."""
        rows: list[tuple[str, str, str]] = []
        for name in self.matrices:
            sizes = self.matrices[name] if isinstance(self.matrices, dict) else None
            own = f"{name}.rows", f"{name}.columns"
            rows.append((normal_name(name), *(sizes or own)))
        for name in self.vectors:
            length = self.vectors[name] if isinstance(self.vectors, dict) else f"{name}.rows"
            rows.append((normal_name(name), length, ONE_LINE))
        square = {normal_name(name) for name in self.symmetric}
        return tuple((n, r, r if n in square else c) for n, r, c in rows)

    @property
    def known_names(self) -> tuple[str, ...]:
        """Variables, matrices and vectors."""
        return (*self.variables, *self.matrices, *self.vectors)

    @property
    def known_functions(self) -> tuple[str, ...]:
        """Those declared, and with matrices the trace and the inverse by their short names."""
        more = FUNCTIONS if self.grids else ()
        return (*self.functions, *(name for name in more if name not in self.known_names))

    def prepared(self, text: str) -> str:
        """A text with `@`, `.T` and the like as the grammar has them."""
        if not self.grids:
            return text
        text = _SPELLED.sub(r"\1", _TRANSPOSED.sub("^T ", text))
        text = _ANGLES.sub(r"\\operatorname{dot}(\1,\2)", _ANGLED.sub(r"\1 dot(\2,\3)", text))
        text = _NAMED_NORM.sub(r"\1, F)", text)
        return _INVERTED.sub("inv(", text).replace("@", "*")

    def echoed(self, expr: Expr) -> Expr:
        """A tree with inverses of matrices in words, which a fraction would put out of order."""
        parts = children(expr)
        changed = tuple(map(self.echoed, parts))
        expr = rebuild(expr, changed) if changed != parts else expr
        match expr:
            case Pow(base, exponent) if self.grids and exponent == MINUS_ONE:
                names = free_symbols(base) & {name for name, _, _ in self.grids}
                return Apply("inverse", (base,)) if names else expr
        return expr

    def options(self, seed: int) -> Options:
        """How two formulas are compared, matrices and vectors by their rows and columns."""
        found = super().options(seed)
        if not self.grids:
            return found
        symmetric = frozenset(map(normal_name, self.symmetric))
        return dataclasses.replace(found, grids=self.grids, symmetric=symmetric)

    def grid_problems(self, keys: dict[str, str]) -> Iterator[tuple[str, str]]:
        """Names that are declared twice or not at all, and keys whose sizes do not fit."""
        names = [*self.matrices, *self.vectors]
        for name in {name for name in names if (*names, *self.variables).count(name) > 1}:
            path = "vectors" if name in self.vectors else "matrices"
            yield path, f"{name} is declared twice"
        for name in self.symmetric:
            if name not in self.matrices:
                yield "symmetric", f"{name} is none of the matrices"
        if not self.grids:
            return
        declared = {name: (rows, columns) for name, rows, columns in self.grids}
        for path, text in keys.items():
            try:
                Dimensions(declared).shape(with_sizes(self.key_of(text), "k", declared))
            except ReadError:
                continue  # told already
            except Undecidable as reason:
                yield path, f"this formula cannot be compared: {reason}"
