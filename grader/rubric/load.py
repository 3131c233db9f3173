"""From a YAML file to a `Rubric`, or to every mistake in it with its place."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from pydantic import ValidationError

from grader.errors import Mistake, RubricError, did_you_mean
from grader.questions import BY_NAME
from grader.questions.base import Question
from grader.questions.own import own_problems
from grader.rubric.fields import said_of_mapping, said_of_unknown
from grader.rubric.model import Rubric, rubric_of
from grader.rubric.reachable import unreachable
from grader.rubric.yaml_nodes import Reader, compose, place

if TYPE_CHECKING:
    from grader.rubric.released import Released

Told = tuple[tuple[str | int, ...], str]
"""The place of a mistake in the file, as keys and indices, and what is said about it."""

RELEASED = (
    "this rubric is a released one and holds no key, so that nothing can be marked with it: "
    "`grader check` checks the form of answers by it; to mark, name the rubric it was made from"
)


def load_rubric(path: Path | str) -> Rubric:
    """The rubric in a file; raises `RubricError` with all mistakes, or `UsageMistake`."""
    file = Path(path)
    root = compose(file)
    reader = Reader()
    data = reader.data(root)
    mistakes = reader.mistakes
    if reader.too_large:
        raise RubricError(file, mistakes)
    if not isinstance(data, dict):
        message = "a rubric is a mapping; start with `title:` and `questions:`"
        raise RubricError(file, [*mistakes, Mistake(1, 1, "", message)])
    if "released" in data:
        raise RubricError(file, [_at(root, ("released",), RELEASED)])
    try:
        context = {"read": functools.partial(_read, file.parent)}
        rubric = _with_files(_rubric(data, context), file.parent)
    except ValidationError as error:
        told = {mistake.path for mistake in mistakes}
        mistakes += [m for m in _translate(error, root) if m.path not in told]
        found = _sound_checks(data, error, file.parent, context)
    else:
        places = range(len(rubric.questions))
        found = _cross_checks(rubric, file.parent, places, _ids(data))
        if not (mistakes or found or _repeated(data)):
            return rubric.with_file(str(path), hashlib.sha256(file.read_bytes()).hexdigest())
    mistakes += [_at(root, loc, text) for loc, text in (*_repeated(data), *found)]
    raise RubricError(file, mistakes)


def _with_files(rubric: Rubric, folder: Path) -> Rubric:
    """The rubric with all files of each folder that `template` names, hidden ones left out."""
    named = rubric.template
    names = [named] if isinstance(named, str) else named or ()
    if not any((folder / name).is_dir() for name in names):
        return rubric
    found: list[str] = []
    for name in names:
        inside = (folder / name).rglob("*") if (folder / name).is_dir() else ()
        parts = [one.relative_to(folder / name).parts for one in inside if one.is_file()]
        shown = [one for one in parts if not any(p[0] == "." or p == "__pycache__" for p in one)]
        found += ["/".join((name.rstrip("/"), *one)) for one in sorted(shown)] or [name]
    return rubric.model_copy(update={"template": tuple(found)})


def _rubric(data: Mapping[str, Any], context: Mapping[str, Any]) -> Rubric:
    rows = data.get("questions")
    mappings = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    named = [row["kind"] for row in mappings if isinstance(row.get("kind"), str)]
    return rubric_of(named).model_validate_json(json.dumps(data), context=context)


def load_released(path: Path | str) -> Released:
    """The released rubric in a file; raises `RubricError` with all mistakes, or `UsageMistake`."""
    from grader.rubric.released import Released  # and with it the forms of all kinds

    file = Path(path)
    root = compose(file)
    reader = Reader()
    data = reader.data(root)
    if reader.mistakes:
        raise RubricError(file, reader.mistakes)
    try:
        context = {"read": functools.partial(_read, file.parent)}
        found = Released.model_validate_json(json.dumps(data), context=context)
    except ValidationError as error:
        raise RubricError(file, _translate(error, root)) from None
    lacking: list[Told] = [
        (("data", index, "file"), f"there is no file {one.file!r} beside the rubric")
        for index, one in enumerate(found.data)
        if not (file.parent / one.file).is_file()
    ]
    lacking += [
        ((field,), f"there is no file {name!r} relative to the rubric")
        for field, name in found.handed_out
        if not (file.parent / name).is_file()
    ]
    if lacking:
        raise RubricError(file, [_at(root, loc, text) for loc, text in lacking])
    return found.with_file(str(path), hashlib.sha256(file.read_bytes()).hexdigest())


def is_released(path: Path | str) -> bool:
    """Whether a file says that it is a released rubric."""
    root = compose(Path(path))
    keys = [key.value for key, _ in root.value] if isinstance(root, yaml.MappingNode) else []
    return "released" in keys


def _read(folder: Path, name: str) -> bytes:
    """A data file that the rubric names, for fields that hold its content."""
    try:
        return (folder / name).read_bytes()
    except OSError as error:
        raise ValueError(
            f"no such file: {name!r} relative to the rubric ({error.strerror})"
        ) from None


def _at(root: yaml.Node, loc: Sequence[str | int], message: str) -> Mistake:
    line, column, path = place(root, loc)
    return Mistake(line, column, path, message)


def places_in(file: Path, locs: Sequence[Sequence[str | int]]) -> list[tuple[int, int, str]]:
    """Line, column and path in a rubric's file of each place, given as keys and indices."""
    root = compose(file)
    return [place(root, loc) for loc in locs]


def _translate(error: ValidationError, root: yaml.Node) -> list[Mistake]:
    """Each of pydantic's errors in our words, at its place; one a place is enough."""
    found: dict[tuple[int, int, str], Mistake] = {}
    one_of_several: dict[tuple[int, int, str], Mistake] = {}
    errors = error.errors(include_url=False)
    for item in errors:
        if item["type"] == "too_short" and _told_below(item["loc"], errors):
            continue  # entries with mistakes of their own are told one by one
        loc = item["loc"]
        line, column, path = place(root, loc)
        if item["type"] == "missing":
            message = f"`{loc[-1]}` is missing; add `{loc[-1]}: …` here"
        else:
            message = _message(item, loc)
        earlier = one_of_several.get((line, column, path))
        if item["type"] == "literal_error" and earlier is not None:
            said = f"{earlier.message}; or write {item['ctx']['expected']}"
            key = (line, column, earlier.message)
            found[key] = Mistake(line, column, path, said)
            continue
        found.setdefault((line, column, message), Mistake(line, column, path, message))
        if item["type"] != "missing":
            one_of_several.setdefault((line, column, path), found[line, column, message])
    return list(found.values())


def _told_below(loc: tuple[str | int, ...], errors: Sequence[Any]) -> bool:
    """Whether another mistake lies inside the value at `loc`."""
    return any(len(e["loc"]) > len(loc) and e["loc"][: len(loc)] == loc for e in errors)


def _message(item: Any, loc: tuple[str | int, ...]) -> str:
    """What is wrong and what to write instead."""
    wrote = _shown(item.get("input"))
    context = item.get("ctx") or {}
    match item["type"]:
        case "extra_forbidden":
            return f"there is no field `{loc[-1]}` here{said_of_unknown(str(loc[-1]), loc[:-1])}"
        case "union_tag_invalid":
            tag = str(context.get("tag"))
            kinds = ", ".join(BY_NAME)
            return f"there is no kind {tag!r}{did_you_mean(tag, BY_NAME)}; the kinds are {kinds}"
        case "union_tag_not_found":
            return f"`kind` is missing; add one of {', '.join(BY_NAME)}"
        case "string_type" if isinstance(item.get("input"), int | float):
            return f"write this in quotes, as \"{item['input']}\": it is a text"
        case "literal_error":
            return f"{wrote} is not one of the choices; write {context.get('expected')}"
        case "value_error":
            return f"{context.get('error')} (here stands {wrote})"
        case "bool_parsing" | "bool_type":
            return f"write true or false; here stands {wrote}"
        case "too_short":
            least = context.get("min_length", 1)
            return f"there are too few entries here; write at least {least}"
        case "string_pattern_mismatch":
            return f"{wrote} has characters that are not allowed; letters, digits, _ and dots"
        case "tuple_type" | "list_type":
            return f"write a list here, such as [{wrote}]"
        case "model_type" | "model_attributes_type" if here := said_of_mapping(loc):
            return f"{here}; here stands {wrote}"
        case _:
            said = item["msg"]
            return f"{said[:1].lower()}{said[1:]}; here stands {wrote}"


def _shown(value: Any) -> str:
    text = json.dumps(value, default=str, ensure_ascii=False)
    return text if len(text) <= 60 else text[:57] + "…"


def _ids(data: dict[str, Any]) -> dict[str, int]:
    """The place of each question's id where it stands first; nothing has to be well formed."""
    found: dict[str, int] = {}
    questions = data.get("questions")
    for index, question in enumerate(questions if isinstance(questions, list) else ()):
        if isinstance(question, dict) and isinstance(question.get("id"), str):
            found.setdefault(question["id"], index)
    return found


def _repeated(data: dict[str, Any]) -> list[Told]:
    """Ids that an earlier question has already."""
    first = _ids(data)
    questions = data.get("questions")
    return [
        (("questions", index, "id"), f"question {first[name] + 1} has the same id; ids must differ")
        for index, question in enumerate(questions if isinstance(questions, list) else ())
        if isinstance(question, dict)
        and isinstance(name := question.get("id"), str)
        and first[name] != index
    ]


def _sound_checks(
    data: dict[str, Any], error: ValidationError, folder: Path, context: dict[str, Any]
) -> list[Told]:
    """Mistakes between the fields of those questions that are well formed, to tell all at once."""
    questions = data.get("questions")
    if not isinstance(questions, list):
        return []
    locs = [item["loc"] for item in error.errors(include_url=False)]
    bad = {loc[1] for loc in locs if len(loc) > 1 and loc[0] == "questions"}
    places = [index for index in range(len(questions)) if index not in bad]
    sound = {"title": "-", "questions": [questions[index] for index in places]}
    for field in ("reference", "sources"):
        if field in data and not any(loc[:1] == (field,) for loc in locs):
            sound[field] = data[field]
    try:
        rubric = _rubric(sound, context)
    except ValidationError:
        return []
    return _cross_checks(rubric, folder, places, _ids(data))


def _cross_checks(
    rubric: Rubric, folder: Path, places: Sequence[int], ids: dict[str, int]
) -> list[Told]:
    """Mistakes that only show between fields: repeated ids, unknown references, missing files.

    `places` are the questions' places in the file, `ids` the place where each id stands first.
    """
    found: list[Told] = []
    others = {question.id: question for question in rubric.questions}
    for index, question in zip(places, rubric.questions, strict=True):
        wrong = _question_checks(question, index, ids, folder)
        found += wrong
        for path, message in () if wrong else unreachable(question, rubric):
            found.append((("questions", index, *filter(None, path.split("."))), message))
        for path, message in question.problems_beside(others):
            found.append((("questions", index, *path.split(".")), message))
        if rubric.reference is None:
            for path, message in question.problems_without_reference():
                found.append((("questions", index, *path.split(".")), message))
    for index, file in enumerate(rubric.data):
        if not (folder / file.file).is_file():
            place = ("data", index, "file")
            found.append((place, f"there is no file {file.file!r} beside the rubric"))
    for field, name in rubric.handed_out:
        if not (folder / name).is_file():
            found.append(((field,), f"there is no file {name!r} relative to the rubric"))
    if rubric.reference is not None and not (folder / rubric.reference).exists():
        found.append((("reference",), f"there is no {rubric.reference!r} relative to the rubric"))
    return found


def _question_checks(
    question: Question, index: int, ids: dict[str, int], folder: Path
) -> list[Told]:
    here = ("questions", index)
    found: list[Told] = [
        ((*here, *path.split(".")), message) for path, message in question.problems()
    ]
    if not found:
        found += [((*here, *path.split(".")), told) for path, told in own_problems(question)]
    for other in question.references():
        if other not in ids:
            close = did_you_mean(other, ids)
            found.append(((*here, "follow_through"), f"there is no question {other!r}{close}"))
    for path, file in question.files():
        if not (folder / file).is_file():
            message = f"there is no file {file!r} relative to the rubric"
            found.append(((*here, *path.split(".")), message))
    return found
