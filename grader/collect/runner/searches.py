"""What is looked for without a fixed name: values by a pattern of their names, tables in files."""

import csv
import io
import os
import re
import time
import types

import numpy_arrays
from probes import FUNCTIONS, LIKE_FUNCTIONS
from stand_ins.absent import is_absent

MOST_NAMES = 12
MOST_FILES = 8
MOST_CELLS = 150000
MOST_BYTES = 8 << 20
NOWHERE = {"line": None, "cell": None}
_begun = []


class Written:
    """The form that a file counts as which the code wrote."""

    name = "data"

    def __init__(self, file):
        self.file = file


def begin():
    """From here on files are the code's own work."""
    _begun[:] = [time.time_ns()]


def names(forms, probe):
    """(form, place, [name, value]) of everything whose name and shape fit, the latest first."""
    order = probe["forms"]
    count = 0
    for form in sorted((f for f in forms if f.name in order), key=lambda f: order.index(f.name)):
        held = list(form.values.items())
        for wanted in probe["names"]:
            for name, thing in reversed(held):
                meant = count < MOST_NAMES and _is_meant(wanted, name)
                if meant and _is_data(thing, probe["data"]):
                    count += 1
                    yield form, form.place(name), [name, thing]


def _is_meant(wanted, name):
    if name.startswith("_") or len(name) > 80:
        return False
    if len(wanted) > 2 and wanted[0] == wanted[-1] == "/":
        return re.search(wanted[1:-1], name, re.IGNORECASE) is not None
    return name == wanted


def _is_data(thing, asked):
    """Whether something is plain data of the asked shape and kind."""
    kinds = FUNCTIONS + (types.ModuleType, type)
    if thing is None or isinstance(thing, kinds) or type(thing).__name__ in LIKE_FUNCTIONS:
        return False
    if is_absent(thing) or getattr(thing, "nbytes", 0) > MOST_BYTES:
        return False
    shape, dtype = asked.get("shape"), asked.get("dtype")
    if shape is not None and not _fits(_shape(thing), shape):
        return False
    kind = _kind(thing) if dtype is not None else None
    return kind == dtype or (dtype == "number" and kind == "integer")


def _shape(thing):
    shape = getattr(thing, "shape", None)
    if shape is not None and not callable(shape):
        return [int(n) for n in shape]
    found = []
    while isinstance(thing, (list, tuple)) and len(found) < 8:
        found.append(len(thing))
        thing = thing[0] if thing else None
    return found


def _fits(shape, asked):
    """Whether a shape is the asked one, lengths of one left out of both."""
    rows = [[n for n in one if n != 1] for one in (shape, asked)]
    return len(rows[0]) == len(rows[1]) and all(b is None or a == b for a, b in zip(*rows))


def _kind(thing):
    """number, integer, boolean or text, by an array's type or the first thing in it."""
    dtype = getattr(thing, "dtype", None)
    kind = getattr(dtype, "kind", None)
    if kind in ("f", "c", "i", "u", "b", "U", "S"):
        return {"f": "number", "c": "number", "b": "boolean", "U": "text", "S": "text"}.get(
            kind, "integer"
        )
    if dtype is not None and str(dtype).startswith("torch."):
        return "number" if dtype.is_floating_point else "integer"
    if hasattr(thing, "iloc") and len(thing):
        thing = list(thing.iloc[0]) if getattr(thing, "ndim", 1) == 2 else thing.iloc[0]
    while isinstance(thing, (list, tuple)) and thing:
        thing = thing[0]
    if isinstance(thing, str):
        return "text"
    if isinstance(thing, bool):
        return "boolean"
    return "integer" if isinstance(thing, int) else "number"


def files(forms, probe):
    """(form, place, [file, rows]) of every table that the code wrote under such a name."""
    count = 0
    for folder, _, files in os.walk("."):
        for file in sorted(files):
            path = os.path.relpath(os.path.join(folder, file))
            if count >= MOST_FILES or not _is_wanted(path, probe["names"]):
                continue
            state = os.stat(path)
            if state.st_mtime_ns < _begun[0] or state.st_size > MOST_BYTES:
                continue
            rows = _rows(path)
            if rows and sum(map(len, rows)) <= MOST_CELLS:
                count += 1
                yield Written(path), NOWHERE, [path, rows]


def _is_wanted(path, patterns):
    from fnmatch import fnmatchcase

    last = os.path.basename(path).lower()
    return any(fnmatchcase(last, one.lower()) or fnmatchcase(path.lower(), one.lower())
               for one in patterns)  # fmt: skip


def _rows(path):
    """The rows of a table in a file, or nothing where it cannot be read here."""
    try:
        if path.lower().endswith(".npy"):
            return numpy_arrays.rows_of_file(path)
        if path.lower().endswith((".xlsx", ".xlsm")):
            import openpyxl

            sheet = openpyxl.load_workbook(path, read_only=True, data_only=True).worksheets[0]
            return [list(row) for row in sheet.iter_rows(values_only=True)]
        with open(path, encoding="utf-8-sig", newline="") as file:
            text = file.read()
        delimiter = max(",;\t|", key=text[:5000].count)
        return [[_cell(field) for field in row] for row in csv.reader(io.StringIO(text),
                delimiter=delimiter)]  # fmt: skip
    except Exception:  # no library for it, or no such file after all
        return []


def _cell(field):
    """A field as a number where it is one; what begins with zeros is a name."""
    field = field.strip()
    if not re.match(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$", field):
        return field or None
    if re.match(r"[+-]?0\d", field):
        return field
    return int(field) if field.lstrip("+-").isdigit() else float(field)


DO = {"names": names, "files": files}
"""The probes that this file answers."""
