"""Whether a name is the one asked for, whatever it carries with it, in formulas and in tables."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..formulas import key, names
from .quantities import is_same, other_derivative

_ESTIMATED = re.compile(r"[_^](?:mle?|map|ols|lse?|mom|est|opt|hat|final|ans)$")
_ESTIMATE_OF = re.compile(r"_(?:mle?|map|ols|lse?)[,;]?(?=\d)")
"""What a subscript says beside its number: `\\lambda_{MLE, 5}` is an estimate of `\\lambda_5`."""
_BOTH = re.compile(r"_\(?1[,/]2\)?$")
"""The index of what stands for two solutions at once, `x_{1,2}`."""
_FREEDOM = re.compile(
    r"^\s*(?P<name>t|F|\\chi\^\{?2\}?|χ²|χ\^2|z|r|U|W|H)\s*"
    r"(?:_\{?\s*\d+(?:\s*,\s*\d+)?\s*\}?|\(\s*\d+(?:\s*,\s*(?:N\s*=\s*)?\d+)?\s*\))\s*$"
)
_VARIANCE = re.compile(r"^\\?(?:v|var|variance)\(")
_OPERATOR = re.compile(r"\\?(?:e|var|cov|sd|bias|mse|rank|det|tr)\(")
_APPLIED = re.compile(r"(?:\\|(?<![a-z]))([a-z]{3,})\((\w+)\)")
_INDEXED = re.compile(r"(?P<f>\\?[a-z]+)_(?P<x>\\?[a-z]+(?:_\w+)?)(?:\([^()]*\))?")


def matches(left: str, of: Sequence[str]) -> bool:
    """Whether a left-hand side names one of `of`; in running text its last word may.

    Letters alone are a product: `A x` does not name x.
    """
    spellings = [left.strip()]
    words = left.split()
    if len(words) > 1 and "\\" not in left and any(len(word) > 1 for word in words[:-1]):
        spellings.append(words[-1])
    return any(_is(spelling, wanted) for spelling in spellings for wanted in of)


def _is(left: str, wanted: str) -> bool:
    have, want = (_VARIANCE.sub("var(", key(side)) for side in (left, wanted))
    have = _ESTIMATE_OF.sub("_", have)
    name = re.escape(want)
    if not have or re.fullmatch(rf"{name}\(.*(?<![a-z]){name}(?![a-z]).*\)", have):
        return False  # nothing, or `p(1 - p)`
    if other_derivative(left, wanted):
        return False
    if names(have, wanted) or _ESTIMATED.sub("", have) == want or have == _ESTIMATED.sub("", want):
        return True
    if is_same(left, wanted) or _BOTH.sub("", have) == want:
        return True
    statistic = _FREEDOM.match(left)
    if statistic is not None and key(statistic["name"]) == want and _case(statistic, wanted):
        return True
    if (applied := _APPLIED.fullmatch(want)) and have.lstrip("\\") == applied[1] + applied[2]:
        return True  # `\\rank A` for rank(A)
    return any(
        (indexed := _INDEXED.fullmatch(one)) and other == f"d{indexed['f']}/d{indexed['x']}"
        for one, other in ((have, want), (want, have))
    )


def is_product(left: str, of: Sequence[str]) -> bool:
    """Whether a left-hand side is a letter times an asked name: `A x = b` says nothing of x yet."""
    wanted = {key(name) for name in of}
    return any(
        len(have) > 1 and have[0].isalpha() and have not in wanted and have[1:] in wanted
        for have in {key(left), key(left.rpartition(" ")[2])}
    )


def like(left: str, of: Sequence[str]) -> bool:
    """Whether a left-hand side is an asked operator, such as Var or E, of something else."""
    have = _OPERATOR.match(_VARIANCE.sub("var(", key(left)))
    heads = (_OPERATOR.match(_VARIANCE.sub("var(", key(wanted))) for wanted in of)
    return have is not None and any(one is not None and one[0] == have[0] for one in heads)


def base(name: str) -> str:
    """A name without what marks it as an estimate, or as one of several."""
    return re.sub(r"\\(?:hat|bar|tilde)|[_^].*$|\(.*$|\d+\+?$", "", key(name)).lstrip("\\")


def _case(statistic: re.Match[str], wanted: str) -> bool:
    """Whether the letter is the same one: f(11) is the value of a function, F(2, 27) is none."""
    return statistic["name"].lower() != "f" or "F" in wanted


def named_in_table(rows: Sequence[Sequence[str]], of: Sequence[str]) -> list[str]:
    """The numbers beside or below a cell with an asked name."""
    if len(rows) < 2:
        return []
    wanted = {_head(name) for name in of}
    columns = [n for n, cell in enumerate(rows[0]) if _head(cell) in wanted]
    found = [row[n] for n in columns for row in rows[1:] if n < len(row)]
    for row in rows:
        if row and _head(row[0]) in wanted:
            found += [cell for cell in row[1:] if re.search(r"\d", cell)]
    return [value for cell in found if (value := cell.strip().strip("$*` ").strip())]


def _head(cell: str) -> str:
    plain = key(cell.strip().strip("$*_` :"))
    return plain.replace("\\", "")
