"""Items of true and false that stand otherwise than one a line: in a row, in a table's columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .words import NUMBER, TRUTH, means, number_of, ticked, usual

_MARK = re.compile(
    rf"(?:^|(?<=[\s,;]))\(?(?P<n>{NUMBER})(?:\s?[).:](?!\d)|(?<=\d)\s+[-–—]\s"
    rf"|\s?[-–—=]\s?(?={TRUTH}\b))[\s*_]*",
    re.IGNORECASE,
)
_BOX = re.compile(r"(?:^|(?<=\s))(?:[-•]\s*)?\[(?P<mark>[xX✓✔ ]?)\]\s*")
_TICKED = re.compile(rf"(?:^|(?<=[\s,;]))(?P<n>{NUMBER})\s+(?={TRUTH}\b)", re.IGNORECASE)
_TOLD = re.compile(rf"[*_`(\[]*{TRUTH}\b", re.IGNORECASE)
_REASONS = re.compile(r"^\W*(?:reason|explanation|justification|because)", re.IGNORECASE)
_AND = r"(?:\s*[,;，；、]\s*|\s+)(?:(?:and|und|et|y|e)\s+)?"
_ROW = re.compile(
    rf"\W*{TRUTH}(?:(?:{_AND}|\s*[/|]\s*){TRUTH}){{2,}}\W*", re.IGNORECASE
)
_PAIR = re.compile(rf"[^\w*]*(?P<one>{TRUTH}){_AND}(?P<two>{TRUTH})[^\w*]*", re.IGNORECASE)
_WHOLE = re.compile(r"\s*(?P<mark>\*\*|__|[*_`])(?P<inner>[^*_`]+)(?P=mark)\W*")
_LETTERS = re.compile(r"[TF]{3,}")


def in_a_row(text: str) -> list[tuple[int, str]]:
    """`1) T 2) F, because` or `T, F, F`: number (or 0) and text of each; [] where it is neither."""
    plain = text.replace("\\.", ".").replace("\\)", ")").strip()
    plain = whole["inner"] if (whole := _WHOLE.fullmatch(plain)) is not None else plain
    plain = bare if _ROW.fullmatch(bare := re.sub(r"[*_`]{1,3}", "", plain)) else plain
    if ticked(plain):
        plain = re.sub(r"\s*(True|False)\s*", r" \1 ", usual(plain)).strip()
    if _LETTERS.fullmatch(plain):
        return [(0, letter) for letter in plain]
    if _ROW.fullmatch(plain) or _is_pair(plain):
        return [(0, word) for word in re.findall(rf"\b{TRUTH}\b", plain, re.IGNORECASE)]
    boxes = list(_BOX.finditer(plain))
    if len(boxes) > 1 and any(box["mark"].strip() for box in boxes):
        ends = [box.start() for box in boxes[1:]] + [len(plain)]
        rows = zip(boxes, ends, strict=True)
        return [(0, f"{bool(b['mark'].strip())} - {plain[b.end() : end]}") for b, end in rows]
    marks = list(_MARK.finditer(plain)) or list(_TICKED.finditer(plain))
    numbers = [number_of(mark["n"]) for mark in marks]
    reasons = _REASONS.match(plain) is not None
    if len(marks) + reasons < 2 or numbers != sorted(set(numbers)):
        return []
    ends = [mark.start() for mark in marks[1:]] + [len(plain)]
    items = [
        (number, plain[mark.end() : end].strip(" ,;\n"))
        for number, mark, end in zip(numbers, marks, ends, strict=True)
    ]
    told = sum(_TOLD.match(usual(item)) is not None for _, item in items)
    return items if told > len(items) // 2 or reasons else []


def _is_pair(text: str) -> bool:
    """Whether a text is two answers, as "T, F" is and "No, false" is not."""
    pair = _PAIR.fullmatch(text)
    if pair is None:
        return False
    one, two = pair["one"].casefold(), pair["two"].casefold()
    answers = len({"yes", "no"} & {one, two})
    return one == two or (answers != 1 and means(one) != means(two))


_CROSS = re.compile(r"[\s*_`(\[]*(?:x|✓|✔|☑|✅|☒|✗|✘|●|•|◉|√|×)[\s*_`)\]]*", re.IGNORECASE)


def ticked_columns(rows: Sequence[Sequence[str]]) -> list[tuple[int, str, int]] | None:
    """(number, text, row) of a table with a column for true and one for false, to be ticked.

    None for any other; a row with no tick, or two, has no truth value.
    """
    heads = [cell.strip("*_`. ") for cell in rows[0]]
    columns = {n: head for n, head in enumerate(heads) if _TOLD.fullmatch(head)}
    body = rows[1:]
    cells = [row[n] for row in body for n in columns if n < len(row) and row[n].strip()]
    if len(columns) != 2 or len({*map(means, columns.values())}) != 2 or not body:
        return None
    if not all(map(_CROSS.fullmatch, cells)):
        return None
    found = []
    for place, row in enumerate(body, 1):
        ticks = [head for n, head in columns.items() if n < len(row) and row[n].strip()]
        number = re.fullmatch(r"\W*(\d{1,2})\W*", row[0])
        said = ticks[0] if len(ticks) == 1 else " ".join(ticks)
        found.append((int(number[1]) if number else place, said, place))
    return found


def across(rows: Sequence[Sequence[str]]) -> Iterator[tuple[int, str, int]]:
    """(number, text, row) of a table with an item a column; nothing where it has one a row."""
    told = [sum(_TOLD.fullmatch(cell.strip("*_`. ")) is not None for cell in row) for row in rows]
    place = next((n for n, count in enumerate(told) if count > 2), None)
    if place is None:
        return
    number = 0
    for column, cell in enumerate(rows[place]):
        if not _TOLD.fullmatch(cell.strip("*_`. ")):
            continue
        head = re.search(r"\d{1,2}", rows[0][column]) if place and column < len(rows[0]) else None
        number = int(head[0]) if head else number + 1
        after = " ".join(row[column] for row in rows[place + 1 :] if column < len(row))
        yield number, f"{cell.strip('*_`. ')} - {after}", place
