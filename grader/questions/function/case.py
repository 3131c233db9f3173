"""One hidden case of a function as the rubric writes it: what goes in, and what is wanted of it."""

from __future__ import annotations

import builtins
import difflib
from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Field

from grader.questions.function import made
from grader.questions.function.data import Written, holds_files
from grader.questions.function.mistaken import WrongResult
from grader.questions.function.wanted import AnyOf, InSteps, OfShape, Raising, Result, Wanted
from grader.questions.record import Record

Length = Annotated[int, Field(ge=0, le=1_000_000)] | Literal["any"]
Exception_ = Annotated[str, Field(pattern=r"^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$")]
Method = Annotated[str, Field(pattern=r"^[A-Za-z_]\w*$")]
WANTS = ("expected", "any_of", "raises", "shape")


class Wants(Record):
    """What is wanted of one call: `expected`, `any_of`, `raises`, `shape`, or as the reference."""

    expected: Written = None
    """The right result; where left out, what the reference's own function gives."""
    any_of: Annotated[tuple[Written, ...], Field(min_length=1)] | None = None
    """In place of one result, several of which each is right."""
    raises: Exception_ | None = None
    """In place of a result, the exception that the call has to raise, or one derived from it."""
    shape: tuple[Length, ...] | None = None
    """In place of one result, any numbers of this shape; `any` is any length, [] a single number.
    """

    @property
    def is_given(self) -> bool:
        """Whether the rubric itself holds the result; it may be `null`."""
        return "expected" in self.model_fields_set

    @property
    def said(self) -> list[str]:
        """The fields that say what is wanted; none where the reference does."""
        return [name for name in WANTS if name in self.model_fields_set]

    @cached_property
    def results(self) -> list[Any]:
        """Every right result that the rubric holds, as read."""
        written = self.any_of or ([self.expected] if self.is_given else [])
        return [made.result(one) for one in written]

    def wanted(self) -> Wanted | None:
        """What the rubric wants of the call; None where the reference says it."""
        if self.raises is not None:
            return Raising(self.raises)
        if self.shape is not None:
            return OfShape(self.shape)
        if self.any_of is not None:
            return AnyOf(tuple(self.results))
        return Result(self.results[0]) if self.is_given else None

    def mistakes(self, path: str) -> Iterator[tuple[str, str]]:
        """What is wrong with the fields together, and with what has to be made of a library."""
        for name in self.said[1:]:
            said = f"a call wants one thing: leave out {name}, or {self.said[0]}"
            yield f"{path}.{name}", said
        yield from made.mistakes(self.expected, f"{path}.expected")
        yield from made.mistakes(self.any_of, f"{path}.any_of")
        if self.raises is not None and (said := _misspelt(self.raises)):
            yield f"{path}.raises", said


def _misspelt(name: str) -> str:
    """That a name is nearly that of one of Python's exceptions, or of no exception at all."""
    thing = getattr(builtins, name, None)
    if isinstance(thing, type) and issubclass(thing, BaseException):
        return ""
    known = [one for one in dir(builtins) if one.endswith(("Error", "Exception", "Iteration"))]
    same = [one for one in known if one.casefold() == name.casefold()]
    close = same or difflib.get_close_matches(name, known, 1, 0.85)
    if close:
        return f"there is no exception {name!r} in Python; did you mean `{close[0]}`?"
    return f"{name!r} is no exception: write one such as ValueError" if thing is not None else ""


class Call(Wants):
    """Arguments in order and by name, and what is wanted.

    Among arguments, keywords and results, `{array: [[1, 2], [3, 4]], dtype: float64}` is a NumPy
    array, `{tensor: …}` one of torch, and `{frame: {column: [values]}}` a data frame of pandas.
    `{file: rows.csv}` is what a file beside the rubric holds, `{random: normal, shape: [3, 4],
    seed: 1}` an array drawn at random, `{generated: rows.py::matrix, arguments: [3]}` what a
    function of the instructor's own makes.
    """

    arguments: tuple[Written, ...] = ()
    """The arguments in order: numbers, texts, truth values, lists or mappings of them, and arrays,
    tensors and frames."""
    keywords: dict[str, Written] = Field(default_factory=dict)
    """The arguments that are handed over by name, beside those in order."""

    @cached_property
    def given(self) -> list[Any]:
        """What goes in: the arguments in order, then those by name."""
        return [made.read(self.arguments), made.read(self.keywords)]

    def mistakes(self, path: str) -> Iterator[tuple[str, str]]:
        """The same of the arguments as well."""
        yield from super().mistakes(path)
        for name in ("arguments", "keywords"):
            yield from made.mistakes(getattr(self, name), f"{path}.{name}")
        for name in self.keywords:
            if not name.isidentifier():
                yield f"{path}.keywords.{name}", "write the name of a parameter"


class Step(Call):
    """One thing done with an object: a method that is called, or an attribute that is looked at."""

    call: Method | None = None
    """The method."""
    get: Method | None = None
    """In place of a method, an attribute whose value is the result."""

    @property
    def name(self) -> str:
        """What is called or looked at."""
        return self.call or self.get or ""

    def mistakes(self, path: str) -> Iterator[tuple[str, str]]:
        """A step does one thing."""
        yield from super().mistakes(path)
        if (self.call is None) == (self.get is None):
            yield path, "a step does one thing: write call: METHOD, or get: ATTRIBUTE"
        elif self.get is not None and (self.arguments or self.keywords):
            yield f"{path}.get", "an attribute takes no arguments: write call: for a method"


class Case(Call):
    """One hidden call, or several `steps` on one object, and what has to come of it."""

    steps: Annotated[tuple[Step, ...], Field(min_length=1, max_length=200)] | None = None
    """In place of one call, several on one new object of the class that the question names, one
    after the other: `{call: deposit, arguments: [5]}`, `{get: balance, expected: 5}`. A step that
    wants nothing is only done; where none does, the reference gives what is wanted of each."""
    built_from: tuple[Written, ...] | dict[str, Written] | None = Field(None, alias="construct")
    """What the object is made of in this case, by order or by name; the question's own
    `construct` where left out."""
    seconds: Annotated[float, Field(gt=0, le=86_400)] | None = None
    """Time limit of this case alone; the others keep theirs, and what they gave, where it is
    exceeded."""
    public: bool = False
    """Whether students get this case as an example, with what is wanted, and check it themselves.
    """

    wrong: Annotated[tuple[WrongResult, ...], Field(max_length=100)] = Field((), alias="mistakes")
    """Wrong results of this case known beforehand, such as `{answer: 3, points: 1, say: "That is
    ..."}`, points out of the case's share."""

    @property
    def is_said(self) -> bool:
        """Whether the rubric itself says what is wanted."""
        return bool(self.said) or any(step.said for step in self.steps or ())

    def wanted(self) -> Wanted | None:
        """What the rubric wants of the case; None where the reference says it."""
        if self.steps is None:
            return super().wanted()
        if not self.is_said:
            return None
        return InSteps(tuple((step.name, step.wanted()) for step in self.steps))

    @property
    def all_results(self) -> list[Any]:
        """Every right result that the rubric holds, those of steps too."""
        return self.results + [one for step in self.steps or () for one in step.results]

    def mistakes(self, path: str) -> Iterator[tuple[str, str]]:
        """Of the case, and of each step."""
        yield from super().mistakes(path)
        yield from made.mistakes(self.built_from, f"{path}.construct")
        for index, step in enumerate(self.steps or ()):
            yield from step.mistakes(f"{path}.steps.{index}")
        if self.public and not self.is_said:
            yield f"{path}.public", "students need what is wanted: write expected, raises or shape"
        if self.public and holds_files([self.arguments, self.keywords, self.expected, self.any_of]):
            yield f"{path}.public", "write out what goes in and comes out of a public case"
        for name in ("arguments", "keywords", *WANTS):
            if self.steps is not None and name in self.model_fields_set:
                yield f"{path}.{name}", f"write {name} in a step: a case of steps is no call itself"
