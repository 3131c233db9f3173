"""The tolerance of a rubric: one model, or several of which any may accept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from pydantic import Field, model_validator

from grader.equivalence.errors import ReadError
from grader.equivalence.numbers.tolerances import (
    Absolute,
    AsWritten,
    DecimalPlaces,
    Exactly,
    Model,
    Range,
    RelAbs,
    Relative,
    RelativeSymmetric,
    SigFigs,
)
from grader.equivalence.numbers.written import written
from grader.questions.record import Exact, Record

Amount = Annotated[Exact, Field(ge=0)]
Places = Annotated[int, Field(ge=0, le=60)]
Figures = Annotated[int, Field(ge=1, le=60)]


class RelAbsFields(Record):
    """`|s - t| <= absolute + relative * |t|`, the sum of both as in numpy's allclose."""

    absolute: Amount
    """The fixed distance."""
    relative: Amount
    """The share of the target."""


class PlacesFields(Record):
    """Equal after rounding to a number of decimals."""

    places: Places
    """How many decimals."""
    strict: bool | None = None
    """true: exactly so many must be written; false: at least so many; absent: any number."""


class FiguresFields(Record):
    """Written to a number of significant figures and right to some of them."""

    figures: Figures
    """How many figures must be written."""
    accuracy: Annotated[int, Field(ge=-1, le=60)] | None = None
    """How many must be right; absent: all; 0: judge the form only; -1: at least `figures` written.
    """


class AsWrittenFields(Record):
    """Right to the last digit that was written, with at least so many digits."""

    min_dp: Places | None = None
    """The least number of decimals."""
    min_sf: Figures | None = None
    """The least number of significant figures."""


class RangeFields(Record):
    """Anything between two ends."""

    low: Exact | None = None
    """The lower end; absent means there is none."""
    high: Exact | None = None
    """The upper end; absent means there is none."""
    low_open: bool = False
    """Whether the lower end itself is left out."""
    high_open: bool = False
    """Whether the upper end itself is left out."""

    @model_validator(mode="after")
    def _in_order(self) -> RangeFields:
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError("low is above high: exchange them")
        return self


class Tolerance(Record):
    """When a number counts as right: exactly one of these, or `any_of` with several.

    Limits are inclusive and decimals exact; an exactly equal number always passes.
    """

    absolute: Amount | None = None
    """`|s - t|` at most this."""
    relative: Amount | None = None
    """`|s - t|` at most this share of the target, which must not be zero."""
    relative_symmetric: Amount | None = None
    """`|s - t|` at most this share of the larger of the two."""
    exact: bool | None = None
    """true: equal as fractions."""
    relabs: RelAbsFields | None = None
    """`|s - t|` at most `absolute` plus `relative` times the target."""
    decimal_places: Places | PlacesFields | None = None
    """Equal after rounding to so many decimals."""
    sig_figs: Figures | FiguresFields | None = None
    """Right to so many significant figures."""
    as_written: AsWrittenFields | None = None
    """Right to the last digit that was written."""
    range: RangeFields | None = None
    """Anything in a range, whatever the target."""
    any_of: tuple[Tolerance, ...] | None = None
    """Several tolerances; it is enough that one accepts."""

    @model_validator(mode="after")
    def _one(self) -> Tolerance:
        given = [name for name in type(self).model_fields if getattr(self, name) is not None]
        if len(given) != 1:
            found = " and ".join(given) if given else "none"
            raise ValueError(
                f"write exactly one tolerance model, found {found}; several go under any_of"
            )
        if self.exact is False:
            raise ValueError("write exact: true, or another tolerance model")
        if self.any_of is not None and not self.any_of:
            raise ValueError("any_of needs at least one tolerance")
        return self

    def models(self) -> tuple[Model, ...]:
        """The models, any of which may accept."""
        if self.any_of is not None:
            return tuple(model for each in self.any_of for model in each.models())
        for found in (self._simple(), self._by_digits()):
            if found is not None:
                return (found,)
        return (Exactly(),)

    def _simple(self) -> Model | None:
        """The models that are a distance."""
        if self.absolute is not None:
            return Absolute(self.absolute)
        if self.relative is not None:
            return Relative(self.relative)
        if self.relative_symmetric is not None:
            return RelativeSymmetric(self.relative_symmetric)
        if self.relabs is not None:
            return RelAbs(self.relabs.absolute, self.relabs.relative)
        return None

    def _by_digits(self) -> Model | None:
        """The models that look at how a number is written, and the range."""
        match self.decimal_places:
            case int(places):
                return DecimalPlaces(places)
            case PlacesFields(places=places, strict=strict):
                return DecimalPlaces(places, strict)
        match self.sig_figs:
            case int(figures):
                return SigFigs(figures)
            case FiguresFields(figures=figures, accuracy=accuracy):
                return SigFigs(figures, accuracy)
        if self.as_written is not None:
            return AsWritten(self.as_written.min_dp, self.as_written.min_sf)
        if self.range is not None:
            ends = self.range
            return Range(ends.low, ends.high, ends.low_open, ends.high_open)
        return None

    def accepts(self, student: object, target: object) -> bool:
        """Whether a number (int, float, Fraction, text, `Written`) counts as the target."""
        try:
            theirs, ours = written(student), written(target)
        except ReadError:
            return False
        return any(model.accepts(theirs, ours) for model in self.models())

    def problems(self, targets: Iterable[object]) -> list[str]:
        """What is wrong with these targets under this tolerance, as sentences for the rubric's
        author.
        """
        found = []
        for target in targets:
            try:
                ours = written(target)
            except ReadError as error:
                found.append(f"the target {target!r} is not a number: {error.message}")
                continue
            if ours.finite and ours.value == 0 and ours.imaginary == 0 and self._needs_size():
                found.append(
                    "a relative tolerance accepts nothing but 0 where the target is 0: "
                    "write absolute, or relabs with an absolute part"
                )
        return found

    def _needs_size(self) -> bool:
        """Whether every model here means nothing for a target of zero."""
        if self.any_of is not None:
            return all(each._needs_size() for each in self.any_of)
        if self.relabs is not None:
            return self.relabs.absolute == 0
        return self.relative is not None
