"""Write-ups: each question's candidates found under its label, the listings run as a module."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ..decoding import BLANKS
from ..result import Place, Result, Section, encoded
from .candidate import GUESSED
from .claims.asked import as_asked, asked_and_answered, without_parts
from .claims.behind_labels import with_short_answers
from .claims.outputs import outputs_in
from .copied.comments import cut_at_labels
from .copied.marked import options_in
from .copied.own import behind_statement, own_of
from .copied.sheet import with_sheet
from .formulas import key
from .html import markdown_of_html
from .known import Known, target_of
from .labels import Path
from .latex import lines_of_latex
from .listings import run_listings, source_candidates, unknown_results
from .markup import Block, NoMarkdown, blocks_of
from .near.addresses import look_for_address
from .near.beside import NAMED, of_others
from .near.lost import numbered_otherwise, outside, where_lost
from .outline import outlined
from .pictures import note_pictures, shown, unseen_in, unseen_of_nobody, without_pictures
from .sections import Placed, under
from .statements import lines_that_name, may_answer, points_elsewhere
from .takes import Taken, candidates
from .text import Text

_LISTED = re.compile(
    r"^[ \t>]*(?:import|from|def|class|return|for|model\w*[ \t]*=|\w+\.add\()"
    r"|\b(?:nn\.\w+|Dense)\(",
    re.MULTILINE,
)
"""Lines that are code, whatever they stand in."""
_VALUES = ("formula", "matrix", "matrices_at", "claim")
"""What is taken that a program may have worked out."""
_ONE_ANSWER = 200
"""Characters of a text above a label that answers one part, and not several."""


def read_writeup(file: str, text: str, hints: Mapping[str, Any], result: Result) -> None:
    """Add the candidates and the code of a write-up in Markdown, plain text, LaTeX or HTML."""
    lower, raw = file.lower(), text
    origins: list[int] = []
    if lower.endswith(".tex") or "\\begin{document}" in text[:200_000]:
        begun = "\\documentclass" in text or "\\begin{document}" in text
        if begun and "\\end{document}" not in text:
            result.note("cut-off", f"{file} ends before its document does.", file)
            result.unreadable("read-in-part", Place("writeup", file))
        text, origins = lines_of_latex(text)
    elif lower.endswith((".html", ".htm")):
        text = markdown_of_html(text)

    def place(line: int) -> Place:
        return Place("writeup", file, origins[min(line, len(origins)) - 1] if origins else line)

    read_text(Text(text, place, runs=True, raw=raw), hints, result)


def read_cells(
    file: str,
    cells: Sequence[tuple[int, str, str]],
    hints: Mapping[str, Any],
    result: Result,
    form: str = "notebook",
) -> None:
    """Add the candidates in the cells (number, kind, source) of a notebook, in their order.

    Code stands between the texts as fences, so that a label's code is known; it is not run here.
    """
    lines: list[str] = []
    places: list[Place] = []

    def add(rows: Sequence[str], cell: int, first: int = 1) -> None:
        lines.extend(rows)
        places.extend(Place(form, file, max(first + n, 1), cell) for n in range(len(rows)))

    for number, kind, source in cells:
        rows = source.split("\n")
        if kind != "code":
            add([*rows, ""], number)
            continue
        fence = "~" * max(6, *(len(m) + 1 for m in re.findall(r"~{3,}", source)), 6)
        for piece in cut_at_labels(rows, known_of(hints, result)):
            first = piece.first + 1
            if piece.label:
                add(["", f"**{piece.label}**", ""], number, first)
            add([f"{fence}python"], number, first)
            add(piece.rows, number, first)
            add([fence, ""], number, first)
    code = frozenset(number for number, kind, _ in cells if kind == "code")

    def place(line: int) -> Place:
        return places[min(max(line, 1), len(places)) - 1]

    if lines:
        text = Text("\n".join(lines), place, cells=code, prose=len(code) < len(cells))
        read_text(text, hints, result)


def known_of(hints: Mapping[str, Any], result: Result) -> Known:
    """The labels that the questions look for, with the sentences of the sheet; worked out once."""
    if result.known is None:
        known = Known.of_questions(hints["questions"])
        result.known = with_sheet(known, hints.get("handed_out") or {})
    return result.known  # type: ignore[no-any-return]


def read_text(text: Text, hints: Mapping[str, Any], result: Result, only: str = "") -> None:
    """Add what a text says to every question that asks for written answers, or to one of them."""
    questions = [question for question in hints["questions"] if question["writeup"]]
    if not (text.is_print or only):
        look_for_address(text.raw or text.text, text.place(1), result)
    try:
        blocks = blocks_of(text.text.translate(BLANKS))
    except NoMarkdown:
        file = text.place(1).file
        if text.cells and not text.prose:
            return
        message = f"{file} is not read: install homework-grader[grade] to read write-ups."
        result.note("reader-incomplete", message, file)
        result.unreadable("library", Place("writeup", file))
        return
    reader = _Reader(text, blocks, questions, known_of(hints, result), result)
    for row in reader.rows if not text.is_print else ():
        if row.block.kind == "heading":
            result.heading(row.path, row.block.text, text.place(row.block.line))
    for question in questions:
        if only in ("", question["id"]):
            reader.answer(question)
    if text.runs:
        run_listings(reader.rows, reader.claimed, text.place, result)


class _Reader:
    """One text's outline, and what it says to each question."""

    def __init__(
        self,
        text: Text,
        blocks: Sequence[Block],
        questions: Sequence[Mapping[str, Any]],
        known: Known,
        result: Result,
    ) -> None:
        self.text = text
        self.result = result
        self.questions = questions
        self.known = known
        nested = known.outer is not None
        self.targets = {
            q["id"]: target_of(q["writeup"]["under"], nested=nested)[0] for q in questions
        }
        if not text.is_print:
            note_pictures(blocks, result)
        self.rows, self.loose = outlined(blocks, known, result.starter)
        self.labelled = any(under(self.rows, path) for path in self.targets.values())
        self.is_unlabelled = not self.labelled and any(map(may_answer, self.rows))
        self.claimed: set[int] = set()
        """First lines of listings that are an answer."""
        own = () if text.is_print else own_of(self.rows, result.starter)
        self.of_nobody = list(unseen_of_nobody(own, self.targets.values(), text, result))
        for why, at, number, _ in () if self.labelled else self.of_nobody:
            result.unreadable(why, at, number)  # a picture without a label may answer anything

    def answer(self, question: Mapping[str, Any]) -> None:
        """Add what the text says to one question."""
        path = self.targets[question["id"]]
        within, place = self.within(path, question["writeup"]["take"])
        label = "near" if place in ("above", "beside") else place
        outputs = self.outputs(within) if place not in ("beside", "none") else []
        if self.text.is_print:
            if outputs and question["writeup"]["take"] != "prose":
                printed = Section(self.place_of(within), label, text=shown(within), outputs=outputs)
                self.result.printed(question["id"], printed)
            return
        within, clear = with_short_answers(own_of(within, self.result.starter), self.known)
        section = Section(self.place_of(within), label, text=shown(within))
        section.parts = self.parts_in(within) if place != "beside" else []
        section.cells = list(dict.fromkeys(cell for cell, _ in section.parts))
        listed = unknown_results(within) if question["writeup"]["take"] in _VALUES else ()
        unseen = self.note_unseen(within, place, section, listed)
        shared = place == "above" and any(self.namesakes(question, path[:-1]))
        pointed = False
        picks: list[Taken] = []
        hint = question["writeup"]
        if hint["take"] == "formula":
            within, picks = options_in(within, lone=self.is_lone(path))
        read = self.candidates(question, without_pictures(within), path)
        for value, line, how in (*picks, *read):
            if hint["take"] == "prose" and points_elsewhere(value):
                self.note_pointer(question, value, line)
                section.unseen("pointer", self.text.place(line), text=value)
                pointed = True
                continue
            whole = hint["take"] == "claim" or bool(question.get("conditions"))
            named = how != "only" or not hint["of"] or whole
            sure = label == "own" and named and how not in GUESSED and clear and not unseen
            long = place == "above" and len(value) > _ONE_ANSWER
            how = "elsewhere" if place in ("beside", "none") or shared or long else how
            section.candidate(value, self.text.place(line), how, sure=sure)
        written = shown([row for row in within if not self.is_cell(row)])
        bare = label == "own" and len(path) > 1 and not written.strip()
        if (place in ("beside", "none") or bare) and not section.candidates:
            for value, line, _ in self.defined_elsewhere(question, path[:-1] if bare else ()):
                section.candidate(value, self.text.place(line), "elsewhere", sure=False)
        lost = place == "beside" or (place == "none" and self.is_unlabelled)
        if lost and not section.candidates:
            section.unseen("unlabelled", section.place, text=section.text)
        unlisted = hint["take"] == "code" and not _LISTED.search(written)
        empty = pointed or not written.strip() or unlisted
        looked_for = hint["take"] not in ("cells", "tables")
        beside = any(len(row.path) >= len(path) and row.path[:-1] == path[:-1] for row in self.rows)
        whole = label == "own" or (label == "near" and not beside)
        section.outputs = outputs
        seen = section.candidates or section.outputs
        if looked_for and whole and not seen and not (unseen or empty):
            section.unseen("unread", section.place, text=section.text)
            self.note_nothing(question, section)
        if seen or section.unread or section.cells or label == "own":
            self.result.seek(question["id"], section)

    def defined_elsewhere(self, question: Mapping[str, Any], problem: Path) -> Iterator[Taken]:
        """Values of the asked name under the labels of others: its own label may have been lost.

        Where another question asks for that name, the value is that one's. Where nothing but the
        sheet's words stands under its own label, other parts of the `problem` may answer it.
        """
        hint, path = question["writeup"], self.targets[question["id"]]
        if hint["take"] not in ("formula", "matrix") or not hint["of"]:
            return
        taken = list(self.namesakes(question))
        within = under(self.rows, problem) if problem else self.rows
        rows = [one for one in within if not any(one.path[: len(p)] == p for p in taken)]
        rows = own_of(rows, self.result.starter)
        spoken = lines_that_name(rows, hint["of"]) if problem else frozenset()
        for value, line, how in candidates(rows, hint, path):
            if how in NAMED or (how == "sentence" and line in spoken):
                yield value, line, how

    def namesakes(self, question: Mapping[str, Any], above: Path = ()) -> Iterator[Path]:
        """The labels below `above` of the other questions that ask for the same names."""
        names = {*map(key, question["writeup"]["of"])}
        for one in self.questions:
            path, others = self.targets[one["id"]], {*map(key, one["writeup"]["of"])}
            same = bool(names & others) or not (names or others)
            if one is not question and same and path and path[: len(above)] == above:
                yield path

    def candidates(
        self, question: Mapping[str, Any], within: Sequence[Placed], path: Path
    ) -> Iterator[Taken]:
        """Candidates of one question, better ones first."""
        hint = question["writeup"]
        if hint["take"] == "code":
            for value, line, how in source_candidates(within, hint["of"]):
                self.claimed.add(line)
                yield value, line, how
            return
        if hint["take"] not in ("formula", "matrix"):
            yield from candidates(within, hint, path)
            return
        asks = question.get("conditions", "")
        units = question.get("units", False)
        hint = {**hint, "lone": self.is_lone(path), "conditions": asks, "units": units}
        asked, answered = asked_and_answered(without_parts(within, path, self.targets.values()))
        found = as_asked(candidates(answered, hint, path), answered)
        beside = [q["writeup"]["of"] for q in self.questions if self.targets[q["id"]] == path]
        found = of_others(found, answered, hint["of"], beside)
        rest = candidates(asked, hint, path) if not found else ()
        yield from (*found, *((value, line, "asked") for value, line, _ in rest))

    def is_lone(self, path: Path) -> bool:
        """Whether no other question is answered under the label."""
        return list(self.targets.values()).count(path) == 1

    def within(self, path: Path, take: str) -> tuple[list[Placed], str]:
        """The blocks under a label; else near it, or above; else those that no label claims."""
        if behind := behind_statement(self.rows, path, self.result.starter):
            return behind, "above"
        if own := under(self.rows, path):
            return own, "own"
        near = under(self.loose, path)
        if near:
            return near, "near"
        asked = list(self.targets.values())
        beyond = numbered_otherwise(self.rows, path, asked, self.result.starter)
        for size in range(len(path) - 1, 0, -1):
            above = [row for row in self.rows if row.path == path[:size]]
            said = own_of(above, self.result.starter) if beyond else above
            if any(row.block.kind != "heading" for row in said):
                return above, "above"
        if beside := where_lost(self.rows, path, take, asked) or beyond:
            return beside, "beside"
        return outside(self.rows, self.targets.values()), "none"

    def place_of(self, rows: Sequence[Placed]) -> Place:
        """Where a section begins."""
        return self.text.place(rows[0].block.line if rows else 1)

    def parts_in(self, rows: Sequence[Placed]) -> list[list[int]]:
        """The notebook's code cells in a section, each with the line where its piece begins."""
        places = [self.text.place(row.block.line) for row in rows if self.is_cell(row)]
        return [[one.cell or 0, one.line or 1] for one in places]

    def outputs(self, rows: Sequence[Placed]) -> list[dict[str, Any]]:
        """What the listings in a section show of a run; a notebook's cells are run instead."""
        listed = [row for row in rows if not self.is_cell(row)]
        return [
            {
                **self.text.place(one.line).plain(), "text": one.text, "expression": one.expression,
                **({} if one.value is None else {"value": encoded(one.value)}),
            }
            for one in outputs_in(listed)
        ]  # fmt: skip

    def is_cell(self, row: Placed) -> bool:
        """Whether a block is a code cell of a notebook, and no listing in a text."""
        return row.block.kind == "code" and self.text.place(row.block.line).cell in self.text.cells

    def note_unseen(
        self, within: Sequence[Placed], place: str, section: Section, listed: Iterable[Block]
    ) -> bool:
        """Note what nobody read in a section, or for a lost label; whether there is any."""
        found = list(unseen_in(within, self.text, self.result)) if place != "none" else []
        if place == "none" and self.labelled:  # else it was told of the file
            found = self.of_nobody
        found = [*found, *(("language", self.text.place(b.line), None, b.text) for b in listed)]
        for why, at, number, said in found:
            section.unseen(why, at, number, said)
        return bool(found)

    def note_pointer(self, question: Mapping[str, Any], value: str, line: int) -> None:
        """Say that a text only points elsewhere."""
        where, kind = self.text.place(line), "writeup-points-elsewhere"
        message = f"{question['id']}: the text only points elsewhere, so it is no answer: {value!r}"
        self.result.note(kind, message[:400], where.file, where.line, where.cell)

    def note_nothing(self, question: Mapping[str, Any], section: Section) -> None:
        """Say that a label is there and nothing under it could be read, so that it can be seen."""
        where, wanted = section.place, question["writeup"]["take"].replace("_", " ")
        message = f"{question['id']}: no {wanted} could be read under its label in the write-up."
        self.result.note("writeup-nothing-read", message, where.file, where.line, where.cell)
