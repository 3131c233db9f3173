"""What a rubric is: an assignment's questions with their keys, and how submissions are run."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Literal, Self, Union

from pydantic import Field, PrivateAttr

from grader.questions import KINDS
from grader.questions.asking.asked import Asked
from grader.questions.base import Question
from grader.questions.record import Record
from grader.rubric.late import LatePolicy

if TYPE_CHECKING:
    AnyQuestion = Question
else:
    AnyQuestion = Annotated[Union[KINDS], Field(discriminator="kind")]  # noqa: UP007

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
    questions: Annotated[tuple[AnyQuestion, ...], Field(min_length=1)]

    def question(self, question_id: str) -> Question | None:
        """The question of that id."""
        return next((q for q in self.questions if q.id == question_id), None)


__all__ = [
    *("AnyQuestion", "Assignment", "DataFile", "Environment", "Limits", "Rubric"),
]
