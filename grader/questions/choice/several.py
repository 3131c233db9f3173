"""Several options picked in one text: labels in a row, a verdict behind each, or their words."""

from __future__ import annotations

import re
from collections.abc import Mapping

LINK = r"(?:\s*[,;/&+]\s*(?:and\s+|und\s+)?|\s+(?:and|und|et|y|e|и|as well as)\s+)"
_YES = r"✓|✔|✅|☑|yes|true|t|correct|right|ja|oui|sí|да"
_NO = r"✗|✘|✖|❌|☒|×|no|false|f|incorrect|wrong|nein|non|нет"
_ASIDE = re.compile(
    r"(?<=[\w)\]}])[,.]?\s+(?:because|since|as|weil|denn|car)\b.*", re.IGNORECASE | re.DOTALL
)
_AROUND = re.compile(
    r"^(?:both|the|options?|choices?|answers?|correct|right|only|are|is|and|und|i|choose|pick"
    r"|[\s,;.:&()*_])*$",
    re.IGNORECASE,
)


def in_a_row(text: str, options: Mapping[str, str]) -> set[str]:
    """The labels of `a and c`, `{a, c}`, `(a), (c)` or `ac`, where nothing else is written."""
    text = re.sub(r"(?:^|\s)[-•*+]\s+(?=\S)", ", ", text)
    bare = _ASIDE.sub("", re.sub(r"[*_`$.]|\\[{}]", " ", text)).strip(" \t\n,;:()[]{}")
    folded = {label.casefold(): label for label in options}
    words = [re.sub(r"[\s()\[\]{}]", "", one).casefold() for one in re.split(LINK, f"{bare} ")]
    if len(words) > 1 and all(word in folded for word in words):
        return {folded[word] for word in words}
    letters = bare.casefold()
    glued = letters.isalpha() and len(set(letters)) == len(letters) > 1
    if glued and all(letter in folded for letter in letters):
        return {folded[letter] for letter in letters}
    return set()


def by_verdicts(text: str, options: Mapping[str, str]) -> set[str] | None:
    """The options that a text calls right, `a) yes b) no`; None where it does not judge each."""
    found: dict[str, bool] = {}
    verdicts = re.compile(rf"\W*(?:{_YES}|{_NO})(?=\W|$)", re.IGNORECASE)
    if any(map(verdicts.match, options.values())) or {"t", "f"} & {*map(str.lower, options)}:
        return None
    for label in options:
        verdict = re.compile(
            rf"(?<![\w'’])[(\[]?{re.escape(label)}(?:\s*[)\].:=–—-]+\s*|\s+(?=[^\w\s]))"
            rf"(?:(?P<yes>{_YES})|(?P<no>{_NO}))(?=\W|$)",
            re.IGNORECASE,
        )
        matches = list(verdict.finditer(text))
        if len(matches) != 1:
            return None
        found[label] = matches[0]["yes"] is not None
    return {label for label, is_right in found.items() if is_right}


def by_all_words(text: str, options: Mapping[str, str]) -> set[str]:
    """Several options by their whole words, where nothing but links stands between them."""
    rest = re.sub(r"\s+", " ", text).casefold()
    found: set[str] = set()
    for label, option in sorted(options.items(), key=lambda row: -len(row[1])):
        words = re.escape(re.sub(r"\s+", " ", option).strip(" .").casefold())
        shorter, count = re.subn(rf"(?<!\w){words}(?!\w)", " ", rest)
        if count:
            found.add(label)
            rest = shorter
    return found if len(found) > 1 and _AROUND.match(rest) else set()


def names_another(rest: str, options: Mapping[str, str]) -> bool:
    """Whether a further label follows a link, as in `and c.`, so that one alone is not the pick."""
    labels = "|".join(map(re.escape, sorted(options, key=len, reverse=True)))
    end = r"(?=[)\]}.,;:]|\s*$|\s+(?:because|since|as)\b)"
    further = rf"[)\]}}]?(?:{LINK}|\s+(?:or|oder)\s+)[(\[{{]?(?:{labels}){end}"
    return re.match(further, rest, re.IGNORECASE) is not None
