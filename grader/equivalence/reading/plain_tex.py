r"""LaTeX that only frames, sizes or abbreviates, in the plain spelling that the tokens know.

`\boxed{x}`, `\parbox{3cm}{x}`, `{\Large x}` are x; `{n \choose k}` is a binomial,
`\pmatrix{a \cr b}` a matrix.
"""

import re

_FRAMES = {
    "boxed": 0, "fbox": 0, "framebox": 0, "ensuremath": 0, "smash": 0, "mathclap": 0,
    "mathstrut": 0,
    "colorbox": 1, "fcolorbox": 2, "textcolor": 1, "parbox": 1, "makebox": 0, "raisebox": 1,
    "scalebox": 1, "resizebox": 2, "color": 1, "rule": 2, "underline": 0, "tcbhighmath": 0,
    "phantom": 1, "hphantom": 1, "vphantom": 1, "cline": 1, "cancelto": 0,
}  # fmt: skip
"""Commands around a formula, and how many arguments come before the one that is kept."""
_EMPTY = frozenset({"color", "rule", "phantom", "hphantom", "vphantom", "cline", "mathstrut"})
"""Those that leave nothing."""
_NAMES = "|".join(sorted(_FRAMES, key=len, reverse=True))
_COMMAND = re.compile(rf"\\({_NAMES})(?![A-Za-z])\*?")
_SIZES = re.compile(
    r"\\(?:tiny|scriptsize|footnotesize|small|normalsize|large|Large|LARGE|huge|Huge|bfseries|itshape"
    r"|displaystyle|scriptstyle|scriptscriptstyle|hline|toprule|midrule|bottomrule|centering"
    r"|allowbreak|nobreak|relax|noindent|everymath|unboldmath|boldmath)(?![A-Za-z])"
)
_OLD = re.compile(r"\\(choose|over|atop|brack|brace)(?![A-Za-z])")
_OLD_MATRIX = re.compile(r"\\(b|p|v|V|B)?matrix\s*(?=\{)|\\cases\s*(?=\{)")
_BRACED = re.compile(
    r"\\left\s*\\\{\s*\\begin\s*\{(array|aligned|matrix)\}(?:\s*\{[lcr|\s]*\})?"
    r"((?:(?!\\begin|\\end).){1,3000})\\end\s*\{\1\}\s*\\right\s*\.",
    re.DOTALL,
)
"""Cases or a system in an array, with its one brace typed by hand."""
_OPTION = re.compile(r"\s*\[[^\[\]]{0,40}\]")
MAX_REWRITES = 400


def modern(text: str) -> str:
    """The text without frames and sizes, its plain TeX as LaTeX; a broken brace is left alone."""
    if "\\" not in text:
        return text
    text = _BRACED.sub(r"\\begin{cases}\2\\end{cases}", _SIZES.sub(" ", text))
    for pattern, change in ((_COMMAND, _unframed), (_OLD_MATRIX, _matrix), (_OLD, _operator)):
        position = 0
        for _ in range(MAX_REWRITES):
            match = pattern.search(text, position)
            if match is None:
                break
            changed = change(text, match)
            position = match.end() if changed is None else match.start()
            text = text if changed is None else changed
    return text


def _unframed(text: str, match: re.Match[str]) -> str | None:
    """The text with one frame taken off what it holds."""
    end, kept = match.end(), ""
    for number in range(_FRAMES[match[1]] + (match[1] not in _EMPTY)):
        while option := _OPTION.match(text, end):
            end = option.end()
        while text[end : end + 1].isspace():
            end += 1
        close = closing(text, end)
        if close is None:
            return None if number == 0 and match[1] not in _EMPTY else text[: match.start()]
        kept, end = text[end + 1 : close], close + 1
    kept = "" if match[1] in _EMPTY else kept
    return f"{text[: match.start()]} {kept} {text[end:]}"


def _matrix(text: str, match: re.Match[str]) -> str | None:
    r"""`\pmatrix{a & b \cr c & d}` as an environment."""
    close = closing(text, match.end())
    if close is None:
        return None
    name = "cases" if match[0].startswith("\\cases") else f"{match[1] or ''}matrix"
    body = re.sub(r"\\cr(?![A-Za-z])", r"\\\\", text[match.end() + 1 : close])
    inside = rf"\begin{{{name}}}{body}\end{{{name}}}"
    return text[: match.start()] + inside + text[close + 1 :]


def _operator(text: str, match: re.Match[str]) -> str | None:
    r"""`{a \over b}` as a fraction, `{n \choose k}` as a binomial."""
    command = {"over": "\\frac", "choose": "\\binom"}.get(match[1])
    depth, start = 0, match.start()
    while start > 0:
        start -= 1
        if text[start] in "{}" and text[start - 1 : start] != "\\":
            depth += 1 if text[start] == "}" else -1
            if depth < 0:
                break
    opened = depth < 0
    close = closing(text, start) if opened else len(text)
    if command is None or close is None:
        return None
    top, bottom = text[start + opened : match.start()], text[match.end() : close]
    before, after = text[:start] if opened else "", text[close + 1 :]
    return f"{before}{command}{{{top.strip()}}}{{{bottom.strip()}}}{after}"


def closing(text: str, start: int) -> int | None:
    """The index of the brace that closes the one at `start`; None where none opens or closes."""
    if text[start : start + 1] != "{":
        return None
    depth = 0
    for index in range(start, len(text)):
        if text[index] in "{}" and text[index - 1 : index] != "\\":
            depth += 1 if text[index] == "{" else -1
            if depth == 0:
                return index
    return None
