"""What one check of a figure looks at, and what share of its points a figure earns for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field, model_validator

from grader.evidence.patterns import fits, slashed
from grader.questions.figure.curves import Wanted
from grader.questions.figure.drawn import Curve, Figure, Panel
from grader.questions.figure.mistakes import MISTAKES
from grader.questions.mistake import Mistake
from grader.questions.patterns import Named
from grader.questions.record import Exact, Points, Record

HALF = Fraction(1, 2)
Scale = Literal["linear", "log", "symlog", "logit"]
Count = Annotated[int, Field(ge=0, le=1_000_000)]


class Number(Record):
    """How many there have to be."""

    at_least: Count = 0
    """So many or more."""
    at_most: Count | None = None
    """No more than this."""

    def holds(self, count: int) -> bool:
        """Whether so many are right."""
        return self.at_least <= count and (self.at_most is None or count <= self.at_most)

    def told(self) -> str:
        """How many, in words."""
        if self.at_most is None:
            return f"at least {self.at_least}"
        if self.at_most == self.at_least:
            return str(self.at_least)
        return f"{self.at_least} to {self.at_most}"


class Axes(Record):
    """One thing for each of the two axes."""

    x: Scale | None = None
    y: Scale | None = None


Many = Annotated[int, Field(ge=0, le=1_000_000)] | Number
Words = Annotated[tuple[Named, ...], Field(max_length=50)]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The share of a check's points, and what is said where it is below one."""

    share: Fraction
    told: str = ""
    mistake: Mistake | None = None


class Check(Record):
    """One thing that a figure has to have. Exactly one of the fields but name, points, panel,
    tolerance and named.
    """

    labels: Literal[True] | Words | None = None
    """true: both axes are labelled; or words (patterns between slashes) that the labels of x and
    of y hold."""
    title: Literal[True] | Named | None = None
    """true: there is a title; or what it has to hold."""
    legend: Literal[True] | Words | None = None
    """true: there is a legend with an entry; or what its entries have to hold."""
    curves: Many | None = None
    """The number of curves in all axes, without lines across them."""
    curve: Wanted | None = None
    """A curve that has to be among those drawn."""
    data_points: Many | None = None
    """The number of points of the curve or cloud that has the most."""
    clouds: Many | None = None
    """The number of scatter plots."""
    bars: Many | None = None
    """The number of bars in all."""
    histogram: Literal[True] | None = None
    """Bars without gaps."""
    images: Many | None = None
    """The number of images and heat maps."""
    axes: Many | None = None
    """The number of axes in which something is drawn."""
    scale: Axes | None = None
    """linear or log, for x, y or both."""
    text: Named | None = None
    """Words that have to stand somewhere in the figure."""
    panel: Annotated[int, Field(ge=1, le=24)] | None = None
    """Which of several axes is looked at, counted from one; all of them where left out."""
    tolerance: Annotated[Exact, Field(gt=0, le=1)] = Fraction(1, 50)
    """How far the points of a curve may lie from it, as a share of its height."""
    named: Named | None = None
    """What the label of the curve has to hold."""
    name: str = ""
    """What the report calls this check."""
    points: Points | None = None
    """Points that it earns; where left out, its share of what is left."""

    @model_validator(mode="after")
    def _one(self) -> Check:
        given = [name for name in KINDS if getattr(self, name) is not None]
        if len(given) != 1:
            found = " and ".join(given) if given else "none"
            raise ValueError(f"write exactly one of {', '.join(KINDS)}; found {found}")
        if self.named is not None and self.curve is None:
            raise ValueError("named goes with curve")
        if isinstance(self.labels, tuple) and len(self.labels) != 2:
            raise ValueError("write two labels: that of x and that of y")
        if self.scale is not None and self.scale.x is None and self.scale.y is None:
            raise ValueError("say which scale: {y: log}")
        return self

    @property
    def kind(self) -> str:
        """Which of the fields is looked at."""
        return next(name for name in KINDS if getattr(self, name) is not None)

    def of(self, figure: Figure) -> Verdict:
        """What a figure earns for it."""
        panels = [panel for panel in figure.panels if not panel.is_empty]
        if self.panel is not None:
            if self.panel > len(panels):
                return Verdict(Fraction(0), f"there are only {len(panels)} axes with something in.")
            panels = [panels[self.panel - 1]]
        if not panels:
            return Verdict(Fraction(0), "nothing is drawn in it.")
        found: Verdict = getattr(self, f"_{self.kind}")(figure, panels)
        return found

    def _labels(self, figure: Figure, panels: Sequence[Panel]) -> Verdict:
        wanted = self.labels if isinstance(self.labels, tuple) else ("", "")
        lacking, other = [], []
        for axis, word in zip("xy", wanted, strict=True):
            texts = [_label(figure, panel, axis) for panel in panels]
            if not all(texts):
                lacking.append(axis)
            elif word and not all(holds(word, text) for text in texts):
                other.append(axis)
        bad = [*lacking, *other]
        share = 1 - HALF * len(bad)
        if not bad:
            return Verdict(Fraction(1))
        if lacking:
            case = "both" if len(lacking) == 2 else ""
            found = MISTAKES["unlabelled_axis"].told(case, axis=lacking[0])
            return Verdict(share, found.says, found)
        axes = "both axes do" if len(other) == 2 else f"the {other[0]} axis does"
        return Verdict(share, f"the label of {axes} not say what is asked for.")

    def _title(self, figure: Figure, panels: Sequence[Panel]) -> Verdict:
        titles = [text for text in (figure.title, *(p.title for p in panels)) if text]
        if not titles:
            return Verdict(Fraction(0), "there is no title.")
        if isinstance(self.title, str) and not any(holds(self.title, t) for t in titles):
            return Verdict(Fraction(0), "the title does not say what is asked for.")
        return Verdict(Fraction(1))

    def _legend(self, figure: Figure, panels: Sequence[Panel]) -> Verdict:
        rows = [text for panel in panels for text in panel.legend or ()]
        rows += figure.legend
        shown = [text for text in rows if text]
        if not shown:
            found = MISTAKES["no_legend"].told("empty" if rows else "")
            return Verdict(Fraction(0), found.says, found)
        wanted = self.legend if isinstance(self.legend, tuple) else ()
        there = [any(holds(word, text) for text in shown) for word in wanted]
        if all(there):
            return Verdict(Fraction(1))
        share = Fraction(sum(there), len(there))
        return Verdict(share, f"{sum(there)} of {len(there)} wanted entries are in the legend.")

    def _curves(self, figure: Figure, panels: Sequence[Panel]) -> Verdict:
        return self._counted(self.curves, sum(len(p.lines) for p in panels), "curve")

    def _clouds(self, figure: Figure, panels: Sequence[Panel]) -> Verdict:
        return self._counted(self.clouds, sum(len(p.clouds) for p in panels), "scatter plot")

    def _bars(self, figure: Figure, panels: Sequence[Panel]) -> Verdict:
        return self._counted(self.bars, sum(b.count for p in panels for b in p.bars), "bar")

    def _images(self, figure: Figure, panels: Sequence[Panel]) -> Verdict:
        return self._counted(self.images, sum(p.images for p in panels), "image")

    def _axes(self, figure: Figure, panels: Sequence[Panel]) -> Verdict:
        return self._counted(self.axes, len(panels), "pair of axes")

    def _data_points(self, figure: Figure, panels: Sequence[Panel]) -> Verdict:
        rows = [c.count for p in panels for c in (*p.lines, *p.clouds)]
        return self._counted(self.data_points, max(rows, default=0), "point")

    def _counted(self, wanted: int | Number | None, count: int, what: str) -> Verdict:
        exactly = Number(at_least=wanted, at_most=wanted) if isinstance(wanted, int) else wanted
        if exactly is None or exactly.holds(count):
            return Verdict(Fraction(1))
        several = "pairs of axes" if what == "pair of axes" else f"{what}s"
        there = f"there is 1 {what}" if count == 1 else f"there are {count or 'no'} {several}"
        return Verdict(Fraction(0), f"{there}; expected: {exactly.told()}.")

    def _histogram(self, figure: Figure, panels: Sequence[Panel]) -> Verdict:
        if any(group.touching for panel in panels for group in panel.bars):
            return Verdict(Fraction(1))
        if any(panel.others for panel in panels):  # an outline or a smooth one
            return Verdict(Fraction(1))
        return Verdict(Fraction(0), "there is no histogram.")

    def _scale(self, figure: Figure, panels: Sequence[Panel]) -> Verdict:
        assert self.scale is not None
        wanted = {axis: name for axis in "xy" if (name := getattr(self.scale, axis)) is not None}
        wrong = [
            f"the {axis} axis is {scale}, not {name}"
            for axis, name in wanted.items()
            for scale in {getattr(panel, f"{axis}scale") for panel in panels}
            if scale != name
        ]
        bad = len({said[4] for said in wrong})
        told = f"{'; '.join(sorted(wrong))}." if wrong else ""
        return Verdict(1 - Fraction(bad, len(wanted)), told)

    def _text(self, figure: Figure, panels: Sequence[Panel]) -> Verdict:
        assert self.text is not None
        rows = [figure.title, figure.xlabel, figure.ylabel, *figure.legend]
        for panel in panels:
            rows += [panel.title, panel.xlabel, panel.ylabel, *panel.texts, *(panel.legend or ())]
        if any(holds(self.text, row) for row in rows):
            return Verdict(Fraction(1))
        return Verdict(Fraction(0), "a text that is asked for does not stand in it.")

    def _curve(self, figure: Figure, panels: Sequence[Panel]) -> Verdict:
        """A curve, or points, close to what is asked for; mirrored and turned ones are named."""
        wanted = self.curve
        assert wanted is not None
        rows = [
            (curve, panel.yscale == "log")
            for panel in panels
            for curve in (*panel.lines, *panel.clouds)
            if self.named is None or holds(self.named, curve.label)
        ]
        if not rows:
            what = "no curve has the label that is asked for" if self.named else "there is no curve"
            return Verdict(Fraction(0), f"{what}.")
        if any(wanted.is_drawn_by(curve, self.tolerance, log) for curve, log in rows):
            return Verdict(Fraction(1))
        for name, changed in (("swapped_axes", swapped), ("upside_down", mirrored)):
            if any(wanted.is_drawn_by(changed(curve), self.tolerance, False) for curve, _ in rows):
                found = MISTAKES[name].told()
                return Verdict(Fraction(0), found.says, found)
        one = "the curve is not the one" if len(rows) == 1 else "none of the curves is the one"
        return Verdict(Fraction(0), f"{one} that is asked for.")


KINDS = (
    *("labels", "title", "legend", "curves", "curve", "data_points", "clouds", "bars"),
    *("histogram", "images", "axes", "scale", "text"),
)
"""What a check may look at."""


def swapped(curve: Curve) -> Curve:
    """A curve with its two axes exchanged."""
    return replace(curve, x=curve.y, y=curve.x)


def mirrored(curve: Curve) -> Curve:
    """A curve upside down."""
    return replace(curve, y=tuple(-y for y in curve.y))


def holds(word: str, text: str) -> bool:
    """Whether a text holds a word, or fits it where it is a pattern; bars part alternatives."""
    pattern = slashed(word)
    if pattern is not None:
        return fits(pattern, text)
    folded = " ".join(text.split()).casefold()
    return any(" ".join(one.split()).casefold() in folded for one in word.split("|"))


def _label(figure: Figure, panel: Panel, axis: str) -> str:
    """The label of an axis: its own, that of axes that share it, or the figure's."""
    name = f"{axis}label"
    own: str = getattr(panel, name)
    shared = getattr(panel, f"shares_{axis}")
    others = [getattr(figure.panels[n], name) for n in shared if 0 <= n < len(figure.panels)]
    return own or next((text for text in others if text), "") or getattr(figure, name)
