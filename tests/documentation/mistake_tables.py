"""The tables of mistakes in docs/, made from those of the kinds: `python -m` this writes them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from grader.questions import BY_NAME
from grader.questions.base import Question
from grader.questions.mistake import Example, Known

DOCS = Path(__file__).parents[2] / "docs"
SECTION = re.compile(
    r"(?P<head><!-- mistakes: (?P<kind>\w+), written by make docs -->\n).*?(?P<end><!-- end -->\n)",
    re.DOTALL,
)


def tables() -> Mapping[str, type[Question]]:
    """The kinds that name mistakes."""
    return {name: kind for name, kind in BY_NAME.items() if kind.mistake_table.rows}


def pages() -> Iterator[Path]:
    """The pages in which such tables stand."""
    for page in sorted(DOCS.rglob("*.md")):
        if SECTION.search(page.read_text("utf-8")):
            yield page


def renewed(text: str) -> str:
    """A page with every table as the kinds have it now."""
    return SECTION.sub(lambda m: m["head"] + table(BY_NAME[m["kind"]]) + m["end"], text)


def table(kind: type[Question]) -> str:
    """All mistakes of a kind as a table: name, share kept, sentence, and an answer that has it."""
    lines = ["| name | keeps | what is said | an answer that shows it |", "|---|---|---|---|"]
    for row in kind.mistake_table:
        says = "<br>".join(_words(sentence) for sentence in row.sentences if sentence)
        keeps = _keeps(row, row.part or kind.part_word.lower())
        cells = (f"`{row.id}`", keeps, says, _example(row.example))
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def _keeps(row: Known, part: str) -> str:
    if row.costs:
        return f"costs {row.costs}"
    whole = "" if row.keeps is None else _share(row.keeps)
    if row.part_keeps is None:
        return whole
    return f"{whole}; {_share(row.part_keeps)} of one {part}".removeprefix("; ")


def _share(share: Fraction) -> str:
    return f"{float(100 * share):g} %"


def _words(sentence: str) -> str:
    """A sentence with what only the answer tells in italics."""
    text = re.sub(r"(?<!\{)\{(\w+)\}(?!\})", r"*\1*", sentence.replace("*", r"\*"))
    return text.replace("{{", "{").replace("}}", "}")


def _example(example: Example) -> str:
    answer = example.shown or f"`{_json(example.answer)}`"
    if example.about:
        return f"{answer} ({example.about})"
    told = [f"`{name}: {_json(value)}`" for name, value in example.asked.items() if name != "id"]
    if example.beside is not None:
        told.append(f"answered there: `{_json(example.beside[1])}`")
    return f"{answer} (with {', '.join(told)})" if told else answer


def _json(value: Any) -> str:
    return value if _is_line(value) else json.dumps(value, ensure_ascii=False)


def _is_line(value: Any) -> bool:
    return isinstance(value, str) and "\n" not in value and "`" not in value


def main() -> None:
    """Write the tables of every page."""
    for page in pages():
        page.write_text(renewed(page.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
