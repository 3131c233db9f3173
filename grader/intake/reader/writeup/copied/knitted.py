"""Sources of reports beside what was made of them: the report says all that its source says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ..html import markdown_of_html
from ..pictures import PICTURE
from .printed import ENOUGH_WORDS, words_of

_SOURCES = (".rmd", ".qmd")
_PAGES = (".html", ".htm")
_FRONT = re.compile(r"\A\s*---\n.*?\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_CHUNK = re.compile(r"^[ ]{0,3}(`{3,}|~{3,}).*?^[ ]{0,3}\1[`~]*[ \t]*$", re.DOTALL | re.MULTILINE)
_PYTHON = re.compile(r"^[ ]{0,3}(?:`{3,}|~{3,})\s*\{\s*(?:python|py|julia)", re.MULTILINE)
_INLINE = re.compile(r"`(?:r|\{r\})\s[^`\n]*`|!?\[[^\]\n]*\]\([^)\n]*\)|<[^<>\n]*>|\bhttps?://\S+|&\w+;")
_SIGNS = re.compile(r"[\W_]+")
_MOST = 0.95
"""The share of a source's words that its printed form has: a few are commands of LaTeX."""
MAX_TEXT = 3_000_000


def sources_of_reports(sources: Mapping[str, bytes]) -> frozenset[str]:
    """The files of which another of the same name holds every line of prose.

    That is an R Markdown source beside its page or Markdown, and a page beside its Markdown. What
    was changed since it was made is read as well, so that nothing written is lost.
    """
    kinds: dict[str, dict[str, str]] = {}
    for name in sources:
        stem, dot, ending = name.rpartition(".")
        kinds.setdefault(stem, {})[dot + ending.lower()] = name
    found: set[str] = set()
    for group in kinds.values():
        written = [group[end] for end in _SOURCES if end in group]
        pages = [group[end] for end in _PAGES if end in group]
        reports = ([group[".md"]] if ".md" in group else []) + pages
        if not reports or not (written or len(reports) > 1):
            continue
        if any(len(sources[name]) > MAX_TEXT for name in (*written, *reports)):
            continue
        whole = {name: _bare(_text(name, sources[name])) for name in reports}
        for name in written:
            text = _text(name, sources[name])
            if not _PYTHON.search(text) and any(_holds(one, text) for one in whole.values()):
                found.add(name)
        if ".md" in group:
            text = whole[group[".md"]]
            found |= {page for page in pages if _holds(text, _text(page, sources[page]))}
    return frozenset(found)


def is_made_of(name: str, text: str, sources: Mapping[str, bytes]) -> bool:
    """Whether a PDF was made of a source beside it: it says all that its source says.

    What the run added, such as what libraries say when they are loaded, is not the student's.
    """
    stem = name.rpartition(".")[0]
    source = next((f"{stem}{end}" for end in sources_of(stem, sources)), "")
    if not source or len(sources[source]) > MAX_TEXT:
        return False
    prose = _CHUNK.sub("\n", _FRONT.sub("", PICTURE.sub("\n", _text(source, sources[source]))))
    words = words_of(prose)
    return len(words) >= ENOUGH_WORDS and len(words & words_of(text)) >= _MOST * len(words)


def is_report(name: str, sources: Mapping[str, bytes]) -> bool:
    """Whether a document stands beside a source of its name whose code is not Python."""
    stem = name.rpartition(".")[0]
    texts = (_text(stem + end, sources[stem + end]) for end in sources_of(stem, sources))
    return any(not _PYTHON.search(text[:MAX_TEXT]) for text in texts)


def sources_of(stem: str, sources: Mapping[str, bytes]) -> Iterator[str]:
    """The endings of the sources of a report that have this name, as they are written."""
    for name in sources:
        begin, dot, ending = name.rpartition(".")
        if begin == stem and dot + ending.lower() in _SOURCES:
            yield dot + ending


def _text(name: str, data: bytes) -> str:
    text = data.decode("utf-8", "replace").replace("\r\n", "\n")
    return markdown_of_html(text) if name.lower().endswith(_PAGES) else text


def _bare(text: str) -> str:
    """The letters and digits of a text, without what its form adds to it."""
    return _SIGNS.sub("", _INLINE.sub(" ", PICTURE.sub(" ", text))).casefold()


def _holds(whole: str, text: str) -> bool:
    """Whether every piece of prose of a source stands in what was made of it."""
    return all(piece in whole for piece in _pieces(text)) and bool(whole)


def _pieces(text: str) -> Iterator[str]:
    text = _CHUNK.sub("\n", _FRONT.sub("", PICTURE.sub("\n", text)))
    for line in text.split("\n"):
        for piece in _INLINE.split(line):
            bare = _SIGNS.sub("", piece).casefold()
            if bare:
                yield bare
