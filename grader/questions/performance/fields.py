"""Records that a `performance` question is written with, beside its rows and ramps."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, PlainSerializer, PlainValidator, Tag

from grader.questions.record import Exact, Record, exact_of


class Beats(Record):
    """A comparison on the same rows with a baseline fitted by the grader, or another question's
    model.
    """

    baseline: (
        Literal["random_forest", "logistic_regression", "prevalence", "linear_regression", "mean"]
        | None
    ) = None
    """A model the grader fits on the raw columns; linear_regression and mean are for numbers,
    logistic_regression and prevalence for classes."""
    trees: Annotated[int, Field(ge=1, le=5000)] = 1000
    """Trees of the random forest."""
    question: str | None = None
    """Instead of a baseline, the question whose model is to be beaten."""
    metric: str = "roc_auc"
    """What the two are compared by; differences are taken so that more is better."""
    full_from: Exact = Fraction(-1, 100)
    """Full points unless the paired interval lies wholly below this difference."""
    none_below: Exact = Fraction(-3, 100)
    """Half down to this difference, nothing where the interval lies wholly below it."""


class Prior(Record):
    """A rule that models may use without having learned it."""

    at_least: int
    """The rule says 1 where at least this many columns are 1."""


def _number_of(value: Any) -> str:
    return "several" if isinstance(value, list | tuple) else "one"


_Name = Annotated[str, Field(min_length=1)]
Names = Annotated[
    Annotated[_Name, Tag("one")] | Annotated[tuple[_Name, ...], Tag("several")],
    Discriminator(_number_of),
]
"""One name or several, so that a mistake in it is told once."""


class Predictions(Record):
    """Predictions of the hidden rows that the submission made by itself: as an array under the
    question's name, or as a table in a file that was handed in or that its code wrote.
    """

    file: Names = ()
    """The file's name (csv, tsv, xlsx, ods, npy or txt), or several of which the first that is
    there counts; `*` stands for any signs."""
    column: str | None = None
    """The column of the file that holds the predictions; the only one that can, where left out."""
    id: str | None = None
    """A column by which rows of the file and of `rows.hidden` are matched; they are in the same
    order where it is left out."""

    @property
    def files(self) -> tuple[str, ...]:
        """Every name that the file may have."""
        return (self.file,) if isinstance(self.file, str) else self.file


def _form(value: Any) -> str | None:
    if isinstance(value, bool):
        return "flag"
    return "fields" if isinstance(value, dict | Predictions) else None


Handed = Annotated[
    Annotated[bool, Tag("flag")] | Annotated[Predictions, Tag("fields")],
    Discriminator(
        _form,
        custom_error_type="predictions",
        custom_error_message="write true, or a mapping such as {file: predictions.csv}",
    ),
]
"""Where predictions are; `true` says that they are an array under the question's name."""

Consequence = Fraction | Literal["ask"]
"""The share of the points that is kept, or that a person decides."""


def _consequence(value: Any) -> Consequence:
    words: dict[Any, Consequence] = {"note": Fraction(1), "refuse": Fraction(0), "ask": "ask"}
    if isinstance(value, str) and value in words:
        return words[value]
    try:
        share = value if isinstance(value, Fraction) else exact_of(value)
    except ValueError:
        share = Fraction(-1)
    if isinstance(value, bool) or not 0 <= share <= 1:
        raise ValueError(
            "write note, ask, refuse, or the share of the points that is kept, such as 1/2"
        )
    return share


Sign = Annotated[
    Consequence,
    PlainValidator(
        _consequence, json_schema_input_type=Literal["note", "ask", "refuse"] | float | str
    ),
    PlainSerializer(lambda kept: kept if isinstance(kept, str) else str(kept), return_type=str),
]
"""What follows from a sign that a model is no honest one: `note` says so and costs nothing, `ask`
has a person decide, `refuse` leaves no points, and a number is the share that is kept."""
