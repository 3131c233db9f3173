"""Words, signs and negations for true and false, in the languages that students write in."""

from __future__ import annotations

import re

_TRUE = """
    true t 1 yes y correct right wahr richtig ja vrai oui verdadero cierto sí si vero sim verdadeiro
    waar juist sant sann rätt prawda tak верно истина да правда doğru evet 对 正确 真 是 正 正しい
"""
_FALSE = """
    false f 0 no n incorrect wrong untrue falsch nein faux non falso não nao onwaar onjuist falskt
    fel fałsz nie неверно ложь нет yanlış hayır 错 错误 假 否 不对 誤 誤り
"""
TRUE_WORDS = frozenset(_TRUE.split())
FALSE_WORDS = frozenset(_FALSE.split())
_TICKS = str.maketrans(dict.fromkeys("✓✔☑✅🗸", "true:") | dict.fromkeys("✗✘☒❌✖", "false:"))
_SUBJECT = (
    r"(?:(?:it|this|that|(?:the|this|that) (?:statement|claim|assertion|sentence))"
    r"(?:\s+is|\s+was|['’]s)?|statement)?"
)
_DENIED = re.compile(
    rf"\W*{_SUBJECT}\s*(?:is\s+|are\s+|was\s+)?(?:not|isn['’]?t|never|nicht|pas|no es|não é)\s+"
    r"(?P<degree>(?:always|necessarily|generally|really|in general|quite)\s+)?(?:a\s+)?"
    r"(?P<word>true|false|correct|incorrect|right|wrong|wahr|falsch|richtig|vrai|faux|verdadero|"
    r"falso)\b",
    re.IGNORECASE,
)
_SAID = re.compile(
    rf"\W*{_SUBJECT[:-1]}\s+(?=(?:true|false|correct|incorrect|right|wrong)\b)", re.IGNORECASE
)


def in_usual_words(text: str) -> str | None:
    """The text with a tick, a box or a negation before it as True or False; None if unclear.

    "Not true" is False and "not always true" too, but "not always false" is neither.
    """
    head, tail = text[:200].translate(_TICKS), text[200:]
    text = head + tail
    denied = _DENIED.match(head)
    if denied is not None:
        word = denied["word"].lower() in TRUE_WORDS
        if denied["degree"] and not word:
            return None
        rest = text[denied.end() :]
        return f"{not word}:{rest}" if re.search(r"\w", rest) else f"{not word}"
    said = _SAID.match(head)
    return text[said.end() :] if said is not None else text
