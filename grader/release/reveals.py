"""Refuses to release what gives an answer away, with its place: texts, data, and what is left over.

An allow-list keeps the key's fields in; this looks for the same things where people type freely.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from grader.collect.sheet import text_of
from grader.errors import Mistake, RubricError
from grader.questions.asking.asked import ALWAYS
from grader.questions.asking.secrets import Secret
from grader.questions.base import Question
from grader.release.disguised import hashed, hashes, uncovered
from grader.rubric.load import places_in
from grader.rubric.model import Rubric
from grader.rubric.released import Released

LONG = 16
"""Characters of a text that is known again wherever it stands."""
MOST_BYTES = 8 << 20
"""Of a file of data that is looked through for texts."""
TEXTS = (".md", ".tex", ".py", ".ipynb", ".txt", ".rst", ".html", ".qmd", ".rmd")
Told = tuple[tuple[str | int, ...], str]


def refuse_data(rubric: Rubric) -> None:
    """Raise `RubricError` where a file for students is one that is kept from them."""
    here = Path(rubric.path).parent
    private = dict(_private(rubric))
    same = {(here / name).read_bytes(): name for name in private}
    reference = (here / rubric.reference).resolve() if rubric.reference else None
    told: list[Told] = []
    handed: list[Told] = [(("data", n, "file"), one.file) for n, one in enumerate(rubric.data)]
    handed += [((field,), name) for field, name in rubric.handed_out]
    for loc, name in handed:
        path, content = (here / name).resolve(), (here / name).read_bytes()
        hidden = next((f for f in private if (here / f).resolve() == path), same.get(content, ""))
        if hidden:
            told.append((loc, f"{name} is kept from students by {private[hidden]}"))
        elif reference is not None and path.is_relative_to(reference):
            told.append((loc, f"{name} lies in the folder of the model answer"))
        else:
            told += [(loc, said) for said in _rows_in(rubric, name, content)]
    _refuse(rubric, told)


def _private(rubric: Rubric) -> Iterator[tuple[str, str]]:
    """Every file that questions need and students do not get, with the field that names it."""
    given = {one.file for one in rubric.data}
    for question in rubric.questions:
        plain = question.model_dump(mode="json")
        named = [(field, _at(plain, field.split("."))) for field in sorted(question.private)]
        named += [pair for pair in question.files() if pair[1] not in given]
        yield from ((name, f"{question.id}: {field}") for field, name in named if name)


def _at(plain: Any, path: list[str]) -> Any:
    """What stands at a path in plain data; None where nothing does."""
    for step in path:
        plain = plain.get(step) if isinstance(plain, dict) else None
    return plain


def _rows_in(rubric: Rubric, name: str, content: bytes) -> Iterator[str]:
    """That a file holds hidden rows or their labels."""
    for question in rubric.questions:
        for finding in question.inspect_files({name: content}):
            yield f"{question.id}: {finding.message}"


def refuse_texts(rubric: Rubric, asked: Rubric, released: Released) -> None:
    """Raise where a title, a prompt, a heading, the sheet or a starter says an answer."""
    secrets = {question.id: list(question.secrets()) for question in rubric.questions}
    told: list[Told] = []
    titles = [(("title",), rubric.title), (("course",), rubric.course)]
    everywhere = [(id_, one) for id_, row in secrets.items() for one in row if one.everywhere]
    told += [(loc, said) for loc, text in titles for said in _said(text, everywhere)]
    for index, form in enumerate(released.questions):
        own = [(form.id, one) for one in secrets[form.id]]
        looked = own + [pair for pair in everywhere if pair[0] != form.id]
        typed = rubric.questions[index]
        for path, text in leaves(form.model_dump(mode="json")):
            if path[0] == "prompt" and typed.prompt != asked.questions[index].prompt:
                continue  # it stands in the sheet, where it is looked for
            there = [pair for pair in looked if pair[0] != form.id or path[0] not in pair[1].apart]
            told += [(("questions", index, *path), said) for said in _said(text, there)]
    _refuse(rubric, told)
    every = [(id_, one) for id_, row in secrets.items() for one in row]
    for field, name in rubric.handed_out:
        _refuse_file(Path(rubric.path).parent / name, every if field == "sheet" else everywhere)


def _said(text: str, secrets: list[tuple[str, Secret]]) -> Iterator[str]:
    for owner, secret in secrets:
        hit = next(secret.find(text), None) or _disguised(text, secret)
        if hit is not None:
            what = " ".join(text[slice(*hit)].split())[:80]
            said = f"this gives the answer to {owner} away ({secret.path}): {what!r}"
            yield f"{said}; say it otherwise"
            return


def _disguised(text: str, secret: Secret) -> tuple[int, int] | None:
    """Where an answer stands so that only a program reads it at once."""
    for place, plain in uncovered(text):
        if next(secret.find(plain), None) or plain.strip().casefold() == secret.text.casefold():
            return place
    found = list(hashes(text))
    known = hashed(secret.text) if found else frozenset()
    return next((place for place, token in found if token in known), None)


def _refuse_file(path: Path, secrets: list[tuple[str, Secret]]) -> None:
    """Raise with each place of a handed-out text that says an answer."""
    found = []
    for number, where, line in _lines(path):
        for owner, secret in secrets:
            hit = next(secret.find(line), None)
            if hit is not None and not secret.everywhere and not _is_said(line):
                hit = None
            hit = hit or _disguised(line, secret)
            if hit is not None:
                said = f"this gives the answer to {owner} away ({secret.path})"
                message = f"{said}: {line[slice(*hit)].strip()!r}"
                found.append(Mistake(number, hit[0] + 1, where, message))
    if found:
        raise RubricError(path, found)


def _lines(path: Path) -> Iterator[tuple[int, str, str]]:
    """The lines of a file that people read, with their number and what else tells their place."""
    raw = path.read_bytes()
    plain = path.suffix.lower() in TEXTS
    text = raw.decode("utf-8", "replace") if plain else text_of(path.name, raw)
    if path.suffix.lower() == ".ipynb":
        try:
            cells = json.loads(text).get("cells", [])
        except (ValueError, AttributeError):
            cells = []
        for number, cell in enumerate(cells, 1):
            for leaf in _joined(cell):
                yield from ((1, f"cell {number}", line) for line in leaf.splitlines())
        if cells:
            return
    for number, line in enumerate(text.splitlines(), 1):
        yield number, "", line


def _joined(cell: Any) -> Iterator[str]:
    """The texts of a cell; lines that a notebook keeps in a list belong together."""
    if isinstance(cell, list) and all(isinstance(one, str) for one in cell):
        yield "".join(cell)
    elif isinstance(cell, str):
        yield cell
    elif isinstance(cell, dict | list):
        for one in cell.values() if isinstance(cell, dict) else cell:
            yield from _joined(one)


def _is_said(line: str) -> bool:
    """Whether a simple secret is said to be an answer in a line of a sheet."""
    return "answer" in line.lower() or "solution" in line.lower()


def refuse_leftovers(rubric: Rubric, released: Released, files: Mapping[str, bytes]) -> None:
    """Raise where any long text of the rubric that is not public stands in the package.

    Nothing of the kind should be left once texts were looked through: it is the last look.
    """
    texts = {
        name: " ".join(content.decode("utf-8").split())
        for name, content in files.items()
        if not name.startswith("handout/") and len(content) < MOST_BYTES and _is_text(content)
    }
    told: list[Told] = []
    for index, question in enumerate(rubric.questions):
        public = {text for _, text in leaves(released.questions[index].model_dump(mode="json"))}
        for path, text in secret_texts(question):
            bare = " ".join(text.split())
            where = next((name for name, whole in texts.items() if bare in whole), "")
            if where and text not in public:
                said = f"this is not public, and stands in what is released ({where})"
                told.append((("questions", index, *path), said))
    _refuse(rubric, told)


def secret_texts(question: Question) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every long text of a question that is neither public nor stated by the question itself."""
    plain = question.model_dump(mode="json", by_alias=True)
    open_ = {*ALWAYS, "kind", "name", "sources", "writeup", "find", *question.stated}
    for path, text in leaves({k: v for k, v in plain.items() if k not in open_}):
        if len(text.strip()) >= LONG:
            yield path, text


def _is_text(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[Any, ...], str]]:
    """Every text in plain data, with its path."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, (*path, key))
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield from leaves(item, (*path, index))


def _refuse(rubric: Rubric, told: list[Told]) -> None:
    if told:
        file = Path(rubric.path)
        places = places_in(file, [loc for loc, _ in told])
        mistakes = [Mistake(*place, said) for place, (_, said) in zip(places, told, strict=True)]
        raise RubricError(file, mistakes)

