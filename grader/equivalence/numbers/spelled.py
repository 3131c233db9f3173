"""Numbers in everyday spellings: `12,500`, `2 1/2`, `0.(3)`, `25 %`, `1/4 ≈ 0.25`, `3.5 bits`.

A spelling that can mean two numbers gives both, so that whoever marks can see whether it matters.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from grader.equivalence.errors import ReadError
from grader.equivalence.numbers.in_words import in_words
from grader.equivalence.numbers.long_arguments import with_long_arguments
from grader.equivalence.numbers.units import multiple, without_unit
from grader.equivalence.numbers.written import MAX_DIGITS, Written, written

_FENCES = re.compile(r"^(?:\$\$?|\\\(|\\\[)|(?:\$\$?|\\\)|\\\])$")
_BOLD = re.compile(r"(?<![\w)*])(\*\*|__)(?=\S)([^*]+?)(?<=\S)\1(?![\w(*])")
_LAYOUT = re.compile(
    r"\\(?:left|right|displaystyle|textstyle|mathbf|mathrm|boldsymbol|textbf|text|mbox|boxed|fbox|num)"
    r"(?![A-Za-z])|\\!"
)
_MINUS = re.compile(r"^(?:minus|negative)\s+(?=[\d.])", re.IGNORECASE)
_BRACED = re.compile(r"\{([^{}]*)\}")
_GAPS = re.compile(r"(?<=\d)(?:\\[,; :]|\u2009|\u202f|\u00a0|~|\\thinspace )\s*(?=\d{3}(?!\d))")
_SIGNS = r"\\approx(?:eq)?|\\simeq|\\cong|\\doteq|\\equiv|≈|≃|≅|≐|≡|:=|==|(?<![<>!=:/])=(?![=/])"
_ARROWS = (
    r"\\(?:Rightarrow|Longrightarrow|rightarrow|to|implies|iff|therefore)(?![A-Za-z])|⇒|→|=>|->"
)
_BOUNDS = r"\\(?:leqslant|geqslant|leq|geq|le|ge|lt|gt|ll|gg)(?![A-Za-z])|<=|>=|<|>|≤|≥|⩽|⩾"
_MARK = re.compile(
    rf"(?P<equal>{_SIGNS})|(?P<arrow>{_ARROWS})|(?P<bound>{_BOUNDS})|(?P<open>[(\[{{])|(?P<shut>[)\]}}])"
    r"|(?P<comma>[,;](?!\d{3}(?!\d))\s)|\\."
)
_ABOUT = re.compile(
    r"^(?:about|approximately|approx\.?|around|roughly|circa|ca\.?|nearly|almost|exactly|~|\\sim)\s*",
    re.IGNORECASE,
)
_SENTENCE = re.compile(
    r"^(?P<before>[^\d=]{0,120}?)(?:\b(?:is|are|equals|equal to|has|answer|result)\b|:)\s*"
    r"(?P<value>(?:about |approximately |around |roughly |exactly )?[-+−]?[\d.\\$].*)$",
    re.IGNORECASE | re.DOTALL,
)
_DENIED = re.compile(r"\b(?:not|no|never|neither|nor|cannot|unless|if)\b|n['’]t\b", re.IGNORECASE)
_COMMA_GROUPS = re.compile(r"(?<![\d.,\w])([1-9]\d{0,2})((?:,\d{3})+)(?![\d,])(\.\d+)?")
_POINT_GROUPS = re.compile(r"([+-]?[1-9]\d{0,2})((?:\.\d{3})+)")
_OTHER_GROUPS = re.compile(r"(?<![\d.,])[1-9]\d{0,2}(?:(?:['’_ ]\d{3})+)(?!\d)")
_DECIMAL_COMMA = re.compile(r"([+-]?\d+),(\d+(?:[eE][+-]?\d+)?)")
_POINTED_COMMA = re.compile(r"([+-]?\d{1,3}(?:\.\d{3})+),(\d+)")
_MIXED = re.compile(r"([+-]?)(\d+)(?:\s+|\s+and\s+|-)(\d+)\s*/\s*(\d+)")
_MIXED_LATEX = re.compile(
    r"([+-]?)(\d+)\s*(?:\\[,! ])?\s*\\[dt]?frac\s*"
    r"(?:\{\s*(\d+)\s*\}|(\d))\s*(?:\{\s*(\d+)\s*\}|(\d))"
)
_ASIDE = re.compile(r"(?P<value>.*[^\s*+/^=(-])\s*\((?P<aside>[^()]{1,60})\)\s*")
_FACTOR = re.compile(r"(?<![A-Za-z])(?:sin|cos|tan|exp|log|ln|sqrt)(?![a-z])")
"""Functions in brackets behind a number, which multiply it and are no remark."""
_PART_OF = re.compile(r"(\d{1,9})\s+(?:out\s+of|in|of)\s+(\d{1,9})", re.IGNORECASE)
_PERIOD = re.compile(
    r"([+-]?)(\d*)\.(\d*)(?:\\overline\s*\{?(\d+)\}?|\\bar\s*\{?(\d+)\}?|\\dot\s*\{?(\d)\}?|\((\d+)\)"
    r"|(\d)\u0305|(\d)\u0304)(?:\s*(?:\.{3}|…|\\[lc]?dots))?"
)
_LAKHS = re.compile(r"[+-]?[1-9]\d?(?:,\d{2})+,\d{3}(?:\.\d+)?")
_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_SIGNS_OF_ROME = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_RATIO = re.compile(r"(\d{1,12}(?:\.\d{1,12})?)\s*:\s*(\d{1,12}(?:\.\d{1,12})?)")
_FACTORIAL = re.compile(r"(\d{1,3})\s*!")
_RECURRING = re.compile(r"([+-]?\d*\.\d)\s+(?:recurring|repeating|periodic|repeated|periodisch)")
_ENDLESS = re.compile(r"([+-]?)(\d*)\.(\d{1,40})\s*(?:\.{2,3}|…|\\[lc]?dots)")


@dataclass(frozen=True, slots=True)
class Spelled:
    """What a spelling means: `forms` of one number, and `others` that it may mean as well."""

    forms: tuple[Written, ...]
    """The number as it is usually read; several where it stands there exactly and rounded."""
    others: tuple[Written, ...] = ()
    sure: bool = True
    """Whether the usual reading holds where it is right, whatever the others say."""

    @property
    def usual(self) -> Written:
        """The first form of the usual reading."""
        return self.forms[0]


def spelled(value: object) -> Spelled:
    """The number in a value of an answer; raises `ReadError` where none can be read."""
    if not isinstance(value, str):
        return Spelled((written(value),))
    text = _bare(value)
    if len(text) > MAX_DIGITS:
        raise ReadError(f"a number with more than {MAX_DIGITS} characters", text[:80])
    if not text:
        raise ReadError("a number is expected and nothing is written", value[:80])
    sentence = _SENTENCE.match(text)
    if sentence is not None and not _DENIED.search(sentence["before"]):
        try:
            return _chain(sentence["value"])
        except ReadError:
            pass
    return _chain(text)


def _bare(text: str) -> str:
    """A text without its fences, bold type, boxes and full stop, thousands joined over gaps."""
    text = _BOLD.sub(r"\2", text.strip())
    for _ in range(4):
        text = _FENCES.sub("", text.strip(" \t\n*_`")).strip()
    text = _LAYOUT.sub("", text)
    if "frac" not in text and "sqrt" not in text and "^" not in text and "_" not in text:
        text = _BRACED.sub(lambda m: m[0] if "overline" in text or "bar" in text else m[1], text)
    text = _GAPS.sub("", text.replace("{,}", ","))
    text = re.sub(r"(?<=[\d!])[.,;]+$", "", text.strip()) if not text.endswith("..") else text
    text = _MINUS.sub("-", text)
    return text.replace("−", "-").replace("–", "-").strip()


def _chain(text: str) -> Spelled:
    """The number at the end of `P = 1/4 ≈ 0.25`, before a limit that it is compared with."""
    try:
        return _single(text)
    except ReadError as error:
        problem = error
    sides = list(_sides(text))
    if len(sides) < 2:
        raise problem
    values: list[Spelled] = []
    bounded = False
    for before, side, after in sides:
        if before == "arrow":
            values = []
        try:
            values.append(_single(side))
        except ReadError:
            if before == "bound" or (values and after == ""):
                continue
            values = []
        bounded |= before == "bound" and len(values) < 2
        if after == "bound" and values and before == "equal":
            break
    if not values:
        raise problem
    return _joined(values, bounded)


def _sides(text: str) -> Iterator[tuple[str, str, str]]:
    """The sides of a chain with the kinds of sign before and after: equal, bound, arrow."""
    depth, start, before = 0, 0, ""
    for match in _MARK.finditer(text):
        if match["open"] or match["shut"]:
            depth += 1 if match["open"] else -1
        elif depth == 0 and match["comma"]:
            raise ReadError("there is more than one number here", text[:80], match.start())
        elif depth == 0 and match.lastgroup in ("equal", "bound", "arrow"):
            yield before, text[start : match.start()], match.lastgroup
            start, before = match.end(), match.lastgroup
    yield before, text[start:], ""


def _joined(values: list[Spelled], bounded: bool) -> Spelled:
    """One number of several sides: forms of it where they agree, else a choice of readings."""
    first = values[0]
    if all(_agree(first.usual, value.usual) for value in values[1:]):
        forms = tuple(form for value in values for form in value.forms)
        others = tuple(other for value in values for other in value.others)
        sure = all(value.sure for value in values) and not bounded
        return Spelled(forms, others, sure)
    *earlier, last = values
    others = tuple(form for value in earlier for form in value.forms)
    return Spelled(last.forms, (*last.others, *others), sure=False)


def _agree(one: Written, other: Written) -> bool:
    """Whether two numbers are the same but for rounding; decimals from two on may be cut off."""
    if not one.finite or not other.finite:
        return one.special == other.special
    places = min((n.decimals for n in (one, other) if n.decimals is not None), default=None)
    unit = Fraction(0) if places is None else Fraction(10) ** -places
    slack = (unit if places is None or places > 1 else unit / 2) + abs(one.value) / 10**9
    return abs(one.value - other.value) <= slack and one.imaginary == other.imaginary


def _single(text: str) -> Spelled:
    """One number with its unit, in any spelling."""
    text = _ABOUT.sub("", text.strip(" \t\n$*~")).strip()
    if (aside := _ASIDE.fullmatch(text)) is not None and (found := _before(aside)) is not None:
        return found
    if (part := _PART_OF.fullmatch(text)) is not None and int(part[2]) >= int(part[1]) > 0:
        share = Written(Fraction(int(part[1]), int(part[2])))
        return Spelled((share,), (written(part[1]),))
    if (said := in_words(text)) is not None:
        return Spelled((Written(said, 0 if said.denominator == 1 else None),))
    if text.endswith("%") and (mixed := _MIXED.fullmatch(text.rstrip("%\\ "))) is not None:
        share = _mixed(mixed[1], mixed[2], mixed[3], mixed[4], text)
        return Spelled((replace(share, value=share.value / 100),))
    bare, unit = without_unit(text)
    factor = multiple(unit) if unit else Fraction(1)
    found = _number(bare)
    if factor is None:  # a scaled unit such as km: only a person knows which one was asked
        return replace(found, sure=False)
    if factor == 1:
        return found
    scaled = tuple(_times(form, factor) for form in found.forms)
    return Spelled(scaled, tuple(_times(other, factor) for other in found.others), found.sure)


def _before(match: re.Match[str]) -> Spelled | None:
    """The number before a remark in brackets: words about it, or the same number once more."""
    aside = match["aside"].strip().lstrip("≈=~ ")
    try:
        value = _single(match["value"])
    except ReadError:
        return None
    if re.match(r"(?:<=?|>=?|[≤≥]|\\[lg](?:eq?|t)(?![A-Za-z]))\s*[-−\d.]", aside):
        return value  # a limit that it is compared with
    if _FACTOR.search(aside):
        return None
    try:
        again = _single(aside)
    except ReadError:
        says = re.search(r"=|[^\W\d_]{2,}", aside) and not re.search(r"\b(?:no|not|or)\b", aside)
        return value if says else None
    return _joined([value, again], bounded=False) if _agree(value.usual, again.usual) else None


def _times(number: Written, factor: Fraction) -> Written:
    """A number of millions or per cent as a plain one, its digits moved."""
    shift = len(str(max(factor.numerator, factor.denominator))) - 1
    shift = shift if factor < 1 else -shift
    decimals = None if number.decimals is None else number.decimals + shift
    return replace(number, value=number.value * factor, decimals=decimals)


def _number(text: str) -> Spelled:
    if match := _MIXED.fullmatch(text):
        mixed = _mixed(match[1], match[2], match[3], match[4], text)
        return Spelled((written(text),), (mixed,)) if "-" in text[1:] else Spelled((mixed,))
    if (match := _RATIO.fullmatch(text)) and Fraction(match[2]):
        one, other = Fraction(match[1]), Fraction(match[2])
        return Spelled((Written(one / other),), (Written(one / (one + other)),))
    if match := _FACTORIAL.fullmatch(text):  # or a number with a mark of exclamation
        return Spelled((written(f"{match[1]}!"),), (written(match[1]),))
    if match := _RECURRING.fullmatch(text):
        return _number(f"{match[1]}{match[1][-1]}...")
    if match := _MIXED_LATEX.fullmatch(text):
        top, bottom = match[3] or match[4], match[5] or match[6]
        return Spelled((_mixed(match[1], match[2], top, bottom, text),), (written(text),))
    if match := _PERIOD.fullmatch(text):
        period = next(part for part in match.groups()[3:] if part)
        return Spelled((_periodic(match[1], match[2], match[3], period),))
    if match := _ENDLESS.fullmatch(text):
        return _endless(match)
    if match := _POINT_GROUPS.fullmatch(text):
        joined = written(text.replace(".", ""))
        single = match[2].count(".") == 1
        return Spelled((written(text),), (joined,)) if single else Spelled((joined,))
    if match := _POINTED_COMMA.fullmatch(text):
        return Spelled((written(f"{match[1].replace('.', '')}.{match[2]}"),))
    if _LAKHS.fullmatch(text):
        return Spelled((written(text.replace(",", "")),))
    if _ROMAN.fullmatch(text) and len(text) > 1:
        return Spelled((written(_roman(text)),))
    if _COMMA_GROUPS.search(text):
        return _comma_groups(text)
    if match := _DECIMAL_COMMA.fullmatch(text):
        return Spelled((written(f"{match[1]}.{match[2]}"),))
    if (longer := with_long_arguments(text)) != text:
        return Spelled((written(text),), (written(longer),))
    if _OTHER_GROUPS.search(text):
        text = _OTHER_GROUPS.sub(lambda m: re.sub(r"\D", "", m[0]), text)
    return Spelled((written(text),))


def _roman(text: str) -> int:
    """The number of a Roman numeral: a smaller sign before a larger one counts against it."""
    signs = [_SIGNS_OF_ROME[letter] for letter in text]
    pairs = zip(signs, [*signs[1:], 0], strict=True)
    return sum(-sign if sign < following else sign for sign, following in pairs)


def _comma_groups(text: str) -> Spelled:
    """`12,500`: thousands, unless one group alone was meant as decimals."""
    joined = _COMMA_GROUPS.sub(lambda m: m[1] + m[2].replace(",", "") + (m[3] or ""), text)
    usual = written(joined)
    several = any(m[2].count(",") > 1 or m[3] for m in _COMMA_GROUPS.finditer(text))
    others = [] if several else [_COMMA_GROUPS.sub(lambda m: m[0].replace(",", "."), text)]
    others += [text] if re.search(r"[A-Za-z]{2}\s*[(\[]", text) else []
    readings = []
    for other in others:
        try:
            readings.append(written(other))
        except ReadError:
            continue
    return Spelled((usual,), tuple(readings))


def _mixed(sign: str, whole: str, top: str, bottom: str, text: str) -> Written:
    if int(bottom) == 0:
        raise ReadError("this divides by zero", text)
    value = int(whole) + Fraction(int(top), int(bottom))
    return Written(-value if sign == "-" else value)


def _periodic(sign: str, whole: str, fixed: str, period: str) -> Written:
    """The fraction of 0.1(6) and the like."""
    value = Fraction(int(whole or 0)) + Fraction(int(fixed or 0), 10 ** len(fixed))
    value += Fraction(int(period), (10 ** len(period) - 1) * 10 ** len(fixed))
    return Written(-value if sign == "-" else value)


def _endless(match: re.Match[str]) -> Spelled:
    """`0.333...`: as it goes on, where its last digits repeat, and as far as it is written."""
    sign, whole, digits = match.groups()
    plain = written(f"{sign}{whole or 0}.{digits}")
    for size in range(1, len(digits) // 2 + 1):
        if digits[-size:] == digits[-2 * size : -size]:
            fixed = digits[:-size]
            return Spelled((_periodic(sign, whole, fixed, digits[-size:]), plain))
    return Spelled((plain,), (_periodic(sign, whole, digits[:-1], digits[-1]),))
