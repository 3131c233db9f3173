"""A line of prose to Markdown: words escaped, mathematics in dollars, code in backticks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..geometry import Box, around
from ..glyphs import UNMAPPED, Glyph
from ..lines import Line, gap, parted, plain
from .symbols import FUNCTIONS
from .typeset import Formula, formula_of

_LABEL = re.compile(
    r"(?:\(?(?:\d{1,2}|[a-h]|i{1,3}|iv|v)(?:[-.](?:\d{1,2}|[a-h]|bonus))*(?:\([a-z]\))?[).:]|"
    r"\d{1,2}[-.](?:\d{1,2}|bonus)[).:]?|"
    r"(?:problem|question|exercise|task|aufgabe|frage)\s*#?\d{1,2}(?:\.\d{1,2})?(?:[a-h]|\s?\([a-h]\))?[).:]*)"
    r"(?=\s|$)",
    re.IGNORECASE,
)
_OPERATORS = frozenset("=+-−*/<>≤≥≠≈∼·×÷±()[]{}|‖∥,.:;!'′^_∣…⋯&%\u0338")
_SIGNS = frozenset("∂∇∑∏∫√∞∈∉⊂⊆∪∩∀∃→⇒⇔≤≥≠≈≡∼∝⊙⊗⊕⟨⟩‖∥′ℝ𝔼ℤℕℙ\u0338")
_NUMBER_OF_EQUATION = re.compile(r"\((?:\d{1,2}\.)?\d{1,3}[a-z]?\)$")
_SPECIAL = re.compile(
    r"([\\`*$])|(?<![^\W_])(_)|(_)(?![^\W_])|(\[)(?=[^\]\n]*\][(:\[])|(<)(?=[A-Za-z/!?])"
)


@dataclass(slots=True)
class Reading:
    """A line as Markdown, and the parts of it that were not surely read."""

    text: str
    formulas: list[Formula]
    alone: bool
    """Whether a formula is all there is: a display."""
    doubtful: list[Box]
    unmapped: bool


def reading_of(line: Line) -> Reading:
    """What a line of prose says."""
    glyphs = line.glyphs
    label = _label(glyphs)
    head, body = glyphs[:label], glyphs[label:]
    body, _number = _without_number(body, line)
    spans = _spans(body, line)
    text = escaped(plain(head))
    formulas: list[Formula] = []
    doubtful: list[Box] = []
    last = head[-1] if head else None
    for kind, members in spans:
        piece = _piece(kind, members, line, formulas, doubtful)
        space = last is not None and parted(last, members[0])
        if members[0].char in ",.;:)" and last is not None and gap(last, members[0]) < 0.3:
            space = False
        if (
            kind == "math"
            and last is not None
            and text
            and not text[-1].isspace()
            and text[-1].isalnum()
        ):
            space = True
        text += (" " if space and text else "") + piece
        last = max(members, key=lambda g: g.box.right) if kind == "math" else members[-1]
    alone = not head and bool(spans) and all(kind == "math" for kind, _ in spans)
    lost = [g.box for g in glyphs if g.char == UNMAPPED or (not g.sure and not alone)]
    lost = [box for box in lost if not any(one.grown(1).meets(box) for one in doubtful)]
    return Reading(text, formulas, alone, [*doubtful, *lost], any(not g.sure for g in glyphs))


def _piece(
    kind: str, members: list[Glyph], line: Line, formulas: list[Formula], doubtful: list[Box]
) -> str:
    """One span as Markdown; a formula goes to `formulas`, and to `doubtful` where it is unsure."""
    if kind == "code":
        return f"`{ascii_code(plain(members))}`"
    if kind == "text":
        return escaped(plain(members))
    tail = ""
    while len(members) > 1 and members[-1].char in ",.;:" and members[-1].size > 0.86 * line.size:
        tail = members[-1].char + tail
        members = members[:-1]
    box = around(g.box for g in members)
    bars = [bar for bar in line.bars if box.grown(2).meets(bar)]
    formula = formula_of(members, bars, line.base, line.size)
    formulas.append(formula)
    if not formula.sure:
        doubtful.append(around([box, *bars]))
    return f"${formula.tex}${tail}"


def escaped(text: str) -> str:
    """Text so that Markdown shows it as it stands."""
    text = _SPECIAL.sub(lambda m: "\\" + m[0], text)
    text = re.sub(r"^(#{1,6})(?=\s|$)", r"\\\1", text)
    text = re.sub(r"^([-+>])(?=\s)", r"\\\1", text)
    return re.sub(r"^(~{3,}|={3,}|-{3,})$", r"\\\1", text).replace("−", "-")


def ascii_code(text: str) -> str:
    """Code with the signs that a program is written with."""
    return text.translate(_TYPED)


_TYPED = str.maketrans({
    "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "‚": "'", "−": "-", "–": "-", "—": "-",
    "\u2010": "-", "\u2011": "-", "\xa0": " ", "∗": "*", "´": "'", "ˆ": "^", "˜": "~", "…": "...",
    "ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "∼": "~",
})  # fmt: skip


def _label(glyphs: Sequence[Glyph]) -> int:
    """How many glyphs at the start are a label such as "3-1)"."""
    match = _LABEL.match(plain(glyphs[:24]))
    if match is None:
        return 0
    want = len(match[0].replace(" ", ""))
    first = glyphs[:want]
    said = "".join(g.char for g in first)
    if any(g.face.math and g.char.isalpha() for g in first) or said != match[0].replace(" ", ""):
        return 0
    return want


def _without_number(glyphs: list[Glyph], line: Line) -> tuple[list[Glyph], str]:
    """The line without the number of the equation at its right edge, and that number."""
    for place in range(len(glyphs) - 1, max(len(glyphs) - 9, 0), -1):
        if glyphs[place].box.left - glyphs[place - 1].box.right > 2 * line.size:
            text = plain(glyphs[place:])
            strong = any(g.face.math or g.char in _SIGNS for g in glyphs[:place])
            if _NUMBER_OF_EQUATION.fullmatch(text) and strong:
                return glyphs[:place], text
            break
    return glyphs, ""


def _spans(glyphs: Sequence[Glyph], line: Line) -> list[tuple[str, list[Glyph]]]:
    """The line cut into text, code and mathematics."""
    atoms = _atoms(glyphs, line)
    spans: list[tuple[str, list[Glyph]]] = []
    place = 0
    while place < len(atoms):
        kind, members = atoms[place]
        if kind in ("text", "code"):
            _add(spans, kind, members)
            place += 1
            continue
        end = place
        while end < len(atoms) and atoms[end][0] in ("strong", "weak"):
            end += 1
        run = atoms[place:end]
        for piece, part in _runs(run):
            _add(spans, piece, part)
        place = end
    return spans


def _add(spans: list[tuple[str, list[Glyph]]], kind: str, members: list[Glyph]) -> None:
    if spans and spans[-1][0] == kind and kind != "math":
        spans[-1][1].extend(members)
    elif members:
        spans.append((kind, list(members)))


def _runs(run: list[tuple[str, list[Glyph]]]) -> list[tuple[str, list[Glyph]]]:
    """A stretch without words: mathematics around its strong signs, text before and after."""
    strong = [n for n, (kind, _) in enumerate(run) if kind == "strong"]
    if not strong:
        return [("text", [g for _, part in run for g in part])]
    last = len(run)
    chars = [part[0].char for _, part in run]
    first = max((n + 1 for n in range(strong[0]) if chars[n] in ":;"), default=0)
    while first < strong[0] and (chars[first] in ".,;:!)]}'" or not _balanced(chars[first:last])):
        first += 1
    while last - 1 > strong[-1] and (
        chars[last - 1] in ".,;:!'([{" or not _balanced(chars[first:last])
    ):
        last -= 1
    parts = (("text", run[:first]), ("math", run[first:last]), ("text", run[last:]))
    return [(kind, [g for _, part in atoms for g in part]) for kind, atoms in parts if atoms]


def _balanced(chars: Sequence[str]) -> bool:
    depth = 0
    for char in chars:
        depth += (char in "([{") - (char in ")]}")
        if depth < 0:
            return False
    return depth == 0


def _atoms(glyphs: Sequence[Glyph], line: Line) -> list[tuple[str, list[Glyph]]]:
    """Words as text or code; other glyphs alone, strong where they are surely mathematics."""
    atoms: list[tuple[str, list[Glyph]]] = []
    if line.tall:
        off = [g for g in glyphs if abs(g.base - line.base) > 0.06 * line.size]
        atoms = [("strong", cluster) for cluster in _clusters(off)]
        glyphs = [g for g in glyphs if abs(g.base - line.base) <= 0.06 * line.size]
    place = 0
    while place < len(glyphs):
        end = place + 1
        while end < len(glyphs) and not parted(glyphs[end - 1], glyphs[end]):
            end += 1
        atoms.extend(_token(list(glyphs[place:end]), line))
        place = end
    if not line.tall:
        return atoms
    atoms = [
        ("strong" if kind in _INNER and _is_bracketed(members[0], line) else kind, members)
        for kind, members in atoms
    ]
    return sorted(atoms, key=lambda atom: atom[1][0].start)


_INNER = ("weak", "text")


def _is_bracketed(glyph: Glyph, line: Line) -> bool:
    """Whether a glyph stands between brackets of several rows."""
    places = [
        {round(one.start) for one in line.glyphs if one.char in signs and one.start < glyph.start}
        for signs in ("⎛⎜⎝⎡⎢⎣⎧⎨⎩", "⎞⎟⎠⎤⎥⎦⎫⎬⎭")
    ]
    return len(places[0]) > len(places[1])


def _clusters(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Glyphs beside the baseline, those above each other together."""
    clusters: list[list[Glyph]] = []
    edge = -1e9
    for glyph in sorted(glyphs, key=lambda one: one.start):
        if glyph.box.left > edge + 0.1 * glyph.size:
            clusters.append([])
        clusters[-1].append(glyph)
        edge = max(edge, glyph.box.right)
    return clusters


def _token(token: list[Glyph], line: Line) -> list[tuple[str, list[Glyph]]]:
    """The atoms of glyphs without a space between them."""
    if all(g.face.fixed for g in token) and not line.tall:
        return [("code", token)]
    if not any(_is_strong(g, line) for g in token):
        letters = "".join(g.char for g in token)
        core = letters.strip(".,;:!?()[]'\"“”‘’")
        words = "".join(c if c.isalpha() else " " for c in core).split()
        wordy = any(len(word) > 1 and word not in FUNCTIONS for word in words)
        if wordy or core in ("a", "A", "I") or any(map(_is_foreign, core)):
            return [("text", token)]
    atoms: list[tuple[str, list[Glyph]]] = []
    place = 0
    while place < len(token):
        end = place + 1
        if _is_plain_letter(token[place], line):
            while end < len(token) and (
                _is_plain_letter(token[end], line) or token[end].char in "’'"
            ):
                end += 1
        word = token[place:end]
        text = "".join(g.char for g in word)
        if len(word) > 1 and text not in FUNCTIONS:
            atoms.append(("text", word))
        else:
            strong = any(_is_strong(g, line) for g in word)
            weak = len(word) > 1 or word[0].char in _OPERATORS or word[0].char.isalnum()
            atoms.extend(("strong" if strong else "weak" if weak else "text", [g]) for g in word)
        place = end
    return atoms


def _is_foreign(char: str) -> bool:
    """Whether it is a letter of words alone: neither Latin without accents nor a Greek symbol."""
    return char.isalpha() and not char.isascii() and not "Α" <= char <= "ω"


def _is_plain_letter(glyph: Glyph, line: Line) -> bool:
    return glyph.char.isalpha() and not _is_strong(glyph, line)


def _is_strong(glyph: Glyph, line: Line) -> bool:
    """Whether a glyph can only be mathematics: by its font, its sign, or as a script."""
    if glyph.face.fixed:
        return False
    if glyph.size <= 0.86 * line.size and abs(glyph.base - line.base) > 0.06 * line.size:
        return True
    if glyph.char in _SIGNS or ord(glyph.char[0]) >= 0x1D400:
        return True
    return glyph.face.math and glyph.char not in "•-−·*,.;:()[]"
