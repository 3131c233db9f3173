"""A released rubric: what students may have of an assignment, as a file of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal, Union

import yaml
from pydantic import Discriminator, Field, Tag

from grader.questions import FORM_BY_NAME
from grader.questions.asking.form import Form
from grader.rubric.model import Assignment
from grader.rubric.yaml_nodes import Loader

OTHER = "(any other kind)"


def _kind(value: Any) -> str:
    """Which form a question has; of a kind that nobody here knows, what every question has."""
    kind = value.get("kind") if isinstance(value, dict) else getattr(value, "kind", None)
    return kind if isinstance(kind, str) and kind in FORM_BY_NAME else OTHER


if TYPE_CHECKING:
    AnyForm = Form
else:
    _FORMS = [Annotated[form, Tag(name)] for name, form in FORM_BY_NAME.items()]
    AnyForm = Annotated[
        Union[(*_FORMS, Annotated[Form, Tag(OTHER)])],
        Discriminator(_kind),
    ]


class Released(Assignment):
    """The key-free copy of a rubric that students check themselves with."""

    released: Literal[1]
    """Says that this is one, and of which form."""
    questions: Annotated[tuple[AnyForm, ...], Field(min_length=1)]


class _Dumper(yaml.SafeDumper):
    """Writes so that our own reader has the same words, numbers and truth values again."""


_Dumper.yaml_implicit_resolvers = Loader.yaml_implicit_resolvers


def released_text(released: Released) -> str:
    """The file, without what is left at its usual value."""
    plain = released.model_dump(mode="json", exclude_defaults=True)
    rows = [
        {"kind": form.kind, **form.model_dump(mode="json", exclude_defaults=True, by_alias=True)}
        for form in released.questions
    ]
    ordered = {"released": 1, "title": released.title, **plain, "questions": rows}
    text = yaml.dump(ordered, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=96)
    head = "# Made by `grader release`: it holds no key, and nothing can be marked with it."
    return f"{head}\n{text}"
