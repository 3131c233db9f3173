"""A LaTeX write-up in several files: `\\input`, `\\include` and `\\subfile` put in their place."""

from __future__ import annotations

import re
from collections.abc import Mapping

_INPUT = re.compile(
    r"(?<![\\%])\\(?:input|include|subfile|(?:sub)?import\{[^{}]*\})\s*\{(?P<name>[^{}]{1,200})\}"
    r"|(?<![\\%])\\input\s+(?P<bare>[\w./-]{1,200})"
)
_COMMENT = re.compile(r"(?m)(?<!\\)%.*$")
_BODY = re.compile(r"\\begin\{document\}(.*?)(?:\\end\{document\}|\Z)", re.DOTALL)
MAX_LENGTH = 5_000_000
MAX_DEPTH = 8
MAX_INPUTS = 2_000
"""Files that are put in at most: those that put in each other would grow with a power."""


def included(texts: Mapping[str, str]) -> dict[str, set[str]]:
    """For each LaTeX file, the files of the submission that it puts in."""
    return {
        name: {
            other
            for written in {m["name"] or m["bare"] for m in _INPUT.finditer(_COMMENT.sub("", text))}
            if (other := _file(written, name, texts)) is not None
        }
        for name, text in texts.items()
    }


def main_files(texts: Mapping[str, str]) -> list[str]:
    """The LaTeX files that no other one puts in; all of them where each is put in by another."""
    inner = set().union(*included(texts).values()) if texts else set()
    outer = [name for name in texts if name not in inner]
    return outer or list(texts)


def whole_text(name: str, texts: Mapping[str, str], left: list[int], depth: int = 0) -> str:
    """The text of a file with what it puts in, up to a length and depth; a circle is cut.

    `left` holds how many files may still be put in; below nothing where there were more.
    """

    def body(match: re.Match[str]) -> str:
        other = _file(match["name"] or match["bare"], name, texts) if left[0] >= 0 else None
        if other is None or depth >= MAX_DEPTH:
            return match[0]
        left[0] -= 1
        if left[0] < 0:
            return match[0]
        inner = whole_text(other, {n: t for n, t in texts.items() if n != name}, left, depth + 1)
        document = _BODY.search(inner)
        return document[1] if document is not None else inner

    text = texts[name]
    if "\\in" not in text and "\\subfile" not in text and "import" not in text:
        return text
    pieces: list[str] = []
    length = 0
    for line in text.split("\n"):
        plain = _COMMENT.sub("", line)
        whole = _INPUT.sub(body, plain) if _INPUT.search(plain) else line
        length += len(whole)
        if length > MAX_LENGTH:
            break
        pieces.append(whole)
    return "\n".join(pieces)


def _file(written: str, within: str, texts: Mapping[str, str]) -> str | None:
    """The file of the submission that a name stands for, as seen from the file `within`."""
    wanted = written.strip().removeprefix("./")
    folder = within.rpartition("/")[0]
    for name in (wanted, f"{wanted}.tex"):
        for candidate in (f"{folder}/{name}" if folder else name, name):
            if candidate in texts and candidate != within:
                return candidate
    last = wanted.rpartition("/")[2].removesuffix(".tex")
    same = [
        name
        for name in texts
        if name.rpartition("/")[2].removesuffix(".tex") == last and name != within
    ]
    return same[0] if len(same) == 1 else None
