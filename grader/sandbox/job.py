"""What one submission's children are sent: its files, the code to load, the probes to ask."""

from __future__ import annotations

from collections.abc import Collection, Container, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from grader.sandbox.child import Limits
from grader.sandbox.frames import pack, payload


@dataclass(frozen=True, slots=True)
class Ask:
    """One probe as the supervisor sees it: what to send, what to hold back, its seconds.

    `held` are the parts that are sent one by one when the child asks for them; all but the first
    `public` of them are hidden.
    """

    id: str
    body: Mapping[str, Any]
    held: tuple[Any, ...] = ()
    seconds: float | None = None
    hidden: bool = False
    public: int = 0

    @property
    def is_of_tests(self) -> bool:
        """Whether it runs tests of the instructor's, whose outcomes come one by one."""
        return self.body.get("do") == "tests"


@dataclass(frozen=True, slots=True)
class Code:
    """One form of code to load: a module, the cells of a notebook, the fences of a write-up.

    `units` are `{"file": name}` for a whole file or `{"cell", "line", "source"}` for a piece.
    """

    form: str
    file: str
    units: tuple[Mapping[str, Any], ...]
    guessed: tuple[str, ...] = ()
    """Asked names that the code itself has not: something else was taken for them."""
    untouched: tuple[str, ...] = ()
    """Asked names that stand as they were handed out: no answers, though its code may use them."""


@dataclass(frozen=True, slots=True)
class Job:
    """All that one submission's children are sent; it holds no key and no name of a student."""

    files: Mapping[str, bytes]
    forms: tuple[Code, ...]
    asks: tuple[Ask, ...]
    seed: int = 0
    preload: tuple[str, ...] = ()
    limits: Limits = Limits()
    aliases: Mapping[str, str] = field(default_factory=dict)
    """Other names under which the code may look for some of the files."""

    def frame(
        self,
        asks: Sequence[Ask],
        lost: Container[tuple[str, str]],
        skipped: Mapping[tuple[str, str], Collection[tuple[int, int]]] | None = None,
    ) -> bytes:
        """The frame that starts a child on these probes, without the code whose loading is lost.

        Code that is in `skipped` is loaded statement by statement without those that were lost.
        """
        skipped = skipped or {}
        blocks = list(self.files.values())
        index = {name: i for i, name in enumerate(self.files)}
        probes = [
            {**payload(ask.body, blocks), "id": ask.id, "held": len(ask.held),
             "seconds": ask.seconds or self.limits.probe_seconds}
            for ask in asks
        ]  # fmt: skip
        forms = [
            {
                "form": f.form,
                "file": f.file,
                "units": [_unit(unit, index) for unit in f.units],
                "guessed": list(f.guessed),
                "untouched": list(f.untouched),
                "careful": (f.form, f.file) in skipped,
                "skipped": sorted(skipped.get((f.form, f.file), ())),
            }
            for f in self.forms
            if (f.form, f.file) not in lost
        ]
        body = {
            "seed": self.seed,
            "preload": list(self.preload),
            "files": [{"name": name, "block": i} for name, i in index.items()],
            "forms": forms,
            "probes": probes,
            "load_seconds": self.limits.load_seconds,
            "aliases": dict(self.aliases),
        }
        return pack(body, blocks)


def _unit(unit: Mapping[str, Any], index: Mapping[str, int]) -> Mapping[str, Any]:
    if "file" not in unit:
        return dict(unit)
    return {**{key: unit[key] for key in unit if key != "file"}, "block": index[unit["file"]]}
