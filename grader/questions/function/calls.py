"""How one call went, in a clause for the student and one for staff."""

from __future__ import annotations

import builtins
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from grader.questions.echo import shown
from grader.questions.function.compare import (
    agree,
    by_label,
    described,
    expected_kind,
    has_shape,
    not_finite,
    other_forms,
    share_of,
    size_of,
)
from grader.questions.function.made import NAMES, Made
from grader.questions.function.wanted import AnyOf, InSteps, OfShape, Raising, Result, Wanted
from grader.questions.lost import NOT_HERE
from grader.questions.numeric.entries import flat
from grader.questions.numeric.tolerance import Tolerance
from grader.values import Array, Malformation

LISTS_REFUSED = frozenset({"TypeError", "AttributeError"})
"""What code for arrays raises where it is handed lists."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one call went: a clause for the student and one for the instructor alone.

    `right` is None where a person decides; `lacks` is what we could not do. A wrong result may keep
    a `share` of the points, and be a `mistake` that the rubric names; `elements` is the share of a
    result that is right, for rubrics that give points for it.
    """

    right: bool | None
    told: str = ""
    staff: str = ""
    lacks: str = ""
    share: Fraction = Fraction(0)
    mistake: str = ""
    elements: Fraction = Fraction(0)


def returned(result: Any) -> bool:
    """Whether a call came back with a value."""
    return isinstance(result, dict) and result.get("ok") is True and "value" in result


def refuses_lists(result: Any) -> bool:
    """Whether a call raised what code for arrays raises on lists."""
    if not isinstance(result, dict) or result.get("ok") is not False:
        return False
    return bool(LISTS_REFUSED & _bases(result))


def verdict_of(result: Any, wanted: Wanted, tolerance: Tolerance) -> Verdict:
    """The verdict on what came back from one call."""
    if not isinstance(result, dict):
        return Verdict(False, "the call's result could not be read.", "gave no readable result")
    if "lacks" in result:
        lacks = f"what the function is called with could not be made ({result['lacks']})"
        return Verdict(None, lacks=lacks[:300])
    if "absent" in result:
        return Verdict(False, "there is nothing of that name to call.", "has no such method")
    if "slow" in result:
        told = f"your function {str(result['slow'])[:200]}."
        return Verdict(False, told, "took too long, or ended the process")
    if isinstance(wanted, InSteps) and isinstance(result.get("steps"), list):
        return _in_steps(result["steps"], wanted, tolerance)
    if not returned(result):
        return _raised(result, wanted)
    try:
        found = _returned(result, wanted, tolerance)
        return _renamed(found, wanted) if result.get("renamed") else found
    except Malformation as reason:
        return Verdict(False, f"{reason}.".replace("the answer", "the result"), "gave far too much")


def _returned(result: Any, wanted: Wanted, tolerance: Tolerance) -> Verdict:
    value, columns, labels = result["value"], result.get("columns"), result.get("index")
    gave = "a data frame" if columns is not None else described(value)
    match wanted:
        case Raising(name):
            staff = f"returned {shown(value)}, expected {name}"
            return Verdict(False, f"your function gave {gave}; expected: an exception.", staff)
        case OfShape(shape):
            if has_shape(value, shape) and not not_finite(value, "NaN"):
                return Verdict(True)
            staff = f"returned {shown(value)}, expected numbers of shape {_shape(shape)}"
            return Verdict(False, _unlike_shape(value, gave, shape), staff)
        case Result(expected):
            return _compared(value, (columns, labels), gave, expected, tolerance)
        case AnyOf(values):
            tried = [_compared(value, (columns, labels), gave, one, tolerance) for one in values]
            best = next((one for one in tried if one.right), tried[0])
            return best if best.right else replace(best, staff=f"{best.staff} or another")
    return Verdict(False, "the call's result could not be read.", "gave no readable result")


def _renamed(found: Verdict, wanted: Wanted) -> Verdict:
    """The verdict on a call whose keywords are parameters of another name here."""
    if isinstance(wanted, Raising):
        return Verdict(True) if wanted.name == "TypeError" else found
    if not found.right:
        return found
    told = "the right result, of parameters that have other names than those asked for. "
    return Verdict(None, f"{told}A person decides.", "has parameters of other names")


def _in_steps(rows: list[Any], wanted: InSteps, tolerance: Tolerance) -> Verdict:
    """The first step that went wrong; one of which nothing is wanted must only not raise."""
    if len(rows) != len(wanted.steps):
        return Verdict(False, "the steps' results could not be read.", "gave no readable result")
    for number, (row, (name, one)) in enumerate(zip(rows, wanted.steps, strict=True), 1):
        if one is None and returned(row):
            continue
        found = verdict_of(row, one or Result(None), tolerance)
        if not found.right:
            at = f"step {number} (`{name}`)"
            return replace(found, told=f"{at}: {found.told}", staff=f"{at} {found.staff}")
    return Verdict(True)


def _compared(
    value: Any, names: tuple[Any, Any], gave: str, expected: Any, tolerance: Tolerance
) -> Verdict:
    """The verdict on a value, with the names of the columns and rows that pandas gave it."""
    columns, labels = names
    if isinstance(expected, dict) and columns is None:
        series = by_label(value, labels)
        value, gave = (value, gave) if series is None else (series, "a mapping")
    is_frame = isinstance(expected, Made) and expected.what == "frame"
    named = not is_frame or columns == expected.columns
    if named and agree(value, expected, tolerance):
        return Verdict(True)
    listed = expected.rows if isinstance(expected, Made) else expected
    staff = f"returned {shown(value)}, expected {shown(_listed(listed))}"
    wanted = expected_kind(expected)
    if is_frame and (columns is None or not named):
        other = "a data frame with other columns" if columns is not None else gave
        return Verdict(False, f"your function gave {other}; expected: {wanted}.", staff)
    if isinstance(expected, Made) and expected.dtype and not _is_of(value, expected):
        kind = f"{gave} of {_dtype(value)}" if _dtype(value) else gave
        wanted = f"{wanted} of {expected.dtype}"
        return Verdict(False, f"your function gave {kind}; expected: {wanted}.", staff)
    if _rough(gave) != _rough(wanted):
        if expected is not None and any(
            agree(other, expected, tolerance) for other in other_forms(value, labels)
        ):
            told = f"your function gave {gave} that holds the right result; expected: {wanted}. "
            return Verdict(None, f"{told}A person decides.", staff)
        return Verdict(False, f"your function gave {gave}; expected: {wanted}.", staff)
    sizes = size_of(value), size_of(listed)
    several = isinstance(listed, list | tuple)
    if several and isinstance(value, list) and None in sizes and len(value) == len(listed):
        verdicts = [
            _compared(one, (None, None), described(one), wanted_of_it, tolerance)
            for one, wanted_of_it in zip(value, listed, strict=True)
        ]
        off = [str(number) for number, one in enumerate(verdicts, 1) if one.right is False]
        if not off:
            number, told = next((n, one.told) for n, one in enumerate(verdicts, 1) if not one.right)
            return Verdict(None, f"item {number}: {told}", staff)
        odd = f", with {said} in it" if (said := not_finite(value)) else ""
        which = f"item {off[0]} is" if len(off) == 1 else f"items {' and '.join(off[:9])} are"
        return Verdict(False, f"your function gave {gave} of which {which} not right{odd}.", staff)
    if several and sizes[0] != sizes[1]:
        typed = isinstance(expected, list | tuple)  # and not as an array, which has a shape
        if typed and _is_column(sizes, value, listed, tolerance):
            gave = f"{gave} of shape {_shape(size_of(value) or ())}"
            told = f"your function gave {gave} that holds the right result; expected: {wanted}. "
            return Verdict(None, f"{told}A person decides.", staff)
        return Verdict(False, _unlike_shape(value, gave, sizes[1]), staff)
    right, total = share_of(value, listed, tolerance)
    share = Fraction(right, total) if total > 1 else Fraction(0)
    if (odd := not_finite(value)) and not not_finite(listed):
        return Verdict(False, f"your function gave {gave} with {odd} in it.", staff, elements=share)
    told = f"your function gave {gave}, but not the right one."
    return Verdict(False, told, staff, elements=share)


def _is_column(sizes: tuple[Any, Any], value: Any, listed: Any, tolerance: Tolerance) -> bool:
    """Whether a row or a column of a matrix holds what is expected as a plain list."""
    length = sizes[1][0] if sizes[1] is not None and len(sizes[1]) == 1 else 0
    if length == 0 or sizes[0] not in ((length, 1), (1, length)):
        return False
    if isinstance(value, Array):
        return agree(Array(value.dtype, (length,), value.data), listed, tolerance)
    return agree(list(flat(value)), listed, tolerance)


def _is_of(value: Any, expected: Made) -> bool:
    return _dtype(value) == expected.dtype


def _dtype(value: Any) -> str:
    """The type of an array's numbers as a rubric writes it; nothing for what is no array."""
    written = value.dtype if isinstance(value, Array) else ""
    return next((name for name, code in NAMES.items() if code == written), "")


def _rough(kind: str) -> str:
    """Lists, arrays and frames are told apart by their shape alone."""
    return "several" if kind in ("a list", "an array", "a data frame") else kind


def _unlike_shape(value: Any, gave: str, wanted: tuple[int | str, ...] | None) -> str:
    """A clause on a result of another shape; bare lengths are not told, they may be inputs."""
    if wanted is None or (len(wanted) == 1 and len(size_of(value) or ()) == 1):
        return f"your function gave {gave} of another length."
    found = size_of(value)
    if found == wanted and (odd := not_finite(value)):
        return f"your function gave {gave} with {odd} in it."
    of = "" if not found else " of another shape"
    expected = f"shape {_shape(wanted)}" if wanted else "a number"
    return f"your function gave {gave}{of}; expected: {expected}."


def _shape(shape: tuple[int | str, ...]) -> str:
    return " x ".join(map(str, shape)) or "of a single number"


def _listed(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _raised(result: dict[str, Any], wanted: Wanted) -> Verdict:
    """What a call raised, without its message, which may repeat what went in."""
    if "type" not in result:
        return Verdict(False, "the call's result could not be read.", "gave no readable result")
    if isinstance(wanted, Raising) and wanted.name.rpartition(".")[2] in _bases(result):
        return Verdict(True)
    name = str(result["type"])[:60]
    message = str(result.get("message", ""))[:200]
    line = result.get("line")
    where = f" at line {line}" if type(line) is int else ""
    staff = f"raised {name}: {message}"
    lost = result.get("lost")
    if isinstance(lost, list) and len(lost) == 2 and all(isinstance(one, str) for one in lost):
        why, reason = lost[0], lost[1][:300]
        if why in NOT_HERE:
            return Verdict(None, lacks=reason)
        told = f"your function could not be run{where}: {reason}. A person decides."
        return Verdict(None, told, staff)
    known = getattr(builtins, name, None)
    is_known = isinstance(known, type) and issubclass(known, BaseException)
    told = f"your function raised {name if is_known else 'an exception'}{where}"
    told += "; expected: another exception." if isinstance(wanted, Raising) else "."
    return Verdict(False, told, staff)


def _bases(result: dict[str, Any]) -> set[str]:
    """The names of an exception's class and of those that it derives from."""
    listed = result.get("bases")
    names = {str(result.get("type"))}
    if isinstance(listed, list):
        names |= {name for name in listed if isinstance(name, str)}
    known = getattr(builtins, str(result.get("type")), None)
    if isinstance(known, type) and issubclass(known, BaseException):
        names |= {kind.__name__ for kind in known.__mro__}
    return names
