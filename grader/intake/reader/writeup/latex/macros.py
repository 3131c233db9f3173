r"""A student's own LaTeX commands, such as `\pd{C}{x}`, written out before anything is read."""

from __future__ import annotations

import re

MAX_MACROS = 200
MAX_EXPANSIONS = 5_000
MAX_TEXT = 2_000_000
_DEFINED = re.compile(
    r"\\(?:(?:re)?newcommand\*?|providecommand)\s*\{?\s*\\([A-Za-z]+)\s*\}?\s*"
    r"(?:\[(\d)\])?\s*(?:\[[^\]]*\])?\s*(?=\{)|\\def\s*\\([A-Za-z]+)\s*((?:#\d)*)\s*(?=\{)"
    r"|\\DeclareMathOperator\*?\s*\{\s*\\([A-Za-z]+)\s*\}\s*(?=\{)"
)


def expanded(text: str) -> str:
    """`text` with the commands it defines written out; their definitions become blanks.

    Lines stay, and a command that grows without end stops at a limit and is left as it is.
    """
    macros: dict[str, tuple[int, str]] = {"texorpdfstring": (2, "#1")}
    pieces, position = [], 0
    for match in _DEFINED.finditer(text):
        end = _group_end(text, match.end())
        if match.start() < position or end is None or len(macros) >= MAX_MACROS:
            continue
        body = text[match.end() + 1 : end - 1]
        if match[5]:
            macros[match[5]] = (0, rf"\operatorname{{{body}}}")
        else:
            count = int(match[2] or 0) if match[1] else len(match[4] or "") // 2
            macros[match[1] or match[3]] = (count, body)
        pieces += [text[position : match.start()], "\n" * text.count("\n", match.start(), end)]
        position = end
    text = "".join([*pieces, text[position:]])
    return _written_out(text, macros) if macros else text


_HEADING = re.compile(r"\\(?:sub){0,2}section\*?\s*(?=\{)|\\paragraph\*?\s*(?=\{)")


def headings_in_one_line(text: str) -> str:
    """`text` with each heading that goes over several lines in its first one; lines stay."""
    pieces, position = [], 0
    for match in _HEADING.finditer(text):
        end = _group_end(text, match.end())
        if match.start() < position or end is None or "\n" not in text[match.end() : end]:
            continue
        lines = text[match.end() : end].split("\n")
        rest = text.find("\n", end) if "\n" in text[end:] else len(text)
        pieces += [text[position : match.end()], " ".join(lines), text[end:rest]]
        pieces.append("\n" * (len(lines) - 1))
        position = rest
    return "".join([*pieces, text[position:]])


def _written_out(text: str, macros: dict[str, tuple[int, str]]) -> str:
    names = "|".join(sorted(macros, key=len, reverse=True))
    used = re.compile(rf"\\({names})(?![A-Za-z])")
    position = 0
    for _ in range(MAX_EXPANSIONS):
        match = used.search(text, position)
        if match is None or len(text) > MAX_TEXT:
            break
        count, body = macros[match[1]]
        arguments, end = _arguments(text, match.end(), count)
        if arguments is None:
            position = match.end()
            continue
        for number, argument in enumerate(arguments, 1):
            body = body.replace(f"#{number}", argument)
        glue = " " if re.search(r"\\[A-Za-z]+$", body) else ""
        text = text[: match.start()] + body.replace("\n", " ") + glue + text[end:]
        position = match.start()
    return text


def _arguments(text: str, start: int, count: int) -> tuple[list[str] | None, int]:
    """The `count` arguments from `start`: groups in braces or single characters."""
    found: list[str] = []
    for _ in range(count):
        while start < len(text) and text[start] in " \t":
            start += 1
        if start >= len(text):
            return None, start
        end = _group_end(text, start) if text[start] == "{" else start + 1
        if end is None:
            return None, start
        found.append(text[start + 1 : end - 1] if text[start] == "{" else text[start])
        start = end
    return found, start


def _group_end(text: str, start: int) -> int | None:
    """Behind the brace that closes the one at `start`, or None within 5,000 characters."""
    depth = 0
    for place in range(start, min(start + 5_000, len(text))):
        if text[place - 1 : place] == "\\":
            continue
        depth += {"{": 1, "}": -1}.get(text[place], 0)
        if depth == 0:
            return place + 1
    return None
