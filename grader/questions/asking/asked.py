"""What is asked: the fields and hooks by which an answer is looked for, with no key in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from grader.questions.find import Find
from grader.questions.probe import Probe
from grader.questions.record import Points, Record, Take, Writeup

ALWAYS = ("id", "title", "points", "bonus", "prompt")
"""The fields that students may have of a question of any kind."""
PLACES = ("name", "sources", "seconds", "writeup", "find", "trust")
"""Those that say where an answer is looked for."""


class Asked(Record):
    """A question as far as it is asked; with its key it is a `Question`, without a `Form`."""

    kind: str
    id: Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z0-9_]+)*$")]
    """Short and stable, such as p3.gradient; it names the column in the grades."""
    title: str = ""
    """What the report calls the question."""
    points: Points
    """What a full answer earns."""
    bonus: bool = False
    """Bonus points count on top; they are not part of the total."""
    name: str | tuple[str, ...] | None = None
    """The name in a module or notebook that holds the answer, or several, first found wins."""
    prompt: str = ""
    """The question as the student saw it."""
    sources: tuple[Literal["module", "notebook", "writeup", "data"], ...] | None = None
    """Where to look first for this question, when it differs from the rubric's order."""
    seconds: Annotated[float, Field(gt=0, le=86_400)] | None = None
    """Time limit of each probe of this question."""
    writeup: Writeup | None = None
    """Where a written-up submission holds this answer."""
    find: Annotated[tuple[Find, ...], Field(max_length=20)] = ()
    """Where else to look where no code holds the name; the first rule that finds one counts."""
    trust: Literal["live", "saved"] = "live"
    """saved: what a notebook holds from an earlier run counts where nothing came of running it."""

    observes: ClassVar[Literal["", "text", "figures"]] = ""
    """What of all that code shows is the answer, where it is no name's value."""
    entry: ClassVar[str] = "a value"
    """What kind of thing is expected, in words, for messages."""

    @model_validator(mode="after")
    def _with_take(self) -> Self:
        """The question with what its kind reads in a write-up, where the rubric says nothing."""
        if self.writeup is not None:
            usual: dict[str, object] = {"take": self.taken(self.writeup)}
            if "of" not in self.writeup.model_fields_set:
                usual["of"] = self.usually_of
            if "parts" not in self.writeup.model_fields_set:
                usual["parts"] = self.usual_parts
            object.__setattr__(self, "writeup", self.writeup.model_copy(update=usual))
        return self

    def taken(self, writeup: Writeup) -> Take:
        """What is read under the question's label: what the rubric says, else what is usual."""
        return writeup.take if "take" in writeup.model_fields_set else self.usually_taken

    @property
    def usually_taken(self) -> Take:
        """What a write-up usually has for such a question."""
        return "prose"

    @property
    def usually_of(self) -> tuple[str, ...]:
        """What left-hand sides or heads a write-up usually has for such a question."""
        return ()

    @property
    def usual_parts(self) -> tuple[str, ...]:
        """What the pieces are usually called of an answer that is written piece by piece."""
        return ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every name under which a module may hold the answer."""
        if self.name is None:
            return ()
        return (self.name,) if isinstance(self.name, str) else self.name

    def probes(self) -> tuple[Probe, ...]:
        """What to ask of a submission: by default the value of the name."""
        if not self.names:
            return ()
        return (Probe(self.id, "value", self.names, seconds=self.seconds),)

    @property
    def has_unit(self) -> bool:
        """Whether the answer is a number with its unit."""
        return bool(getattr(self, "unit", ""))

    @property
    def conditions(self) -> Literal["", "one", "several"]:
        """Whether a write-up answers with an equation or inequality as it stands, or several."""
        return ""

    def labels(self) -> Mapping[str, tuple[str, ...]]:
        """Labels over cells or tables in which an answer is looked for, by what for."""
        return {f"find.{n}": rule.under for n, rule in enumerate(self.rules()) if rule.has_label}

    def rules(self) -> tuple[Find, ...]:
        """Where to look where no code holds the name; a kind may add places of its own."""
        return self.find

    def not_found(self) -> str:
        """What to define, and where, for an answer that is nowhere."""
        if not self.names:
            return f"No answer was found; expected: {self.entry}."
        names = " or ".join(f"`{name}`" for name in self.names)
        labels = self.writeup.under if self.writeup is not None else ()
        place = ", ".join(f'"{label.partition("|")[0].strip()}"' for label in labels)
        other = f", or answer under {place} of your write-up" if place else ""
        return f"We found no answer. Define {names}{other}. Expected: {self.entry}."
