"""Which options a text picks: by a label in a sentence, by their words, or by a mark in a list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from grader.questions.choice.several import (
    all_but,
    by_all_words,
    by_verdicts,
    in_a_row,
    names_another,
)
from grader.questions.shapes.asked import without_question

_DENIED = re.compile(
    r"\b(?:not|no|never|neither|nor|nobody|none|cannot|without|unlike|instead of|rather than"
    r"|except|but)\b|n['’]t\b",
    re.IGNORECASE,
)
_OR = re.compile(r"\b(?:or|oder|ou)\b")
_DENIES = re.compile(
    r"\s+(?:should|must|is|are|can|could|will|shall|may|do|does|was)\s*(?:not|never|n['’]t)\b",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\b(?:because|since|as|so that|due to)\b.*", re.IGNORECASE | re.DOTALL)
_TRUTHS = frozenset(("true", "false", "yes", "no"))
"""Options that other words of a sentence hold by chance, such as "the true error"."""
_LEADING = re.compile(
    r"(?:^|[.!?;]\s+|\n)[\s*_]*(true|false|yes|no)(?=[*_]*(?:[.,:;!)]|\s*\n|\s*$|\s+[-–—]"
    r"|\s+(?:because|since|as)\b))",
    re.IGNORECASE,
)
_CLAIMED = re.compile(
    r"\b(?:this|it|that|(?:the|this)\s+(?:statement|claim|answer|assertion))\s+is\s+(true|false)\b"
    r"(?=\W|$)(?!\s+(?:that|if|only|for)\b)",
    re.IGNORECASE,
)
_SENTENCES = re.compile(r"(?<=[.!?;])\s*(?=[A-Z])|\n\s*\n|\s[-–—]+\s|:\s")
_LED = re.compile(
    r"^\W*(?:(?:so|thus|hence|therefore)?,?\s*(?:the|my|our)?\s*(?:correct|right|best|final)?\s*"
    r"(?:(?:die|la|il|el|a|de|das)\s+)?(?:richtige[n]?\s+)?"
    r"(?:answers?|ans|options?|choices?|pick|solution|antworte?n?|lösung|réponses?|respuestas?"
    r"|risposta|resposta|antwoord|ответ|答案|答え)(?![a-z])\.?\s*"
    r"(?:to .{1,30}|here|correcta|correcte)?\s*"
    r"(?:ist|is|are|sind|lautet|est|sont|son|es|è|é|是|は|:|：|=)*\s*"
    r"(?:option|choice|letter)?\s*"
    r"|(?:choose|select|(?:i|we)\s+(?:choose|chose|pick|select|take|think|say))\s*"
    r"(?:that\s+it\s+is\s*)?(?:option|choice|letter)?\s*)",
    re.IGNORECASE,
)
_DRESS = re.compile(r"[*_`$]|\\(?:text(?:bf|it)?|boxed|fbox|mathbf|mathrm)\b|\\?[{}]")
_REFUSED = re.compile(
    r"[)\]]?\s+(?:is|are)\s+(?:clearly\s+|obviously\s+)?(?:wrong|false|incorrect|not|out|excluded"
    r"|impossible)\b|[)\]]?\s+(?:isn|can|does|do)['’]?n?['’]?t\b",
    re.IGNORECASE,
)
_CLOSED = re.compile(r"[)\].:,;–—-]|\s*$|\s*\n|\s+(?:because|since|as|is)\b|\s*[–—-]")
_YES_OR_NO = re.compile(
    r"\W*(yes|no|true|false)\b(?=\s*(?:[^\w\s]|$)"
    r"|\s+(?:because|since|as|it|they|there|this|that|these|we|i|he|she|the|both|neither|all)\b)",
    re.IGNORECASE,
)
"""A word that answers by itself, and does not belong to what follows: "no gaps are left"."""
_LINE = re.compile(
    r"^\s*(?:[-*+•◦]|\d{1,2}[.)])?\s*(?P<box>\[[ xX✓✔]?\]|[☐☑☒✅◯●○])?\s*(?P<text>.*?)\s*$"
)
_MARKED = re.compile(
    r"\*\*|__|✓|✔|✅|☑|←|⇐|<-{1,3}|<={1,2}|\((?:x|correct|my answer|answer|this one)\)"
    r"|\\(?:boxed|underline|textbf|fbox|checkmark)",
    re.IGNORECASE,
)
_CHECKED = frozenset(("[x]", "[X]", "[✓]", "[✔]", "☑", "☒", "✅", "●"))


_ARTICLE = re.compile(r"\ba\s+(?=[a-z]{2})")
"""The article before a word, which is not the label of an option, as in "the box a ball is in"."""
HEDGED = re.compile(
    r"\b(?:not enough|insufficient|too little|more)\s+(?:information|data|details?)\b"
    r"|\b(?:it|this|that|answer)\s+(?:really\s+|all\s+)?(?:will\s+|would\s+)?depends?\b"
    r"|\bdepends on\b"
    r"|\b(?:cannot|can['’]?t|can not|impossible to|hard to|difficult to|unable to|no way to)\s+"
    r"(?:be\s+)?(?:really\s+)?(?:say|said|tell|told|decide|know|known|determine|conclude|choose)",
    re.IGNORECASE,
)
"""What says that nothing is picked, whatever else is named."""
_ALONE = ("yes", "no", "true", "false")
"""Options that stand in many a sentence without being picked by it."""


def picked(text: str, options: Mapping[str, str]) -> set[str]:
    """The labels of the options that a text surely picks; empty where it is not sure."""
    text = without_question(re.sub(r"~~[^~]*~~", "", text).strip()[:5_000])
    text = _without_options(text, options)
    if len({word[1].casefold() in ("true", "yes") for word in _LEADING.finditer(text)}) > 1:
        return set()  # "True. ... False, since ..." says both
    listed = _in_list(text, options)
    if listed is not None:
        return listed
    judged = by_verdicts(text, options)
    if judged is not None:
        return judged
    bare = _without_lead(text)
    several = all_but(bare, options) or in_a_row(bare, options) or by_all_words(text, options)
    if several:
        return several
    if (pair := _opposites(options)) is not None:
        label = by_label(text, options)
        return _affirmed(text, *pair) or ({label} if label is not None else set())
    return _labelled(text, options)


def _without_options(text: str, options: Mapping[str, str]) -> str:
    """A text without the lines that only say what may be chosen: "Answer: A) Yes B) No"."""
    return "\n".join(
        line
        for line in text.split("\n")
        if _MARKED.search(line.strip("*_ "))
        or sum(_names(line, *option) for option in options.items()) < 2
    ).strip()


def _names(line: str, label: str, said: str) -> bool:
    option = rf"(?<!\w){re.escape(label)}\s*[).:]\s*{re.escape(said)}(?!\w)"
    return re.search(option, line) is not None


def _labelled(text: str, options: Mapping[str, str]) -> set[str]:
    """The option that a text names by its label or by its words, if both say the same."""
    label = by_label(text, options)
    if label is None and HEDGED.search(text):
        return set()
    by_words = _by_words(text, options) or _by_claims(text, options)
    if label is not None and by_words and {label} != by_words:
        return set()
    return {label} if label is not None else by_words


def _opposites(options: Mapping[str, str]) -> tuple[str, str, str] | None:
    """The labels of two options of which one denies the other, and the words it denies."""
    if len(options) != 2:
        return None
    (one, said), (other, denied) = sorted(options.items(), key=lambda row: len(row[1]))
    words = _plain(said)
    same = re.fullmatch(rf"(?:is |are )?(?:not |non[- ]?|in|un){re.escape(words)}", _plain(denied))
    return (one, other, words) if same and len(words) > 2 else None


def _affirmed(text: str, yes: str, no: str, words: str) -> set[str]:
    """Whether a text says a thing or denies it, where it does not do both in its claims."""
    found: set[str] = set()
    for sentence in _SENTENCES.split(text):
        claim = _plain(_ASIDE.sub("", sentence))
        for match in re.finditer(rf"(?<!\w)(non[- ]?|in|un)?{re.escape(words)}(?!\w)", claim):
            before = claim[: match.start()].split()[-4:]
            denied = match[1] or _DENIED.search(" ".join(before))
            if re.search(r"\b(?:if|whether|would|when|suppose)\b", claim[: match.start()]):
                continue
            found.add(no if denied else yes)
        if found:
            break
    return found if len(found) == 1 else set()


def _in_list(text: str, options: Mapping[str, str]) -> set[str] | None:
    """The marked lines of a copied list of options; None where the text is no such list."""
    lines = [match for line in text.split("\n") if (match := _LINE.match(line)) and match["text"]]
    found = {label: line for line in lines for label in _option_of(line["text"], options)}
    if len(found) < 2:
        return None
    boxes = {label: line["box"] for label, line in found.items() if line["box"]}
    if boxes:
        return {label for label, box in boxes.items() if box in _CHECKED}
    marked = {label for label, line in found.items() if _MARKED.search(line[0])}
    return marked if 0 < len(marked) < len(found) else set()


def _option_of(line: str, options: Mapping[str, str]) -> Iterator[str]:
    """The option that a line copies, with or without its label."""
    bare = _plain(_MARKED.sub(" ", line))
    for label, text in options.items():
        if re.fullmatch(rf"{re.escape(label.casefold())}\W*", bare):
            yield label
            continue
        unlabelled = re.sub(rf"^{re.escape(label.casefold())}\s*[).:\]–-]*\s+", "", bare)
        if _plain(text) in (bare, _plain(unlabelled)):
            yield label


def by_label(text: str, options: Mapping[str, str]) -> str | None:
    """The option whose label leads the text, or stands behind "the answer is"."""
    bare = _DRESS.sub("", text)
    led = _LED.match(bare)
    rest = bare[led.end() :] if led is not None else bare
    for label in sorted(options, key=len, reverse=True):
        match = re.match(rf"[^\w~!¬]{{0,3}}{re.escape(label)}(?![\w'’])", rest, re.IGNORECASE)
        if match is not None and (
            _CLOSED.match(rest, match.end()) or match[0][:1] in "([" or led is not None
        ):
            after = rest[match.end() :]
            lone = not names_another(after, label, options) and not _REFUSED.match(after)
            return label if lone else None
    word = _YES_OR_NO.match(rest) or _CLAIMED.search(rest)
    if word is not None:
        starts = [
            label
            for label, option in options.items()
            if re.match(rf"\W*{word[1]}\b", option, re.IGNORECASE)
        ]
        return starts[0] if len(starts) == 1 else None
    return None


def _without_lead(text: str) -> str:
    bare = _DRESS.sub("", text)
    led = _LED.match(bare)
    return bare[led.end() :] if led is not None else bare


def _by_words(text: str, options: Mapping[str, str]) -> set[str]:
    """The one option whose words stand in a text that denies nothing before its reason."""
    claim = _plain(_ASIDE.sub("", text) or text)
    whole, without = _plain(text), _plain(_ARTICLE.sub("the ", text))
    spans = [
        (match.start(), match.end(), label)
        for label, option in options.items()
        if len(_plain(option)) > 1 and _plain(option) not in _ALONE
        for said in [without if _plain(option).endswith(" a") else whole]
        for match in re.finditer(rf"(?<!\w){re.escape(_plain(option))}(?!\w)", said)
    ]
    kept = {
        label
        for start, end, label in spans
        if not any(a <= start and end <= b and (a, b) != (start, end) for a, b, _ in spans)
    }
    if len(kept) != 1:
        return set()
    option = _plain(options[next(iter(kept))])
    outside = claim.replace(option, " ")
    is_open = _DENIED.search(outside) or _OR.search(outside)
    return set() if is_open or option not in claim else kept


def _by_claims(text: str, options: Mapping[str, str]) -> set[str]:
    """The one option that sentences affirm, where they name the others only to deny them."""
    affirmed: set[str] = set()
    named = {
        label: r"\s+".join(rf"{re.escape(word)}(?:ing|s)?" for word in _plain(option).split())
        for label, option in options.items()
        if len(_plain(option)) > 2 and _plain(option) not in _TRUTHS
    }
    for sentence in _SENTENCES.split(text):
        claim = _plain(sentence)
        for label, words in named.items():
            for match in re.finditer(rf"(?<!\w){words}(?!\w)", claim):
                after = claim[match.end() :]
                outside = f"{claim[: match.start()]} {after}"
                if _OR.search(outside):
                    continue
                if not _DENIED.search(claim[: match.start()]) and not _DENIES.match(after):
                    affirmed.add(label)
    return affirmed if len(affirmed) == 1 else set()


def _plain(text: str) -> str:
    """A text for comparing: no markup, one blank between words, small letters."""
    text = re.sub(r"\\[A-Za-z]+|[*_`${}()\[\]\"“”]", " ", text)
    return re.sub(r"\s+", " ", text).strip(" .,;:!?").casefold()
