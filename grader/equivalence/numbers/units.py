"""Words and signs behind a number: units that change nothing, and words that multiply it."""

import re
from fractions import Fraction

_PLAIN_WORDS = """
    bit bits m meter meters metre metres s sec second seconds newton newtons joule joules watt watts
    volt volts hertz kelvin mol moles m/s m/s^2 m^2 m^3
    unit units row rows column columns sample samples point points parameter parameters weight
    weights step steps iteration iterations epoch epochs people person persons observation
    observations entry entries feature features time times layer layers neuron neurons record
    records car cars item items element elements dollar dollars euro euros usd eur student students
    patient patients customer customers participant participants subject subjects image images word
    words token tokens node nodes edge edges variable variables trial trials outcome outcomes way
    ways
"""
_OTHER_WORDS = """
    nat nats ban bans byte bytes g gram grams h hour hours min mins minute minutes day days week
    weeks month months year years cent cents degree degrees radian radians rad deg
"""
_PLAIN = frozenset(_PLAIN_WORDS.split())
"""Things that are counted, and units that a number is asked in unless something else is said."""
_OTHER = frozenset(_OTHER_WORDS.split())
"""Units beside which the same number may be asked in another."""
_FACTORS = {
    "percent": Fraction(1, 100), "per cent": Fraction(1, 100), "%": Fraction(1, 100),
    "pct": Fraction(1, 100), "‰": Fraction(1, 1000), "promille": Fraction(1, 1000),
    "thousand": Fraction(1000), "million": Fraction(10**6), "billion": Fraction(10**9),
    "thousands": Fraction(1000), "millions": Fraction(10**6), "billions": Fraction(10**9),
    "trillion": Fraction(10**12), "lakh": Fraction(10**5), "crore": Fraction(10**7),
}  # fmt: skip
_ANGLES = frozenset(("°", "deg", "degree", "degrees"))
_OF_ANGLES = re.compile(r"(?:sin|cos|tan|cot|sec|csc)(?![a-z])")
"""Functions within which a sign of degrees belongs to what they are of."""
_SCALED = re.compile(r"(?:[kKMGTmµμnpcd]|kilo|mega|giga|milli|micro|nano|centi)(?:[a-zA-Z]{1,12})")
_UNIT = re.compile(
    r"(?P<number>.*[\d)}%])\s*(?:\\[,;: ]|~)?\s*"
    r"(?P<unit>per cent|[A-Za-zµμ°%‰$€][A-Za-zµμ/^\d.-]{0,20})\s*",
    re.DOTALL,
)
_BEFORE = re.compile(r"^\s*(?:\\?\$|€|USD|EUR)\s*(?=[\d.-])")


def without_unit(text: str) -> tuple[str, str]:
    """A number and the unit behind it; the unit is empty where there is none that is known."""
    text = _BEFORE.sub("", text)
    match = _UNIT.fullmatch(text)
    if match is None:
        return text, ""
    number, unit = match["number"].strip(), match["unit"].strip(". ")
    if unit == "%" or number.endswith("%"):
        return text, ""
    lower = unit.lower()
    if lower in _ANGLES and _OF_ANGLES.search(number):
        return f"{number}°", ""
    known = lower in _PLAIN | _OTHER | _FACTORS.keys() or unit in "€$°" or _SCALED.fullmatch(unit)
    return (number, unit) if known and unit not in ("e", "pi", "i") else (text, "")


def multiple(unit: str) -> Fraction | None:
    """What a unit multiplies by; None for one such as km, beside which others are usual."""
    lower = unit.lower()
    if lower in _FACTORS:
        return _FACTORS[lower]
    if lower in _PLAIN or unit in "€$":
        return Fraction(1)
    return None
