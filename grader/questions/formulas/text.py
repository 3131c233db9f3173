"""What else stands in the text of an answer: words around formulas, labels, Python's indices."""

from __future__ import annotations

import re

from grader.equivalence.reading.notation import Notation

_FENCED = re.compile(r"\$\$([^$]+)\$\$|\$([^$]+)\$")
_WORDS = re.compile(r"[A-Za-z\s.,:;()'\u2019-]*")
_CONDITION = re.compile(r"\b(?:for|if|when|where|whenever|provided)\b", re.IGNORECASE)
_OR = re.compile(r"[\s,;]*or[\s,;]*", re.IGNORECASE)
_LABEL = re.compile(r"(^|[,;\n])(\s{0,20}[A-Za-z\u2202/][\w\u2202/ ']{0,40}):(?![=:])")
_LAMBDA = re.compile(r"\s*lambda [\w, ]{1,80}:")
_SENTENCE = re.compile(
    r"\s*(?:[Tt]he|[Mm]y|[Oo]ur|[Ss]o|[Tt]hus) [A-Za-z ]{0,60}\b(?:is|are)\b:?\s*"
)
_FOR_ALL = re.compile(r"(?:\\[;,!: ]|\\q?quad|\s){0,6}\(\s*(\\forall(?![A-Za-z])[^()]{1,60})\)\s*$")
_INDEX = re.compile(r"([A-Za-z\u03b1-\u03c9]{1,20})\[(\d)\]")


def unbracketed(text: str) -> str:
    r"""A text whose condition, `(\forall x > 0)`, stands in brackets, without these."""
    return _FOR_ALL.sub(r", \1", text)


def fenced(text: str) -> str:
    """The formulas between dollar signs one after the other, where only words stand outside."""
    if text.count("$") < 2:
        return text
    outside = _FENCED.sub(" ", text)
    if outside == text or not _WORDS.fullmatch(outside):
        return text
    joined, end = "", 0
    for found in _FENCED.finditer(text):
        words = text[end : found.start()]
        between = r" \text{for} " if _CONDITION.search(words) else r" \quad "
        between = r" \lor " if _OR.fullmatch(words) else between
        joined += (between if joined else "") + (found[1] or found[2])
        end = found.end()
    return joined


def unlabelled(text: str) -> str:
    """A text that could not be read, its labels as equations: ``gradient: (1, 2)``."""
    text = _LAMBDA.sub("", text)
    if text.strip().startswith("<") and text.strip().endswith(">"):
        return "(" + text.strip()[1:-1] + ")"
    return _LABEL.sub(r"\1\2 =", text)


def by_cases(text: str) -> str:
    """`e^(-t) (t >= 0), 0 otherwise` as the function by cases that it says; any other as it is."""
    words = " ".join(text.split()) if len(text) <= _MOST_BY_CASES else ""
    where = _CASE.search(words) if _ELSE.search(words) else None
    if where is None:
        return text
    lead, equals, value = words[: where.start()].rpartition("=")
    after = _APART.match(words, where.end())
    other = _OTHER.sub("", words[after.end() :]).strip(" ,") if after is not None else ""
    value = value.strip(" ,")
    if not value or not other or _MORE.search(f"{lead}{value}{other}") or len(lead) > _LONGEST_LEAD:
        return text
    condition = where["within"] or where["after"]
    return f"{lead}{equals}Piecewise(({value}, {condition.strip()}), ({other}, True))"


_MOST_BY_CASES = 400
_LONGEST_LEAD = 20
_ELSE = re.compile(r"\b(?:otherwise|elsewhere|else|sonst)\b", re.IGNORECASE)
_CASE = re.compile(
    r"\((?:if |for |when )?(?P<within>[^()<>≤≥]{1,40}[<>≤≥][^()]{1,40})\)"
    r"|\b(?:if|for|when) (?P<after>[^,;<>≤≥]{1,40}[<>≤≥]=?[^,;<>≤≥]{1,40}?)(?=,|;| and | else )",
    re.IGNORECASE,
)
_APART = re.compile(r" ?[,;] ?(?:and )?| and |(?= else )", re.IGNORECASE)
_OTHER = re.compile(
    r"^ ?(?:else|otherwise|sonst)\b ?,?| ?\b(?:otherwise|elsewhere|else|sonst)\b[ .]*$|[ .]+$",
    re.IGNORECASE,
)
_MORE = re.compile(r"[;=<>≤≥]|\b(?:if|for|when|otherwise|elsewhere|else|sonst)\b", re.IGNORECASE)
"""What tells of a third case, or of a sentence."""


def plain(text: str, notation: Notation) -> str:
    """A text without the words that lead up to its formula, and Python's ``theta[0]`` as the first
    of the variables theta_1 and theta_2.
    """
    text = by_cases(_SENTENCE.sub("", text, count=1) if _SENTENCE.match(text) else text)
    if text.lstrip().startswith("{{") and text.rstrip().endswith("}}") and "\\" not in text:
        text = text.replace("{", "[").replace("}", "]")  # as Mathematica writes matrices
    if "[" not in text or not _INDEX.search(text):
        return text
    names = {name for name in notation.symbols if "_" in name}
    found = {match.groups() for match in _INDEX.finditer(text)}
    shift = int(any(index == "0" for _, index in found))

    def named(match: re.Match[str]) -> str:
        base, index = match.groups()
        name = f"{base}_{int(index) + shift}"
        plain = name.replace("\u03b8", "theta")
        return f" {name} " if plain in names or plain in notation.aliases else match.group()

    return _INDEX.sub(named, text)
