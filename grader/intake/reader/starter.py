"""What the course handed out: the sheet and the starter files, whose text and code are no answer.

A cell, a definition, a line or a whole file that a submission left as it was handed out is not
the student's, whatever it would earn.
"""

from __future__ import annotations

import ast
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Any

from .python.near_names import names_given, sources_of
from .result import Result

_WORD = re.compile(r"[^\W_]+")
_PIECES = re.compile(r"(?<=[.?!:])(?=[*_})\]]*\s)|(?=\n[^\S\n]*\n)")
_COMMAND = re.compile(r"\\[A-Za-z]+|!\[[^\]]*\]\([^)]*\)")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_FEW = 3
"""Words below which a line may be equal by chance."""
_ITEM = re.compile(r"^\s*(?:[-*+•◦]|\(?[A-Ha-h][).:]|\[[ xX]?\])\s+(?:\S+\s+){0,7}\S+\s*$")
_LABELLED = re.compile(r"^\s*\(?(?:[A-Ha-h]|[ivx]{1,4}|\d{1,2})[).:]\s+(?:\S+\s+){0,24}\S+\s*$")
_DISPLAY = re.compile(
    r"(?<!\\)\$\$(?P<inner>(?:[^$\\]|\\.){1,4000})\$\$", re.DOTALL
)
_SIGNS = 20
"""Signs up to which a formula may be equal by chance."""
_RUN = 8
"""Words that, in a row, stand in the sheet by no chance."""


class Starter:
    """The files handed out, in the forms that what students handed in is compared in."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = frozenset(_bare(data.decode("utf-8", "replace")) for data in files.values())
        self.code: set[str] = set()
        self.lines: set[str] = set()
        self.formulas: set[str] = set()
        """Displays of more than a few signs."""
        self.options: set[str] = set()
        """Short items of lists: what a student may choose, and then write alone."""
        words: list[str] = []
        letters: list[str] = []
        for name, data in files.items():
            for kind, text in _pieces(name, data):
                if kind == "code":
                    self.code.add(_bare(text))
                    self.code.update(_bare(piece) for piece in definitions(text).values())
                else:
                    lines = text.split("\n")
                    self.lines.update(_worded(line) for line in lines if not _ITEM.match(line))
                    self.options.update(_worded(line) for line in lines if _ITEM.match(line))
                    self.formulas.update(_bare(one["inner"]) for one in _DISPLAY.finditer(text))
                    words += _WORD.findall(text.casefold())
                    letters += _letters(text)
        self.text = f" {' '.join(words)} "
        self.letters = f" {' '.join(letters)} "

    @property
    def is_empty(self) -> bool:
        """Whether nothing was handed out, so that all is the student's."""
        return not self.files

    def is_file(self, data: bytes) -> bool:
        """Whether a file is one that was handed out, untouched."""
        return bool(self.files) and _bare(data.decode("utf-8", "replace")) in self.files

    def is_code(self, text: str) -> bool:
        """Whether a cell or definition stands so in a starter file."""
        return _bare(text) in self.code

    def is_formula(self, latex: str) -> bool:
        """Whether a formula on lines of its own stands so in what was handed out."""
        bare = _bare(latex)
        return len(bare) > _SIGNS and bare in self.formulas

    def own_text(self, text: str) -> str:
        """A text without the lines that the sheet or a starter file has."""
        if not self.lines:
            return text
        lines = text.split("\n")
        copied = sum(_worded(line) in self.options for line in lines) > 1
        kept = "\n".join(line for line in lines if not self.is_line(line, listed=copied))
        kept = _DISPLAY.sub(lambda one: "" if self.is_formula(one["inner"]) else one[0], kept)
        return self._without_sentences(kept)

    def _without_sentences(self, text: str) -> str:
        """A text without the sentences of the sheet, however they are broken and typeset.

        A short piece between or before such sentences, whose words stand in the sheet, goes too;
        one behind them may be an answer.
        """
        pieces = _PIECES.split(text)
        words = [_letters(piece) for piece in pieces]
        stands = [bool(row) and f" {' '.join(row)} " in self.letters for row in words]
        surely = [there and len(row) >= _RUN for there, row in zip(stands, words, strict=True)]
        last = max((n for n, sure in enumerate(surely) if sure), default=-1)
        gone = [
            sure or (stands[n] and n < last and len(words[n]) >= _FEW)
            for n, sure in enumerate(surely)
        ]
        blank = ["\n" * piece.count("\n") for piece in pieces]
        return "".join(blank[n] if gone[n] else piece for n, piece in enumerate(pieces))

    def is_labelled(self, line: str) -> bool:
        """Whether a line that begins with a label stands so in what was handed out."""
        words = _worded(line)
        return bool(_LABELLED.match(line)) and (words in self.options or words in self.lines)

    def is_line(self, line: str, *, listed: bool = False) -> bool:
        """Whether a line, or all its words in a row, stand in what was handed out.

        An option alone is somebody's choice; only `listed` with others it is a copy.
        """
        plain = _worded(line)
        if plain in self.options and plain not in self.lines:
            return listed
        count = plain.count(" ") + 1 if plain else 0
        if count < _FEW:
            return False
        return plain in self.lines or (count >= _RUN and f" {plain} " in self.text)


def take_back_starter(hints: Mapping[str, Any], starter: Starter, result: Result) -> None:
    """Take from each form the asked names that only starter code gives; they are not answered.

    Tests of the instructor's need all that was handed out: of what they ask, only stubs are taken.
    """
    asked = {name for question in hints["questions"] for name in question["names"]}
    others = [question for question in hints["questions"] if question.get("asked") != "tests"]
    answers = {name for question in others for name in question["names"]}
    for form in result.forms:
        last: dict[str, bool] = {}
        for text, _, _ in sources_of(form, result):
            pieces = definitions(text)
            imported = _imported(text, asked, result)
            given = names_given([(text, 1, None)])
            for name in asked & {*given, *imported}:
                piece = pieces.get(name) or imported.get(name, "")
                copied = starter.is_code(text) or starter.is_code(piece)
                last[name] = copied and (name in answers or is_stub(piece))
        untouched = sorted(name for name, is_starter in last.items() if is_starter)
        _take_back(form, untouched, result)


def _imported(text: str, asked: Set[str], result: Result) -> dict[str, str]:
    """The source of each asked name that a text takes from a file beside it, by that name."""
    found: dict[str, str] = {}
    if "import" not in text:
        return found
    try:
        body = ast.parse(text).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return found
    for one in body:
        if not isinstance(one, ast.ImportFrom) or not one.module:
            continue
        data = result.sources.get(one.module.replace(".", "/") + ".py")
        pieces = definitions(data.decode("utf-8", "replace")) if data else {}
        for alias in one.names:
            names = asked & pieces.keys() if alias.name == "*" else {alias.name}
            for name in names:
                called = alias.asname or name
                if called in asked and name in pieces:
                    found[called] = pieces[name]
    return found


def take_back_stubs(hints: Mapping[str, Any], result: Result) -> None:
    """Take an asked name from each file that leaves it empty where another one fills it in."""
    asked = {name for question in hints["questions"] for name in question["names"]}
    if len(result.forms) < 2 or not asked:
        return
    written: list[dict[str, bool]] = []
    for form in result.forms:
        pieces: dict[str, str] = {}
        for text, _, _ in sources_of(form, result):
            pieces.update(definitions(text))
        written.append({name: is_stub(pieces[name]) for name in asked & pieces.keys()})
    filled = {name for names in written for name, stub in names.items() if not stub}
    for form, names in zip(result.forms, written, strict=True):
        _take_back(form, sorted(n for n, stub in names.items() if stub and n in filled), result)


def _take_back(form: dict[str, Any], names: Sequence[str], result: Result) -> None:
    """Leave a form without these names, for all that look in it for answers."""
    for name in names:
        message = f"{name} stands as it was handed out, so it is no answer."
        result.note("starter-untouched", message, form["file"])
    if names:
        form["untouched"] = [*form.get("untouched", ()), *names]


def is_stub(source: str) -> bool:
    """Whether a definition does nothing yet: only None, pass, dots or NotImplementedError."""
    try:
        (one,) = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    if isinstance(one, ast.Assign):
        return _is_nothing(one.value)
    if isinstance(one, ast.ClassDef):
        inner = [piece for piece in one.body if isinstance(piece, ast.FunctionDef)]
        return bool(inner) and all(_does_nothing(piece.body) for piece in inner)
    return isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef) and _does_nothing(one.body)


def _does_nothing(body: Sequence[ast.stmt]) -> bool:
    return all(
        isinstance(one, ast.Pass | ast.Raise)
        or (isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant))
        or (isinstance(one, ast.Assign) and _is_nothing(one.value))
        or (isinstance(one, ast.Return) and (one.value is None or isinstance(one.value, ast.Name)))
        or (isinstance(one, ast.Return) and one.value is not None and _is_nothing(one.value))
        for one in body
    )


def _is_nothing(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value in (None, ...)


def definitions(text: str) -> dict[str, str]:
    """The source of each top-level function, class and single assignment, by its name."""
    try:
        body = ast.parse(text).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}
    found: dict[str, str] = {}
    for one in body:
        source = ast.get_source_segment(text, one) or ""
        if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found[one.name] = source
        elif isinstance(one, ast.Assign) and isinstance(one.targets[0], ast.Name):
            found[one.targets[0].id] = source
    return found


def _pieces(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    """(code or text, source) of a file that was handed out: cells, a module, or lines."""
    if name.lower().endswith((".pdf", ".docx", ".docm", ".odt", ".rtf", ".tex")):
        return  # what it says comes as a text of its own
    text = data.decode("utf-8-sig", "replace")
    if name.lower().endswith(".ipynb"):
        yield from _cells(text)
    elif name.lower().endswith(".py"):
        yield "code", text
    else:
        yield "text", text


def _cells(text: str) -> Iterator[tuple[str, str]]:
    try:
        cells = json.loads(text).get("cells", [])
    except (ValueError, AttributeError, RecursionError):
        return
    for cell in cells if isinstance(cells, list) else []:
        if not isinstance(cell, dict):
            continue
        source = _source(cell.get("source"))
        if source.strip():
            yield ("code" if cell.get("cell_type") == "code" else "text"), source


def _source(source: Any) -> str:
    if isinstance(source, list):
        return "".join(line for line in source if isinstance(line, str))
    return source if isinstance(source, str) else ""


def _bare(text: str) -> str:
    """A text without blanks, which editors change."""
    return re.sub(r"\s+", "", text)


def _worded(line: str) -> str:
    """The words of a line, without any sign between them."""
    return " ".join(_WORD.findall(line.casefold()))


def _letters(text: str) -> list[str]:
    """The words of a text without formulas' signs, which a PDF and a source write differently."""
    plain = unicodedata.normalize("NFKC", _COMMAND.sub(" ", text)).casefold()
    return _LETTERS.findall(re.sub(r"(?<=\w)-\s*\n\s*(?=\w)", "", plain))
