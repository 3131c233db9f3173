"""Sheets for graders: a YAML or CSV file for each question, blind unless names are asked for."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

import yaml

from grader.errors import UsageMistake
from grader.marking.judging.answers import Answered, model_of
from grader.marking.pictures import write_pictures
from grader.marking.sheets import defused, free_name
from grader.questions.base import Question
from grader.rubric.model import Rubric

Form = Literal["yaml", "csv"]
COLUMNS = (
    *("question", "asked", "model", "rubric items", "answer", "count", "alike", "text", "pictures"),
    *("points", "items", "comment", "why", "revision"),
)

_HEAD = """\
# Points for {id}{title}: 0 to {points}.
# For each answer fill in `points`, or `items` (their points are added up), and a `comment` that
# the student will read. Leave both empty to decide later; `points: withdraw` takes back.
# `count` submissions gave exactly this answer and are judged together; answers with the same
# number under `alike` say nearly the same and stand together.
# Then: grader judge import DIR
"""


def write_sheets(
    rubric: Rubric,
    answers: Mapping[str, Sequence[Answered]],
    folder: Path,
    form: Form = "yaml",
    names: Mapping[str, str] | None = None,
    picture: Callable[[str, str], bytes | None] = lambda _submission, _digest: None,
    alike: Mapping[str, int] | None = None,
) -> list[Path]:
    """Write one sheet for each question with answers; `names` by submission id end the blindness.

    `picture` finds the PNG of a submission by its digest; pictures lie in a folder beside. `alike`
    numbers the groups that answers belong to, by token. A sheet that is there already may hold
    somebody's work, so the new one has another name.
    """
    wanted = [question for question in rubric.questions if answers.get(question.id)]
    paths = [free_name(folder, question.id, form) for question in wanted]
    groups = alike or {}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for question, path in zip(wanted, paths, strict=True):
            write = _yaml if form == "yaml" else _csv
            wanted_pictures = [
                (one.submissions[0], digest)
                for one in answers[question.id]
                for digest in one.pictures
            ]
            files = write_pictures(folder / "pictures", wanted_pictures, picture)
            text = write(question, answers[question.id], names, files, groups)
            path.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise UsageMistake(f"{folder}: cannot be written: {error.strerror}") from None
    return paths


def _yaml(
    question: Question,
    answers: Sequence[Answered],
    names: Mapping[str, str] | None,
    files: Mapping[str, str],
    alike: Mapping[str, int],
) -> str:
    title = f" ({_line(question.title)})" if question.title else ""
    head = _HEAD.format(id=question.id, title=title, points=question.points)
    items = [
        {"id": item.id, "points": _number(item.points), "text": item.text}
        for item in question.looked_for
    ]
    sheet = {
        "question": question.id,
        **({"asked": question.prompt} if question.prompt else {}),
        **({"model": model} if (model := model_of(question)) else {}),
        "rubric items": items,
        "answers": [_entry(one, names, files, alike) for one in answers],
    }
    body = yaml.dump(sheet, Dumper=_Sheet, sort_keys=False, allow_unicode=True, width=100)
    return head + body


def _entry(
    one: Answered,
    names: Mapping[str, str] | None,
    files: Mapping[str, str],
    alike: Mapping[str, int],
) -> dict[str, Any]:
    judged = one.judged
    given = judged is not None and judged.points is not None
    entry: dict[str, Any] = {"answer": one.token, "count": len(one.submissions)}
    if one.token in alike:
        entry["alike"] = alike[one.token]
    entry["text"] = one.text
    if one.pictures:
        entry["pictures"] = [f"pictures/{files[digest]}" for digest in one.pictures]
    if names is not None:
        entry["who"] = [f"{id_} ({names.get(id_, '')})" for id_ in one.submissions]
    entry["points"] = _number(judged.points) if judged and judged.points is not None else None
    entry["items"] = list(judged.items) if judged and given else []
    entry["comment"] = judged.comment if judged and given else ""
    entry["why"] = ""
    entry["revision"] = one.revision
    return entry


def _number(value: Fraction) -> int | float | str:
    """Exactly the same number, as short as people write it."""
    if value.denominator == 1:
        return value.numerator
    return float(value) if Fraction(str(float(value))) == value else str(value)


def _csv(
    question: Question,
    answers: Sequence[Answered],
    names: Mapping[str, str] | None,
    files: Mapping[str, str],
    alike: Mapping[str, int],
) -> str:
    about = {
        "asked": question.prompt,
        "model": model_of(question),
        "rubric items": "\n".join(
            f"{item.id} ({_number(item.points)}): {item.text}" for item in question.looked_for
        ),
    }
    made = io.StringIO(newline="")
    columns = COLUMNS if names is None else (*COLUMNS, "who")
    writer = csv.DictWriter(made, columns, lineterminator="\r\n")
    writer.writeheader()
    for one in answers:
        entry = {"pictures": [], "alike": "", **about, **_entry(one, names, files, alike)}
        about = dict.fromkeys(about, "")  # told once, beside the first answer
        entry["pictures"] = " ".join(entry["pictures"])
        entry["question"] = question.id
        entry["items"] = " ".join(entry["items"])
        entry["points"] = "" if entry["points"] is None else str(entry["points"])
        if names is not None:
            entry["who"] = "; ".join(entry["who"])
        writer.writerow({name: defused(str(entry[name])) for name in columns})
    return "\ufeff" + made.getvalue()


def _line(text: str) -> str:
    return " ".join(text.split())


class _Sheet(yaml.SafeDumper):
    """Texts of several lines as blocks, and no anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Sheet.add_representer(str, _text)
