"""Where else to look for an answer that no code holds under the name that is asked for."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from grader.questions.patterns import Named, Pattern
from grader.questions.record import Label, Record


class FindOutput(Record):
    """Something in what code prints or displays."""

    under: Label | tuple[Label, ...] = ()
    """The label over the cells; everything that is printed where left out."""
    match: Pattern
    """A pattern with the wanted part in `(?P<value>...)`, or in its only group."""
    which: Literal["only", "first", "last"] = "only"
    """Which of several places counts; only: they have to agree."""


class FindValue(Record):
    """The value that a cell displays."""

    under: Label | tuple[Label, ...] = ()
    """The label over the cells; every cell where left out."""
    cell: Annotated[int, Field(ge=1, le=10_000)] | None = None
    """Which code cell under the label; the last that displays something where left out."""
    of: Literal["last"] = "last"
    """last: the value of the cell's last expression."""


class FindTable(Record):
    """Columns or an entry of a table: of a sheet, of a text, or displayed."""

    under: Label | tuple[Label, ...] = ()
    """The label over the table, such as the name of a sheet; any table where left out."""
    columns: tuple[Named, ...] = ()
    """Heads of the wanted columns; all where left out."""
    row: Named | None = None
    """The first entry of the wanted row; all rows where left out."""


class FindFile(Record):
    """A column of a table in a file, such as predictions."""

    match: str
    """Names of the file, alternatives between bars; * stands for anything."""
    column: Named | None = None
    """The head of the wanted column; where left out, the only one beside a counter."""
    rows: Annotated[int, Field(ge=1, le=10_000_000)] | None = None
    """How many rows it has; a file with another number is not meant."""
    whole: bool = False
    """Whether the whole table is the answer, a mapping of heads to columns."""


class Find(Record):
    """One rule: exactly one of name, output, value, table and file."""

    name: Named | tuple[Named, ...] | None = None
    """Names, or patterns for names between slashes, of what code holds at its end."""
    shape: tuple[Annotated[int, Field(ge=0)] | None, ...] | None = None
    """The shape that a name's value has to have; null for any length."""
    dtype: Literal["number", "integer", "boolean", "text"] | None = None
    """What a name's value has to consist of."""
    output: FindOutput | None = None
    value: FindValue | None = None
    table: FindTable | None = None
    file: FindFile | None = None

    @model_validator(mode="after")
    def _one(self) -> Find:
        kinds = ("name", "output", "value", "table", "file")
        given = [kind for kind in kinds if getattr(self, kind) is not None]
        if len(given) != 1:
            found = " and ".join(given) if given else "none"
            raise ValueError(f"write exactly one of {', '.join(kinds)} in a rule; found {found}")
        if self.name is None and (self.shape is not None or self.dtype is not None):
            raise ValueError("shape and dtype narrow a name; remove them here")
        return self

    @property
    def names(self) -> tuple[str, ...]:
        """The names and patterns of a rule for names."""
        if self.name is None:
            return ()
        return (self.name,) if isinstance(self.name, str) else self.name

    @property
    def place(self) -> FindOutput | FindValue | FindTable | None:
        """The rule, where it looks under a label."""
        return self.output or self.value or self.table

    @property
    def under(self) -> tuple[str, ...]:
        """The label, from the outermost inwards."""
        under = () if self.place is None else self.place.under
        return (under,) if isinstance(under, str) else under

    @property
    def has_label(self) -> bool:
        """Whether the reader has to look for something: a label, a table or a file."""
        return bool(self.under) or self.table is not None or self.file is not None
