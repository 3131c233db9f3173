"""Records that an `architecture` question is written with: sizes, steps, and what goes in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, PositiveInt, Tag

from grader.questions.record import Record


class Times(Record):
    """How often something stands there, both bounds included."""

    least: Annotated[int, Field(ge=0, le=50)] = 1
    """The smallest number."""
    most: Annotated[int, Field(ge=1, le=50)] = 50
    """The largest number."""

    def problem(self) -> str:
        """What is wrong with the two together."""
        return "least is above most: exchange them" if self.least > self.most else ""


class Bounds(Record):
    """A size of a layer between bounds, both included."""

    least: PositiveInt | None = None
    """The smallest size; none where left out."""
    most: PositiveInt | None = None
    """The largest size; none where left out."""
    times: Times | None = None
    """How many such layers follow one another; one where left out."""

    def problem(self) -> str:
        """What is wrong with the two together."""
        if self.times is not None:
            if said := self.times.problem():
                return said
        elif self.least is None and self.most is None:
            return "write least, most or both; any size at all is `any`"
        if self.least is not None and self.most is not None and self.least > self.most:
            return "least is above most: exchange them"
        return ""


def _form(size: object) -> str:
    """Which way of writing a size is meant, so that a mistake in it is told once."""
    if isinstance(size, dict | Bounds):
        return "bounds"
    return "any" if isinstance(size, str) else "number"


Size = Annotated[
    Annotated[PositiveInt, Tag("number")]
    | Annotated[Literal["any"], Tag("any")]
    | Annotated[Bounds, Tag("bounds")],
    Discriminator(_form),
]
"""A size, any size, or one between bounds."""


class Step(Record):
    """One layer: exactly one of the first nine fields; or steps that are repeated."""

    dense: Size | None = None
    """A dense layer with so many outputs."""
    conv: Size | None = None
    """A convolution with so many channels coming out."""
    pool: Literal["max", "average", "any"] | None = None
    """Pooling; average over all that is left too."""
    norm: Literal["batch", "layer", "group", "any"] | None = None
    """A normalisation."""
    recurrent: Literal["lstm", "gru", "rnn", "any"] | None = None
    """A recurrent layer."""
    attention: Size | None = None
    """Attention with so many heads."""
    embedding: Size | None = None
    """An embedding with so many numbers for each token."""
    dropout: Literal["any"] | None = None
    """Dropout, which may stand anywhere in a network that nobody asks for it."""
    residual: Literal["any"] | None = None
    """What was left aside is added again."""
    repeat: tuple[Part, ...] | None = None
    """Steps that stand there several times, one group after the other."""
    times: Times | None = None
    """How often; once and more where left out."""
    kernel: Size | None = None
    """The width of a kernel or of a pool."""
    units: Size | None = None
    """The units of a recurrent layer."""

    @property
    def kind(self) -> str:
        """Which of the layers it is; empty where it is none or several."""
        given = [name for name in KINDS if getattr(self, name) is not None]
        return given[0] if len(given) == 1 else ""

    def problems(self) -> list[tuple[str, str]]:
        """What does not fit together, as (path, message)."""
        if not self.kind:
            given = [name for name in KINDS if getattr(self, name) is not None]
            count = " and ".join(given) or "none"
            return [("", f"write one of {', '.join(KINDS)}; here is {count}")]
        found = []
        if self.times is not None and self.kind != "repeat":
            found.append(("times", "only steps under repeat: are repeated"))
        if self.times is not None and (said := self.times.problem()):
            found.append(("times", said))
        if self.kernel is not None and self.kind not in ("conv", "pool"):
            found.append(("kernel", "only a convolution and a pool have a kernel"))
        if self.units is not None and self.kind != "recurrent":
            found.append(("units", "only a recurrent layer has units; write dense: SIZE"))
        if self.repeat is not None and not self.repeat:
            found.append(("repeat", "write at least one step"))
        for name in ("dense", "conv", "attention", "embedding", "kernel", "units"):
            size = getattr(self, name)
            if isinstance(size, Bounds) and (said := size.problem()):
                found.append((name, said))
            if isinstance(size, Bounds) and size.times is not None:
                found.append((name, "write times beside repeat, or layers"))
        return found


KINDS = (
    "dense", "conv", "pool", "norm", "recurrent", "attention", "embedding", "dropout", "residual",
    "repeat",
)  # fmt: skip


def _part(value: Any) -> str:
    if isinstance(value, str):
        return "word"
    return "words" if isinstance(value, list | tuple) else "step"


Part = Annotated[
    Annotated[str, Tag("word")]
    | Annotated[tuple[str, ...], Tag("words")]
    | Annotated[Step, Tag("step")],
    Discriminator(_part),
]
"""An activation, several any of which will do, a layer by its word (of any size), or a step."""


class Tokens(Record):
    """Rows of whole numbers, such as the words of a text by their places in a list."""

    tokens: Annotated[int, Field(ge=2, le=1_000_000)]
    """How many different numbers there are, from 0."""
    length: Annotated[int, Field(ge=1, le=4096)]
    """How many of them a row has."""


def _input(value: Any) -> str:
    return "tokens" if isinstance(value, dict | Tokens) else "shape"


Input = Annotated[
    Annotated[tuple[Annotated[int, Field(ge=1, le=4096)], ...], Tag("shape")]
    | Annotated[Tokens, Tag("tokens")],
    Discriminator(_input),
]
"""The shape of one row that goes in, such as [1, 28, 28], or tokens."""

Arguments = (
    Annotated[tuple[int | float | str | bool, ...], Tag("listed")]
    | Annotated[Mapping[str, int | float | str | bool], Tag("named")]
)


def _arguments(value: Any) -> str:
    return "named" if isinstance(value, Mapping) else "listed"


Build = Annotated[Arguments, Discriminator(_arguments)]
"""What a class is called with: values in order, or by name."""

Step.model_rebuild()
