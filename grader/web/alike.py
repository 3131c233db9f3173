"""Answers that say nearly the same, and what people decided on the nearest ones.

Nothing here decides anything: near-equal answers are offered together, with their differences in
sight, and a suggestion is told with how many of its neighbours agree.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

NEAR = 0.8
"""Cosine from which two texts count as nearly equal."""
RELATED = 0.25
"""Cosine from which a decided answer counts as a neighbour."""
NEIGHBOURS = 5
FEWEST_WORDS = 3
_ROWS = 512
_TELLING = re.compile(
    r"\d+(?:[.,]\d+)?|\b(?:not?|never|none|nor|neither|without|cannot|nicht|kein\w*|nie|pas|non)\b"
    r"|n't|[-+=<>≤≥≠/^]"
)
"""Numbers, negations and signs: texts that differ in one are never nearly equal."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What most of the nearest decided answers were given, and how many of them agree."""

    items: tuple[str, ...]
    points: str
    agree: int
    neighbours: int


@dataclass
class Alike:
    """The answers to one question by how near their words and characters are."""

    tokens: Sequence[str]
    texts: Sequence[str]
    groups: dict[str, list[str]] = field(default_factory=dict)
    """By the first of each group, the others in it, nearest first."""

    def __post_init__(self) -> None:
        self._row = {token: number for number, token in enumerate(self.tokens)}
        self._matrix: Any = None
        if len(self.tokens) > 1 and any(text.strip() for text in self.texts):
            self._matrix = _vectors(self.texts)
            self._group()

    def _group(self) -> None:
        """Each text joins the nearest earlier one that leads a group and differs in no sign."""
        told = [tuple(_TELLING.findall(text.casefold())) for text in self.texts]
        long = [len(text.split()) >= FEWEST_WORDS for text in self.texts]
        leader = list(range(len(self.tokens)))
        near: dict[int, list[tuple[float, int]]] = {}
        for start in range(0, len(self.tokens), _ROWS):
            rows = (self._matrix[start : start + _ROWS] @ self._matrix.T).tocoo()
            close = rows.data >= NEAR
            by_row: dict[int, list[tuple[float, int]]] = {}
            for row, column, value in zip(
                rows.row[close], rows.col[close], rows.data[close], strict=True
            ):
                here = start + int(row)
                if int(column) < here and long[here] and long[int(column)]:
                    by_row.setdefault(here, []).append((float(value), int(column)))
            for here, others in sorted(by_row.items()):
                for value, other in sorted(others, reverse=True):
                    if leader[other] == other and told[other] == told[here]:
                        leader[here] = other
                        near.setdefault(other, []).append((value, here))
                        break
        self.groups = {
            self.tokens[first]: [self.tokens[one] for _, one in sorted(members, reverse=True)]
            for first, members in near.items()
        }

    def suggestion(
        self, token: str, decided: Mapping[str, tuple[tuple[str, ...], str]]
    ) -> Suggestion | None:
        """What the nearest decided answers were given, where there are some near enough."""
        if self._matrix is None or token not in self._row:
            return None
        rows = [self._row[one] for one in decided if one in self._row and one != token]
        if not rows:
            return None
        near = (self._matrix[rows] @ self._matrix[self._row[token]].T).toarray().ravel()
        ranked = sorted(zip(near, rows, strict=True), reverse=True)[:NEIGHBOURS]
        words = [decided[self.tokens[row]] for value, row in ranked if value >= RELATED]
        if not words:
            return None
        (items, points), agree = Counter(words).most_common(1)[0]
        return Suggestion(items, points, agree, len(words))


def together(texts: Mapping[str, str], groups: dict[str, int]) -> list[str]:
    """The tokens of texts with near-equal ones side by side; each group has the next number.

    Without scikit-learn they stay as they are.
    """
    try:
        found = Alike(list(texts), list(texts.values()))
    except ModuleNotFoundError:
        return list(texts)
    order: list[str] = []
    for first, others in sorted(found.groups.items(), key=lambda one: -len(one[1])):
        number = max(groups.values(), default=0) + 1
        groups |= dict.fromkeys([first, *others], number)
        order += [first, *others]
    return order + [token for token in texts if token not in groups]


def _vectors(texts: Sequence[str]) -> Any:
    """Words and characters of the texts, each of the two counting half."""
    from scipy.sparse import hstack
    from sklearn.feature_extraction.text import TfidfVectorizer

    words = TfidfVectorizer(token_pattern=r"(?u)\b\w+\b", ngram_range=(1, 2), max_features=40_000)
    signs = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 4), max_features=40_000)
    parts = []
    for vectorizer in (words, signs):
        try:
            parts.append(vectorizer.fit_transform([text[:4000] for text in texts]))
        except ValueError:  # none of the texts holds a word
            continue
    if not parts:
        return None
    return (hstack(parts) * (1 / len(parts) ** 0.5)).tocsr()
