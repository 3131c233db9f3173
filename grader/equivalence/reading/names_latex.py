"""Second pass over LaTeX tokens: a letter with its subscript, accent, star and primes becomes one
name.
"""

from grader.equivalence.reading.notation import (
    FUNCTION_WORDS,
    KNOWN_FUNCTIONS,
    Notation,
    normal_name,
)
from grader.equivalence.reading.tokens import Token

_MAX_SUBSCRIPT = 12
_ELEMENTARY = frozenset(
    ("ln", "log", "exp", "sqrt", "sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh")
)
"""Functions that are often typed without their backslash."""


def join_names(tokens: list[Token], notation: Notation) -> list[Token]:
    """The tokens with every decorated letter as one name."""
    out: list[Token] = []
    tokens = _unbraced(tokens, notation)
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.kind == "accent":
            index = _accented(tokens, index, out)
            continue
        index += 1
        if token.kind == "name":
            token, index = _word(tokens, index, token, notation)
        if token.kind != "name" or _is_operator_name(token.text, notation):
            out.append(token)
            continue
        name, index = _decorations(tokens, index, token.text)
        out.append(token._replace(text=notation.resolve(name)))
    return out


def _unbraced(tokens: list[Token], notation: Notation) -> list[Token]:
    """Letters in braces of their own lose them where a subscript follows: ``{\\theta}_1``."""
    out: list[Token] = []
    for index, token in enumerate(tokens):
        closed = token.kind == "op" and token.text == "}"
        following = tokens[min(index + 1, len(tokens) - 1)]
        differential = following.kind == "name" and bool(out) and out[-1].text == "d"
        if closed and len(out) > 1 and out[-1].text == "nabla" and out[-2].text == "{":
            out[-2:] = [out[-1]]
            continue
        called = following.kind == "op" and following.text in "([" and bool(out)
        called = called and out[-1].text in notation.functions
        if closed and (following.text == "_" or differential or called) and _in_braces(out):
            before = out[-3] if len(out) > 2 else token
            if not (before.kind == "command" or before.text in ("_", "^")):
                out[-2:] = [out[-1]._replace(spaced=out[-2].spaced)]
                continue
        out.append(token)
    return out


def _in_braces(out: list[Token]) -> bool:
    """Whether one name follows an open brace here."""
    return len(out) > 1 and out[-1].kind == "name" and out[-2].text == "{"


def _word(tokens: list[Token], index: int, token: Token, notation: Notation) -> tuple[Token, int]:
    """The longest declared name of several letters that starts with this one, such as ``KL``."""
    best, text, end = (token, index), token.text, index
    while tokens[end].kind == "name" and not tokens[end].spaced and end - index < 12:
        text += tokens[end].text
        end += 1
        declared = text in notation.functions or text in notation.symbols
        bare = text in _ELEMENTARY and best[1] == index
        if declared or (bare and _is_applied(text, tokens[end], notation)):
            best = (token._replace(text=text), end)
    return best


def _is_applied(word: str, following: Token, notation: Notation) -> bool:
    """Whether letters side by side are a function that is applied to what follows."""
    if all(letter in notation.symbols for letter in word):
        return False
    if following.kind == "op":
        return following.text == "(" or (following.text == "^" and word not in ("exp", "sqrt"))
    return following.kind in ("name", "number", "command") and word not in ("exp", "sqrt")


def _is_operator_name(name: str, notation: Notation) -> bool:
    """Whether a subscript on this name is an argument and not part of it."""
    known = name in KNOWN_FUNCTIONS or name in FUNCTION_WORDS or name == "d"
    return known and name not in notation.symbols and name not in ("gamma", "Gamma", "arg", "re")


def _accented(tokens: list[Token], index: int, out: list[Token]) -> int:
    """Read an accent and what it stands on; put the accented letter back for its decorations."""
    accent = tokens[index]
    inner = tokens[index + 1]
    if (
        inner.kind == "op"
        and inner.text == "{"
        and tokens[min(index + 3, len(tokens) - 1)].text == "}"
    ):
        letter, after = tokens[index + 2], index + 4
    elif inner.kind == "op" and inner.text == "{":
        return index + 1
    else:
        letter, after = inner, index + 2
    if letter.kind != "name":
        return index + 1
    tokens[after - 1] = letter._replace(text=f"{letter.text}_{accent.text}")
    del out[len(out) :]
    return after - 1


def _decorations(tokens: list[Token], index: int, base: str) -> tuple[str, int]:
    """The whole name from its letter on, and the index after it."""
    accent = ""
    if "_" in base:
        base, accent = base.split("_", 1)
    subscript, ends = "", ""
    while True:
        token = tokens[index]
        if token.kind == "op" and token.text == "_" and not subscript:
            found = _group_text(tokens, index + 1)
            if found is None:
                break
            subscript, index = found
        elif token.kind == "op" and token.text == "'":
            ends += "'"
            index += 1
        elif token.kind == "op" and token.text == "^":
            mark = _mark(tokens, index + 1)
            if mark is None:
                after = _power_end(tokens, index + 1)
                found = _group_text(tokens, after + 1) if tokens[after].text == "_" else None
                if subscript or found is None:
                    break
                subscript, end = found
                tokens[index:end] = tokens[index:after]  # x^2_1 is x_1^2
                continue
            ends += mark[0]
            index = mark[1]
        else:
            break
    parts = [part for part in (accent, subscript) if part]
    name = normal_name(base, "_".join(parts)) if len(parts) < 2 else "_".join((base, *parts))
    return name + ends, index


def _power_end(tokens: list[Token], index: int) -> int:
    """The index after a short exponent: one token, or a braced group of few."""
    if tokens[index].text != "{":
        return min(index + 1, len(tokens) - 1)
    end = next((k for k in range(index, min(index + 8, len(tokens))) if tokens[k].text == "}"), 0)
    return min(end + 1, len(tokens) - 1) if end else index


def _mark(tokens: list[Token], index: int) -> tuple[str, int] | None:
    """A raised star, prime or bracketed index, which belong to the name; a power does not."""
    token = tokens[index]
    if token.kind == "op" and token.text in ("*", "'"):
        return token.text, index + 1
    if token.kind != "op" or token.text != "{" or token.value:
        return None
    inner: list[Token] = []
    end = index + 1
    while tokens[end].text != "}" and tokens[end].kind != "end" and len(inner) < 5:
        inner.append(tokens[end])
        end += 1
    text = "".join(part.text for part in inner)
    if tokens[end].text != "}" or not text:
        return None
    if text in ("*", "'", "''", "**"):
        return text, end + 1
    if (
        len(inner) == 3
        and text[0] == "("
        and text[-1] == ")"
        and inner[1].kind in ("name", "number")
    ):
        return f"^{text}", end + 1
    return None


def _group_text(tokens: list[Token], index: int) -> tuple[str, int] | None:
    """The text of a subscript, one token or a braced group, and the index after it."""
    token = tokens[index]
    if token.kind in ("name", "text"):
        return token.text, index + 1
    if token.kind == "number":
        if len(token.text) == 1:
            return token.text, index + 1
        return token.text, index + 1
    if token.kind != "op" or token.text != "{":
        return None
    parts: list[str] = []
    end = index + 1
    while not (tokens[end].kind == "op" and tokens[end].text == "}"):
        if tokens[end].kind in ("end", "command", "accent") or len(parts) > _MAX_SUBSCRIPT:
            return None
        parts.append(tokens[end].text)
        end += 1
    return "".join(parts).replace("^*", "*").replace("_", ""), end + 1
