"""Numbers of per cent where no unit is asked: what a sign of per cent behind a number means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from grader.equivalence.numbers.complexes import Complex
from grader.equivalence.numbers.written import Written
from grader.questions.numeric.entries import read_number
from grader.questions.numeric.freedom import Number

_PER_CENT = re.compile(
    r"\s*\$?\s*(?P<number>[^%]*?[\d)}])\s*\$?\s*(?:\\[,; ])?\s*"
    r"(?:\\?%|(?:\\(?:text|mathrm)\{\s*)?(?:per\s?cent|pct)\.?\s*\}?)\s*\$?\s*\.?\s*",
    re.IGNORECASE,
)
_PERCENTAGE = re.compile(
    r"\b(?:per\s?cent(?:ages?)?|prozent(?:satz)?|pourcentage|pour\s?cent|porcentaje|por\s?ciento"
    r"|percentuale|per\s?cento|porcentagem|процент\w*)\b|(?<!\d)(?<!\d )%|百分",
    re.IGNORECASE,
)
"""Words and signs by which a number of per cent is asked; "at the 5 % level" asks for none."""


class Remarked:
    """What is worth saying of a key that is counted in per cent and looks like a share."""

    def remarks(self: Any, reference: Mapping[str, bytes]) -> Iterator[str]:
        """A key of 0.35 per cent is a third of one in a hundred, and seldom meant."""
        sizes = [abs(one) for one in self.targets if not isinstance(one, Complex)]
        if self.unit.strip() in ("%", "percent") and sizes and 0 < max(sizes) < 1:
            yield (
                f"{self.id}: the key is less than one per cent; where a share is meant, write it in"
                " per cent (35 for 0.35), or leave `unit:` out"
            )

    def learned(self, facts: Mapping[str, Any]) -> Iterator[str]:
        """Nothing: running the model answer tells no more."""
        return iter(())


def right_per_cent(question: Any, item: Any, target: Number) -> bool | None:
    """Whether a key that is a number of per cent, and no share, is answered with the sign, or
    as a share, where the question asks for a percentage; None where it does not say so, or the
    number is right with and without the sign in mind.
    """
    if isinstance(target, Complex):
        return False
    asked = asks_per_cent(question)
    number = read_number(per_cent(item)) if isinstance(item, str) and per_cent(item) else ""
    signed = isinstance(number, Written)
    if not number and asked and abs(target) > 1:
        number = share_of(item)
    if not isinstance(number, Written) or not question.tolerance.accepts(number, target):
        share = read_number(item) if signed and asked and abs(target) > 1 else ""
        fits = isinstance(share, Written) and question.tolerance.accepts(share, target)
        return None if fits else False
    if abs(target) <= 1:
        return None if asked else False
    return True if asked else None


def per_cent(text: str) -> str:
    """The number before a sign or word for per cent; nothing where there is none."""
    found = _PER_CENT.fullmatch(text) if len(text) <= 200 else None
    return found["number"].strip() if found else ""


def share_of(item: Any) -> Written | str:
    """A share as the number of per cent; "" for all else."""
    number = read_number(item)
    if not isinstance(number, Written) or number.special or abs(number.value) > 1:
        return ""
    decimals = None if number.decimals is None else number.decimals - 2
    return replace(number, value=number.value * 100, decimals=decimals)


def asks_per_cent(question: Any) -> bool:
    """Whether a question asks for a number of per cent."""
    return any(_PERCENTAGE.search(text) for text in texts_of(question))


def texts_of(question: Any) -> Iterator[str]:
    """Where a question says what it asks."""
    hint = question.writeup
    yield from (question.title, question.prompt, *(hint.of if hint is not None else ()))
