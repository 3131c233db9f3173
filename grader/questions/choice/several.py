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


_LEAD = re.compile(
    r"^\W*(?:(?:both|options?|choices?|answers?|letters?|the|it['’]?s|it is|they are"
    r"|i (?:would )?(?:pick|choose|chose|select|say|think))\b\s*)+(?=\W*\w)",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"\s+(?:(?:are|is)\s+(?:both\s+|all\s+)?(?:correct|right|true|the answers?)|both)\W*$",
    re.IGNORECASE,
)
_ALL = re.compile(
    r"\W*(?:all|every ?(?:one|thing)?|each)(?:\s+(?:(?:of\s+)?(?:them|these|those|the above"
    r"|the options|options|answers|choices|statements|two|three|four|five|six|ones?)))*"
    r"(?:\s+(?:are|is)\s+(?:correct|right|true))?"
    r"(?:\s*,?\s*(?:but|except(?:ing)?(?:\s+for)?|other than|apart from|besides)"
    r"\s+(?P<but>.+?))?\W*",
    re.IGNORECASE,
)
_ABOUT_OTHERS = re.compile(
    r"\b(?:all|none|both|neither|any)\b.*\b(?:above|these|them|options|answers)\b", re.IGNORECASE
)
_FROM_TO = re.compile(r"\W*(\w+)\W*(?:-|–|—|\bto\b|\bthrough\b|\bbis\b)\W*(\w+)\W*", re.IGNORECASE)


def all_but(text: str, options: Mapping[str, str]) -> set[str]:
    """The labels of `all`, `all but b`, `everything except a and c` or `a to c`.

    Nothing where an option speaks of the others itself, as "all of the above" does.
    """
    if any(map(_ABOUT_OTHERS.search, options.values())):
        return set()
    folded = {label.casefold(): label for label in options}
    if (said := _ALL.fullmatch(text)) is not None:
        left_out = said["but"] or ""
        alone = folded.get(re.sub(r"\W+", "", left_out).casefold())
        without = {alone} if alone else in_a_row(left_out, options)
        return set(options) - without if without or not left_out else set()
    ends = _FROM_TO.fullmatch(text)
    if ends is None or not {ends[1].casefold(), ends[2].casefold()} <= folded.keys():
        return set()
    labels = list(folded)
    first, last = (labels.index(end.casefold()) for end in ends.groups())
    return {folded[label] for label in labels[first : last + 1]}


def in_a_row(text: str, options: Mapping[str, str]) -> set[str]:
    """The labels of `a and c`, `{a, c}`, `(a), (c)` or `ac`, where nothing else is written."""
    text = _TAIL.sub("", _LEAD.sub("", re.sub(r"(?:^|\s)[-•*+]\s+(?=\S)", ", ", text)))
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


def names_another(rest: str, label: str, options: Mapping[str, str]) -> bool:
    """Whether more than `label` is picked: a link and a further one follow, or nothing but labels.

    As in `and c.`, `(a)(c)` or `(a + c)`.
    """
    words = [word.casefold() for word in re.findall(r"[^\W_]+", rest[:2_000])]
    known = {one.casefold() for one in options}
    others = known & {*words} - {label.casefold(), options[label].strip().casefold()}
    if others and all(word in known or word.isdigit() for word in words):
        return True
    labels = "|".join(map(re.escape, sorted(options, key=len, reverse=True)))
    end = r"(?=[)\]}.,;:]|\s*$|\s+(?:because|since|as)\b)"
    further = rf"[)\]}}]?(?:{LINK}|\s+(?:or|oder)\s+)[(\[{{]?(?:{labels}){end}"
    return re.match(further, rest, re.IGNORECASE) is not None
