"""LaTeX text into the same tokens: layout commands dropped, names put together with their
decorations.
"""

import re
from fractions import Fraction

from grader.equivalence.errors import ReadError
from grader.equivalence.reading.notation import (
    FUNCTION_WORDS,
    GREEK,
    GREEK_WORDS,
    KNOWN_FUNCTIONS,
    Notation,
)
from grader.equivalence.reading.shorthand import RAISED
from grader.equivalence.reading.tokens import (
    COMMANDS,
    OPERATORS,
    ROUNDED,
    Token,
    check_rounded,
    check_size,
    decimal,
    ends_statement,
    shorten,
    superscript,
)

_TOKEN = re.compile(
    r"""(?P<space>\s+|\\[,;:!> ]|\\(?:thinspace|displaystyle|textstyle|limits|nolimits|hfill
            |left|right|[bB]igg?[lrm]?|middle|nonumber|notag|strut|rm|bf|it|scriptstyle)(?![A-Za-z])
            |\\(?:tag|label|hspace|vspace|[hv]?phantom|color|textcolor)\*?\s*\{[^{}]{0,80}\})
    |(?P<row>\\\\\s*\[[-\d.\s]{0,20}(?:pt|em|ex|mm|cm|in)\])
    |(?P<degree>\^\s*(?:\{\s*\\circ\s*\}|\\circ(?![A-Za-z]))|\\degree(?![A-Za-z])|°)
    |(?P<percent>\\?%|[¼-¾⅐-⅞])
    |(?P<raised>[RAISED]+)
    |(?P<number>\d+(?:\.\d+)?|\.\d+)
    |(?P<words>\\(?:text|textrm|textit|textbf|mbox|mathrm|mathit|mathsf|operatorname\*?|mathop)\s*
        \{(?P<inner>[^{}]{0,200})\})
    |(?P<environment>\\(?P<side>begin|end)\s*\{(?P<kind>[a-zA-Z]+)
        (?:\}|\*\}(?:\s*\[[lcr]\])?))
    |(?P<command>\\[A-Za-z]+\*?|\\.)
    |(?P<name>[A-Za-z\u0391-\u03c9ϑϕϵϱϖ])
    |(?P<op>!=|<=|>=|:=|\|\||.)""".replace("RAISED", RAISED),
    re.VERBOSE | re.DOTALL,
)
_SYMBOLS = {
    "cdot": "*", "times": "*", "ast": "*", "star": "*", "div": "/", "pm": "±", "mp": "±",
    "le": "<=", "leq": "<=",
    "leqslant": "<=", "ge": ">=", "geq": ">=", "geqslant": ">=", "ne": "!=", "neq": "!=", "lt": "<",
    "gt": ">", "approx": "~", "sim": "~", "simeq": "~", "equiv": "=", "coloneqq": ":=",
    "triangleq": ":=",
    "in": "in", "to": "->", "rightarrow": "->", "Rightarrow": "->", "implies": "->", "iff": "->",
    "leftarrow": ":=", "gets": ":=", "Leftrightarrow": "->", "longrightarrow": "->",
    "propto": "propto",
    "mid": "|", "vert": "|", "lvert": "|", "rvert": "|", "parallel": "||", "Vert": "||",
    "lVert": "||",
    "rVert": "||", "|": "||", "quad": "quad", "qquad": "quad", "\\": "\\\\", "newline": "\\\\",
    "prime": "'", "langle": "(", "rangle": ")", "lbrack": "[", "rbrack": "]", "land": "and",
    "cap": "and", "cup": "or",
    "wedge": "and", "lor": "or", "vee": "or", "lparen": "(", "rparen": ")", "colon": ":",
    "rfloor": ")", "rceil": ")",
    "cr": "\\\\", "top": "^T", "odot": "⊙", "intercal": "^T", "bullet": "*",
}  # fmt: skip
_COMMANDS = {
    "frac": "frac", "dfrac": "frac", "tfrac": "frac", "cfrac": "frac", "sqrt": "sqrt", "int": "int",
    "lim": "lim",
    "sum": "sum", "prod": "prod", "partial": "partial", "nabla": "nabla", "binom": "binom",
    "argmin": "argmin", "argmax": "argmax", "nicefrac": "frac", "sfrac": "frac", "dbinom": "binom",
    "tbinom": "binom", "underbrace": "brace", "overbrace": "brace",
}  # fmt: skip
_FONTS = frozenset(
    [
        "mathbf",
        "mathcal",
        "mathbb",
        "boldsymbol",
        "bm",
        "vec",
        "mathfrak",
        "pmb",
        "symbf",
        "boldmath",
        "boxed",
        "fbox",
        "cancel",
        "bcancel",
        "underline",
    ]
)
_EXPECTATION = re.compile(
    r"\\(?:mathbb|mathrm|operatorname|mathsf|text|mathbf|mathcal)\s*(?:\{\s*E\s*\}|E(?![A-Za-z]))"
    r"(?=\s*(?:_|\\left|\\[bB]igg?l?)*\s*[\[(_])"
)
_ACCENTS = {"hat": "hat", "widehat": "hat", "bar": "bar", "overline": "bar", "tilde": "tilde",
            "widetilde": "tilde", "dot": "dot", "ddot": "ddot"}  # fmt: skip
_LETTERS = {"varepsilon": "epsilon", "vartheta": "theta", "varphi": "phi", "varrho": "rho",
            "varsigma": "sigma", "ell": "ell", "hbar": "hbar", "infty": "oo", "dots": "dots",
            "ldots": "dots", "cdots": "dots", "Re": "re", "Im": "im", "max": "max", "min": "min",
            "imath": "i", "jmath": "j", "varnothing": "emptyset",
            "emptyset": "emptyset"}  # fmt: skip
_FLOW = ("aligned", "align", "gather", "gathered", "split", "equation", "eqnarray", "alignedat")
_SIZES = ("\\left", "\\right", "\\big", "\\Big", "\\middle")
"""Commands that say how large a bracket is, and put no space before it."""
_EQUATION = re.compile(r"(?:[A-Za-z(]|\\(?:d?frac|partial|nabla|theta|mathbf|hat|bar))[^\n=]*=")
_PLAIN = frozenset((*"+-*/^_=<>|()[]{},;!':&", "||"))


def tokenize_latex(text: str, notation: Notation) -> list[Token]:
    """The tokens of a LaTeX formula, ended by one of kind ``end``; dollar signs around it may
    stay.
    """
    check_size(text)
    check_rounded(text)
    if (mean := _EXPECTATION.search(text)) is not None and not {"E"} & notation.functions:
        raise ReadError("an expectation is not worked out here", text, mean.start())
    tokens: list[Token] = []
    spaced = False
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or ""
        if kind == "space":
            spaced |= not match.group().startswith(_SIZES)
            if "\n" in match.group() and _new_equation(tokens, text, match.end()):
                tokens.append(Token("op", "quad", match.start()))
            continue
        if kind in ("degree", "percent"):
            if not shorten(
                tokens, match.group()[-1] if kind == "percent" else "°", text, match.end() - 1
            ):
                raise ReadError(f"{match.group()!r} has no meaning here", text, match.start())
            continue
        found = _piece(match, text, notation)
        tokens.extend(token._replace(spaced=spaced) for token in found)
        spaced = False
    tokens.append(Token("end", "", len(text)))
    return _flow(tokens)


def _new_equation(tokens: list[Token], text: str, position: int) -> bool:
    """Whether another equation starts on this line, as ``\\frac{...}{...} = ...`` does."""
    starts = _EQUATION.match(text, position)
    if not starts or not ends_statement(tokens, "x", latex=True):
        return False
    sides = [t.text for t in tokens if t.kind in ("op", "command")]
    return "=" in sides and sides.count("begin") == sides.count("end")


def _piece(match: re.Match[str], text: str, notation: Notation) -> list[Token]:
    """The tokens one match stands for."""
    piece, start = match.group(), match.start()
    if match.group("words"):
        return _words(match, notation)
    if match.group("environment"):
        side, kind = match.group("side"), match.group("kind")
        return [Token("command", side, start), Token("text", kind, start)]
    if match.group("row"):
        return [Token("op", "\\\\", start)]
    if match.group("raised"):
        return superscript(piece, start, False, text, notation)
    if match.group("number"):
        return [Token("number", piece, start, decimal(piece, text, start))]
    if match.group("name"):
        return [Token("name", GREEK.get(piece, piece), start)]
    if match.group("command"):
        name = piece[1:].rstrip("*") or "*"
        if name in notation.functions:
            return [Token("name", name, start)]
        if name in ("neg", "lnot") and notation.functions:
            return [Token("name", "complement", start)]
        return _command(name, start, text)
    if piece == "$" or piece == "~":
        return []
    if piece in COMMANDS:
        return [Token("command", COMMANDS[piece], start)]
    if piece in ROUNDED:
        return [Token("name", ROUNDED[piece], start), Token("op", "(", start)]
    if piece in "⌋⌉":
        return [Token("op", ")", start)]
    operator = OPERATORS.get(piece, piece if piece in _PLAIN else "")
    if operator:
        return [Token("op", operator, start)]
    if piece in ".":
        return []
    raise ReadError(f"the character {piece!r} has no meaning in a formula", text, start)


def _words(match: re.Match[str], notation: Notation) -> list[Token]:
    """Upright words: a name where they are one, else text."""
    start = match.start()
    raw = match.group("inner")
    words = re.sub(r"\\[,;:! ]|\s+|~", " ", raw).strip()
    compact = words.replace(" ", "")
    plain_text = match.group("words").startswith(("\\text", "\\mbox"))
    if compact in ("argmin", "argmax"):
        return [Token("command", compact, start)]
    lower = compact.lower() if len(compact) > 2 else compact
    name = compact in notation.functions or lower in KNOWN_FUNCTIONS or compact in FUNCTION_WORDS
    if compact in GREEK_WORDS or len(compact) == 1 or name:
        return [Token("name", compact, start)] if compact.isalnum() else []
    if compact.isalpha() and compact.isascii() and not plain_text:
        return [Token("name", compact, start)]
    if compact == "or" and plain_text:
        return [Token("op", "or", start)]
    return [Token("text", words, start)] if words else []


def _command(name: str, start: int, text: str) -> list[Token]:
    """The token of one command."""
    if name in "{}":
        return [Token("op", name, start, Fraction(1))]
    if name in ("lfloor", "lceil"):
        return [Token("name", ROUNDED["⌊" if name == "lfloor" else "⌈"], start),
                Token("op", "(", start)]  # fmt: skip
    if name in _SYMBOLS:
        return [Token("op", _SYMBOLS[name], start)]
    if name in _COMMANDS:
        return [Token("command", _COMMANDS[name], start)]
    if name in _FONTS or name in ("(", ")", "[", "]", "arg"):
        return [Token("command", "arg", start)] if name == "arg" else []
    if name in _ACCENTS:
        return [Token("accent", _ACCENTS[name], start)]
    if name in _LETTERS:
        return [Token("name", _LETTERS[name], start)]
    if name in GREEK_WORDS or name in KNOWN_FUNCTIONS or name in FUNCTION_WORDS:
        return [Token("name", name, start)]
    if name == "forall":
        return [Token("text", "for all", start)]
    if name == "not":
        return [Token("op", "not", start)]
    raise ReadError(f"the command \\{name} is not understood", text, start)


def _flow(tokens: list[Token]) -> list[Token]:
    """Join ``arg`` and ``min``, negate relations, and turn aligned lines into one chain or
    statements.
    """
    out: list[Token] = []
    flowing = False
    braces: list[int] = []
    index = 0
    while index < len(tokens):
        token, following = tokens[index], tokens[min(index + 1, len(tokens) - 1)]
        index += 1
        if token.kind == "command" and token.text in ("begin", "end") and following.text in _FLOW:
            flowing = token.text == "begin"
            index += 1
        elif token.kind == "command" and token.text == "arg":
            if following.text in ("min", "max"):
                index += 1
                out.append(token._replace(text="arg" + following.text))
            else:
                out.append(token._replace(kind="name"))
        elif token.text == "not" and token.kind == "op":
            if following.text in ("=", "in"):
                out.append(following._replace(text="!="))
                index += 1
        elif token.kind == "command" and token.text == "brace":
            braces.append(_closing(tokens, index))
        elif braces and index - 1 == braces[-1]:
            braces.pop()
            out.append(token)
            if following.kind == "op" and following.text in "_^":
                index = _closing(tokens, index + 1) + 1
        elif flowing and token.kind == "op" and token.text == "&":
            continue
        elif flowing and token.kind == "op" and token.text == "\\\\":
            if following.text not in ("&", "=", "<", ">", "<=", ">=", "+", "-"):
                out.append(token._replace(text="quad"))
        else:
            out.append(token)
    return out


def _closing(tokens: list[Token], index: int) -> int:
    """The index at which the group that starts here ends; a single token is its own end."""
    depth = 0
    for end in range(index, len(tokens)):
        if tokens[end].kind == "op" and tokens[end].text in "{}":
            depth += 1 if tokens[end].text == "{" else -1
        if depth <= 0:
            return end
    return index
