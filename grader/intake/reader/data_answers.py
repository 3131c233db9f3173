"""Text answers in YAML or JSON: question ids or names with their values, as plain data."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from .plain_yaml import Unreadable, read_yaml
from .result import Place, Result

_WRAPPERS = ("answers", "answer", "submission", "questions")


def read_answers(
    file: str, text: str, questions: Sequence[Mapping[str, Any]], result: Result
) -> bool:
    """Add every answer in `text` to `result`; False where it is not a file of answers."""
    wanted = wanted_keys(questions)
    try:
        data = _json(text) if file.lower().endswith(".json") else read_yaml(text)
    except Unreadable as reason:
        if _looks_meant(file, text, wanted):
            result.note("answers-unreadable", f"{file} cannot be read: {reason}.", file)
        return False
    for wrapper in _WRAPPERS:
        if isinstance(data, Mapping) and isinstance(data.get(wrapper), Mapping):
            data = data[wrapper]
    found = _matches(data, wanted, "") if isinstance(data, Mapping) else []
    lines = text.splitlines()
    for question, key, value in found:
        place = Place("data", file, _line_of(key, lines))
        result.named(question, _trimmed(value), place)
    return bool(found)


def wanted_keys(questions: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Question ids by every key that stands for them, in lower case."""
    keys: dict[str, str] = {}
    for question in questions:
        for name in (question["id"], *question["names"]):
            keys.setdefault(str(name).casefold(), question["id"])
    return keys


def _matches(data: Mapping[Any, Any], wanted: Mapping[str, str], prefix: str) -> list[Any]:
    """(question, key, value) rows; `p3: {gradient: ...}` counts as `p3.gradient`."""
    rows: list[Any] = []
    for key, value in data.items():
        name = f"{prefix}{key}".casefold()
        question = wanted.get(name) or wanted.get(str(key).casefold())
        if question is not None:
            rows.append((question, str(key), value))
        elif isinstance(value, Mapping) and prefix.count(".") < 3:
            rows += _matches(value, wanted, f"{name}.")
    return rows


def _json(text: str) -> Any:
    def pairs(rows: list[tuple[str, Any]]) -> dict[str, Any]:
        keys = [key for key, _ in rows]
        if len(set(keys)) < len(keys):
            again = next(key for key in keys if keys.count(key) > 1)
            raise Unreadable(f"it repeats the key {again[:80]!r}")
        return dict(rows)

    try:
        return json.loads(text, object_pairs_hook=pairs)
    except json.JSONDecodeError as reason:
        raise Unreadable(f"line {reason.lineno}: {reason.msg}") from None
    except RecursionError:
        raise Unreadable("it is nested too deeply") from None
    except ValueError:
        raise Unreadable("it holds a number with thousands of digits") from None


def _looks_meant(file: str, text: str, wanted: Mapping[str, str]) -> bool:
    """Whether a damaged file was meant as answers: by its name, or by a key in it."""
    stem = file.rpartition("/")[2].casefold()
    if stem.startswith(("answer", "submission", "homework", "hw", "solution")):
        return True
    lower = text[:200_000].casefold()
    return any(key in lower for key in wanted)


def _line_of(key: str, lines: Sequence[str]) -> int | None:
    for number, line in enumerate(lines, 1):
        plain = line.strip().lstrip("{ ").lstrip("\"'- ")
        if plain.startswith(key) and plain[len(key) :].lstrip("\"' ").startswith(":"):
            return number
    return None


def _trimmed(value: Any) -> Any:
    """Texts without the newline that a YAML block ends with."""
    if isinstance(value, str):
        return value.rstrip("\n")
    if isinstance(value, list):
        return [_trimmed(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _trimmed(item) for key, item in value.items()}
    return value
