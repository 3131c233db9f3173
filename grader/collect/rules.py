"""Rules for finding an answer under no fixed name, as plain data without a rubric behind them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; `kind` is name, printed, value, table or file, and says which fields count.

    `under` is the label over the cells or the table, `names` are names or patterns of names (of
    files where it is one for files), `columns` and `row` heads of what is wanted of a table,
    `whole` that all of it is.
    """

    kind: str
    names: tuple[str, ...] = ()
    shape: tuple[int | None, ...] | None = None
    dtype: str | None = None
    under: tuple[str, ...] = ()
    match: str = ""
    which: str = "only"
    cell: int | None = None
    columns: tuple[str, ...] = ()
    row: str | None = None
    rows: int | None = None
    whole: bool = False
