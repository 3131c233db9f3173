"""What the codes of TeX's mathematical fonts say where a file does not, and characters as LaTeX."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_EXTENSION = re.compile(r"(?:^|\+)(?:CMEX|LMMathExtension|EUEX)", re.IGNORECASE)
_SYMBOLS = re.compile(r"(?:^|\+)(?:CMB?SY|LMMathSymbols)", re.IGNORECASE)
_LETTERS = re.compile(r"(?:^|\+)(?:CMMIB?|LMMathItalic)", re.IGNORECASE)
_BOARD = re.compile(r"(?:^|\+)MSBM", re.IGNORECASE)

_OMX = {
    0x00: "(", 0x01: ")", 0x02: "[", 0x03: "]", 0x08: "{", 0x09: "}", 0x0C: "|", 0x0D: "‖",
    0x10: "(", 0x11: ")", 0x12: "(", 0x13: ")", 0x14: "[", 0x15: "]", 0x1A: "{", 0x1B: "}",
    0x20: "(", 0x21: ")", 0x22: "[", 0x23: "]", 0x28: "{", 0x29: "}",
    0x30: "⎛", 0x31: "⎞", 0x32: "⎡", 0x33: "⎤", 0x34: "⎣", 0x35: "⎦", 0x36: "⎢", 0x37: "⎥",
    0x38: "⎧", 0x39: "⎫", 0x3A: "⎩", 0x3B: "⎭", 0x3C: "⎨", 0x3D: "⎬", 0x3E: "⎪",
    0x40: "⎝", 0x41: "⎠", 0x42: "⎜", 0x43: "⎟", 0x44: "⟨", 0x45: "⟩",
    0x48: "∮", 0x49: "∮", 0x50: "∑", 0x51: "∏", 0x52: "∫", 0x53: "⋃", 0x54: "⋂",
    0x58: "∑", 0x59: "∏", 0x5A: "∫", 0x5B: "⋃", 0x5C: "⋂",
    0x62: "̂", 0x65: "̃", 0x68: "[", 0x69: "]", 0x6E: "{", 0x6F: "}",
    0x70: "√", 0x71: "√", 0x72: "√", 0x73: "√",
}  # fmt: skip
_OMS = {
    0x00: "−", 0x01: "·", 0x02: "×", 0x03: "*", 0x06: "±", 0x07: "∓", 0x08: "⊕", 0x0A: "⊗",
    0x0C: "⊙", 0x0E: "∘", 0x0F: "•", 0x11: "≡", 0x12: "⊆", 0x13: "⊇", 0x14: "≤", 0x15: "≥",
    0x18: "∼", 0x19: "≈", 0x1A: "⊂", 0x1B: "⊃", 0x1C: "≪", 0x1D: "≫", 0x20: "←", 0x21: "→",
    0x22: "↑", 0x23: "↓", 0x24: "↔", 0x27: "≃", 0x28: "⇐", 0x29: "⇒", 0x2C: "⇔", 0x30: "′",
    0x31: "∞", 0x32: "∈", 0x33: "∋", 0x36: "̸", 0x38: "∀", 0x39: "∃", 0x3A: "¬", 0x3B: "∅",
    0x3E: "⊤", 0x3F: "⊥", 0x4C: "ℒ", 0x4E: "𝒩", 0x5B: "∪", 0x5C: "∩", 0x5E: "∧", 0x5F: "∨",
    0x62: "⌊", 0x63: "⌋", 0x64: "⌈", 0x65: "⌉", 0x66: "{", 0x67: "}", 0x68: "⟨", 0x69: "⟩",
    0x6A: "|", 0x6B: "‖", 0x6E: "\\", 0x70: "√", 0x72: "∇", 0x73: "∫",
}  # fmt: skip
_OML_LOW = "ΓΔΘΛΞΠΣΥΦΨΩαβγδϵζηθικλμνξπρστυϕχψωεϑϖϱςφ"
_OML = {0x3A: ".", 0x3B: ",", 0x3C: "<", 0x3D: "/", 0x3E: ">", 0x40: "∂", 0x60: "ℓ"}

LATEX = {
    "−": "-", "·": r"\cdot", "⋅": r"\cdot", "∙": r"\cdot", "×": r"\times",
    "÷": r"\div", "±": r"\pm",
    "∓": r"\mp", "≤": r"\leq", "≥": r"\geq", "≠": r"\neq", "≈": r"\approx", "≡": r"\equiv",
    "∼": r"\sim", "∝": r"\propto", "≪": r"\ll", "≫": r"\gg", "≃": r"\simeq", "→": r"\to",
    "←": r"\leftarrow", "↔": r"\leftrightarrow", "⇒": r"\Rightarrow", "⇐": r"\Leftarrow",
    "⇔": r"\Leftrightarrow", "∈": r"\in", "∉": r"\notin", "∋": r"\ni", "∀": r"\forall",
    "∃": r"\exists", "¬": r"\neg", "∅": r"\emptyset", "⊤": r"\top", "⊥": r"\perp", "∪": r"\cup",
    "∩": r"\cap", "∧": r"\wedge", "∨": r"\vee", "⊂": r"\subset", "⊆": r"\subseteq", "⊃": r"\supset",
    "⊇": r"\supseteq", "⊕": r"\oplus", "⊗": r"\otimes", "⊙": r"\odot", "∘": r"\circ",
    "∞": r"\infty", "∂": r"\partial", "∇": r"\nabla", "∑": r"\sum", "∏": r"\prod", "∫": r"\int",
    "∮": r"\oint", "√": r"\surd", "ℓ": r"\ell", "ℒ": r"\mathcal{L}", "𝒩": r"\mathcal{N}",
    "ℝ": r"\mathbb{R}", "𝔼": r"\mathbb{E}", "ℤ": r"\mathbb{Z}", "ℕ": r"\mathbb{N}",
    "ℙ": r"\mathbb{P}", "ℂ": r"\mathbb{C}", "ℚ": r"\mathbb{Q}", "…": r"\dots", "⋯": r"\cdots",
    "‖": r"\|", "∥": r"\|", "∣": "|", "⟨": r"\langle", "⟩": r"\rangle", "⌊": r"\lfloor",
    "⌋": r"\rfloor", "⌈": r"\lceil", "⌉": r"\rceil", "′": "'", "∗": "*", "†": r"\dagger",
    "⋮": r"\vdots", "⋱": r"\ddots", "∖": r"\setminus", "⋃": r"\bigcup", "⋂": r"\bigcap",
    "{": r"\{", "}": r"\}", "%": r"\%", "#": r"\#", "&": r"\&", "$": r"\$", "_": r"\_",
    "∶": ":", "⁡": "", "⁢": "", "\\": r"\backslash",
}  # fmt: skip
_GREEK = (
    "alpha", "beta", "gamma", "delta", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu",
    "nu", "xi", "pi", "rho", "sigma", "tau", "upsilon", "chi", "psi", "omega", "Gamma", "Delta",
    "Theta", "Lambda", "Xi", "Pi", "Sigma", "Upsilon", "Phi", "Psi", "Omega",
)  # fmt: skip
for _name in _GREEK:
    _case = "CAPITAL" if _name[0].isupper() else "SMALL"
    _known = _name.upper().replace("LAMBDA", "LAMDA")
    LATEX[unicodedata.lookup(f"GREEK {_case} LETTER {_known}")] = "\\" + _name
LATEX |= {
    "ϵ": r"\epsilon", "ε": r"\varepsilon", "ϕ": r"\phi", "φ": r"\varphi", "ϑ": r"\vartheta",
    "ϖ": r"\varpi", "ϱ": r"\varrho", "ς": r"\varsigma", "µ": r"\mu", "∆": r"\Delta", "Ω": r"\Omega",
}  # fmt: skip
LATEX |= {sign: f"_{{{digit}}}" for digit, sign in enumerate("₀₁₂₃₄₅₆₇₈₉")}
LATEX |= {sign: f"^{{{digit}}}" for digit, sign in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")}
_SCRIPTS = re.compile(r"([_^])\{(\d+)\}(?:\1\{(\d)\})+")
"""Digits of one number that is raised or lowered, a sign each."""
_TYPED = re.compile(rf"(\\(?:{'|'.join(_GREEK)}|epsilon|phi))(?<!\\pi) (\d+)(?![\d.])")
"""A letter with its number behind it, as it is typed on a keyboard: θ1."""

_NAMED = frozenset({
    "log", "ln", "exp", "sin", "cos", "tan", "cot", "sec", "sinh", "cosh", "tanh", "max", "min",
    "arg", "sup", "inf", "lim", "det", "dim", "Pr",
})  # fmt: skip
FUNCTIONS = _NAMED | {
    "argmax", "argmin", "KL", "softmax", "sign", "tr", "diag", "rank", "Var", "Cov",
}  # fmt: skip


@lru_cache(maxsize=4_096)
def by_code(font: str, code: int) -> str | None:
    """The character with this code in a font of TeX's own encodings, or None."""
    if _EXTENSION.search(font):
        return _OMX.get(code)
    if _SYMBOLS.search(font):
        return _OMS.get(code) or (chr(code) if 0x41 <= code <= 0x5A else None)
    if _LETTERS.search(font):
        if code < len(_OML_LOW):
            return _OML_LOW[code]
        return _OML.get(code) or (
            chr(code) if chr(code).isascii() and chr(code).isalpha() else None
        )
    if _BOARD.search(font) and 0x41 <= code <= 0x5A:
        return {"R": "ℝ", "E": "𝔼", "Z": "ℤ", "N": "ℕ", "P": "ℙ", "C": "ℂ", "Q": "ℚ"}.get(chr(code))
    return None


@lru_cache(maxsize=1_024)
def is_extension(font: str) -> bool:
    """Whether the font holds large operators and brackets, which hang from their origin."""
    return _EXTENSION.search(font) is not None


def function(name: str) -> str:
    r"""A name in upright letters inside mathematics: `\log`, `\operatorname{softmax}`."""
    return f"\\{name}" if name in _NAMED else f"\\operatorname{{{name}}}"


def with_scripts(tex: str) -> str:
    """LaTeX in which numbers that are raised or lowered, or typed behind a Greek letter, are so."""
    tex = _SCRIPTS.sub(lambda hit: f"{hit[1]}{{{''.join(re.findall(r'[0-9]', hit[0]))}}}", tex)
    return _TYPED.sub(r"\1_{\2}", tex)


def latex(char: str) -> str:
    """One character as LaTeX inside mathematics."""
    if char in LATEX:
        return LATEX[char]
    if len(char) == 1 and ord(char) >= 0x1D400 and unicodedata.normalize("NFKC", char) != char:
        plain = unicodedata.normalize("NFKC", char)
        return LATEX.get(plain, plain)
    return char
