"""Whether code says in its own words what is asked for: `df.age.mean()` shows a mean age."""

from __future__ import annotations

import re
from functools import lru_cache

_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[^\W\d_a-zA-Z]+")
_CANONICAL = {
    **dict.fromkeys(("maximum", "largest", "highest", "biggest", "greatest", "tallest"), "max"),
    **dict.fromkeys(("longest", "oldest"), "max"),
    **dict.fromkeys(("minimum", "smallest", "lowest", "shortest", "youngest"), "min"),
    **dict.fromkeys(("average", "avg"), "mean"),
    **dict.fromkeys(("stdev", "stddev", "deviation", "sd"), "std"),
    **dict.fromkeys(("percent", "perc", "pct"), "percentage"),
    **dict.fromkeys(("correlation", "corrcoef"), "corr"),
    **dict.fromkeys(("acc",), "accuracy"),
    **dict.fromkeys(("prob",), "probability"),
    "variance": "var", "coef": "coefficient", "coeff": "coefficient", "pred": "prediction",
    "isnull": "missing", "isna": "missing", "null": "missing", "nan": "missing", "na": "missing",
    "nas": "missing",
    "nunique": "unique", "distinct": "unique", "different": "unique",
}  # fmt: skip
_OFTEN = """
    a an and answer are at by each for from how in is it its many much number of on or per result
    said standard that the their these this those to total value was were what which who whose
    with count num
"""
_SILENT = frozenset(_OFTEN.split())
"""Words that say nothing of what is asked for."""
_COMPARES = re.compile(r"[=!<>]=|[<>]|\bisin\(|\bcontains\(")
_LEAVES_OUT = re.compile(r"\bna\.(?:rm|omit|action|exclude)\b")
"""What leaves gaps out in R, and so is not of them."""
MOST = 300


@lru_cache(2048)
def words_in(text: str) -> frozenset[str]:
    """The words of a name or an expression, one for each meaning: `avgAge` is age and mean."""
    found = [word.casefold() for word in _WORDS.findall(text[:MOST])]
    words = [word[:-1] if len(word) > 3 and word.endswith("s") else word for word in found]
    return frozenset(_CANONICAL.get(word, word) for word in words if len(word) > 1) - _SILENT


def is_named(name: str, expression: str) -> bool:
    """Whether all words of an asked name stand in an expression, its conditions left out."""
    asked = words_in(name)
    return bool(asked) and asked <= words_in(without_conditions(expression))


def is_inflected(said: str, word: str) -> bool:
    """Whether two words begin alike and differ in their endings, as row and rows do."""
    size = next((n for n, (a, b) in enumerate(zip(said, word, strict=False)) if a != b), None)
    same = min(len(said), len(word)) if size is None else size
    return same >= 4 and max(len(said), len(word)) - same <= 3


def is_called(name: str, said: str) -> bool:
    """Whether the label of a row or column of a table is an asked name, in other words or not."""
    label = words_in("median" if said.strip() == "50%" else said)
    return bool(label) and label == words_in(name)


def without_conditions(expression: str) -> str:
    """An expression without what only chooses rows: `df[df.sex == "F"].age` is of an age."""
    kept: list[str] = []
    places: list[int] = []
    for sign in _LEAVES_OUT.sub("", expression[:MOST]):
        if sign == "[":
            places.append(len(kept))
        elif sign in ",]" and places and _COMPARES.search("".join(kept[places[-1] :])):
            del kept[places[-1] + 1 :]
        kept.append(sign)
        if sign == "]" and places:
            places.pop()
    return "".join(kept)
