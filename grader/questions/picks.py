"""Which options a text picks: by a label in a sentence, by their words, or by a mark in a list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

_DENIED = re.compile(
    r"\b(?:not|no|never|neither|nor|cannot|without|unlike|instead of|rather than|except|but)\b"
    r"|n['’]t\b",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\b(?:because|since|as|so that|due to)\b.*", re.IGNORECASE | re.DOTALL)
_LED = re.compile(
    r"^\W*(?:(?:so|thus|hence|therefore)?,?\s*(?:the|my|our)?\s*(?:correct|right|best|final)?\s*"
    r"(?:answers?|options?|choices?|solution)\s*(?:to .{1,30}|here)?\s*(?:is|are|:|=)*\s*"
    r"(?:option|choice|letter)?\s*|(?:i|we)\s+(?:choose|chose|pick|select|take|think|say)\s*"
    r"(?:that\s+it\s+is\s*)?(?:option|choice|letter)?\s*)",
    re.IGNORECASE,
)
_CLOSED = re.compile(r"[)\].:,;–—-]|\s*$|\s+(?:because|since|as|is)\b|\s*[–—-]")
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


_ALONE = ("yes", "no", "true", "false")
"""Options that stand in many a sentence without being picked by it."""


def picked(text: str, options: Mapping[str, str]) -> set[str]:
    """The labels of the options that a text surely picks; empty where it is not sure."""
    text = text.strip()[:5_000]
    listed = _in_list(text, options)
    if listed is not None:
        return listed
    by_label, by_words = _by_label(text, options), _by_words(text, options)
    if by_label is not None and by_words and {by_label} != by_words:
        return set()
    return {by_label} if by_label is not None else by_words


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
        unlabelled = re.sub(rf"^{re.escape(label.casefold())}\s*[).:\]–-]*\s+", "", bare)
        if _plain(text) in (bare, _plain(unlabelled)):
            yield label


def _by_label(text: str, options: Mapping[str, str]) -> str | None:
    """The option whose label leads the text, or stands behind "the answer is"."""
    bare = re.sub(r"[*_`$]|\\text(?:bf|it)?\b", "", text)
    led = _LED.match(bare)
    rest = bare[led.end() :] if led is not None else bare
    for label in sorted(options, key=len, reverse=True):
        match = re.match(rf"\W{{0,3}}{re.escape(label)}(?![\w'’])", rest, re.IGNORECASE)
        if match is not None and (
            _CLOSED.match(rest, match.end()) or match[0][:1] in "([" or led is not None
        ):
            return label
    word = _YES_OR_NO.match(rest)
    if word is not None:
        starts = [
            label
            for label, option in options.items()
            if re.match(rf"\W*{word[1]}\b", option, re.IGNORECASE)
        ]
        return starts[0] if len(starts) == 1 else None
    return None


def _by_words(text: str, options: Mapping[str, str]) -> set[str]:
    """The one option whose words stand in a text that denies nothing before its reason."""
    claim = _plain(_ASIDE.sub("", text) or text)
    whole = _plain(text)
    spans = [
        (match.start(), match.end(), label)
        for label, option in options.items()
        if len(_plain(option)) > 1 and _plain(option) not in _ALONE
        for match in re.finditer(rf"(?<!\w){re.escape(_plain(option))}(?!\w)", whole)
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
    return set() if _DENIED.search(outside) or option not in claim else kept


def _plain(text: str) -> str:
    """A text for comparing: no markup, one blank between words, small letters."""
    text = re.sub(r"\\[A-Za-z]+|[*_`${}()\[\]\"“”]", " ", text)
    return re.sub(r"\s+", " ", text).strip(" .,;:!?").casefold()
