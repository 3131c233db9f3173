"""What a rubric is: an assignment's questions with their keys, and how submissions are run."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import cache
from itertools import islice
from typing import Annotated, Any, Literal, Self, Union

from pydantic import Field, PrivateAttr, create_model

from grader.questions import BY_NAME
from grader.questions.asking.asked import Asked
from grader.questions.base import Question
from grader.questions.record import Record
from grader.rubric.late import LatePolicy

Seconds = Annotated[float, Field(gt=0, le=86_400)]
Form = Literal["module", "notebook", "writeup", "data"]


class Limits(Record):
    """What one submission may use; a probe over its limit loses only itself."""

    seconds: Seconds = 120.0
    """Sandbox-clock seconds for a whole submission."""
    load_seconds: Seconds = 30.0
    """Seconds for running a module or one notebook from top to bottom."""
    probe_seconds: Seconds = 10.0
    """Seconds for answering one question; a question's own `seconds` goes before."""
    memory_mb: Annotated[int, Field(ge=64, le=1_048_576)] = 4096
    """Megabytes of memory (address space) a submission may use."""
    output_kb: Annotated[int, Field(ge=1, le=16_384)] = 64
    """Kilobytes of printed text that are kept."""
    files_mb: Annotated[int, Field(ge=1, le=65_536)] = 64
    """Megabytes a submission may write into its private work folder."""
    processes: Annotated[int, Field(ge=1, le=4096)] = 64
    """Threads a submission may have at once; new processes are refused in the sandbox."""


class Environment(Record):
    """The interpreter that runs students' code, and what it imports before."""

    python: str | None = None
    """Path of the interpreter; the grader's own where left out. Python 3.8 or newer."""
    preload: tuple[str, ...] = ()
    """Libraries to import once before any submission; learned from the reference where left out."""


class DataFile(Record):
    """A file of the course that submissions may read."""

    file: str
    """Path beside the rubric."""
    names: tuple[str, ...] = ()
    """Other names submissions look for it by: the last part of a path."""


class Assignment(Record):
    """What submissions are collected by, with its keys or, released, without them."""

    title: str
    """What the report calls the assignment."""
    course: str = ""
    """The course, as the report shows it."""
    contact: Annotated[str, Field(max_length=300)] = ""
    """Whom students write to who think a mark is wrong, such as ta@example.org; their page says
    what to quote, and the marking page finds the answer by that."""
    seed: Annotated[int, Field(ge=0, lt=2**32)] = 20260101
    """Seed of everything random in running and marking."""
    sources: tuple[Form, ...] = ("module", "notebook", "writeup", "data")
    """Where an answer is looked for, first to last; the first form that has it counts."""
    reference: str | None = None
    """Folder of the model answer, relative to the rubric; it is run in the sandbox."""
    limits: Limits = Limits()
    environment: Environment = Environment()
    data: tuple[DataFile, ...] = ()
    """Files of the course that submissions may read; never hidden labels."""
    sheet: str | None = None
    """The statement as handed out (Markdown, LaTeX, notebook, PDF, Word or text), relative to the
    rubric: what stands in it is no student's answer."""
    template: str | tuple[str, ...] | None = None
    """The starter files handed out, relative to the rubric: code and text that a submission left
    as they were are no answer."""
    questions: tuple[Asked, ...]

    _path: str = PrivateAttr("")
    _sha256: str = PrivateAttr("")

    @property
    def path(self) -> str:
        """The file the rubric was read from."""
        return self._path

    @property
    def sha256(self) -> str:
        """Hash of the file's bytes, which every report states."""
        return self._sha256

    @property
    def handed_out(self) -> tuple[tuple[str, str], ...]:
        """(field, file) of the sheet and of every starter file."""
        starters = (self.template,) if isinstance(self.template, str) else self.template or ()
        sheets = (("sheet", self.sheet),) if self.sheet else ()
        return (*sheets, *(("template", name) for name in starters))

    @property
    def points(self) -> Fraction:
        """The sum of all points, bonus left out."""
        return sum((q.points for q in self.questions if not q.bonus), Fraction(0))

    def with_file(self, path: str, sha256: str) -> Self:
        """The same rubric, knowing the file it came from."""
        self._path, self._sha256 = path, sha256
        return self


class Rubric(Assignment):
    """An assignment: its questions in order, with keys, tolerances and thresholds."""

    feedback: Literal["item", "question", "after_due"] = "item"
    """How much students see at once: each item, each question, or only after the due date."""
    audience: Literal["student", "instructor"] = "student"
    """For whom reports are written."""
    transcriber: str | tuple[str, ...] | None = None
    """A command that `grader transcribe export` asks for suggestions, such as `python ocr.py`: a
    PNG on its standard input, Markdown and LaTeX on its output. It is never given a name, and what
    it says is never a mark."""
    late: LatePolicy | None = None
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]

    def question(self, question_id: str) -> Question | None:
        """The question of that id."""
        return next((q for q in self.questions if q.id == question_id), None)


def rubric_of(names: Iterable[str]) -> type[Rubric]:
    """The type of rubrics with questions of these kinds; words that are no kind's are passed by."""
    known = [name for name in names if name in BY_NAME]
    two = islice(BY_NAME, 2)  # a choice between kinds has at least two
    return _rubric_of(tuple(dict.fromkeys((*known, *two))))


@cache
def _rubric_of(names: tuple[str, ...]) -> type[Rubric]:
    question: Any = _one_of(names)
    questions: Any = Annotated[tuple[question, ...], Field(min_length=1)]
    made: type[Rubric] = create_model(
        "Rubric", __base__=Rubric, __doc__=Rubric.__doc__, questions=(questions, ...)
    )
    return made


def _one_of(names: Iterable[str]) -> Any:
    kinds = tuple(BY_NAME[name] for name in names)
    return Annotated[Union[kinds], Field(discriminator="kind")]  # noqa: UP007


def __getattr__(name: str) -> Any:
    """`AnyQuestion`: a question of whatever kind there is, to be told by its `kind`."""
    if name == "AnyQuestion":
        return _one_of(BY_NAME)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = [
    *("Assignment", "DataFile", "Environment", "Limits", "Rubric", "rubric_of"),
]
