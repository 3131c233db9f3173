"""Words, signs and negations for true and false, and the numbers of items, as they are written."""

from __future__ import annotations

import re

_ENGLISH = "true|false|t|f|yes|no|correct|incorrect"
_OTHER = {
    "true": "right|wahr|richtig|vrai|verdadero|cierto|vero|verdadeiro|certo|waar|sant|sann|sandt"
    "|rätt|riktig|tosi|igaz|pravda|prawda|верно|правильно|правда|истина|да|вірно|так|doğru|adevărat"
    "|đúng|benar|सही|对|正确|真|正しい|はい|맞다|참|صحيح|صح|נכון|σωστό",
    "false": "wrong|untrue|falsch|faux|falso|errado|onwaar|falskt|falsk|usann|fel|epätosi|hamis"
    "|nepravda|fałsz|неверно|неправильно|неправда|ложь|нет|невірно|хибно|yanlış|fals|sai|salah|गलत"
    "|错误|错|假|不对|誤り|正しくない|いいえ|틀리다|거짓|خطأ|λάθος",
}
TRUTH = f"(?:{_ENGLISH}|{_OTHER['true']}|{_OTHER['false']})"
WORDS = frozenset(TRUTH[3:-1].split("|"))
_MEANS = {word: name.capitalize() for name, words in _OTHER.items() for word in words.split("|")}
_TICKS = str.maketrans(dict.fromkeys("✓✔☑✅🗸", "True ") | dict.fromkeys("✗✘☒❌✖", "False "))
_TICK = re.compile(r"[✓✔☑✅🗸✗✘☒❌✖]")
_ROOTS = re.compile(r"(?:^|(?<=[\s,;:.)，、；：）]))[√×](?=[\s,;.，、；。]|$)(?!\s*\d)")
"""The signs of a root and of a product, which are a tick and a cross where they stand alone."""
_BOX = re.compile(r"^\s*\\?\[(?P<mark>[xX✓✔ ]?)\\?\]\s*")
_SUBJECT = (
    r"(?:(?:it|this|that|(?:the|this|that) (?:statement|claim|assertion|sentence))"
    r"(?:\s+is|\s+was|['’]s)?\s*)?"
)
_DENIED = re.compile(
    rf"^[\s*_`]*{_SUBJECT}(?:is\s+|are\s+|was\s+)?(?:not|isn['’]?t|never|nicht|pas)\s+"
    r"(?P<degree>(?:always|necessarily|generally|really|in general|quite)\s+)?[*_]*"
    r"(?P<word>true|false|correct|incorrect|right|wrong|wahr|falsch|richtig|vrai|faux)\b[*_]*",
    re.IGNORECASE,
)
_SAID = re.compile(
    rf"^[\s*_`]*{_SUBJECT[:-1]}(?=[*_]*(?:true|false|correct|incorrect|right|wrong|untrue)\b)",
    re.IGNORECASE,
)
_WHAT = r"(?:it|this|that|(?:the|this|that) (?:statement|claim|assertion|sentence))"
_HOLDS = re.compile(
    rf"^[\s*_`]*(?:{_WHAT}\s+)?(?:always\s+)?(?:holds|is (?:the case|valid))\b", re.IGNORECASE
)
_FAILS = re.compile(
    rf"^[\s*_`]*(?:{_WHAT}\s+)?(?:(?:does not|doesn['’]?t|need not|cannot)\s+"
    r"(?:always\s+|necessarily\s+|generally\s+)?hold|fails|is(?: not|n['’]?t) (?:the case|valid)"
    r"|is invalid)\b|^[\s*_`]*(?:i|we)\s+(?:do not|don['’]?t)\s+(?:think|believe)\s+(?:that\s+)?"
    rf"{_WHAT}\s+(?:is\s+(?:true|correct|right)|holds)\b",
    re.IGNORECASE,
)
LETTERS = ("yn", "vf", "wf", "rf", "jn", "sn", "on", "вн", "ил")
"""The letters that stand for true and false in other languages, where both of a pair stand."""
_RIGHT = frozenset(("true", "correct", "right", "wahr", "richtig", "vrai"))
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
NUMBER = r"(?:\d{1,2}|viii|vii|iii|vi|iv|ix|xi{0,2}|ii|[a-hivx])"
"""The number of an item: in digits, Roman, or a letter."""


def number_of(word: str) -> int:
    """The number that digits, a Roman number or a letter from a to h stands for."""
    lower = word.lower()
    if lower.isdigit():
        return int(lower)
    return _ROMAN.index(lower) + 1 if lower in _ROMAN else ord(lower) - ord("a") + 1


def english(word: str) -> str:
    """A word of another language as True or False; English ones stay as they were written."""
    return _MEANS.get(word.casefold(), word)


def means(word: str) -> bool:
    """Whether a word of any language says that something is true."""
    return english(word).casefold() in ("true", "t", "yes", "correct")


def usual(text: str) -> str:
    """An item with a tick as a word, and with "not true" as False; an unclear denial stays."""
    text = _ROOTS.sub(lambda sign: "✓" if sign[0] == "√" else "✗", text).translate(_TICKS)
    claimed = _HOLDS.match(text) or _FAILS.match(text)
    if claimed is not None and not re.match(r"\s+to\b", text[claimed.end() :]):
        rest = text[claimed.end() :]
        word = str(claimed.re is _HOLDS)
        return f"{word}: {rest}" if re.search(r"\w", rest) else word
    denied = _DENIED.match(text)
    if denied is None:
        said = _SAID.match(text)
        return text[said.end() :] if said is not None else text
    is_true = denied["word"].lower() not in _RIGHT
    if denied["degree"] and is_true:
        return text
    rest = text[denied.end() :]
    return f"{is_true}: {rest}" if re.search(r"\w", rest) else str(is_true)


def ticked(text: str) -> bool:
    """Whether a tick or a cross stands in a text."""
    return (_TICK.search(text) or _ROOTS.search(text)) is not None


def boxed(items: list[str]) -> list[str]:
    """Items of a list of boxes to tick as True and False; nothing where none is ticked."""
    boxes = [_BOX.match(item) for item in items]
    marks = [box["mark"].strip() for box in boxes if box is not None]
    if len(marks) < len(items) or not any(marks):
        return []
    return [
        f"{bool(box['mark'].strip())} - {item[box.end() :]}"
        for box, item in zip(boxes, items, strict=True)
        if box is not None
    ]
