"""What a question asks for, as the pattern that networks are compared with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from grader.questions.architecture.fields import Bounds, Step, Times
from grader.questions.architecture.network import KNOWN, canonical
from grader.questions.architecture.pattern import WORDS, Between, Group, Pattern, Wish

NAMES = {
    ("pool", "max"): "max pooling",
    ("pool", "average"): "average pooling",
    ("norm", "batch"): "batch normalisation",
    ("norm", "layer"): "layer normalisation",
    ("norm", "group"): "group normalisation",
    ("recurrent", "lstm"): "an LSTM",
    ("recurrent", "gru"): "a GRU",
    ("recurrent", "rnn"): "a plain recurrent layer",
}
"""What the layer of a kind is called that a word of the rubric means."""
SPELLED = {
    "max_pool": ("pool", ("max pooling",)),
    "average_pool": ("pool", ("average pooling",)),
    **{name: (kind, (words,)) for (kind, name), words in NAMES.items() if kind == "recurrent"},
    **{kind: (kind, tuple[str, ...]()) for kind in WORDS},
    "flatten": ("", ()),
}
"""Layers that a word alone asks for, of any size; flattening is no step of its own."""


def between(size: int | str | Bounds | None) -> Between:
    """A size of the rubric as bounds."""
    if isinstance(size, Bounds):
        return Between(size.least, size.most)
    return Between(size, size) if isinstance(size, int) else Between()


def part_problems(parts: Iterable[str | tuple[str, ...] | Step]) -> Iterator[tuple[str, str]]:
    """Words that name no layer, and steps that do not fit together, as (path, message)."""
    for index, part in enumerate(parts):
        if isinstance(part, Step):
            for path, said in part.problems():
                yield f"{index}.{path}".rstrip("."), said
            for path, said in part_problems(part.repeat or ()):
                yield f"{index}.repeat.{path}", said
            continue
        words = (part,) if isinstance(part, str) else part
        if not words:
            yield str(index), "write at least one activation"
        for word in words:
            if canonical(word) not in KNOWN and (len(words) > 1 or word not in SPELLED):
                said = f"there is no layer and no activation {word!r}; write one of "
                yield str(index), said + ", ".join([*SPELLED, *KNOWN])


def pattern_of(parts: Iterable[str | tuple[str, ...] | Step]) -> Pattern:
    """The pattern of a question's steps."""
    found: list[Wish | Group] = []
    for part in parts:
        if isinstance(part, Step):
            found.append(_of_step(part))
        elif isinstance(part, str) and canonical(part) not in KNOWN:
            kind, names = SPELLED[part]
            found += [Wish(kind, names)] if kind else []
        else:
            words = (part,) if isinstance(part, str) else part
            found.append(Wish("activation", tuple(map(canonical, words))))
    return tuple(found)


def _of_step(step: Step) -> Wish | Group:
    if step.repeat is not None:
        times = step.times or Times()
        return Group(pattern_of(step.repeat), times.least, times.most)
    kind = step.kind
    value = getattr(step, kind)
    if kind in ("pool", "norm", "recurrent"):
        names = () if value == "any" else (NAMES[kind, value],)
        return Wish(kind, names, between(step.units), between(step.kernel))
    if kind in ("dropout", "residual"):
        return Wish(kind)
    return Wish(kind, (), between(value), between(step.kernel))
