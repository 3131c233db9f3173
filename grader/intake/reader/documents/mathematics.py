"""Characters of formulas as LaTeX: Greek, signs, letters of other alphabets, Symbol's codes."""

from __future__ import annotations

import re
import unicodedata

_GREEK = (
    "α alpha β beta γ gamma δ delta ε varepsilon ζ zeta η eta θ theta ι iota κ kappa λ lambda μ mu "
    "ν nu ξ xi π pi ρ rho σ sigma ς varsigma τ tau υ upsilon φ varphi χ chi ψ psi ω omega "
    "ϵ epsilon ϑ vartheta ϕ phi ϱ varrho ϖ varpi ϰ varkappa Γ Gamma Δ Delta Θ Theta Λ Lambda Ξ Xi "
    "Π Pi Σ Sigma Υ Upsilon Φ Phi Ψ Psi Ω Omega"
)
GREEK = {letter: f"\\{name}" for letter, name in re.findall(r"(\S) (\S+)", _GREEK)}
SIGNS = {
    "−": "-", "–": "-", "±": r"\pm", "∓": r"\mp", "×": r"\times", "÷": r"\div", "·": r"\cdot",
    "⋅": r"\cdot", "∙": r"\cdot", "•": r"\bullet", "∗": "*", "∘": r"\circ", "⊗": r"\otimes",
    "⊕": r"\oplus", "⊙": r"\odot", "≤": r"\le", "≥": r"\ge", "≠": r"\ne", "≈": r"\approx",
    "≡": r"\equiv", "∼": r"\sim", "≃": r"\simeq", "≅": r"\cong", "∝": r"\propto", "≪": r"\ll",
    "≫": r"\gg", "⩽": r"\le", "⩾": r"\ge", "≔": ":=", "≜": r"\triangleq", "≐": r"\doteq",
    "∞": r"\infty", "∂": r"\partial", "𝜕": r"\partial", "∇": r"\nabla", "𝛻": r"\nabla",
    "∆": r"\Delta", "∑": r"\sum", "∏": r"\prod", "∐": r"\coprod", "∫": r"\int", "∬": r"\iint",
    "∭": r"\iiint", "∮": r"\oint", "⋃": r"\bigcup", "⋂": r"\bigcap", "⋁": r"\bigvee",
    "⋀": r"\bigwedge", "√": r"\sqrt", "∈": r"\in", "∉": r"\notin", "∋": r"\ni", "⊂": r"\subset",
    "⊆": r"\subseteq", "⊃": r"\supset", "⊇": r"\supseteq", "∪": r"\cup", "∩": r"\cap",
    "∖": r"\setminus", "∅": r"\emptyset", "∀": r"\forall", "∃": r"\exists", "∄": r"\nexists",
    "¬": r"\neg", "∧": r"\wedge", "∨": r"\vee", "⊥": r"\perp", "⊤": r"\top", "∣": "|",
    "∥": r"\parallel", "‖": r"\Vert", "⟂": r"\perp", "⫫": r"\perp\!\!\!\perp", "→": r"\to",
    "←": r"\leftarrow", "↔": r"\leftrightarrow", "⇒": r"\Rightarrow", "⇐": r"\Leftarrow",
    "⇔": r"\Leftrightarrow", "⟶": r"\longrightarrow", "⟹": r"\Longrightarrow",
    "⟺": r"\Longleftrightarrow", "↦": r"\mapsto", "↑": r"\uparrow", "↓": r"\downarrow",
    "∴": r"\therefore", "∵": r"\because", "…": r"\ldots", "⋯": r"\cdots", "⋮": r"\vdots",
    "⋱": r"\ddots", "′": "'", "″": "''", "‴": "'''", "°": r"^{\circ}", "∠": r"\angle",
    "⟨": r"\langle", "⟩": r"\rangle", "〈": r"\langle", "〉": r"\rangle", "⌊": r"\lfloor",
    "⌋": r"\rfloor", "⌈": r"\lceil", "⌉": r"\rceil", "ℓ": r"\ell", "ℏ": r"\hbar", "ħ": r"\hbar",
    "ℜ": r"\Re", "ℑ": r"\Im", "ℵ": r"\aleph", "†": r"\dagger", "‡": r"\ddagger", "⋆": r"\star",
    "⊢": r"\vdash", "⊨": r"\models", "□": r"\square", "∎": r"\blacksquare", "■": r"\blacksquare",
    "½": r"\frac{1}{2}", "¼": r"\frac{1}{4}", "¾": r"\frac{3}{4}", "≺": r"\prec", "≻": r"\succ",
    "⪯": r"\preceq", "⪰": r"\succeq", "≽": r"\succeq", "≼": r"\preceq", "⊺": r"\top",
    "₀": "_{0}", "₁": "_{1}", "₂": "_{2}", "₃": "_{3}", "₄": "_{4}", "₅": "_{5}", "₆": "_{6}",
    "₇": "_{7}", "₈": "_{8}", "₉": "_{9}", "⁰": "^{0}", "¹": "^{1}", "²": "^{2}", "³": "^{3}",
    "⁴": "^{4}", "⁵": "^{5}", "⁶": "^{6}", "⁷": "^{7}", "⁸": "^{8}", "⁹": "^{9}",
    "\u2061": "", "\u2062": " ", "\u2063": "", "\u2064": "", "\u200b": "", "\u00a0": " ",
    "\u2001": r"\quad ", "\u2003": r"\quad ", "\u2002": " ", "\u2005": " ", "\u2009": " ",
    "\u200a": " ", "\u2006": " ", "\u2004": " ", "\ufeff": "", "\u00ad": "",
    "{": r"\{", "}": r"\}", "%": r"\%", "#": r"\#", "$": r"\$", "_": r"\_", "~": r"\sim",
    "\\": r"\backslash", "^": r"\wedge", "µ": r"\mu", "Ω": r"\Omega", "Α": "A", "Β": "B",
    "Ε": "E", "Ζ": "Z", "Η": "H", "Ι": "I", "Κ": "K", "Μ": "M", "Ν": "N", "Ο": "O", "ο": "o",
    "Ρ": "P", "Τ": "T", "Χ": "X",
}  # fmt: skip
FUNCTIONS = frozenset(
    [
        "sin", "cos", "tan", "cot", "sec", "csc", "arcsin", "arccos", "arctan", "sinh", "cosh",
        "tanh", "coth", "log", "ln", "lg", "exp", "max", "min", "sup", "inf", "lim", "limsup",
        "liminf", "det", "dim", "ker", "arg", "deg", "gcd", "Pr", "hom",
    ]
)
NAMED_OPERATORS = frozenset(
    [
        "argmax", "argmin", "softmax", "sigmoid", "relu", "ReLU", "sgn", "sign", "rank", "tr", "Tr",
        "diag", "Var", "Cov", "Corr", "KL", "MSE", "var", "cov", "erf", "grad", "div", "curl",
        "vec", "span", "proj", "Bernoulli", "Binomial", "Normal", "Poisson", "Uniform", "Beta",
        "Gamma",
    ]
)
CONNECTIVES = frozenset(
    [
        "and", "or", "if", "If", "so", "So", "then", "where", "for", "when", "since", "Since", "we",
        "otherwise", "therefore", "thus", "Thus", "hence", "with", "is", "are", "let", "Let",
        "that", "such", "because", "given", "else", "choose", "have", "as", "the", "all", "every",
        "But",
    ]
)
"""Words typed between formulas; in italics they would be products of letters."""
ACCENTS = {
    "\u0300": "grave", "\u0301": "acute", "\u0302": "hat", "\u0303": "tilde", "\u0304": "bar",
    "\u0305": "overline", "\u0306": "breve", "\u0307": "dot", "\u0308": "ddot", "\u030c": "check",
    "\u030a": "mathring", "\u20d7": "vec", "\u20d1": "vec", "\u20d6": "overleftarrow",
    "\u20db": "dddot", "\u20e1": "overleftrightarrow", "^": "hat", "~": "tilde", "¯": "bar",
    "ˉ": "bar", "˙": "dot", "¨": "ddot", "ˇ": "check", "˘": "breve", "→": "vec", "ˆ": "hat",
    "˜": "tilde", "_": "underline", "\u0332": "underline", "\u0331": "underline", "‾": "overline",
    "´": "acute", "`": "grave", "′": "prime",
}  # fmt: skip
_ALPHABETS = (
    ("DOUBLE-STRUCK", "mathbb"), ("BLACK-LETTER", "mathfrak"), ("FRAKTUR", "mathfrak"),
    ("SCRIPT", "mathcal"), ("BOLD", "mathbf"), ("MONOSPACE", "mathtt"), ("SANS-SERIF", "mathsf"),
)  # fmt: skip


_COMMAND = re.compile(r"\\[A-Za-z]+\Z")


def sign(char: str) -> str:
    """One character of a formula as LaTeX; a command is followed by nothing."""
    known = SIGNS.get(char) if char in SIGNS else GREEK.get(char)
    if known is not None:
        return known
    if char.isascii():
        return char
    name = unicodedata.name(char, "")
    if name.startswith("MATHEMATICAL ") or "BLACK-LETTER" in name or "DOUBLE-STRUCK" in name:
        plain = unicodedata.normalize("NFKC", char)
        inner = SIGNS.get(plain) or GREEK.get(plain) or plain
        command = next((command for word, command in _ALPHABETS if word in name), "")
        if command == "mathbf" and inner.startswith("\\"):
            command = "boldsymbol"
        return f"\\{command}{{{inner}}}" if command else inner
    if char in "ℎℯℊℴℂℕℙℚℝℤℒℋℐℛℬℰℱℳ":
        plain = unicodedata.normalize("NFKC", char)
        command = "mathbb" if char in "ℂℕℙℚℝℤ" else "mathcal" if plain.isupper() else ""
        return f"\\{command}{{{plain}}}" if command else plain
    return char


def joined(pieces: list[str]) -> str:
    r"""Pieces of LaTeX one after the other, with a space where `\theta` and `x` would merge."""
    written: list[str] = []
    for piece in filter(None, pieces):
        if written and piece[0].isalpha() and piece[0].isascii() and _COMMAND.search(written[-1]):
            written.append(" ")
        written.append(piece)
    return "".join(written)


SYMBOL = dict(
    zip(
        range(0x22, 0x7F),
        "∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾"
        "αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼",
        strict=True,
    )
) | {0x20: " ", 0x21: "!"} | dict(
    zip(
        range(0xA1, 0xF0),
        "ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…|―↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊⟨®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪",
        strict=True,
    )
) | dict(zip(range(0xF1, 0xFF), "⟩∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭", strict=True))
"""What Symbol shows for a code; Word writes it as it is or with F000 added."""
WINGDINGS = {
    0xFC: "✓", 0xFB: "✗", 0xFE: "☑", 0xFD: "☒", 0xA8: "☐", 0x6F: "☐", 0x71: "☐", 0x6E: "■",
    0x6C: "●", 0xE0: "→", 0xDF: "←", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xF0: "⇨", 0xF3: "⇔",
    0x4A: "☺", 0x4C: "☹", 0xD8: "➢", 0xA7: "▪", 0x76: "❖", 0xB7: "•", 0x51: "❑", 0x78: "☒",
}  # fmt: skip
WINGDINGS_2 = {0x50: "✓", 0x4F: "✗", 0x52: "☑", 0x51: "☒", 0xA3: "☐", 0x54: "☒", 0x53: "☒"}
_FONTS = {"symbol": SYMBOL, "wingdings": WINGDINGS, "wingdings 2": WINGDINGS_2}


def shown(text: str, font: str | None) -> str | None:
    """What a text in a font of signs shows; None where one of its codes is not known.

    In an ordinary font only the private codes are looked up, as Symbol's.
    """
    table = _FONTS.get((font or "").lower())
    if table is None and not any("\ue000" <= char <= "\uf8ff" for char in text):
        return text
    result = []
    for char in text:
        code = ord(char)
        private = 0xF000 <= code <= 0xF0FF
        if private or (table is not None and code < 0x100):
            found = (table or SYMBOL).get(code - 0xF000 if private else code)
            if found is None and not char.isspace():
                return None
            result.append(found or char)
        elif "\ue000" <= char <= "\uf8ff":
            return None
        else:
            result.append(char)
    return "".join(result)
