"""Compares the steps of a network with a pattern of steps, and says where they part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from grader.questions.architecture.network import Layer, shown

View = Literal["all", "layers", "kinds", "activations"]
"""What is looked at: kinds and activations; kinds and sizes; kinds alone; activations alone."""
WORDS = {
    "dense": "a dense layer", "conv": "a convolution", "pool": "pooling", "norm": "normalisation",
    "recurrent": "a recurrent layer", "attention": "attention", "embedding": "an embedding",
    "dropout": "dropout", "residual": "a skip connection",
}  # fmt: skip
UNITS = {
    "dense": "outputs", "conv": "channels", "recurrent": "units", "embedding": "numbers per token",
    "attention": "heads",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Between:
    """A size with its bounds; where one is None there is none on that side."""

    least: int | None = None
    most: int | None = None

    def fits(self, size: int | None) -> bool:
        """Whether a size is within the bounds; an unknown one is where there are none."""
        if size is None:
            return self.least is None and self.most is None
        return (self.least or 0) <= size and (self.most is None or size <= self.most)

    def asked(self) -> str:
        """The bounds in words, as in `8 to 64 were asked`."""
        if self.least == self.most:
            return f"{self.least} were" if self.least != 1 else "1 was"
        if self.most is None:
            return f"at least {self.least} were"
        low = "at most" if self.least is None else f"{self.least} to"
        return f"{low} {self.most} were"


@dataclass(frozen=True, slots=True)
class Wish:
    """One step that is asked for: its kind, what it may be called, and its sizes."""

    kind: str
    names: tuple[str, ...] = ()
    outputs: Between = field(default_factory=Between)
    size: Between = field(default_factory=Between)

    def fits(self, layer: Layer, view: View) -> bool:
        """Whether a layer is this step, its sizes left out where the view leaves them out."""
        if layer.kind != self.kind or (self.names and layer.name not in self.names):
            return False
        return view != "layers" or not self.misfit(layer)

    def misfit(self, layer: Layer) -> str:
        """Which size does not fit, in words; empty where all do."""
        number = layer.size if self.kind == "attention" else layer.outputs
        if not self.outputs.fits(number):
            has = f"{number or 'an unknown number of'} {UNITS[self.kind]}"
            return f"{has} where {self.outputs.asked()}"
        if self.kind != "attention" and not self.size.fits(layer.size):
            return f"a kernel of {layer.size or 'unknown width'} where {self.size.asked()}"
        return ""

    @property
    def asked(self) -> str:
        """The step in words."""
        if self.kind == "activation":
            return " or ".join(map(shown, self.names))
        return " or ".join(self.names) if len(self.names) in (1, 2) else WORDS[self.kind]


@dataclass(frozen=True, slots=True)
class Group:
    """Steps that stand there several times."""

    parts: tuple[Wish | Group, ...]
    least: int = 1
    most: int = 50


Pattern = tuple[Wish | Group, ...]
LINEAR = Wish("activation", ("linear",))


@dataclass(slots=True)
class Parting:
    """The furthest place at which a network and the pattern part, and what was asked there."""

    place: int = -1
    asked: list[Wish | None] = field(default_factory=list)

    def note(self, place: int, wish: Wish | None) -> None:
        """Something else was asked for here (None: nothing more)."""
        if place > self.place:
            self.place, self.asked = place, []
        if place == self.place and wish not in self.asked:
            self.asked.append(wish)


def seen(layers: Sequence[Layer], pattern: Pattern, view: View) -> list[Layer]:
    """The layers that a view looks at; dropout only where it is asked for."""
    wants_dropout = any(wish.kind == "dropout" for wish in wishes(pattern))
    kept = [one for one in layers if one.kind != "dropout" or wants_dropout]
    if view == "activations":
        return [one for one in kept if one.kind == "activation"]
    return kept if view == "all" else [one for one in kept if one.kind != "activation"]


def wishes(pattern: Pattern) -> Iterator[Wish]:
    """Every step of a pattern, each of a group once."""
    for part in pattern:
        if isinstance(part, Group):
            yield from wishes(part.parts)
        else:
            yield part


def narrowed(pattern: Pattern, view: View) -> Pattern:
    """The pattern as a view has it."""
    kept: list[Wish | Group] = []
    for part in pattern:
        if isinstance(part, Group):
            inner = narrowed(part.parts, view)
            kept += [Group(inner, part.least, part.most)] if inner else []
        elif part.names == ("linear",):
            continue
        elif view == "all" or (part.kind == "activation") == (view == "activations"):
            kept.append(part)
    return tuple(kept)


def parting(layers: Sequence[Layer], pattern: Pattern, view: View) -> Parting | None:
    """Where the layers leave the pattern; None where all of them follow it."""
    found, left = Parting(), seen(layers, pattern, view)
    ends = _after({0}, narrowed(pattern, view), left, view, found)
    if len(left) in ends:
        return None
    for end in ends:
        found.note(end, None)
    return found


def _after(
    starts: set[int], pattern: Pattern, layers: Sequence[Layer], view: View, found: Parting
) -> set[int]:
    """Every place at which a pattern may end that begins at one of the starts."""
    places = starts
    for part in pattern:
        if isinstance(part, Group):
            places = _repeated(places, part, layers, view, found)
            continue
        optional = part.kind == "activation" and "linear" in part.names
        further = set(places) if optional else set()
        for place in places:
            if place < len(layers) and part.fits(layers[place], view):
                further.add(place + 1)
            else:
                found.note(place, part)
        places = further
    return places


def _repeated(
    starts: set[int], group: Group, layers: Sequence[Layer], view: View, found: Parting
) -> set[int]:
    places, ends = starts, set(starts) if group.least == 0 else set()
    for count in range(1, group.most + 1):
        places = _after(places, group.parts, layers, view, found)
        if not places or (count > group.least and places <= ends):
            break
        if count >= group.least:
            ends |= places
    return ends


def told(
    layers: Sequence[Layer], pattern: Pattern, view: View, found: Parting
) -> tuple[str, str, str]:
    """Which of three sentences says where the two part, what stands there, what was asked."""
    left = seen(layers, pattern, view)
    here = left[found.place] if found.place < len(left) else None
    asked = [wish for wish in found.asked if wish is not None]
    words = " or ".join(dict.fromkeys(wish.asked for wish in asked)) or "nothing more"
    before = _called(left[found.place - 1]) if found.place else ""
    if here is None:
        again = words.replace("a ", "another ", 1) if words == before else words
        return "ends", before or "nothing", again
    for wish in asked:
        if wish.kind == here.kind and (not wish.names or here.name in wish.names):
            number = sum(one.kind == here.kind for one in left[: found.place + 1])
            name = WORDS[here.kind].removeprefix("a ").removeprefix("an ")
            return "size", f"{name} {number}", wish.misfit(here)
    return "", _called(here) + (f" after {before}" if before else ""), words


def _called(layer: Layer) -> str:
    return WORDS["dense"] if layer.kind == "dense" else shown(layer.name)
