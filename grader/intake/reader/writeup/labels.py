"""Labels of a write-up: "Problem 3: Gradient Descent (6)", "Part 2", "3-1)", "4-bonus)".

A label becomes a path such as (3, 1) or (4, "bonus"); letters and roman numerals count as
numbers, so that "3a", "3-1" and "Problem 3, Part 1" are one place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

Path = tuple[int | str, ...]

_WORD = r"(?:problem|question|exercise|task|aufgabe|prob\.?|ques\.?|q\.?|ex\.?|p)"
_SUB = r"(?:\d{1,2}|[a-h]|i{1,3}|iv|v|vi|bonus|extra)"
_ABSOLUTE = re.compile(
    rf"^{_WORD}\s*\#?\s*(?P<first>\d{{1,2}})"
    rf"(?P<rest>(?:\s*[-.–_]\s*(?:\({_SUB}\)|{_SUB}\b)|\s*\({_SUB}\)|[a-h]\b)*)"
    rf"(?P<part>\s*[,:.\-–]?\s*part\s+{_SUB}\b)?"
    rf"(?P<end>\s*[:.)\]–—-]+|\s*(?=\()|\s*$|\s)",
    re.IGNORECASE,
)
_BARE = re.compile(
    rf"^[(\[]?(?P<first>\d{{1,2}})(?P<rest>(?:\s?[-.–_]\s?(?:\({_SUB}\)|{_SUB})|\({_SUB}\)|[a-h])"
    rf"(?:[-.–_]{_SUB})?)(?P<end>\s*[:)\]]+|\.(?=\s|$)|\s*$|\s)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"^\(?(?P<rest>\d{1,2})(?P<end>[.):]+(?=\s|$)|\s*$|\s+(?=[A-Z]))")
_PART = re.compile(
    rf"^(?:part|sub-?part|teil)\s*\(?(?P<rest>{_SUB})\)?(?P<end>\s*[:.)\]–—-]+|\s*(?=\()|\s*$|\s)",
    re.IGNORECASE,
)
_LETTER = re.compile(r"^\(?(?P<rest>[a-h]|i{1,3}|iv)(?P<end>[).:]+)(?=\s|$)", re.IGNORECASE)
_BONUS = re.compile(
    r"^(?:bonus|extra credit)(?P<end>\s*[:.)\]–—-]+|\s*(?=\()|\s*$|\s)", re.IGNORECASE
)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6}
_HEAD, _START = 60, 90
"""Characters in which a label and its emphasis stand; what follows is left as it is."""
_BOLD = re.compile(r"^[\s>#]*(?P<mark>\*\*|__)(?P<label>[^*_]{1,40})(?P=mark)")
_MARKUP = re.compile(r"^(?:[\s>]*#{1,6}\s+|[\s>*_]+|\\(?=[#*_]))+")


@dataclass(frozen=True, slots=True)
class Label:
    """A label at the start of a line; a relative one counts within the current problem."""

    path: Path
    relative: bool
    rest: str
    firm: bool
    """Whether punctuation or the line's end closes it, as against a word that follows."""


def find_label(line: str) -> Label | None:
    """The label that `line` starts with, or None; `rest` is the line without it."""
    bold = _BOLD.match(line[:_START])
    if bold is not None:
        label = find_label(bold["label"])
        if label is not None and not label.rest:
            return replace(
                label, rest=re.sub(r"^\s*[:.)–—]?\s*", "", line[bold.end() :]).rstrip(), firm=True
            )
    bare = _MARKUP.sub("", line[:_START]) + line[_START:]
    head = bare[:_HEAD].replace("**", "").replace("__", "")
    head = head.replace("\\.", ".").replace("\\-", "-").replace("\\)", ")").replace("\\(", "(")
    for pattern in (_ABSOLUTE, _BARE, _PART, _LETTER, _BONUS):
        match = pattern.match(head)
        if match is not None:
            break
    else:
        return None
    if match.end() == len(head) and len(bare) > _HEAD:
        return None
    rest = (head[match.end() :] + bare[_HEAD:]).strip()
    named = match.groupdict()
    if "first" in named:
        path = (int(named["first"]), *_subs(named["rest"]), *_subs(named.get("part") or ""))
        return Label(path, False, rest, _firm(match, head))
    return Label(_subs(named.get("rest") or "bonus"), True, rest, _firm(match, head))


def find_number(line: str) -> Label | None:
    """The bare number that a heading starts with, as in "## 3. Gradient Descent", or None."""
    bare = _MARKUP.sub("", line[:_START]).replace("**", "").replace("__", "").replace("\\.", ".")
    bare += line[_START:]
    match = _NUMBER.match(bare)
    if match is None:
        return None
    return Label((int(match["rest"]),), False, bare[match.end() :].strip(), True)


def _firm(match: re.Match[str], line: str) -> bool:
    end = match["end"].strip()
    return bool(end) or match.end() >= len(line) or line[match.end() :].startswith("(")


def _subs(text: str) -> tuple[int | str, ...]:
    """The parts of "-1", ".a", "(ii)" or "part 2" as numbers, or "bonus"."""
    text = re.sub(r"^\W*part\s+", "", text.strip(), flags=re.IGNORECASE)
    found: list[int | str] = []
    for word in re.findall(r"\d+|[A-Za-z]+", text):
        lower = word.lower()
        if word.isdigit():
            found.append(int(word))
        elif lower in ("bonus", "extra"):
            found.append("bonus")
        elif (lower in _ROMAN and len(lower) > 1) or lower in ("i", "v"):
            found.append(_ROMAN[lower])
        else:
            found.append(ord(lower[0]) - ord("a") + 1)
    return tuple(found)


def target_of(under: Sequence[str]) -> tuple[Path, dict[str, Path]]:
    """The path that a hint's `under` names, and its titles, each with the path it stands for."""
    path: Path = ()
    titles: dict[str, Path] = {}
    for entry in under:
        spellings = [part.strip() for part in entry.split(" | ")]
        for spelling in spellings:
            label = find_label(spelling)
            if label is not None:
                path = (*path[:1], *label.path) if label.relative else label.path
                break
        for spelling in spellings:
            if find_label(spelling) is None and words(spelling):
                titles[" ".join(words(spelling))] = path
    return path, titles


def words(text: str) -> list[str]:
    """The words of a title, for comparing: lower case, no points, no numbers in brackets."""
    text = re.sub(r"\(\s*\+?\d+[^)]*\)", " ", text)
    return re.findall(r"[^\W_]+", text.casefold())
