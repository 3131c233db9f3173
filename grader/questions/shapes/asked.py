"""A text without the question that it repeats before it answers."""

from __future__ import annotations

import re

_POINTS = re.compile(
    r"^[\s*_]*[\[(]\s*\+?\d{1,3}\s*(?:points?|pts?|marks?)\s*[\])][\s*_:.-]*", re.IGNORECASE
)
_TRUE_OR_FALSE = re.compile(
    r"\W*(?:true\s+or\s+false|yes\s+or\s+no)\b[^.?!]*(?:[.?!]|\n|$)[\s*_]*", re.IGNORECASE
)
_REASON_ASKED = re.compile(
    r"[\s*_]*(?:why(?: not)?\?|(?:please\s+)?"
    r"(?:justify|explain|motivate|prove|discuss|comment on)\b"
    r"[^.?!\n]{0,80}[.?!]|give (?:a |your )?reasons?\b[^.?!\n]{0,80}[.?!])[\s*_]*",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"[^?？.!\n]{0,400}(?:\n[^?？.!\n]{0,400}){0,4}[?？][\s*_)]*(?:(?:[-=]{1,2}>|[→⇒–—]|--)\s*)?(?=\S)"
)


_ANSWERED = re.compile(
    r"(?:^|(?<=[\s*_>]))(?:(?:my|your|the|final)\s+)*(?:answer|antwort|réponse|respuesta|risposta"
    r"|resposta|ответ|答案|答え|答|解)[\s*_]*[:：][\s*_`]*(?=[^\s*_`])",
    re.IGNORECASE,
)
"""Where an answer begins."""


def without_question(text: str) -> str:
    """A text without the question that it repeats: points, "True or False: ...", up to a "?"."""
    answers = list(_ANSWERED.finditer(text))
    if answers and answers[-1].start() > 0:
        text = text[answers[-1].end() :]
    bare = _POINTS.sub("", text)
    while (reason := _REASON_ASKED.match(bare)) is not None:
        bare = bare[reason.end() :]
    asked = _TRUE_OR_FALSE.match(bare) or _ASKED.match(bare)
    rest = bare[asked.end() :].strip() if asked is not None else ""
    while (reason := _REASON_ASKED.match(rest)) is not None:
        rest = rest[reason.end() :]
    return rest if re.search(r"\w", rest) else bare
