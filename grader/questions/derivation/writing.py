"""The text of a formula made readable: ornaments gone, remarks at braces apart, expectations as
integrals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_NOISE = re.compile(
    r"\\(?:begin|end)\{(?:align|aligned|equation|gather|split|eqnarray|multline)\*?\}"
    r"|\\(?:nonumber|notag|displaystyle|limits|nolimits|quad(?=\s*$)|blacksquare|square|qed)\b"
    r"|\\(?:tag|label)\{[^}]*\}|&"
)
_UPRIGHT = re.compile(
    r"\\(?:text|mathrm|mathit|mathbf|textrm|textit|operatorname\*?|rm|mathsf)"
    r"\{\s*(KL|MLE|ML|data|model|const|H|d|true|emp|arg\s*\\?,?\s*min|arg\s*\\?,?\s*max)\.?\s*\}"
)
_UNDER = re.compile(
    r"\\underset\{([^{}]*)\}\{\s*\\?(arg\s*(?:\\,)?\s*\\?\s*(?:min|max)|argmin|argmax|min|max)\s*\}"
)
_BRACE = re.compile(r"\\(?:under|over)brace\s*\{|\\mathop\s*\{")
_EXPECTATION = re.compile(
    r"(?:\\mathbb\s*\{?\s*E\s*\}?|\\mathop\{\\mathbb\{E\}\}|\\(?:operatorname|mathrm|mathcal)\{E\}|"
    r"\\E\b|𝔼|(?<![A-Za-z\\])E(?=[_\[]))\s*"
)


def prepared(text: str, latex: bool, data: str) -> str:
    """The text with ornaments gone and expectations written as integrals."""
    text = re.sub(r"\\(?:ast|star)\b", "*", text)
    text = _UPRIGHT.sub(_upright, text)
    text = _UNDER.sub(lambda m: _extremum(m.group(2)) + "_{" + m.group(1) + "} ", text)
    text = _NOISE.sub(" ", text).replace("\\;", " ").replace("\\!", "")
    text = text.strip().strip(",.;: \t")
    text = re.sub(r"(\\quad|\\,|\\ )+$", "", text).strip(",.;: ")
    return expectations(text, latex, data) if data else text


def with_notes(text: str) -> Iterator[str]:
    """A text without braces below its formulas, then what was written at those."""
    plain, notes = _unbraced(text)
    yield plain
    yield from notes


def _unbraced(text: str) -> tuple[str, list[str]]:
    """Formulas without the braces drawn below or above them, and the remarks at those in words."""
    notes: list[str] = []
    for _ in range(20):
        match = _BRACE.search(text)
        end = _closing(text, match.end() - 1) if match else None
        if match is None or end is None:
            break
        after = end + 1
        mark = re.compile(r"\s*[_^]\s*(?=\{)").match(text, after)
        if mark is not None and "brace" in match.group():
            note, after = _group(text, mark.end())
            notes.append(
                re.sub(r"\\(?:text\w*|mathrm)\{([^{}]*)\}|\\(?=[A-Za-z])|[${}]", r"\1 ", note)
            )
        text = f"{text[: match.start()]} {text[match.end() : end]} {text[after:]}"
    return text, [note for note in notes if re.search(r"[A-Za-z]{3}", note) and "=" not in note]


def _upright(match: re.Match[str]) -> str:
    """An upright word as a name, apart from a command that stands right before it."""
    word, before = match.group(1), match.string[: match.start()][-1:]
    return (" " if before.isalpha() else "") + (_extremum(word) if word[:3] == "arg" else word)


def _extremum(word: str) -> str:
    return ("\\arg" if "arg" in word else "") + ("\\min" if "min" in word else "\\max")


def expectations(text: str, latex: bool, data: str) -> str:
    """`E_{x ~ p}[f]` as the integral of p(x) f over x, from the inside out."""
    for _ in range(20):
        matches = list(_EXPECTATION.finditer(text))
        changed = next(
            (new for m in reversed(matches) if (new := _as_integral(text, m, latex, data))), None
        )
        if changed is None:
            return text
        text = changed
    return text


def _as_integral(text: str, match: re.Match[str], latex: bool, data: str) -> str | None:
    position = match.end()
    below = ""
    if text[position : position + 1] == "_":
        below, position = _group(text, position + 1)
    rest = re.compile(r"\s*(?:\\left|\\[bB]igg?l?)?\s*\\?([\[({])").match(text, position)
    if rest is None:
        return None
    end = _closing(text, rest.end() - 1)
    if end is None:
        return None
    inner = re.sub(r"\\(?:right|[bB]igg?r?)\s*\\?$", "", text[rest.end() : end]).rstrip("\\ ")
    variable, density = _below(below, data)
    sign, opening, closing = ("\\int ", "\\left(", "\\right)") if latex else ("integral ", "(", ")")
    body = f"{sign}{density} {opening}{inner}{closing} d{variable}"
    return f"{text[: match.start()]}{opening}{body}{closing}{text[end + 1 :]}"


def _below(below: str, data: str) -> tuple[str, str]:
    """The variable and the density of an expectation's subscript."""
    parts = re.split(r"\\sim|~|∼", below)
    variable = parts[0].strip(" {}()") if len(parts) > 1 else "x"
    density = parts[-1].strip()
    if density.startswith("{") and density.endswith("}"):
        density = density[1:-1]
    if len(parts) == 1 and density in ("", "x", "y", "z"):
        variable, density = density or "x", data
    density = re.sub(r"\(\s*(?:\\cdot|\.|·)", f"({variable}", density)
    if "(" not in density:
        density += f"({variable})"
    return variable, density


def _group(text: str, position: int) -> tuple[str, int]:
    """A subscript: a braced group, a run of word characters, or one character."""
    if text[position : position + 1] == "{":
        depth = 0
        for index in range(position, len(text)):
            depth += (text[index] == "{") - (text[index] == "}")
            if depth == 0:
                return text[position + 1 : index], index + 1
    word = re.compile(r"\\?[A-Za-z]+\*?(?:\^\*)?(?:~[A-Za-z]+\*?)?|.").match(text, position)
    return (word.group(), word.end()) if word else ("", position)


def _closing(text: str, start: int) -> int | None:
    """The index of the bracket that closes the one at `start`."""
    opening = text[start]
    closing = {"[": "]", "(": ")", "{": "}"}[opening]
    depth = 0
    for index in range(start, len(text)):
        depth += (text[index] == opening) - (text[index] == closing)
        if depth == 0:
            return index
    return None
