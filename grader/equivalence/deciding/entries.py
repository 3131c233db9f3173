"""Vectors, matrices and sets: entry by entry, or one to one."""

from collections.abc import Callable

from grader.equivalence.comparison import Comparison, Options, Verdict
from grader.equivalence.deciding.matching import matched
from grader.equivalence.deciding.scalars import compare_scalars
from grader.equivalence.trees.matrices import Grid, grid
from grader.equivalence.trees.tree import Expr, Set

MAX_SET = 30
Compare = Callable[[Expr, Expr, Options], Comparison]


def compare_grids(given: Expr, expected: Expr, options: Options) -> Comparison:
    """The verdict on two vectors or matrices, with a part for each entry where shapes agree."""
    ours, theirs = grid(given), grid(expected)
    if ours is None or theirs is None:
        return Comparison("unknown", "rows of different lengths are not compared")
    if not _same_shape(ours, theirs):
        return Comparison(
            "different",
            f"{described(theirs)} is expected and {described(ours)} was given",
        )
    parts = tuple(
        compare_scalars(a, b, options) for a, b in zip(ours.entries, theirs.entries, strict=True)
    )
    return joined(parts, [position(theirs, k) for k in range(len(parts))])


def _same_shape(first: Grid, second: Grid) -> bool:
    if first.shape == second.shape:
        return True
    flat = 1 in first.shape and 1 in second.shape and (first.loose or second.loose)
    return flat and len(first.entries) == len(second.entries)


def described(found: Grid) -> str:
    """What a grid is, in words."""
    rows, columns = found.shape
    if found.loose:
        return f"a vector of {columns} entries"
    return f"a {rows} by {columns} matrix"


def position(found: Grid, index: int) -> str:
    """The words for one entry."""
    rows, columns = found.shape
    if found.loose or rows == 1 or columns == 1:
        return f"entry {index + 1}"
    return f"entry ({index // columns + 1}, {index % columns + 1})"


def joined(parts: tuple[Comparison, ...], names: list[str]) -> Comparison:
    """The verdict on a whole from the verdicts on its entries: the worst of them."""
    order: tuple[Verdict, ...] = ("different", "unknown", "equal_on_common_domain", "equal")
    for verdict in order:
        for part, name in zip(parts, names, strict=True):
            if part.verdict != verdict:
                continue
            message = part.message if verdict == "equal" else f"{name}: {part.message}"
            proved = verdict == "equal" and all(each.proved for each in parts)
            return Comparison(verdict, message, part.witness, proved, part.values, parts)
    return Comparison("equal", "both are empty", proved=True)


def compare_sets(given: Set, expected: Set, options: Options, compare: Compare) -> Comparison:
    """The verdict on two sets: every element of one must match an element of the other."""
    if max(len(given.items), len(expected.items)) > MAX_SET:
        return Comparison("unknown", f"sets of more than {MAX_SET} elements are not compared")
    ours = _distinct(given.items, options, compare)
    theirs = _distinct(expected.items, options, compare)
    table = [[compare(a, b, options) for b in theirs] for a in ours]
    sure = matched([[cell.is_equal for cell in row] for row in table])
    if len(ours) == len(theirs) and sure == len(ours):
        cells = [cell for row in table for cell in row if cell.is_equal]
        common = any(cell.verdict == "equal_on_common_domain" for cell in cells)
        verdict: Verdict = "equal_on_common_domain" if common else "equal"
        return Comparison(verdict, "the elements match one to one")
    maybe = matched([[cell.verdict != "different" for cell in row] for row in table])
    if len(ours) != len(theirs) and sure == maybe and not _open(table):
        message = f"{len(theirs)} elements are expected and {len(ours)} were given"
        return Comparison("different", message)
    if maybe == max(len(ours), len(theirs)) or (len(ours) != len(theirs) and _open(table)):
        return Comparison("unknown", "some elements could not be compared")
    return Comparison("different", f"{sure} of {len(theirs)} elements match")


def _open(table: list[list[Comparison]]) -> bool:
    return any(cell.verdict in ("unknown", "invalid") for row in table for cell in row)


def _distinct(items: tuple[Expr, ...], options: Options, compare: Compare) -> list[Expr]:
    """The elements without repetitions."""
    kept: list[Expr] = []
    for item in items:
        if not any(compare(item, other, options).verdict == "equal" for other in kept):
            kept.append(item)
    return kept
