"""Labels of a write-up: "Problem 3: Gradient Descent (6)", "Part 2", "3-1)", "A.1", "4-bonus)".

A label becomes a path such as (3, 1), ("A", 1) or (4, "bonus"). Below the first place letters and
roman numerals count as numbers, so that "3a", "3-1" and "Problem 3, Part 1" are one place.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, replace
from functools import cache

Path = tuple[int | str, ...]

_WORDS = (
    *("problem", "question", "exercise", "task", "assignment", "prob", "ques", "qn", "q", "ex"),
    *("p", "aufgabe", "übung", "frage", "exercice", "ejercicio", "pregunta", "problema"),
    *("esercizio", "exercício", "questão", "oppgave", "uppgift", "opgave", "tehtävä", "zadanie"),
    *("quesito", "domanda", "vraag", "oefening", "opdracht", "övning", "opgave", "pytanie"),
    *("soru", "alıştırma", "úloha", "příklad", "feladat", "завдання", "питання", "вправа"),
    *("задача", "задание", "вопрос", "упражнение", "문제", "질문", "연습문제"),
    *("问题", "問題", "题目", "題目", "习题", "练习", "题", "題", "問", "§"),
    *("السؤال", "سؤال", "تمرين", "مسألة", "שאלה", "תרגיל", "प्रश्न", "bài", "câu", "soal"),
)
_LONG_WORDS = [word for word in _WORDS if len(word) > 3]
PART_WORDS = r"(?:part|sub-?part|sub-?question|teil|partie|часть)"
_WEAK = frozenset({"p", "q"})
_COUNTED_WORDS = "one two three four five six seven eight nine ten eleven twelve"
_NUMBER_WORDS = {word: n for n, word in enumerate(_COUNTED_WORDS.split(), 1)}
_CJK = {sign: n for n, sign in enumerate("一二三四五六七八九十", 1)}
_NUMERALS = "i ii iii iv v vi vii viii ix x xi xii"
_ROMAN = {word: n for n, word in enumerate(_NUMERALS.split(), 1)}
_ROMANS = "|".join(sorted(_ROMAN, key=len, reverse=True))
SUB = rf"(?:\d{{1,2}}|{_ROMANS}|[a-p]|bonus|extra)"
_SUBS = (
    rf"(?P<rest>(?:\s*[-.–_]\s*(?:\({SUB}\)|{SUB}(?![^\W_]))"
    rf"|\s*,?\s*\({SUB}\)|(?<=\d)[a-p](?![^\W_]))*)"
)
_PART = rf"(?P<part>\s*[,:.\-–]?\s*{PART_WORDS}\s+\(?{SUB}\)?(?![^\W_]))?"
_END = r"(?P<end>\s*[:.)\]–—:-]+|\s*(?=\()|\s*$|\s)"
_BARE = re.compile(
    rf"^[(\[]?(?P<first>\d{{1,2}})"
    rf"(?P<rest>(?:\s?[-.–_]\s?(?:\({SUB}\)|{SUB})|\({SUB}\)|[a-p](?![^\W_]))?"
    rf"(?:[-.–_]{SUB}|\({SUB}\))?)(?P<end>\s*[:)\]]+|\.(?=\s|$)|\s*$|\s)",
    re.IGNORECASE,
)
_LETTERED = re.compile(
    rf"^[(\[]?(?P<first>[A-H])(?P<dot>\.?)(?:\s(?=\d{{1,2}}[.:)]))?(?P<second>\d{{1,2}}){_SUBS}{_END}"
)
_NUMBER = re.compile(r"^\(?(?P<rest>\d{1,2})(?P<end>[.):]+(?=\s|$)|\s*$|\s+(?=[^\W\d_]))")
_PARTED = re.compile(rf"^{PART_WORDS}\s*\(?(?P<rest>{SUB})\)?(?![^\W_]){_END}", re.IGNORECASE)
_LETTER = re.compile(
    rf"^(?:\((?P<inner>{_ROMANS}|[a-p])\)(?P<close>[.:]*)(?=\s|$|[^\x00-\x7f]|[A-Z$\\])"
    rf"|\(?(?P<rest>{_ROMANS}|[a-p])(?P<end>[).:]+)(?=\s|$))",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    rf"^(?:第\s*(?P<first>\d{{1,2}}|[{''.join(_CJK)}])\s*[題题问問]|(?P<comma>[{''.join(_CJK)}])(?=、)"
    r"|(?P<korean>\d{1,2})\s*번(?:\s*문제)?(?![^\W_]))(?P<end>\s*[:：.)\]–—、-]*)"
)
_OF_SHEET = re.compile(
    r"^(?:hw|homework|ps|pset|assignment|lab|sheet|blatt)\s?\d{1,2}[\s:,.–—-]+(?=[^\W\d_])",
    re.IGNORECASE,
)
"""The number of the whole assignment before a problem's label, as in "HW1 Problem 2"."""
_BONUS = re.compile(
    r"^(?:bonus|extra credit)(?P<end>\s*[:.)\]–—-]+|\s*(?=\()|\s*$|\s)", re.IGNORECASE
)
_SIGNS: dict[int, str] = {
    **{ord("ⅰ") + n: sub for n, sub in enumerate(_NUMERALS.split())},
    **{ord("Ⅰ") + n: sub.upper() for n, sub in enumerate(_NUMERALS.split())},
    **{ord(wide): sign for wide, sign in zip("（）：．", "():.", strict=True)},
}
"""Signs of labels that stand for several letters, or are wide ones."""
_WIDE = re.compile(r"^(\s*[\W_]*\d{1,2})[、．](?=\S)")
"""A number before the comma of a Chinese list."""
_HEAD, _START = 60, 90
"""Characters in which a label and its emphasis stand; what follows is left as it is."""
_BOLD = re.compile(r"^[\s>#]*(?P<mark>\*\*|__)(?P<label>[^*_]{1,40})(?P=mark)")
_ITALIC = re.compile(r"^[\s>#]*(?P<mark>[*_])(?P<label>[^*_\s][^*_]{0,39})(?P=mark)(?![*_\w])")
_MARKUP = re.compile(
    r"^(?:[\s>]*#{1,6}(?:\s+|(?=[^\W\d_]{3}|\(\w{1,4}\)))|[\s>*_]+|\\(?=[#*_])"
    r"|[\u25a0-\u25ff\u2605\u2606\U0001f300-\U0001faff\ufe0f]+\s*)+"
)
_SIGNED = re.compile(r"^\s*\\?#(\d{1,2})[.:)]?(?=\s|$)")
"""A number behind its sign, where a heading has no blank or is called so: "#2 Find ..."."""
_CLOSED = re.compile(r"^\s*(?:[:.)]|[–—](?!\s?\.?\d))?\s*")
_LEADING = re.compile(r"^[^\W\d_]{3,12}\s+")
_YEAR = re.compile(r"^\s*(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class Label:
    """A label at the start of a line; a relative one counts within the current problem."""

    path: Path
    relative: bool
    rest: str
    firm: bool
    """Whether punctuation or the line's end closes it, as against a word that follows."""
    word: str = ""
    """The word before the number, such as "problem"; "" for a bare number or letter."""
    style: str = ""
    """How a relative label counts: letter, roman, part, number or bonus; labels of one style
    stand side by side."""

    @property
    def bare(self) -> bool:
        """Whether it is one number alone, which may as well count a problem's parts."""
        return not (self.relative or self.word or len(self.path) > 1)

    @property
    def weak(self) -> bool:
        """Whether its word is one letter, as in the "P1" of a project's title."""
        return self.word in _WEAK


@cache
def _worded(words: tuple[str, ...]) -> re.Pattern[str]:
    """The pattern of a word and its number, for the usual words and these."""
    known = "|".join(map(re.escape, sorted({*_WORDS, *words}, key=len, reverse=True)))
    return re.compile(
        rf"^第?\s*(?P<word>{known})\.?\s*(?:\#|no\.?|nr\.?|n[°º]|№|(?<=[^\W\d_]{{3}})-(?=\d))?\s*"
        rf"(?P<first>\d{{1,2}}|{'|'.join(_NUMBER_WORDS)}|[{''.join(_CJK)}]|(?-i:[IVX]{{1,4}})(?![^\W_])"
        rf"|(?-i:[A-H])(?=\.?\d|[.:)\s]|$))(?P<dotted>(?<=[A-H])\.?\d{{1,2}})?"
        rf"{_SUBS}{_PART}{_END}",
        re.IGNORECASE,
    )


def find_label(line: str, words: tuple[str, ...] = (), *, heading: bool = False) -> Label | None:
    """The label that `line` starts with, or None; `rest` is the line without it.

    `words` are further words of the rubric's own labels. In a `heading` one or two words may
    stand before ("Written Question 2"), and the word may be mistyped ("Probelm 1").
    """
    line = _SIGNED.sub(r"\1.", line)
    bold = _BOLD.match(line[:_START])
    if bold is not None:
        label = find_label(bold["label"], words, heading=True)
        if label is not None and not label.rest:
            return replace(label, rest=_CLOSED.sub("", line[bold.end() :]).rstrip(), firm=True)
    italic = _ITALIC.match(line[:_START])
    if italic is not None:
        label = find_label(italic["label"], words)
        closed = italic["label"].rstrip()[-1:] in (").:")
        if label is not None and not label.rest and (label.word or closed):
            return replace(label, rest=_CLOSED.sub("", line[italic.end() :]).rstrip(), firm=True)
    bare = _MARKUP.sub("", line[:_START]).translate(_SIGNS) + line[_START:]
    head = re.sub(r"\*\*|__|\\[*_]", "", bare[:_HEAD])
    head = _WIDE.sub(r"\1. ", head)
    for escaped in (".", "-", ")", "(", "#"):
        head = head.replace("\\" + escaped, escaped)
    label = _read(head, words)
    if label is not None and label.bare and label.rest:  # "2. Problem set 2"
        inner = _read(label.rest, words)
        if inner is not None and inner.path[:1] == label.path and inner.word and not inner.weak:
            label = inner
    if label is None and heading:
        label = _behind_words(head, words)
    if label is None or (not label.rest and label.firm is False and len(bare) > _HEAD):
        return None
    return replace(label, rest=(label.rest + bare[_HEAD:]).strip())


def _read(head: str, words: tuple[str, ...]) -> Label | None:
    match = _worded(words).match(head)
    if match is not None and not _YEAR.match(head[match.end("first") :]):
        first = _first(match["first"])
        dotted = (int(match["dotted"].lstrip(".")),) if match["dotted"] else ()
        path = (first, *dotted, *subs(match["rest"]), *subs(match["part"] or ""))
        return _label(path, False, match, head, match["word"].casefold())
    match = _COUNTED.match(head)
    if match is not None:
        number = match["first"] or match["korean"] or match["comma"]
        return Label((_first(number),), False, head[match.end() :], True, "题")
    match = _LETTERED.match(head)
    if match is not None:
        path = (match["first"], int(match["second"]), *subs(match["rest"]))
        label = _label(path, False, match, head)
        return label if match["dot"] else replace(label, word="letter")
    match = _BARE.match(head)
    if match is not None:
        return _label((int(match["first"]), *subs(match["rest"])), False, match, head)
    match = _PARTED.match(head)
    if match is not None:
        return replace(_label(subs(match["rest"]), True, match, head), style="part")
    match = _LETTER.match(head)
    if match is not None:
        sub = match["inner"] or match["rest"]
        style = "roman" if sub.lower() in _ROMAN else "letter"
        if match["inner"]:
            return Label(subs(sub), True, head[match.end() :], True, style=style)
        return replace(_label(subs(sub), True, match, head), style=style)
    match = _BONUS.match(head)
    if match is None:
        return None
    return replace(_label(("bonus",), True, match, head), style="bonus")


def _label(path: Path, relative: bool, match: re.Match[str], head: str, word: str = "") -> Label:
    end = match["end"].strip()
    rest = head[match.end() :]
    firm = bool(end) or match.end() >= len(head) or rest.startswith("(")
    return Label(path, relative, rest, firm, word)


def _behind_words(head: str, words: tuple[str, ...]) -> Label | None:
    """A heading's label behind one or two words, or behind a mistyped word."""
    rest = head
    if (sheet := _OF_SHEET.match(head)) is not None:
        label = _read(head[sheet.end() :], words)
        return label if label is not None and label.word and not label.weak else None
    for _ in range(2):
        leading = _LEADING.match(rest)
        if leading is None:
            break
        behind = rest[leading.end() :]
        if _read(f"{_LONG_WORDS[0]} {behind}", words) is not None:  # a number stands there
            typed = leading[0].strip().casefold()
            near = difflib.get_close_matches(typed, _LONG_WORDS, 1, 0.8)
            label = _read(f"{near[0]} {behind}", words) if near else None
            if label is not None and label.word:
                return label
        rest = re.sub(r"^\d{1,2}[\s:,–-]+(?=[^\W\d_])", "", behind)
        label = _read(rest, words)
        if label is not None and label.word and not label.weak and len(label.word) > 2:
            return label
    return None


def find_number(line: str) -> Label | None:
    """The bare number that a heading starts with, as in "## 3. Gradient Descent", or None."""
    bare = _MARKUP.sub("", line[:_START]).replace("**", "").replace("__", "").replace("\\.", ".")
    bare += line[_START:]
    match = _NUMBER.match(bare)
    if match is None:
        return None
    return Label((int(match["rest"]),), False, bare[match.end() :].strip(), True)


_SUBJECT = re.compile(
    r"^[\s*_-]*(?:(?:set|function|figure|panel|part|item|graph)\s+)?(?P<sub>(?-i:[IVX]{1,4})|\d{1,2})"
    r"(?=[\s*_]+(?:is|are|has|isn['’]t)\b|\s*:\s)",
    re.IGNORECASE,
)


def find_subject(line: str) -> Label | None:
    """The part that a sentence speaks of: the second of "II is convex." or "III: it is not."."""
    match = _SUBJECT.match(line)
    if match is None:
        return None
    rest = line[match.end() :].lstrip("*_: ")
    return Label(subs(match["sub"]), True, rest, True, style="subject")


def _first(text: str) -> int | str:
    """A problem's own number: in digits, in words or roman; a letter stays a letter."""
    lower = text.lower()
    if text.isdigit():
        return int(text)
    counted = {**_ROMAN, **_NUMBER_WORDS, **_CJK}
    return counted.get(lower, text)


def subs(text: str) -> tuple[int | str, ...]:
    """The parts of "-1", ".a", "(ii)" or "part 2" as numbers, or "bonus"."""
    text = re.sub(rf"^\W*{PART_WORDS}\s+", "", text.strip(), flags=re.IGNORECASE)
    parts: list[int | str] = []
    for word in re.findall(r"\d+|[A-Za-z]+", text):
        lower = word.lower()
        if word.isdigit():
            parts.append(int(word))
        elif lower in ("bonus", "extra"):
            parts.append("bonus")
        elif lower in _ROMAN and (len(lower) > 1 or lower in "iv"):
            parts.append(_ROMAN[lower])
        else:
            parts.append(ord(lower[0]) - ord("a") + 1)
    return tuple(parts)


def words(text: str) -> list[str]:
    """The words of a title, for comparing: lower case, no points, no numbers in brackets."""
    text = re.sub(r"\(\s*\+?\d+[^)]*\)", " ", text)
    return re.findall(r"[^\W_]+", text.casefold())


def is_after(met: Path, path: Path) -> bool:
    """Whether a label that was met is this one, or comes after it in the order of numbers."""
    if met == path:
        return True
    one, other = next(((a, b) for a, b in zip(met, path, strict=False) if a != b), (0, 0))
    return isinstance(one, int) and isinstance(other, int) and one > other


def is_title(text: str) -> bool:
    """Whether what follows a problem's label is its title, and not yet an answer."""
    return bool(text) and "$" not in text and len(text.split()) <= 12 and text[-1] not in ".=:;"


def is_bold(line: str) -> bool:
    """Whether a whole line is emphasised, as headings are where `#` is not used."""
    text = line.strip()
    return (
        len(text) > 4 and text.startswith(("**", "__")) and text.rstrip(":").endswith(("**", "__"))
    )
