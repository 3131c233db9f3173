"""Whether a section speaks of others: in their words, or with an asked name, p in `q = 1 - p`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ..formulas import key
from .named import base, matches
from .quantities import is_other
from .said import Said

_TEXT = re.compile(
    r"\\(?:text\w*|mathrm|operatorname\*?|mbox)\s*\{[^{}]*\}|(?<!\\)(?:[A-Z][a-z]{2,}|[a-z]{4,}"
    r"|exp|log|sin|cos|tan|max|min|var|cov|det|mod)(?![A-Za-z])"
)
"""Words in a formula; all other letters that stand together are a product."""
_BELOW = re.compile(r"_\s*(?:\{[^{}]*\}|\\?[A-Za-z]+|\w)")
_COMMAND = re.compile(r"\\[A-Za-z]+")
_LETTER = re.compile(r"\\?[A-Za-z]+|[^\W\d_a-zA-Z]")
_GROUPS = (  # the words of each are one quantity
    r"precision|ppv",
    r"recall|sensitivity|true positive rate|tpr",
    r"specificity|true negative rate|tnr",
    r"accuracy|acc",
    r"f1(?:[- ]score)?|f[- ]score",
    r"roc auc|auc",
    r"root mean squared? error|rmse",
    r"mean squared? error|mse",
    r"mean absolute error|mae",
    r"misclassification rate|error rate|(?:test|training) error|error|loss",
    r"covariance|cov",
    r"correlation(?: coefficient)?|corr",
    r"slope|(?:b|\\?beta)_?\{?1\}?",
    r"(?:y[- ])?intercept|(?:b|\\?beta)_?\{?0\}?",
    r"mean|average|expected value|expectation",
    r"median",
    r"mode",
    r"interquartile range|iqr|range",
    r"variance|var",
    r"standard deviation|deviation|std|sd",
    r"standard error|se",
    r"probability",
    r"odds ratio",
    r"log[- ]odds|logit",
    r"odds",
    r"cross[- ]entropy",
    r"entropy",
    r"information gain",
    r"gini(?: impurity| index)?",
    r"kl(?: divergence)?",
    r"rank",
    r"nullity|dim(?:ension)? of (?:the )?(?:null ?space|kernel)",
    r"trace|tr",
    r"determinant|det",
    r"distance|displacement",
    r"speed|velocity",
    r"acceleration",
    r"time",
    r"mass",
    r"force",
    r"area",
    r"volume",
    r"perimeter",
    r"radius",
    r"diameter",
    r"p[- ]?value",
    r"test statistic|t[- ]statistic",
    r"degrees of freedom|df",
    r"significance level",
    r"r[- ]squared|r\^\{?2\}?|r²|coefficient of determination",
)
_WORDS = re.compile(
    r"(?<![\w-])(?:"
    + "|".join(f"(?P<g{number}>{words})" for number, words in enumerate(_GROUPS))
    + r")(?![\w-])",
    re.IGNORECASE,
)
_ERROR = next(n for n, words in enumerate(_GROUPS) if words.endswith("loss"))
_ERRORS = {n for n, words in enumerate(_GROUPS) if re.search("m[sa]e$|^cross|loss$", words)}
"""An error or a loss without a further word may be any of these."""
_SET = re.compile(r"\\(?:text|textrm|textbf|mathrm|mathit|operatorname)\*?\s*\{([^{}]*)\}|[$*_`]")
_ENDS = re.compile(
    r"(?:\s+(?:of|for|on|in|between)\b[^,;.:=]{0,40})?\s*(?:\([^()]{0,30}\)|\[[^\[\]]{0,30}\])?\s*"
    r"(?:(?:is|was|are|were|be|equals?|becomes|comes to|=|:|≈)\s*)?"
    r"(?:(?:then|thus|therefore|equal to|about|approximately|roughly|given by)\s*)*",
    re.IGNORECASE,
)


def used_for_another(statements: Sequence[Said], of: Sequence[str]) -> Callable[[Said], bool]:
    """Tells of each statement whether it is about another name and stands beside one that uses an
    asked name without giving its value, so that both are at hand and are not the same.
    """
    equal = {
        key(side)
        for said in statements
        if any(matches(side, of) for side in said.parts)
        for side in said.parts
    }
    used = [
        [any(_uses(side, name, said.typeset) for name in of) for side in said.parts]
        for said in statements
    ]
    many = sum(map(any, used))
    own = {id(said): (any(row), any(row[1:])) for said, row in zip(statements, used, strict=True)}

    def tell(one: Said) -> bool:
        left = one.left
        if not left or key(left) in equal or any(base(left) == base(name) for name in of):
            return False
        whole, behind_its_name = own[id(one)]
        return many > whole or behind_its_name

    return tell


def is_of_another(words: str, of: Sequence[str]) -> bool:
    """Whether words before a value end with a formula of another thing: "So 2x is 6"."""
    tail: list[str] = []
    for token in reversed(words.split()):
        if re.search(r"[^\W\d_]{2}", token):
            break
        tail.insert(0, token)
    sides = " ".join(tail).split("=")
    if any(matches(side, of) for side in sides if side.strip()):
        return False
    used = len(sides) > 1 and any(_uses(side, name, False) for side in sides for name in of)
    return used or is_other(sides[0], of)


def _uses(side: str, name: str, typeset: bool) -> bool:
    """Whether a side of a statement holds a name; letters of a formula are a product."""
    wanted = name.strip()
    if len(wanted) > 2 and not wanted.startswith("\\"):
        return not re.fullmatch(r"[^\W\d_]+", wanted) and key(wanted) in key(side)
    if _LETTER.fullmatch(wanted) is None:
        return key(wanted) in key(side)
    if wanted.startswith("\\"):
        return wanted in _COMMAND.findall(_BELOW.sub(" ", side))
    bare = _BELOW.sub(" ", _TEXT.sub(" ", side))
    if typeset:
        return wanted in _COMMAND.sub(" ", bare)
    return re.search(rf"(?<![^\W\d_\\]){re.escape(wanted)}(?![^\W\d_])", bare) is not None


def is_named_otherwise(words: str, of: Sequence[str]) -> bool:
    """Whether words that end before a value name a quantity that is known for another one.

    That is so where what is asked is known by its word as well: recall for precision, MSE for
    RMSE, a distance for a time. A name of the student's own says nothing.
    """
    asked = {group for name in of for _, group in _known(name)}
    found = _known(words) if asked else []
    if not found or asked & {group for _, group in found}:
        return False
    end, group = found[-1]
    both = {group, *asked}
    if _ERROR in both and both <= _ERRORS:
        return False
    return _ENDS.fullmatch(_SET.sub(r"\1", words), end) is not None


def _known(words: str) -> list[tuple[int, int]]:
    """Where each known quantity ends, and which it is, in words without what sets them."""
    plain = _SET.sub(r"\1", words)
    return [(one.end(), int((one.lastgroup or "g0")[1:])) for one in _WORDS.finditer(plain)]
