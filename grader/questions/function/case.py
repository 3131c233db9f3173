"""One hidden call of a function as the rubric writes it: what goes in, and what is wanted of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Field

from grader.questions.function import made
from grader.questions.function.calls import OfShape, Raising, Result, Wanted
from grader.questions.record import Record

Length = Annotated[int, Field(ge=0, le=1_000_000)] | Literal["any"]


class Case(Record):
    """One hidden call and what it has to give: `expected`, `raises`, `shape`, or as the reference.

    Among arguments, keywords and results, `{array: [[1, 2], [3, 4]], dtype: float64}` is a NumPy
    array, `{tensor: …}` one of torch, and `{frame: {column: [values]}}` a data frame of pandas.
    """

    arguments: tuple[Any, ...] = ()
    """The arguments in order: numbers, texts, truth values, lists or mappings of them, and arrays,
    tensors and frames."""
    keywords: dict[str, Any] = Field(default_factory=dict)
    """The arguments that are handed over by name, beside those in order."""
    expected: Any = None
    """The right result; where left out, what the reference's own function gives."""
    raises: Annotated[str, Field(pattern=r"^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$")] | None = None
    """In place of a result, the exception that the call has to raise, or one derived from it."""
    shape: tuple[Length, ...] | None = None
    """In place of one result, any numbers of this shape; `any` is any length, [] a single number.
    """

    @property
    def is_given(self) -> bool:
        """Whether the rubric itself holds the result; it may be `null`."""
        return "expected" in self.model_fields_set

    @property
    def wants(self) -> list[str]:
        """The fields that say what is wanted; none where the reference does."""
        fields = ("expected", "raises", "shape")
        return [name for name in fields if name in self.model_fields_set]

    def wanted(self) -> Wanted | None:
        """What the rubric wants of the call; None where the reference says it."""
        if self.raises is not None:
            return Raising(self.raises)
        if self.shape is not None:
            return OfShape(self.shape)
        return Result(made.read(self.expected)) if self.is_given else None

    @property
    def given(self) -> list[Any]:
        """What goes in: the arguments in order, then those by name."""
        return [made.read(self.arguments), made.read(self.keywords)]

    def mistakes(self, path: str) -> Iterator[tuple[str, str]]:
        """What is wrong with the fields together, and with what has to be made of a library."""
        for name in self.wants[1:]:
            said = f"a call wants one thing: leave out {name}, or {self.wants[0]}"
            yield f"{path}.{name}", said
        for name in ("arguments", "keywords", "expected"):
            yield from made.mistakes(getattr(self, name), f"{path}.{name}")
        for name in self.keywords:
            if not name.isidentifier():
                yield f"{path}.keywords.{name}", "write the name of a parameter"
