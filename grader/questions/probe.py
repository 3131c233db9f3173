"""What a question asks of a submission, with no answer in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Probe:
    """One thing asked of a submission; it never holds an answer.

    `do` is value, call, module, networks (all modules that there are), estimator, names (values of
    all names that fit a pattern), files (tables that code wrote), observe (what a call or a script
    shows), figures (all that were drawn), tests (outcomes of the instructor's own) or code (what
    its text uses; the reader answers). `arguments` and `data` are plain values or `Array`s sent at
    once, but for those of a `hidden` call. `parts` are sent one by one when the child asks for them
    (the labels of each fit), and so are `held` ones, which are hidden: no child is sent any before
    everything that is not hidden was answered.
    """

    id: str
    do: Literal[
        "value", "call", "module", "networks", "estimator", "names", "files", "observe", "figures",
        "tests", "code",
    ]  # fmt: skip
    names: tuple[str, ...] = ()
    arguments: tuple[Any, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)
    parts: tuple[Any, ...] = ()
    held: tuple[Any, ...] = ()
    seconds: float | None = None
    hidden: bool = False
    stubs: bool = True
    """Whether calls that all raise NotImplementedError mean that nobody has filled the starter
    in."""
