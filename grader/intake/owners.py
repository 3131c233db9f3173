"""Whose files lie in a folder, by their names alone: one student's, or those of a class.

No single name decides for the others: a student chooses what their own file is called, and must
not get hold of the class's by calling it `main.py`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from grader.intake import ids
from grader.intake.pieces import Entry

_ANSWERS = frozenset({
    "py", "pyw", "ipynb", "md", "markdown", "txt", "tex", "html", "htm", "pdf", "docx", "doc",
    "odt", "rtf", "pages", "rmd", "qmd", "r", "m", "yaml", "yml", "json", "zip", "tar", "gz",
    "tgz", "7z", "rar", "",
})  # fmt: skip
_PICTURES = frozenset({
    "png", "jpg", "jpeg", "heic", "heif", "webp", "tif", "tiff", "bmp", "gif", "svg",
})  # fmt: skip
_PARTS = frozenset("""
    problem problems prob question questions part parts exercise exercises ex task tasks section
    chapter week step fig figure figures img image images photo photos picture pictures scan scans
    page pages screenshot screenshots screen shot whatsapp camscanner table tables v version draft
    copy
""".split())  # fmt: skip # noqa: SIM905
"""Words of which a number behind them tells the part."""

_SHEETS = frozenset("""
    homework homeworks hw hmwk assignment assign pset ps lab project proj sheet worksheet handin
""".split())  # fmt: skip # noqa: SIM905
"""Words of which the number right behind them tells the sheet."""

_WORK = _PARTS | _SHEETS | frozenset("""
    a activations analysis and answer answers app appendix archive at am attempt baseline bonus
    calculations class classifier code common complete completed config constants cover data
    dataloader dataset datasets demo doc document documents done eda eval evaluate evaluation exam
    experiment experiments expert experts explanation extra features figs file files final
    finished fn for func function functions handwritten helper helpers html in index init input
    inputs its label labels latest layer layers lib library license loader log loss losses main
    makefile metric metrics mixture model models module modules my new nb network networks new
    notebook notebooks notes of old one optim optimizer output outputs paper pdf plot plots plotting
    pm pred prediction predictions preds preprocess preprocessing program py quiz readme regression
    report reports requirements res result results rev revised run runner scratch script scripts
    set setup sol soln solution solutions sources src submission submissions submit summary test
    testing tests text the theory to train trained trainer training tools typed untitled up update
    updated util utils utilities val valid validation weights with work write writeup written
""".split())  # noqa: SIM905
"""Words that say what a file is, and not whose."""

_ALONE = frozenset({"submission", "__init__", "main", "solution", "homework", "writeup"})
"""Names of a single file that leave its folder's name to tell whose it is."""

_PIECES = re.compile(r"[^\W\d_]+|\d+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def owner_of(stem: str) -> tuple[str, ...]:
    """The words of a name that may say whose it is, sorted; empty where all tell what it is."""
    text = re.sub(r"\s*\(\d{1,2}\)$", "", unicodedata.normalize("NFC", stem))
    words = _PIECES.findall(_CAMEL.sub(" ", text))
    left: list[str] = []
    before, counting = "", False
    for word in (word.casefold() for word in words):
        if word in _WORK:
            counting = counting or word in _PARTS
        elif not word.isdigit():
            left.append(word)
            counting = False
        elif not counting and before not in _SHEETS:
            left.append(word)
        before = word
    named = "_".join(left)
    short = re.sub(r"(?:^|_)[pq]_\d{1,2}(?=_|$)", "", named).strip("_")
    return tuple(sorted((short or named).split("_"))) if named else ()


def shared_by_one(entries: Sequence[Entry]) -> str:
    """Why all these are one student's, in words; empty where each is a student's own."""
    if len(entries) == 1:
        (only,) = entries
        alone = not only.folder and ids.stem_of(only.name).lower() in _ALONE
        return f"{only.name} does not say whose it is" if alone else ""
    files = [entry for entry in entries if not entry.folder and not is_note(entry)]
    bearing = next(filter(None, (_of(files, _ANSWERS), _of(files, _PICTURES), files)), [])
    named = {entry.name: owner_of(_stem(entry)) for entry in entries}
    folders = {named[entry.name] for entry in entries if entry.folder} - {()}
    owners = {named[entry.name] for entry in bearing} - {()} | folders
    if not bearing or len(owners) > 1 or folders:
        return ""
    if not owners:
        return "no name in it says whose it is"
    (owner,) = owners
    own = [entry for entry in bearing if named[entry.name] == owner]
    nameless = [entry for entry in bearing if not named[entry.name]]
    if nameless:
        alike = {_suffix(entry) for entry in own} & {_suffix(entry) for entry in nameless}
        return "" if alike else "its files are of different kinds and name nobody else"
    others = {named[entry.name] for entry in files} - {(), owner}
    return "" if others or len(files) < 2 else f"every file is named {' '.join(owner)}"


def nameless(entries: Sequence[Entry]) -> list[str]:
    """The files among a class that do not say whose they are."""
    return [e.name for e in entries if not e.folder and not is_note(e) and not owner_of(_stem(e))]


def is_note(entry: Entry) -> bool:
    """Whether a file is the instructor's own note on the folder."""
    return not entry.folder and ids.stem_of(entry.name).casefold() == "readme"


def _of(files: Sequence[Entry], suffixes: frozenset[str]) -> list[Entry]:
    return [entry for entry in files if _suffix(entry) in suffixes]


def _suffix(entry: Entry) -> str:
    stem = ids.stem_of(entry.name)
    return entry.name[len(stem) :].rpartition(".")[2].lower()


def _stem(entry: Entry) -> str:
    return entry.name if entry.folder else ids.stem_of(entry.name)
