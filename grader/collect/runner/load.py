"""Runs the code of a submission, form by form, and finds names in what it left behind."""

import os
import re
import sys
import traceback
import types

import inner_values
import notes
import units
from stand_ins import python2
from stand_ins.absent import Lost, stand_in

MOST_TOLD = 10000
"""Statements of one unit that are told one by one: more messages than are read."""
GIVEN = re.compile(r"^(?:class\b|def\b|async def\b)?[ \t]*(\w+)(?:[ \t]*[:=(,]|[ \t]*$)", re.M)


class Form:
    """One body of code: a module, the cells of a notebook, the code of a write-up."""

    def __init__(self, plan, blocks):
        self.name = plan["form"]
        self.file = plan["file"]
        self.units = plan["units"]
        self.skipped = {tuple(row) for row in plan.get("skipped", ())}
        self.careful = bool(plan.get("careful"))
        self.guessed = frozenset(plan.get("guessed", ()))
        self.untouched = frozenset(plan.get("untouched", ()))
        self.sources = [unit_source(unit, blocks) for unit in self.units]
        self.module = None
        self.errors = []
        self.stopped = None
        self.places = None
        self.inner = inner_values.Values()
        self.as_script = False
        self.wanted = frozenset()
        """Every name that some question asks for."""

    @property
    def salvaged(self):
        """Whether parts of it could not be read, so that others count before it."""
        return any(unit.get("salvaged") for unit in self.units)

    @property
    def values(self):
        """What code left under its names, without what stands there as it was handed out."""
        held = {} if self.module is None else self.module.__dict__
        return {name: held[name] for name in list(held) if name not in self.untouched}

    @property
    def cells(self):
        """Whether the code comes in pieces, each of which may fail alone."""
        return self.name != "module"

    def load(self, before, around, wanted, shown, progress):
        """Run every unit in one namespace; an error ends its own unit only.

        `before(source)` seeds, `around` is what the code finds around it, `wanted` the names that
        are asked for, `progress(unit, statement)` tells where a form is that was lost before.
        """
        self._begin(around)
        lost = None
        for number, (unit, source) in enumerate(zip(self.units, self.sources)):
            before(source)
            label = self.label(unit)
            around.imports.texts[label] = source
            piece = units.Piece(source, label, self.module.__dict__)
            if lost is None and self.careful:
                shown.begin(self, unit, piece)
                lost = self._run_carefully(piece, number, unit, progress)
                shown.end()
            elif lost is None:
                lost = self._run(piece, unit, shown, wanted, around)
            else:
                self._leave(piece, lost)
        return self.errors

    def _begin(self, around):
        stem = os.path.splitext(os.path.basename(self.file))[0]
        self.module = types.ModuleType("__main__" if self.cells else stem)
        self.module.__file__ = os.path.join(os.getcwd(), self.file)
        self.module.__dict__["__builtins__"] = around.builtins
        around.namespace = self.module.__dict__
        if self.cells:
            sys.modules["__main__"] = self.module
        elif stem.isidentifier() and stem not in sys.modules:
            sys.modules[stem] = self.module
        if any(unit.get("python2") for unit in self.units):
            self.module.__dict__.update(python2.names())

    def _run(self, piece, unit, shown, wanted, around):
        """One unit, and what it does as a script; returns what ended all loading, or None."""
        for name in unit.get("lost", ()):
            lost = Lost("syntax", unit.get("reason") or "it was not read")
            self.module.__dict__.setdefault(name, stand_in(lost))
        shown.begin(self, unit, piece)
        in_cells = self.cells or len(self.units) > 1 or unit.get("cell") is not None
        displays = shown.display if in_cells else None
        watching = self.inner.watching(piece.source, wanted, self.module.__dict__)
        if unit.get("python2"):
            watching = python2.changes(self.sources) or watching
        error = piece.run(displays, watching)
        if error is None and b"__main__" in bytes_of(piece.source) and not self.cells:
            error = self._run_as_script(piece, wanted)
        shown.end()
        if error is None:
            return None
        if isinstance(error, Lost) and error.why == "time":
            message = "%s: %s while loading" % (self.file, error.reason)
            notes.add("load-lost", message, units.frame_of(error))
            self.stopped = Lost("time", error.reason)
            return error
        self.errors.append(describe(error, self, unit))
        lost = around.left_early() if isinstance(error, SystemExit) else None
        if lost:
            notes.add("not-here", lost.reason, units.frame_of(error))
            self._leave(piece, lost)
        return None

    def _run_as_script(self, piece, wanted):
        """What stands behind the main guard, where an asked name gets its value only there.

        Where it is asked what the code shows, all of it is run.
        """
        try:
            body = units.main_guard(piece.parsed().body)
        except (SyntaxError, ValueError):
            return None
        given = set().union(*(units.given_by(one, {}) for one in body)) if body else set()
        values = self.module.__dict__
        lacking = any(values.get(name) is None for name in wanted)
        if not body or not (self.as_script or lacking or given & set(wanted)):
            return None
        name, main = values["__name__"], sys.modules.get("__main__")
        values["__name__"], sys.modules["__main__"] = "__main__", self.module
        try:
            return piece.run(None, units.main_guard)
        finally:
            values["__name__"] = name
            if main is not None:
                sys.modules["__main__"] = main

    def _run_carefully(self, piece, number, unit, progress):
        """One statement after the other, each told before; those that were lost are left out."""
        try:
            body = piece.parsed().body
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            self.errors.append(describe(error, self, unit))
            return None
        step = 1 + len(body) // MOST_TOLD
        for place, statement in enumerate(body):
            if (number, place) in self.skipped:
                piece.give_up([statement], Lost("ended", "it was lost while loading"), first=True)
                continue
            if place % step == 0:
                progress(number, place)
            error = piece.run(None, lambda _, one=statement: [one])
            if error is not None:
                self.errors.append(describe(error, self, unit))
                if isinstance(error, Lost) and error.why == "time":
                    self.stopped = Lost("time", error.reason)
                    return error
                return None
        return None

    def _leave(self, piece, lost):
        """A unit that gets no turn: what it would have given is lost."""
        try:
            piece.give_up(piece.parsed().body, lost)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            pass

    def label(self, unit):
        """The file name that tracebacks show for a unit."""
        if unit.get("cell") is None:
            return self.module.__file__
        return "%s#%d" % (self.module.__file__, unit["cell"])

    def place(self, name):
        """Where `name` was last given a value, as far as the text tells."""
        if self.places is None:
            self.places = {}
            for unit, source in zip(self.units, self.sources):
                text = source if isinstance(source, str) else source.decode("utf-8", "replace")
                line, counted = unit.get("line", 1), 0
                for found in GIVEN.finditer(text):
                    line += text.count("\n", counted, found.start())
                    counted = found.start()
                    self.places[found.group(1)] = {"line": line, "cell": unit.get("cell")}
        return self.places.get(name, {"line": None, "cell": None})


    def stop_before(self, name):
        """What came of a name whose line was not reached, or raised; None where there is none.

        What a statement itself raises is its author's; what an earlier one raised, or a name that
        a notebook's earlier cells may have had, is a person's to look at.
        """
        place = self.place(name)
        for error in self.errors if place["line"] is not None else ():
            if self.cells and error["cell"] != place["cell"]:
                continue
            if error["line"] is not None and error["line"] > place["line"]:
                continue
            its_own = error["line"] == place["line"] and error["file"] == self.file
            if its_own and error["type"] not in ("NameError", "SyntaxError", "IndentationError"):
                told = "%s raised %s, so it has no value" % (name, error["type"])
                said = ": " + error["message"][:200] if error["message"] else ""
                return dict(place, outcome="missing", reason=told + said + ".")
            at = "below line %s, where" % error["line"]
            if error["line"] is None:
                at = "below the place where"
            elif error["line"] == place["line"]:
                at = "the line where"
            where = "cell %d of %s" % (place["cell"], self.file) if place["cell"] else self.file
            told = "%s: %s" % (error["type"], error["message"][:200])
            reason = "%s is on line %s of %s, %s your code stopped with %s" % (
                name, place["line"], where, at, told,
            )
            return dict(place, outcome="unavailable", why="stopped", reason=reason)
        return None

    def unreached(self, name):
        """The `Lost` of a name whose line was not reached; None where nothing is known of it."""
        stop = self.stop_before(name)
        if stop is None or stop["outcome"] != "unavailable":
            return None
        return Lost(stop["why"], stop["reason"])


def bytes_of(source):
    """Source as bytes, whatever came in."""
    return source if isinstance(source, bytes) else source.encode("utf-8", "replace")


def unit_source(unit, blocks):
    """The code of a unit: text, or the raw bytes of a file with whatever encoding it declares."""
    if "block" in unit:
        return blocks[unit["block"]]
    return unit["source"]


def describe(error, form=None, unit=None):
    """What a student can use of an exception: its type, its message, their own line."""
    place = {"line": None, "cell": unit.get("cell") if unit else None}
    if isinstance(error, SyntaxError) and error.lineno and form is not None:
        place["line"] = error.lineno + (unit.get("line", 1) - 1 if unit else 0)
    file = form.file if form else ""
    here = os.getcwd() + os.sep
    walk = error.__traceback__
    steps = 0
    while walk is not None and steps < 10000:
        name = walk.tb_frame.f_code.co_filename
        if name.startswith(here):
            path, _, cell = name[len(here) :].partition("#")
            file, place["line"] = path, walk.tb_lineno
            place["cell"] = int(cell) if cell else None
        walk = walk.tb_next
        steps += 1
    try:
        message = str(error)[:2000]
    except BaseException:
        message = ""
    try:
        detail = "".join(traceback.format_exception(type(error), error, error.__traceback__, 40))
    except BaseException:
        detail = ""
    return dict(
        place,
        file=file,
        form=form.name if form else "",
        type=type(error).__name__[:100],
        message=message,
        detail=detail[-8000:],
    )
