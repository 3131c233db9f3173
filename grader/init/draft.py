"""An assignment in the making: its questions with their tests, its model answer, its template."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class OneTest:
    """One test of a question: a piece of code, or a session whose results are what it expects."""

    code: str
    points: Fraction | None = None
    is_session: bool = False
    says: str = ""


@dataclass(frozen=True, slots=True)
class Drafted:
    """A question that was found: tested, or read by a person."""

    id: str
    title: str
    points: Fraction
    tests: tuple[OneTest, ...] = ()
    names: tuple[str, ...] = ()
    label: str = ""

    @property
    def is_manual(self) -> bool:
        """Whether a person reads it."""
        return not self.tests


@dataclass(frozen=True, slots=True)
class Draft:
    """An assignment; `reference` and `template` are notebooks as JSON, None where there is none."""

    title: str
    file: str
    origin: str
    questions: tuple[Drafted, ...]
    reference: Mapping[str, Any] | None = None
    template: Mapping[str, Any] | None = None
    notes: tuple[str, ...] = ()
    data: tuple[Path, ...] = ()

    @property
    def points(self) -> Fraction:
        """What all questions are worth."""
        return sum((one.points for one in self.questions), Fraction(0))


@dataclass(slots=True)
class Ids:
    """Ids of questions made of whatever a source calls them; no two are equal."""

    taken: set[str] = field(default_factory=set)

    def of(self, wanted: str, number: int) -> str:
        """The wanted name as an id, or the question's number where that says more."""
        plain = re.sub(r"[^A-Za-z0-9_]+", "_", wanted).strip("_")
        if not plain or re.fullmatch(r"cell_[0-9a-f]{6,}", plain):
            plain = f"q{number}"
        if not plain[0].isalpha():
            plain = f"q{plain}"
        found, again = plain[:60], 2
        while found in self.taken:
            found, again = f"{plain[:60]}_{again}", again + 1
        self.taken.add(found)
        return found


def points_of(value: Any, usual: Fraction = Fraction(1)) -> Fraction:
    """Points as a source writes them: a number, a list of them, or `{each: 1}` for as many."""
    if isinstance(value, list):
        return sum((points_of(one) for one in value), Fraction(0))
    if isinstance(value, Mapping):
        return points_of(value.get("total", value.get("each")), usual)
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return usual
    try:
        found = Fraction(str(value))
    except (ValueError, ZeroDivisionError):
        return usual
    return found if 0 <= found <= 10_000 else usual


def title_of(headings: Sequence[str], usual: str) -> str:
    """The first heading, without marks."""
    return next((plain(one) for one in headings if plain(one)), usual)


_SPACED = re.compile(
    r"\\(?:[vh]skip|[vh]space\*?)\s*\{?\s*-?[\d.]+\s*(?:[cm]m|pt|em|ex|in|\\\w+)\}?"
    r"|\\[A-Za-z]+\*?|\\\\|[{}]"
)
"""What LaTeX sets words with."""


def plain(heading: str) -> str:
    """A heading without Markdown's marks, pictures, and LaTeX's commands around words."""
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)", " ", heading)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    words = re.split(r"(\$[^$]*\$)", text)
    words[::2] = (_SPACED.sub(" ", re.sub(r"[#*_`]+", " ", part)) for part in words[::2])
    return " ".join("".join(words).split())[:120]


def named(code: str, known: Collection[str] = ()) -> tuple[str, ...]:
    """The names that a piece of a model answer gives at its top level, those of `known` left out.

    What is no Python, such as a magic, is left out line by line.
    """
    import ast

    try:
        body = ast.parse(code).body
    except SyntaxError:
        found = re.findall(r"^(?:def|class)\s+(\w+)|^(\w+)\s*=(?!=)", code, re.M)
        return tuple(dict.fromkeys(one or two for one, two in found))
    names: list[str] = []
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
            names.append(node.name)
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                names += [one.id for one in ast.walk(target) if isinstance(one, ast.Name)]
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names.append(node.target.id)
    return tuple(dict.fromkeys(name for name in names if name not in known))
