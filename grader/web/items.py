"""Items that change while people mark: shown first with who moves, then written and applied."""

from __future__ import annotations

import difflib
import os
import re
import tempfile
from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from grader.collect.plan import with_prompts
from grader.errors import GraderError
from grader.marks import show
from grader.questions.base import Question
from grader.questions.record import Item, exact_of
from grader.rubric import Rubric, load_rubric
from grader.rubric.edit import CannotEdit, Wanted, with_items
from grader.web.asked import Refused, text_in
from grader.web.desk import Desk

_ID = re.compile(r"[A-Za-z0-9_-]{1,60}")
_MOST = 50


def change_items(desk: Desk, asked: Mapping[str, Any]) -> dict[str, Any]:
    """What changed items would do; with `apply` they are written and everybody is marked anew."""
    question = desk.questions.get(text_in(asked, "question", 200))
    if question is None:
        raise Refused("there is no such question")
    wanted = _wanted(question, asked)
    path = Path(desk.rubric.path)
    try:
        before = path.read_bytes()
    except OSError as error:
        raise Refused(f"{path}: cannot be read: {error.strerror}") from None
    source = before.decode("utf-8-sig")
    try:
        after = with_items(source, question.id, wanted, _fields(question))
    except CannotEdit as error:
        raise Refused(f"{path}: {error}") from None
    changed = _checked(desk, path, question, wanted, after)
    moves = _moves(desk, question, changed)
    diff = difflib.unified_diff(source.splitlines(), after.splitlines(), lineterm="", n=1)
    told = {
        "moves": moves,
        "kept": _by_hand(desk, question),
        "patch": list(diff)[2:],
        "before": desk.rubric.sha256,
    }
    if asked.get("apply") is not True:
        return told
    if text_in(asked, "before", 80) != desk.rubric.sha256:
        raise Refused("the rubric has changed meanwhile: look at the preview again")
    _write(path, after, before.startswith(b"\xef\xbb\xbf"))
    apply_rubric(desk, with_prompts(load_rubric(path)))
    return {**told, "applied": True}


def apply_rubric(desk: Desk, rubric: Rubric) -> None:
    """Mark everybody by a changed rubric, as `rescore` does, in one transaction."""
    desk.change_rubric(rubric)
    with desk.writing():
        changed = desk.marking.everybody(desk.book).changed()
        desk.keep_changed(changed)
    desk.reload()


def _wanted(question: Question, asked: Mapping[str, Any]) -> list[Wanted]:
    rows = asked.get("items")
    if not isinstance(rows, list) or not 0 < len(rows) <= _MOST:
        raise Refused(f"a question has 1 to {_MOST} items")
    found = []
    for row in rows:
        if not isinstance(row, dict):
            raise Refused("an item has an id, a text and points")
        id_ = text_in(row, "id", 60).strip()
        text = " ".join(text_in(row, "text", 2000).split())
        points = text_in(row, "points", 40).strip().replace(",", ".")
        if not _ID.fullmatch(id_):
            raise Refused(f"an item's id is letters, digits, - and _; {id_ or 'nothing'} is not")
        if not text:
            raise Refused(f"say what the item {id_} is for")
        try:
            exact_of(points)
        except ValueError as error:
            raise Refused(f"{id_}: {error}") from None
        found.append(Wanted(id_, text, points))
    ids = [one.id for one in found]
    if len(set(ids)) < len(ids):
        raise Refused("two items have the same id")
    lost = [one.id for one in question.looked_for if one.id not in ids]
    if lost:
        raise Refused(f"the item {lost[0]} cannot be taken out here: judgements may name it")
    return found


def _fields(question: Question) -> tuple[str, ...]:
    """The fields of the rubric that hold items of this kind, first where new ones go."""
    own = getattr(question, "items", None)
    mine = own is not None and all(isinstance(one, Item) for one in own)
    return ("items", "judging") if mine else ("judging",)


def _checked(
    desk: Desk, path: Path, question: Question, wanted: list[Wanted], text: str
) -> Question:
    """The question as the changed rubric has it; refuses a change of anything else."""
    with tempfile.NamedTemporaryFile(
        "w", suffix=".yaml", prefix=f".{path.stem}-", dir=path.parent, encoding="utf-8", newline=""
    ) as file:
        file.write(text)
        file.flush()
        try:
            rubric = with_prompts(load_rubric(Path(file.name)))
        except GraderError as error:
            raise Refused(f"the rubric would not be one any more: {error}") from None
    changed = rubric.question(question.id)
    said = [(one.id, one.text, one.points) for one in changed.looked_for] if changed else []
    meant = {(one.id, one.text, Fraction(one.points.replace(" ", ""))) for one in wanted}
    others = [one for one in rubric.questions if one.id != question.id]
    same = others == [one for one in desk.rubric.questions if one.id != question.id]
    if changed is None or set(said) != meant or len(said) != len(meant) or not same:
        raise Refused(f"{path}: this change has to be made by hand, then run `grader rescore`")
    return changed


def _moves(desk: Desk, question: Question, changed: Question) -> list[dict[str, Any]]:
    """From which points to which, and how many submissions."""
    from grader.marking.by_hand import points_by

    moves: Counter[tuple[Fraction, Fraction]] = Counter()
    for (submission, name), one in desk.judged.items():
        if name != question.id or not one.by_items or one.points is None:
            continue
        if desk.answers.get(submission, {}).get(name) != one.answer:
            continue
        before, after = points_by(question, one.items), points_by(changed, one.items)
        if before != after:
            moves[before, after] += 1
    return [
        {"before": show(before), "after": show(after), "count": count}
        for (before, after), count in sorted(moves.items())
    ]


def _by_hand(desk: Desk, question: Question) -> int:
    """How many submissions have points typed by hand, which stay as they are."""
    return sum(
        name == question.id and not one.by_items and one.points is not None
        for (_, name), one in desk.judged.items()
    )


def _write(path: Path, text: str, mark: bool) -> None:
    """Put the text at its place in one step, with the rights that the file had."""
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{path.stem}-", dir=path.parent)
        partial = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write((b"\xef\xbb\xbf" if mark else b"") + text.encode("utf-8"))
            partial.chmod(path.stat().st_mode & 0o777)
            partial.replace(path)
        except BaseException:
            partial.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise Refused(f"{path}: cannot be written: {error.strerror}") from None
