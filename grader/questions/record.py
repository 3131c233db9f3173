"""The base of everything typed in by hand, numbers as people write them in a rubric, and where a
written-up submission holds an answer.
"""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    PlainSerializer,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from grader.marks import show


class Record(BaseModel):
    """A frozen, strict model: unknown fields and silent conversions are mistakes."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", defer_build=True)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """The usual schema, its fields described by the texts below them in the source.

        pydantic's own `use_attribute_docstrings` reads the source at each import.
        """
        schema = handler(core_schema)
        properties = handler.resolve_ref_schema(schema).get("properties", {})
        for kind in cls.__mro__:
            if issubclass(kind, Record):
                for name, text in _attribute_docstrings(kind):
                    if name in cls.model_fields:
                        field = cls.model_fields[name].alias or name
                        properties[field].setdefault("description", text)
        return schema


def _attribute_docstrings(kind: type) -> Iterator[tuple[str, str]]:
    """The fields that a class itself declares, with the text below each."""
    body = ast.parse(textwrap.dedent(inspect.getsource(kind))).body[0]
    assert isinstance(body, ast.ClassDef)
    for field, below in pairwise(body.body):
        match field, below:
            case ast.AnnAssign(target=ast.Name(name)), ast.Expr(ast.Constant(str(text))):
                yield name, inspect.cleandoc(text)


_LARGE_EXPONENT = re.compile(r"[eE][-+]?[0-9_]{4}")


def _exact(value: object) -> Fraction:
    if isinstance(value, Fraction):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError("write a number, such as 2, 0.5 or 1/3")
    return exact_of(value)


def exact_of(value: float | str) -> Fraction:
    """The exact number as written; raises `ValueError`, also for what has thousands of digits."""
    written = str(value).replace(" ", "")
    try:
        if len(written) <= 1000 and not _LARGE_EXPONENT.search(written):
            return Fraction(written)
    except (ValueError, ZeroDivisionError):
        pass
    raise ValueError("write a number, such as 2, 0.5 or 1/3")


def _plain_number(value: Fraction) -> float | int | str:
    return value.numerator if value.denominator == 1 else str(value)


_NUMBER_SCHEMA = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^[-+]?\d"}]}

Exact = Annotated[
    Fraction,
    BeforeValidator(_exact),
    PlainSerializer(_plain_number),
    Field(json_schema_extra=_NUMBER_SCHEMA),
]
"""An exact decimal or fraction as people write it: 0.1 is one tenth."""

Points = Annotated[Exact, Field(ge=0, le=10_000)]
Share = Annotated[Exact, Field(ge=0, le=1)]
"""A share of the points between 0 and 1."""


class Item(Record):
    """One thing a marker looks for, with the points it gives or takes."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]+$")]
    """Short name, used in judgement files."""
    text: str
    """What the marker reads."""
    points: Exact
    """Points it gives; negative to take away."""

    def told(self) -> str:
        """What a student reads where a marker chose this."""
        kind = "Taken off for" if self.points < 0 else "Credited for"
        return f"{kind}: {self.text.rstrip('.')} ({show(abs(self.points))})."


def _told_apart(items: tuple[Item, ...]) -> tuple[Item, ...]:
    ids = [item.id for item in items]
    twice = [name for i, name in enumerate(ids) if name in ids[:i]]
    if twice:
        raise ValueError(f"the id {twice[0]!r} is used twice; ids must differ")
    return items


Items = Annotated[tuple[Item, ...], Field(max_length=50), AfterValidator(_told_apart)]
"""What a person looks for who marks by hand."""


def _readable(label: str) -> str:
    """A label each of whose alternatives can be found in a text; raises `ValueError`."""
    blank = [part for part in label.split("|") if not any(map(str.isalnum, part))]
    if blank:
        where = f"the alternative {blank[0].strip()!r}" if "|" in label else "it"
        raise ValueError(
            f"no heading can be found by this label: {where} has no letter and no digit; "
            "write the words of the heading, or a number such as 1 or 2a"
        )
    return label


Label = Annotated[str, AfterValidator(_readable)]
"""The words or the number of a heading, alternatives between bars."""


Take = Literal[
    "truth_list",
    "prose",
    "claim",
    "table",
    "formula",
    "formulas",
    "matrix",
    "matrices_at",
    "code",
]


class Writeup(Record):
    """A hint for the reader of write-ups; it holds no answer.

    The values that come out are what a module would hold: `truth_list` a list of [truth value,
    reason], `prose` a text, `claim` an equation, inequality, set or list as it stands, `table` rows
    of texts, `formula` and `matrix` a right-hand side in LaTeX, `matrices_at` a mapping of point
    ("1,1") to matrix, `formulas` a list of statements (LaTeX, or prose with its formulas between
    dollar signs), `code` the text of a listing.
    """

    under: tuple[Label, ...] = ()
    """Labels or headings from the outermost inwards, such as "Problem 3 | Gradient Descent" and
    "3-1"; what stands between bars are alternatives, and 3a, 3-1 and Part 1 are the same."""
    take: Take = "prose"
    """What to read there; what the kind of question usually has, where left out."""
    of: tuple[str, ...] = ()
    """Left-hand sides (best first), heads of a table's columns, or words of the wanted code; for
    the steps of a method, where left out, its variables."""
    parts: tuple[str, ...] = ()
    """Left-hand sides of the pieces, for a vector that is only written piece by piece; for a
    Jacobian, where left out, the partial derivatives."""
