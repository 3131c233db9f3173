"""Numbers and formulas in running text: behind "Answer:", alone in a line, or in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..candidate import Candidate, How
from ..formulas import BOUND, tidy
from ..sections import Placed
from .listed import last_of_chain
from .mentions import is_named_otherwise, is_of_another
from .plain_formulas import is_formula
from .said import leaves, plain, with_units
from .several import as_list, list_of
from .values import next_unit, unit_behind

TIMES_TEN = (
    r"\s?(?:[×x*·⋅]|\\times|\\cdot)\s?10"
    r"(?:\^(?:[-+−]?\d{1,3}|\(\s?[-+−]?\d{1,3}\s?\)|\{\s?[-+−]?\d{1,3}\s?\})|⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})"
)
"""The power of ten of a number as people and knitr write it: `1.07 × 10^4`, 10⁴ in one sign."""
NUMBER = (
    r"(?:[-+−]\s?)?(?:\d{1,4}\s\d{1,3}/\d{1,3}|√\s?\(?\d+(?:\.\d+)?\)?|\d{0,4}\s?[¼½¾⅐-⅞]"
    r"|(?:\d{1,3}(?:,\d{3})+|\d+)?(?:[.,]\d+(?:[\u0304\u0305]|\s?(?:\.{3}|…))?|(?<=\d))"
    rf"(?:[eE][-+]?\d+|{TIMES_TEN})?(?:\s?/\s?\d+|:\d+|\s:\s\d+|!(?![=\w]))?)(?:\s?\\?%)?"
)
_WHOLE = (
    "zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen"
    "|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty"
    "|ninety|hundred|thousand|million"
)
_PART = (
    "hal(?:f|ves)|(?:third|quarter|fourth|fifth|sixth|seventh|eighth|ninth|tenth|hundredth)s?"
)
_SPELLED = (
    rf"(?:(?:minus|negative|positive|plus)\s+)?(?:an?\s+)?(?:{_WHOLE}|{_PART})"
    rf"(?:(?:[-\s]|\s+and\s+)(?:an?\s+)?(?:{_WHOLE}|{_PART}))*(?:\s+per\s?cent)?"
)
_WORDS = (
    rf"(?<![\w-])(?:{_SPELLED}|(?:minus|negative)\s+{NUMBER}|\d+\s+(?:out\s+of|in|of)\s+\d+"
    rf"|(?:{_WHOLE})\s+(?:out\s+of|in)\s+(?:{_WHOLE}))(?=[\s*_`$]*(?:[.,;:)!]|$))"
)
"""Numbers in words, up to the end of their clause: "one" alone begins too many sentences."""
_VALUE = rf"(?:\$[^$\n]{{1,300}}\$|{_WORDS}|{NUMBER})"
_SEVERAL = rf"(?:(?P<list>{list_of(_VALUE)})|(?P<value>{_VALUE}))"
_FORMULA = re.compile(r"(?<!\\)\$\$.+?(?<!\\)\$\$|(?<!\\)\$[^$]+\$", re.DOTALL)
_ABOUT = r"(?:(?:about|approximately|approx\.?|roughly|around|nearly|circa|ca\.)\s+)?"
_ALONE = re.compile(
    rf"(?P<before>[^\w√∛∜≠≥≤<>±∓!^¬%+/\\∑∏∫]{{0,3}}?){_ABOUT}"
    rf"{_SEVERAL}(?:\s+[A-Za-z/]{{1,12}})?(?:\s*\([^()\d]{{1,80}}\))?\W{{0,2}}",
    re.IGNORECASE,
)
_REASONED = re.compile(
    rf"\W{{0,3}}?(?:(?:on average|so|thus|hence|therefore),?\s+)?{_ABOUT}{_SEVERAL}"
    r"(?:\s+[A-Za-z/]{1,12})?[,;]?"
    r"\s*\(?(?:since|because|as|due to|that is|i\.e\.)\b",
    re.IGNORECASE,
)
"""A value at the start of a line, and the reason for it."""
_ANSWER = re.compile(
    rf"\b(?:answer|ans|solution|result|antwort|ergebnis|lösung|réponse|résultat|respuesta|resultado"
    rf"|risposta|risultato|resposta|antwoord|ответ|результат)\b\s*(?:to [^.:=]{{1,40}}|here)?\s*"
    rf"(?:ist|is|lautet|est|es|è|é|:|=|→|->)+\s*"
    rf"(?:then |thus |therefore |about |approximately )?"
    rf"(?:[A-Za-z]\w{{0,8}}(?:\([^()]*\))?\s*=\s*)?"
    rf"{_SEVERAL}",
    re.IGNORECASE,
)
_ANSWER_GLUED = re.compile(
    rf"(?:答案|答え|結果|结果|정답은?|답은?)\s*(?:是|为|為|は|[:：=]|)\s*(?P<value>{_VALUE})"
)
"""The same in languages that put no blanks between words."""
_MIXED = re.compile(r"\d\s+and\s+(?:a|one|two|three)\s+(?:hal|third|quarter|fifth)", re.IGNORECASE)
_MIXED_FRACTION = re.compile(r"(?<![\d.,/])(\d+)\s+(?:and|&)\s+(\d+/\d+)(?![\d.,/])")
_DEFINES = re.compile(r"^\W*\$[^$]{1,60}(?:=|≈|\\approx)\s*\$\s*")
_ENDS_WITH = re.compile(
    r"\b(?:is|equals|becomes|gives|obtain|get)\s+(?P<value>[^.;:=$]{1,120})\.?\s*$"
)
"""A formula in plain text at the end of a sentence."""
_ASKED = re.compile(rf"\?[\s*_)\]]{{0,4}}(?:→|->|:|=)?\s*\(?(?P<value>{_VALUE})\)?[\s.*_]*$")
_LEADS = (
    r"(?:\b(?:is|are|was|equals|equal to|has|becomes|gives|get|obtain|turns out to be|ist|sind"
    r"|beträgt|lautet|ergibt|est|vaut|sont|es|son|vale|è|é|равна|равен|равно|составляет)\b|:)\s*"
    r"(?:(?:then|thus|therefore|just|only|about|approximately|roughly|around|nearly|exactly"
    r"|close to|equal to) )?"
)
_SENTENCE = re.compile(
    rf"(?P<before>[^.;:?\n]{{0,120}}?){_LEADS}{_SEVERAL}(?!\w)", re.IGNORECASE
)
_CONCLUDED = re.compile(
    rf"\b(?:so|thus|hence|therefore|giving|altogether|in total|overall|insgesamt|somit|daher"
    rf"|donc|luego)\b[^.;\d$]{{0,40}}?(?P<value>{_VALUE})(?!\w)",
    re.IGNORECASE,
)
"""The value that is concluded from another in the same line."""
_BESIDE = re.compile(r"[\s|—–]+[-+]?[\d.]*\d(?![\w%]|[.,]\d)[\s|—–]*$")
"""A number beside another: cells of a table in one line, whose names stand in a row before them."""
_THERE_ARE = re.compile(r"\b(?:there\s+(?:are|were)|(?:we|i)\s+have|it\s+has)\s+$", re.IGNORECASE)
_PLURAL = re.compile(
    r"\s+(?:[a-z]{3,12}\s+)?(?!units\b|points\b|years\b|hours\b|days\b)[a-z]{2,14}s\b"
)
_DENIED = re.compile(r"\b(?:not|never|no|cannot|if|nicht|kein|ne)\b|n['’]t\b", re.IGNORECASE)


def in_words(
    rows: Sequence[Placed], of: Sequence[str], *, units: bool = False
) -> Iterator[Candidate]:
    """Numbers and formulas that stand in words: behind "Answer:", alone, or in a sentence."""
    for row in rows:
        items = row.block.items
        if len(items) == 1 and not items[0].number and re.fullmatch(NUMBER, items[0].text.strip()):
            yield Candidate(f"-{items[0].text.strip()}", items[0].line, "any")  # "- 3"
        for block in leaves(row.block):
            if block.kind not in ("paragraph", "heading"):
                continue
            words = _FORMULA.sub(_if_over_lines, block.text)
            for line, text in enumerate(_lines(words, units), block.line):
                if not _MIXED.search(text):  # "12 and a half" is not 12
                    yield from _in_line(text, line, of, units)


def _lines(words: str, units: bool) -> list[str]:
    text = plain(words)
    return (with_units(text, True) if units else text).split("\n")


def _if_over_lines(formula: re.Match[str]) -> str:
    """Only its line breaks of a formula that is displayed or goes over lines: no value in words."""
    is_short = "\n" not in formula[0] and not formula[0].startswith("$$")
    return formula[0] if is_short else "\n" * formula[0].count("\n")


def _in_line(text: str, line: int, of: Sequence[str], units: bool) -> Iterator[Candidate]:
    def as_candidate(match: re.Match[str], how: How) -> Iterator[Candidate]:
        """The value or list of a match with its unit; nothing where it is an equation or bound."""
        several = match.groupdict().get("list")
        if several and BOUND.search(several):
            return  # a value and its condition
        value = as_list(several) if several else tidy(match["value"].strip("$ "))
        value = last_of_chain(value)
        if not several and re.fullmatch(NUMBER, value):
            behind = text[match.end("value") :]
            value += unit_behind(behind) if how != "sentence" else ""
            value += next_unit(behind) if units and " " not in value else ""
        how = "several" if several and how == "sentence" else how
        if "=" not in value:  # equations are statements, which tell more
            yield Candidate(value, line, how)

    if (mixed := _MIXED_FRACTION.search(text)) is not None:  # or two numbers
        yield Candidate(f"{mixed[1]} {mixed[2]}", line, "any")
    answer = _ANSWER.search(text) or _ANSWER_GLUED.search(text)
    if answer is not None and not _DENIED.search(text[: answer.start()]):
        yield from as_candidate(answer, "answer")
        return
    if (alone := _ALONE.fullmatch(text.strip())) is not None:
        dashed = re.search(r"[-–—−]", alone["before"])  # a bullet, or a minus set apart
        yield from as_candidate(alone, "sentence" if dashed else "only")
        return
    if (reasoned := _REASONED.match(text.strip())) is not None:
        yield from as_candidate(reasoned, "told")
    if is_formula(bare := _DEFINES.sub("", text)):  # behind a name that is typeset
        yield Candidate(tidy(bare), line, "only")
    ends = _ENDS_WITH.search(text)
    if ends is not None and re.search(r"[^\W\d_]", ends["value"]) and is_formula(ends["value"]):
        yield Candidate(tidy(ends["value"]), line, "sentence")
        return
    if (behind := _ASKED.search(text)) is not None:
        yield from as_candidate(behind, "behind")
    for name in of:
        match = _about(name, text)
        beside = match is not None and _BESIDE.match(text, match.end())
        if match is not None and not beside and not _DENIED.search(match[0]):
            yield from as_candidate(match, "sentence")
    for match in reversed(list(_SENTENCE.finditer(text))):
        if _DENIED.search(match["before"]):
            continue
        another = (
            is_of_another(match["before"], of)
            or is_named_otherwise(match["before"], of)
            or _counts_others(match, text, of)
        )
        for one in as_candidate(match, "sentence"):
            yield replace(one, how="other") if another else one
        if (concluded := _CONCLUDED.search(text, match.end())) is not None:
            yield from as_candidate(concluded, "any")


def _counts_others(match: re.Match[str], text: str, of: Sequence[str]) -> bool:
    """Whether a sentence says how many of something there are, and names nothing that is asked."""
    counted = _THERE_ARE.search(text[: match.start("value")]) and _PLURAL.match(
        text[match.end("value") :]
    )
    return bool(of and counted) and not any(name.casefold() in text.casefold() for name in of)


def _about(name: str, text: str) -> re.Match[str] | None:
    """The first value behind the word of an asked name: `rank` of `rank(A)`."""
    word = re.match(r"[^\W\d_]{3,}", re.sub(r"\\(?:text|operatorname|mathrm)\W*", "", name))
    if word is None:
        return None
    between = r"[^.\d\n$^_]{0,30}?(?:\$[^$\d]{1,20}\$[^.\d\n$]{0,20}?)?"
    wanted = rf"\b{word[0]}\b{between}(?P<value>{_VALUE})"
    return re.search(rf"{wanted}(?!\w)", text, re.IGNORECASE)
